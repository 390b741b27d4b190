import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { FILE_FORMATS } from '../../server/formats/file-format.ts';
import { MAX_COST, MAX_COST_OF_STAFF } from '../../server/graphql/document-cost.ts';
import { MOST, MOST_CHARACTERS } from '../../server/graphql/document-size.ts';
import { MOST_CHARACTERS as MOST_ANSWER, TIME_LIMITS } from '../../server/graphql/execution.ts';
import { type ImportTarget, TARGETS } from '../../server/imports/staged/fields.ts';
import { DEFAULT_PAGE, MAX_PAGE } from '../../server/lists/page.ts';
import { readConfig } from '../../server/shared/config.ts';
import { STATUS_OF_CODE } from '../../server/shared/errors.ts';
import { MAX_POSITIONS } from '../../server/shared/geo-input.ts';
import { REFERENCE_SYSTEMS, statedErrorMeters } from '../../server/systems/reference-system.ts';
import { en } from '../../web/i18n/en.ts';
import { zh } from '../../web/i18n/zh.ts';
import { documentAt } from './documents.ts';

const require = createRequire(import.meta.url);

/** The rows of the table below a heading of a document, as plain text. */
function tableBelow(file: string, heading: string, number = 0): string[][] {
  const { text } = documentAt(file);
  const from = text.indexOf(`\n${heading}\n`);
  if (from < 0) throw new Error(`${file} has no heading "${heading}".`);
  const [, ...after] = text.slice(from).split(/^(?=\|[-: |]+\|$)/m);
  const lines = (after[number] ?? '').split('\n').slice(1);
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What is set as code in a cell. */
function codesIn(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string);
}

describe('the table of settings', () => {
  test('has every variable that the configuration reads, and its default', () => {
    const read = new Set<string>();
    const env = new Proxy<Record<string, string | undefined>>(
      {},
      {
        get: (_, name) => {
          read.add(String(name));
          return undefined;
        },
      },
    );
    const defaults = readConfig(env);
    const onPostgres = readConfig({ DATABASE_URL: 'postgres://localhost/jinlin' });
    const rows = tableBelow('docs/operators.md', '## Settings');
    expect(rows.flatMap(([name]) => codesIn(name)).sort()).toEqual([...read].sort());
    const told = Object.fromEntries(rows.map(([name, value = '']) => [codesIn(name)[0], value]));
    const onOff = (value: boolean): string => (value ? '`on`' : '`off`');
    expect(told).toMatchObject({
      PORT: `\`${defaults.port}\``,
      HOST: `\`${defaults.host}\``,
      DATABASE_URL: 'unset',
      JINLIN_DATA_DIR: `\`${defaults.dataDir}\``,
      JINLIN_SCHEMA: `\`${defaults.schema}\``,
      JINLIN_SAMPLE: `${onOff(defaults.sample)}; with \`DATABASE_URL\` ${onOff(onPostgres.sample)}`,
      JINLIN_PUBLIC_READING: onOff(defaults.publicReading),
      JINLIN_ADMIN_TOKEN: 'unset',
      JINLIN_PUBLIC_URL: 'unset',
      JINLIN_ALLOWED_HOSTS: 'unset',
      JINLIN_TRUST_PROXY: 'unset',
      JINLIN_REQUESTS_PER_MINUTE: `\`${defaults.requestsPerMinute}\``,
      JINLIN_SOCKETS_PER_NETWORK: `\`${defaults.socketsPerNetwork}\``,
      JINLIN_OIDC_CREATE: '`off`',
    });
  });
});

describe('the tables of analysts', () => {
  test('tell each limit', () => {
    const rows = tableBelow('docs/analysts.md', '## Limits').map(([, value]) => value);
    const limits = [
      MAX_PAGE,
      MAX_COST,
      MAX_COST_OF_STAFF,
      MOST.depth,
      MOST.rootFields,
      MOST.aliases,
      MOST.fields,
      MOST_CHARACTERS,
      MOST_ANSWER,
      MAX_POSITIONS,
      TIME_LIMITS.queryMs / 1_000,
      TIME_LIMITS.mutationMs / 1_000,
    ];
    expect(rows).toEqual(limits.map((limit) => limit.toLocaleString('en')));
    expect(documentAt('docs/analysts.md').text).toContain(`rows of a page (${DEFAULT_PAGE} unless`);
  });

  test('tell each code of errors, and its status', () => {
    const rows = tableBelow('docs/analysts.md', '## Errors');
    const told = rows.map(([code, status]) => [codesIn(code)[0], Number(status)]);
    expect(Object.fromEntries(told)).toEqual(STATUS_OF_CODE);
  });
});

describe('the tables of GIS users', () => {
  test('name each format', () => {
    const rows = tableBelow('docs/gis.md', '## Export');
    const told = rows.map(([extension, name]) => [codesIn(extension)[0], name]);
    expect(told).toEqual(expect.arrayContaining(FILE_FORMATS.map((f) => [f.extension, f.name])));
    expect(told).toHaveLength(FILE_FORMATS.length);
  });

  test('name each coordinate system with its error', () => {
    const told = new Map<string, string>();
    for (const [name, , error = ''] of tableBelow('docs/gis.md', '## Coordinate systems')) {
      const [first, last] = codesIn(name);
      const [from, to] = [first, last].map((id) => Number(id?.replace('EPSG:', '')));
      if (!last) told.set(first as string, error);
      else
        for (let epsg = from as number; epsg <= (to as number); epsg++)
          told.set(`EPSG:${epsg}`, error);
    }
    const known = REFERENCE_SYSTEMS.map(({ id }): [string, string] => {
      const meters = statedErrorMeters(id);
      return [id, meters === 0 ? '0' : `${meters} m`];
    });
    expect([...told].sort()).toEqual(known.sort());
  });

  test('name the fields of each import, in bold those that a new row needs', () => {
    const rows = tableBelow('docs/gis.md', '## Import');
    expect(rows.map(([target]) => codesIn(target)[0])).toEqual(Object.keys(TARGETS));
    for (const [target, geometry, fields = ''] of rows) {
      const info = TARGETS[codesIn(target)[0] as ImportTarget];
      expect(codesIn(fields)).toEqual(info.fields);
      const bold = [...fields.matchAll(/\*\*`([^`]+)`\*\*/g)].map(([, field]) => field);
      expect(bold).toEqual(info.required);
      expect(geometry).toBe(info.geometry?.toLowerCase() ?? 'none');
    }
  });
});

describe('the floors of the architecture', () => {
  interface Rule {
    name: string;
    from: { path?: string };
    to: { path?: string[] };
  }
  /** The folders of a layer in the order of the lint, from the roof down. */
  function orderOf(layer: string): string[] {
    const { forbidden } = require('../../.dependency-cruiser.cjs') as { forbidden: Rule[] };
    const rules = forbidden.filter(({ name }) => name === `${layer}-floors`);
    const folderOf = (path = ''): string => path.replace(`^${layer}/`, '').replace(/\/$/, '');
    return [folderOf(rules[0]?.to.path?.[0]), ...rules.map(({ from }) => folderOf(from.path))];
  }

  test.each([
    ['server', 0],
    ['web', 1],
  ])('are those of the lint: %s', (layer, number) => {
    const rows = tableBelow('docs/architecture.md', '## Floors', number);
    expect(rows.flatMap(([, folders]) => codesIn(folders))).toEqual(orderOf(layer));
  });
});

describe('the words of the screen', () => {
  const pairs = new Map<string, Set<string>>();
  const collect = (english: unknown, chinese: unknown): void => {
    if (typeof english === 'string') {
      const known = pairs.get(english) ?? new Set();
      pairs.set(english, known.add(chinese as string));
    } else {
      for (const [key, value] of Object.entries(english as object)) {
        collect(value, (chinese as Record<string, unknown>)[key]);
      }
    }
  };
  collect(en, zh);

  test.each(['docs/planners.md', 'docs/analysts.md', 'docs/gis.md', 'docs/operators.md'])(
    'are quoted by %s as they are',
    (file) => {
      const quoted = [
        ...documentAt(file).text.matchAll(/"([^"\n]+)"\s+\(([^)]*\p{Script=Han}[^)]*)\)/gu),
      ];
      expect(quoted.length).toBeGreaterThan(0);
      const wrong = quoted.filter(
        ([, english, chinese]) => !pairs.get(english as string)?.has(chinese as string),
      );
      expect(wrong.map(([text]) => text)).toEqual([]);
    },
  );

  test('are quoted by the manual in Chinese as they are', () => {
    const known = new Set([...pairs.values()].flatMap((values) => [...values]));
    const quoted = [...documentAt('docs/planners.zh.md').text.matchAll(/“([^”]+)”/g)];
    const wrong = quoted.filter(([, word]) => !known.has(word as string));
    expect(wrong.map(([text]) => text)).toEqual([]);
  });
});
