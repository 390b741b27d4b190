import { type RawBuilder, sql } from 'kysely';
import { COMMUNITY_FIELDS } from '../../communities/community.fields.ts';
import { FACILITY_FIELDS } from '../../facilities/facility.fields.ts';
import { GRID_FIELDS } from '../../grids/grid.fields.ts';
import type { FieldTable, FieldType } from '../../lists/fields/field.ts';
import { snakeCase } from '../../lists/fields/names.ts';
import { fieldsAt } from '../../lists/fields/open.ts';
import { REGION_FIELDS } from '../../regions/region.fields.ts';
import type { ImportTarget } from '../staged/fields.ts';

/** A table into which rows are imported. */
export interface TargetTable {
  readonly table: 'region' | 'facility' | 'community' | 'grid' | 'resident_cell';
  /**
   * The imported columns with their new values: expressions of the stored row `t` and the staged row `s`. A column
   * that the file leaves out keeps its value; for a new row `t` is null.
   */
  readonly columns: Readonly<Record<string, RawBuilder<unknown>>>;
  /** The column of the geometry, if it is imported. */
  readonly geometry: 'location' | 'boundary' | null;
}

/** A file may write in simplified characters what the hub has in traditional ones: that is the same name. */
const NAME = sql`coalesce(nullif(s.name, t.name_simplified), t.name)`;
const NAMES = {
  name: NAME,
  // The simplified form of a new name is not known.
  name_simplified: sql`CASE WHEN ${NAME} = t.name THEN t.name_simplified END`,
};
/** Degrees. Coordinates of files are stored with 7 decimals: what differs by less is the same place. */
const DECIMALS_APART = sql.lit(1.5e-7);
const LOCATION = sql`CASE WHEN s.geometry IS NULL
    OR abs(ST_X(s.geometry) - ST_X(t.location)) <= ${DECIMALS_APART}
    AND abs(ST_Y(s.geometry) - ST_Y(t.location)) <= ${DECIMALS_APART}
  THEN t.location ELSE s.geometry END`;
const BOUNDARY = sql`CASE WHEN s.geometry IS NULL OR ST_Equals(t.boundary, s.geometry)
    OR ST_NPoints(t.boundary) = ST_NPoints(s.geometry)
    AND ST_HausdorffDistance(t.boundary, s.geometry) <= ${DECIMALS_APART}
  THEN t.boundary ELSE s.geometry END`;
/** The columns of fields that take over what the file says, as it is. */
function plainColumns(table: FieldTable): Record<string, RawBuilder<unknown>> {
  const plain = fieldsAt(table, 'import').filter(([, { type }]) => PLAIN_TYPES.includes(type));
  return Object.fromEntries(
    plain.map(([field, info]) => {
      const name = snakeCase(field);
      const staged = sql.ref(`s.${info.import?.toLowerCase()}`);
      return [name, sql`coalesce(${staged}, ${sql.ref(`t.${name}`)})`];
    }),
  );
}
const PLAIN_TYPES: readonly FieldType[] = ['text', 'integer', 'number', 'boolean', 'choice'];

/** Codes say which feature it is: one that is known is kept. */
const CODE = sql`coalesce(t.code, s.code)`;
/** What a file of indicators brings: figures of communities, and the month that they refer to. */
const FIGURES = ['population', 'households', 'population_date'];
const COMMUNITY_COLUMNS = plainColumns(COMMUNITY_FIELDS);

/** The table and the columns of each target. */
export const TARGET_TABLES: Readonly<Record<ImportTarget, TargetTable>> = {
  REGIONS: {
    table: 'region',
    geometry: 'boundary',
    columns: {
      ...plainColumns(REGION_FIELDS),
      code: CODE,
      ...NAMES,
      parent_id: sql`coalesce(s.region_id, t.parent_id)`,
      boundary: BOUNDARY,
      boundary_derived: sql`coalesce(s.geometry IS NULL AND t.boundary_derived, false)`,
    },
  },
  FACILITIES: {
    table: 'facility',
    geometry: 'location',
    columns: {
      ...plainColumns(FACILITY_FIELDS),
      code: CODE,
      ...NAMES,
      kind_id: sql`coalesce(s.kind_id, t.kind_id)`,
      location: LOCATION,
      active: sql`true`,
      attributes: sql`CASE WHEN s.attributes IS NULL THEN t.attributes
        ELSE coalesce(t.attributes, '{}') || s.attributes END`,
    },
  },
  COMMUNITIES: {
    table: 'community',
    geometry: 'boundary',
    columns: {
      ...COMMUNITY_COLUMNS,
      code: CODE,
      ...NAMES,
      region_id: sql`coalesce(s.region_id, t.region_id)`,
      boundary: BOUNDARY,
    },
  },
  INDICATORS: {
    table: 'community',
    geometry: null,
    columns: Object.fromEntries(
      Object.entries(COMMUNITY_COLUMNS).filter(([name]) => FIGURES.includes(name)),
    ),
  },
  GRIDS: {
    table: 'grid',
    geometry: 'boundary',
    columns: {
      ...plainColumns(GRID_FIELDS),
      code: CODE,
      community_id: sql`coalesce(s.home_id, t.community_id)`,
      boundary: BOUNDARY,
      status: sql`coalesce(s.status, t.status, 'PROPOSED')`,
    },
  },
  RESIDENT_CELLS: {
    table: 'resident_cell',
    geometry: 'location',
    columns: {
      code: CODE,
      community_id: sql`coalesce(s.home_id, t.community_id)`,
      location: LOCATION,
      residents: sql`coalesce(s.residents, t.residents)`,
      households: sql`coalesce(s.households, t.households)`,
      modelled: sql`coalesce(s.modelled, t.modelled, false)`,
    },
  },
};

/** The imported columns of the stored row `t` as JSON, geometry as hexadecimal EWKB. */
export function rowAsJson({ columns, geometry }: TargetTable): RawBuilder<unknown> {
  const pairs = Object.keys(columns).map((column) =>
    column === geometry
      ? sql`${sql.lit(column)}, ${sql.ref(`t.${column}`)}::text`
      : sql`${sql.lit(column)}, ${sql.ref(`t.${column}`)}`,
  );
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

/** The imported columns of the first release, by table. */
const FIRST_COLUMNS: Readonly<Record<TargetTable['table'], string>> = {
  region: 'code name name_simplified name_en level parent_id boundary boundary_derived',
  facility: 'code name name_simplified kind_id location active address opening note attributes',
  community:
    'code name name_simplified name_en region_id population households population_date boundary',
  grid: 'code name name_en community_id boundary households residents status',
  resident_cell: 'code community_id location residents households modelled',
};

/**
 * A digest of {@link rowAsJson}: it differs when any imported column was changed. Columns that came after the first
 * release count where they hold something: what was imported before them must not look changed because of them.
 */
export function digestOf(target: TargetTable): RawBuilder<unknown> {
  const first = FIRST_COLUMNS[target.table].split(' ');
  const part = (isFirst: boolean): TargetTable => {
    const columns = Object.entries(target.columns);
    const chosen = columns.filter(([name]) => first.includes(name) === isFirst);
    return { ...target, columns: Object.fromEntries(chosen) };
  };
  const later = part(false);
  const values =
    Object.keys(later.columns).length > 0 ? sql` || jsonb_strip_nulls(${rowAsJson(later)})` : sql``;
  return sql`md5((${rowAsJson(part(true))}${values})::text)::uuid`;
}

/** A condition: the staged row `s` would change no column of the stored row `t`. */
export function isUnchanged({ columns }: TargetTable): RawBuilder<unknown> {
  const now = Object.keys(columns).map((column) => sql.ref(`t.${column}`));
  return sql`ROW(${sql.join(Object.values(columns))}) IS NOT DISTINCT FROM ROW(${sql.join(now)})`;
}
