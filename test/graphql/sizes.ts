import type { TableSizes } from '../../server/lists/table-sizes.ts';

/** A city like the sample. */
export const CITY: TableSizes = {
  regions: { rows: 13, positions: 147, measuredPositions: 147 },
  communities: { rows: 456, positions: 13, measuredPositions: 1 },
  facilities: { rows: 1_091, positions: 1, measuredPositions: 1 },
  grids: { rows: 2_476, positions: 37, measuredPositions: 37 },
  kinds: 4,
  rules: 2,
  cells: 11_490,
  extentMeters: 20_000,
};

/** A province, as large as one hub is meant to hold. */
export const PROVINCE: TableSizes = {
  regions: { rows: 1_500, positions: 300, measuredPositions: 300 },
  communities: { rows: 20_000, positions: 60, measuredPositions: 1 },
  facilities: { rows: 60_000, positions: 1, measuredPositions: 1 },
  grids: { rows: 60_000, positions: 40, measuredPositions: 40 },
  kinds: 20,
  rules: 8,
  cells: 250_000,
  extentMeters: 400_000,
};
