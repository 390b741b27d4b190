import { describe, expect, test } from 'vitest';
import type { SinkFeature } from '../../server/formats/feature-sink.ts';
import {
  FileTroubleError,
  openSourceApart,
  type SourceFeature,
} from '../../server/formats/feature-source.ts';
import { FORMATS, fileOf, readAll, writeAll } from './files.ts';

/** Everything that a file holds, read by a thread of its own. */
async function readAllApart(path: string): Promise<SourceFeature[]> {
  const source = await openSourceApart(path);
  try {
    const features: SourceFeature[] = [];
    for await (const feature of source.features()) features.push(feature);
    return features;
  } finally {
    await source.close();
  }
}

/** What comes of reading: how many features, or the trouble with its row. Any other error is thrown on. */
async function outcomeOf(path: string): Promise<unknown> {
  try {
    return (await readAllApart(path)).length;
  } catch (error) {
    if (error instanceof FileTroubleError) return [error.code, error.row];
    throw error;
  }
}

/** More than one batch, and geometries of more than one batch's size. */
const FEATURES: SinkFeature[] = Array.from({ length: 450 }, (_, i) => ({
  properties: { code: `0${i}`, name: i % 2 ? '道里区' : null },
  geometry: {
    type: 'LineString',
    coordinates: Array.from({ length: i === 7 ? 40_000 : 3 }, (_, n) => [126 + n / 1e6, 45]),
  },
}));

describe('a file that is read by a thread of its own', () => {
  test.each(FORMATS)('gives the same as one that is read here: %s', async (format) => {
    const path = await writeAll(format, FEATURES, {
      geometryType: 'LineString',
      columns: [
        { name: 'code', type: 'text' },
        { name: 'name', type: 'text' },
      ],
    });
    const { source, features } = await readAll(path);
    const apart = await openSourceApart(path);
    await apart.close();
    const facts = ({ format, columns, declared, encoding, featureCount }: typeof source) => ({
      format,
      columns,
      declared,
      encoding,
      featureCount,
    });
    expect(facts(apart)).toEqual(facts(source));
    expect(await readAllApart(path)).toEqual(features);
  });

  test('tells what is wrong with the file, or a row of it, by name', async () => {
    expect(await outcomeOf(fileOf(''))).toEqual(['EMPTY', null]);
    const [first, second] = await readAllApart(fileOf('name,lon,lat\na,east,45\nb,126,45\n'));
    expect(first?.trouble).toBeInstanceOf(FileTroubleError);
    expect(first?.trouble).toMatchObject({ code: 'BAD_GEOMETRY', row: 2 });
    expect(first?.trouble?.message).toMatch(/^Row 2: [^R]/);
    expect(second).not.toHaveProperty('trouble');
  });

  test.each<[string, () => string, unknown]>([
    [
      'a row of ten million commas',
      () => `a,b\n${','.repeat(10_000_000)}\n`,
      ['RECORD_TOO_LONG', 2],
    ],
    ['60 MB of line breaks', () => `a,b\n${'\n'.repeat(60_000_000)}1,2\n`, 1],
    ['a header of a million columns', () => `${'a,'.repeat(1_000_000)}\n`, ['RECORD_TOO_LONG', 1]],
    [
      'all of a file in empty cells',
      () => `a,b\n${','.repeat(180_000_000)}`,
      ['RECORD_TOO_LONG', 2],
    ],
  ])('costs the hub’s own thread next to nothing: %s', async (_what, content, outcome) => {
    const path = fileOf(content());
    const before = [process.cpuUsage(), process.threadCpuUsage()] as const;
    expect(await outcomeOf(path)).toEqual(outcome);
    const all = process.cpuUsage(before[0]);
    const here = process.threadCpuUsage(before[1]);
    expect(here.user + here.system).toBeLessThan((all.user + all.system) / 4);
  });
});
