import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A kind of facility, such as plaza or fitness path.' })
@Entity({ tableName: 'facility_kind' })
export class FacilityKind {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => String, {
    description: 'Code, unique: `plaza`, `fitness-path`, `park`, `service-station` ….',
  })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'Name in Chinese.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Name in English.' })
  @Property({ type: 'text' })
  nameEn!: string;

  @Field(() => String, { nullable: true, description: 'What counts as this kind.' })
  @Property({ type: 'text', nullable: true })
  description?: string | null;
}
