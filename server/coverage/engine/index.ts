/**
 * The coverage engine: who has what within reach, exact on WGS 84, over typed arrays.
 *
 *     const index = new PointIndex(lon, lat);          // facilities, degrees, sorted by id
 *     index.nearest(126.64, 45.76);                    // { index: 7, distanceMeters: 812.40319257 }
 *     index.countWithin(126.64, 45.76, 2_000);         // 3
 *     judge({ communities, cells, facilities, rules }) // typed arrays over the communities, per rule
 *
 * Pure: no input or output, no clock, no platform. It runs unchanged in Node, in a worker thread and in
 * the browser, so that a verdict is the same wherever it is reached. Start with {@link judge}, which
 * judges communities by rules; {@link PointIndex} answers single questions ("what is nearest from
 * here?"); {@link coveredAreaShare} measures how much of a polygon is within reach.
 *
 * How it is exact and fast at once, file by file:
 * - `geodesic.ts`: the exact distance, equal to PostGIS's `ST_Distance(geography)` to 10 nm, and what
 *   "within a radius" means when the last digits are noise;
 * - `ellipsoid.ts`: the chord, a rigorous bound of the distance on both sides, 8 µm wide at 2 km;
 * - `bucket-grid.ts`, `point-index.ts`: chords choose among the points of a uniform grid, the exact
 *   distance settles what lies between the bounds, every reported distance and ties (the lowest index);
 * - `shape.ts`, `circles.ts`, `parallel.ts`, `area.ts`: areas, integrated along parallels to 10⁻⁵;
 * - `cover.ts`, `dominance.ts`: what need not be integrated, because circles surely hold all of a polygon
 *   together, or add nothing to what others hold of it;
 * - `enclosing-circle.ts`: what to read of a database for a part of a city;
 * - `circle.ts`: a circle as a polygon, for maps;
 * - `judge.ts`: verdicts and figures;
 * - `what-if.ts`: the same while facilities are added, moved and removed, at every move of a pointer.
 *
 * All of it holds at the poles, across the 180° meridian, for points in one place and for none.
 */
export { coveredAreaShare } from './area.ts';
export { circleAround, NORTHMOST, reachEast, reachNorth } from './circle.ts';
export { type Box, type Circle, enclosingCircle } from './enclosing-circle.ts';
export { destination, geodesicMeters } from './geodesic.ts';
export {
  type JudgeInput,
  type JudgeRule,
  judge,
  type Reading,
  type RuleOutcome,
  Status,
} from './judge.ts';
export { PointIndex } from './point-index.ts';
export type { MultiPolygonCoordinates } from './shape.ts';
export { type Balance, WhatIf } from './what-if.ts';
