import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { bring } from '../imports/uploads.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const { nativeUrl } = inject('databases');
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

const LAYERS = {
  regions: 'REGIONS',
  communities: 'COMMUNITIES',
  facilities: 'FACILITIES',
  grids: 'GRIDS',
};
const SYSTEMS = [
  ...['WGS84', 'CGCS2000', 'GCJ02', 'BD09', 'EPSG:4528', 'EPSG:4549', 'EPSG:3857'],
  ...['EPSG:3826', 'EPSG:32651'],
];
const FORMATS = ['csv', 'geojson', 'geojsonl', 'gpkg', 'zip', 'fgb'];

/**
 * Every layer, format and system in combination; on the embedded database so many of them that each format meets each
 * layer and each system at least once.
 */
function combinations(): { layer: string; format: string; system: string; target: string }[] {
  const all = Object.entries(LAYERS).flatMap(([layer, target], l) =>
    FORMATS.flatMap((format, f) =>
      SYSTEMS.map((system, s) => ({
        layer,
        target,
        format,
        system,
        isChosen: (l + f + s) % 4 === 0,
      })),
    ),
  );
  return nativeUrl ? all : all.filter(({ isChosen }) => isChosen);
}

describe.skipIf(missingDatabase)('an exported file', () => {
  // One district holds all that a city does.
  const district = '63000020';

  test.each(combinations())(
    'of $layer as $format in $system is imported back without a hint, and changes nothing',
    async ({ layer, format, system, target }) => {
      const query = new URLSearchParams({ system, filter: JSON.stringify({ region: district }) });
      const response = await fetch(`${hub.url}/export/${layer}.${format}?${query}`);
      expect(response.status).toBe(200);
      const file = new Uint8Array(await response.arrayBuffer());
      const seen = await bring(hub, `${layer}.${format}`, file);
      const { data } = await hub.send(
        `{ list: ${layer}(filter: { region: "${district}" }) { totalCount } }`,
      );
      expect(seen).toMatchObject({
        state: 'READY',
        target,
        system,
        counts: { create: 0, update: 0, same: data.list.totalCount, skip: 0, errors: 0 },
      });
    },
  );
});
