import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What is done to a facility. */
export const FacilityAction = {
  CREATE: 'CREATE',
  MOVE: 'MOVE',
  UPDATE: 'UPDATE',
  RETIRE: 'RETIRE',
  RESTORE: 'RESTORE',
  UNDO: 'UNDO',
} as const;
export type FacilityAction = keyof typeof FacilityAction;
registerEnumType(FacilityAction, {
  name: 'FacilityAction',
  description: 'What is done to a facility.',
  valuesConfig: {
    CREATE: { description: 'Enters a new one.' },
    MOVE: { description: 'Puts it where it really stands.' },
    UPDATE: { description: 'Puts its name, kind, address or other particulars right.' },
    RETIRE: { description: 'Takes it out of service: it stays on record and never counts again.' },
    RESTORE: { description: 'Puts a retired one back into service.' },
    UNDO: { description: 'Takes an earlier change back.' },
  },
});

/** Where a change came from. */
export const ChangeOrigin = { WEB: 'WEB', API: 'API', IMPORT: 'IMPORT' } as const;
export type ChangeOrigin = keyof typeof ChangeOrigin;
registerEnumType(ChangeOrigin, {
  name: 'ChangeOrigin',
  description: 'Where a change came from.',
  valuesConfig: {
    WEB: { description: 'Somebody who was signed in.' },
    API: { description: 'A program with a token.' },
    IMPORT: { description: 'A file.' },
  },
});

@ObjectType({
  description: 'A change of a facility, as it was made. The history cannot be changed.',
})
@Entity({ tableName: 'facility_change' })
export class FacilityChange {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => Int, { description: 'The version of the facility that the change made.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => FacilityAction, { description: 'What was done.' })
  @Property({ type: 'text' })
  action!: FacilityAction;

  @Field(() => String, { description: 'Who did it, by the name that they had then.' })
  @Property({ type: 'text' })
  actor!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Who accepted it, where it was a proposal.',
  })
  @Property({ type: 'text', nullable: true })
  approver?: string | null;

  @Field(() => ChangeOrigin, { description: 'Where it came from.' })
  @Property({ type: 'text' })
  origin!: ChangeOrigin;

  @Field(() => String, { nullable: true, description: 'Why, in the words of whoever did it.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Field(() => Date, { description: 'When.' })
  @Property({ type: 'datetime' })
  madeAt!: Date;
}
