import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { CoverageRule } from '../../db/entities/coverage-rule.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import {
  CreateRuleInput,
  parseNewRule,
  parseRuleChanges,
  RetireRuleInput,
  UpdateRuleInput,
} from './rule.input.ts';
import { createRule, type RuleChange, retireRule, updateRule } from './rule-changes.queries.ts';

@ObjectType({ description: 'What a change of a rule did.' })
class RulePayload {
  @Field(() => CoverageRule, {
    description: 'The rule as it is now; a retired one as it was last.',
  })
  rule!: CoverageRule;

  @Field(() => String, { description: 'The data version that the change made.' })
  dataVersion!: string;
}

@Resolver(() => RulePayload)
export class RuleChangeResolver {
  @Allow('plan')
  @Mutation(() => RulePayload, {
    description:
      'Creates a rule; every community is judged by it before this returns. @throws BAD_USER_INPUT, NOT_FOUND for an unknown kind, CONFLICT for a code that exists (retired rules keep theirs) and when 50 rules are in force.',
  })
  createRule(
    @Ctx() context: Context,
    @Arg('input', () => CreateRuleInput, { description: 'What to create.' })
    input: CreateRuleInput,
  ): Promise<RuleChange> {
    return written(context, createRule(context.em, parseNewRule(input)));
  }

  @Allow('plan')
  @Mutation(() => RulePayload, {
    description:
      'Changes what is given of a rule in force; its coverage is judged anew before this returns, unless only names, description or clause change. The version grows with any change, and stored coverage names it. @throws NOT_FOUND, CONFLICT when the version is stale, BAD_USER_INPUT.',
  })
  updateRule(
    @Ctx() context: Context,
    @Arg('input', () => UpdateRuleInput, { description: 'What to change.' })
    input: UpdateRuleInput,
  ): Promise<RuleChange> {
    return written(context, updateRule(context.em, input, parseRuleChanges(input)));
  }

  @Allow('plan')
  @Mutation(() => RulePayload, {
    description:
      'Retires a rule in force: it judges no more, and its coverage is gone when this returns. @throws NOT_FOUND, CONFLICT when the version is stale, BAD_USER_INPUT when it is retired already.',
  })
  retireRule(
    @Ctx() context: Context,
    @Arg('input', () => RetireRuleInput, { description: 'What to retire.' })
    input: RetireRuleInput,
  ): Promise<RuleChange> {
    return written(context, retireRule(context.em, input));
  }
}

/** What the request has read before a write is of an older version. */
async function written(context: Context, change: Promise<RuleChange>): Promise<RuleChange> {
  const done = await change;
  context.loaders.clear();
  return done;
}
