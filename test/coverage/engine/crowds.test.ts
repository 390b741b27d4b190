import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  coveredAreaShare,
  destination,
  PointIndex,
} from '../../../server/coverage/engine/index.ts';

type Position = [lon: number, lat: number];

/** Points looked at along each side of a polygon. */
const STEPS = 40;

/** A convex quadrilateral of about a kilometer, and crowds of facilities within some kilometers. */
const scene = fc
  .record({
    lon: fc.constantFrom(0, 121.5, 179.999, -180),
    lat: fc.constantFrom(0, 25, -45, 62, 84),
    corners: fc.array(fc.double({ min: 300, max: 900, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    }),
    radius: fc.constantFrom(150, 400, 1_000, 2_000),
    crowds: fc.array(
      fc.record({
        turn: fc.double({ min: 0, max: 360, noNaN: true }),
        away: fc.double({ min: 0, max: 2_600, noNaN: true }),
        width: fc.constantFrom(5, 200, 800),
        members: fc.integer({ min: 1, max: 60 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    seed: fc.nat(),
  })
  .map(({ lon, lat, corners, radius, crowds, seed }) => {
    let state = seed;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const ring = corners.map((meters, i) => destination(lon, lat, 45 + 90 * i, meters));
    const sites = crowds.flatMap(({ turn, away, width, members }) => {
      const middle = destination(lon, lat, turn, away);
      return Array.from({ length: members }, () =>
        destination(...middle, 360 * random(), width * random()),
      );
    });
    // In one piece on one side of 180°: the engine takes either side.
    const unrolled = ring.map(([x, y]): Position => [x - 360 * Math.round((x - lon) / 360), y]) as [
      Position,
      Position,
      Position,
      Position,
    ];
    return { ring: unrolled, sites, radius };
  });

/** Positions all over a quadrilateral, with the area that each stands for (up to a factor). */
function* within([a, b, c, d]: [Position, Position, Position, Position]): Generator<{
  at: Position;
  area: number;
}> {
  for (let i = 0; i < STEPS; i++) {
    for (let j = 0; j < STEPS; j++) {
      const [u, v] = [(i + 0.5) / STEPS, (j + 0.5) / STEPS];
      const mix = (k: 0 | 1): number =>
        (1 - u) * (1 - v) * a[k] + u * (1 - v) * b[k] + u * v * c[k] + (1 - u) * v * d[k];
      const byU = (k: 0 | 1): number => (1 - v) * (b[k] - a[k]) + v * (c[k] - d[k]);
      const byV = (k: 0 | 1): number => (1 - u) * (d[k] - a[k]) + u * (c[k] - b[k]);
      yield { at: [mix(0), mix(1)], area: Math.abs(byU(0) * byV(1) - byU(1) * byV(0)) };
    }
  }
}

test('the area that crowds of facilities cover is what their circles hold of it', () => {
  let whole = 0;
  let partial = 0;
  fc.assert(
    fc.property(scene, ({ ring, sites, radius }) => {
      const lon = Float64Array.from(sites, ([x]) => x);
      const lat = Float64Array.from(sites, ([, y]) => y);
      const index = new PointIndex(lon, lat);
      const polygon = [[[...ring, ring[0]]]];
      const share = coveredAreaShare(polygon, index, lon, lat, radius);

      let held = 0;
      let all = 0;
      for (const { at, area } of within(ring)) {
        const [x, y] = at;
        const isHeld = index.isWithin(x, y, radius);
        all += area;
        if (isHeld) held += area;
        // All of it means every place of it; a micrometer more is allowed for the sides.
        else if (share === 1) expect(index.isWithin(x, y, radius * (1 + 1e-9))).toBe(true);
      }
      expect(Math.abs(share - held / all)).toBeLessThan(0.02);

      // Facilities one by one, in another order and with each twice: the same share.
      const mixed = [...sites].reverse().flatMap((site) => [site, site]);
      const lon2 = Float64Array.from(mixed, ([x]) => x);
      const lat2 = Float64Array.from(mixed, ([, y]) => y);
      const again = coveredAreaShare(polygon, new PointIndex(lon2, lat2), lon2, lat2, radius);
      expect(Math.abs(again - share)).toBeLessThan(1e-6);
      if (share === 1) whole++;
      else if (share > 0) partial++;
    }),
    { numRuns: 400 },
  );
  expect(whole).toBeGreaterThan(20);
  expect(partial).toBeGreaterThan(100);
});
