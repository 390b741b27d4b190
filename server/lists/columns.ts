import type { RawBuilder } from 'kysely';
import { pointText, polygonText } from '../shared/shapes.ts';
import type { FieldTable } from './fields/field.ts';
import { jsonValue } from './fields/values.ts';
import type { RowColumns } from './selection.ts';

/**
 * What can be read of the rows of a concept: its fields, of references the id as `<name>Id`. `needs` names the
 * properties that further fields of its GraphQL type look at.
 */
export function rowColumns(
  table: FieldTable,
  id: RawBuilder<unknown>,
  needs: RowColumns['needs'],
): RowColumns {
  const references: Record<string, RawBuilder<unknown>> = {};
  const scalars: Record<string, RawBuilder<unknown>> = {};
  const shapes: Record<string, RawBuilder<unknown>> = {};
  const ids: Record<string, string[]> = {};
  for (const [name, field] of Object.entries(table.fields)) {
    switch (field.type) {
      case 'reference':
        references[`${name}Id`] = field.column;
        ids[name] = [`${name}Id`];
        break;
      case 'point':
        shapes[name] = pointText(field.column);
        break;
      case 'polygon':
        shapes[name] = polygonText(field.column);
        break;
      default:
        scalars[name] = jsonValue(field);
    }
  }
  return {
    keys: { id },
    fields: { ...references, ...scalars },
    shapes,
    needs: { ...ids, ...needs },
  };
}
