import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filterTar, isWanted } from '../../db/embedded/lean-postgis.ts';

describe('an archive', () => {
  let folder: string;
  const files: Record<string, string> = {
    'lib/postgresql/postgis-3.so': 'x'.repeat(1_000),
    'lib/postgresql/postgis_raster-3.so': 'y'.repeat(512),
    [`share/${'long/'.repeat(25)}proj.db`]: '',
    'share/postgresql/extension/postgis_topology.control': 'z',
    'share/postgresql/extension/postgis.control': 'comment',
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jinlin-tar-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('keeps the files that are wanted, as they were', () => {
    const names = Object.keys(files);
    const tar = execFileSync('tar', ['-c', '--format=ustar', '-C', folder, ...names]);
    const lean = filterTar(tar, isWanted);
    const listed = execFileSync('tar', ['-t'], { input: lean }).toString().trim().split('\n');
    expect(listed).toEqual(names.filter((name) => !/raster|topology/.test(name)));
    for (const name of listed) {
      const text = execFileSync('tar', ['-xO', name], { input: lean }).toString();
      expect(text).toBe(files[name]);
    }
  });
});

describe('the bundle of PostGIS', () => {
  test.each([
    ['lib/postgresql/postgis-3.so', true],
    ['share/proj/proj.db', true],
    ['share/postgresql/extension/postgis.control', true],
    ['share/postgresql/extension/postgis--3.6.1--ANY.sql', true],
    ['share/postgresql/extension/postgis--ANY--3.6.2.sql', true],
    ['lib/postgresql/postgis_topology-3.so', false],
    ['share/postgresql/extension/postgis_tiger_geocoder--3.6.2.sql', false],
    ['share/postgresql/contrib/postgis-3.6/spatial_ref_sys.sql', false],
  ])('%s is needed: %s', (name, needed) => expect(isWanted(name)).toBe(needed));
});
