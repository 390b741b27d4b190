import { describe, expect, it } from 'vitest';
import { geodesicMeters } from '../../server/coverage/engine/geodesic.ts';
import { createPlaceJudge } from '../../web/here/judgePlace.ts';

const kind = (code: string) => ({ code, name: code, nameEn: code });
const plaza = { code: 'plaza-2km', radiusMeters: 2000, facilityKinds: [kind('plaza')] };
const either = { code: 'any', radiusMeters: 500, facilityKinds: [kind('plaza'), kind('path')] };
const garden = { code: 'garden', radiusMeters: 500, facilityKinds: [kind('garden')] };

const positions = {
  dataVersion: '1',
  ids: ['facility_1', 'facility_2', 'facility_3', 'facility_4'],
  names: ['east', 'path', 'west', 'west again'],
  kinds: ['plaza', 'path', 'plaza', 'plaza'],
  coordinates: [121.56, 25.03, 121.531, 25.03, 121.5, 25.03, 121.5, 25.03],
};

describe('checking a place', () => {
  it('gives the nearest facility of each rule, the exact distance, and the count', () => {
    const judge = createPlaceJudge(positions, [plaza, either]);
    const [first, second] = judge([121.53, 25.03]);
    expect(first).toMatchObject({ status: 'FAIL', facilitiesWithin: 0 });
    expect(first?.nearest?.distanceMeters).toBe(geodesicMeters(121.53, 25.03, 121.56, 25.03));
    expect(first?.marginMeters).toBeCloseTo(2000 - (first?.nearest?.distanceMeters ?? 0), 9);
    expect(second).toMatchObject({
      status: 'PASS',
      facilitiesWithin: 1,
      nearest: { id: 'facility_2', name: 'path', position: [121.531, 25.03] },
    });
  });

  it('lets the earlier facility win a tie, as the server does', () => {
    const [verdict] = createPlaceJudge(positions, [plaza])([121.49, 25.03]);
    expect(verdict?.nearest?.id).toBe('facility_3');
  });

  it('counts the radius as inside', () => {
    const radiusMeters = geodesicMeters(121.53, 25.03, 121.56, 25.03);
    const [verdict] = createPlaceJudge(positions, [{ ...plaza, radiusMeters }])([121.53, 25.03]);
    expect(verdict).toMatchObject({ status: 'PASS', marginMeters: 0 });
  });

  it('fails with nothing near where no such facility exists', () => {
    const [verdict] = createPlaceJudge(positions, [garden])([121.53, 25.03]);
    expect(verdict).toMatchObject({ status: 'FAIL', nearest: null, marginMeters: null });
  });
});
