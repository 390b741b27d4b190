import { describe, expect, it } from 'vitest';
import { tipBetween } from '../../web/stage/pinSpot.ts';
import { visiblePart } from '../../web/ui/visible.ts';

const viewport = (height: number, more = {}) => ({ height, offsetTop: 0, scale: 1, ...more });

describe('what of a page can be seen', () => {
  it('is all of it without a keyboard', () => {
    const all = { top: 0, height: 640, isCovered: false };
    expect(visiblePart({ innerHeight: 640 })).toEqual(all);
    expect(visiblePart({ innerHeight: 640, visualViewport: viewport(640) })).toEqual(all);
  });

  it('is what a keyboard leaves, wherever the page has been scrolled to', () => {
    expect(visiblePart({ innerHeight: 640, visualViewport: viewport(300) })).toEqual({
      top: 0,
      height: 300,
      isCovered: true,
    });
    const scrolled = viewport(300.4, { offsetTop: 120.2 });
    expect(visiblePart({ innerHeight: 640, visualViewport: scrolled })).toMatchObject({
      top: 120,
      height: 300,
    });
  });

  it('is not made less by two fingers, nor by a bar of the browser', () => {
    const enlarged = viewport(320, { scale: 2 });
    expect(visiblePart({ innerHeight: 640, visualViewport: enlarged }).height).toBe(640);
    expect(visiblePart({ innerHeight: 640, visualViewport: viewport(584) }).height).toBe(640);
  });
});

describe('the tip of a pin of 64 pixels', () => {
  it('stands in the middle where there is room', () => {
    expect(tipBetween(150, 400)).toBe(150);
  });

  it('stands so low that all of the pin is seen', () => {
    expect(tipBetween(40, 144)).toBe(70);
  });

  it('is never covered, however little room there is', () => {
    expect(tipBetween(40, 50)).toBe(44);
    expect(tipBetween(40, 0)).toBe(0);
  });
});
