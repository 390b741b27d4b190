import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-classic';
import { loadConfigFromFile } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedSince, readChanges, SOURCES } from '../../server/commands/built.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('a build', () => {
  const changes = [
    { source: 'server', changedMs: 1_000 },
    { source: 'package-lock.json', changedMs: 2_000 },
  ];

  test.each([
    ['all, when nothing was built', undefined, ['server', 'package-lock.json']],
    ['all, when the time of the build cannot be read', Number.NaN, ['server', 'package-lock.json']],
    ['those that changed later', 1_500, ['package-lock.json']],
    ['none that is just as old', 2_000, []],
  ])('is older than %s', (_which, builtMs, changed) => {
    expect(changedSince(builtMs, changes)).toEqual(changed);
  });
});

describe('the latest change of a source', () => {
  let folder: string;
  const at = (path: string, seconds: number): void =>
    utimesSync(join(folder, path), seconds, seconds);
  const changed = (source: string): number | undefined =>
    readChanges(folder, [source])[0]?.changedMs;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jinlin-sources-'));
    mkdirSync(join(folder, 'web/map'), { recursive: true });
    writeFileSync(join(folder, 'web/map/Map.tsx'), '');
    at('web/map/Map.tsx', 10);
    at('web/map', 20);
    at('web', 5);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is that of a file', () => expect(changed('web/map/Map.tsx')).toBe(10_000));
  test('is that of a folder somewhere below, where a file was removed', () =>
    expect(changed('web')).toBe(20_000));
  test('is never, where there is none', () => expect(changed('nowhere')).toBe(0));
});

/** A TypeScript project's own files: those that it compiles, and those that configure it. */
function filesOf(project: string): string[] {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const shown = execFileSync(process.execPath, [tsc, '-p', project, '--showConfig'], { cwd: root });
  const { files } = JSON.parse(shown.toString()) as { files: string[] };
  const folder = dirname(resolve(root, project));
  return [...files.map((file) => resolve(folder, file)), ...configsOf(resolve(root, project))];
}

/** A configuration and those that it extends. */
function configsOf(file: string): string[] {
  // With comments, as configurations of TypeScript may have them.
  const { extends: base } = ts.readConfigFile(file, ts.sys.readFile).config as { extends?: string };
  return [file, ...(base ? configsOf(resolve(dirname(file), base)) : [])];
}

describe('the sources', () => {
  test('hold every file that the build of the server and of the pages reads', async () => {
    const vite = await loadConfigFromFile({ command: 'build', mode: 'production' });
    const projects = ['server/tsconfig.json', 'web/tsconfig.json', 'web/tsconfig.worker.json'];
    const files = [...(vite?.dependencies ?? []), ...projects.flatMap(filesOf)].map((file) =>
      relative(root, file),
    );
    expect(files).toContain('vite.offline.ts');
    expect(files).toContain('tsconfig.json');
    expect(files).toContain('web/app/main.tsx');
    const isSource = (file: string): boolean =>
      SOURCES.some((source) => file === source || file.startsWith(`${source}/`));
    expect(files.filter((file) => !isSource(file))).toEqual([]);
  });
});
