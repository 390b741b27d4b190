/**
 * `npm run epsg:build`: writes `verified.json`, the systems of EPSG's registry that are converted here just as PROJ
 * does it: by PostGIS at DATABASE_URL, whose answers are compared at three places of each system's area.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import proj4 from 'proj4';
import type { IndexEntry } from './registry-entry.ts';

/** What may be between PROJ's answer and ours, in meters, before it counts as an error to be stated. */
const SAME_METERS = 0.01;
/** Beyond this PROJ takes another way to WGS 84 than the one that is published for the whole area. */
const MOST_ERROR_METERS = 5;
/** What is less exact than this cannot tell whether something is within reach. */
const MOST_STATED_METERS = 50;
/** How far frames that are taken for WGS 84 have moved away from it, with the plate they are fixed to. */
const FRAME_METERS = 2;
/** Going forth and back must end where it began, in degrees. */
const SAME_DEGREES = 1e-8;
const METERS_A_DEGREE = 111_320;
/** Parts of the area's width and height at which both are asked. */
const PLACES = [0.5, 0.2, 0.85];
/** EPSG's own numbers end here; above are those of others. */
const LAST_CODE = 32_767;

interface Answer {
  readonly code: number;
  readonly lon: number;
  readonly lat: number;
  readonly x: number | null;
  readonly y: number | null;
  readonly shift: string | null;
}

const entries = Object.values(
  createRequire(import.meta.url)('epsg-index/all.json') as Record<string, IndexEntry>,
).filter(isCandidate);
const verified = await verify(new Client({ connectionString: process.env['DATABASE_URL'] }));
writeFileSync(fileURLToPath(new URL('./verified.json', import.meta.url)), verified);

/** Systems of positions on the ground, in the usual axes, whose way to WGS 84 is known without further files. */
function isCandidate({ code, kind, proj4: definition, bbox, wkt }: IndexEntry): boolean {
  return (
    Number(code) <= LAST_CODE &&
    (kind === 'CRS-PROJCRS' || kind === 'CRS-GEOGCRS') &&
    definition !== null &&
    bbox !== null &&
    wkt !== null &&
    !/\+(?:nadgrids|axis|pm)=/.test(definition) &&
    /\+(?:datum=WGS84|towgs84=|ellps=GRS80|ellps=WGS84)/.test(definition)
  );
}

function placesIn([north, west, south, east]: readonly [number, number, number, number]) {
  const width = west > east ? east + 360 - west : east - west;
  return PLACES.map((part) => {
    const lon = west + width * part;
    return [lon > 180 ? lon - 360 : lon, south + (north - south) * part] as [number, number];
  });
}

async function verify(client: Client): Promise<string> {
  await client.connect();
  const byCode = Map.groupBy(await askPostgis(client), ({ code }) => code);
  await client.end();
  const systems: [code: number, name: string, errorMeters: number, shift?: string][] = [];
  for (const entry of entries) {
    const answers = byCode.get(Number(entry.code)) ?? [];
    const definition = entry.proj4 as string;
    const shift = answers[0]?.shift;
    const other = shift ? definition.replace(/\+towgs84=\S+/, `+towgs84=${shift}`) : definition;
    const [best, meters] = [definition, other]
      .map((text) => [text, farthest(text, answers)] as const)
      .reduce((a, b) => (b[1] < a[1] ? b : a));
    if (!(meters <= MOST_ERROR_METERS)) continue;
    const error = Math.max(published(entry), meters > SAME_METERS ? Math.ceil(meters) : 0);
    if (error > MOST_STATED_METERS) continue;
    const ours = best !== definition && shift ? [shift] : [];
    systems.push([Number(entry.code), entry.name, error, ...(ours as [string])]);
  }
  const lines = systems.sort(([a], [b]) => a - b).map((system) => JSON.stringify(system));
  return `[\n${lines.join(',\n')}\n]\n`;
}

function published({ proj4: definition, accuracy }: IndexEntry): number {
  if (definition?.includes('+datum=WGS84')) return 0;
  return Math.ceil(accuracy ?? FRAME_METERS);
}

/** How far our answers are from PROJ's at most, in meters; infinite where there is none. */
function farthest(definition: string, answers: readonly Answer[]): number {
  if (answers.length < PLACES.length) return Number.POSITIVE_INFINITY;
  try {
    const { forward, inverse } = proj4(definition);
    const inMeters = definition.includes('+proj=longlat') ? METERS_A_DEGREE : 1;
    const distances = answers.map(({ lon, lat, x, y }) => {
      const image = forward([lon, lat]) as [number, number];
      const back = inverse(image) as [number, number];
      const isSame = Math.max(Math.abs(back[0] - lon), Math.abs(back[1] - lat)) < SAME_DEGREES;
      if (x === null || y === null || !isSame) return Number.POSITIVE_INFINITY;
      return Math.hypot(image[0] - x, image[1] - y) * inMeters;
    });
    return Math.max(...distances);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** What PostGIS makes of the places; null where it cannot. */
async function askPostgis(client: Client): Promise<Answer[]> {
  await client.query(`CREATE FUNCTION pg_temp.image(lon float8, lat float8, code int)
    RETURNS geometry LANGUAGE plpgsql AS $$ BEGIN
      RETURN ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), code);
    EXCEPTION WHEN others THEN RETURN NULL; END $$`);
  const asked = entries.flatMap(({ code, bbox }) =>
    placesIn(bbox as [number, number, number, number]).map(([lon, lat]) => ({ code, lon, lat })),
  );
  const { rows } = await client.query<Answer>(
    `SELECT a.code, a.lon, a.lat, ST_X(a.image) AS x, ST_Y(a.image) AS y,
       substring(s.proj4text FROM 'towgs84=([^ ]+)') AS shift
     FROM (SELECT *, pg_temp.image(lon, lat, code) AS image
       FROM json_to_recordset($1) AS p(code int, lon float8, lat float8)) a
     JOIN spatial_ref_sys s ON s.srid = a.code`,
    [JSON.stringify(asked)],
  );
  return rows;
}
