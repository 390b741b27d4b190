import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { COMMUNITY_FIELDS } from '../communities/community.fields.ts';
import { FACILITY_FIELDS } from '../facilities/facility.fields.ts';
import type { SinkColumn, SinkFeature, SinkGeometryType } from '../formats/feature-sink.ts';
import { geometryFromWkb } from '../formats/feature-source.ts';
import { GRID_FIELDS } from '../grids/grid.fields.ts';
import type { FieldTable, FieldType } from '../lists/fields/field.ts';
import { fieldsAt } from '../lists/fields/open.ts';
import { plainValue } from '../lists/fields/values.ts';
import { REGION_FIELDS } from '../regions/region.fields.ts';

type Sql = RawBuilder<unknown>;

/** What can be exported. */
export const EXPORT_LAYERS = ['regions', 'communities', 'facilities', 'grids', 'coverage'] as const;
export type ExportLayer = (typeof EXPORT_LAYERS)[number];

/** A column of a file, and the expression that fills it. */
type Column = SinkColumn & { readonly value: Sql };

/** How the rows of a layer are read. */
interface Layer {
  readonly geometryType: SinkGeometryType;
  /** Columns of the file, in order; the names are those of GraphQL. */
  readonly columns: readonly Column[];
  readonly shape: Sql;
  readonly from: Sql;
  /** Two integers that tell rows apart, and by which they are read. */
  readonly key: readonly [Sql, Sql];
}

const column =
  (type: SinkColumn['type']) =>
  (name: string, value: Sql): Column => ({ name, type, value });
const text = column('text');
const integer = column('integer');
const real = column('real');

/** Columns that tell of rows of other tables, over the joins of the layers. */
const JOINED: Readonly<Record<string, Column>> = Object.fromEntries(
  [
    text('kind', sql`k.code`),
    text('kindName', sql`k.name`),
    text('communityCode', sql`c.code`),
    text('communityName', sql`c.name`),
    text('regionCode', sql`r.code`),
    text('regionName', sql`r.name`),
    text('parentCode', sql`above.code`),
    text('parentName', sql`above.name`),
  ].map((each) => [each.name, each]),
);
const joined = (...names: readonly string[]): Column[] =>
  names.map((name) => JOINED[name] as Column);

const FILE_TYPES: Partial<Record<FieldType, SinkColumn['type']>> = {
  integer: 'integer',
  number: 'real',
  boolean: 'boolean',
};

/** The id, and the columns of all fields of a table that files have. */
function columnsOf(table: FieldTable, id: Sql): Column[] {
  const fields = fieldsAt(table, 'export').flatMap(([name, field]) =>
    field.exportedAs
      ? joined(...field.exportedAs)
      : [column(FILE_TYPES[field.type] ?? 'text')(name, plainValue(field))],
  );
  return [text('id', id), ...fields];
}

const NONE = sql`0`;
/** As RFC 7946 wants them: outer rings counterclockwise. */
const polygon = (boundary: Sql): Sql => sql`ST_AsBinary(ST_ForcePolygonCCW(${boundary}))`;

const LAYERS: Record<ExportLayer, Layer> = {
  regions: {
    geometryType: 'MultiPolygon',
    columns: columnsOf(REGION_FIELDS, sql`'region_' || r.id`),
    // What is derived would come back as a record.
    shape: polygon(sql`CASE WHEN NOT r.boundary_derived THEN r.boundary END`),
    from: sql`region r LEFT JOIN region above ON above.id = r.parent_id`,
    key: [sql`r.id`, NONE],
  },
  communities: {
    geometryType: 'MultiPolygon',
    columns: columnsOf(COMMUNITY_FIELDS, sql`'community_' || c.id`),
    shape: polygon(sql`c.boundary`),
    from: sql`community c JOIN region r ON r.id = c.region_id`,
    key: [sql`c.id`, NONE],
  },
  facilities: {
    geometryType: 'Point',
    columns: columnsOf(FACILITY_FIELDS, sql`'facility_' || f.id`),
    shape: sql`ST_AsBinary(f.location)`,
    from: sql`facility f JOIN facility_kind k ON k.id = f.kind_id
      LEFT JOIN community c ON c.id = f.community_id LEFT JOIN region r ON r.id = c.region_id`,
    key: [sql`f.id`, NONE],
  },
  grids: {
    geometryType: 'MultiPolygon',
    columns: columnsOf(GRID_FIELDS, sql`'grid_' || g.id`),
    shape: polygon(sql`g.boundary`),
    from: sql`grid g JOIN community c ON c.id = g.community_id JOIN region r ON r.id = c.region_id`,
    key: [sql`g.id`, NONE],
  },
  coverage: {
    geometryType: 'MultiPolygon',
    columns: [
      text('rule', sql`q.code`),
      ...joined('communityCode', 'communityName', 'regionCode', 'regionName'),
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
 * All features of a layer that meet a condition over its own table (`region r`, `community c`, `facility f`,
 * `grid g`; for coverage `community c`), by id, read some at a time. Call it within one transaction, or rows that
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
