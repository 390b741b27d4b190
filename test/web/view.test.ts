import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatView, parseView, type View } from '../../web/view/view.ts';

const START: View = { rule: 'plaza-2km', tab: 'coverage' };

describe('the view in the address bar', () => {
  it('is empty for the view that everyone starts with', () => {
    expect(formatView(START)).toBe('');
    expect(parseView('')).toEqual(START);
  });

  it('holds the whole view, readable', () => {
    const view: View = {
      center: [121.535512, 25.0333],
      zoom: 13.5,
      rule: 'fitness-1km',
      district: '63000110',
      status: 'FAIL',
      selected: 'community_12',
      at: [121.5, 25.03],
      tab: 'grids',
      language: 'en',
    };
    const link =
      '?lon=121.535512&lat=25.0333&zoom=13.5&rule=fitness-1km&district=63000110&status=FAIL' +
      '&selected=community_12&at=121.5,25.03&tab=grids&lang=en';
    expect(formatView(view)).toBe(link);
    expect(parseView(link)).toEqual(view);
  });

  it.each([
    ['a longitude without latitude', '?lon=121&zoom=12'],
    ['a place without zoom', '?lon=121&lat=25'],
    ['a latitude beyond the pole', '?lon=121&lat=91&zoom=12'],
    ['words for numbers', '?lon=east&lat=north&zoom=near'],
    ['empty values', '?lon=&lat=&zoom=&rule=&district=&status=&selected=&at=&tab=&lang='],
    ['half a checked place', '?at=121'],
    ['an unknown verdict, tab and language', '?status=MAYBE&tab=secrets&lang=tlh'],
  ])('falls back to the default for %s', (_, link) => {
    expect(parseView(link)).toEqual(START);
  });

  it('takes verdicts in lower case', () => {
    expect(parseView('?status=unknown').status).toBe('UNKNOWN');
  });

  it('gives back what it was given, for any view', () => {
    const degrees = (max: number) =>
      fc.integer({ min: -max * 1e6, max: max * 1e6 }).map((n) => n / 1e6);
    const position = fc.tuple(degrees(180), degrees(90));
    const view: fc.Arbitrary<View> = fc.record(
      {
        rule: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
        tab: fc.constantFrom('coverage', 'grids'),
        district: fc.string({ minLength: 1 }),
        status: fc.constantFrom('PASS', 'FAIL', 'UNKNOWN'),
        selected: fc.string({ minLength: 1 }),
        at: position,
        language: fc.constantFrom('zh', 'en'),
      },
      { requiredKeys: ['rule', 'tab'] },
    );
    const camera = fc.record({
      center: position,
      zoom: fc.integer({ min: 0, max: 2200 }).map((n) => n / 100),
    });
    fc.assert(
      fc.property(view, fc.option(camera), (rest, moved) => {
        const whole = { ...rest, ...(moved ?? {}) };
        expect(parseView(formatView(whole))).toEqual(whole);
      }),
    );
  });
});
