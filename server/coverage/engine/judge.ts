import { coveredAreaShare, type MultiPolygonCoordinates } from './area.ts';
import { PointIndex } from './point-index.ts';

/** Verdicts as small numbers, for typed arrays. */
export const Status = { UNKNOWN: 0, PASS: 1, FAIL: 2 } as const;
export type Status = (typeof Status)[keyof typeof Status];

/** What is judged. Positions are degrees on WGS 84; all arrays of one group have one length. */
export interface JudgeInput {
  readonly communities: {
    readonly count: number;
    /** Service points; NaN where a community has none. */
    readonly originLon: Float64Array;
    readonly originLat: Float64Array;
    /** Boundaries, null where there is none. */
    readonly polygons: readonly (MultiPolygonCoordinates | null)[];
  };
  /** Resident cells with the residents of each and the index of their community. */
  readonly cells: {
    readonly lon: Float64Array;
    readonly lat: Float64Array;
    readonly weight: Float64Array;
    readonly community: Int32Array;
  };
  /** Active facilities in the order that settles ties of distance, with their kinds. */
  readonly facilities: {
    readonly lon: Float64Array;
    readonly lat: Float64Array;
    readonly kind: Int32Array;
  };
  readonly rules: readonly JudgeRule[];
}

/** A rule: a facility of one of the kinds within the radius (meters, inclusive) of the service point. */
export interface JudgeRule {
  readonly radiusMeters: number;
  readonly kinds: readonly number[];
}

/** The outcome of a rule; every array has one element for each community. */
export interface RuleOutcome {
  /** A {@link Status}. */
  readonly status: Uint8Array;
  /** Index of the nearest facility in the input; −1 when there is none, or nothing to measure from. */
  readonly nearestFacility: Int32Array;
  /** Geodesic meters to it; NaN when there is none. */
  readonly nearestMeters: Float64Array;
  /** Facilities within the radius of the service point. */
  readonly facilitiesWithin: Int32Array;
  /** Residents with a facility within the radius of where they live; NaN without cells. */
  readonly residentsCovered: Float64Array;
  /** Residents of the cells; NaN without cells. */
  readonly residentsTotal: Float64Array;
  /** Share of the boundary's area within the radius of a facility; NaN without boundary. */
  readonly areaCoveredShare: Float64Array;
}

/** Judges every community by every rule, in all three readings: service point, residents and area. */
export function judge(input: JudgeInput): RuleOutcome[] {
  return input.rules.map((rule) => judgeRule(input, rule));
}

function judgeRule({ communities, cells, facilities }: JudgeInput, rule: JudgeRule): RuleOutcome {
  const { radiusMeters } = rule;
  const chosen = chooseKinds(facilities.kind, rule.kinds);
  const lon = Float64Array.from(chosen, (i) => facilities.lon[i] as number);
  const lat = Float64Array.from(chosen, (i) => facilities.lat[i] as number);
  const points = new PointIndex(lon, lat);
  const outcome = emptyOutcome(communities.count);

  for (let c = 0; c < communities.count; c++) {
    const polygon = communities.polygons[c];
    if (polygon) {
      outcome.areaCoveredShare[c] = coveredAreaShare(polygon, points, lon, lat, radiusMeters);
    }
    const originLon = communities.originLon[c] as number;
    const originLat = communities.originLat[c] as number;
    if (Number.isNaN(originLon) || Number.isNaN(originLat)) continue;
    const nearest = points.nearest(originLon, originLat);
    if (nearest) {
      outcome.nearestFacility[c] = chosen[nearest.index] as number;
      outcome.nearestMeters[c] = nearest.distanceMeters;
    }
    const within = points.countWithin(originLon, originLat, radiusMeters);
    outcome.facilitiesWithin[c] = within;
    outcome.status[c] = within > 0 ? Status.PASS : Status.FAIL;
  }

  for (let i = 0; i < cells.weight.length; i++) {
    const c = cells.community[i] as number;
    const weight = cells.weight[i] as number;
    const covered = points.isWithin(cells.lon[i] as number, cells.lat[i] as number, radiusMeters);
    outcome.residentsTotal[c] = known(outcome.residentsTotal[c]) + weight;
    outcome.residentsCovered[c] = known(outcome.residentsCovered[c]) + (covered ? weight : 0);
  }
  return outcome;
}

function chooseKinds(kind: Int32Array, kinds: readonly number[]): Int32Array {
  const wanted = new Set(kinds);
  const chosen: number[] = [];
  for (let i = 0; i < kind.length; i++) if (wanted.has(kind[i] as number)) chosen.push(i);
  return Int32Array.from(chosen);
}

function emptyOutcome(count: number): RuleOutcome {
  return {
    status: new Uint8Array(count).fill(Status.UNKNOWN),
    nearestFacility: new Int32Array(count).fill(-1),
    nearestMeters: new Float64Array(count).fill(Number.NaN),
    facilitiesWithin: new Int32Array(count),
    residentsCovered: new Float64Array(count).fill(Number.NaN),
    residentsTotal: new Float64Array(count).fill(Number.NaN),
    areaCoveredShare: new Float64Array(count).fill(Number.NaN),
  };
}

function known(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
