import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, type Reading, Status, WhatIf } from '../../../server/coverage/engine/index.ts';

type Place = [lon: number, lat: number];

/** Places close together, so that most changes matter, anywhere but for the inmost pole. */
const world = fc
  .record({
    lon: fc.constantFrom(0, 121.5, 179.999, -180),
    lat: fc.constantFrom(0, 25, -60, 84.9),
    radiusMeters: fc.double({ min: 1, max: 4_000, noNaN: true }),
    reading: fc.constantFrom<Reading>('SERVICE_POINT', 'RESIDENTS'),
    minimumShare: fc.double({ min: 0.05, max: 1, noNaN: true }),
  })
  .chain(({ lon, lat, ...rule }) => {
    const wide = 0.04 / Math.cos((lat / 180) * Math.PI);
    const place: fc.Arbitrary<Place> = fc
      .tuple(fc.nat(40), fc.nat(40))
      .map(([x, y]) => [((lon + (x / 40) * wide + 540) % 360) - 180, lat + y / 1_000]);
    return fc.record({
      rule: fc.constant(rule),
      origins: fc.array(fc.option(place, { nil: null }), { minLength: 1, maxLength: 12 }),
      cells: fc.array(fc.tuple(place, fc.nat(500), fc.nat()), { maxLength: 40 }),
      facilities: fc.array(place, { maxLength: 8 }),
      steps: fc.array(
        fc.oneof(
          fc.record({ do: fc.constant('add' as const), to: place }),
          fc.record({ do: fc.constant('move' as const), which: fc.nat(), to: place }),
          fc.record({
            do: fc.constantFrom('remove' as const, 'restore' as const),
            which: fc.nat(),
          }),
        ),
        { maxLength: 12 },
      ),
    });
  });

const columns = (places: readonly (Place | null)[]): { lon: Float64Array; lat: Float64Array } => ({
  lon: Float64Array.from(places, (place) => place?.[0] ?? Number.NaN),
  lat: Float64Array.from(places, (place) => place?.[1] ?? Number.NaN),
});

describe('a what-if', () => {
  test('agrees after every step with judging everything anew', () => {
    fc.assert(
      fc.property(world, ({ rule, origins, cells: cellList, facilities, steps }) => {
        const { lon: originLon, lat: originLat } = columns(origins);
        const cells = {
          ...columns(cellList.map(([place]) => place)),
          weight: Float64Array.from(cellList, ([, weight]) => weight),
          community: Int32Array.from(cellList, ([, , pick]) => pick % origins.length),
        };
        const judged = (places: readonly (Place | null)[]) => {
          const standing = columns(places.filter((place) => place !== null));
          const [outcome] = judge({
            communities: { count: origins.length, originLon, originLat },
            cells,
            facilities: { ...standing, kind: new Int32Array(standing.lon.length) },
            rules: [{ ...rule, kinds: [0] }],
          });
          if (!outcome) throw new Error('no outcome');
          return outcome;
        };
        /** Cell by cell: as if each were a community of its own. */
        const coveredCells = (places: readonly (Place | null)[]): boolean[] => {
          const standing = columns(places.filter((place) => place !== null));
          const [outcome] = judge({
            communities: {
              count: cellList.length,
              originLon: cells.lon,
              originLat: cells.lat,
            },
            cells: { ...columns([]), weight: new Float64Array(), community: new Int32Array() },
            facilities: { ...standing, kind: new Int32Array(standing.lon.length) },
            rules: [{ radiusMeters: rule.radiusMeters, kinds: [0] }],
          });
          return Array.from(outcome?.status ?? [], (status) => status === Status.PASS);
        };

        const places: (Place | null)[] = [...facilities];
        const whatIf = new WhatIf({
          communities: { originLon, originLat },
          cells,
          facilities: columns(facilities),
          rule,
        });
        const today = judged(places).status;
        const coveredToday = coveredCells(places);
        const told = today.slice();
        expect(whatIf.today).toEqual(today);

        for (const step of steps) {
          if (step.do === 'add') {
            expect(whatIf.add(...step.to)).toBe(places.length);
            places.push(step.to);
          } else if (places.length > 0) {
            const which = step.which % places.length;
            if (step.do === 'move') {
              whatIf.move(which, ...step.to);
              places[which] = step.to;
            } else if (step.do === 'remove') {
              whatIf.remove(which);
              places[which] = null;
            } else {
              whatIf.restore(which);
              places[which] = facilities[which] ?? null;
            }
          }
          const { status, residentsCovered } = judged(places);
          const changed = whatIf.takeChanged();
          expect(whatIf.status).toEqual(status);
          expect([...changed].sort((a, b) => a - b)).toEqual(
            [...status.keys()].filter((c) => status[c] !== told[c]),
          );
          told.set(status);
          for (let c = 0; c < status.length; c++) {
            expect(whatIf.residentsCovered(c)).toBe(residentsCovered[c] || 0);
          }
          const covered = coveredCells(places);
          const weightOf = (test: (i: number) => boolean): number =>
            cellList.reduce((sum, [, weight], i) => sum + (test(i) ? weight : 0), 0);
          const turned = (from: Status, to: Status): number =>
            [...status.keys()].filter((c) => today[c] === from && status[c] === to).length;
          expect(whatIf.balance).toEqual({
            communitiesGained: turned(Status.FAIL, Status.PASS),
            communitiesLost: turned(Status.PASS, Status.FAIL),
            residentsGained: weightOf((i) => covered[i] === true && !coveredToday[i]),
            residentsLost: weightOf((i) => covered[i] === false && coveredToday[i] === true),
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('follows residents under a rule that reads the area, and no verdict', () => {
    const whatIf = new WhatIf({
      communities: columnsOfOrigins([[121.5, 25]]),
      cells: {
        ...columns([[121.5, 25]]),
        weight: Float64Array.of(70),
        community: Int32Array.of(0),
      },
      facilities: columns([]),
      rule: { radiusMeters: 500, reading: 'AREA', minimumShare: 0.8 },
    });
    whatIf.add(121.501, 25);
    expect(whatIf.balance).toEqual({
      communitiesGained: 0,
      communitiesLost: 0,
      residentsGained: 70,
      residentsLost: 0,
    });
    expect([...whatIf.status]).toEqual([Status.UNKNOWN]);
  });
});

function columnsOfOrigins(places: Place[]): { originLon: Float64Array; originLat: Float64Array } {
  const { lon, lat } = columns(places);
  return { originLon: lon, originLat: lat };
}
