import proj4 from 'proj4';
import { epsgRegistry } from './registry.ts';
import type { IndexEntry } from './registry-entry.ts';

/** The number that WKT gives itself at its end. */
const OWN_CODE = /(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d{4,5})"?\s*\]\s*\]\s*$/i;
const DATUM = /\b(?:DATUM|ENSEMBLE)\s*[[(]\s*"([^"]{1,200})"/gi;
const GEOGRAPHIC =
  /\b(?:GEOGCS|GEOGCRS|BASEGEOGCRS|GEODCRS|BASEGEODCRS)\s*[[(]\s*"([^"]{1,200})"/gi;
/** Numbers of a definition that decide where a place lies: angles in radians, lengths in meters. */
const NUMBERS = 'lat0 lat1 lat2 lat_ts long0 longc alpha k0 x0 y0 a rf from_greenwich'.split(' ');
/** In these the last digits of written-out definitions differ. */
const PRECISION = 1e8;

/** Systems by what their definition comes to. It takes half a second to make, so only when it is needed. */
let byMeaning: Map<string, IndexEntry[]> | undefined;

/**
 * The number of the registered system that WKT describes: of those with the same projection and the same datum by
 * name, the one whose number the WKT gives itself, or else the first. Undefined where there is none.
 */
export function matchWkt(wkt: string): number | undefined {
  const meaning = meaningOf(wkt);
  if (meaning === undefined) return undefined;
  byMeaning ??= Map.groupBy(
    epsgRegistry().filter(
      ({ proj4: definition, kind }) => definition && /PROJCRS|GEOGCRS/.test(kind),
    ),
    (entry) => meaningOf(entry.proj4 as string) ?? '',
  );
  const datums = namesIn(wkt, DATUM);
  const codes = (byMeaning.get(meaning) ?? [])
    .filter(({ wkt: known }) => known !== null && isOf(known, datums))
    .map(({ code }) => Number(code));
  const own = Number(OWN_CODE.exec(wkt)?.[1]);
  return codes.includes(own) ? own : codes.sort((a, b) => a - b)[0];
}

/** What a definition comes to, whatever it is written in; undefined where it cannot be understood. */
function meaningOf(definition: string): string | undefined {
  try {
    const projection = new proj4.Proj(definition) as unknown as Record<string, unknown>;
    const [name] = projection['names'] as string[];
    const method = name?.startsWith('Universal') ? 'Extended_Transverse_Mercator' : name;
    const numbers = NUMBERS.map((key) => {
      const value = projection[key];
      return typeof value === 'number' ? Math.round(value * PRECISION) / PRECISION : 0;
    });
    // Degrees have no such factor, whatever WKT makes of theirs.
    const unit = method === 'longlat' ? 1 : (projection['to_meter'] ?? 1);
    return [method, unit, ...numbers].join(' ');
  } catch {
    return undefined;
  }
}

/** Whether a registered system has one of the datums: programs call it by its own name or by the system's. */
function isOf(known: string, datums: readonly string[]): boolean {
  return [DATUM, GEOGRAPHIC]
    .flatMap((kind) => namesIn(known, kind))
    .some((name) => datums.includes(name));
}

/** Names as one writes them: `D_TWD_1997`, `TWD97`. */
function namesIn(wkt: string, kind: RegExp): string[] {
  return [...wkt.matchAll(kind)].map(([, name]) =>
    (name as string)
      .toLowerCase()
      .replace(/^(?:d|gcs)_/, '')
      .replace(/[^a-z0-9]/g, '')
      .replace(/19(\d\d)$/, '$1'),
  );
}
