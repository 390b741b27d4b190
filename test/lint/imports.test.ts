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
    '../../server/shared/page.ts',
  ],
  'server/coordinates/index.ts': ['./convert.ts', '../coverage/coverage.queries.ts', 'node:fs'],
  'server/coordinates/convert.ts': [],
  'server/coverage/engine/index.ts': ['../coverage.queries.ts', 'node:fs'],
  'server/coverage/coverage.queries.ts': [],
  'server/coverage/coverage.resolver.ts': [
    '../grids/grid.resolver.ts',
    '../grids/grids.queries.ts',
    '../auth/policy.ts',
    '../coordinates/index.ts',
    '../coordinates/convert.ts',
  ],
  'server/grids/grid.resolver.ts': [],
  'server/grids/grids.queries.ts': [],
  'server/auth/policy.ts': [],
  'server/shared/page.ts': ['../grids/grids.queries.ts'],
  'server/shared/a.ts': ['./b.ts'],
  'server/shared/b.ts': ['./a.ts'],
  'server/app.ts': ['../web/map/Map.tsx', '../test/helper.ts'],
  'db/orm.ts': ['../server/shared/b.ts', './entities/one.ts'],
  'db/entities/one.ts': ['./two.ts'],
  'db/entities/two.ts': ['./one.ts'],
  'test/helper.ts': ['../server/shared/b.ts'],
};

/** What each file says besides: syntax that a parser of plain JavaScript would stumble over. */
function bodyOf(file: string): string {
  if (file.endsWith('.tsx')) return 'export const Map = (): object => <main />;';
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
    'web-stands-alone: web/map/Map.tsx → server/shared/page.ts',
    'engine-is-pure: server/coverage/engine/index.ts → server/coverage/coverage.queries.ts',
    'engine-is-pure: server/coverage/engine/index.ts → fs',
    'coordinates-are-pure: server/coordinates/index.ts → server/coverage/coverage.queries.ts',
    'coordinates-are-pure: server/coordinates/index.ts → fs',
    'concepts-meet-in-queries: server/coverage/coverage.resolver.ts → server/grids/grid.resolver.ts',
    'concepts-meet-in-queries: server/coverage/coverage.resolver.ts → server/coordinates/convert.ts',
    'shared-knows-no-concept: server/shared/page.ts → server/grids/grids.queries.ts',
    'no-cycles: server/shared/a.ts → server/shared/b.ts',
    'server-knows-no-web: server/app.ts → web/map/Map.tsx',
    'nobody-imports-tests: server/app.ts → test/helper.ts',
    'db-is-the-bottom: db/orm.ts → server/shared/b.ts',
  ])('forbid %s', (violation) => {
    expect(found).toContain(violation);
  });

  test('forbid nothing else: neither queries nor policies of others, nor circles of entities', () => {
    expect(found).toHaveLength(12);
  });
});
