import { Field, ObjectType } from 'type-graphql';
import type { FileFormat } from '../../formats/feature-source.ts';
import type { TextEncoding } from '../../formats/text-encoding.ts';
import type { ReferenceSystem } from '../../systems/reference-system.ts';
import { ImportField, type ImportTarget } from './fields.ts';

@ObjectType({ description: 'What a field is filled from.' })
export class ImportMapping {
  @Field(() => ImportField, { description: 'The field.' })
  readonly field!: ImportField;

  @Field(() => String, { nullable: true, description: 'Column of the file.' })
  readonly column!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Instead of a column: one value for all rows.',
  })
  readonly value!: string | null;
}

/** How a file is read, and what becomes of its rows. Guessed at first; the planner can change it. */
export interface ImportSettings {
  readonly target: ImportTarget;
  readonly mapping: readonly ImportMapping[];
  /** Null: none is chosen, and what the file declares cannot be taken. Then no place is read. */
  readonly system: ReferenceSystem | null;
  /** Whether the file has latitude or northing first. */
  readonly swapAxes: boolean;
  /** Whether invalid polygons are repaired. */
  readonly repair: boolean;
  /** Whether rows with errors are left out; otherwise nothing is imported while there are any. */
  readonly skipErrors: boolean;
  /** Whether regions that communities name and that are not there are made. */
  readonly createRegions: boolean;
  /** Null: the first layer. */
  readonly layer: string | null;
  /** Null: detected from the bytes. */
  readonly encoding: TextEncoding | null;
}

/** What a file is, as its reader found. */
export interface FileFacts {
  readonly format: FileFormat;
  readonly layer: string | null;
  readonly layers: readonly string[];
  readonly columns: readonly string[];
  readonly encoding: string | null;
  readonly declared: ReferenceSystem | null;
  readonly declaredText: string | null;
  /** The line of a table on which its header stands. */
  readonly headerLine?: number | undefined;
}
