import type { ListedTable, TableSizes } from '../lists/table-sizes.ts';

/** GraphQL types of the rows of tables. */
const TYPES: Readonly<Record<string, ListedTable>> = {
  Region: 'regions',
  Community: 'communities',
  Facility: 'facilities',
  Grid: 'grids',
};

/** How many rows a list has of which nothing is known. */
const PLAIN_LIST_ROWS = 5;

/** The table that rows of a type, its pages or its edges are of. */
export function tableOfType(type: string): ListedTable | undefined {
  return TYPES[type.replace(/(Connection|Edge)$/, '')];
}

/** The table that a filter is of, by the name of its type. */
export function tableOfFilter(type: string): ListedTable | undefined {
  return type.endsWith('Filter') ? TYPES[type.slice(0, -'Filter'.length)] : undefined;
}

/** How many rows a list gives that is no page, about. */
export function listLength(
  field: string,
  type: string,
  { ids, groupBy }: Readonly<Record<string, unknown>>,
  sizes: TableSizes,
): number {
  if (field === 'nodes') return Array.isArray(ids) ? ids.length : 1;
  if (type.endsWith('Aggregate')) return countGroups(groupBy, sizes);
  if (type === 'FacilityKind') return sizes.kinds;
  if (['CoverageRule', 'Coverage', 'PointCoverage', 'FacilityWorth'].includes(type)) {
    return sizes.rules;
  }
  return PLAIN_LIST_ROWS;
}

/** Groups of an aggregate: at most as many as there are of each thing that it is grouped by, multiplied. */
function countGroups(groupBy: unknown, sizes: TableSizes): number {
  const numbers: Readonly<Record<string, number>> = {
    COMMUNITY: sizes.communities.rows,
    STREET: sizes.regions.rows,
    COUNTY: sizes.regions.rows,
    CITY: 1,
    KIND: sizes.kinds,
  };
  const by = Array.isArray(groupBy) ? groupBy : groupBy === undefined ? [] : [groupBy];
  const groups = by.reduce<number>((product, each) => product * (numbers[String(each)] ?? 2), 1);
  return Math.min(groups, MOST_GROUPS);
}

/** As many groups an aggregate gives at most. */
const MOST_GROUPS = 10_000;
