import { Field, ID, InputType, Int } from 'type-graphql';
import { TEXT_ENCODINGS, type TextEncoding } from '../formats/text-encoding.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { localId } from '../shared/ids.ts';
import { parseText } from '../shared/text.ts';
import {
  isReferenceSystem,
  REFERENCE_SYSTEM_WORDS,
  type ReferenceSystem,
} from '../systems/reference-system.ts';
import { ImportField, ImportTarget, PLACE_FIELDS, TARGETS } from './staged/fields.ts';
import type { ImportMapping, ImportSettings } from './staged/settings.ts';

@InputType({ description: 'What a field is filled from: a column, or one value for all rows.' })
export class ImportMappingInput {
  @Field(() => ImportField, { description: 'The field.' })
  field!: ImportField;

  @Field(() => String, { nullable: true, description: 'Column of the file.' })
  column?: string | null;

  @Field(() => String, { nullable: true, description: 'One value for all rows, such as a kind.' })
  value?: string | null;
}

@InputType({
  description:
    'How a file is to be read; what is left out stays, or is guessed anew where something else makes that necessary.',
})
export class ConfigureImportInput {
  @Field(() => ID, { description: 'The import.' })
  id!: string;

  @Field(() => Int, { description: 'The version that this is based on.' })
  version!: number;

  @Field(() => ImportTarget, { nullable: true, description: 'What to import it as.' })
  target?: ImportTarget | null;

  @Field(() => [ImportMappingInput], {
    nullable: true,
    description: 'What the columns mean: all fields that are to be filled.',
  })
  mapping?: ImportMappingInput[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Reference system of the file: `WGS84`, `CGCS2000`, `GCJ02`, `BD09`, or `EPSG:n`; see `referenceSystems`.',
  })
  system?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the file has latitude or northing first.',
  })
  swapAxes?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Layer of the file.' })
  layer?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Encoding of a text file or of the .dbf of a Shapefile: `utf-8`, `gb18030`, `big5`, `utf-16le` or `utf-16be`.',
  })
  encoding?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether invalid polygons are repaired.' })
  repair?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether rows with errors are left out; otherwise they keep all from being imported.',
  })
  skipErrors?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether regions that communities name and that are not there are made, as `newRegions` lists them.',
  })
  createRegions?: boolean | null;
}

@InputType({ description: 'An import to commit, as it was looked at.' })
export class CommitImportInput {
  @Field(() => ID, { description: 'The import.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  version!: number;

  @Field(() => String, {
    description: 'The reference system of the file, as you confirm it: that of the preview.',
  })
  system!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'That the file belongs here though it has the issue MOSTLY_OUTSIDE or SHIFTED. False unless given.',
  })
  confirmOutside?: boolean | null;
}

@InputType({ description: 'An import to take back.' })
export class UndoImportInput {
  @Field(() => ID, { description: 'The import.' })
  id!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Leave what was changed since as it is, and undo the others. False unless given.',
  })
  leaveChanged?: boolean | null;
}

/** The database id of an import. @throws BAD_USER_INPUT */
export function parseImportId(id: string, field: string): number {
  return localId('import', id, field);
}

/** Whether an input sets `skipErrors` and nothing else; then the file need not be read again. */
export function changesOnlySkipErrors(input: ConfigureImportInput): boolean {
  const { id: _id, version: _version, skipErrors, ...others } = input;
  return skipErrors != null && Object.values(others).every((value) => value == null);
}

/**
 * The settings by which a file is read next. Settings that depend on a changed one are left out, to be guessed
 * again: the mapping on the target, mapping and coordinates on layer and encoding.
 * @throws BAD_USER_INPUT
 */
export function parseSettings(
  input: ConfigureImportInput,
  current: Partial<ImportSettings>,
  columns: readonly string[],
): Partial<ImportSettings> {
  const { target, swapAxes, repair, skipErrors, createRegions } = input;
  const otherFile = input.layer != null || input.encoding != null;
  const otherTarget = target != null && target !== current.target;
  const { mapping, system, swapAxes: swapped, ...kept } = current;
  const settings = {
    ...kept,
    ...(!otherFile && !otherTarget && { mapping }),
    ...(!otherFile && { system, swapAxes: swapped }),
    ...(target != null && { target }),
    ...(swapAxes != null && { swapAxes }),
    ...(repair != null && { repair }),
    ...(skipErrors != null && { skipErrors }),
    ...(createRegions != null && { createRegions }),
    ...(input.system != null && { system: parseSystem(input.system) }),
    ...(input.layer != null && { layer: parseText(input.layer, 'input.layer') }),
    ...(input.encoding != null && { encoding: parseEncoding(input.encoding) }),
  };
  if (!input.mapping) return settings;
  return { ...settings, mapping: parseMapping(input.mapping, settings.target, columns) };
}

function parseSystem(value: string): ReferenceSystem {
  if (isReferenceSystem(value)) return value;
  throw new BadUserInputError('input.system', `must be ${REFERENCE_SYSTEM_WORDS}.`);
}

function parseEncoding(value: string): TextEncoding {
  const encoding = TEXT_ENCODINGS.find((known) => known === value.toLowerCase());
  if (encoding) return encoding;
  throw new BadUserInputError('input.encoding', `must be one of ${TEXT_ENCODINGS.join(', ')}.`);
}

function parseMapping(
  mapping: readonly ImportMappingInput[],
  target: ImportTarget | undefined,
  columns: readonly string[],
): ImportMapping[] {
  const seen = new Set<string>();
  return mapping.map(({ field, column = null, value = null }, i) => {
    const at = `input.mapping[${i}]`;
    const known = target
      ? [...TARGETS[target].fields, ...PLACE_FIELDS]
      : Object.values(ImportField);
    if (!known.includes(field)) {
      throw new BadUserInputError(`${at}.field`, `${target} takes no ${field}.`);
    }
    const key = field === 'ATTRIBUTE' ? `${field} ${column}` : field;
    if (seen.has(key)) throw new BadUserInputError(`${at}.field`, `${field} is given twice.`);
    seen.add(key);
    if ((column === null) === (value === null)) {
      throw new BadUserInputError(at, 'give either a column or a value.');
    }
    if (column !== null && !columns.includes(column)) {
      throw new BadUserInputError(`${at}.column`, 'is no column of the file.');
    }
    if (value !== null && (field === 'ATTRIBUTE' || PLACE_FIELDS.includes(field))) {
      throw new BadUserInputError(`${at}.value`, `${field} needs a column.`);
    }
    return { field, column, value: value === null ? null : parseText(value, `${at}.value`).trim() };
  });
}
