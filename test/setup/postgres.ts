import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { installDebianPackages } from './apt.ts';

/** A private server, or the reason why there is none. */
export type Postgres = { url: string; stop: () => Promise<void> } | { missing: string };

const OLDEST = 15;
const FOLDER = '/usr/lib/postgresql';

/** The newest installed PostgreSQL that has PostGIS, as the folder of its programs. */
function findPrograms(): string | undefined {
  if (!existsSync(FOLDER)) return undefined;
  const versions = readdirSync(FOLDER)
    .map(Number)
    .filter((version) => version >= OLDEST)
    .sort((a, b) => b - a);
  const version = versions.find((candidate) =>
    existsSync(join(FOLDER, String(candidate), 'lib', 'postgis-3.so')),
  );
  return version === undefined ? undefined : join(FOLDER, String(version), 'bin');
}

/** Starts a PostgreSQL of our own in a temporary folder; on Debian as root it is installed if missing. */
export async function startPostgres(): Promise<Postgres> {
  if (!findPrograms()) {
    const trouble = await installDebianPackages(['postgresql-15', 'postgresql-15-postgis-3']);
    if (trouble)
      return { missing: `PostgreSQL ≥ ${OLDEST} with PostGIS 3 is not there: ${trouble}` };
  }
  const programs = findPrograms();
  if (!programs) return { missing: `No PostgreSQL ≥ ${OLDEST} with PostGIS 3 in ${FOLDER}.` };

  const folder = mkdtempSync(join(tmpdir(), 'jinlin-pg-'));
  const asPostgres = process.getuid?.() === 0;
  const run = (program: string, args: string[]): [string, string[]] =>
    asPostgres ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, args];
  if (asPostgres) execFileSync('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'];
  execFileSync(...run(join(programs, 'initdb'), initdb), { stdio: 'pipe', cwd: folder });

  const port = await freePort();
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  const [command, args] = run(join(programs, 'postgres'), [
    ...['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder],
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
  const server = spawn(command, args, { stdio: 'ignore', cwd: folder });
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    const ended = new Promise((resolve) => server.once('exit', resolve));
    // `pg_ctl` reaches the server itself, not only the program that changed the user.
    execFileSync(...run(join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop']), {
      stdio: 'ignore',
      cwd: folder,
    });
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const kill = (): void => {
    server.kill('SIGTERM');
  };
  process.once('exit', kill);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  return { url, stop };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt > 100) throw error;
      await sleep(200);
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
