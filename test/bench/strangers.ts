/**
 * `npm run bench:strangers`: random requests of eight strangers at a time on GraphQL, OGC API, tiles and exports, on
 * both databases: which statuses they get, and how much longer an innocent reader waits beside them. `-- --requests
 * 10000` is their number, `--seed 1` draws the same ones again, `--only postgresql` leaves the other database out.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { type DatabaseConfig, openDatabase } from '../../db/orm.ts';
import { createApp } from '../../server/app.ts';
import { createSchema } from '../../server/schema.ts';
import { setUp } from '../../server/setup.ts';
import { costlyRequest } from '../graphql/costly-document.ts';
import { ADMIN, knownNames, quantile } from '../graphql/measure-cost.ts';
import { randomRequest } from '../graphql/random-document.ts';
import { randomAddress, randomExport } from '../ogc/random-address.ts';
import { startPostgres } from '../setup/postgres.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
});
const STRANGERS = 8;
/** Requests of the reader while nobody else is there. */
const READINGS_ALONE = 300;
const PAUSE_MS = 20;
/** A page of the list, as the map's panel asks for it; the number keeps it from being answered from memory. */
const READING = `query ($n: Int) { communities(first: 20, filter: { coverage: { rule: "plaza-2km", status: FAIL },
  population: { gte: $n } }) { totalCount edges { node { name region { name }
  coverage(rule: "plaza-2km") { status residentsCovered nearest { distanceMeters } } } } } }`;
/** What a hub may say of itself when it has too much to do. */
const ALLOWED = /"code":"(?:BUSY|TIMEOUT)"/;

type Asking = () => Promise<Response>;

async function main(): Promise<void> {
  console.log(`${values.requests} requests, seed ${values.seed}, ${cpus().length} cores`);
  if (values.only !== 'postgresql') {
    const folder = mkdtempSync(join(tmpdir(), 'jinlin-strangers-'));
    await measure({ dataDir: folder }).finally(() =>
      rmSync(folder, { recursive: true, force: true }),
    );
  }
  if (values.only === 'embedded') return;
  const postgres = await startPostgres();
  if ('missing' in postgres) return console.log(postgres.missing);
  await measure({ dataDir: '', databaseUrl: postgres.url }).finally(() => postgres.stop());
}

async function measure(config: DatabaseConfig): Promise<void> {
  const database = await openDatabase(config);
  await setUp(database);
  const app = await createApp({ database, adminToken: ADMIN });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const requests = await draw(url);

  const alone: number[] = [];
  for (let n = 0; n < READINGS_ALONE; n++) alone.push(await read(url, n));

  const statuses = new Map<string, number>();
  const faults: string[] = [];
  let isOver = false;
  const beside: number[] = [];
  const reader = async (): Promise<void> => {
    for (let n = READINGS_ALONE; !isOver; n++) {
      beside.push(await read(url, n));
      await sleep(PAUSE_MS);
    }
  };
  const stranger = async (): Promise<void> => {
    for (let ask = requests.pop(); ask; ask = requests.pop()) {
      const response = await ask();
      const text = await response.text();
      const { status } = response;
      const code = status < 500 ? '' : (/"code":"(\w+)"/.exec(text)?.[1] ?? '?');
      const key = `${status} ${code}`.trim();
      statuses.set(key, (statuses.get(key) ?? 0) + 1);
      if (status >= 500 && !ALLOWED.test(text))
        faults.push(`${response.url} ${text.slice(0, 300)}`);
    }
  };
  const began = performance.now();
  const reading = reader();
  await Promise.all(Array.from({ length: STRANGERS }, stranger));
  isOver = true;
  await reading;

  const ratio = (share: number): string =>
    `${(quantile(beside, share) / quantile(alone, 0.5)).toFixed(1)} ×`;
  console.log(`\n${database.kind}, ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  console.log(
    `answers: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')}`,
  );
  console.log(`5xx but BUSY and TIMEOUT: ${faults.length}`);
  for (const fault of faults.slice(0, 5)) console.log(`  ${fault}`);
  console.log(
    `a reader beside them, of the median alone (${quantile(alone, 0.5).toFixed(1)} ms): median ${ratio(0.5)}, 90 % ${ratio(0.9)}, 99 % ${ratio(0.99)} (${quantile(beside, 0.99).toFixed(0)} ms), ${beside.length} readings`,
  );
  await app.close();
  await database.close();
}

/** Requests in no order: half of them GraphQL, of which half are sound and dear. */
async function draw(url: string): Promise<Asking[]> {
  const schema = createSchema();
  const send = (query: string, variables: object): Promise<Response> =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
  const asAdmin = async (query: string, variables?: object) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as never;
  };
  const names = await knownNames(asAdmin);
  const graphql = fc
    .oneof(
      costlyRequest(schema, names),
      randomRequest(schema, 'query' as never),
      randomRequest(schema, 'mutation' as never),
    )
    .map(
      ({ query, variables }): Asking =>
        () =>
          send(query, variables),
    );
  const address = (arbitrary: fc.Arbitrary<string>) =>
    arbitrary.map(
      (path): Asking =>
        () =>
          fetch(`${url}${path}`),
    );
  const requests = fc.oneof(
    { weight: 10, arbitrary: graphql },
    { weight: 9, arbitrary: address(randomAddress) },
    { weight: 1, arbitrary: address(randomExport) },
  );
  return fc.sample(requests, { numRuns: Number(values.requests), seed: Number(values.seed) });
}

/** How long one reading takes, in milliseconds. */
async function read(url: string, n: number): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: READING, variables: { n } }),
  });
  await response.text();
  return performance.now() - began;
}

await main();
