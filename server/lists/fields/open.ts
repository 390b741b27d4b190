import type { Door } from './doors.ts';
import type { ClosedDoors, Field, FieldTable, FieldType } from './field.ts';

/** Doors that a field has only when its row says so; all others it has unless its row says why not. */
const CHOSEN = ['map', 'import', 'edit', 'history'] as const satisfies readonly Door[];

const NO_SUM = 'Only numbers are summed up.';
const SHAPE: ClosedDoors = {
  filter: '`bbox`, `intersects`, `within`, `contains` and `withinDistance` filter by shapes.',
  order: '`DISTANCE` orders by where things are.',
  sum: NO_SUM,
  export: 'It is the geometry of the feature, not a property.',
  ogc: 'It is the geometry of the feature, not a property.',
  map: 'It is the geometry of the feature, not a property.',
};
const CLOSED_BY_TYPE: Readonly<Record<FieldType, ClosedDoors>> = {
  text: { sum: NO_SUM },
  integer: {},
  number: {},
  boolean: { sum: NO_SUM },
  choice: { sum: NO_SUM },
  instant: { sum: NO_SUM },
  json: {
    filter: 'An object is no scalar: filters would have to know what is in it.',
    order: 'Objects have no order.',
    sum: NO_SUM,
  },
  reference: { sum: NO_SUM },
  point: SHAPE,
  polygon: SHAPE,
};

/** Why a field is missing at a door; null where it is there. An empty text: nobody has said why. */
export function whyClosed({ closed }: FieldTable, field: Field, door: Door): string | null {
  if (field.byHand?.includes(door)) return null;
  const own = field.closed?.[door];
  if (own !== undefined) return own;
  const chosen = CHOSEN.find((each) => each === door);
  if (chosen && field[chosen]) return null;
  const reason = CLOSED_BY_TYPE[field.type][door] ?? closed[door];
  return reason ?? (chosen ? '' : null);
}

/** The fields that a door has, with their names, in the order of the table. */
export function fieldsAt(table: FieldTable, door: Door): [name: string, field: Field][] {
  return Object.entries(table.fields).filter(([, field]) => whyClosed(table, field, door) === null);
}

/** The same without those that are written by hand there. */
export function generatedFieldsAt(table: FieldTable, door: Door): [name: string, field: Field][] {
  return fieldsAt(table, door).filter(([, { byHand }]) => !byHand?.includes(door));
}
