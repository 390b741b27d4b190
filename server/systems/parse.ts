import { REFERENCE_SYSTEMS, type ReferenceSystem } from '../coordinates/reference-names.ts';
import { systemNamed } from '../coordinates/system-names.ts';
import { matchWkt } from './epsg/match-wkt.ts';
import { type EpsgRefusal, epsgSystem } from './epsg/registry.ts';
import { isReferenceSystem } from './info.ts';

/** WKT of a coordinate system has some hundred characters, some thousand with all its remarks. */
const MOST_CHARACTERS = 20_000;

const BY_EPSG = new Map<number, ReferenceSystem>([
  ...REFERENCE_SYSTEMS.flatMap(({ id, epsg }) => (epsg === null ? [] : [[epsg, id] as const])),
  // Numbers of Web Mercator from before EPSG had one, and of Esri.
  [900913, 'EPSG:3857'],
  [3785, 'EPSG:3857'],
  [102100, 'EPSG:3857'],
  [102113, 'EPSG:3857'],
]);

/** Why a text that names a system names none that is converted here: `WORDS`, it cannot be understood. */
export type SystemRefusal = EpsgRefusal | 'WORDS';

/**
 * The reference system that a text names: our own identifier, `EPSG:4547`, `urn:ogc:def:crs:EPSG::4547`,
 * `http://www.opengis.net/def/crs/OGC/1.3/CRS84`, or WKT as in .prj files, of Esri, OGC and ISO. Null for
 * whatever is not converted here: {@link whyRefused} then says why.
 */
export function parseReferenceSystem(text: string): ReferenceSystem | null {
  const parsed = parse(text);
  if (typeof parsed !== 'number') return parsed;
  const common = BY_EPSG.get(parsed);
  if (common) return common;
  const id = `EPSG:${parsed}`;
  return isReferenceSystem(id) ? id : null;
}

/** Why {@link parseReferenceSystem} knows nothing of a text. */
export function whyRefused(text: string): SystemRefusal {
  const parsed = parse(text);
  const found = typeof parsed === 'number' ? epsgSystem(parsed) : 'WORDS';
  return typeof found === 'string' ? found : 'WORDS';
}

/** A common system, or a number of EPSG's registry; null for words that mean neither. */
function parse(text: string): ReferenceSystem | number | null {
  if (text.length > MOST_CHARACTERS) return null;
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed.includes('[') || trimmed.includes('("')) {
    return ofWkt(trimmed) ?? matchWkt(trimmed) ?? null;
  }
  if (isReferenceSystem(trimmed)) return trimmed;
  if (/^(?:urn:.*|https?:.*|OGC:)CRS ?84$/i.test(trimmed)) return 'WGS84';
  const epsg =
    /^(?:urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:|https?:.*\/EPSG\/[\d.]+\/|EPSG:{1,2}|)(\d{4,6})$/i.exec(
      trimmed,
    );
  return epsg ? Number(epsg[1]) : ofName(trimmed);
}

function ofName(name: string): ReferenceSystem | null {
  const system = systemNamed(name);
  // That table knows WGS 84 and CGCS2000 as one.
  return system === 'WGS84' && !/84|4326/.test(name) ? 'CGCS2000' : (system ?? null);
}

/** What the system says of itself decides, not its name: a name may be anything. */
function ofWkt(wkt: string): ReferenceSystem | null {
  const name = /^\w+\s*[[(]\s*"([^"]{1,200})"/.exec(wkt)?.[1] ?? '';
  const shifted = systemNamed(name);
  if (shifted === 'GCJ02' || shifted === 'BD09') return shifted;
  const frame = frameOf(/\b(?:DATUM|ENSEMBLE)\s*[[(]\s*"([^"]{1,200})"/i.exec(wkt)?.[1] ?? '');
  if (/^(?:GEOGCS|GEOGCRS|GEODCRS|GEOGRAPHICCRS)\b/i.test(wkt)) return inDegrees(wkt, frame);
  if (!/^(?:PROJCS|PROJCRS|PROJECTEDCRS)\b/i.test(wkt) || !inMeters(wkt)) return null;
  const method = /\b(?:PROJECTION|METHOD)\s*[[(]\s*"([^"]{1,200})"/i.exec(wkt)?.[1] ?? '';
  if (frame === 'WGS84') return isWebMercator(name, method) ? 'EPSG:3857' : null;
  const isGaussKruger = /^(?:gauss[_ ]kr(?:u|ü)ger|transverse[_ ]mercator)$/i.test(method);
  return frame === 'CGCS2000' && isGaussKruger ? ofZone(wkt) : null;
}

function frameOf(datum: string): 'WGS84' | 'CGCS2000' | null {
  const plain = datum
    .toLowerCase()
    .replace(/^d_/, '')
    .replace(/[^a-z\d]/g, '');
  if (/^(?:wgs1984|wgs84|worldgeodeticsystem1984(?:ensemble)?)$/.test(plain)) return 'WGS84';
  return /^(?:china2000|cgcs2000|china(?:geodeticcoordinatesystem)?2000)$/.test(plain)
    ? 'CGCS2000'
    : null;
}

/** Degrees counted from Greenwich, not grads from Paris. */
function inDegrees(wkt: string, frame: 'WGS84' | 'CGCS2000' | null): ReferenceSystem | null {
  const unit = /\b(?:ANGLE)?UNIT\s*[[(]\s*"([^"]{1,40})"/i.exec(wkt)?.[1] ?? 'degree';
  const meridian = /\bPRIMEM\s*[[(]\s*"[^"]{1,80}"\s*,\s*(-?[\d.]+)/i.exec(wkt)?.[1] ?? '0';
  return /^degrees?/i.test(unit) && Number(meridian) === 0 ? frame : null;
}

function inMeters(wkt: string): boolean {
  const units = [...wkt.matchAll(/\b(?:LENGTH)?UNIT\s*[[(]\s*"([^"]{1,40})"\s*,\s*([\d.]+)/gi)];
  const last = units.at(-1);
  return !last || Number(last[2]) === 1;
}

function isWebMercator(name: string, method: string): boolean {
  return /pseudo|auxiliary|popular/i.test(method) || /pseudo.?mercator|web.?mercator/i.test(name);
}

/** The 3° zone with these parameters; a 6° zone has the same when its meridian is one of a 3° zone too. */
function ofZone(wkt: string): ReferenceSystem | null {
  const parameters = new Map(
    [...wkt.matchAll(/\bPARAMETER\s*[[(]\s*"([^"]{1,80})"\s*,\s*(-?[\d.]+(?:e[-+]?\d+)?)/gi)].map(
      ([, name, value]) => [name?.toLowerCase().replace(/[_ ]/g, ''), Number(value)],
    ),
  );
  const given = (fallback: number, ...names: string[]): number =>
    names.map((name) => parameters.get(name)).find((value) => value !== undefined) ?? fallback;
  const meridian = given(Number.NaN, 'centralmeridian', 'longitudeofnaturalorigin');
  const easting = given(Number.NaN, 'falseeasting');
  const isPlain =
    given(1, 'scalefactor', 'scalefactoratnaturalorigin') === 1 &&
    given(0, 'latitudeoforigin', 'latitudeofnaturalorigin') === 0 &&
    given(0, 'falsenorthing') === 0;
  const found = REFERENCE_SYSTEMS.find(
    ({ zone }) => zone?.meridian === meridian && zone.easting === easting,
  );
  return isPlain && found ? found.id : null;
}
