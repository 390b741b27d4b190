/**
 * `npm run bench:graphql`: the hub and PostGraphile 5 side by side on one PostgreSQL with the same rows, asked
 * for answers of the same shape by 8 connections. Answers are compared before anything is measured; short rounds
 * take turns and the median of their ratios is told, so that noise hits both. `--seconds 1` is the length of a
 * round, `--rounds 15` their number,
 * `--only hub` leaves PostGraphile out,
 * `--workload box` (repeatable) takes some of the workloads.
 *
 * - page: 50 communities with their polygons, and 20 facilities of each; never from a cache
 * - cached: the same from the hub's cache of answers; PostGraphile has none
 * - box: the communities that touch a box, with their polygons
 */
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../db/orm.ts';
import { setUp } from '../../server/setup.ts';
import { startPostgres } from '../setup/postgres.ts';
import { type Ask, askOnce, CONNECTIONS, load } from './graphql/load.ts';
import { startHub, startPostGraphile } from './graphql/process.ts';
import { HUB, normalise, POSTGRAPHILE } from './graphql/questions.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string' },
    workload: { type: 'string', multiple: true },
  },
});
const ROUND_MS = Number(values.seconds) * 1_000;
const ROUNDS = Number(values.rounds);
const WARM_UP_MS = 4_000;
const FACILITIES_EACH = 25;
/** Ratios of requests a second that must be reached. */
const TARGETS = { page: 1.5, cached: 10, box: 1.5 } as const;
type Workload = keyof typeof TARGETS;
const WORKLOADS = (values.workload ?? Object.keys(TARGETS)) as Workload[];

/** PostGraphile shows PostGIS's types by functions that give GeoJSON. */
const COMPUTED_COLUMNS = `
  CREATE FUNCTION community_boundary_json(c community) RETURNS json LANGUAGE sql STABLE AS
    $$ SELECT ST_AsGeoJSON(ST_ForcePolygonCCW(c.boundary), 7)::json $$;
  CREATE FUNCTION facility_location_json(f facility) RETURNS json LANGUAGE sql STABLE AS
    $$ SELECT ST_AsGeoJSON(f.location, 7)::json $$;
  CREATE FUNCTION communities_in_box(west float8, south float8, east float8, north float8)
    RETURNS SETOF community LANGUAGE sql STABLE AS
    $$ SELECT * FROM community c WHERE ST_Intersects(c.boundary,
         ST_Envelope(ST_MakeLine(ST_SetSRID(ST_MakePoint(west, south), 4326),
           ST_SetSRID(ST_MakePoint(east, north), 4326)))) ORDER BY c.code, c.id $$`;

async function main(): Promise<void> {
  const postgres = await startPostgres();
  if ('missing' in postgres) throw new Error(postgres.missing);
  const database = await openDatabase({ databaseUrl: postgres.url, dataDir: '' });
  await fill(database);
  await database.close();
  const hub = await startHub(postgres.url);
  const other = values.only === 'hub' ? undefined : await startPostGraphile(postgres.url);
  try {
    console.log(`${CONNECTIONS} connections, on ${cpus().length} × ${cpus()[0]?.model}`);
    for (const workload of WORKLOADS) {
      const asked = { ...HUB[workload], port: hub.port };
      const compared = other && { ...POSTGRAPHILE[workload], port: other.port };
      await measure(workload, asked, compared);
    }
  } finally {
    await hub.stop();
    await other?.stop();
    await postgres.stop();
  }
}

/** The sample city, with more facilities than it has, all active. */
async function fill(database: Database): Promise<void> {
  await setUp(database);
  const db = database.orm.em.fork().getKysely();
  await sql`INSERT INTO facility (code, name, name_simplified, kind_id, location, community_id)
    SELECT 'bench-' || c.id || '-' || lpad(i::text, 2, '0'), c.name || '設施' || i, c.name || '设施' || i,
      (ARRAY(SELECT id FROM facility_kind ORDER BY id))[1 + i % 4], ST_GeometryN(points, i), c.id
    FROM community c
    CROSS JOIN LATERAL (SELECT ST_GeneratePoints(c.boundary, ${sql.lit(FACILITIES_EACH)}, c.id) AS points) made
    CROSS JOIN generate_series(1, ${sql.lit(FACILITIES_EACH)}) AS i WHERE c.boundary IS NOT NULL`.execute(
    db,
  );
  await sql`UPDATE facility SET active = true WHERE NOT active`.execute(db);
  for (const statement of COMPUTED_COLUMNS.split(';\n')) await sql.raw(statement).execute(db);
  await sql`ANALYZE`.execute(db);
}

async function measure(workload: Workload, hub: Ask, other: Ask | undefined): Promise<void> {
  const mine = await askOnce(hub);
  const bytes = mine.text.length;
  if (other) {
    const theirs = await askOnce(other);
    assert.deepEqual(normalise(mine.text), normalise(theirs.text));
  }
  const times = { hub: [] as number[], other: [] as number[] };
  const ratios: number[] = [];
  await load(hub, WARM_UP_MS);
  if (other) await load(other, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await load(hub, ROUND_MS);
    const theirs = other ? await load(other, ROUND_MS) : [];
    times.hub.push(...ours);
    times.other.push(...theirs);
    ratios.push(ours.length / theirs.length);
  }
  const told = (all: number[]): string =>
    `${rate(all).toFixed(0)} requests/s, p50 ${at(all, 0.5).toFixed(1)} ms, p99 ${at(all, 0.99).toFixed(1)} ms`;
  console.log(`${workload} (${(bytes / 1_000).toFixed(0)} kB):`);
  console.log(`  hub           ${told(times.hub)}`);
  if (!other) return;
  console.log(`  PostGraphile  ${told(times.other)}`);
  const ratio = at(ratios, 0.5);
  const slower = at(times.hub, 0.99) / at(times.other, 0.99);
  const reached = ratio >= TARGETS[workload] && slower <= 1;
  console.log(
    `  requests/s ${ratio.toFixed(2)} × PostGraphile's (target ${TARGETS[workload]}), p99 ${slower.toFixed(2)} ×${reached ? '' : '   MISSED'}`,
  );
}

function rate(times: number[]): number {
  return (times.length / (ROUNDS * ROUND_MS)) * 1_000;
}

function at(times: number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;
}

await main();
