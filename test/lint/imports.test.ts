import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A small house: what each file imports. */
const HOUSE: Record<string, string[]> = {
  'web/map/Map.tsx': [
    '../../server/coverage/engine/index.ts',
    '../../server/coordinates/index.ts',
    '../../server/lists/page.ts',
    '../scenarios/Site.tsx',
  ],
  // Up a floor, up on the same floor, and down.
  'web/stage/camera.ts': ['../map/Camera.tsx', '../hub/live/socket.ts'],
  'web/map/Camera.tsx': [],
  'web/edits/Pin.tsx': ['../scenarios/Site.tsx', '../kinds/kind.ts'],
  'web/scenarios/Site.tsx': ['../edits/edit.ts'],
  'web/edits/edit.ts': [],
  'web/kinds/kind.ts': [],
  'web/attic/Box.tsx': ['./lid.ts'],
  'web/attic/lid.ts': [],
  // No file imports one that imports it, but their folders do.
  'web/hub/live/socket.ts': ['../offline/online.ts'],
  'web/hub/live/sign.ts': [],
  'web/hub/offline/online.ts': [],
  'web/hub/offline/answers.ts': ['../live/sign.ts'],
  'server/coordinates/index.ts': ['./convert.ts', '../coverage/coverage.queries.ts', 'node:fs'],
  'server/coordinates/convert.ts': [],
  'server/coverage/engine/index.ts': ['../coverage.queries.ts', 'node:fs'],
  'server/coverage/coverage.queries.ts': ['../edits/edits.queries.ts'],
  'server/coverage/coverage.resolver.ts': [
    '../grids/grid.resolver.ts',
    '../grids/grids.queries.ts',
    '../access/policy.ts',
    '../coordinates/index.ts',
    '../coordinates/convert.ts',
    '../app.ts',
  ],
  'server/edits/edits.queries.ts': ['../coverage/outcomes.queries.ts'],
  'server/coverage/outcomes.queries.ts': [],
  'server/facilities/facilities.queries.ts': ['../communities/communities.queries.ts'],
  'server/communities/communities.queries.ts': ['../facilities/kinds.queries.ts'],
  'server/facilities/kinds.queries.ts': [],
  'server/grids/grid.resolver.ts': [],
  'server/grids/grids.queries.ts': [],
  'server/access/policy.ts': [],
  'server/imports/importer.ts': ['./commit/commit.ts'],
  'server/imports/commit/commit.ts': ['../match/match.ts'],
  'server/imports/match/match.ts': ['../check/check.ts', '../newcomer/newcomer.ts'],
  'server/imports/check/check.ts': [],
  'server/imports/staged/row.ts': ['../importer.ts'],
  'server/imports/newcomer/newcomer.ts': [],
  'server/newcomers/newcomer.ts': [],
  'server/newcomers/other.ts': ['./newcomer.ts'],
  'server/lists/page.ts': [],
  'server/shared/text.ts': ['../grids/grids.queries.ts'],
  'server/shared/a.ts': ['./b.ts'],
  'server/shared/b.ts': ['./a.ts'],
  'server/graphql/plan/graphql-internals.ts': ['graphql/execution/execute.js'],
  'server/app.ts': ['../web/map/Map.tsx', '../test/helper.ts', 'graphql/execution/execute.js'],
  'db/orm.ts': ['../server/shared/b.ts', './entities/one.ts'],
  'db/entities/one.ts': ['./two.ts'],
  'db/entities/two.ts': ['./one.ts'],
  'test/helper.ts': ['../server/shared/b.ts'],
};

/** What each file says besides: syntax that a parser of plain JavaScript would stumble over. */
function bodyOf(file: string): string {
  if (file.endsWith('.tsx')) return 'export const Part = (): object => <main />;';
  if (file.endsWith('.resolver.ts')) {
    return '@Resolver(() => Thing) export class R { @Field(() => Int) private readonly n!: number; }';
  }
  return 'export const a = 1 as const;';
}

let house: string;
let found: string[];

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'jinlin-house-'));
  for (const [file, imports] of Object.entries(HOUSE)) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    // Type-only imports count too: they are how a layer comes to know another.
    const lines = imports.map((from, i) => `import type * as m${i} from '${from}';`);
    writeFileSync(join(house, file), `${lines.join('\n')}\n${bodyOf(file)}\n`);
  }
  const args = [
    ...['--import', join(root, 'test/lint/classic-typescript.ts')],
    join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
    ...['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'],
    ...['web', 'server', 'db', 'test'],
  ];
  const output = execFileSync(process.execPath, args, { cwd: house, stdio: 'pipe' });
  const { summary } = JSON.parse(output.toString());
  found = summary.violations.map(
    ({ rule, from, to }: { rule: { name: string }; from: string; to: string }) =>
      `${rule.name}: ${from} → ${to}`,
  );
}, 60_000);

afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('the import rules', () => {
  test.each([
    'web-stands-alone: web/map/Map.tsx → server/lists/page.ts',
    'engine-is-pure: server/coverage/engine/index.ts → server/coverage/coverage.queries.ts',
    'engine-is-pure: server/coverage/engine/index.ts → fs',
    'coordinates-are-pure: server/coordinates/index.ts → server/coverage/coverage.queries.ts',
    'coordinates-are-pure: server/coordinates/index.ts → fs',
    'concepts-meet-in-queries: server/coverage/coverage.resolver.ts → server/grids/grid.resolver.ts',
    'server-floors: server/coordinates/index.ts → server/coverage/coverage.queries.ts',
    'server-floors: server/coverage/coverage.queries.ts → server/edits/edits.queries.ts',
    'server-floors: server/communities/communities.queries.ts → server/facilities/kinds.queries.ts',
    'server-floors: server/shared/text.ts → server/grids/grids.queries.ts',
    'server-has-floors: server/newcomers/other.ts → server/newcomers/newcomer.ts',
    'server/imports-floors: server/imports/match/match.ts → server/imports/check/check.ts',
    'server/imports-has-floors: server/imports/match/match.ts → server/imports/newcomer/newcomer.ts',
    'server/imports-roof: server/imports/staged/row.ts → server/imports/importer.ts',
    'roofs-only-above: server/coverage/coverage.resolver.ts → server/app.ts',
    'web-floors: web/stage/camera.ts → web/map/Camera.tsx',
    'web-floors: web/edits/Pin.tsx → web/scenarios/Site.tsx',
    'web-has-floors: web/attic/Box.tsx → web/attic/lid.ts',
    'no-cycles: server/shared/a.ts → server/shared/b.ts',
    'server-knows-no-web: server/app.ts → web/map/Map.tsx',
    'nobody-imports-tests: server/app.ts → test/helper.ts',
    'graphql-internals-in-one-file: server/app.ts → graphql/execution/execute.js',
    'db-is-the-bottom: db/orm.ts → server/shared/b.ts',
  ])('forbid %s', (violation) => {
    expect(found).toContain(violation);
  });

  test.each([
    ['server/communities', 'server/facilities'],
    ['server/coverage', 'server/edits'],
    ['web/edits', 'web/scenarios'],
    ['web/hub/live', 'web/hub/offline'],
  ])('forbid that %s and %s import each other', (one, other) => {
    expect(found).toContain(`no-circle-of-folders: ${one} → ${other}`);
    expect(found).toContain(`no-circle-of-folders: ${other} → ${one}`);
  });

  test('forbid nothing else: neither queries nor policies below, nor circles of entities', () => {
    expect(found.filter((violation) => !violation.startsWith('no-circle'))).toHaveLength(23);
  });
});
