import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A source of the data and its licence.' })
class Attribution {
  @Field(() => String, { description: 'What the data are, and who published them, in Chinese.' })
  name!: string;

  @Field(() => String, { description: 'The same in English.' })
  nameEn!: string;

  @Field(() => String, { description: 'Licence of the data.' })
  licence!: string;

  @Field(() => String, { nullable: true, description: 'Where the data can be had.' })
  url?: string;
}

@ObjectType({ description: 'The hub and its data as a whole.' })
export class Hub {
  @Field(() => String, {
    description: 'Grows with every write; answers and tiles of one version agree with each other.',
  })
  dataVersion!: string;

  @Field(() => String, { description: 'Name of the city.' })
  cityName!: string;

  @Field(() => String, { description: 'Name of the city in English.' })
  cityNameEn!: string;

  @Field(() => [Attribution], {
    description: 'Sources of the data, to be named wherever it is shown.',
  })
  attribution!: Attribution[];
}
