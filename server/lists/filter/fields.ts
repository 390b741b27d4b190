import type { RawBuilder } from 'kysely';
import { Field as InputField } from 'type-graphql';
import type { Field, FieldTable, FieldType } from '../fields/field.ts';
import { generatedFieldsAt } from '../fields/open.ts';
import { FloatFilter, IntFilter, TextFilter, TimeFilter } from './scalar.input.ts';
import { booleanConditions, oneOfConditions, rangeConditions, textConditions } from './scalar.ts';

type Sql = RawBuilder<unknown>;

/** How fields of a type are filtered. What is given has been checked by GraphQL. */
interface Filtering {
  /** Type of the argument in GraphQL. */
  readonly input: (field: Field) => object;
  readonly conditions: (column: Sql, given: never, path: string) => Sql[];
}

const FILTERINGS: Partial<Record<FieldType, Filtering>> = {
  text: { input: () => TextFilter, conditions: textConditions },
  integer: {
    input: () => IntFilter,
    conditions: (column, given, path) => rangeConditions(column, 'int4', given, path),
  },
  number: {
    input: () => FloatFilter,
    conditions: (column, given, path) => rangeConditions(column, 'float8', given, path),
  },
  instant: {
    input: () => TimeFilter,
    conditions: (column, given, path) => rangeConditions(column, 'timestamptz', given, path),
  },
  boolean: { input: () => Boolean, conditions: booleanConditions },
  choice: { input: ({ choices }) => [choices], conditions: oneOfConditions },
};

/** The fields that a table can be filtered by. Made once, as every list filters. */
const filterable = new WeakMap<FieldTable, Filterable[]>();
type Filterable = readonly [name: string, field: Field, filtering: Filtering];

function filterableFields(table: FieldTable): Filterable[] {
  const known = filterable.get(table);
  if (known) return known;
  const fields = generatedFieldsAt(table, 'filter').flatMap(([name, field]): Filterable[] => {
    const filtering = FILTERINGS[field.type];
    return filtering ? [[name, field, filtering]] : [];
  });
  filterable.set(table, fields);
  return fields;
}

/** Declares an argument of a GraphQL filter for each field of a table that can be filtered by. */
export function FieldFilters(table: FieldTable): ClassDecorator {
  return ({ prototype }) => {
    for (const [name, field, { input }] of filterableFields(table)) {
      const description = field.filter ?? `By ${field.en[0]?.toLowerCase()}${field.en.slice(1)}.`;
      InputField(() => input(field) as never, { nullable: true, description })(prototype, name);
    }
  };
}

/** The conditions of a filter that {@link FieldFilters} declared. @throws BAD_USER_INPUT naming the value */
export function fieldConditions(table: FieldTable, filter: object, path: string): Sql[] {
  const given = filter as Readonly<Record<string, never>>;
  return filterableFields(table).flatMap(([name, { column }, { conditions }]) =>
    given[name] == null ? [] : conditions(column, given[name], `${path}.${name}`),
  );
}
