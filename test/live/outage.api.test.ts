import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { LISTENER_NAME } from '../../db/listen.ts';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createApp } from '../../server/app.ts';
import { withHub } from '../setup/hub.ts';
import { childProcess } from '../setup/processes.ts';
import { type Ear, listenTo } from './listener.ts';

const WORLD = [-180, -90, 180, 90];
const { nativeUrl, embeddedFolder } = inject('databases');

const hub = withHub({ writes: true });

async function createPark(url: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer test-administrator-token',
    },
    body: JSON.stringify({
      query: `mutation { createFacility(input: { kind: "park", name: "x",
        location: { type: "Point", coordinates: [121.5, 25] } }) { dataVersion } }`,
    }),
  });
  const { data } = (await response.json()) as { data: { createFacility: { dataVersion: string } } };
  return data.createFacility.dataVersion;
}

describe.skipIf(!nativeUrl)('several processes on one PostgreSQL', () => {
  let databaseUrl: string;
  let database: Database;
  let app: Awaited<ReturnType<typeof createApp>>;
  let secondUrl: string;
  const ears: Ear[] = [];

  beforeAll(async () => {
    databaseUrl = hub.place.databaseUrl as string;
    database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 1 });
    app = await createApp({
      database,
      adminToken: 'test-administrator-token',
      logLevel: 'silent',
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    secondUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    ears.push(await listenTo(hub.url, WORLD), await listenTo(secondUrl, WORLD));
  });
  afterAll(async () => {
    for (const ear of ears) ear.close();
    await app?.close();
    await database?.close();
  });

  test('all tell what one of them wrote', async () => {
    for (const url of [hub.url, secondUrl]) {
      const dataVersion = await createPark(url);
      for (const ear of ears) {
        expect(await ear.next()).toMatchObject({ dataVersion, everything: false });
      }
    }
  });

  test('tell "everything" when their connections were cut, and go on', async () => {
    const admin = new Client({ connectionString: databaseUrl });
    await admin.connect();
    const { rows } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = $1 AND datname = current_database()`,
      [LISTENER_NAME],
    );
    await admin.end();
    expect(rows).toHaveLength(2);
    const { data } = await hub.ask('{ hub { dataVersion } }');
    for (const ear of ears) {
      expect(await ear.next()).toMatchObject({
        ...(data as { hub: object }).hub,
        everything: true,
      });
    }
    const dataVersion = await createPark(hub.url);
    for (const ear of ears) {
      expect(await ear.next()).toMatchObject({ dataVersion, everything: false });
    }
  });
});

describe.skipIf(!embeddedFolder)('the embedded database', () => {
  test('tells "everything" when it died and was started again, and goes on', async () => {
    const ear = await listenTo(hub.url, WORLD);
    process.kill(childProcess(`child.ts ${hub.place.dataDir}`) as number, 'SIGKILL');
    expect(await ear.next()).toMatchObject({ everything: true });
    const dataVersion = await createPark(hub.url);
    expect(await ear.next()).toMatchObject({ dataVersion, everything: false });
    ear.close();
  });
});
