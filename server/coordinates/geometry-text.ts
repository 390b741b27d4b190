import { type NoPlace, type Place, placeAt } from './place.ts';
import { systemNamed } from './system-names.ts';

const NUMBER = '([-+]?\\d{1,20}(?:\\.\\d{1,20})?)';
const POINT = new RegExp(
  `^(?:SRID ?= ?(\\d{1,6}) ?; ?)?POINT ?(?:ZM?|M)? ?\\( ?${NUMBER} ${NUMBER}[ \\d.+-]*\\)`,
  'i',
);
const OTHER_GEOMETRY =
  /^(?:SRID ?= ?\d{1,6} ?; ?)?(?:POINT ?(?:ZM?|M)? ?EMPTY|(?:MULTI(?:POINT|LINESTRING|POLYGON)|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\b)/i;

/** Well-known text, `POINT(126.64 45.75)`, also with an SRID before it; undefined when it is none. */
export function readWkt(text: string): Place | NoPlace | undefined {
  const [, srid, lon, lat] = POINT.exec(text) ?? [];
  if (!lon || !lat) return OTHER_GEOMETRY.test(text) ? { code: 'NOT_A_POINT' } : undefined;
  const system = srid ? systemNamed(`srid${srid}`) : 'UNKNOWN';
  if (!system) return { code: 'UNKNOWN_SYSTEM' };
  return placeAt(Number(lon), Number(lat), system, 'wkt');
}

/**
 * A GeoJSON Point, a Feature of one, or a collection of one such Feature; undefined when it is no GeoJSON.
 * The standard means WGS 84, but boundaries and places taken from AMap go around as GeoJSON too, so the
 * system stays open.
 */
export function readGeoJson(text: string): Place | NoPlace | undefined {
  if (!text.startsWith('{')) return undefined;
  const geometry = geometryOf(parsed(text));
  if (!geometry) return undefined;
  const [lon, lat] = Array.isArray(geometry.coordinates) ? geometry.coordinates : [];
  if (geometry.type !== 'Point' || typeof lon !== 'number' || typeof lat !== 'number')
    return { code: 'NOT_A_POINT' };
  return placeAt(lon, lat, 'UNKNOWN', 'geojson');
}

interface Json {
  readonly [key: string]: unknown;
}

const GEOMETRY = /^(?:Multi)?(?:Point|LineString|Polygon)$|^GeometryCollection$/;

function geometryOf(value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const object = value as Json;
  if (object['type'] === 'Feature') return geometryOf(object['geometry']) ?? {};
  if (object['type'] === 'FeatureCollection') {
    const features = object['features'];
    return Array.isArray(features) && features.length === 1 ? geometryOf(features[0]) : {};
  }
  return GEOMETRY.test(String(object['type'])) ? object : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
