import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { CoverageRule } from '../../db/entities/coverage-rule.ts';
import { Facility } from '../../db/entities/facility.ts';
import type { Context } from '../access/context.ts';
import { Costs, type FieldCost } from '../access/cost.ts';
import { Allow } from '../access/policy.ts';
import type { FacilityRow } from '../facilities/facilities.queries.ts';
import { loadVariant } from '../lists/loader.ts';
import { getRules, type RuleRow } from '../rules/rules.queries.ts';
import { type WorthRow, worthOf } from './worth.queries.ts';

@ObjectType({
  description:
    'How much a facility matters under a rule: what is within its radius, and what would be lost if it closed, alone.',
})
class FacilityWorth {
  @Field(() => CoverageRule, { description: 'The rule.' })
  rule!: CoverageRule;

  @Field(() => Int, { description: 'Communities whose service point lies within the radius.' })
  communitiesWithin!: number;

  @Field(() => Int, { description: 'Residents who live within the radius.' })
  residentsWithin!: number;

  @Field(() => Int, {
    description: 'Communities that pass, in the reading of the rule, and would fail without it.',
  })
  communitiesLosing!: number;

  @Field(() => Int, {
    description: 'Residents who would have no such facility within the radius without it.',
  })
  residentsLosing!: number;
}

/** What lies around a facility is read and judged, as far as its rules reach and further: some kilometers. */
const AROUND_SQUARE_METERS = 100e6;
/** Where facilities are, more people live than elsewhere. */
const CROWDED = 8;
const WORTH: FieldCost = {
  each: ({ rules, cells, extentMeters }) =>
    rules * (300 + 2 * cells * Math.min(1, (CROWDED * AROUND_SQUARE_METERS) / extentMeters ** 2)),
  most: ({ rules, cells }) => rules * (1_000 + 2 * cells),
};

@Resolver(() => Facility)
export class FacilityWorthResolver {
  @Allow('read')
  @Costs(WORTH)
  @FieldResolver(() => [FacilityWorth], {
    description:
      'How much the facility matters under each rule that it counts for; empty for a retired one.',
  })
  async worth(
    @Root() { id, kindId, active }: FacilityRow,
    @Ctx() context: Context,
  ): Promise<(WorthRow & { rule: RuleRow })[]> {
    const rules = (await getRules(context)).filter(({ kindIds }) => kindIds.includes(kindId));
    const worth: (WorthRow & { rule: RuleRow })[] = [];
    if (!active) return worth;
    for (const rule of rules) {
      const row = await loadVariant<number, WorthRow>(
        context,
        `worth:${rule.code}`,
        (em, ids) => worthOf(em, rule, ids),
        id,
      );
      if (row) worth.push({ ...row, rule });
    }
    return worth;
  }
}
