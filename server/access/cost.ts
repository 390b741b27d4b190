import { Extensions } from 'type-graphql';
import type { TableSizes } from '../lists/table-sizes.ts';

/** Names the extension of a field that {@link Costs} marks. */
export const COST = 'cost';

/** What working a field out costs by the size of the database, whatever is selected of it. */
export interface FieldCost {
  /** For each object that has it. */
  readonly each: (sizes: TableSizes) => number;
  /** For all objects that have it, at most: they share what is read. */
  readonly most?: (sizes: TableSizes) => number;
}

/** Says what working a field out costs, in units of `lists/weights.ts`. */
export function Costs(cost: FieldCost): MethodDecorator {
  return Extensions({ [COST]: cost }) as MethodDecorator;
}
