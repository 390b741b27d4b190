import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { FileFacts, ImportSettings } from './settings.ts';
import type { SystemGuess } from './system-guess.ts';

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

@ObjectType('ImportCountsInfo', { description: 'Rows by what becomes of them.' })
export class ImportCounts {
  @Field(() => Int, { description: 'New ones.' })
  readonly create!: number;

  @Field(() => Int, { description: 'Such as are there and differ.' })
  readonly update!: number;

  @Field(() => Int, { description: 'Such as are there, just so.' })
  readonly same!: number;

  @Field(() => Int, { description: 'Such as are left out.' })
  readonly skip!: number;

  @Field(() => Int, { description: 'Rows with errors.' })
  readonly errors!: number;

  @Field(() => Int, { description: 'Rows with warnings.' })
  readonly warnings!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Features that an undo left as they were, because they were changed since.',
  })
  readonly left?: number;
}

@ObjectType('ImportProblemInfo', { description: 'Why a file could not be read.' })
export class ImportProblem {
  @Field(() => String, { description: 'Code, such as `BAD_SYNTAX` or `UNKNOWN_FORMAT`.' })
  readonly code!: string;

  @Field(() => Int, { nullable: true, description: 'Row; null for the file as a whole.' })
  readonly row!: number | null;

  @Field(() => String, { description: 'What is wrong, and what to do.' })
  readonly message!: string;
}

/** An import as it is stored, without what is only needed to write it. */
export interface ImportRow {
  readonly id: number;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly state: ImportState;
  /** Grows whenever the file is read again. */
  readonly version: number;
  /** Complete once the file was inspected; before that, what the planner has set. */
  readonly settings: Partial<ImportSettings>;
  /** Null until the file was inspected. */
  readonly file: FileFacts | null;
  readonly guess: SystemGuess | null;
  readonly problem: ImportProblem | null;
  /** Empty until the rows are counted; after an undo `left` as well. */
  readonly counts: Partial<ImportCounts>;
  readonly rowsRead: number;
  readonly rowsExpected: number | null;
  /** Whether the process that reads it has written to it lately. */
  readonly isAlive: boolean;
  readonly dataVersion: string | null;
  readonly actor: string;
  /** RFC 3339, UTC, like the two below. */
  readonly createdAt: string;
  readonly committedAt: string | null;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
}
