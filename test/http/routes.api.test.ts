import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Policy } from '../../server/access/policy.ts';
import { createApp } from '../../server/app.ts';
import { upload } from '../imports/uploads.ts';
import {
  ADMIN_TOKEN,
  codesOf,
  missingDatabase,
  type TestHub,
  type Who,
  withHub,
} from '../setup/hub.ts';
import { signedIn, tokenOf } from '../setup/people.ts';

/** Who each route is for, decided here once more. Behind those of GraphQL every field has its own policy. */
const DECIDED: Record<string, Policy> = {
  'GET /*': 'open',
  'GET /graphiql': 'open',
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /graphql': 'open',
  'POST /graphql': 'open',
  'GET /graphql/live': 'open',
  'GET /auth/oidc': 'open',
  'GET /auth/oidc/callback': 'open',
  'GET /tiles/:z/:x/:y.mvt': 'read',
  'GET /tiles/:layer/:z/:x/:y.mvt': 'read',
  'GET /tiles/:name.json': 'read',
  'GET /ogc': 'read',
  'GET /ogc/conformance': 'read',
  'GET /ogc/api': 'read',
  'GET /ogc/collections': 'read',
  'GET /ogc/collections/:collection': 'read',
  'GET /ogc/collections/:collection/items': 'read',
  'GET /ogc/collections/:collection/items/:feature': 'read',
  'GET /export/regions.:extension': 'read',
  'GET /export/communities.:extension': 'read',
  'GET /export/facilities.:extension': 'read',
  'GET /export/grids.:extension': 'read',
  'GET /export/coverage.:extension': 'read',
  'GET /export/failing-communities.xlsx': 'read',
  'POST /imports': 'plan',
};
/** An address of each route that is not for everybody. */
const ADDRESSES: Record<string, string> = {
  'GET /tiles/:z/:x/:y.mvt': '/tiles/12/3430/1752.mvt',
  'GET /tiles/:layer/:z/:x/:y.mvt': '/tiles/communities/12/3430/1752.mvt',
  'GET /tiles/:name.json': '/tiles/communities.json',
  'GET /ogc': '/ogc',
  'GET /ogc/conformance': '/ogc/conformance',
  'GET /ogc/api': '/ogc/api',
  'GET /ogc/collections': '/ogc/collections',
  'GET /ogc/collections/:collection': '/ogc/collections/communities',
  'GET /ogc/collections/:collection/items': '/ogc/collections/communities/items',
  'GET /ogc/collections/:collection/items/:feature':
    '/ogc/collections/communities/items/community_1',
  'GET /export/regions.:extension': '/export/regions.csv',
  'GET /export/communities.:extension': '/export/communities.geojson',
  'GET /export/facilities.:extension': '/export/facilities.csv',
  'GET /export/grids.:extension': '/export/grids.fgb',
  'GET /export/coverage.:extension': '/export/coverage.geojsonl?rule=plaza-2km',
  'GET /export/failing-communities.xlsx': '/export/failing-communities.xlsx?rule=plaza-2km',
};
const LISTED = Object.entries(ADDRESSES);

let office: TestHub;
/** What each viewer sends, and the status that refuses them where reading is not public; null lets in. */
const viewers: [viewer: string, who: Who, refused: number | null][] = [];

const pages = await mkdtemp(join(tmpdir(), 'jinlin-pages-'));
await mkdir(join(pages, 'graphiql'));
for (const file of ['index.html', 'graphiql/index.html'])
  await writeFile(join(pages, file), '<!doctype html><title>Jinlin</title>');
const oidc = {
  issuer: 'http://127.0.0.1:9/',
  clientId: 'jinlin',
  clientSecret: 'a secret of some length',
  name: 'City',
  publicUrl: 'http://127.0.0.1:4000',
  create: false,
};
const hub = withHub({ writes: true, options: { webDir: pages, oidc } });

beforeAll(async () => {
  if (missingDatabase) return;
  office = await hub.beside({ publicReading: false });
  const viewer = await signedIn(office, 'viewer', 'VIEWER');
  const gone = await signedIn(office, 'gone', 'ADMIN');
  const expired = await tokenOf(office, gone, ['READ']);
  await sql`UPDATE api_token SET expires_at = now() - interval '1 second'`.execute(
    office.database.orm.em.fork().getKysely(),
  );
  const admin = await signedIn(office, 'admin', 'ADMIN');
  viewers.push(
    ['nobody', null, 401],
    ['an unknown token', 'jinlin_of-some-length-but-unknown', 401],
    ['a forged cookie', { cookie: `jinlin_session=${'x'.repeat(43)}` }, 401],
    ['an expired token', expired, 401],
    ['a revoked session', gone, 401],
    ['a token that may only edit', await tokenOf(office, admin, ['EDIT']), 403],
    ['a viewer', viewer, null],
    ['a cadre', await signedIn(office, 'cadre', 'CADRE'), null],
    ['a token for reading', await tokenOf(office, admin, ['READ']), null],
    ['the operator', ADMIN_TOKEN, null],
  );
  await office.send('mutation { signOutEverywhere { viewer { means } } }', {}, gone);
});
afterAll(async () => {
  await office?.close();
  await rm(pages, { recursive: true });
});

/** Asks for an address as somebody. */
function get({ url }: TestHub, path: string, who: Who): Promise<Response> {
  const headers: Record<string, string> = {};
  if (typeof who === 'string') headers['authorization'] = `Bearer ${who}`;
  else if (who) Object.assign(headers, who.headers, who.cookie && { cookie: who.cookie });
  return fetch(`${url}${path}`, { headers });
}

describe.skipIf(missingDatabase)('every route', () => {
  test('names the policy decided for it', () => {
    const found = [...hub.routes].filter(([route]) => !route.startsWith('HEAD '));
    expect(Object.fromEntries(found)).toEqual(DECIDED);
    for (const [route, policy] of hub.routes) {
      if (route.startsWith('HEAD '))
        expect(policy).toBe(hub.routes.get(route.replace('HEAD', 'GET')));
    }
  });

  test('that is not open to everybody is tried', () => {
    const closed = Object.keys(DECIDED).filter((route) => DECIDED[route] === 'read');
    expect(Object.keys(ADDRESSES)).toEqual(closed);
  });

  test('must name one, or the hub does not start', async () => {
    const app = await createApp({ database: hub.database });
    app.get('/unguarded', async () => 'secrets');
    await expect(app.ready()).rejects.toThrow('Routes without a policy: /unguarded');
    await app.close();
  });

  test.each(LISTED)('%s is for whoever may read', async (_route, address) => {
    for (const [viewer, who, refused] of viewers) {
      const response = await get(office, address, who);
      expect([viewer, response.status]).toEqual([viewer, refused ?? 200]);
      if (refused) expect(await response.text()).toMatch(/"(UNAUTHENTICATED|FORBIDDEN)"/);
    }
    expect((await get(hub, address, null)).status).toBe(200);
  });
});

describe.skipIf(missingDatabase)('POST /imports', () => {
  test('is for planners only', async () => {
    const admin = await signedIn(office, 'boss', 'ADMIN');
    const planner = await signedIn(office, 'planner', 'PLANNER');
    const asked: [Who, number][] = [
      ...viewers.map(([, who, refused]): [Who, number] => [who, refused ?? 403]),
      [planner, 201],
      [await tokenOf(office, admin, ['PLAN']), 201],
    ];
    for (const [who, status] of asked.filter(([who]) => who !== ADMIN_TOKEN)) {
      expect((await upload(office, 'empty.csv', 'name\n', who)).status).toBe(status);
    }
    const { data } = await office.send('{ imports { totalCount } }');
    expect(data.imports.totalCount).toBe(2);
  });
});

describe.skipIf(missingDatabase)('where reading is not public', () => {
  test('every field asks who reads', async () => {
    const query =
      '{ communities(first: 1) { edges { node { name boundary } } } hub { dataVersion } }';
    for (const [viewer, who, refused] of viewers) {
      const answer = await office.send(query, {}, who);
      const codes = { 401: ['UNAUTHENTICATED'], 403: ['FORBIDDEN'] }[refused ?? 0] ?? [];
      expect([viewer, [...new Set(codesOf(answer))]]).toEqual([viewer, codes]);
      if (refused) expect(JSON.stringify(answer.data ?? null)).not.toContain('Polygon');
    }
  });

  test('what may be kept is kept by the reader alone, not by a cache in between', async () => {
    const address = ADDRESSES['GET /tiles/:z/:x/:y.mvt'] as string;
    const version = ({ headers }: Response): string => (headers.get('etag') ?? '').slice(1, -1);
    for (const [at, shared] of [
      [office, 'private'],
      [hub, 'public'],
    ] as const) {
      const tile = await get(at, address, ADMIN_TOKEN);
      const again = await get(at, `${address}?v=${version(tile)}`, ADMIN_TOKEN);
      expect(again.headers.get('cache-control')).toBe(`${shared}, max-age=31536000, immutable`);
    }
  });

  test('pages of other sites may read nothing, not even by a token', async () => {
    for (const path of ['/ogc', ADDRESSES['GET /tiles/:name.json'] as string]) {
      const { headers } = await get(office, path, ADMIN_TOKEN);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('cache-control')).toBe('private, no-cache');
      const open = await get(hub, path, null);
      expect(open.headers.get('access-control-allow-origin')).toBe('*');
      expect(open.headers.get('cache-control')).toBe('no-cache');
    }
  });

  test('the pages and the way in stay open', async () => {
    const { data } = await office.send('{ viewer { means publicReading } }', {}, null);
    expect(data.viewer).toEqual({ means: 'NONE', publicReading: false });
    expect((await get(office, '/healthz', null)).status).toBe(200);
  });
});
