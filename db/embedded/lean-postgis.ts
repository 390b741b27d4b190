/**
 * PostGIS as PGlite needs it here. The package's bundle holds raster, topology and a geocoder too, whose
 * libraries PGlite would unpack and compile at every start: without them a start takes half the time and the
 * process 300 MB less memory. Nobody creates those extensions: in PGlite they can wedge the session.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Extension } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';

/** What is left out: other extensions, and scripts for databases older than extensions. */
const LEFT_OUT = /postgis_(raster|topology|tiger_geocoder)|--unpackaged--|postgresql\/contrib\//;

/** Bundles of earlier versions, and what remains of a start that was cut short. */
const OLDER = /^postgis-.*\.tar\.gz/;

/** PostGIS from a bundle without what nobody uses; the bundle is made once and kept in the data folder. */
export function leanPostgis(dataDir: string): Extension {
  return {
    ...postgis,
    async setup(db, options) {
      const { bundlePath, ...rest } = await postgis.setup(db, options);
      return { ...rest, bundlePath: keepLean(bundlePath as URL, dataDir) };
    },
  };
}

/** The lean bundle of a data folder; it is made where there is none of this version. */
function keepLean(bundle: URL, dataDir: string): URL {
  const packageFile = new URL('../package.json', bundle);
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const file = join(dataDir, `postgis-${version}.tar.gz`);
  if (!existsSync(file)) {
    for (const name of readdirSync(dataDir)) if (OLDER.test(name)) rmSync(join(dataDir, name));
    const whole = gunzipSync(readFileSync(fileURLToPath(bundle)));
    // Half a bundle must never bear the name of a whole one.
    writeFileSync(`${file}.part`, gzipSync(filterTar(whole, isWanted), { level: 1 }));
    renameSync(`${file}.part`, file);
  }
  return pathToFileURL(file);
}

/** Whether a file of the package's bundle is used here. */
export function isWanted(name: string): boolean {
  return !LEFT_OUT.test(name);
}

const BLOCK_BYTES = 512;

/** Files of a tar archive (POSIX ustar) that are wanted, as an archive. */
export function filterTar(tar: Uint8Array, wanted: (name: string) => boolean): Buffer {
  const kept: Uint8Array[] = [];
  for (let start = 0; start + BLOCK_BYTES <= tar.length; ) {
    const header = tar.subarray(start, start + BLOCK_BYTES);
    const name = textOf(header, 0, 100);
    if (name === '') break;
    const bytes = Number.parseInt(textOf(header, 124, 12), 8);
    const end = start + BLOCK_BYTES * (1 + Math.ceil(bytes / BLOCK_BYTES));
    const prefix = textOf(header, 345, 155);
    if (wanted(prefix === '' ? name : `${prefix}/${name}`)) kept.push(tar.subarray(start, end));
    start = end;
  }
  // Two empty blocks end an archive.
  return Buffer.concat([...kept, new Uint8Array(2 * BLOCK_BYTES)]);
}

/** A text field of a header: it ends at its length or at a zero. */
function textOf(header: Uint8Array, offset: number, length: number): string {
  const text = Buffer.from(header.subarray(offset, offset + length)).toString('utf8');
  return text.split('\0', 1)[0] as string;
}
