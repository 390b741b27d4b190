import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { CoverageStatus } from '../../db/entities/coverage.ts';
import { type CoverageRow, findCoverages } from '../coverage/coverage.queries.ts';
import { holdWrites } from '../hub/hub.queries.ts';
import { pointOf } from '../shared/shapes.ts';
import type { Edit, Editor } from './edit.ts';
import { carryOut, type Plan, planEdit, waits } from './edits.queries.ts';

/** A move farther than this asks once more, in meters. */
const FAR_METERS = 500;
/** Another facility of the same kind within this distance may be the same one, in meters. */
const TWIN_METERS = 10;

/** Why an edit deserves a second look. */
export const EditWarning = {
  FAR: 'FAR',
  OTHER_COMMUNITY: 'OTHER_COMMUNITY',
  TWIN: 'TWIN',
  FAILS: 'FAILS',
} as const;
export type EditWarning = keyof typeof EditWarning;

/** An outcome as it is and as it would be; distances in geodesic meters. */
export interface CoverageStep {
  readonly ruleId: number;
  readonly communityId: number;
  readonly today: CoverageStatus | null;
  readonly proposed: CoverageStatus;
  readonly distanceToday: number | null;
  readonly distanceProposed: number | null;
}

/** What an edit would do. */
export interface EditPreview {
  /** How far the facility would move, geodesic meters; null for a new one. */
  readonly distanceMeters: number | null;
  /** The community that it would lie in; null outside of all. */
  readonly communityId: number | null;
  /** Whether it would wait for a planner. */
  readonly isProposal: boolean;
  /** Active facilities of the same kind within 10 m of the place. */
  readonly twinIds: number[];
  /** Outcomes that would differ. */
  readonly coverage: CoverageStep[];
  readonly warnings: EditWarning[];
}

/** Carries what a trial showed out of its transaction, which it rolls back. */
class Shown extends Error {
  readonly plan: Plan;
  readonly proposed: CoverageRow[];

  constructor(plan: Plan, proposed: CoverageRow[]) {
    super('The trial is rolled back.');
    this.plan = plan;
    this.proposed = proposed;
  }
}

/**
 * What an edit would do: it is made, looked at and rolled back, so that what is shown is what would be.
 * @throws as `editFacility`
 */
export function previewEdit(em: EntityManager, editor: Editor, edit: Edit): Promise<EditPreview> {
  return em.transactional(async (tx) => {
    await holdWrites(tx);
    const { plan, proposed } = await tryOut(tx, editor, edit);
    const { before, after, home, former, facility } = plan;
    const ids = proposed.map(({ communityId }) => communityId);
    const coverage = steps(await findCoverages(tx, ids), proposed);
    const distanceMeters = before && (await metersBetween(tx, before.location, after.location));
    const twinIds = after.active
      ? await findTwins(tx, plan.kind.id, after.location, facility?.id ?? 0)
      : [];
    const moved = before && distanceMeters !== 0;
    const warnings: EditWarning[] = [];
    if (distanceMeters !== null && distanceMeters > FAR_METERS) warnings.push('FAR');
    if (moved && home !== former) warnings.push('OTHER_COMMUNITY');
    if (twinIds.length > 0 && (moved || !before)) warnings.push('TWIN');
    if (coverage.some((step) => step.proposed === 'FAIL' && step.today !== 'FAIL'))
      warnings.push('FAILS');
    return {
      distanceMeters,
      communityId: home,
      isProposal: waits(editor.viewer, plan.grounds),
      twinIds,
      coverage,
      warnings,
    };
  });
}

async function tryOut(tx: EntityManager, editor: Editor, edit: Edit): Promise<Shown> {
  const shown = await tx
    .transactional(async (trial) => {
      const plan = await planEdit(trial, editor, edit);
      const { changedCommunityIds } = await carryOut(trial, editor, plan);
      throw new Shown(plan, await findCoverages(trial, changedCommunityIds));
    })
    .catch((error: unknown) => error);
  if (shown instanceof Shown) return shown;
  throw shown;
}

/** Outcomes that differ, those whose verdict turns first. */
function steps(today: readonly CoverageRow[], proposed: readonly CoverageRow[]): CoverageStep[] {
  const keyOf = ({ ruleId, communityId }: CoverageRow): string => `${ruleId} ${communityId}`;
  const before = new Map(today.map((row) => [keyOf(row), row]));
  const stays = (step: CoverageStep): number => (step.today === step.proposed ? 1 : 0);
  return proposed
    .filter((row) => JSON.stringify(before.get(keyOf(row))) !== JSON.stringify(row))
    .map((row) => {
      const { ruleId, communityId, status, nearestDistanceMeters } = row;
      const former = before.get(keyOf(row));
      return {
        ruleId,
        communityId,
        today: former?.status ?? null,
        proposed: status,
        distanceToday: former?.nearestDistanceMeters ?? null,
        distanceProposed: nearestDistanceMeters ?? null,
      };
    })
    .sort((a, b) => stays(a) - stays(b));
}

/** Geodesic distance on WGS 84, in meters. */
async function metersBetween(
  em: EntityManager,
  from: readonly number[],
  to: readonly number[],
): Promise<number> {
  const { rows } = await sql<{ meters: number }>`
    SELECT ST_Distance(${pointOf([...from])}::geography, ${pointOf([...to])}::geography)
      AS meters`.execute(em.getKysely());
  return rows[0]?.meters ?? 0;
}

async function findTwins(
  em: EntityManager,
  kindId: number,
  location: readonly number[],
  except: number,
): Promise<number[]> {
  const point = pointOf([...location]);
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM facility WHERE active AND kind_id = ${kindId} AND id <> ${except}
      AND ST_DWithin(location::geography, ${point}::geography, ${TWIN_METERS})
    ORDER BY ST_Distance(location::geography, ${point}::geography), id LIMIT 10`.execute(
    em.getKysely(),
  );
  return rows.map(({ id }) => id);
}
