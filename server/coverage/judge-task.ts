import {
  type JudgeInput,
  type JudgeRule,
  judge,
  type MultiPolygonCoordinates,
  type RuleOutcome,
  Status,
  WhatIf,
} from './engine/index.ts';

/** A part of a city as it is sent to whoever judges it. */
interface PartOfCity {
  readonly originLon: Float64Array;
  readonly originLat: Float64Array;
  /** Boundaries as GeoJSON text: cheaper to send than their numbers, and parsed where it hurts nobody. */
  readonly boundaries: readonly (string | null)[];
  readonly cells: JudgeInput['cells'];
  readonly facilities: JudgeInput['facilities'];
}

/** A part to judge by some rules. */
export interface JudgeTask extends PartOfCity {
  readonly rules: readonly JudgeRule[];
}

/** Facilities changed on trial. All facilities of the part are of the rule's kinds. */
export interface TrialTask extends PartOfCity {
  readonly rule: JudgeRule;
  /** Indices of facilities that are not where they were; none of them twice. */
  readonly gone: Int32Array;
  /** Where facilities come to stand. */
  readonly newLon: Float64Array;
  readonly newLat: Float64Array;
}

/** What changes do in a part. */
export interface TrialOutcome {
  readonly residentsGained: number;
  readonly residentsLost: number;
  /** A {@link Status} for each community, as things are and as they would be. */
  readonly today: Uint8Array;
  readonly proposed: Uint8Array;
}

/** How much facilities matter to a part. All facilities of the part are of the rule's kinds. */
export interface WorthTask extends PartOfCity {
  readonly rule: JudgeRule;
  /** Indices of the facilities to weigh. */
  readonly weighed: Int32Array;
}

/** What facilities are to a part; every array has one element for each facility to weigh. */
export interface WorthOutcome {
  readonly communitiesWithin: Int32Array;
  readonly residentsWithin: Float64Array;
  readonly communitiesLosing: Int32Array;
  readonly residentsLosing: Float64Array;
}

/** Any work on a part. */
export type PartTask = JudgeTask | TrialTask | WorthTask;

/** Does a task of any of the three kinds. */
export function doTask(task: PartTask): RuleOutcome[] | TrialOutcome | WorthOutcome {
  if ('weighed' in task) return worthTask(task);
  return 'rule' in task ? trialTask(task) : judgeTask(task);
}

/** Judges a part: one outcome for each rule. */
function judgeTask({ boundaries, rules, ...part }: JudgeTask): RuleOutcome[] {
  return judgeAll(part, boundaries, part.facilities, rules);
}

/** Follows changes in a part, as the map does while a pin is dragged. */
function trialTask(task: TrialTask): TrialOutcome {
  const { originLon, originLat, cells, facilities, rule, gone, newLon, newLat } = task;
  const whatIf = new WhatIf({ communities: { originLon, originLat }, cells, facilities, rule });
  for (const facility of gone) whatIf.remove(facility);
  for (let i = 0; i < newLon.length; i++) whatIf.add(newLon[i] as number, newLat[i] as number);
  const { residentsGained, residentsLost } = whatIf.balance;
  if (rule.reading !== 'AREA') {
    return { residentsGained, residentsLost, today: whatIf.today, proposed: whatIf.status };
  }
  return { residentsGained, residentsLost, ...areaVerdicts(task) };
}

/** Closes one facility after the other on trial, and opens it again. */
function worthTask(task: WorthTask): WorthOutcome {
  const { originLon, originLat, cells, facilities, rule, weighed } = task;
  const whatIf = new WhatIf({ communities: { originLon, originLat }, cells, facilities, rule });
  const worth = {
    communitiesWithin: new Int32Array(weighed.length),
    residentsWithin: new Float64Array(weighed.length),
    communitiesLosing: new Int32Array(weighed.length),
    residentsLosing: new Float64Array(weighed.length),
  };
  for (const [i, facility] of weighed.entries()) {
    const { communities, residents } = whatIf.around(facility);
    worth.communitiesWithin[i] = communities;
    worth.residentsWithin[i] = residents;
    whatIf.remove(facility);
    const { communitiesLost, residentsLost } = whatIf.balance;
    worth.communitiesLosing[i] =
      rule.reading === 'AREA' ? losingArea(task, facility) : communitiesLost;
    worth.residentsLosing[i] = residentsLost;
    whatIf.restore(facility);
  }
  return worth;
}

function losingArea(task: WorthTask, facility: number): number {
  const nowhere = new Float64Array();
  const gone = Int32Array.of(facility);
  const { today, proposed } = areaVerdicts({ ...task, gone, newLon: nowhere, newLat: nowhere });
  return today.filter((status, c) => status === Status.PASS && proposed[c] === Status.FAIL).length;
}

/** Verdicts that are read from the area, which a what-if cannot follow. */
function areaVerdicts(task: TrialTask): Pick<TrialOutcome, 'today' | 'proposed'> {
  const { boundaries, rule, gone, newLon, newLat, facilities } = task;
  const isGone = new Set(gone);
  const stay = [...facilities.lon.keys()].filter((i) => !isGone.has(i));
  const later = {
    lon: Float64Array.from([...stay.map((i) => facilities.lon[i] as number), ...newLon]),
    lat: Float64Array.from([...stay.map((i) => facilities.lat[i] as number), ...newLat]),
    kind: new Int32Array(stay.length + newLon.length).fill(rule.kinds[0] as number),
  };
  const statusesBy = (standing: JudgeInput['facilities']): Uint8Array =>
    judgeAll({ ...task, cells: NO_CELLS }, boundaries, standing, [rule])[0]?.status ??
    new Uint8Array(boundaries.length).fill(Status.UNKNOWN);
  return { today: statusesBy(facilities), proposed: statusesBy(later) };
}

const NO_CELLS: JudgeInput['cells'] = {
  lon: new Float64Array(),
  lat: new Float64Array(),
  weight: new Float64Array(),
  community: new Int32Array(),
};

function judgeAll(
  { originLon, originLat, cells }: Omit<PartOfCity, 'boundaries' | 'facilities'>,
  boundaries: PartOfCity['boundaries'],
  facilities: JudgeInput['facilities'],
  rules: readonly JudgeRule[],
): RuleOutcome[] {
  const polygons = boundaries.map((text) => (text ? coordinatesOf(text) : null));
  const communities = { count: originLon.length, originLon, originLat, polygons };
  return judge({ communities, cells, facilities, rules });
}

function coordinatesOf(boundary: string): MultiPolygonCoordinates {
  return JSON.parse(boundary).coordinates;
}
