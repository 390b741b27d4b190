/**
 * `npm run bench:coverage`: the coverage engine and PostGIS side by side on a synthetic province of 20,000
 * communities, 200,000 facilities and 2,000,000 resident cells: residents by one rule, all figures of both
 * rules, reading and writing included, the peak memory of judging, and whether both say the same.
 * `--share 0.1` takes a tenth of the province.
 */
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { openDatabase } from '../../db/orm.ts';
import { judge, PointIndex } from '../../server/coverage/engine/index.ts';
import { startPostgres } from '../setup/postgres.ts';
import { differences } from './differences.ts';
import { type EngineInput, readInput } from './engine-input.ts';
import type { JudgeReport } from './judge-process.ts';
import {
  areas,
  indexRule,
  nearestOfCells,
  type SqlRule,
  secondsOf,
  semijoin,
  servicePoints,
  settledFirst,
} from './sql-forms.ts';
import { buildWorld, provinceOf } from './world.ts';

const { values } = parseArgs({ options: { share: { type: 'string', default: '1' } } });
const size = provinceOf(Number(values.share));

/**
 * What an operator would set on such a machine: everything fits into the server's memory, so that no side
 * waits for a disk. Workers: two beside the leader, PostgreSQL's own default.
 */
const SETTINGS = {
  shared_buffers: '2GB',
  effective_cache_size: '6GB',
  work_mem: '64MB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  max_parallel_workers_per_gather: '2',
  jit: 'off',
};
const ENGINE_RUNS = 9;
const ALL_FIGURES_RUNS = 3;
/** Every so many-th cell is taken where all would take minutes. */
const SAMPLE_STEP = 20;
const TARGET = { compute: 100, wholeRun: 15, peakMebibytes: 1_024 };

const postgres = await startPostgres(SETTINGS);
if ('missing' in postgres) throw new Error(postgres.missing);
const client = new Client({ connectionString: postgres.url });
try {
  const database = await openDatabase({ databaseUrl: postgres.url, dataDir: '' });
  await database.migrate();
  const built = await secondsOf(() => buildWorld(database, size));
  await database.close();
  await client.connect();
  await tellWhere(built);
  await compare();
} finally {
  await client.end();
  await postgres.stop();
}

async function compare(): Promise<void> {
  const rules = await readRules();
  const [plaza] = rules as [SqlRule];

  title('SQL, residents covered, with the indexes of the hub');
  await client.query('SET max_parallel_workers_per_gather = 0');
  const serial = await secondsOf(() => semijoin(client, plaza, 'serial'));
  tell('plaza-2km: ST_DWithin, one process', serial);
  await client.query('RESET max_parallel_workers_per_gather');
  const plain: number[] = [];
  for (const rule of rules) {
    const seconds = await secondsOf(() => semijoin(client, rule, `plain_${rule.id}`));
    tell(`${rule.code}: ST_DWithin, as planned (parallel)`, seconds);
    plain.push(seconds);
  }

  title('SQL, residents covered, with an index of the rule alone');
  for (const rule of rules) await indexRule(client, rule);
  const [indexed, settled]: [number[], number[]] = [[], []];
  for (const rule of rules) {
    indexed.push(await secondsOf(() => semijoin(client, rule, `indexed_${rule.id}`)));
    tell(`${rule.code}: ST_DWithin`, indexed.at(-1));
    settled.push(await secondsOf(() => settledFirst(client, rule, `settled_${rule.id}`)));
    tell(`${rule.code}: ST_DWithin, whole communities settled first`, settled.at(-1));
  }
  const knn = await secondsOf(() => nearestOfCells(client, plaza, SAMPLE_STEP));
  tell(`plaza-2km: nearest by <-> (× ${SAMPLE_STEP} from a sample)`, knn * SAMPLE_STEP);
  const fastest = rules.map((_, i) => Math.min(indexed[i] as number, settled[i] as number));

  title('SQL, the other figures, with an index of the rule alone');
  let [allPlain, allFastest, allRough] = [sum(plain), sum(fastest), sum(fastest)];
  for (const rule of rules) {
    const points = await secondsOf(() => servicePoints(client, rule, `points_${rule.id}`));
    tell(`${rule.code}: service points`, points);
    const exact = await secondsOf(() => areas(client, rule, `areas_${rule.id}`, 'geodesic'));
    tell(`${rule.code}: areas, geodesic circles`, exact);
    const rough = await secondsOf(() => areas(client, rule, `rough_${rule.id}`, 'projected'));
    tell(`${rule.code}: areas, projected circles`, rough);
    allPlain += points + exact;
    allFastest += points + exact;
    allRough += points + rough;
    await client.query(`DROP INDEX facility_bench_${rule.id}`);
  }
  tell('all figures, residents by plain ST_DWithin', allPlain);
  tell('all figures, fastest form of each', allFastest);
  tell('… and areas by projected circles', allRough);

  title('Engine, read + compute + write, in a process of its own');
  const report = judgeApart();
  tell('coverage empty', report.emptySeconds);
  tell('coverage filled', report.filledSeconds);
  console.log(`  peak memory: ${(report.peakBytes / 2 ** 20).toFixed(0)} MiB`);

  title('Engine, compute alone, one thread, arrays in memory');
  const input = await readInput(client, rules);
  const cells = median(
    Array.from({ length: ENGINE_RUNS }, () => time(() => coverCells(input, plaza))),
  );
  tell(`resident cells by the plaza rule, index included (median of ${ENGINE_RUNS})`, cells);
  const figures = median(Array.from({ length: ALL_FIGURES_RUNS }, () => time(() => judge(input))));
  tell(`all figures of both rules (median of ${ALL_FIGURES_RUNS})`, figures);

  title('Ratios, SQL ÷ engine');
  ratio('compute alone: ST_DWithin in one process', serial / cells, TARGET.compute);
  ratio('compute alone: ST_DWithin in parallel', (plain[0] as number) / cells, TARGET.compute);
  ratio('compute alone: … with an index of the plazas alone', (indexed[0] as number) / cells);
  ratio('compute alone: … whole communities settled first', (settled[0] as number) / cells);
  const whole = report.emptySeconds;
  ratio('read + compute + write: plain ST_DWithin', allPlain / whole, TARGET.wholeRun);
  ratio('read + compute + write: fastest form of each figure', allFastest / whole);
  ratio('read + compute + write: … and areas by projected circles', allRough / whole);
  const share = report.peakBytes / 2 ** 20 / TARGET.peakMebibytes;
  console.log(`  peak memory: ${share.toFixed(2)} of the ${TARGET.peakMebibytes} MiB allowed`);

  title('Differences between SQL and engine');
  for (const line of await differences(client, rules, input, judge(input)))
    console.log(`  ${line}`);
}

async function tellWhere(builtSeconds: number): Promise<void> {
  const { rows } = await client.query<{ version: string; postgis: string; cells: string }>(
    `SELECT current_setting('server_version') AS version, postgis_lib_version() AS postgis,
       (SELECT count(*) FROM resident_cell) AS cells`,
  );
  const [{ version, postgis, cells } = { version: '', postgis: '', cells: '' }] = rows;
  const communities = size.counties * size.communitiesPerCounty;
  console.log(`${communities} communities, ${size.plazas + size.fitnessPaths} facilities, ${cells} resident cells (built in ${builtSeconds.toFixed(0)} s)
${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, load before ${loadavg()[2]?.toFixed(2)}; ${new Date().toISOString().slice(0, 10)}
Node ${process.version}, PostgreSQL ${version}, PostGIS ${postgis}, ${JSON.stringify(SETTINGS)}`);
}

async function readRules(): Promise<SqlRule[]> {
  const { rows } = await client.query<SqlRule>(`SELECT r.code, r.id, k.kind_id AS "kindId",
      r.radius_meters AS "radiusMeters"
    FROM coverage_rule r JOIN coverage_rule_kind k ON k.rule_id = r.id
    WHERE r.code IN ('plaza-2km', 'fitness-1km') ORDER BY r.clause`);
  return rows;
}

/** What the ST_DWithin form does: the facilities of the rule indexed, every cell asked, sums by community. */
function coverCells({ facilities, cells, communities }: EngineInput, rule: SqlRule): Float64Array {
  const isChosen = (_: number, i: number): boolean => facilities.kind[i] === rule.kindId;
  const index = new PointIndex(facilities.lon.filter(isChosen), facilities.lat.filter(isChosen));
  const covered = new Float64Array(communities.count);
  for (let i = 0; i < cells.weight.length; i++) {
    if (!index.isWithin(cells.lon[i] as number, cells.lat[i] as number, rule.radiusMeters))
      continue;
    const c = cells.community[i] as number;
    covered[c] = (covered[c] as number) + (cells.weight[i] as number);
  }
  return covered;
}

function judgeApart(): JudgeReport {
  const script = fileURLToPath(new URL('judge-process.ts', import.meta.url));
  const args = ['--import', 'tsx', script, (postgres as { url: string }).url];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
  return JSON.parse(output) as JudgeReport;
}

function time(work: () => unknown): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1_000;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function title(text: string): void {
  console.log(`\n${text}`);
}

function tell(what: string, seconds = Number.NaN): void {
  console.log(`  ${what.padEnd(64)} ${seconds.toFixed(3).padStart(9)} s`);
}

function ratio(what: string, value: number, target?: number): void {
  const verdict = target ? `  (target ${target}: ${value >= target ? 'met' : 'missed'})` : '';
  console.log(`  ${what.padEnd(64)} ${value.toFixed(1).padStart(9)}${verdict}`);
}
