import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import type { CoverageStatus } from '../../db/entities/coverage.ts';
import type { RuleRow } from '../rules/rules.queries.ts';
import { enclosingCircle, type Status } from './engine/index.ts';
import { judgeFor } from './judge-pool.ts';
import type { TrialOutcome } from './judge-task.ts';
import { communitiesInReach } from './judging.queries.ts';
import { STATUS_NAMES } from './outcomes.queries.ts';
import { type Facilities, findParts, readFacilities, readPart } from './reading.queries.ts';

/** A facility that comes to stand somewhere, or goes from somewhere, or both. Its kind is the rule's. */
export interface TrialChange {
  /** The facility that goes, and where it stands today. */
  readonly gone?: { readonly id: number; readonly place: Position } | undefined;
  /** Where a facility comes to stand. */
  readonly place?: Position | undefined;
}

/** What changes would do under a rule, against what is stored today. */
export interface Trial {
  residentsGained: number;
  residentsLost: number;
  /** Communities whose verdict would differ. */
  changed: { communityId: number; today: CoverageStatus; proposed: CoverageStatus }[];
}

/**
 * Tries out changes of facilities under a rule, by the same engine as the map in a browser, and writes
 * nothing. Of the city only what is within reach of the changes is read.
 */
export async function tryOut(
  em: EntityManager,
  rule: RuleRow,
  changes: readonly TrialChange[],
): Promise<Trial> {
  const places = changes.flatMap(({ gone, place }) =>
    [gone?.place, place].filter((position) => position !== undefined),
  );
  const parts = await findParts(em, await communitiesInReach(em, [rule], places));
  const trial: Trial = { residentsGained: 0, residentsLost: 0, changed: [] };
  for (const ids of parts) {
    const { boxes, ...part } = await readPart(em, ids);
    if (boxes.length === 0) continue;
    const { lon, lat, meters } = enclosingCircle(boxes);
    const circle = { lon, lat, meters: meters + rule.radiusMeters };
    const facilities = await readFacilities(em, rule.kindIds, circle);
    const { originLon, originLat, boundaries, cells } = part;
    const outcome = await judgeFor(part).tryOut({
      originLon,
      originLat,
      boundaries,
      cells,
      rule: {
        radiusMeters: rule.radiusMeters,
        kinds: [0],
        reading: rule.reading,
        minimumShare: rule.minimumShare ?? 1,
      },
      facilities: {
        lon: facilities.lon,
        lat: facilities.lat,
        kind: new Int32Array(facilities.lon.length),
      },
      ...movements(changes, facilities),
    });
    addUp(trial, ids, outcome);
  }
  return trial;
}

function movements(
  changes: readonly TrialChange[],
  { id }: Facilities,
): { gone: Int32Array; newLon: Float64Array; newLat: Float64Array } {
  const indexOf = new Map([...id].map((facility, i) => [facility, i]));
  const gone = changes.flatMap((change) => indexOf.get(change.gone?.id ?? 0) ?? []);
  const places = changes.flatMap(({ place }) => (place ? [place] : []));
  return {
    gone: Int32Array.from(gone),
    newLon: Float64Array.from(places, ([lon]) => lon as number),
    newLat: Float64Array.from(places, ([, lat]) => lat as number),
  };
}

function addUp(trial: Trial, ids: readonly number[], outcome: TrialOutcome): void {
  trial.residentsGained += outcome.residentsGained;
  trial.residentsLost += outcome.residentsLost;
  for (const [c, communityId] of ids.entries()) {
    const today = STATUS_NAMES[outcome.today[c] as Status];
    const proposed = STATUS_NAMES[outcome.proposed[c] as Status];
    if (today !== proposed) trial.changed.push({ communityId, today, proposed });
  }
}
