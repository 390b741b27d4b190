import { type RawBuilder, sql } from 'kysely';
import type { RegionLevel } from '../../db/entities/region.ts';
import type { GroupKey } from '../lists/aggregate/grouping.ts';

/** Levels of the tree, with the names that their columns and fields have. */
const LEVELS = {
  CITY: 'city',
  COUNTY: 'county',
  STREET: 'street',
} as const satisfies Record<RegionLevel, string>;

/**
 * A subquery with one row per region: `region_id`, and the ids and codes of the city, county and street that
 * it is or lies in (`city_id`, `city_code` …; null where there is none).
 */
export function regionLevels(): RawBuilder<unknown> {
  const columns = Object.entries(LEVELS).map(
    ([
      level,
      name,
    ]) => sql`max(id) FILTER (WHERE level = ${sql.lit(level)}) AS ${sql.id(`${name}_id`)},
      max(code) FILTER (WHERE level = ${sql.lit(level)}) AS ${sql.id(`${name}_code`)}`,
  );
  return sql`(WITH RECURSIVE up AS (
      SELECT id AS region_id, id, code, level, parent_id FROM region
      UNION ALL SELECT up.region_id, above.id, above.code, above.level, above.parent_id
      FROM up JOIN region above ON above.id = up.parent_id
    ) SELECT region_id, ${sql.join(columns)} FROM up GROUP BY region_id)`;
}

/** Groups by the region of a level, over {@link regionLevels} as `l`. */
export function levelKey(level: RegionLevel): GroupKey {
  const name = LEVELS[level];
  return {
    name: `${name}Id`,
    value: sql.ref(`l.${name}_id`),
    sortedBy: sql.ref(`l.${name}_code`),
  };
}
