import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import { FILE_FORMATS, type FileFormat } from '../formats/feature-source.ts';
import { BadUserInputError } from '../shared/errors.ts';
import {
  isReferenceSystem,
  REFERENCE_SYSTEM_WORDS,
  type ReferenceSystem,
} from '../systems/reference-system.ts';

/** Query parameters, as they come. */
export type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/** The longest filter, in characters; an address has less room than a body. */
const LONGEST_FILTER = 20_000;
const ENCODINGS = ['utf-8', 'gb18030'] as const;
type Encoding = (typeof ENCODINGS)[number];

/** The format that a file name's extension asks for. @throws BAD_USER_INPUT */
export function parseFormat(extension: string): FileFormat {
  const found = FILE_FORMATS.find((format) => format.extension === extension.toLowerCase());
  if (found) return found.id;
  const known = FILE_FORMATS.map((format) => `${format.extension} (${format.name})`).join(', ');
  throw new BadUserInputError('extension', `there is no format for it; give one of ${known}.`);
}

/** WGS84 unless given. @throws BAD_USER_INPUT */
export function parseSystem(parameters: Parameters): ReferenceSystem {
  const system = single(parameters, 'system') ?? 'WGS84';
  if (isReferenceSystem(system)) return system;
  throw new BadUserInputError(
    'system',
    `${JSON.stringify(system.slice(0, 40))} is not known; give ${REFERENCE_SYSTEM_WORDS}.`,
  );
}

/** UTF-8 unless given. @throws BAD_USER_INPUT, also where the format leaves no choice */
export function parseEncoding(parameters: Parameters, format: FileFormat): Encoding {
  const given = single(parameters, 'encoding');
  if (given === undefined) return 'utf-8';
  const encoding = ENCODINGS.find((each) => each === given.toLowerCase());
  if (!encoding) {
    throw new BadUserInputError('encoding', `give one of ${ENCODINGS.join(', ')}.`);
  }
  if (encoding !== 'utf-8' && format !== 'csv' && format !== 'shapefile') {
    throw new BadUserInputError('encoding', 'only CSV and Shapefiles can have another than utf-8.');
  }
  return encoding;
}

/** Whether texts are wanted as they are; false unless given. @throws BAD_USER_INPUT, also where they always are */
export function parseRaw(parameters: Parameters, format: FileFormat): boolean {
  const given = single(parameters, 'raw');
  if (given === undefined) return false;
  if (given !== 'true' && given !== 'false')
    throw new BadUserInputError('raw', 'give true or false.');
  if (format !== 'csv')
    throw new BadUserInputError('raw', 'only CSV has it; others are always exact.');
  return given === 'true';
}

/** The language of a sheet. @throws BAD_USER_INPUT */
export function parseLanguage(parameters: Parameters): 'zh' | 'en' {
  const language = single(parameters, 'language') ?? 'zh';
  if (language === 'zh' || language === 'en') return language;
  throw new BadUserInputError('language', 'give zh or en.');
}

/**
 * A filter as the JSON of a GraphQL input object, checked as GraphQL checks it.
 * @throws BAD_USER_INPUT naming the field in question
 */
export function parseFilter(
  parameters: Parameters,
  schema: GraphQLSchema,
  typeName: string,
): never | undefined {
  const json = single(parameters, 'filter');
  if (json === undefined || json === '') return undefined;
  if (json.length > LONGEST_FILTER) {
    const message = `must not be longer than ${LONGEST_FILTER} characters; simplify its shapes.`;
    throw new BadUserInputError('filter', message);
  }
  const type = schema.getType(typeName) as GraphQLInputType;
  return coerceInputValue(jsonOf(json), type, (path, _value, error) => {
    if (error.originalError instanceof BadUserInputError) throw error.originalError;
    throw new BadUserInputError(['filter', ...path].join('.'), error.message);
  }) as never;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadUserInputError('filter', `is no JSON: ${(error as Error).message}.`);
  }
}

/** A parameter that may be given once. @throws BAD_USER_INPUT */
export function single(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  if (Array.isArray(value)) throw new BadUserInputError(name, 'must be given only once.');
  return value;
}

/** Refuses parameters that are misspelt, as they would change nothing unnoticed. @throws BAD_USER_INPUT */
export function demandKnown(parameters: Parameters, known: readonly string[]): void {
  for (const name of Object.keys(parameters)) {
    if (known.includes(name)) continue;
    throw new BadUserInputError(
      name.slice(0, 40),
      `is no parameter; there are ${known.join(', ')}.`,
    );
  }
}
