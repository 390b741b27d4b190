import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { parseGroupBy } from '../lists/aggregate/grouping.ts';
import { loadVariant } from '../lists/loader.ts';
import { getRule, type RuleRow } from '../rules/rules.queries.ts';
import { CommunityFilter } from './community.input.ts';
import {
  CommunityAggregate,
  CommunityGrouping,
  CoverageAggregate,
} from './community-aggregate.types.ts';
import {
  aggregateCommunities,
  aggregateCoverage,
  type CommunityGroups,
  type CoverageSums,
  groupName,
} from './community-aggregates.queries.ts';
import { communityCondition } from './community-filter.queries.ts';

type Row = Awaited<ReturnType<typeof aggregateCommunities>>[number] & {
  /** What all groups of one answer share. */
  readonly groups: CommunityGroups & { readonly name: string };
};

@Resolver(() => CommunityAggregate)
export class CommunityAggregateResolver {
  @Allow('read')
  @Shared()
  @Query(() => [CommunityAggregate], {
    description:
      'Communities of a filter summed up: as a whole, or by group in the order of the groups’ codes. @throws as `communities` does, and BAD_USER_INPUT for more than 10,000 groups.',
  })
  async communityAggregates(
    @Ctx() context: Context,
    @Arg('filter', () => CommunityFilter, {
      nullable: true,
      description: 'Which ones; all unless given.',
    })
    filter: CommunityFilter | null,
    @Arg('groupBy', () => [CommunityGrouping], {
      nullable: true,
      description: 'What to group by; one row of all unless given.',
    })
    groupBy: CommunityGrouping[] | null,
  ): Promise<object[]> {
    const groups = {
      name: JSON.stringify([filter, groupBy]),
      groupBy: parseGroupBy(groupBy),
      condition: await communityCondition(context, filter),
    };
    const rows = await aggregateCommunities(context.em, groups);
    return rows.map((row) => ({ ...row, group: row, groups }));
  }

  @Allow('read')
  @FieldResolver(() => CoverageAggregate, {
    description: 'Their coverage by a rule. @throws NOT_FOUND for an unknown rule.',
  })
  async coverage(
    @Root() row: Row,
    @Ctx() context: Context,
    @Arg('rule', () => String, { description: 'Code of the rule.' }) code: string,
  ): Promise<CoverageSums & { rule: RuleRow }> {
    const rule = await getRule(context, code, 'rule');
    const sums = await loadVariant(
      context,
      `coverage of ${row.groups.name} ${rule.code}`,
      (em) => aggregateCoverage(em, row.groups, rule.id),
      groupName(row),
    );
    return { ...(sums ?? NOTHING), rule };
  }
}

const NO_FIGURES = { sum: null, average: null, min: null, max: null };
/** Of no communities. */
const NOTHING: CoverageSums = {
  passing: 0,
  failing: 0,
  unknown: 0,
  residentsCovered: null,
  residentsTotal: null,
  residentsCoveredShare: null,
  nearestDistanceMeters: NO_FIGURES,
  facilitiesWithin: NO_FIGURES,
  areaCoveredShare: NO_FIGURES,
};
