import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CoverageRule } from '../../db/entities/coverage-rule.ts';
import { Figures } from '../lists/aggregate/figures.ts';
import { AggregateGroup } from '../lists/aggregate/group.ts';
import { FieldSums } from '../lists/aggregate/sums.ts';
import { COMMUNITY_FIELDS } from './community.fields.ts';

/** What communities can be grouped by. */
export const CommunityGrouping = { CITY: 'CITY', COUNTY: 'COUNTY', STREET: 'STREET' } as const;
export type CommunityGrouping = keyof typeof CommunityGrouping;
registerEnumType(CommunityGrouping, {
  name: 'CommunityGrouping',
  description: 'What communities can be grouped by: the regions that they lie in.',
  valuesConfig: {
    CITY: { description: 'The city 市.' },
    COUNTY: { description: 'The county 县(市、区).' },
    STREET: { description: 'The street 街道.' },
  },
});

@ObjectType({ description: 'Communities summed up.' })
@FieldSums(COMMUNITY_FIELDS)
export class CommunityAggregate {
  @Field(() => AggregateGroup, { description: 'What they have in common.' })
  group!: AggregateGroup;

  @Field(() => Int, { description: 'Number of communities.' })
  count!: number;
}

@ObjectType({ description: 'A rule summed up over communities.' })
export class CoverageAggregate {
  @Field(() => CoverageRule, { description: 'The rule.' })
  rule!: CoverageRule;

  @Field(() => Int, { description: 'Communities that pass.' })
  passing!: number;

  @Field(() => Int, { description: 'Communities that fail.' })
  failing!: number;

  @Field(() => Int, { description: 'Communities with nothing to measure from.' })
  unknown!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Residents covered; null without resident cells.',
  })
  residentsCovered!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Residents of the resident cells; null without.',
  })
  residentsTotal!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Share (0–1) of those residents who are covered; null without resident cells.',
  })
  residentsCoveredShare!: number | null;

  @Field(() => Figures, {
    description: 'Geodesic meters from the service points to their nearest facility.',
  })
  nearestDistanceMeters!: Figures;

  @Field(() => Figures, { description: 'Facilities within the radius of the service points.' })
  facilitiesWithin!: Figures;

  @Field(() => Figures, { description: 'Shares (0–1) of the boundaries that are covered.' })
  areaCoveredShare!: Figures;
}
