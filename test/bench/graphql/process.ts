import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The hub as it is run in earnest: built, on PostgreSQL. */
export function startHub(databaseUrl: string): Promise<ServerProcess> {
  execFileSync('npm', ['run', '--silent', 'build:server'], { cwd: root, stdio: 'inherit' });
  return start(['dist/server/commands/main.js'], { DATABASE_URL: databaseUrl, PORT: '0' });
}

/** PostGraphile on the same database. */
export function startPostGraphile(databaseUrl: string): Promise<ServerProcess> {
  const script = 'test/bench/graphql/postgraphile.ts';
  return start(['--import', 'tsx', script], {
    DATABASE_URL: databaseUrl,
    GRAPHILE_ENV: 'production',
  });
}

/** Starts a server that prints its address when it is ready. */
async function start(args: string[], env: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env, NODE_ENV: 'production' },
  });
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`${args.at(-1)} ended with ${code}.`))),
  );
  const ready = new Promise<number>((resolve) => {
    child.stdout.on('data', (text) => {
      const [, port] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(String(text)) ?? [];
      if (port) resolve(Number(port));
    });
  });
  const port = await Promise.race([ready, ended]);
  const stopped = ended.catch(() => undefined);
  return {
    port,
    async stop() {
      child.kill('SIGTERM');
      await stopped;
    },
  };
}
