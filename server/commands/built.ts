/** Says whether what was built is as new as its sources. Plain TypeScript: Node runs it as it is. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Files and folders that `npm run build` reads, relative to the project's root. */
export const SOURCES: readonly string[] = [
  'server',
  'db',
  'web',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
  'vite.offline.ts',
  // Versions of the libraries: those that are wanted, and those that are installed.
  'package-lock.json',
  'node_modules/.package-lock.json',
];

/** A source and the time of its latest change, as Unix time in milliseconds. */
export interface SourceChange {
  readonly source: string;
  readonly changedMs: number;
}

/** The sources that changed after a build; all of them when nothing was built (`undefined`). */
export function changedSince(
  builtMs: number | undefined,
  changes: readonly SourceChange[],
): string[] {
  return changes
    .filter(({ changedMs }) => builtMs === undefined || !(changedMs <= builtMs))
    .map(({ source }) => source);
}

/** The latest change of each of the sources below a folder. */
export function readChanges(root: string, sources = SOURCES): SourceChange[] {
  return sources.map((source) => ({ source, changedMs: latestChange(join(root, source)) }));
}

/** A folder changes when a file comes or goes, or changes anywhere below it; what is missing never did. */
function latestChange(path: string): number {
  if (!existsSync(path)) return 0;
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  const below = readdirSync(path).map((name) => latestChange(join(path, name)));
  return Math.max(status.mtimeMs, ...below);
}
