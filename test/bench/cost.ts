/**
 * `npm run bench:cost`: random requests on both databases, what each costs and how long it takes, as ratios to a
 * reference that is measured in the same moments. `--requests 500` is their number, `--seed 1` draws the same ones
 * again, `--worst 10` tells so many of those that take longest for what they cost.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { type Database, type DatabaseConfig, openDatabase } from '../../db/orm.ts';
import { createApp } from '../../server/app.ts';
import { MAX_COST, MAX_COST_OF_STAFF } from '../../server/graphql/document-cost.ts';
import { findTableSizes } from '../../server/hub/table-sizes.queries.ts';
import { createSchema } from '../../server/schema.ts';
import { setUp } from '../../server/setup.ts';
import { costlyRequest } from '../graphql/costly-document.ts';
import {
  ADMIN,
  Calibration,
  knownNames,
  type Measured,
  quantile,
  type Send,
} from '../graphql/measure-cost.ts';
import { startPostgres } from '../setup/postgres.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    worst: { type: 'string', default: '5' },
  },
});
/** What seems to take longer than it costs is tried again: on a busy machine anything is slow at times. */
const TRIED_AGAIN = 1;
/** Bounds of classes of cost. */
const CLASSES = [1_000, 3_000, 10_000, 30_000, 100_000, MAX_COST, MAX_COST_OF_STAFF];

async function main(): Promise<void> {
  const postgres = await startPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'jinlin-cost-'));
  console.log(`${values.requests} requests, seed ${values.seed}`);
  try {
    await measure({ dataDir: folder });
    if ('missing' in postgres) console.log(postgres.missing);
    else await measure({ dataDir: '', databaseUrl: postgres.url });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (!('missing' in postgres)) await postgres.stop();
  }
}

async function measure(config: DatabaseConfig): Promise<void> {
  const database = await openDatabase(config);
  await setUp(database);
  const app = await createApp({ database, adminToken: ADMIN });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const send = senderTo((app.server.address() as AddressInfo).port);
  await report(database, send);
  await app.close();
  await database.close();
}

async function report(database: Database, send: Send): Promise<void> {
  const schema = createSchema();
  const sizes = await findTableSizes(database.orm.em.fork());
  const names = await knownNames(send);
  const calibration = new Calibration(send, schema, sizes);
  const requests = fc.sample(costlyRequest(schema, names), {
    numRuns: Number(values.requests),
    seed: Number(values.seed),
  });
  const measured = await calibration.measure(requests, MAX_COST_OF_STAFF, TRIED_AGAIN);
  const dear = requests.filter((request) => calibration.costOf(request) > MAX_COST).length;
  console.log(`\n${database.kind}: ${measured.length} answered, ${dear} too dear for the public`);
  console.log('| cost up to | requests | ms, median | ms, most | ratio, median | p99 |');
  console.log('|---|---|---|---|---|---|');
  let from = 0;
  for (const to of CLASSES) {
    const within = measured.filter(({ cost }) => cost > from && cost <= to);
    if (within.length > 0) console.log(rowOf(to.toLocaleString('en'), within));
    from = to;
  }
  console.log(rowOf('all', measured));
  for (const each of measured
    .toSorted((a, b) => b.ratio - a.ratio)
    .slice(0, Number(values.worst))) {
    const { ratio, cost, ms, query, variables } = each;
    console.log(`${ratio.toFixed(1)} × reference: ${ms.toFixed(0)} ms for ${cost}: ${query}`);
    console.log(`  ${JSON.stringify(variables).slice(0, 300)}`);
  }
}

function rowOf(name: string, measured: readonly Measured[]): string {
  const times = measured.map(({ ms }) => ms);
  const ratios = measured.map(({ ratio }) => ratio);
  return `| ${[
    name,
    measured.length,
    quantile(times, 0.5).toFixed(1),
    Math.max(...times).toFixed(0),
    quantile(ratios, 0.5).toFixed(2),
    quantile(ratios, 0.99).toFixed(2),
  ].join(' | ')} |`;
}

function senderTo(port: number): Send {
  return async (query, variables, headers) => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Awaited<ReturnType<Send>>;
  };
}

await main();
