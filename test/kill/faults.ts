import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { Facility } from '../../db/entities/facility.ts';
import { judgeCommunities } from '../../server/coverage/judging.queries.ts';
import { refreshServicePoints } from '../../server/coverage/service-points.queries.ts';
import {
  differences,
  type FacilityState,
  facilityState,
} from '../../server/edits/facility-state.ts';
import type { Ledger } from './ledger.ts';

/** What stood in a database before anybody edited. No facility may have a history then. */
export interface Before {
  readonly facilities: number;
  readonly revision: number;
}

interface Row {
  id: number;
  facilityId: number;
  version: number;
  revision: string;
  request: string;
  after: FacilityState;
}

/** What was there before the editing. */
export async function survey(em: EntityManager): Promise<Before> {
  const [before] = await rowsOf<Before>(
    em,
    sql`SELECT revision::int AS revision, (SELECT count(*)::int FROM facility) AS facilities FROM hub`,
  );
  return before as Before;
}

/**
 * Everything in which a database differs from what its editors were told, and in which it contradicts
 * itself; none when every acknowledged edit, and nothing else, was made as a whole and once.
 */
export async function findFaults(
  em: EntityManager,
  ledger: Ledger,
  before: Before,
): Promise<string[]> {
  const changes = await rowsOf<Row>(
    em,
    sql`SELECT id::int AS id, facility_id AS "facilityId", version, revision::text AS revision, request, after
      FROM facility_change ORDER BY id`,
  );
  return [
    ...ledger.unexpected,
    ...compareWithLedger(changes, ledger),
    ...(await findWrongTotals(em, changes, ledger, before)),
    ...(await findBrokenHistories(em)),
    ...(await findWrongFacilities(em, changes)),
    ...(await findStale(em)),
  ];
}

function compareWithLedger(changes: readonly Row[], { acknowledged, refused }: Ledger): string[] {
  const made = new Map(changes.map((change) => [change.request, change]));
  const faults: string[] = [];
  for (const told of acknowledged) {
    const change = made.get(told.request);
    const { nameSimplified: _, ...after } = change?.after ?? ({} as FacilityState);
    const same =
      change?.id === told.changeId &&
      change.facilityId === told.facilityId &&
      change.version === told.version &&
      change.revision === told.dataVersion &&
      differences(after as FacilityState, told.after as FacilityState).length === 0;
    if (!same) faults.push(`acknowledged ${show(told)}, kept ${show(change)}`);
  }
  const known = new Set(acknowledged.map(({ request }) => request));
  if (known.size < acknowledged.length) faults.push('a request was acknowledged twice');
  faults.push(
    ...refused.filter((request) => made.has(request)).map((r) => `refused, but made: ${r}`),
  );
  for (const change of changes) {
    if (!known.has(change.request)) faults.push(`made, but never acknowledged: ${show(change)}`);
  }
  return faults;
}

/** Each edit makes one data version and one entry, each creation one facility, and nothing else does. */
async function findWrongTotals(
  em: EntityManager,
  changes: readonly Row[],
  { acknowledged }: Ledger,
  before: Before,
): Promise<string[]> {
  const faults = changes
    .filter(({ revision }, i) => Number(revision) !== before.revision + i + 1)
    .map((change) => `not the next data version: ${show(change)}`);
  const created = acknowledged.filter(({ action }) => action === 'CREATE').length;
  const expected = {
    facilities: before.facilities + created,
    revision: before.revision + acknowledged.length,
  };
  const now = await survey(em);
  if (show({ ...now }) !== show({ revision: expected.revision, facilities: expected.facilities })) {
    faults.push(`expected ${show(expected)}, found ${show(now)}`);
  }
  return faults;
}

async function findBrokenHistories(em: EntityManager): Promise<string[]> {
  const gaps = await rowsOf(
    em,
    sql`SELECT f.id, f.version, array_agg(h.version ORDER BY h.version) AS versions
      FROM facility f JOIN facility_change h ON h.facility_id = f.id GROUP BY f.id
      HAVING min(h.version) <> 1 OR max(h.version) <> f.version OR count(*) <> f.version`,
  );
  const breaks = await rowsOf(
    em,
    sql`SELECT h.id, h.facility_id, h.version FROM facility_change h
      JOIN facility_change p ON p.facility_id = h.facility_id AND p.version = h.version - 1
      WHERE h.before IS DISTINCT FROM p.after`,
  );
  return [
    ...gaps.map((gap) => `versions with gaps: ${show(gap)}`),
    ...breaks.map((change) => `does not begin where the one before ended: ${show(change)}`),
  ];
}

/** Facilities that are not as their last change left them, or are entered in another community. */
async function findWrongFacilities(em: EntityManager, changes: readonly Row[]): Promise<string[]> {
  const last = new Map(changes.map((change) => [change.facilityId, change.after]));
  const edited = await em.find(Facility, { id: { $in: [...last.keys()] } }, { populate: ['kind'] });
  const wrong = edited.filter(
    (facility) =>
      differences(last.get(facility.id) as FacilityState, facilityState(facility)).length > 0,
  );
  const astray = await rowsOf(
    em,
    sql`SELECT f.id, f.community_id FROM facility f
      WHERE f.id = ANY(${[...last.keys()]}::int[]) AND f.community_id IS DISTINCT FROM (
        SELECT c.id FROM community c WHERE ST_Covers(c.boundary, f.location) ORDER BY c.id LIMIT 1)`,
  );
  return [
    ...wrong.map(({ id }) => `facility ${id} is not as its last change left it`),
    ...astray.map((facility) => `in the wrong community: ${show(facility)}`),
  ];
}

/** Service points and coverage that computing all of them anew would correct; this corrects them. */
async function findStale(em: EntityManager): Promise<string[]> {
  return em.transactional(async (tx) => {
    const points = sql`SELECT id, service_point::text AS point, service_point_origin AS origin
      FROM community ORDER BY id`;
    const stored = await rowsOf(tx, points);
    await refreshServicePoints(tx);
    const moved = show(await rowsOf(tx, points)) !== show(stored);
    const stale = await judgeCommunities(tx);
    return [
      ...(moved ? ['service points were stale'] : []),
      ...(stale.length > 0 ? [`coverage was stale in the communities ${stale}`] : []),
    ];
  });
}

async function rowsOf<T>(em: EntityManager, statement: RawBuilder<unknown>): Promise<T[]> {
  const { rows } = await statement.execute(em.getKysely());
  return rows as T[];
}

function show(what: unknown): string {
  return JSON.stringify(what) ?? 'nothing';
}
