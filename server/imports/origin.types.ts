import { Field, Float, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Where data come from: the file that they were imported from.' })
export class DataOrigin {
  @Field(() => String, { description: 'Name of the file.' })
  readonly fileName!: string;

  @Field(() => String, { description: 'Reference system that its coordinates had.' })
  readonly system!: string;

  @Field(() => Float, {
    description: 'How far a place may be off by converting it to WGS 84, at most, in meters.',
  })
  readonly statedErrorMeters!: number;

  @Field(() => Date, { description: 'When it was imported.' })
  readonly importedAt!: string;
}
