import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What a person is to the hub. */
export const Role = {
  VIEWER: 'VIEWER',
  ANALYST: 'ANALYST',
  CADRE: 'CADRE',
  PLANNER: 'PLANNER',
  ADMIN: 'ADMIN',
} as const;
export type Role = keyof typeof Role;
registerEnumType(Role, {
  name: 'Role',
  description: 'What a person is to the hub.',
  valuesConfig: {
    VIEWER: { description: 'Reads, also where reading is not public.' },
    ANALYST: { description: 'Reads with higher limits, and sees who changed what.' },
    CADRE: { description: 'Edits facilities in the regions and communities given to them.' },
    PLANNER: { description: 'Edits everywhere, decides proposals, writes rules and scenarios.' },
    ADMIN: { description: 'Does all of it, and looks after people.' },
  },
});

@ObjectType({ description: 'A person 人员 who signs in.' })
@Entity({ tableName: 'person' })
export class Person {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => String, { description: 'Name to sign in with, in lower case.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Name that others see.' })
  @Property({ type: 'text' })
  displayName!: string;

  @Field(() => Role, { description: 'What the person is to the hub.' })
  @Property({ type: 'text' })
  role!: Role;

  @Field(() => Boolean, { description: 'False once they may no longer sign in.' })
  @Property({ type: 'boolean' })
  active!: boolean;

  @Field(() => Int, {
    description: 'Grows with every change. A write names the version that it was based on.',
  })
  @Property({ type: 'integer', version: true })
  version!: number;

  @Field(() => Date, { description: 'When the person was entered.' })
  @Property({ type: 'datetime' })
  createdAt!: Date;

  /** At which provider of OpenID Connect they are who; see `server/auth/subject.ts`. */
  @Property({ type: 'text', nullable: true })
  subject!: string | null;

  @Property({ type: 'datetime' })
  updatedAt!: Date;
}
