import { MikroORM } from '@mikro-orm/postgresql';
import { getNamedType, isEnumType, isNonNullType, isObjectType } from 'graphql';
import { DummyDriver, Kysely, PostgresAdapter, PostgresQueryCompiler } from 'kysely';
import { describe, expect, test } from 'vitest';
import { entities } from '../../db/entities/index.ts';
import { newState } from '../../server/edits/facility-state.ts';
import { FACILITY_FIELDS } from '../../server/facilities/facility.fields.ts';
import { TARGET_TABLES } from '../../server/imports/match/target-columns.ts';
import { ImportField } from '../../server/imports/staged/fields.ts';
import { DOORS, type Door } from '../../server/lists/fields/doors.ts';
import type { Field, FieldType } from '../../server/lists/fields/field.ts';
import { snakeCase } from '../../server/lists/fields/names.ts';
import { fieldsAt, whyClosed } from '../../server/lists/fields/open.ts';
import { en } from '../../web/i18n/en.ts';
import { zh } from '../../web/i18n/zh.ts';
import { CONCEPTS, namesAt, typeIn } from './concepts.ts';

/** Compiles SQL; it is never sent. */
const db = new Kysely({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: () => {
      throw new Error('There is no database to look into.');
    },
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const metadata = new MikroORM({ entities, dbName: 'none' }).getMetadata();

/** The types that a field of a type has in the entity and in GraphQL. */
const TYPES: Record<FieldType, { column: string; graphql: string | null }> = {
  text: { column: 'text', graphql: 'String' },
  integer: { column: 'integer', graphql: 'Int' },
  number: { column: 'DoubleType', graphql: 'Float' },
  boolean: { column: 'boolean', graphql: 'Boolean' },
  choice: { column: 'text', graphql: null },
  instant: { column: 'datetime', graphql: 'DateTimeISO' },
  json: { column: 'JsonType', graphql: 'JSONObject' },
  reference: { column: 'm:1', graphql: null },
  point: { column: 'PointType', graphql: 'GeoJSONPoint' },
  polygon: { column: 'MultiPolygonType', graphql: 'GeoJSONMultiPolygon' },
};

describe.each(CONCEPTS.map((concept) => [concept.table.type, concept] as const))(
  'a field of %s',
  (_type, { table, entity, alias, doors, others }) => {
    const fields = Object.entries(table.fields) as [string, Field][];
    const each = fields.flatMap(([name, field]) =>
      DOORS.map((door) => ({ name, door, field, reason: whyClosed(table, field, door) })),
    );

    test.each(each.filter(({ reason }) => reason === null))(
      '$name is at the door $door',
      ({ name, door, field }) => {
        const names = namesAt(door, name, field);
        expect(names).not.toEqual([]);
        expect(doors[door]).toEqual(expect.arrayContaining([...names]));
      },
    );

    test.each(each.filter(({ reason }) => reason !== null))(
      '$name is not at the door $door: $reason',
      ({ name, door, field, reason }) => {
        expect(reason, `Say why ${name} is missing, or open the door.`).not.toBe('');
        expect(
          doors[door].filter((there) => namesAt(door, name, field).includes(there)),
          `${name} is there: take the reason away.`,
        ).toEqual([]);
      },
    );

    test.each(DOORS)('is all that the door %s has, besides what is listed here', (door) => {
      const known = fieldsAt(table, door).flatMap(([name, field]) => namesAt(door, name, field));
      expect([...doors[door]].sort()).toEqual(
        [...new Set([...known, ...(others[door] ?? [])])].sort(),
      );
    });

    test('that says why it is missing at a door is not opened there as well', () => {
      const both = fields.flatMap(([name, field]) =>
        Object.keys(field.closed ?? {})
          .filter((door) => field[door as 'map'] || field.byHand?.includes(door as Door))
          .map((door) => `${name} ${door}`),
      );
      expect(both).toEqual([]);
    });

    test('is missing somewhere for each reason that is given for all of them', () => {
      const idle = Object.entries(table.closed).filter(
        ([door, reason]) =>
          !fields.some(([, field]) => whyClosed(table, field, door as Door) === reason),
      );
      expect(idle).toEqual([]);
    });

    test('is a column of the entity, and every column is a field', () => {
      const { properties } = metadata.get(entity as never);
      const columns = Object.values(properties) as {
        name: string;
        kind: string;
        type: string;
        nullable?: boolean;
        fieldNames: string[];
      }[];
      const stored = columns
        .filter(({ name }) => name !== 'id')
        .map(({ name, kind, type, nullable, fieldNames }) => ({
          name,
          column: `${alias}.${fieldNames[0]}`,
          type: kind === 'm:1' ? kind : type,
          required: !nullable,
        }));
      const described = fields.map(([name, { type, column, required = false }]) => ({
        name,
        column: column.compile(db).sql,
        type: TYPES[type].column,
        required,
      }));
      const byName = (a: { name: string }, b: { name: string }): number =>
        a.name < b.name ? -1 : 1;
      expect(described.sort(byName)).toEqual(stored.sort(byName));
    });

    test('has the type in GraphQL that its table says', () => {
      const type = typeIn(table.type);
      const types = isObjectType(type) ? type.getFields() : {};
      for (const [name, field] of fieldsAt(table, 'graphql')) {
        const found = types[name]?.type;
        const named = found && getNamedType(found);
        const { graphql } = TYPES[field.type];
        if (graphql) expect([name, named?.name]).toEqual([name, graphql]);
        expect([name, found && isNonNullType(found)]).toEqual([name, field.required ?? false]);
        if (field.choices) {
          const values = isEnumType(named) ? named.getValues() : [];
          expect(values.map((value) => value.name)).toEqual(Object.keys(field.choices));
        }
      }
    });
  },
);

/** Columns that imports set though no column of a file means them, and the other way round. */
const SET_BESIDES: Readonly<Record<string, readonly string[]>> = {
  // The simplified form of a name goes with the name; what a file has is in service.
  Facility: ['name_simplified', 'active'],
  Community: ['name_simplified'],
  // A file that brings a boundary puts it on record.
  Region: ['name_simplified', 'boundary_derived'],
};
const NEVER_SET: Readonly<Record<string, readonly string[]>> = {
  // A file says in which community a facility should lie; where it lies, its location says.
  Facility: ['community_id'],
};

describe('an import', () => {
  test.each(CONCEPTS.filter(({ targets }) => targets.length > 0))(
    'of $table.type sets the columns of the fields that a file can have',
    ({ table, targets }) => {
      const imported = fieldsAt(table, 'import').map(([name, { type }]) =>
        type === 'reference' ? `${snakeCase(name)}_id` : snakeCase(name),
      );
      const expected = [...imported, ...(SET_BESIDES[table.type] ?? [])].filter(
        (column) => !NEVER_SET[table.type]?.includes(column),
      );
      const set = targets.flatMap((target) => Object.keys(TARGET_TABLES[target].columns));
      expect([...new Set(set)].sort()).toEqual(expected.sort());
    },
  );

  test('has words for every meaning that a column can have, in both languages', () => {
    const meanings = Object.keys(ImportField).sort();
    expect(Object.keys(zh.import.field).sort()).toEqual(meanings);
    expect(Object.keys(en.import.field).sort()).toEqual(meanings);
  });
});

describe('the state of a facility in its history', () => {
  test('is what its snapshots show, and the simplified name', () => {
    const shown = fieldsAt(FACILITY_FIELDS, 'history').map(([name]) => name);
    expect(Object.keys(newState({})).sort()).toEqual([...shown, 'nameSimplified'].sort());
  });
});
