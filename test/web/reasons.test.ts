import { describe, expect, it } from 'vitest';
import { verdictSentence } from '../../web/coverage/reasons.ts';

const fail = (distanceMeters: number) => ({
  status: 'FAIL' as const,
  nearest: { distanceMeters },
  marginMeters: 2000 - distanceMeters,
});

describe('the sentence that says why', () => {
  it('names distance, radius and what is missing', () => {
    expect(verdictSentence(fail(2310.4), 2000, '广场', 'zh')).toEqual({
      key: 'coverage.FAIL',
      values: { kind: '广场', distance: '2,310', radius: '2,000', margin: '310' },
    });
  });

  it('names what is left when it passes', () => {
    const verdict = {
      status: 'PASS' as const,
      nearest: { distanceMeters: 830 },
      marginMeters: 1170,
    };
    expect(verdictSentence(verdict, 2000, 'plaza', 'en')).toEqual({
      key: 'coverage.PASS',
      values: { kind: 'plaza', distance: '830', radius: '2,000', margin: '1,170' },
    });
  });

  it.each([
    [2000.3, '2,000.3', '0.3'],
    [2000.004, '2,000.004', '0.004'],
    [2009.96, '2,010.0', '10.0'],
    [2010, '2,010', '10'],
  ])('shows at %f m on which side of the radius it lies', (distance, shown, margin) => {
    const { values } = verdictSentence(fail(distance), 2000, 'plaza', 'en');
    expect([values.distance, values.margin]).toEqual([shown, margin]);
  });

  it('passes exactly on the radius with nothing to spare', () => {
    const verdict = { status: 'PASS' as const, nearest: { distanceMeters: 2000 }, marginMeters: 0 };
    expect(verdictSentence(verdict, 2000, 'plaza', 'en').values).toMatchObject({
      distance: '2,000',
      margin: '0',
    });
  });

  it('says when there is none at all, and when it cannot be judged', () => {
    const none = { status: 'FAIL' as const, nearest: null, marginMeters: null };
    expect(verdictSentence(none, 2000, '广场', 'zh').key).toBe('coverage.FAIL_NONE');
    const unknown = { status: 'UNKNOWN' as const, nearest: null, marginMeters: null };
    expect(verdictSentence(unknown, 2000, '广场', 'zh').key).toBe('coverage.UNKNOWN');
  });
});
