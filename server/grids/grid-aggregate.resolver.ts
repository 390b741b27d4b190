import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { parseGroupBy } from '../lists/aggregate/grouping.ts';
import { GridFilter } from './grid.input.ts';
import { GridAggregate, GridGrouping } from './grid-aggregate.types.ts';
import { aggregateGrids } from './grid-aggregates.queries.ts';
import { gridCondition } from './grid-filter.queries.ts';

@Resolver(() => GridAggregate)
export class GridAggregateResolver {
  @Allow('read')
  @Shared()
  @Query(() => [GridAggregate], {
    description:
      'Grids of a filter summed up: as a whole, or by group in the order of the groups’ codes. @throws as `grids` does, and BAD_USER_INPUT for more than 10,000 groups.',
  })
  async gridAggregates(
    @Ctx() context: Context,
    @Arg('filter', () => GridFilter, {
      nullable: true,
      description: 'Which ones; all unless given.',
    })
    filter: GridFilter | null,
    @Arg('groupBy', () => [GridGrouping], {
      nullable: true,
      description: 'What to group by; one row of all unless given.',
    })
    groupBy: GridGrouping[] | null,
  ): Promise<object[]> {
    const condition = await gridCondition(context, filter);
    const rows = await aggregateGrids(context.em, condition, parseGroupBy(groupBy));
    return rows.map((row) => ({ ...row, group: row }));
  }
}
