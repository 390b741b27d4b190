import type { RawBuilder } from 'kysely';
import type { FieldTable, FieldType } from '../lists/fields/field.ts';
import { snakeCase } from '../lists/fields/names.ts';
import { fieldsAt } from '../lists/fields/open.ts';
import { plainValue } from '../lists/fields/values.ts';
import type { Property } from './collection.ts';

const PROPERTY_TYPES: Partial<Record<FieldType, Property['type']>> = {
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
};

/** Which fields of a table features have, and how they are read. */
interface Chosen<T extends FieldTable> {
  /** Names of fields; all that OGC has unless given. */
  readonly only?: readonly (keyof T['fields'])[];
  /** Values that a join of the collection gives, instead of those of the table. */
  readonly joined?: Readonly<Record<string, RawBuilder<unknown>>>;
}

/** The properties of features by the fields of a table. */
export function propertiesOf<T extends FieldTable>(
  table: T,
  { only, joined = {} }: Chosen<T> = {},
): Record<string, Property> {
  const fields = fieldsAt(table, 'ogc').filter(([name]) => only?.includes(name) ?? true);
  return Object.fromEntries(
    fields.map(([name, field]) => {
      const { type, en, zh } = field;
      const column = joined[name] ?? plainValue(field);
      const property: Property = {
        column,
        type: PROPERTY_TYPES[type] ?? 'string',
        description: { en, zh },
      };
      return [snakeCase(name), property];
    }),
  );
}
