/** How large a table of the lists is. */
export interface TableSize {
  readonly rows: number;
  /** Positions of the shape of a row, on average. */
  readonly positions: number;
  /** Positions of what distances are measured from, on average. */
  readonly measuredPositions: number;
}

/** The tables whose rows are listed and filtered. */
export const LISTED_TABLES = ['regions', 'communities', 'facilities', 'grids'] as const;
export type ListedTable = (typeof LISTED_TABLES)[number];

/** How much there is in the database, as far as it decides what a request costs. */
export interface TableSizes extends Readonly<Record<ListedTable, TableSize>> {
  readonly kinds: number;
  readonly rules: number;
  readonly cells: number;
  /** Longer side of the box around all communities, in meters. */
  readonly extentMeters: number;
}
