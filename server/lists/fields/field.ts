import type { RawBuilder } from 'kysely';
import type { Door } from './doors.ts';

type Sql = RawBuilder<unknown>;

/** What the values of a field are. A choice is a value of an enum; a reference leads to a row of another table. */
export type FieldType =
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'instant'
  | 'json'
  | 'reference'
  | 'point'
  | 'polygon';

/** Why fields are missing at doors. */
export type ClosedDoors = Readonly<Partial<Record<Door, string>>>;

/** What can be said of a field besides its type, its column and its words. */
export interface FieldOptions {
  /** Every row has a value. */
  readonly required?: true;
  /** Description of the filter in GraphQL; `By …` and the English words unless given. */
  readonly filter?: string;
  /** Name of the sort key in GraphQL; the name of the field in capitals unless given. */
  readonly order?: string;
  /** What rows are ordered by; the column unless given. A number unless the field is a text. */
  readonly sortKey?: Sql;
  /** The service map needs it in its tiles. */
  readonly map?: true;
  /** Which columns of an imported file fill it: a name of `ImportField`. */
  readonly import?: string;
  /** Of a reference: its columns in exported files. */
  readonly exportedAs?: readonly string[];
  /** A mutation sets it. */
  readonly edit?: true;
  /** The history keeps it. */
  readonly history?: true;
  /** Doors at which the field is written by hand, because generated code would not say it. */
  readonly byHand?: readonly Door[];
  /** Doors at which the field is missing, each with the reason. */
  readonly closed?: ClosedDoors;
}

/** A field, described once. */
export interface Field extends FieldOptions {
  readonly type: FieldType;
  /** The column as it is stored, over the alias that its table has in queries. */
  readonly column: Sql;
  /** What it means, as OGC API – Features and GraphQL show it. */
  readonly en: string;
  readonly zh: string;
  /** Of a choice: its values. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Of a reference: what stands for the row that it leads to, such as its code. */
  readonly code?: Sql;
}

/** The fields of a concept by their names in GraphQL, in the order in which files have their columns. */
export interface FieldTable {
  /** Name of the GraphQL type, which begins those of its filter, order and aggregate. */
  readonly type: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Reasons that hold for all fields which do not say otherwise. */
  readonly closed: ClosedDoors;
}

type Builder = (column: Sql, en: string, zh: string, options?: FieldOptions) => Field;

function builder(type: FieldType): Builder {
  return (column, en, zh, options = {}) => ({ type, column, en, zh, ...options });
}

/** A field of words. */
export const text = builder('text');
/** A field of whole numbers. */
export const integer = builder('integer');
/** A field of numbers. */
export const number = builder('number');
/** A field that is true or false. */
export const flag = builder('boolean');
/** A field of points in time. */
export const instant = builder('instant');
/** A field of JSON objects. */
export const json = builder('json');
/** The point at which a feature stands. */
export const point = builder('point');
/** The area that a feature takes up. */
export const polygon = builder('polygon');

/** A field with a value of an enum. */
export function choice(
  column: Sql,
  choices: Readonly<Record<string, string>>,
  en: string,
  zh: string,
  options: FieldOptions = {},
): Field {
  return { type: 'choice', column, choices, en, zh, ...options };
}

/** A field that leads to a row of another table; `code` stands for it where a file or a program needs a text. */
export function reference(
  column: Sql,
  code: Sql,
  en: string,
  zh: string,
  options: FieldOptions = {},
): Field {
  return { type: 'reference', column, code, en, zh, ...options };
}
