import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';

/** How far an import has come. */
export const ImportState = {
  READING: 'READING',
  READY: 'READY',
  FAILED: 'FAILED',
  COMMITTED: 'COMMITTED',
  UNDONE: 'UNDONE',
  DISCARDED: 'DISCARDED',
} as const;
export type ImportState = keyof typeof ImportState;
registerEnumType(ImportState, {
  name: 'ImportState',
  description: 'How far an import has come.',
  valuesConfig: {
    READING: { description: 'The file is being read and checked.' },
    READY: { description: 'What it would do can be looked at; nothing has been changed.' },
    FAILED: { description: 'The file could not be read as it was said to be; see `problem`.' },
    COMMITTED: { description: 'All of it is in the hub.' },
    UNDONE: { description: 'It was in the hub, and was taken back.' },
    DISCARDED: { description: 'It was given up; nothing was changed.' },
  },
});

@ObjectType({ description: 'An import 导入 of a file: looked at first, then done as a whole.' })
@Entity({ tableName: 'import' })
export class Import {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Field(() => String, { description: 'Name of the file.' })
  @Property({ type: 'text' })
  fileName!: string;

  @Field(() => Float, { description: 'Size of the file in bytes.' })
  @Property({ type: 'bigint' })
  sizeBytes!: number;

  @Field(() => ImportState, { description: 'How far it has come.' })
  @Property({ type: 'text' })
  state!: ImportState;

  @Field(() => Int, {
    description:
      'Grows whenever the file is read again: whoever commits names what they looked at.',
  })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => String, { description: 'Who brought the file.' })
  @Property({ type: 'text' })
  actor!: string;

  @Field(() => Date, { description: 'When the file was brought.' })
  @Property({ type: 'datetime' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was committed.' })
  @Property({ type: 'datetime', nullable: true })
  committedAt?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was undone.' })
  @Property({ type: 'datetime', nullable: true })
  undoneAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Who undid it.' })
  @Property({ type: 'text', nullable: true })
  undoneBy?: string | null;
}
