import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { nearestFarAway } from '../../server/coverage/far.queries.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

/** Places around the city and around the world, one of them at a facility. */
const PLACES = [
  [121.5, 25],
  [121.56551, 25.03779],
  [120, 24],
  [-179.9, 51],
  [0, -89.5],
  [126.6, 45.75],
].map(([lon, lat], i) => ({ key: 100 + i, lon: lon as number, lat: lat as number }));

describe.skipIf(missingDatabase)('the nearest facility, however far away', () => {
  test.each([
    ['when few are read at once', undefined],
    ['when there are too many for that', 3],
  ])('is the one that PostGIS finds, %s', async (_how, few) => {
    const em = hub.database.orm.em.fork();
    // Some stand in one place: then the oldest is meant.
    await sql`INSERT INTO facility (name, kind_id, location)
      SELECT name, kind_id, location FROM facility WHERE active AND kind_id <= 2`.execute(
      em.getKysely(),
    );
    for (const kinds of [[1], [2], [1, 2]]) {
      const found = await nearestFarAway(em, kinds, PLACES, { few });
      expect(found).toHaveLength(PLACES.length);
      for (const { key, lon, lat } of PLACES) {
        const { rows } = await sql<{ id: number; meters: number }>`
          SELECT id, ST_Distance(location::geography,
            ST_SetSRID(ST_MakePoint(${lon}, ${lat}), 4326)::geography) AS meters
          FROM facility WHERE active AND kind_id = ANY(${kinds}::int[]) ORDER BY meters, id LIMIT 1`.execute(
          em.getKysely(),
        );
        const nearest = found.find((each) => each.key === key);
        expect(nearest?.facilityId).toBe(rows[0]?.id);
        expect(nearest?.distanceMeters).toBeCloseTo(rows[0]?.meters as number, 7);
      }
    }
  });

  test('is nothing where there is no facility of the kinds, and for no places', async () => {
    const em = hub.database.orm.em.fork();
    for (const few of [undefined, 0]) {
      expect(await nearestFarAway(em, [999_999], PLACES, { few })).toEqual([]);
      expect(await nearestFarAway(em, [1], [], { few })).toEqual([]);
    }
  });
});
