import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Figures } from '../shared/aggregate/figures.ts';
import { AggregateGroup } from '../shared/aggregate/group.ts';

/** What grids can be grouped by. */
export const GridGrouping = {
  CITY: 'CITY',
  COUNTY: 'COUNTY',
  STREET: 'STREET',
  COMMUNITY: 'COMMUNITY',
  STATUS: 'STATUS',
} as const;
export type GridGrouping = keyof typeof GridGrouping;
registerEnumType(GridGrouping, {
  name: 'GridGrouping',
  description: 'What grids can be grouped by: where they lie, and whether they are in force.',
  valuesConfig: {
    CITY: { description: 'The city 市.' },
    COUNTY: { description: 'The county 县(市、区).' },
    STREET: { description: 'The street 街道.' },
    COMMUNITY: { description: 'The community 社区.' },
    STATUS: { description: 'Whether it is proposed or in force.' },
  },
});

@ObjectType({ description: 'Grids summed up.' })
export class GridAggregate {
  @Field(() => AggregateGroup, { description: 'What they have in common.' })
  group!: AggregateGroup;

  @Field(() => Int, { description: 'Number of grids.' })
  count!: number;

  @Field(() => Figures, { description: 'Households.' })
  households!: Figures;

  @Field(() => Figures, { description: 'Residents, persons.' })
  residents!: Figures;
}
