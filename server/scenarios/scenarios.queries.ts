import type { EntityManager } from '@mikro-orm/postgresql';
import type { Point } from 'geojson';
import { sql } from 'kysely';
import type { Scenario, ScenarioAction } from '../../db/entities/scenario.ts';
import { findKinds } from '../rules/kinds.queries.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { instant } from '../shared/instant.ts';
import type { NewChange } from './scenario.input.ts';

/** A scenario as it is read. */
export type ScenarioRow = Omit<Scenario, 'createdAt' | 'updatedAt'> & {
  createdAt: string;
  updatedAt: string;
};

/** A change with what it needs to be tried out. */
export interface ChangeRow {
  action: ScenarioAction;
  facilityId: number | null;
  kindId: number;
  /** Where it would stand. */
  location: Point | null;
  /** Where the facility stands today; null for a new or a retired one. */
  today: Point | null;
}

const COLUMNS = sql`id, name, note, version, ${instant('created_at')} AS "createdAt",
  ${instant('updated_at')} AS "updatedAt"`;
/** Rows written by one statement. */
const ROWS = 1_000;

/** The scenario with this id. @throws NOT_FOUND naming `field` */
export async function getScenario(
  em: EntityManager,
  id: string,
  field: string,
): Promise<ScenarioRow> {
  const { rows } = await sql<ScenarioRow>`
    SELECT ${COLUMNS} FROM scenario WHERE id = ${id}::uuid`.execute(em.getKysely());
  if (rows[0]) return rows[0];
  throw new NotFoundError(
    field,
    `${field}: there is no scenario ${id}; it was discarded, or the link is not whole.`,
  );
}

/** All scenarios, newest first. */
export async function findScenarios(em: EntityManager): Promise<ScenarioRow[]> {
  const { rows } = await sql<ScenarioRow>`
    SELECT ${COLUMNS} FROM scenario ORDER BY updated_at DESC, id`.execute(em.getKysely());
  return rows;
}

/** The changes of scenarios, in their order. */
export async function changesOf(
  em: EntityManager,
  ids: readonly string[],
): Promise<Map<string, ChangeRow[]>> {
  const { rows } = await sql<ChangeRow & { scenarioId: string }>`
    SELECT s.scenario_id AS "scenarioId", s.action, s.facility_id AS "facilityId",
      coalesce(s.kind_id, f.kind_id) AS "kindId", ST_AsGeoJSON(s.location, 15)::json AS location,
      CASE WHEN f.active THEN ST_AsGeoJSON(f.location, 15)::json END AS today
    FROM scenario_change s LEFT JOIN facility f ON f.id = s.facility_id
    WHERE s.scenario_id = ANY(${[...ids]}::uuid[]) ORDER BY s.scenario_id, s.position`.execute(
    em.getKysely(),
  );
  return Map.groupBy(rows, ({ scenarioId }) => scenarioId);
}

/**
 * Changes with what they name looked up.
 * @throws NOT_FOUND for an unknown facility or kind, BAD_USER_INPUT for a retired facility
 */
export async function resolveChanges(
  em: EntityManager,
  changes: readonly NewChange[],
  field: string,
): Promise<ChangeRow[]> {
  const kinds = new Map((await findKinds(em)).map((kind) => [kind.code, kind.id]));
  const ids = changes.flatMap((change) => (change.action === 'ADD' ? [] : [change.facilityId]));
  const { rows } = await sql<{ id: number; kindId: number; active: boolean; today: Point }>`
    SELECT id, kind_id AS "kindId", active, ST_AsGeoJSON(location, 15)::json AS today
    FROM facility WHERE id = ANY(${ids}::int[])`.execute(em.getKysely());
  const facilities = new Map(rows.map((row) => [row.id, row]));
  return changes.map((change, i): ChangeRow => {
    if (change.action === 'ADD') {
      const kindId = kinds.get(change.kind);
      if (kindId !== undefined) {
        return { ...change, kindId, facilityId: null, today: null };
      }
      throw new NotFoundError(
        `${field}[${i}].kind`,
        `${field}[${i}].kind: there is no facility kind with the code ${JSON.stringify(change.kind.slice(0, 40))}; there are: ${[...kinds.keys()].join(', ')}.`,
      );
    }
    const facility = facilities.get(change.facilityId);
    if (!facility) {
      throw new NotFoundError(
        `${field}[${i}].facility`,
        `${field}[${i}].facility: there is no facility ${globalId('facility', change.facilityId)}.`,
      );
    }
    if (!facility.active) {
      throw new BadUserInputError(
        `${field}[${i}].facility`,
        `${globalId('facility', change.facilityId)} is retired already; leave the change out.`,
      );
    }
    const { kindId, today } = facility;
    const location = change.action === 'MOVE' ? change.location : null;
    return { action: change.action, facilityId: change.facilityId, kindId, location, today };
  });
}

/** Keeps a scenario; gives its id. @throws as {@link resolveChanges} */
export function createScenario(
  em: EntityManager,
  { name, note }: { name: string; note: string | null },
  changes: readonly NewChange[],
): Promise<ScenarioRow> {
  return em.transactional(async (tx) => {
    const { rows } = await sql<ScenarioRow>`
      INSERT INTO scenario (name, note) VALUES (${name}, ${note}) RETURNING ${COLUMNS}`.execute(
      tx.getKysely(),
    );
    const scenario = rows[0] as ScenarioRow;
    await writeChanges(tx, scenario.id, await resolveChanges(tx, changes, 'input.changes'));
    return scenario;
  });
}

/** Changes a scenario. @throws NOT_FOUND, CONFLICT when it changed since, and as {@link resolveChanges} */
export function updateScenario(
  em: EntityManager,
  { id, version }: { id: string; version: number },
  { name, note }: { name?: string | undefined; note?: string | null | undefined },
  changes: readonly NewChange[] | undefined,
): Promise<ScenarioRow> {
  return em.transactional(async (tx) => {
    const before = await getCurrent(tx, id, version);
    if (changes) {
      await sql`DELETE FROM scenario_change WHERE scenario_id = ${id}::uuid`.execute(
        tx.getKysely(),
      );
      await writeChanges(tx, id, await resolveChanges(tx, changes, 'input.changes'));
    }
    const { rows } = await sql<ScenarioRow>`
      UPDATE scenario SET name = ${name ?? before.name},
        note = ${note === undefined ? before.note : note}, version = version + 1, updated_at = now()
      WHERE id = ${id}::uuid RETURNING ${COLUMNS}`.execute(tx.getKysely());
    return rows[0] as ScenarioRow;
  });
}

/** Discards a scenario for good. @throws NOT_FOUND, CONFLICT when it changed since */
export function discardScenario(em: EntityManager, id: string, version: number): Promise<void> {
  return em.transactional(async (tx) => {
    await getCurrent(tx, id, version);
    await sql`DELETE FROM scenario WHERE id = ${id}::uuid`.execute(tx.getKysely());
  });
}

/** The scenario, which nobody else can change before the transaction ends. */
async function getCurrent(tx: EntityManager, id: string, version: number): Promise<ScenarioRow> {
  await sql`SELECT 1 FROM scenario WHERE id = ${id}::uuid FOR UPDATE`.execute(tx.getKysely());
  const scenario = await getScenario(tx, id, 'input.id');
  if (scenario.version === version) return scenario;
  throw new ConflictError(
    'input.version',
    `input.version: the scenario was changed since version ${version}; read version ${scenario.version} and decide again.`,
    { currentVersion: scenario.version },
  );
}

async function writeChanges(
  tx: EntityManager,
  id: string,
  changes: readonly ChangeRow[],
): Promise<void> {
  const rows = changes.map(({ action, facilityId, kindId, location }, position) => ({
    position,
    action,
    facility_id: facilityId,
    kind_id: action === 'ADD' ? kindId : null,
    lon: location?.coordinates[0] ?? null,
    lat: location?.coordinates[1] ?? null,
  }));
  for (let from = 0; from < rows.length; from += ROWS) {
    await sql`
      INSERT INTO scenario_change (scenario_id, position, action, facility_id, kind_id, location)
      SELECT ${id}::uuid, c.position, c.action, c.facility_id, c.kind_id,
        ST_SetSRID(ST_MakePoint(c.lon, c.lat), 4326)
      FROM json_to_recordset(${JSON.stringify(rows.slice(from, from + ROWS))}::json) AS c(position int,
        action text, facility_id int, kind_id int, lon float8, lat float8)`.execute(tx.getKysely());
  }
}
