import { coveredAreaShare } from './area.ts';
import { PointIndex } from './point-index.ts';
import type { MultiPolygonCoordinates } from './shape.ts';

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
    /** Boundaries, null where there is none; left out, no community has one. */
    readonly polygons?: readonly (MultiPolygonCoordinates | null)[];
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
  /** Indices of the communities to judge; the others stay UNKNOWN, without figures. All unless given. */
  readonly only?: Int32Array;
  /** Told now and then what share (0–1) of the work is done. */
  readonly onProgress?: (share: number) => void;
  /** Asked as often; what it throws ends the judging. An AbortSignal will do. */
  readonly signal?: { throwIfAborted(): void };
}

/** Which figure decides: from the service point, of the residents, or of the area (see the README). */
export type Reading = 'SERVICE_POINT' | 'RESIDENTS' | 'AREA';

/** A rule: a facility of one of the kinds within the radius (meters, inclusive). */
export interface JudgeRule {
  readonly radiusMeters: number;
  readonly kinds: readonly number[];
  /** What the verdict is read from; the service point unless given. All figures are worked out anyway. */
  readonly reading?: Reading;
  /** The share (0–1) of residents or of area that makes a PASS; all of them (1) unless given. */
  readonly minimumShare?: number;
}

/** The outcome of a rule; every array has one element for each community. */
export interface RuleOutcome {
  /** A {@link Status}; UNKNOWN where the figure that decides is not known. */
  readonly status: Uint8Array;
  /** Index of the nearest facility in the input; −1 when there is none, or nothing to measure from. */
  readonly nearestFacility: Int32Array;
  /** Geodesic meters to it; NaN when there is none. At most the radius if any is within. */
  readonly nearestMeters: Float64Array;
  /** Facilities within the radius of the service point; 0 without one. */
  readonly facilitiesWithin: Int32Array;
  /** Residents with a facility within the radius of where they live; NaN without cells. */
  readonly residentsCovered: Float64Array;
  /** Residents of the cells; NaN without cells. */
  readonly residentsTotal: Float64Array;
  /** Share of the boundary's area within the radius of a facility; NaN without boundary. */
  readonly areaCoveredShare: Float64Array;
}

/** Steps (a community or a cell each) between two reports of progress. */
const STEPS_PER_REPORT = 4_096;

/**
 * Judges communities by every rule, in all three readings: service point, residents and area.
 * @throws what `signal` throws
 */
export function judge(input: JudgeInput): RuleOutcome[] {
  const { communities, cells, rules } = input;
  const only = input.only ?? Int32Array.from({ length: communities.count }, (_, c) => c);
  const cellsJudged = input.only ? cellsOf(input, input.only) : undefined;
  const cellCount = cellsJudged?.length ?? cells.weight.length;
  const steps = rules.length * (only.length + cellCount);
  let step = 0;
  const advance = (): void => {
    if (++step % STEPS_PER_REPORT > 0 && step < steps) return;
    input.signal?.throwIfAborted();
    input.onProgress?.(step / steps);
  };
  return rules.map((rule) => {
    const facilities = new RuleFacilities(input.facilities, rule);
    const outcome = emptyOutcome(communities.count);
    for (const c of only) {
      judgeServicePoint(input, facilities, c, outcome);
      outcome.areaCoveredShare[c] = facilities.areaShare(communities.polygons?.[c]);
      advance();
    }
    for (let i = 0; i < cellCount; i++) {
      addCell(input, facilities, cellsJudged ? (cellsJudged[i] as number) : i, outcome);
      advance();
    }
    for (const c of only) outcome.status[c] = statusOf(input, rule, c, outcome);
    return outcome;
  });
}

/** The facilities that count for one rule, indexed. */
class RuleFacilities {
  readonly radiusMeters: number;
  readonly points: PointIndex;
  /** Indices in the input. */
  readonly chosen: Int32Array;
  readonly #lon: Float64Array;
  readonly #lat: Float64Array;

  constructor({ lon, lat, kind }: JudgeInput['facilities'], rule: JudgeRule) {
    const kinds = new Set(rule.kinds);
    this.radiusMeters = rule.radiusMeters;
    this.chosen = indicesWhere(kind, (value) => kinds.has(value));
    this.#lon = Float64Array.from(this.chosen, (i) => lon[i] as number);
    this.#lat = Float64Array.from(this.chosen, (i) => lat[i] as number);
    this.points = new PointIndex(this.#lon, this.#lat);
  }

  areaShare(polygon: MultiPolygonCoordinates | null | undefined): number {
    return polygon
      ? coveredAreaShare(polygon, this.points, this.#lon, this.#lat, this.radiusMeters)
      : Number.NaN;
  }
}

function judgeServicePoint(
  { communities }: JudgeInput,
  { points, chosen, radiusMeters }: RuleFacilities,
  c: number,
  outcome: RuleOutcome,
): void {
  const lon = communities.originLon[c] as number;
  const lat = communities.originLat[c] as number;
  const nearest = points.nearest(lon, lat);
  if (!nearest) return;
  const within = points.countWithin(lon, lat, radiusMeters);
  outcome.facilitiesWithin[c] = within;
  outcome.nearestFacility[c] = chosen[nearest.index] as number;
  // At the radius but for rounding: the figure must not contradict the verdict.
  outcome.nearestMeters[c] =
    within > 0 ? Math.min(nearest.distanceMeters, radiusMeters) : nearest.distanceMeters;
}

function addCell(
  { cells }: JudgeInput,
  { points, radiusMeters }: RuleFacilities,
  i: number,
  { residentsTotal, residentsCovered }: RuleOutcome,
): void {
  const c = cells.community[i] as number;
  const weight = cells.weight[i] as number;
  const covered = points.isWithin(cells.lon[i] as number, cells.lat[i] as number, radiusMeters);
  residentsTotal[c] = known(residentsTotal[c] as number) + weight;
  residentsCovered[c] = known(residentsCovered[c] as number) + (covered ? weight : 0);
}

function statusOf(
  { communities }: JudgeInput,
  { reading = 'SERVICE_POINT', minimumShare = 1 }: JudgeRule,
  c: number,
  outcome: RuleOutcome,
): Status {
  if (reading === 'SERVICE_POINT') {
    const isKnown =
      Number.isFinite(communities.originLon[c]) && Number.isFinite(communities.originLat[c]);
    if (!isKnown) return Status.UNKNOWN;
    return (outcome.facilitiesWithin[c] as number) > 0 ? Status.PASS : Status.FAIL;
  }
  const share =
    reading === 'AREA'
      ? (outcome.areaCoveredShare[c] as number)
      : (outcome.residentsCovered[c] as number) / (outcome.residentsTotal[c] as number);
  if (Number.isNaN(share)) return Status.UNKNOWN;
  return share >= minimumShare ? Status.PASS : Status.FAIL;
}

function cellsOf({ communities, cells }: JudgeInput, only: Int32Array): Int32Array {
  const isJudged = new Uint8Array(communities.count);
  for (const c of only) isJudged[c] = 1;
  return indicesWhere(cells.community, (c) => isJudged[c] === 1);
}

function indicesWhere(values: Int32Array, test: (value: number) => boolean): Int32Array {
  const indices: number[] = [];
  for (let i = 0; i < values.length; i++) if (test(values[i] as number)) indices.push(i);
  return Int32Array.from(indices);
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

function known(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
