/**
 * The doors by which fields are reached from outside:
 *
 * - `graphql`: a field of the GraphQL type;
 * - `filter`, `order`, `sum`: an argument of its filter, a sort key of its lists, a figure of its aggregates;
 * - `export`: a column of exported files;
 * - `ogc`: a property in OGC API – Features, and in the vector tiles of the same collection;
 * - `map`: a property in the tiles that the service map draws;
 * - `import`: a meaning that columns of imported files can have;
 * - `edit`: an input of the mutations that correct it;
 * - `history`: a part of the snapshots in its history.
 */
export const DOORS = [
  'graphql',
  'filter',
  'order',
  'sum',
  'export',
  'ogc',
  'map',
  'import',
  'edit',
  'history',
] as const;
export type Door = (typeof DOORS)[number];
