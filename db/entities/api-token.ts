import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** What a token may be used for; never more than its person may do. */
export const Scope = {
  READ: 'READ',
  EDIT: 'EDIT',
  PLAN: 'PLAN',
  ADMINISTER: 'ADMINISTER',
} as const;
export type Scope = keyof typeof Scope;
registerEnumType(Scope, {
  name: 'Scope',
  description: 'What a token may be used for; never more than its person may do.',
  valuesConfig: {
    READ: { description: 'Reading.' },
    EDIT: { description: 'Editing facilities.' },
    PLAN: { description: 'Rules, scenarios, communities, resident cells, proposals.' },
    ADMINISTER: { description: 'People.' },
  },
});

@ObjectType({ description: 'A token by which a program acts for a person.' })
@Entity({ tableName: 'api_token' })
export class ApiToken {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => String, { description: 'What it is used for, in the words of its person.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => [Scope], { description: 'What it may be used for.' })
  @Property({ type: 'text[]' })
  scopes!: Scope[];

  @Field(() => Date, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date;

  @Field(() => Date, { description: 'When it ends.' })
  @Property({ type: 'datetime' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last used, to the hour.' })
  @Property({ type: 'datetime', nullable: true })
  usedAt?: Date | null;
}
