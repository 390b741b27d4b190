/**
 * `npm start`: builds what is missing or older than its sources, then runs the hub.
 * Plain TypeScript without decorators, so that Node runs it as it is.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changedSince, readChanges } from './built.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const STAMP = join(root, 'dist', 'built');

function isBuilt(): boolean {
  const builtMs = existsSync(STAMP) ? Date.parse(readFileSync(STAMP, 'utf8')) : undefined;
  return changedSince(builtMs, readChanges(root)).length === 0;
}

/** Builds the server and the web pages unless they are as new as their sources. */
function build(): void {
  if (isBuilt()) return;
  console.log('Building the hub; only the first start and a changed source take this long.');
  const began = Date.now();
  const { status, error, stderr } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    console.error(`${stderr}\nThe build failed; "npm run build" tells more.`);
    process.exit(1);
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  // Dated at the begin, so that a source edited meanwhile is built again next time.
  writeFileSync(STAMP, new Date(began).toISOString());
}

build();
await import(new URL('../../dist/server/commands/main.js', import.meta.url).href);
