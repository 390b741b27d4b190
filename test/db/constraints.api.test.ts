import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

async function run(statement: string): Promise<string> {
  try {
    await sql.raw(statement).execute(hub.database.orm.em.fork().getKysely());
    return 'accepted';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

const CHECK = '23514';
const UNIQUE = '23505';
const NOT_NULL = '23502';
const EXCLUSION = '23P01';
const FOREIGN_KEY = '23503';
const WRONG_TYPE = '22023';

const shape = (wkt: string, srid = 4326): string => `ST_GeomFromText('${wkt}', ${srid})`;
const BOW_TIE = shape('MULTIPOLYGON(((0 0, 1 1, 1 0, 0 1, 0 0)))');
const facility = (location: string): string =>
  `INSERT INTO facility (name, kind_id, location) VALUES ('x', 1, ${location})`;
const region = (code: string, boundary = 'NULL'): string =>
  `INSERT INTO region (code, level, name, boundary) VALUES ('${code}', 'CITY', 'x', ${boundary})`;

describe.skipIf(missingDatabase)('the database makes nonsense impossible', () => {
  test.each([
    ['a boundary that crosses itself', region('11', BOW_TIE), CHECK],
    ['an empty boundary', region('11', shape('MULTIPOLYGON EMPTY')), CHECK],
    ['a boundary of another type', region('11', shape('POINT(1 1)')), WRONG_TYPE],
    [
      'a boundary of another SRID',
      region('11', shape('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))', 3857)),
      WRONG_TYPE,
    ],
    [
      'a boundary outside the Earth',
      region('11', shape('MULTIPOLYGON(((0 0,200 0,1 1,0 0)))')),
      CHECK,
    ],
    ['a region code of letters', region('abc'), CHECK],
    ['a region code that exists', region('63000'), UNIQUE],
    [
      'an unknown level',
      "INSERT INTO region (code, level, name) VALUES ('11', 'STATE', 'x')",
      CHECK,
    ],
    ['a facility nowhere', facility('NULL'), NOT_NULL],
    ['a facility at an empty point', facility(shape('POINT EMPTY')), CHECK],
    ['a facility outside the Earth', facility(shape('POINT(181 0)')), CHECK],
    [
      'a facility of an unknown kind',
      "INSERT INTO facility (name, kind_id, location) VALUES ('x', 999, ST_SetSRID(ST_MakePoint(1, 1), 4326))",
      FOREIGN_KEY,
    ],
    [
      'attributes that are a list',
      `INSERT INTO facility (name, kind_id, location, attributes) VALUES ('x', 1, ${shape('POINT(1 1)')}, '[]')`,
      CHECK,
    ],
    ['a radius of zero', 'UPDATE coverage_rule SET radius_meters = 0', CHECK],
    ['a negative population', 'UPDATE community SET population = -1', CHECK],
    ['a service point without origin', 'UPDATE community SET service_point_origin = NULL', CHECK],
    [
      'more residents covered than there are',
      'UPDATE coverage SET residents_covered = residents_total + 1',
      CHECK,
    ],
    [
      'a verdict against the count',
      "UPDATE coverage SET status = 'PASS' WHERE status = 'FAIL'",
      CHECK,
    ],
    ['a second hub', 'INSERT INTO hub DEFAULT VALUES', UNIQUE],
    [
      'a grid over another one',
      `INSERT INTO grid (code, name, community_id, boundary, status)
      SELECT '630000000000001', 'x', community_id, boundary, 'PROPOSED' FROM grid LIMIT 1`,
      EXCLUSION,
    ],
  ])('refuses %s', async (_name, statement, code) => {
    expect(await run(statement)).toBe(code);
  });

  test('accepts what is sound', async () => {
    expect(await run(facility(shape('POINT(180 -90)')))).toBe('accepted');
    expect(await run(region('12', shape('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))')))).toBe('accepted');
  });
});

describe.skipIf(missingDatabase)('migrations', () => {
  test('can be undone and done again, and leave PostGIS', async () => {
    const { database } = hub;
    await database.orm.migrator.down({ to: 0 });
    expect(await run('SELECT 1 FROM community')).toBe('42P01');
    await database.migrate();
    await database.migrate();
    expect(await run('SELECT ST_Area(boundary) FROM community')).toBe('accepted');
  });
});
