import { TooExpensiveError } from '../../shared/errors.ts';
import type { TableSize, TableSizes } from '../table-sizes.ts';
import { WEIGHTS } from '../weights.ts';

/** What a filter costs, in units of `weights.ts`. */
export interface FilterCost {
  /** Once for each statement. */
  readonly once: number;
  /** For each row that is looked at. */
  readonly perRow: number;
}

type Values = Readonly<Record<string, unknown>>;

const NOTHING: FilterCost = { once: 0, perRow: 0 };
/** Reading a condition and writing it as SQL. */
const CONDITION = 100;
const PER_ROW = {
  /** A comparison of numbers or texts. */
  scalar: 0.2,
  /** A text in several columns. */
  text: 0.7,
  region: 0.2,
  coverage: 0.4,
  contains: 0.4,
  /** Leaving out by index what is far. */
  found: 0.1,
  /** Comparing with a box what lies around it. */
  inBox: 1,
  /** A position of the row's shape that is compared with another shape; and what that takes anyway. */
  touching: 0.01,
  touchesAtAll: 0.4,
  /** A position of the filter's shape, by what the shape is compared. */
  intersects: 0.0008,
  within: 0.004,
  /** Letting in what surely is near. */
  near: 2,
  /** A position of one shape measured to a position of the other. */
  measured: 0.12,
} as const;
/** Where there is one thing there are more: rows within a distance, compared with rows spread evenly. */
const CROWDED = 5;
const METERS_PER_DEGREE = 111_319;
/** The box that is searched is so much wider than the distance, in meters. */
const BOX_MARGIN_METERS = 100;
/** So many positions are compared as quickly as one. */
const FEW_POSITIONS = 5;

/**
 * What a filter of a table costs. It has not been checked yet: what it is not is what GraphQL or the filter itself
 * will refuse, and costs little.
 */
export function filterCost(filter: unknown, table: TableSize, sizes: TableSizes): FilterCost {
  if (!isObject(filter)) return NOTHING;
  return sum(
    Object.entries(filter).map(([name, value]) => {
      if (value === null || value === undefined) return NOTHING;
      if (name === 'and' || name === 'or' || name === 'not') {
        return sum([value].flat().map((each) => filterCost(each, table, sizes)));
      }
      return conditionCost(name, value, table, sizes);
    }),
  );
}

/** The most that a filter may cost for each row of a file, and once: a file may have any number of rows. */
const MOST_PER_ROW = 200;
const MOST_ONCE = 200_000;

/**
 * Refuses a filter of a file that costs too much, whose number of rows does not count. @throws TOO_EXPENSIVE naming
 * the cost, the limit and what to change
 */
export function demandAffordableFilter(filter: unknown, table: TableSize, sizes: TableSizes): void {
  const { once, perRow } = filterCost(filter, table, sizes);
  if (perRow > MOST_PER_ROW) throw tooExpensive('for each row', perRow, MOST_PER_ROW);
  if (once > MOST_ONCE) throw tooExpensive('by itself', once, MOST_ONCE);
}

function tooExpensive(what: string, cost: number, limit: number): TooExpensiveError {
  const told = Math.ceil(cost);
  return new TooExpensiveError(
    `filter: costs ${told.toLocaleString('en')} ${what}; the limit is ${limit.toLocaleString('en')}. Give fewer conditions of distances and shapes, with fewer positions.`,
    { cost: told, limit, field: 'filter' },
  );
}

function conditionCost(
  name: string,
  value: unknown,
  table: TableSize,
  sizes: TableSizes,
): FilterCost {
  switch (name) {
    case 'text':
    case 'region':
    case 'coverage':
    case 'contains':
      return { once: CONDITION, perRow: PER_ROW[name] };
    case 'bbox':
      return { once: CONDITION, perRow: boxCost(value, sizes) };
    case 'intersects':
    case 'within': {
      const positions = countPositions(value);
      const perRow =
        PER_ROW.touchesAtAll + table.positions * PER_ROW.touching + positions * PER_ROW[name];
      return { once: CONDITION + positions * WEIGHTS.sentPosition, perRow };
    }
    case 'withinDistance':
      return { once: CONDITION, perRow: distanceCost(value, table, sizes) };
    default:
      return { once: CONDITION + countValues(value) * WEIGHTS.sentValue, perRow: PER_ROW.scalar };
  }
}

/** Distances are measured to what lies in a box around, and not so near that it is within without measuring. */
function distanceCost(value: unknown, table: TableSize, sizes: TableSizes): number {
  const { meters, community } = isObject(value) ? value : {};
  const reach = typeof meters === 'number' && meters > 0 ? meters : 0;
  const isFromShape = community !== undefined && community !== null;
  const isToShape = table.measuredPositions > 1;
  const positions = isFromShape ? Math.max(sizes.communities.positions, FEW_POSITIONS) : 1;
  const extent = Math.max(sizes.extentMeters, 1);
  const sizeOf = ({ rows }: TableSize): number => extent / Math.sqrt(Math.max(rows, 1));
  const width =
    2 * (reach + BOX_MARGIN_METERS) +
    (isFromShape ? sizeOf(sizes.communities) : 0) +
    (isToShape ? sizeOf(table) : 0);
  const inBox = shareOf(width ** 2, sizes);
  const surelyIn = isToShape ? Math.min(1, (Math.PI * reach ** 2) / extent ** 2) : 0;
  const measured = Math.max(
    0,
    shareOf(Math.min(width, extent) ** 2 - surelyIn * extent ** 2, sizes),
  );
  return (
    PER_ROW.found +
    inBox * PER_ROW.near +
    measured * positions * table.measuredPositions * PER_ROW.measured
  );
}

function boxCost(value: unknown, sizes: TableSizes): number {
  const [west, south, east, north] = Array.isArray(value) ? value.map(Number) : [];
  const degrees = [(east ?? 0) - (west ?? 0), (north ?? 0) - (south ?? 0)];
  const [width = 0, height = 0] = degrees.map((each) => each * METERS_PER_DEGREE);
  const area = Math.max(0, width * height);
  return PER_ROW.found + shareOf(Number.isFinite(area) ? area : 0, sizes) * PER_ROW.inBox;
}

/** The share of the rows that lie in an area, in square meters, at most. */
function shareOf(area: number, { extentMeters }: TableSizes): number {
  return Math.min(1, (CROWDED * area) / Math.max(extentMeters, 1) ** 2);
}

function sum(costs: readonly FilterCost[]): FilterCost {
  let once = 0;
  let perRow = 0;
  for (const cost of costs) {
    once += cost.once;
    perRow += cost.perRow;
  }
  return { once, perRow };
}

/** Positions of whatever shapes a value holds; values nest as deeply as clients like. */
export function countPositions(value: unknown): number {
  let positions = 0;
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (Array.isArray(next)) {
      if (typeof next[0] === 'number') positions++;
      else for (const item of next) waiting.push(item);
    } else if (isObject(next)) {
      for (const item of Object.values(next)) waiting.push(item);
    }
  }
  return positions;
}

/** Values of the lists in a filter of a field, such as `in`. */
function countValues(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (!isObject(value)) return 0;
  return Object.values(value).reduce<number>(
    (count, item) => count + (Array.isArray(item) ? item.length : 0),
    0,
  );
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
