import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { installDebianPackages } from '../setup/apt.ts';
import { ADMIN_TOKEN, missingDatabase, withHub } from '../setup/hub.ts';
import { type Block, documents } from './documents.ts';
import { atHub, hasProgram, makeWorkplace, runCommands, type Workplace } from './shell.ts';

const run = promisify(execFile);
const { nativeUrl } = inject('databases');
const kind = nativeUrl ? 'postgresql' : 'embedded';
/** Databases that the documents make on the server of the tests, which is ours alone. */
const MADE = ['jinlin', 'jinlin-restored'];
const isOurServer = !process.env['TEST_DATABASE_URL'];
/** Debian's packages of programs that are not there with PostgreSQL. */
const PACKAGES: Readonly<Record<string, string>> = { ogr2ogr: 'gdal-bin' };
/** What is shown, not run. */
const SHOWN = ['text'];

// Nobody asks the provider; its address is served all the same.
const oidc = {
  issuer: 'https://login.example/',
  clientId: 'jinlin',
  clientSecret: 'the secret at the provider',
  name: 'The city',
  publicUrl: 'https://hub.example',
  create: false,
};
const hub = withHub({ writes: true, options: { oidc } });
let workplace: Workplace;
beforeAll(async () => {
  if (missingDatabase) return;
  workplace = await makeWorkplace();
});
afterAll(async () => {
  await workplace?.remove();
  if (!nativeUrl || !isOurServer) return;
  const server = new Client({ connectionString: nativeUrl });
  await server.connect();
  for (const name of MADE) await server.query(`DROP DATABASE IF EXISTS "${name}"`);
  await server.end();
});

/** How commands reach the database of the hub: as the hub itself does, and as PostgreSQL's own programs do. */
function databaseEnv(): Record<string, string> {
  const { databaseUrl, dataDir } = hub.place;
  if (!nativeUrl) return { JINLIN_DATA_DIR: dataDir };
  const { hostname, port, username, password } = new URL(nativeUrl);
  return {
    DATABASE_URL: databaseUrl as string,
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: username,
    ...(password && { PGPASSWORD: password }),
  };
}

async function runBlock({ language, text }: Block): Promise<void> {
  switch (language) {
    case 'sh':
      await runCommands(atHub(text, hub.url), workplace.folder, {
        ...databaseEnv(),
        TOKEN: ADMIN_TOKEN,
      });
      return;
    case 'js': {
      const file = join(workplace.folder, 'block.mjs');
      await writeFile(file, atHub(text, hub.url));
      const { stdout } = await run(process.execPath, [file], { timeout: 30_000 });
      expect(stdout).not.toBe('');
      return;
    }
    case 'graphql':
      expectData(await answerOf(text));
      return;
    case 'sql': {
      const { rows } = await sql<{ different?: number }>`${sql.raw(text)}`.execute(
        hub.database.orm.em.fork().getKysely(),
      );
      expect(rows.length).toBeGreaterThan(0);
      // Where two ways to work something out are compared, they agree.
      for (const row of rows) expect(row.different ?? 0).toBe(0);
      return;
    }
    default:
      throw new Error(`Nobody knows how to run "${language}".`);
  }
}

/** The answer to the operator; a file that is imported is read first. */
async function answerOf(query: string): Promise<Record<string, unknown>> {
  for (;;) {
    const { data, errors } = await hub.send(query);
    expect(errors).toBeUndefined();
    if (data.import?.state !== 'READING') return data;
    await sleep(50);
  }
}

/** An answer shows something: no null, no empty list. */
function expectData(data: Record<string, unknown>): void {
  for (const value of Object.values(data)) {
    expect(value).not.toBeNull();
    const { edges } = value as { edges?: unknown[] };
    if (edges ?? Array.isArray(value)) expect((edges ?? value) as unknown[]).not.toHaveLength(0);
  }
}

/** Why a block is not run here; undefined when it is. */
function reasonOf({ skip, by, on, language, text }: Block): string | undefined {
  if (SHOWN.includes(language)) return 'is only to be read';
  if (on && on !== kind) return `needs ${on}`;
  if (/\bcreatedb\b/.test(text) && !isOurServer)
    return 'makes databases, and the server is not ours';
  return skip ?? (by && `runs in ${by}`);
}

for (const { file, blocks } of documents) {
  // A document in Chinese has the blocks of its sister: see documents.test.ts.
  if (file.endsWith('.zh.md') || blocks.length === 0) continue;
  describe.skipIf(missingDatabase)(file, () => {
    for (const block of blocks) {
      const reason = reasonOf(block);
      const name = `line ${block.line}: ${block.language}${reason ? `, which ${reason}` : ''}`;
      test.skipIf(reason)(name, { timeout: 120_000 }, async ({ skip }) => {
        const { with: program } = block;
        if (program && !(await hasProgram(program))) {
          const trouble = await installDebianPackages([PACKAGES[program] ?? program]);
          if (trouble) return skip(`${program} is not there: ${trouble}`);
        }
        await runBlock(block);
      });
    }
  });
}

describe.skipIf(missingDatabase)('addresses that documents name', () => {
  /** Pages, which are served where they are built. */
  const PAGES = ['/', '/graphiql'];

  test.each(documents.map(({ file, text, codes }) => ({ file, text, codes })))(
    'are served: $file',
    ({ text, codes }) => {
      const whole = [...text.matchAll(/https?:\/\/127\.0\.0\.1:4000(\/[^\s`"'>)]*)/g)].map(
        ([, path]) => path as string,
      );
      const named = [...whole, ...codes.filter((code) => /^\/\w/.test(code))];
      const known = [...hub.routes.keys()].map((route) => {
        const url = route.split(' ')[1] as string;
        return new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
      });
      const missing = named.filter((path) => {
        // The first of {communities|facilities}; {z} stands for itself.
        const plain = path.replace(/[?#].*/, '').replaceAll(/\{([^|}]+)[^}]*\}/g, '$1');
        if (PAGES.includes(plain) || plain.startsWith('/usr/')) return false;
        return !known.some((route) => route.test(plain));
      });
      expect(missing).toEqual([]);
    },
  );
});
