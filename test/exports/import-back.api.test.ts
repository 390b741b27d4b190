import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { bring } from '../imports/uploads.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

/** What somebody may have entered: a spreadsheet must not run it, and it must come back as it was. */
const NAMES = [
  '=HYPERLINK("http://x.example","园")',
  '+86 451',
  '-5',
  '@sum',
  "'=1+1",
  "''-",
  "'60s",
];

async function enter(name: string): Promise<void> {
  const { errors } = await hub.send(
    `mutation ($name: String!) { createFacility(input: { kind: "park", name: $name,
      location: { type: "Point", coordinates: [121.5, 25] } }) { dataVersion } }`,
    { name },
  );
  if (errors) throw new Error(JSON.stringify(errors));
}

/** The names in an exported CSV, as a spreadsheet gets them. */
async function namesIn(query: string): Promise<string[]> {
  const response = await fetch(`${hub.url}/export/facilities.csv${query}`);
  const records = parse(await response.text(), { bom: true, columns: true });
  return (records as { name: string }[]).map(({ name }) => name);
}

describe.skipIf(missingDatabase)('a text like a formula', () => {
  beforeAll(async () => {
    if (missingDatabase) return;
    for (const name of NAMES) await enter(name);
  });

  test('is none in a CSV, unless all texts are wanted as they are', async () => {
    const names = await namesIn('');
    expect(names.filter((name) => /^[=+\-@\t\r]/.test(name))).toEqual([]);
    const marked = NAMES.map((name) => (name === "'60s" ? name : `'${name}`));
    expect(names).toEqual(expect.arrayContaining(marked));
    expect(await namesIn('?raw=true')).toEqual(expect.arrayContaining(NAMES));
    expect(await namesIn('?raw=false')).toEqual(names);
  });

  test.each(['facilities.csv?raw=yes', 'facilities.geojson?raw=true'])(
    'cannot be asked for by %s',
    async (path) => {
      const response = await fetch(`${hub.url}/export/${path}`);
      expect([response.status, await response.text()]).toEqual([
        400,
        expect.stringContaining('"field":"raw"'),
      ]);
    },
  );
});

describe.skipIf(missingDatabase)('an exported file', () => {
  test.each([
    ['communities', 'csv', 'COMMUNITIES'],
    ['communities', 'gpkg', 'COMMUNITIES'],
    ['facilities', 'csv', 'FACILITIES'],
    ['facilities', 'geojson', 'FACILITIES'],
    ['grids', 'csv', 'GRIDS'],
    ['grids', 'fgb', 'GRIDS'],
  ])(
    'of %s as %s is imported back without a hint, and changes nothing',
    async (layer, extension, target) => {
      const response = await fetch(`${hub.url}/export/${layer}.${extension}`);
      const file = new Uint8Array(await response.arrayBuffer());
      const seen = await bring(hub, `${layer}.${extension}`, file);
      const { data } = await hub.send(`{ list: ${layer} { totalCount } }`);
      expect(seen).toMatchObject({
        state: 'READY',
        target,
        system: 'WGS84',
        counts: { create: 0, update: 0, same: data.list.totalCount, skip: 0, errors: 0 },
      });
    },
  );
});
