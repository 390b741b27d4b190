import { type RawBuilder, sql } from 'kysely';
import { Field } from 'type-graphql';
import type { FieldTable } from '../fields/field.ts';
import { generatedFieldsAt } from '../fields/open.ts';
import { Figures, figuresOf } from './figures.ts';

/** Declares a field of a GraphQL aggregate for each field of a table that is summed up. */
export function FieldSums(table: FieldTable): ClassDecorator {
  return ({ prototype }) => {
    for (const [name, { en }] of generatedFieldsAt(table, 'sum')) {
      Field(() => Figures, { description: `${en}.` })(prototype, name);
    }
  };
}

/** The number of rows, and the figures that {@link FieldSums} declared, as columns for SELECT. */
export function sumColumns(table: FieldTable): RawBuilder<unknown> {
  const figures = generatedFieldsAt(table, 'sum').map(
    ([name, { column }]) => sql`, ${figuresOf(column)} AS ${sql.id(name)}`,
  );
  return sql`count(*)::int AS count${sql.join(figures, sql``)}`;
}
