import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { childProcess } from '../setup/processes.ts';

/** A hub that runs as a process of its own, by `server/commands/main.ts`. */
export interface HubProcess {
  readonly url: string;
  readonly pid: number;
  /** All that it has written so far. */
  log(): string;
  /** Resolves as soon as it says that it is ready. @throws with what it wrote when it ended instead */
  ready(): Promise<void>;
  /** Kills it by SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it in order; gives its exit code. */
  stop(): Promise<number | null>;
}

/** Secret of the operator of these hubs. */
export const ADMIN_TOKEN = 'kill-test-operator-token';

/** Runs a hub for as long as the input stays open, so that it ends with the tests however those end. */
const KEEPER = '"$@" & echo "$!"; cat >/dev/null; kill -TERM "$!" 2>/dev/null; wait "$!"';
const MAIN = fileURLToPath(new URL('../../server/commands/main.ts', import.meta.url));
const READY_WITHIN_MS = 60_000;

/** Starts a hub; `env` names its database. */
export async function spawnHub(port: number, env: Record<string, string>): Promise<HubProcess> {
  const command = [process.execPath, '--import', 'tsx', MAIN];
  const keeper = spawn('sh', ['-c', KEEPER, 'keeper', ...command], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PORT: String(port), JINLIN_ADMIN_TOKEN: ADMIN_TOKEN, ...env },
    // A Ctrl-C must not reach the keeper before its work is done.
    detached: true,
  });
  let log = '';
  keeper.stdout.on('data', (text) => {
    log += text;
  });
  keeper.stderr.on('data', (text) => {
    log += text;
  });
  const ended = new Promise<number | null>((resolve) => keeper.once('exit', resolve));
  while (!log.includes('\n')) await sleep(2);
  const pid = Number.parseInt(log, 10);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    pid,
    log: () => log,
    async ready() {
      const deadline = Date.now() + READY_WITHIN_MS;
      while (!(await isReady(url))) {
        if (!isAlive(pid))
          throw new Error(`The hub ended instead of getting ready: …${log.slice(-2_000)}`);
        if (Date.now() > deadline)
          throw new Error(`The hub does not get ready: …${log.slice(-2_000)}`);
        await sleep(20);
      }
    },
    async kill() {
      process.kill(pid, 'SIGKILL');
      keeper.stdin.end();
      await ended;
    },
    async stop() {
      keeper.stdin.end();
      return ended;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return status === 200;
  } catch {
    return false;
  }
}

/** Whether there is such a process. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The process of the embedded database that a hub runs, if it runs one now. */
export function databaseProcessOf(hub: HubProcess): number | undefined {
  return childProcess('db/embedded/child', hub.pid);
}
