import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { SinkColumn, SinkFeature, SinkGeometryType } from '../formats/feature-sink.ts';
import { geometryFromWkb } from '../formats/feature-source.ts';
import { instant } from '../shared/instant.ts';

type Sql = RawBuilder<unknown>;

/** What can be exported. */
export const EXPORT_LAYERS = ['communities', 'facilities', 'grids', 'coverage'] as const;
export type ExportLayer = (typeof EXPORT_LAYERS)[number];

/** How the rows of a layer are read. */
interface Layer {
  readonly geometryType: SinkGeometryType;
  /** Columns of the file with their expressions, in order; the names are those of GraphQL. */
  readonly columns: readonly (SinkColumn & { readonly value: Sql })[];
  readonly shape: Sql;
  readonly from: Sql;
  /** Two integers that tell rows apart, and by which they are read. */
  readonly key: readonly [Sql, Sql];
}

const column =
  (type: SinkColumn['type']) =>
  (name: string, value: Sql): Layer['columns'][number] => ({ name, type, value });
const text = column('text');
const integer = column('integer');
const real = column('real');
const flag = column('boolean');

const NONE = sql`0`;
/** As RFC 7946 wants them: outer rings counterclockwise. */
const polygon = (boundary: Sql): Sql => sql`ST_AsBinary(ST_ForcePolygonCCW(${boundary}))`;
const COMMUNITY_OF_ROW = [
  text('communityCode', sql`c.code`),
  text('communityName', sql`c.name`),
  text('regionCode', sql`r.code`),
  text('regionName', sql`r.name`),
];

const LAYERS: Record<ExportLayer, Layer> = {
  communities: {
    geometryType: 'MultiPolygon',
    columns: [
      text('id', sql`'community_' || c.id`),
      text('code', sql`c.code`),
      text('name', sql`c.name`),
      text('nameSimplified', sql`c.name_simplified`),
      text('nameEn', sql`c.name_en`),
      text('regionCode', sql`r.code`),
      text('regionName', sql`r.name`),
      integer('population', sql`c.population`),
      integer('households', sql`c.households`),
      text('populationDate', sql`c.population_date`),
      real('areaSquareMeters', sql`c.area_square_meters`),
    ],
    shape: polygon(sql`c.boundary`),
    from: sql`community c JOIN region r ON r.id = c.region_id`,
    key: [sql`c.id`, NONE],
  },
  facilities: {
    geometryType: 'Point',
    columns: [
      text('id', sql`'facility_' || f.id`),
      text('code', sql`f.code`),
      text('name', sql`f.name`),
      text('nameSimplified', sql`f.name_simplified`),
      text('kind', sql`k.code`),
      text('kindName', sql`k.name`),
      flag('active', sql`f.active`),
      text('address', sql`f.address`),
      text('opening', sql`f.opening`),
      text('note', sql`f.note`),
      text('source', sql`f.source`),
      text('attributes', sql`f.attributes::text`),
      text('updatedAt', instant('f.updated_at')),
      ...COMMUNITY_OF_ROW,
    ],
    shape: sql`ST_AsBinary(f.location)`,
    from: sql`facility f JOIN facility_kind k ON k.id = f.kind_id
      LEFT JOIN community c ON c.id = f.community_id LEFT JOIN region r ON r.id = c.region_id`,
    key: [sql`f.id`, NONE],
  },
  grids: {
    geometryType: 'MultiPolygon',
    columns: [
      text('id', sql`'grid_' || g.id`),
      text('code', sql`g.code`),
      text('name', sql`g.name`),
      text('nameEn', sql`g.name_en`),
      text('status', sql`g.status`),
      integer('households', sql`g.households`),
      integer('residents', sql`g.residents`),
      ...COMMUNITY_OF_ROW,
    ],
    shape: polygon(sql`g.boundary`),
    from: sql`grid g JOIN community c ON c.id = g.community_id JOIN region r ON r.id = c.region_id`,
    key: [sql`g.id`, NONE],
  },
  coverage: {
    geometryType: 'MultiPolygon',
    columns: [
      text('rule', sql`q.code`),
      ...COMMUNITY_OF_ROW,
      text('status', sql`v.status`),
      text('reading', sql`v.reading`),
      text('nearestFacility', sql`CASE WHEN f.id IS NOT NULL THEN 'facility_' || f.id END`),
      text('nearestFacilityName', sql`f.name`),
      real('nearestDistanceMeters', sql`v.nearest_distance_meters`),
      integer('facilitiesWithin', sql`v.facilities_within`),
      integer('residentsCovered', sql`v.residents_covered`),
      integer('residentsTotal', sql`v.residents_total`),
      real(
        'residentsCoveredShare',
        sql`v.residents_covered::float8 / nullif(v.residents_total, 0)`,
      ),
      real('areaCoveredShare', sql`v.area_covered_share`),
    ],
    shape: polygon(sql`c.boundary`),
    from: sql`coverage v JOIN coverage_rule q ON q.id = v.rule_id AND q.active
      JOIN community c ON c.id = v.community_id JOIN region r ON r.id = c.region_id
      LEFT JOIN facility f ON f.id = v.nearest_facility_id`,
    key: [sql`v.community_id`, sql`v.rule_id`],
  },
};

/** Rows that are read at once. */
const BATCH = 200;
/** Before the first key of all. */
const START = -1;

/** The columns of a layer's file, and the type of its shapes. */
export function describeLayer(layer: ExportLayer): {
  columns: readonly SinkColumn[];
  geometryType: SinkGeometryType;
} {
  const { columns, geometryType } = LAYERS[layer];
  return { columns: columns.map(({ name, type }) => ({ name, type })), geometryType };
}

/**
 * All features of a layer that meet a condition over its own table (`community c`, `facility f`, `grid g`;
 * for coverage `community c`), by id, read some at a time. Call it within one transaction, or rows that
 * change meanwhile come twice or not at all.
 */
export async function* readLayer(
  em: EntityManager,
  layer: ExportLayer,
  condition: Sql,
): AsyncGenerator<SinkFeature> {
  const { columns, shape, from, key } = LAYERS[layer];
  const values = columns.map(({ name, value }) => sql`${value} AS ${sql.ref(name)}`);
  let last = [START, START];
  for (;;) {
    const [first, second] = last;
    const { rows } = await sql<Row>`
      SELECT ${sql.join(values)}, ${shape} AS "__shape", ${key[0]} AS "__first", ${key[1]} AS "__second"
      FROM ${from}
      WHERE ${condition} AND ${key[0]} >= ${first}
        AND (${key[0]} > ${first} OR ${key[1]} > ${second})
      ORDER BY "__first", "__second" LIMIT ${BATCH}`.execute(em.getKysely());
    for (const { __shape, __first, __second, ...properties } of rows) {
      yield { properties, geometry: __shape && geometryFromWkb(__shape) };
      last = [__first, __second];
    }
    if (rows.length < BATCH) return;
  }
}

type Row = SinkFeature['properties'] & {
  __shape: Buffer | null;
  __first: number;
  __second: number;
};
