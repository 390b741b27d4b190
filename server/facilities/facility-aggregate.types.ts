import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AggregateGroup } from '../lists/aggregate/group.ts';

/** What facilities can be grouped by. */
export const FacilityGrouping = {
  KIND: 'KIND',
  CITY: 'CITY',
  COUNTY: 'COUNTY',
  STREET: 'STREET',
  COMMUNITY: 'COMMUNITY',
  ACTIVE: 'ACTIVE',
} as const;
export type FacilityGrouping = keyof typeof FacilityGrouping;
registerEnumType(FacilityGrouping, {
  name: 'FacilityGrouping',
  description: 'What facilities can be grouped by: what they are, and where they stand.',
  valuesConfig: {
    KIND: { description: 'The kind of facility.' },
    CITY: { description: 'The city 市.' },
    COUNTY: { description: 'The county 县(市、区).' },
    STREET: { description: 'The street 街道.' },
    COMMUNITY: { description: 'The community 社区.' },
    ACTIVE: { description: 'Whether it is active.' },
  },
});

@ObjectType({ description: 'Facilities summed up.' })
export class FacilityAggregate {
  @Field(() => AggregateGroup, { description: 'What they have in common.' })
  group!: AggregateGroup;

  @Field(() => Int, { description: 'Number of facilities.' })
  count!: number;

  @Field(() => Int, { description: 'Number of communities that they stand in.' })
  communityCount!: number;

  @Field(() => Date, { nullable: true, description: 'Time of the latest change of one of them.' })
  updatedAt!: string | null;
}
