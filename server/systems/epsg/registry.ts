import { createRequire } from 'node:module';
import type { IndexEntry } from './registry-entry.ts';
import verified from './verified.json' with { type: 'json' };

/**
 * Why a system of EPSG's registry is not converted here:
 * - `UNKNOWN`: there is no such number;
 * - `NO_POSITIONS`: heights, or positions counted from the middle of the Earth;
 * - `NO_PARAMETERS`: nobody has published how it lies on WGS 84, such as Xian 1980 and Beijing 1954;
 * - `NOT_EXACT`: what is published needs a grid, holds for a part of the area only, or is no better than 50 m.
 */
export type EpsgRefusal = 'UNKNOWN' | 'NO_POSITIONS' | 'NO_PARAMETERS' | 'NOT_EXACT';

/** A system of EPSG's registry that is converted just as PROJ does it. */
export interface EpsgSystem {
  readonly code: number;
  readonly name: string;
  /** [west, south, east, north], degrees; west is the larger number across 180°. */
  readonly area: readonly [number, number, number, number];
  readonly axisUnits: 'degrees' | 'meters' | 'feet';
  /** For proj4. */
  readonly definition: string;
  readonly wkt: string;
  readonly errorMeters: number;
}

type Verified = [code: number, name: string, errorMeters: number, shift?: string];

const require = createRequire(import.meta.url);
const known = new Map((verified as Verified[]).map((system) => [system[0], system]));

/** Numbers and names of all that are converted here, in the order of the numbers. */
export const EPSG_NAMES: readonly { readonly code: number; readonly name: string }[] = (
  verified as Verified[]
).map(([code, name]) => ({ code, name }));

/** The system of a number, or why there is none. */
export function epsgSystem(code: number): EpsgSystem | EpsgRefusal {
  const entry = entryOf(code);
  if (!entry) return 'UNKNOWN';
  const found = known.get(code);
  return found ? systemOf(entry, found) : refusalOf(entry);
}

/** The whole registry. It takes a tenth of a second to read. */
export function epsgRegistry(): IndexEntry[] {
  return Object.values(require('epsg-index/all.json') as Record<string, IndexEntry>);
}

function entryOf(code: number): IndexEntry | undefined {
  try {
    return require(`epsg-index/s/${code}.json`) as IndexEntry;
  } catch (error) {
    if ((error as { code?: string }).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function refusalOf({ kind, proj4 }: IndexEntry): EpsgRefusal {
  if (kind !== 'CRS-PROJCRS' && kind !== 'CRS-GEOGCRS') return 'NO_POSITIONS';
  if (!proj4) return 'NOT_EXACT';
  // What is published for Beijing 1954 are shifts for some basins and seas; one of them stands for all of it.
  const isShifted = /towgs84|nadgrids|datum=WGS84|ellps=(?:GRS80|WGS84)/.test(proj4);
  return isShifted && !proj4.includes('+ellps=krass') ? 'NOT_EXACT' : 'NO_PARAMETERS';
}

function systemOf(
  { wkt, proj4, bbox }: IndexEntry,
  [code, name, errorMeters, shift]: Verified,
): EpsgSystem {
  const [north, west, south, east] = bbox as NonNullable<IndexEntry['bbox']>;
  const definition = proj4 as string;
  return {
    code,
    name,
    area: [west, south, east, north],
    axisUnits: unitsOf(definition),
    definition: shift ? definition.replace(/\+towgs84=\S+/, `+towgs84=${shift}`) : definition,
    // Programs find the right shift by the number.
    wkt: (wkt as string).replace(/,TOWGS84\[[^\]]*\]/g, ''),
    errorMeters,
  };
}

function unitsOf(definition: string): EpsgSystem['axisUnits'] {
  if (definition.includes('+proj=longlat')) return 'degrees';
  return definition.includes('+units=m ') ? 'meters' : 'feet';
}
