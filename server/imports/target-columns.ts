import { type RawBuilder, sql } from 'kysely';
import type { ImportTarget } from './fields.ts';

/** A table that is imported into. */
export interface TargetTable {
  readonly table: 'facility' | 'community' | 'grid' | 'resident_cell';
  /**
   * The columns that an import decides on, and what becomes of each: an expression of the stored row `t` and
   * the staged row `s`. What the file does not say stays; where there is no `t`, it is what a new one gets.
   */
  readonly columns: Readonly<Record<string, RawBuilder<unknown>>>;
  /** The column of the geometry, if it is imported. */
  readonly geometry: 'location' | 'boundary' | null;
}

/** The names of the hub may be traditional, and those of the file simplified: that is no other name. */
const NAME = sql`coalesce(nullif(s.name, t.name_simplified), t.name)`;
const NAMES = {
  name: NAME,
  // A new name has no simplified form of its own yet.
  name_simplified: sql`CASE WHEN ${NAME} = t.name THEN t.name_simplified END`,
};
/** Places are told with 7 decimals: what differs by less is the same place. */
const DECIMALS_APART = sql.lit(1.5e-7);
const LOCATION = sql`CASE WHEN s.geometry IS NULL
    OR abs(ST_X(s.geometry) - ST_X(t.location)) <= ${DECIMALS_APART}
    AND abs(ST_Y(s.geometry) - ST_Y(t.location)) <= ${DECIMALS_APART}
  THEN t.location ELSE s.geometry END`;
const BOUNDARY = sql`CASE WHEN s.geometry IS NULL OR ST_Equals(t.boundary, s.geometry)
    OR ST_NPoints(t.boundary) = ST_NPoints(s.geometry)
    AND ST_HausdorffDistance(t.boundary, s.geometry) <= ${DECIMALS_APART}
  THEN t.boundary ELSE s.geometry END`;
const FIGURES = {
  population: sql`coalesce(s.residents, t.population)`,
  households: sql`coalesce(s.households, t.households)`,
  population_date: sql`coalesce(s.population_date, t.population_date)`,
};

/** What is written of each target, and where. */
export const TARGET_TABLES: Readonly<Record<ImportTarget, TargetTable>> = {
  FACILITIES: {
    table: 'facility',
    geometry: 'location',
    columns: {
      code: sql`coalesce(t.code, s.code)`,
      ...NAMES,
      kind_id: sql`coalesce(s.kind_id, t.kind_id)`,
      location: LOCATION,
      active: sql`true`,
      address: sql`coalesce(s.address, t.address)`,
      opening: sql`coalesce(s.opening, t.opening)`,
      note: sql`coalesce(s.note, t.note)`,
      attributes: sql`CASE WHEN s.attributes IS NULL THEN t.attributes
        ELSE coalesce(t.attributes, '{}') || s.attributes END`,
    },
  },
  COMMUNITIES: {
    table: 'community',
    geometry: 'boundary',
    columns: {
      code: sql`coalesce(t.code, s.code)`,
      ...NAMES,
      name_en: sql`coalesce(s.name_en, t.name_en)`,
      region_id: sql`coalesce(s.region_id, t.region_id)`,
      ...FIGURES,
      boundary: BOUNDARY,
    },
  },
  INDICATORS: { table: 'community', geometry: null, columns: FIGURES },
  GRIDS: {
    table: 'grid',
    geometry: 'boundary',
    columns: {
      code: sql`coalesce(t.code, s.code)`,
      name: sql`coalesce(s.name, t.name)`,
      name_en: sql`coalesce(s.name_en, t.name_en)`,
      community_id: sql`coalesce(s.home_id, t.community_id)`,
      boundary: BOUNDARY,
      households: sql`coalesce(s.households, t.households)`,
      residents: sql`coalesce(s.residents, t.residents)`,
      status: sql`coalesce(s.status, t.status, 'PROPOSED')`,
    },
  },
  RESIDENT_CELLS: {
    table: 'resident_cell',
    geometry: 'location',
    columns: {
      code: sql`coalesce(t.code, s.code)`,
      community_id: sql`coalesce(s.home_id, t.community_id)`,
      location: LOCATION,
      residents: sql`coalesce(s.residents, t.residents)`,
      households: sql`coalesce(s.households, t.households)`,
      modelled: sql`coalesce(s.modelled, t.modelled, false)`,
    },
  },
};

/** The stored row `t` as JSON: the columns that an import decides on, geometry as hexadecimal EWKB. */
export function stateOf({ columns, geometry }: TargetTable): RawBuilder<unknown> {
  const pairs = Object.keys(columns).map((column) =>
    column === geometry
      ? sql`${sql.lit(column)}, ${sql.ref(`t.${column}`)}::text`
      : sql`${sql.lit(column)}, ${sql.ref(`t.${column}`)}`,
  );
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

/** A digest of {@link stateOf}, to tell whether the row is still the same. */
export function digestOf(target: TargetTable): RawBuilder<unknown> {
  return sql`md5(${stateOf(target)}::text)::uuid`;
}

/** Whether the staged row `s` would leave the stored row `t` as it is. */
export function isSame({ columns }: TargetTable): RawBuilder<unknown> {
  const now = Object.keys(columns).map((column) => sql.ref(`t.${column}`));
  return sql`ROW(${sql.join(Object.values(columns))}) IS NOT DISTINCT FROM ROW(${sql.join(now)})`;
}
