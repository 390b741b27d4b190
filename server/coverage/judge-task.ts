import {
  type JudgeRule,
  judge,
  type MultiPolygonCoordinates,
  type RuleOutcome,
} from './engine/index.ts';

/** A part of a city as it is sent to whoever judges it. */
export interface JudgeTask {
  readonly originLon: Float64Array;
  readonly originLat: Float64Array;
  /** Boundaries as GeoJSON text: cheaper to send than their numbers, and parsed where it hurts nobody. */
  readonly boundaries: readonly (string | null)[];
  readonly cells: {
    readonly lon: Float64Array;
    readonly lat: Float64Array;
    readonly weight: Float64Array;
    readonly community: Int32Array;
  };
  readonly facilities: {
    readonly lon: Float64Array;
    readonly lat: Float64Array;
    readonly kind: Int32Array;
  };
  readonly rules: readonly JudgeRule[];
}

/** Judges a part: one outcome for each rule. */
export function judgeTask(task: JudgeTask): RuleOutcome[] {
  const { originLon, originLat, boundaries, cells, facilities, rules } = task;
  return judge({
    communities: {
      count: originLon.length,
      originLon,
      originLat,
      polygons: boundaries.map((text) => (text ? coordinatesOf(text) : null)),
    },
    cells,
    facilities,
    rules,
  });
}

function coordinatesOf(boundary: string): MultiPolygonCoordinates {
  return JSON.parse(boundary).coordinates;
}
