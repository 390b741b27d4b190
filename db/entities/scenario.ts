import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What a scenario does with a facility. */
export const ScenarioAction = { ADD: 'ADD', MOVE: 'MOVE', REMOVE: 'REMOVE' } as const;
export type ScenarioAction = keyof typeof ScenarioAction;
registerEnumType(ScenarioAction, {
  name: 'ScenarioAction',
  description: 'What a scenario does with a facility.',
  valuesConfig: {
    ADD: { description: 'Builds a new one of a kind at a place.' },
    MOVE: { description: 'Puts an existing one somewhere else.' },
    REMOVE: { description: 'Closes an existing one.' },
  },
});

@ObjectType({
  description:
    'A scenario 方案: facilities added, moved and closed on trial. Nothing of it is so; its id is the link.',
})
@Entity({ tableName: 'scenario' })
export class Scenario {
  @Field(() => ID, { description: 'Id, not to be guessed: whoever has it may see the scenario.' })
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Field(() => String, { description: 'Name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is about.' })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => Int, {
    description: 'Grows with every change. A write names the version that it was based on.',
  })
  @Property({ type: 'integer', version: true })
  version!: number;

  @Field(() => Date, { description: 'When it was kept first.' })
  @Property({ type: 'datetime' })
  createdAt!: Date;

  @Field(() => Date, { description: 'Time of the last change.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date;
}
