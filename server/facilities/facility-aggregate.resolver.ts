import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { parseGroupBy } from '../lists/aggregate/grouping.ts';
import { FacilityFilter } from './facility.input.ts';
import { FacilityAggregate, FacilityGrouping } from './facility-aggregate.types.ts';
import { aggregateFacilities } from './facility-aggregates.queries.ts';
import { facilityCondition } from './facility-filter.queries.ts';

@Resolver(() => FacilityAggregate)
export class FacilityAggregateResolver {
  @Allow('read')
  @Shared()
  @Query(() => [FacilityAggregate], {
    description:
      'Facilities of a filter summed up: as a whole, or by group in the order of the groups’ codes. @throws as `facilities` does, and BAD_USER_INPUT for more than 10,000 groups.',
  })
  async facilityAggregates(
    @Ctx() context: Context,
    @Arg('filter', () => FacilityFilter, {
      nullable: true,
      description: 'Which ones; all active ones unless given.',
    })
    filter: FacilityFilter | null,
    @Arg('groupBy', () => [FacilityGrouping], {
      nullable: true,
      description: 'What to group by; one row of all unless given.',
    })
    groupBy: FacilityGrouping[] | null,
  ): Promise<object[]> {
    const condition = await facilityCondition(context, filter);
    const rows = await aggregateFacilities(context.em, condition, parseGroupBy(groupBy));
    return rows.map((row) => ({ ...row, group: row }));
  }
}
