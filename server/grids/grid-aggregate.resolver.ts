import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Allow } from '../auth/policy.ts';
import { parseGroupBy } from '../shared/aggregate/grouping.ts';
import type { Context } from '../shared/context.ts';
import { Costs } from '../shared/cost.ts';
import { Shared } from '../shared/sharing.ts';
import { GridFilter } from './grid.input.ts';
import { GridAggregate, GridGrouping } from './grid-aggregate.types.ts';
import { aggregateGrids } from './grid-aggregates.queries.ts';
import { gridCondition } from './grid-filter.queries.ts';

@Resolver(() => GridAggregate)
export class GridAggregateResolver {
  @Allow('read')
  @Shared()
  @Costs(1_000)
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
