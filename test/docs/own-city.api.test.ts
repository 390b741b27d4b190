import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createApp } from '../../server/app.ts';
import { ADMIN_TOKEN } from '../setup/hub.ts';
import { documentAt } from './documents.ts';
import { hasProgram, runCommands } from './shell.ts';

/** Commands speak to PostgreSQL by its own client; one database is enough for that. */
const { nativeUrl } = inject('databases');
const isLeftOut = !nativeUrl || !(await hasProgram('psql'));
const NAME = `jinlin_own_city_${process.pid}`;
const STEPS = documentAt('docs/operators.md').blocks.filter(
  ({ by }) => by === 'test/docs/own-city.api.test.ts',
);
const COMMUNITIES = {
  type: 'FeatureCollection',
  features: ['230103001001', '230103001002'].map((code, i) => ({
    type: 'Feature',
    properties: { 社区编码: code, 社区名称: `示例社区${i + 1}`, 人口: 5200 },
    geometry: { type: 'Polygon', coordinates: [ringAt(126.64 + i * 0.01)] },
  })),
};

/** A ring one hundredth of a degree wide. */
function ringAt(west: number): [number, number][] {
  const [east, south, north] = [west + 0.01, 45.75, 45.757];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

let server: Client;
let database: Database;
let app: FastifyInstance;
let url: string;
let databaseUrl: string;
beforeAll(async () => {
  if (isLeftOut) return;
  server = new Client({ connectionString: nativeUrl });
  await server.connect();
  await server.query(`CREATE DATABASE ${NAME}`);
  databaseUrl = Object.assign(new URL(nativeUrl as string), { pathname: `/${NAME}` }).href;
  database = await openDatabase({ databaseUrl, dataDir: '' });
  // As with JINLIN_SAMPLE=off.
  await database.migrate();
  app = await createApp({ database, adminToken: ADMIN_TOKEN });
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app?.close();
  await database?.close();
  await server?.query(`DROP DATABASE ${NAME} WITH (FORCE)`);
  await server?.end();
});

async function ask<T>(query: string): Promise<T> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` };
  const body = JSON.stringify({ query });
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  const { data, errors } = (await response.json()) as { data: T; errors?: object[] };
  expect(errors).toBeUndefined();
  return data;
}

async function importCommunities(): Promise<void> {
  await fetch(`${url}/imports?name=communities.geojson`, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      authorization: `Bearer ${ADMIN_TOKEN}`,
    },
    body: JSON.stringify(COMMUNITIES),
  });
  for (;;) {
    const { import: read } = await ask<{ import: { state: string; counts: object } }>(
      '{ import(id: "import_1") { state counts { create errors } } }',
    );
    if (read.state !== 'READING') {
      expect(read).toEqual({ state: 'READY', counts: { create: 2, errors: 0 } });
      break;
    }
    await sleep(20);
  }
  await ask(
    'mutation { commitImport(input: { id: "import_1", version: 1, system: "WGS84" }) { dataVersion } }',
  );
}

describe.skipIf(isLeftOut)('a city of one’s own', () => {
  test('is entered as the operators’ document says', async () => {
    expect(STEPS).toHaveLength(2);
    const [regions, outlines] = STEPS.map(({ text }) => text) as [string, string];
    const env = { DATABASE_URL: databaseUrl };
    await runCommands(regions, '/', env);
    await importCommunities();
    await runCommands(outlines, '/', env);
    const data = await ask<{ hub: object; regions: { edges: object[] }; communities: object }>(
      `{ hub { cityName }
        regions(orderBy: { field: CODE }) { edges { node { code communityCount bbox } } }
        communities { edges { node { region { name } coverages { status } } } } }`,
    );
    const bbox = [126.64, 45.75, 126.66, 45.757];
    expect(data.hub).toEqual({ cityName: '示例市' });
    expect(data.regions.edges).toEqual(
      ['2301', '230103', '230103001'].map((code) => ({ node: { code, communityCount: 2, bbox } })),
    );
    const node = {
      region: { name: '示例街道' },
      coverages: [{ status: 'FAIL' }, { status: 'FAIL' }],
    };
    expect(data.communities).toEqual({ edges: [{ node }, { node }] });
  });
});
