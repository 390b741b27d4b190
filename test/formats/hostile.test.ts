import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import type { Polygon, Position } from 'geojson';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { SinkFeature } from '../../server/formats/feature-sink.ts';
import { FileTroubleError } from '../../server/formats/feature-source.ts';
import { FORMATS, fileOf, newPath, readAll, writeAll } from './files.ts';

const FEATURES: SinkFeature[] = Array.from({ length: 20 }, (_, i) => ({
  properties: { code: `0${i}`, name: '道里区' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [126, 45],
        [127, 45],
        [127, 46],
        [126, 45 + i / 100],
        [126, 45],
      ],
    ],
  },
}));

/** Numbers as chance would have them, but the same every time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What comes of reading: how many features, or the code of the trouble. Any other error is thrown on. */
async function outcomeOf(content: string | Uint8Array): Promise<number | string> {
  try {
    return (await readAll(fileOf(content))).features.length;
  } catch (error) {
    if (error instanceof FileTroubleError) return error.code;
    throw error;
  }
}

async function zipOf(entries: Record<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(content, name);
  zip.end();
  return buffer(zip.outputStream);
}

describe.each(FORMATS)('%s', (format) => {
  test('that is cut off or has wrong bytes is a trouble with a name, or read as far as it is good', async () => {
    const columns = [
      { name: 'code', type: 'text' },
      { name: 'name', type: 'text' },
    ] as const;
    const bytes = readFileSync(
      await writeAll(format, FEATURES, { geometryType: 'Polygon', columns }),
    );
    expect(await outcomeOf(bytes)).toBe(20);
    const random = seeded(7);
    const outcomes = new Set<number | string>();
    for (let i = 0; i < 120; i++) {
      const damaged = Buffer.from(bytes);
      const at = () => Math.floor(random() ** 2 * bytes.length);
      if (i % 3 === 0) {
        outcomes.add(await outcomeOf(damaged.subarray(0, at())));
        continue;
      }
      for (let n = 0; n <= i % 5; n++) damaged[at()] = Math.floor(random() * 256);
      outcomes.add(await outcomeOf(damaged));
    }
    expect(outcomes.size).toBeGreaterThan(1);
  });
});

describe('an archive', () => {
  test('that claims less than it holds is stopped', async () => {
    const path = await writeAll('shapefile', FEATURES, { geometryType: 'Polygon' });
    const bytes = readFileSync(path);
    // The uncompressed size in the central directory's first entry, 24 bytes behind its signature.
    const directory = bytes.indexOf(Buffer.from('504b0102', 'hex'));
    bytes.writeUInt32LE(10, directory + 24);
    expect(await outcomeOf(bytes)).toBe('BAD_SYNTAX');
  });

  test('whose content was changed is not believed', async () => {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.alloc(500, 'a'), 'a.shp', { compress: false });
    zip.addBuffer(Buffer.alloc(500, 'b'), 'a.dbf', { compress: false });
    zip.end();
    const bytes = await buffer(zip.outputStream);
    bytes[bytes.indexOf('bbbb') + 50] = 0;
    expect(await outcomeOf(bytes)).toBe('BAD_SYNTAX');
  });

  test('with too many files, or none that is wanted, is refused', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 1_001 }, (_, i) => [`${i}`, Buffer.alloc(0)]),
    );
    expect(await outcomeOf(await zipOf(many))).toBe('TOO_MANY_PARTS');
    expect(await outcomeOf(await zipOf({ 'readme.txt': Buffer.from('hello') }))).toBe('NO_LAYER');
    expect(await outcomeOf(await zipOf({ '[Content_Types].xml': Buffer.from('<') }))).toBe(
      'UNSUPPORTED_FORMAT',
    );
    expect(await outcomeOf(await zipOf({ 'a.shp': Buffer.alloc(100) }))).toBe('MISSING_PART');
  });
});

describe('a GeoPackage', () => {
  test('whose tables are views without end is not read', async () => {
    const path = newPath();
    const database = new DatabaseSync(path);
    database.exec(`
      CREATE VIEW gpkg_contents AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
        SELECT x AS table_name, 'features' AS data_type FROM n;
      CREATE TABLE gpkg_geometry_columns (table_name); CREATE TABLE gpkg_spatial_ref_sys (srs_id)`);
    database.close();
    expect(await outcomeOf(readFileSync(path))).toBe('NO_LAYER');
  });

  test('computed columns and blobs are left out', async () => {
    const path = await writeAll('geopackage', FEATURES.slice(0, 1), { geometryType: 'Polygon' });
    const database = new DatabaseSync(path);
    database.exec(`ALTER TABLE 社区 ADD COLUMN photo BLOB;
      ALTER TABLE 社区 ADD COLUMN big TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL;
      ALTER TABLE 社区 ADD COLUMN kept TEXT DEFAULT 'yes'`);
    database.close();
    const { source, features } = await readAll(path);
    expect(source.columns).toEqual(['kept']);
    expect(features[0]?.properties).toEqual({ kept: 'yes' });
  });
});

test('a few bytes of WKB that ask for gigabytes are refused', async () => {
  const line = Buffer.alloc(9);
  line.writeUInt8(1, 0);
  line.writeUInt32LE(2, 1);
  line.writeUInt32LE(0xffffffff, 5);
  const { features } = await readAll(fileOf(`geom\n${line.toString('hex')}\n`));
  expect(features[0]?.trouble?.message).toBe('Row 2: The geometry (WKB) is cut off.');
});

test('files are read in less memory than they take', async () => {
  const ring = Array.from({ length: 400 }, (_, i) => [126 + Math.cos(i) / 3, 45 + Math.sin(i) / 3]);
  const geometry: Polygon = { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] };
  const features = Array.from({ length: 2_000 }, () => ({ properties: {}, geometry }));
  const paths: string[] = [];
  for (const format of FORMATS) {
    paths.push(await writeAll(format, features, { geometryType: 'Polygon' }));
  }
  // All features of one file are 40 MB of positions, and the files have 13 MB and more each.
  const worker = new Worker(new URL('reading.worker.ts', import.meta.url), {
    workerData: paths,
    resourceLimits: { maxOldGenerationSizeMb: 20, maxYoungGenerationSizeMb: 8 },
  });
  const [{ counts, mostBytes }] = (await once(worker, 'message')) as [
    { counts: number[]; mostBytes: number },
  ];
  expect(counts).toEqual(FORMATS.map(() => 2_000));
  expect(mostBytes).toBeLessThan(12e6);
});
