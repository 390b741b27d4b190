/**
 * Work that goes on while tests already run that do without it: filling the sample databases, building the
 * pages. It is begun by a global set-up; tests in other processes know it by the file that tells of its end.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../db/package-root.ts';

/** Work that has begun. */
export interface Work {
  /** For {@link untilDone}. */
  readonly id: string;
  /** Ends it, if it has not ended, and forgets it. */
  stop(): Promise<void>;
}

const LOOK_AGAIN_MS = 50;

/** Fills a database with the sample city in the background: that of a data folder, or at `postgres://…`. */
export function fillSample(place: string): Work {
  return startWork(process.execPath, ['--import', 'tsx', 'test/setup/fill.ts', place]);
}

/** Runs a program in the background, at the project's root; `env` is added to the environment of this process. */
export function startWork(command: string, args: string[], env: Record<string, string> = {}): Work {
  const folder = mkdtempSync(join(tmpdir(), 'jinlin-work-'));
  const id = join(folder, 'ended');
  const child = spawn(command, args, {
    cwd: packageRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let trouble = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    trouble += text;
  });
  child.once('error', (error) => {
    trouble += error.message;
  });
  const closed = new Promise<void>((resolve) => {
    child.once('close', (code) => {
      const failed = `"${[command, ...args].join(' ')}" failed:\n${trouble}`;
      // Whoever looks shall find all of the text or none.
      writeFileSync(`${id}.part`, code === 0 ? '' : failed);
      renameSync(`${id}.part`, id);
      resolve();
    });
  });
  return {
    id,
    async stop() {
      if (child.exitCode === null) child.kill();
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for the end of some work. @throws with what it wrote when it failed */
export async function untilDone(id: string): Promise<void> {
  while (!existsSync(id)) await sleep(LOOK_AGAIN_MS);
  const trouble = readFileSync(id, 'utf8');
  if (trouble) throw new Error(trouble);
}

/** Each project loads the set-up files for itself; what is made once for all of them is found here. */
export function once<T>(name: string, make: () => T): T {
  const shared = globalThis as { jinlinTests?: Map<string, unknown> };
  shared.jinlinTests ??= new Map();
  if (!shared.jinlinTests.has(name)) shared.jinlinTests.set(name, make());
  return shared.jinlinTests.get(name) as T;
}
