/**
 * `npm run bench:import`: a CSV file of 1,000,000 resident cells, in GCJ-02, goes through HTTP into a hub that
 * runs as its own process, and is committed with fresh coverage and undone; on PostgreSQL and on the
 * embedded database. Prints the rates, the peak memory of the hub (VmHWM) and the steps of its progress.
 * `--rows 100000` takes fewer cells; `--only embedded` or `--only postgresql` one database.
 */
import 'reflect-metadata';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../db/orm.ts';
import { fromHub } from '../../server/systems/reference-system.ts';
import { ADMIN_TOKEN, databaseProcessOf, type HubProcess, spawnHub } from '../kill/hub-process.ts';
import { freePort, startPostgres } from '../setup/postgres.ts';
import { buildWorld, PROVINCE } from './world.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, only: { type: 'string' } },
});
const ROWS = Number(values.rows);
/** 4,000 communities: 250 cells each. */
const WORLD = {
  ...PROVINCE,
  counties: 20,
  plazas: 4_000,
  fitnessPaths: 9_000,
  cellsPerCommunity: 1,
};
/** Bytes of memory that the hub may take. */
const MOST_MEMORY = 600 * 1024 * 1024;

async function main(): Promise<void> {
  console.log(`${ROWS} resident cells, on ${cpus().length} × ${cpus()[0]?.model}`);
  const folder = await mkdtemp(join(tmpdir(), 'jinlin-bench-'));
  const file = join(folder, 'cells.csv');
  if (values.only !== 'embedded') {
    const server = await startPostgres();
    if ('missing' in server) throw new Error(server.missing);
    await measure({ databaseUrl: server.url, dataDir: join(folder, 'native') }, file);
    await server.stop();
  }
  if (values.only !== 'postgresql') await measure({ dataDir: join(folder, 'embedded') }, file);
  await rm(folder, { recursive: true });
}

async function measure(
  place: { databaseUrl?: string; dataDir: string },
  file: string,
): Promise<void> {
  const database = await openDatabase(place);
  await database.migrate();
  await buildWorld(database, WORLD);
  await writeCells(database, file);
  console.log(`${database.kind}: a file of ${megabytes(statSync(file).size)}`);
  await database.close();
  const hub = await spawnHub(await freePort(), {
    JINLIN_SAMPLE: 'off',
    JINLIN_DATA_DIR: place.dataDir,
    ...(place.databaseUrl && { DATABASE_URL: place.databaseUrl }),
  });
  try {
    await hub.ready();
    await run(hub, file);
  } finally {
    await hub.stop();
  }
}

async function run(hub: HubProcess, file: string): Promise<void> {
  let began = performance.now();
  const response = await fetch(`${hub.url}/imports?name=cells.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/octet-stream' },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
  const { id } = (await response.json()) as { id: string };
  tell('uploaded', began);

  began = performance.now();
  const steps: string[] = [];
  let seen = await look(hub, id);
  while (seen.state === 'READING') {
    const { phase, done, total } = seen.progress ?? { phase: '-', done: 0, total: null };
    const step = `${phase} ${total ? Math.round((done / total) * 100) : 0} %`;
    if (steps.at(-1) !== step) steps.push(step);
    await sleep(100);
    seen = await look(hub, id);
  }
  tell(
    `read and checked as ${seen.system}: ${JSON.stringify(seen.counts ?? seen.problem)}`,
    began,
    hub,
  );
  console.log(`  ${steps.length} steps of progress seen: ${sample(steps).join(', ')}`);

  began = performance.now();
  const { version, system } = seen;
  const committed = await ask(
    hub,
    'mutation ($input: CommitImportInput!) { commitImport(input: $input) { changedCoverage { status } } }',
    { input: { id, version, system } },
  );
  tell(`committed; ${committed.commitImport.changedCoverage.length} outcomes changed`, began, hub);

  began = performance.now();
  await ask(
    hub,
    'mutation ($input: UndoImportInput!) { undoImport(input: $input) { dataVersion } }',
    { input: { id } },
  );
  tell('undone', began, hub);
  const peak = memoryOf(hub.pid);
  const child = databaseProcessOf(hub);
  console.log(
    `  peak memory of the hub: ${megabytes(peak)}${peak > MOST_MEMORY ? ' (TOO MUCH)' : ''}` +
      (child ? `; of its database: ${megabytes(memoryOf(child))}` : ''),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: read as it was asked for
async function ask(hub: HubProcess, query: string, variables: object): Promise<any> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

// biome-ignore lint/suspicious/noExplicitAny: read as it was asked for
async function look(hub: HubProcess, id: string): Promise<any> {
  const { import: seen } = await ask(
    hub,
    `query ($id: ID!) { import(id: $id) { state version system problem { message }
      progress { phase done total } counts { create update same skip errors warnings } } }`,
    { id },
  );
  return seen;
}

/** Cells around the service points of all communities, within 100 m. */
async function writeCells({ orm }: Database, path: string): Promise<void> {
  const { rows } = await sql<{ code: string; lon: number; lat: number }>`
    SELECT code, ST_X(service_point) AS lon, ST_Y(service_point) AS lat FROM community
    ORDER BY code`.execute(orm.em.fork().getKysely());
  const file = await open(path, 'w');
  await file.write('居民点编码,社区编码,经度,纬度,人口,户数\n');
  const each = ROWS / rows.length;
  for (const [c, { code, lon, lat }] of rows.entries()) {
    let text = '';
    for (let i = Math.round(c * each); i < Math.round((c + 1) * each); i++) {
      const turn = i * 2.4;
      const degrees = ((i * 37) % 100) / 111_200;
      const [x, y] = fromHub('GCJ02', [
        lon + degrees * Math.cos(turn),
        lat + degrees * Math.sin(turn),
      ]);
      text += `N${i},${code},${x.toFixed(6)},${y.toFixed(6)},${1 + (i % 30)},${1 + (i % 12)}\n`;
    }
    await file.write(text);
  }
  await file.close();
}

/** VmHWM: the most memory that a process has ever had, in bytes. */
function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

function tell(what: string, began: number, hub?: HubProcess): void {
  const seconds = (performance.now() - began) / 1_000;
  const rate = Math.round(ROWS / seconds).toLocaleString('en');
  const memory = hub ? `; the hub's peak so far ${megabytes(memoryOf(hub.pid))}` : '';
  console.log(`  ${what}: ${seconds.toFixed(1)} s (${rate} rows/s)${memory}`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}

function sample(steps: readonly string[]): string[] {
  const every = Math.max(1, Math.floor(steps.length / 12));
  return steps.filter((_, i) => i % every === 0 || i === steps.length - 1);
}

await main();
