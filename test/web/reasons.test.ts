import { describe, expect, it } from 'vitest';
import { distanceSentence, verdictSentence } from '../../web/coverage/reasons.ts';

const fail = (distanceMeters: number) => ({
  status: 'FAIL' as const,
  nearest: { distanceMeters },
  marginMeters: 2000 - distanceMeters,
});

describe('the sentence that says why, by distance', () => {
  it('names distance, radius and what is missing', () => {
    expect(distanceSentence(fail(2310.4), 2000, '广场', 'zh')).toEqual({
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
    expect(distanceSentence(verdict, 2000, 'plaza', 'en')).toEqual({
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
    const { values } = distanceSentence(fail(distance), 2000, 'plaza', 'en');
    expect([values.distance, values.margin]).toEqual([shown, margin]);
  });

  it('passes exactly on the radius with nothing to spare', () => {
    const verdict = { status: 'PASS' as const, nearest: { distanceMeters: 2000 }, marginMeters: 0 };
    expect(distanceSentence(verdict, 2000, 'plaza', 'en').values).toMatchObject({
      distance: '2,000',
      margin: '0',
    });
  });

  it('says when there is none at all, and when it cannot be judged', () => {
    const none = { status: 'FAIL' as const, nearest: null, marginMeters: null };
    expect(distanceSentence(none, 2000, '广场', 'zh').key).toBe('coverage.FAIL_NONE');
    const unknown = { status: 'UNKNOWN' as const, nearest: null, marginMeters: null };
    expect(distanceSentence(unknown, 2000, '广场', 'zh').key).toBe('coverage.UNKNOWN');
  });
});

const RESIDENTS = { reading: 'RESIDENTS', minimumShare: 0.9, radiusMeters: 500 } as const;
const AREA = { reading: 'AREA', minimumShare: 0.6, radiusMeters: 500 } as const;
const nothing = { residentsCovered: null, residentsTotal: null, areaCoveredShare: null };
const residents = (status: 'PASS' | 'FAIL', residentsCovered: number, residentsTotal: number) => ({
  ...nothing,
  status,
  residentsCovered,
  residentsTotal,
});

describe('the sentence that says why, by a share', () => {
  it('names the share of residents, what is demanded, and how many are missing', () => {
    expect(verdictSentence(residents('FAIL', 8123, 10_000), RESIDENTS, '小学', 'zh')).toEqual({
      key: 'coverage.RESIDENTS_FAIL',
      values: { share: '81.2%', radius: '500', minimum: '90%', margin: '8.8', missing: '877' },
    });
  });

  it('names by how much the share of residents is enough', () => {
    expect(verdictSentence(residents('PASS', 9500, 10_000), RESIDENTS, 'school', 'en')).toEqual({
      key: 'coverage.RESIDENTS_PASS',
      values: { share: '95.0%', radius: '500', minimum: '90%', margin: '5.0', missing: '0' },
    });
  });

  it.each([
    // One resident of a million too few, and one more than enough.
    ['FAIL', 899_999, 1_000_000, '89.9999%', '0.0001', '1'],
    ['PASS', 900_001, 1_000_000, '90.0001%', '0.0001', '0'],
    ['PASS', 9, 10, '90.0%', '0.0', '0'],
    ['FAIL', 0, 7, '0.0%', '90.0', '7'],
    ['PASS', 99_999, 100_000, '99.9%', '10.0', '0'],
  ] as const)(
    'shows on which side it lies: %s with %d of %d',
    (status, covered, total, ...shown) => {
      const { values } = verdictSentence(residents(status, covered, total), RESIDENTS, '', 'en');
      const [share, margin, missing] = shown;
      expect(values).toMatchObject({ share, margin, missing });
    },
  );

  it('counts the residents that are missing exactly, whatever the rounding of the product', () => {
    // 0.07 × 100 is 7.000000000000001 for a computer; 7 of 100 are enough all the same.
    const rule = { ...RESIDENTS, minimumShare: 0.07 };
    const { values } = verdictSentence(residents('FAIL', 5, 100), rule, '', 'en');
    expect(values).toMatchObject({ missing: '2', minimum: '7%' });
    for (const [share, total] of [
      [0.9, 7],
      [1 / 3, 9],
      [1, 12],
      [0.29, 100],
    ] as const) {
      const sentence = verdictSentence(
        residents('FAIL', 0, total),
        { ...RESIDENTS, minimumShare: share },
        '',
        'en',
      );
      const missing = Number((sentence.values as Record<string, string>)['missing']);
      expect(missing / total).toBeGreaterThanOrEqual(share);
      expect((missing - 1) / total).toBeLessThan(share);
    }
  });

  it('names the share of the area', () => {
    const verdict = { ...nothing, status: 'FAIL', areaCoveredShare: 0.455 } as const;
    expect(verdictSentence(verdict, AREA, 'park', 'en')).toMatchObject({
      key: 'coverage.AREA_FAIL',
      values: { share: '45.5%', minimum: '60%', margin: '14.5' },
    });
    const enough = { ...nothing, status: 'PASS', areaCoveredShare: 1 } as const;
    expect(verdictSentence(enough, AREA, 'park', 'en')).toMatchObject({
      key: 'coverage.AREA_PASS',
      values: { share: '100.0%', margin: '40.0' },
    });
  });

  it('says when there is nothing to read', () => {
    const unknown = { ...nothing, status: 'UNKNOWN' } as const;
    expect(verdictSentence(unknown, RESIDENTS, '', 'zh').key).toBe('coverage.RESIDENTS_UNKNOWN');
    expect(verdictSentence(unknown, AREA, '', 'zh').key).toBe('coverage.AREA_UNKNOWN');
  });

  it('is about the distance where the rule reads the service point', () => {
    const rule = { reading: 'SERVICE_POINT', minimumShare: null, radiusMeters: 2000 } as const;
    expect(verdictSentence({ ...nothing, ...fail(2310) }, rule, '广场', 'zh').key).toBe(
      'coverage.FAIL',
    );
  });
});
