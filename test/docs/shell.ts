import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFiles, root } from './documents.ts';

const run = promisify(execFile);
/** Where documents believe the hub to be. */
const TOLD = '127.0.0.1:4000';

/** A copy of the project, as commands see it, which is gone when it is let go of. */
export interface Workplace {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Makes a {@link Workplace}: what commands write there does not touch the project. */
export async function makeWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'jinlin-docs-'));
  for (const file of projectFiles) await cp(join(root, file), join(folder, file));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Puts the address of a hub in the place of the one that documents name. */
export function atHub(text: string, url: string): string {
  return text.replaceAll(TOLD, new URL(url).host);
}

/**
 * Runs commands of a document as a reader would who copies them: by `sh`, in a folder of the project. Gives
 * what they print.
 * @throws when one fails, when the hub answers with errors, or when a file that is asked for is not there
 */
export async function runCommands(
  text: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 1e8 };
  const { stdout } = await run('sh', ['-eu', '-c', text], options);
  if (stdout.includes('"errors":')) throw new Error(stdout);
  for (const [, file] of text.matchAll(/ -o (\S+)/g)) {
    const { size } = await stat(join(folder, file as string));
    if (size === 0) throw new Error(`${file} is empty.`);
  }
  return stdout;
}

/** Whether a program can be found. */
export async function hasProgram(name: string): Promise<boolean> {
  return run('sh', ['-c', `command -v ${name}`]).then(
    () => true,
    () => false,
  );
}
