/**
 * `npm run bench:edit`: one facility moved in a province of 20,000 communities, 200,000 facilities and
 * 2,000,000 resident cells: the time until the move is committed with fresh coverage, on PostgreSQL and on
 * the embedded database, and its ratio to judging the whole province. `--share 0.1` takes a tenth of the
 * province; `--only embedded` or `--only postgresql` one database.
 */
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../db/orm.ts';
import { judgeCommunities } from '../../server/coverage/judging.queries.ts';
import { editFacility } from '../../server/edits/edits.queries.ts';
import { startPostgres } from '../setup/postgres.ts';
import { buildWorld, provinceOf } from './world.ts';

const OPERATOR = { viewer: { means: 'OPERATOR' }, origin: 'API' } as const;

const { values } = parseArgs({
  options: {
    share: { type: 'string', default: '1' },
    only: { type: 'string' },
    moves: { type: 'string', default: '300' },
  },
});
const size = provinceOf(Number(values.share));
const MOVES = Number(values.moves);
const WARM_UP = 20;
/** Milliseconds that a move may take, at the median. */
const TARGETS = { postgresql: 20, embedded: 80 };

interface Standing {
  id: number;
  version: number;
  lon: number;
  lat: number;
}

async function main(): Promise<void> {
  console.log(
    `${size.counties * size.communitiesPerCounty} communities, ${size.plazas + size.fitnessPaths} facilities, ` +
      `${size.counties * size.communitiesPerCounty * size.cellsPerCommunity} resident cells; ` +
      `${MOVES} moves, on ${cpus().length} × ${cpus()[0]?.model}`,
  );
  if (values.only !== 'embedded') {
    const server = await startPostgres();
    if ('missing' in server) throw new Error(server.missing);
    await measure(await openDatabase({ databaseUrl: server.url, dataDir: '' }));
    await server.stop();
  }
  if (values.only !== 'postgresql') {
    const dataDir = await mkdtemp(join(tmpdir(), 'jinlin-bench-'));
    await measure(await openDatabase({ dataDir }));
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measure(database: Database): Promise<void> {
  const { kind } = database;
  await database.migrate();
  await buildWorld(database, size);
  const fork = () => database.orm.em.fork();
  const whole = await timed(() => fork().transactional((em) => judgeCommunities(em)));
  await sql`ANALYZE coverage`.execute(fork().getKysely());

  const { rows } = await sql<Standing>`
    SELECT id, version, ST_X(location) AS lon, ST_Y(location) AS lat FROM facility
    ORDER BY hashint8extended(id, 1) LIMIT ${MOVES + WARM_UP}`.execute(fork().getKysely());
  const times: number[] = [];
  let written = 0;
  for (const [i, { lon, lat, ...basis }] of rows.entries()) {
    // Some hundred meters in any direction, as a pin is put right.
    const turn = i * 2.4;
    const meters = 50 + ((i * 37) % 450);
    const coordinates = [
      lon + ((meters / 111_200) * Math.cos(turn)) / Math.cos((lat / 180) * Math.PI),
      lat + (meters / 111_200) * Math.sin(turn),
    ];
    const patch = { location: coordinates };
    const rest = { reason: null, request: null, undoes: null };
    const move = () => editFacility(fork(), OPERATOR, { action: 'MOVE', basis, patch, ...rest });
    const began = performance.now();
    const { changedCommunityIds } = await move();
    if (i < WARM_UP) continue;
    times.push(performance.now() - began);
    written += changedCommunityIds.length;
  }
  const stale = await fork().transactional((em) => judgeCommunities(em));
  await database.close();

  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] as number;
  const target = TARGETS[kind];
  console.log(`${kind}:`);
  console.log(`  the whole province judged in ${(whole / 1_000).toFixed(1)} s`);
  console.log(
    `  a move: median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, slowest ${at(0.999).toFixed(0)} ms; ` +
      `${(at(0.5) / target).toFixed(2)} of the target of ${target} ms; 1/${(whole / at(0.5)).toFixed(0)} of the whole`,
  );
  console.log(
    `  ${(written / times.length).toFixed(1)} communities written a move; ` +
      `${stale.length} stale after all moves${stale.length > 0 ? ' (WRONG)' : ''}`,
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

await main();
