import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { globalId } from '../shared/ids.ts';
import { type ReferenceSystem, statedErrorMeters } from '../systems/reference-system.ts';
import { ImportField, ImportTarget, PLACE_FIELDS, TARGETS } from './staged/fields.ts';
import { ImportCounts, ImportProblem, type ImportRow, ImportState } from './staged/import-row.ts';
import { ImportMapping } from './staged/settings.ts';
import { SystemGuess } from './staged/system-guess.ts';

const Phase = {
  WAITING: 'WAITING',
  READING: 'READING',
  CHECKING: 'CHECKING',
  COMMITTING: 'COMMITTING',
  UNDOING: 'UNDOING',
} as const;
registerEnumType(Phase, {
  name: 'ImportPhase',
  description: 'What is being done with an import.',
  valuesConfig: {
    WAITING: { description: 'Other files are being read first.' },
    READING: { description: 'Rows are read.' },
    CHECKING: { description: 'All rows are matched and checked.' },
    COMMITTING: { description: 'It is being committed.' },
    UNDOING: { description: 'It is being undone.' },
  },
});

@ObjectType({ description: 'How far work on an import has come.' })
export class ImportProgress {
  @Field(() => Phase, { description: 'What is being done.' })
  readonly phase!: keyof typeof Phase;

  @Field(() => Int, { description: 'Rows, or steps of the checks, that are done.' })
  readonly done!: number;

  @Field(() => Int, { nullable: true, description: 'How many there are; null when nobody knows.' })
  readonly total!: number | null;
}

@ObjectType({ description: 'An import 导入 of a file: looked at first, then done as a whole.' })
export class Import {
  /** The import as it is stored: the fields with a resolver need it. */
  readonly row!: ImportRow;

  @Field(() => ID, { description: 'Global id.' })
  readonly id!: string;

  @Field(() => String, { description: 'Name of the file.' })
  readonly fileName!: string;

  @Field(() => Float, { description: 'Size of the file in bytes.' })
  readonly sizeBytes!: number;

  @Field(() => ImportState, { description: 'How far it has come.' })
  readonly state!: ImportState;

  @Field(() => Int, {
    description:
      'Grows whenever the file is read again: whoever commits names what they looked at.',
  })
  readonly version!: number;

  @Field(() => String, { description: 'Who brought the file.' })
  readonly actor!: string;

  @Field(() => Date, { description: 'When the file was brought.' })
  readonly createdAt!: string;

  @Field(() => Date, { nullable: true, description: 'When it was committed.' })
  readonly committedAt!: string | null;

  @Field(() => Date, { nullable: true, description: 'When it was undone.' })
  readonly undoneAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who undid it.' })
  readonly undoneBy!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The data version that committing it made; null before.',
  })
  readonly dataVersion!: string | null;

  @Field(() => String, { nullable: true, description: 'Format of the file, once known.' })
  readonly format!: string | null;

  @Field(() => [String], { description: 'Columns of the file.' })
  readonly columns!: readonly string[];

  @Field(() => [String], { description: 'Layers of the file; empty without layers.' })
  readonly layers!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Layer that is read.' })
  readonly layer!: string | null;

  @Field(() => String, { nullable: true, description: 'How its texts are encoded.' })
  readonly encoding!: string | null;

  @Field(() => ImportTarget, { nullable: true, description: 'What it is imported as.' })
  readonly target!: ImportTarget | null;

  @Field(() => [ImportField], { description: 'What its columns can mean, for its target.' })
  readonly fields!: readonly ImportField[];

  @Field(() => [ImportField], { description: 'Fields that a new one cannot do without.' })
  readonly requiredFields!: readonly ImportField[];

  @Field(() => [ImportMapping], { description: 'What its columns mean.' })
  readonly mapping!: readonly ImportMapping[];

  @Field(() => String, {
    nullable: true,
    description: 'Reference system that it is read by.',
  })
  readonly system!: ReferenceSystem | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How far a place may be off by converting it from that system to WGS 84, at most, in meters.',
  })
  readonly statedErrorMeters!: number | null;

  @Field(() => SystemGuess, {
    nullable: true,
    description: 'The reference system that it most likely has, and why.',
  })
  readonly systemGuess!: SystemGuess | null;

  @Field(() => Boolean, { description: 'Whether latitude or northing comes first in it.' })
  readonly swapAxes!: boolean;

  @Field(() => Boolean, { description: 'Whether invalid polygons are repaired.' })
  readonly repair!: boolean;

  @Field(() => Boolean, { description: 'Whether rows with errors are left out.' })
  readonly skipErrors!: boolean;

  @Field(() => Boolean, { description: 'Whether regions that are missing are made.' })
  readonly createRegions!: boolean;

  @Field(() => ImportProblem, {
    nullable: true,
    description: 'Why the file could not be read; null when it could.',
  })
  readonly problem!: ImportProblem | null;

  @Field(() => ImportCounts, {
    nullable: true,
    description: 'Rows by what becomes, or became, of them; null until that is known.',
  })
  readonly counts!: Partial<ImportCounts> | null;
}

/** An import as GraphQL answers it. */
export function importOf(row: ImportRow): Import {
  const { settings, file, counts } = row;
  const { target, system } = settings;
  const placeFields = file?.format === 'csv' ? PLACE_FIELDS : [];
  return {
    ...row,
    row,
    id: globalId('import', row.id),
    format: file?.format ?? null,
    columns: file?.columns ?? [],
    layers: file?.layers ?? [],
    layer: file?.layer ?? null,
    encoding: file?.encoding ?? null,
    target: target ?? null,
    fields: target ? [...TARGETS[target].fields, ...placeFields] : [],
    requiredFields: target ? TARGETS[target].required : [],
    mapping: settings.mapping ?? [],
    system: system ?? null,
    statedErrorMeters: system ? statedErrorMeters(system) : null,
    systemGuess: row.guess,
    swapAxes: settings.swapAxes ?? false,
    repair: settings.repair ?? false,
    skipErrors: settings.skipErrors ?? false,
    createRegions: settings.createRegions ?? false,
    counts: counts.create === undefined ? null : counts,
  };
}
