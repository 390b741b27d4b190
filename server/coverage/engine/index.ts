/**
 * The coverage engine: who has what within reach, exact on WGS 84, over typed arrays.
 *
 * Pure: no input or output, no clock, no platform. It runs unchanged in Node, in a worker thread and in
 * the browser, so that a verdict is the same wherever it is reached. Start with {@link judge}, which
 * judges communities by rules; {@link PointIndex} answers single questions ("what is nearest from
 * here?"); {@link coveredAreaShare} measures how much of a polygon is within reach.
 */
export { coveredAreaShare } from './area.ts';
export { destination, geodesicMeters } from './geodesic.ts';
export {
  type JudgeInput,
  type JudgeRule,
  judge,
  type Reading,
  type RuleOutcome,
  Status,
} from './judge.ts';
export { type Nearest, PointIndex } from './point-index.ts';
export type { MultiPolygonCoordinates } from './shape.ts';
