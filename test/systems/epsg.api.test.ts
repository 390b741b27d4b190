import { sql } from 'kysely';
import { describe, expect, inject, test } from 'vitest';
import {
  EPSG_NAMES,
  fromHub,
  infoOf,
  parseReferenceSystem,
  type ReferenceSystem,
  statedErrorMeters,
  toHub,
} from '../../server/systems/reference-system.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const METERS_A_DEGREE = 111_320;
/** The embedded database has no list of systems. */
const missing = missingDatabase ?? (inject('databases').nativeUrl ? undefined : 'no PROJ');

const hub = withHub();

/** A place well within the area of a system. */
function placeIn(system: ReferenceSystem): [number, number] {
  const [west, south, east, north] = infoOf(system).area;
  const lon = west + (west > east ? east + 360 - west : east - west) * 0.4;
  return [lon > 180 ? lon - 360 : lon, south + (north - south) * 0.6];
}

/** PROJ needs milliseconds for each. */
const EACH = 50;
/** Taiwan, Hong Kong, UTM and CGCS2000's 6° zones, with and without their numbers. */
const IN_CHINA = [3824, 3825, 3826, 2326, 4611, 32_651, 32_652, 4499, 4508];

describe.skipIf(missing)('a reference system of the registry', () => {
  const systems = EPSG_NAMES.filter(({ code }, i) => i % EACH === 0 || IN_CHINA.includes(code)).map(
    ({ code }) => ({ code, system: parseReferenceSystem(`EPSG:${code}`) as ReferenceSystem }),
  );

  test('is converted as PROJ does it, within the error that is stated, and back', async () => {
    const asked = systems.map(({ code, system }) => {
      const [lon, lat] = placeIn(system);
      return { code, lon, lat };
    });
    const { rows } = await sql<{ code: number; lon: number; lat: number; x: number; y: number }>`
      SELECT code, lon, lat, ST_X(image) AS x, ST_Y(image) AS y FROM (
        SELECT *, ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), code) AS image
        FROM json_to_recordset(${JSON.stringify(asked)}::json) AS p(code int, lon float8, lat float8)
      ) a`.execute(hub.database.orm.em.fork().getKysely());
    expect(rows).toHaveLength(systems.length);
    expect(systems.length).toBeGreaterThan(EPSG_NAMES.length / EACH);
    const wrong = rows.flatMap(({ code, lon, lat, x, y }) => {
      const system = parseReferenceSystem(`EPSG:${code}`) as ReferenceSystem;
      const place = toHub(system, [x, y]);
      const [east, north] = [(place[0] - lon) * Math.cos((lat * Math.PI) / 180), place[1] - lat];
      const meters = Math.hypot(east, north) * METERS_A_DEGREE;
      const again = fromHub(system, place);
      const isBack = Math.max(Math.abs(again[0] - x), Math.abs(again[1] - y)) < 0.01;
      return meters <= statedErrorMeters(system) + 0.01 && isBack ? [] : [`${system}: ${meters} m`];
    });
    expect(wrong).toEqual([]);
  });

  test('of Hong Kong lies on WGS 84 where its survey office says', () => {
    // The origin of the grid, and 5.5" to the south and 8.8" to the east of it.
    const [lon, lat] = toHub('EPSG:2326', [836_694.05, 819_069.8]);
    expect(lat).toBeCloseTo(22 + 18 / 60 + (43.68 - 5.5) / 3_600, 4);
    expect(lon).toBeCloseTo(114 + 10 / 60 + (42.8 + 8.8) / 3_600, 4);
  });
});
