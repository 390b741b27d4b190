import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { CoverageStatus } from '../../db/entities/coverage.ts';
import { type CoverageRow, findCoverages } from '../coverage/coverage.queries.ts';
import { judgeOnTrial } from '../coverage/judging.queries.ts';
import { readAtVersion } from '../hub/snapshot.queries.ts';
import { pointOf } from '../shared/shapes.ts';
import type { Edit, Editor } from './edit.ts';
import { readEditFacts } from './edit-facts.queries.ts';
import { coverageEffect, type EditPlan, needsReview, planEdit } from './edit-plan.ts';

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

/**
 * What an edit would do: planned as the edit itself is, and judged with the facility on trial. Nothing is
 * written, and all is read in one snapshot, so that a replica can answer, too. @throws as `editFacility`
 */
export function previewEdit(em: EntityManager, editor: Editor, edit: Edit): Promise<EditPreview> {
  return readAtVersion(em, async (tx) => {
    const plan = planEdit(editor.viewer, edit, await readEditFacts(tx, edit));
    const { before, after, facility, kind, communityId } = plan;
    const coverage = await stepsOf(tx, plan);
    const distanceMeters = before && (await metersBetween(tx, before.location, after.location));
    const twinIds = after.active
      ? await findTwins(tx, kind.id, after.location, facility?.id ?? 0)
      : [];
    return {
      distanceMeters,
      communityId,
      isProposal: needsReview(editor.viewer, plan.communities),
      twinIds,
      coverage,
      warnings: warningsOf(plan, { distanceMeters, twinIds, coverage }),
    };
  });
}

/** Why an edit deserves a second look, given what it would do. */
function warningsOf(
  { before, communityId, formerCommunityId }: EditPlan,
  {
    distanceMeters,
    twinIds,
    coverage,
  }: Pick<EditPreview, 'distanceMeters' | 'twinIds' | 'coverage'>,
): EditWarning[] {
  const moved = before && distanceMeters !== 0;
  const warnings: EditWarning[] = [];
  if (distanceMeters !== null && distanceMeters > FAR_METERS) warnings.push('FAR');
  if (moved && communityId !== formerCommunityId) warnings.push('OTHER_COMMUNITY');
  if (twinIds.length > 0 && (moved || !before)) warnings.push('TWIN');
  if (coverage.some((step) => step.proposed === 'FAIL' && step.today !== 'FAIL'))
    warnings.push('FAILS');
  return warnings;
}

/** Outcomes that the planned edit would change. */
async function stepsOf(tx: EntityManager, plan: EditPlan): Promise<CoverageStep[]> {
  const effect = coverageEffect(plan);
  if (!effect) return [];
  const { facility, after, kind, communityId } = plan;
  const proposed = await judgeOnTrial(
    tx,
    {
      kindIds: effect.kinds.map(({ id }) => id),
      places: effect.places.map((place) => [...place]),
      movedOrigins: effect.movedServicePoints,
    },
    {
      id: facility?.id ?? null,
      kindId: kind.id,
      location: after.location,
      active: after.active,
      communityId,
    },
  );
  const ids = [...new Set(proposed.map((row) => row.communityId))];
  return steps(await findCoverages(tx, ids), proposed);
}

/** Whether two outcomes of a rule for a community differ in anything that is stored. */
function differ(one: CoverageRow | undefined, other: CoverageRow): boolean {
  return (
    !one || (Object.keys(other) as (keyof CoverageRow)[]).some((key) => one[key] !== other[key])
  );
}

/** Outcomes that differ, those whose verdict turns first. */
function steps(today: readonly CoverageRow[], proposed: readonly CoverageRow[]): CoverageStep[] {
  const keyOf = ({ ruleId, communityId }: CoverageRow): string => `${ruleId} ${communityId}`;
  const before = new Map(today.map((row) => [keyOf(row), row]));
  const stays = (step: CoverageStep): number => (step.today === step.proposed ? 1 : 0);
  return proposed
    .filter((row) => differ(before.get(keyOf(row)), row))
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
