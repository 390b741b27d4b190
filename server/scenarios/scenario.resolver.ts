import { IsolationLevel } from '@mikro-orm/core';
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Facility } from '../../db/entities/facility.ts';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import { Scenario } from '../../db/entities/scenario.ts';
import type { Context } from '../access/context.ts';
import { Costs } from '../access/cost.ts';
import { Allow } from '../access/policy.ts';
import { type CommunityRow, communitiesById } from '../communities/communities.queries.ts';
import { summarise } from '../coverage/coverage.queries.ts';
import { type Trial, tryOut } from '../coverage/trial.queries.ts';
import { type FacilityRow, facilitiesById } from '../facilities/facilities.queries.ts';
import { getDataVersion } from '../hub/hub.queries.ts';
import { load } from '../lists/loader.ts';
import { type KindRow, kindsById } from '../rules/kinds.queries.ts';
import { getRule, type RuleRow } from '../rules/rules.queries.ts';
import { parseText } from '../shared/text.ts';
import {
  CreateScenarioInput,
  DiscardScenarioInput,
  type NewChange,
  parseChanges,
  parseNote,
  parseScenarioId,
  ScenarioChangeInput,
  UpdateScenarioInput,
} from './scenario.input.ts';
import {
  DiscardScenarioPayload,
  ScenarioChange,
  type ScenarioFigures,
  ScenarioOutcome,
  ScenarioPayload,
  ScenarioVerdict,
} from './scenario.types.ts';
import {
  type ChangeRow,
  changesOf,
  createScenario,
  discardScenario,
  findScenarios,
  getScenario,
  resolveChanges,
  type ScenarioRow,
  updateScenario,
} from './scenarios.queries.ts';

type OutcomeRow = Omit<ScenarioOutcome, 'rule' | 'changed'> & {
  rule: RuleRow;
  changed: Trial['changed'];
};

/** Trying out judges what lies around: ten of them fit in a request. */
const TRIAL = { each: () => 19_500 };

@Resolver(() => Scenario)
export class ScenarioResolver {
  @Allow('read')
  @Query(() => Scenario, {
    description:
      'A kept scenario, for whoever has its link. @throws NOT_FOUND, BAD_USER_INPUT for what is no id.',
  })
  scenario(
    @Ctx() { em }: Context,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<ScenarioRow> {
    return getScenario(em, parseScenarioId(id, 'id'), 'id');
  }

  @Allow('plan')
  @Query(() => [Scenario], { description: 'All kept scenarios, the last changed first.' })
  scenarios(@Ctx() { em }: Context): Promise<ScenarioRow[]> {
    return findScenarios(em);
  }

  @Allow('read')
  @Costs(TRIAL)
  @Query(() => ScenarioOutcome, {
    description:
      'What changes of facilities would do under a rule; nothing is kept. @throws NOT_FOUND for an unknown rule, facility or kind, BAD_USER_INPUT.',
  })
  async evaluateScenario(
    @Ctx() context: Context,
    @Arg('rule', () => String, { description: 'Code of the rule.' }) code: string,
    @Arg('changes', () => [ScenarioChangeInput], {
      description: '1–10,000 changes, each facility at most once.',
    })
    changes: ScenarioChangeInput[],
  ): Promise<OutcomeRow> {
    const rule = await getRule(context, code, 'rule');
    const parsed = parseChanges(changes, 'changes');
    return evaluate(context, rule, await resolveChanges(context.em, parsed, 'changes'));
  }

  @Allow('plan')
  @Mutation(() => ScenarioPayload, {
    description:
      'Keeps a scenario. @throws BAD_USER_INPUT, NOT_FOUND for an unknown facility or kind.',
  })
  async createScenario(
    @Ctx() { em }: Context,
    @Arg('input', () => CreateScenarioInput, { description: 'The scenario.' })
    input: CreateScenarioInput,
  ): Promise<{ scenario: ScenarioRow }> {
    const name = parseText(input.name, 'input.name').trim();
    const note = parseNote(input.note, 'input.note');
    const changes = parseChanges(input.changes, 'input.changes');
    return { scenario: await createScenario(em, { name, note }, changes) };
  }

  @Allow('plan')
  @Mutation(() => ScenarioPayload, {
    description:
      'Changes a kept scenario. @throws NOT_FOUND, CONFLICT when the version is stale, BAD_USER_INPUT.',
  })
  async updateScenario(
    @Ctx() { em }: Context,
    @Arg('input', () => UpdateScenarioInput, { description: 'What to change.' })
    input: UpdateScenarioInput,
  ): Promise<{ scenario: ScenarioRow }> {
    const basis = { id: parseScenarioId(input.id, 'input.id'), version: input.version };
    const name = input.name == null ? undefined : parseText(input.name, 'input.name').trim();
    const note = input.note == null ? undefined : parseNote(input.note, 'input.note');
    const changes: NewChange[] | undefined =
      input.changes == null ? undefined : parseChanges(input.changes, 'input.changes');
    return { scenario: await updateScenario(em, basis, { name, note }, changes) };
  }

  @Allow('plan')
  @Mutation(() => DiscardScenarioPayload, {
    description:
      'Discards a kept scenario for good. @throws NOT_FOUND, CONFLICT when the version is stale.',
  })
  async discardScenario(
    @Ctx() { em }: Context,
    @Arg('input', () => DiscardScenarioInput, { description: 'Which one.' })
    input: DiscardScenarioInput,
  ): Promise<{ id: string }> {
    const id = parseScenarioId(input.id, 'input.id');
    await discardScenario(em, id, input.version);
    return { id };
  }

  @Allow('read')
  @FieldResolver(() => [ScenarioChange], { description: 'What it does, in the order it was kept.' })
  async changes(@Root() { id }: ScenarioRow, @Ctx() context: Context): Promise<ChangeRow[]> {
    return (await load(context, changesOf, id)) ?? [];
  }

  @Allow('read')
  @Costs(TRIAL)
  @FieldResolver(() => ScenarioOutcome, {
    description:
      'What it would do under a rule, on the data as they are now. @throws NOT_FOUND for an unknown rule.',
  })
  async outcome(
    @Root() { id }: ScenarioRow,
    @Ctx() context: Context,
    @Arg('rule', () => String, { description: 'Code of the rule.' }) code: string,
  ): Promise<OutcomeRow> {
    const rule = await getRule(context, code, 'rule');
    return evaluate(context, rule, (await load(context, changesOf, id)) ?? []);
  }
}

@Resolver(() => ScenarioChange)
export class ScenarioChangeResolver {
  @Allow('read')
  @FieldResolver(() => Facility, { nullable: true, description: 'The facility; null for ADD.' })
  facility(
    @Root() { facilityId }: ChangeRow,
    @Ctx() context: Context,
  ): Promise<FacilityRow | null> | null {
    return facilityId === null ? null : load(context, facilitiesById, facilityId);
  }

  @Allow('read')
  @FieldResolver(() => FacilityKind, { description: 'Its kind.' })
  kind(@Root() { kindId }: ChangeRow, @Ctx() context: Context): Promise<KindRow | null> {
    return load(context, kindsById, kindId);
  }
}

@Resolver(() => ScenarioVerdict)
export class ScenarioVerdictResolver {
  @Allow('read')
  @FieldResolver(() => Community, { description: 'The community.' })
  community(
    @Root() { communityId }: Trial['changed'][number],
    @Ctx() context: Context,
  ): Promise<CommunityRow | null> {
    return load(context, communitiesById, communityId);
  }
}

/** Tries changes out on one state of the data. */
function evaluate(
  { em }: Context,
  rule: RuleRow,
  changes: readonly ChangeRow[],
): Promise<OutcomeRow> {
  const concerned = changes.filter(({ kindId }) => rule.kindIds.includes(kindId));
  const work = async (tx: Context['em']): Promise<OutcomeRow> => {
    const dataVersion = await getDataVersion(tx);
    const { residentsGained, residentsLost, changed } = await tryOut(
      tx,
      rule,
      concerned.map(({ facilityId, today: stands, location }) => ({
        gone: facilityId && stands ? { id: facilityId, place: stands.coordinates } : undefined,
        place: location?.coordinates,
      })),
    );
    const { passing, failing, unknown, residentsCovered, residentsTotal } = await summarise(
      tx,
      rule.id,
      undefined,
    );
    const today = { passing, failing, unknown, residentsCovered, residentsTotal };
    const count = (from: string, to: string): number =>
      changed.filter((verdict) => verdict.today === from && verdict.proposed === to).length;
    const communitiesGained = count('FAIL', 'PASS');
    const communitiesLost = count('PASS', 'FAIL');
    const proposed: ScenarioFigures = {
      ...today,
      passing: passing + communitiesGained - communitiesLost,
      failing: failing - communitiesGained + communitiesLost,
      residentsCovered:
        residentsCovered === null ? null : residentsCovered + residentsGained - residentsLost,
    };
    return {
      rule,
      dataVersion,
      communitiesGained,
      communitiesLost,
      residentsGained,
      residentsLost,
      today,
      proposed,
      changed,
    };
  };
  return em.transactional(work, {
    isolationLevel: IsolationLevel.REPEATABLE_READ,
    readOnly: true,
  });
}
