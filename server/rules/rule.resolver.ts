import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { CoverageRule } from '../../db/entities/coverage-rule.ts';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { load } from '../lists/loader.ts';
import { type KindRow, kindsById } from './kinds.queries.ts';
import { getRules, type RuleRow } from './rules.queries.ts';

@Resolver(() => CoverageRule)
export class CoverageRuleResolver {
  @Allow('read')
  @Shared()
  @Query(() => [CoverageRule], { description: 'The rules in force, by clause.' })
  coverageRules(@Ctx() context: Context): Promise<RuleRow[]> {
    return getRules(context);
  }

  @Allow('read')
  @FieldResolver(() => [FacilityKind], {
    description: 'A facility of any of these kinds within the radius satisfies the rule.',
  })
  async facilityKinds(@Root() { kindIds }: RuleRow, @Ctx() context: Context): Promise<KindRow[]> {
    const kinds = await Promise.all(kindIds.map((id) => load(context, kindsById, id)));
    return kinds.filter((kind) => kind !== null);
  }
}
