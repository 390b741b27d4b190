import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a script of this folder, which prints its port when it is ready and ends with its input. */
export async function startServer(script: string, databaseUrl: string): Promise<ServerProcess> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', file, databaseUrl], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
  });
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}.`))),
  );
  const ready = new Promise<number>((resolve) => {
    child.stdout.on('data', (line) => {
      if (Number(line) > 0) resolve(Number(line));
    });
  });
  const port = await Promise.race([ready, ended]);
  const stopped = ended.catch(() => undefined);
  return {
    port,
    async stop() {
      child.stdin.end();
      await stopped;
    },
  };
}
