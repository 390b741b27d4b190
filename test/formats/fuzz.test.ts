import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FILE_FORMATS,
  type FileFormat,
  FileTroubleError,
  openSource,
} from '../../server/formats/feature-source.ts';

/** How many files of each kind; set it higher to look longer. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500);
const MOST_FEATURES = 20_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jinlin-fuzz-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a file to its end. Gives the code of what is wrong with it, or null; throws whatever else is thrown. */
async function read(bytes: Uint8Array, format?: FileFormat): Promise<string | null> {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  try {
    const source = await openSource(path, { format });
    try {
      let count = 0;
      for await (const { row } of source.features()) {
        expect(row).toBeGreaterThan(0);
        if (++count > MOST_FEATURES) break;
      }
    } finally {
      await source.close();
    }
    return null;
  } catch (error) {
    if (error instanceof FileTroubleError) return error.code;
    throw error;
  }
}

/** Sound files, to be damaged. */
const SOUND: Record<string, Buffer> = {
  csv: Buffer.from(
    '编码,名称,经度,纬度\n001,"道里区, 中央大街",126.62,45.77\n002,南岗区,126.66,45.75\n',
  ),
  tsv: Buffer.from('code\tname\tWKT\n1\ta\tPOLYGON ((0 0, 1 0, 1 1, 0 0))\n2\tb\tPOINT (1 2)\n'),
  geojson: Buffer.from(
    JSON.stringify({
      type: 'FeatureCollection',
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4490' } },
      features: [
        {
          type: 'Feature',
          properties: { code: '1', n: 1, list: [1, { a: null }] },
          geometry: { type: 'Point', coordinates: [126.6, 45.7] },
        },
        {
          type: 'Feature',
          properties: null,
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [1, 0],
                [1, 1],
                [0, 0],
              ],
            ],
          },
        },
        { type: 'Feature', properties: {}, geometry: null },
      ],
    }),
  ),
  geojsonseq: Buffer.from(
    '\x1e{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2]}}\n\x1e{"type":"Feature","properties":{},"geometry":null}\n',
  ),
};

/** A damaged file: bytes changed, cut out, doubled or put in. */
function damaged(sound: Buffer): fc.Arbitrary<Buffer> {
  const wound = fc.record({
    at: fc.nat(sound.length),
    take: fc.oneof(fc.nat(3), fc.nat(sound.length)),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc
        .constantFrom(
          '"',
          '{',
          '[',
          '[[[[',
          '\x1e',
          '\0',
          'null',
          '1e999',
          '-',
          '\r',
          ',',
          '\ufeff',
          '\ud800',
          '{"type":',
        )
        .map((text) => Buffer.from(text)),
      fc.nat(sound.length).map((from) => sound.subarray(from, from + 40)),
    ),
  });
  return fc.array(wound, { minLength: 1, maxLength: 4 }).map((wounds) => {
    let bytes = sound;
    for (const { at, take, put } of wounds) {
      bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + take)]);
    }
    return bytes;
  });
}

describe('any bytes', () => {
  test('are read or refused with a reason, whatever they are taken for', async () => {
    const formats = [undefined, ...FILE_FORMATS.map(({ id }) => id)];
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(...formats),
        async (bytes, format) => {
          await read(bytes, format);
        },
      ),
      { numRuns: RUNS },
    );
  }, 600_000);

  test.each(Object.entries(SOUND))(
    'of a damaged file are read or refused with a reason: %s',
    async (_name, sound) => {
      expect(await read(sound)).toBeNull();
      await fc.assert(
        fc.asyncProperty(damaged(sound), async (bytes) => void (await read(bytes))),
        { numRuns: RUNS },
      );
    },
    600_000,
  );
});

/** A zip archive made by hand, which may lie about what is in it. */
function zip(entries: { name: string; bytes: Buffer; size?: number; packed?: Buffer }[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, size = bytes.length, packed = deflateRawSync(bytes) } of entries) {
    const title = Buffer.from(name);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(0x800, 6);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(size, 22);
    head.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(0x800, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(head, title, packed);
    central.push(entry, title);
    offset += head.length + title.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

describe('an archive', () => {
  /** A Shapefile of no shapes. */
  const shp = (() => {
    const bytes = Buffer.alloc(100);
    bytes.writeInt32BE(9994, 0);
    bytes.writeInt32BE(50, 24);
    bytes.writeInt32LE(1000, 28);
    bytes.writeInt32LE(1, 32);
    return bytes;
  })();
  const zeros = Buffer.alloc(64 * 1024 * 1024);

  test.each([
    [
      'that unpacks to far more than it is',
      [
        { name: 'a.shp', bytes: shp },
        { name: 'a.dbf', bytes: zeros },
        { name: 'a.prj', bytes: zeros },
      ],
    ],
    [
      'that says it unpacks to little',
      [
        { name: 'a.shp', bytes: zeros, size: 100 },
        { name: 'a.dbf', bytes: zeros, size: 10 },
      ],
    ],
    [
      'that says it unpacks to four gigabytes',
      [
        { name: 'a.shp', bytes: shp, size: 0xfffffff0 },
        { name: 'a.dbf', bytes: shp, size: 0xfffffff0 },
      ],
    ],
    [
      'with names that lead elsewhere',
      [
        { name: '../../../../tmp/jinlin-escaped.shp', bytes: shp },
        { name: '/etc/jinlin-escaped.dbf', bytes: shp },
      ],
    ],
    [
      'with names of Windows',
      [
        { name: 'C:\\jinlin-escaped.shp', bytes: shp },
        { name: '..\\jinlin-escaped.dbf', bytes: shp },
      ],
    ],
    [
      'of very many files',
      Array.from({ length: 20_000 }, (_, i) => ({ name: `${i}.shp`, bytes: shp })),
    ],
    ['of an archive', [{ name: 'a.zip', bytes: zip([{ name: 'a.shp', bytes: shp }]) }]],
    [
      'with the same file twice',
      [
        { name: 'a.shp', bytes: shp },
        { name: 'a.shp', bytes: zeros },
        { name: 'a.dbf', bytes: shp },
      ],
    ],
    [
      'whose bytes are no deflate stream',
      [{ name: 'a.shp', bytes: shp, packed: Buffer.from('never packed') }],
    ],
    ['of nothing', []],
  ])('%s is refused with a reason, and takes no more than some memory', async (_what, entries) => {
    const bytes = zip(entries);
    const before = process.memoryUsage().rss;
    expect(await read(bytes)).toEqual(expect.any(String));
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });
});
