import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { installDebianPackages } from './apt.ts';

/** A private server. */
export interface PostgresServer {
  readonly url: string;
  /** Kills it by SIGKILL and starts it again on the same folder; it has recovered when this resolves. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A private server, or the reason why there is none. */
export type Postgres = PostgresServer | { missing: string };

const OLDEST = 15;
const FOLDER = '/usr/lib/postgresql';
/** Not on every PATH. */
const RUNUSER =
  ['/usr/sbin/runuser', '/sbin/runuser'].find((path) => existsSync(path)) ?? 'runuser';

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

/**
 * Runs the server for as long as the input stays open, then removes its folder: so both end with the
 * tests however those end, be it by Ctrl-C, a crash or SIGKILL. Each line of the input lets the server
 * crash, and is answered by a line when it is there again. It may have to be started more than once:
 * until the last process of the one before has noticed the crash, it refuses the folder. Arguments:
 * programs, folder, port, and further ones of the server.
 */
const KEEPER = `
programs=$1; folder=$2; port=$3; shift 3
serve() {
  "$programs/postgres" -D "$folder/data" -h 127.0.0.1 -p "$port" -k "$folder" \\
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off "$@" >>"$folder/log" 2>&1 &
  server=$!
}
serve "$@"
while read -r _; do
  kill -KILL "$server"; wait "$server"
  serve "$@"
  until "$programs/pg_isready" -q -h 127.0.0.1 -p "$port"; do
    kill -0 "$server" 2>/dev/null || serve "$@"
    sleep 0.05
  done
  echo again
done
kill -QUIT "$server"
wait
rm -rf "$folder"`;

/**
 * Starts a PostgreSQL of our own in a temporary folder; on Debian as root it is installed if missing.
 * `settings` are the server's, by name.
 */
export async function startPostgres(settings: Record<string, string> = {}): Promise<Postgres> {
  if (!findPrograms()) {
    const trouble = await installDebianPackages(['postgresql', 'postgresql-postgis']);
    if (trouble)
      return { missing: `PostgreSQL ≥ ${OLDEST} with PostGIS 3 is not there: ${trouble}` };
  }
  const programs = findPrograms();
  if (!programs) return { missing: `No PostgreSQL ≥ ${OLDEST} with PostGIS 3 in ${FOLDER}.` };

  const folder = mkdtempSync(join(tmpdir(), 'jinlin-pg-'));
  // PostgreSQL refuses to run as root.
  const asPostgres = process.getuid?.() === 0;
  const run = (program: string, args: string[]): [string, string[]] =>
    asPostgres ? [RUNUSER, ['-u', 'postgres', '--', program, ...args]] : [program, args];
  if (asPostgres) execFileSync('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'];
  execFileSync(...run(join(programs, 'initdb'), initdb), { stdio: 'pipe', cwd: folder });

  const port = await freePort();
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const keeperArgs = ['-c', KEEPER, 'keeper', programs, folder, String(port), ...given];
  const [command, args] = run('sh', keeperArgs);
  // Detached: a Ctrl-C must not reach the keeper before its work is done.
  const keeper = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: folder,
    detached: true,
  });
  const crash = async (): Promise<void> => {
    const again = new Promise((resolve) => keeper.stdout.once('data', resolve));
    keeper.stdin.write('crash\n');
    await again;
  };
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => keeper.once('exit', resolve));
    keeper.stdin.end();
    await ended;
  };
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url, join(folder, 'log'));
  return { url, crash, stop };
}

async function untilItAnswers(url: string, logFile: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (attempt > 100) {
        throw new Error(`PostgreSQL does not answer:\n${readFileSync(logFile, 'utf8')}`, { cause });
      }
      await sleep(200);
    }
  }
}

/** A TCP port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
