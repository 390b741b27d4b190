import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { CoverageStatus } from '../../db/entities/coverage.ts';
import { CoverageRule } from '../../db/entities/coverage-rule.ts';
import { Facility } from '../../db/entities/facility.ts';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import { Scenario, ScenarioAction } from '../../db/entities/scenario.ts';
import { GeoJSONPoint } from '../shared/scalars.ts';

@ObjectType({ description: 'What a scenario does with one facility.' })
export class ScenarioChange {
  @Field(() => ScenarioAction, { description: 'What it does.' })
  action!: ScenarioAction;

  @Field(() => Facility, { nullable: true, description: 'The facility; null for ADD.' })
  facility!: Facility | null;

  @Field(() => FacilityKind, { description: 'Its kind.' })
  kind!: FacilityKind;

  @Field(() => GeoJSONPoint, {
    nullable: true,
    description: 'Where it would stand, degrees on WGS 84; null for REMOVE.',
  })
  location!: unknown;
}

@ObjectType({ description: 'Communities by verdict, and residents.' })
export class ScenarioFigures {
  @Field(() => Int, { description: 'Communities that pass.' })
  passing!: number;

  @Field(() => Int, { description: 'Communities that fail.' })
  failing!: number;

  @Field(() => Int, { description: 'Communities whose figure is not known.' })
  unknown!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Residents who have a facility within the radius; null without resident cells.',
  })
  residentsCovered!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Residents of the resident cells; null without resident cells.',
  })
  residentsTotal!: number | null;
}

@ObjectType({ description: 'A community whose verdict a scenario would change.' })
export class ScenarioVerdict {
  @Field(() => Community, { description: 'The community.' })
  community!: Community;

  @Field(() => CoverageStatus, { description: 'The verdict today.' })
  today!: CoverageStatus;

  @Field(() => CoverageStatus, { description: 'The verdict with the changes.' })
  proposed!: CoverageStatus;
}

@ObjectType({ description: 'What changes of facilities would do under a rule, against today.' })
export class ScenarioOutcome {
  @Field(() => CoverageRule, { description: 'The rule.' })
  rule!: CoverageRule;

  @Field(() => String, { description: 'The data version that it was worked out on.' })
  dataVersion!: string;

  @Field(() => Int, { description: 'Communities that fail today and would pass.' })
  communitiesGained!: number;

  @Field(() => Int, { description: 'Communities that pass today and would fail.' })
  communitiesLost!: number;

  @Field(() => Int, {
    description: 'Residents who have no facility within the radius today and would have one.',
  })
  residentsGained!: number;

  @Field(() => Int, {
    description: 'Residents who have a facility within the radius today and would have none.',
  })
  residentsLost!: number;

  @Field(() => ScenarioFigures, { description: 'The whole city today.' })
  today!: ScenarioFigures;

  @Field(() => ScenarioFigures, { description: 'The whole city with the changes.' })
  proposed!: ScenarioFigures;

  @Field(() => [ScenarioVerdict], {
    description: 'Communities whose verdict would differ, by code.',
  })
  changed!: ScenarioVerdict[];
}

@ObjectType({ description: 'What keeping a scenario gave.' })
export class ScenarioPayload {
  @Field(() => Scenario, { description: 'The scenario as it is kept now.' })
  scenario!: Scenario;
}

@ObjectType({ description: 'What discarding a scenario did.' })
export class DiscardScenarioPayload {
  @Field(() => ID, { description: 'Id of the scenario, which is gone.' })
  id!: string;
}
