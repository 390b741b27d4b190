import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationTypeNode,
} from 'graphql';

/** A document with variables, some of which fit. */
export interface RandomRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Draws a value; drawn again when a failure is made smaller. */
type Draw = <T>(values: fc.Arbitrary<T>) => T;

/** The name of an enum's value, or what is to look like one. */
class EnumName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
  toJSON(): string {
    return this.name;
  }
}

const DEEPEST = 7;
const SQUARE = [
  [
    [121.5, 25],
    [121.6, 25],
    [121.6, 25.1],
    [121.5, 25.1],
    [121.5, 25],
  ],
];
const cursor = (parts: unknown): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

const NUMBERS = [
  0,
  1,
  2,
  5,
  -1,
  1_000,
  1_001,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  1e308,
  -1e-300,
  0.5,
  121.5,
  25.05,
];
const STRINGS = [
  '',
  'a',
  'plaza',
  'plaza-2km',
  '63000',
  '梅',
  '😀',
  '\ud800',
  '\u0000',
  'a\u0000b',
  "'; DROP TABLE hub; --",
  '%_\\',
  '\u202e',
  'NaN',
  'Infinity',
  '-1',
  'null',
  'x'.repeat(5_000),
  '__proto__',
  'constructor',
  '2024-13-45',
  '2026-01-01T00:00:00Z',
  'community_1',
  'facility_1',
  'grid_1',
  'region_1',
  'facility_0',
  'facility_2147483647',
  'facility_99999999999',
  'person_1',
  '5f0c1e8a-0000-4000-8000-000000000000',
  cursor(['community:CODE:ASC', '63', 1]),
  cursor(['facility:CODE:ASC', 'x', -1]),
  cursor(['community:AREA:ASC', '1e999', 1]),
  cursor([1, 2, 3]),
  cursor({}),
];
const SHAPES: unknown[] = [
  { type: 'Polygon', coordinates: SQUARE },
  { type: 'MultiPolygon', coordinates: [SQUARE] },
  { type: 'Point', coordinates: [121.5, 25] },
  { type: 'Polygon', coordinates: [] },
  {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ],
  },
  {
    type: 'Polygon',
    coordinates: [
      [
        [181, 91],
        [1, 1],
        [1, 0],
        [181, 91],
      ],
    ],
  },
  { type: 'Polygon', coordinates: [[['NaN', 0], [1, null], [], [0, 1]]] },
  { type: 'Point', coordinates: [1e308, -1e308] },
  { type: 'GeometryCollection', geometries: [] },
  [121.5, 25],
  [121.5, 25, 121.6, 25.1],
  [122, 26, 121, 25],
  [-180, -90, 180, 90],
  [1, 2, 3, 'x'],
  [],
  {},
  [[[[[[]]]]]],
];
const ANYTHING: unknown[] = [...NUMBERS, ...STRINGS, ...SHAPES, null, true, false];

/** Requests made of what a schema has: sound and unsound, shallow and deep, with values from everywhere. */
export function randomRequest(
  schema: GraphQLSchema,
  operation: 'query' | 'mutation',
): fc.Arbitrary<RandomRequest> {
  const root = schema.getRootType(operation as OperationTypeNode) as GraphQLObjectType;
  return fc.gen().map((g) => {
    const draw: Draw = (values) => g(() => values);
    const chance = (percent: number): boolean => draw(fc.integer({ min: 1, max: 100 })) <= percent;
    const variables: Record<string, unknown> = {};
    const declared: string[] = [];

    const valueFor = (type: GraphQLInputType, depth: number): unknown => {
      if (chance(4)) return draw(fc.constantFrom(...ANYTHING));
      if (isNonNullType(type)) return valueFor(type.ofType, depth);
      if (chance(8)) return null;
      if (isListType(type)) {
        const count = draw(fc.integer({ min: 0, max: depth > 4 ? 0 : 3 }));
        return Array.from({ length: count }, () => valueFor(type.ofType, depth + 1));
      }
      if (isEnumType(type)) {
        const names = type.getValues().map(({ name }) => name);
        return new EnumName(
          draw(fc.constantFrom(...names, ...(chance(3) ? ['NO_SUCH_VALUE'] : []))),
        );
      }
      if (isInputObjectType(type)) {
        const fields = Object.values(type.getFields()).filter(
          (field) => isNonNullType(field.type) || (depth < 5 && chance(30)),
        );
        return Object.fromEntries(
          fields.map((field) => [field.name, valueFor(field.type, depth + 1)]),
        );
      }
      const pool = {
        Int: NUMBERS,
        Float: NUMBERS,
        Meters: NUMBERS,
        Boolean: [true, false],
        String: STRINGS,
        ID: STRINGS,
      }[type.name];
      return draw(fc.constantFrom<unknown>(...(pool ?? SHAPES)));
    };

    const argumentOf = (name: string, type: GraphQLInputType): string => {
      const value = valueFor(type, 0);
      if (chance(60)) return `${name}: ${literal(value)}`;
      const variable = `v${declared.length}`;
      declared.push(`$${variable}: ${type}`);
      if (!chance(5)) variables[variable] = value;
      return `${name}: $${variable}`;
    };

    const select = (type: unknown, depth: number): string => {
      if (isInterfaceType(type)) {
        const object = draw(fc.constantFrom(...schema.getPossibleTypes(type)));
        return `{ __typename id ... on ${object.name} ${select(object, depth + 1)} }`;
      }
      if (!isObjectType(type)) return '';
      const all = Object.values(type.getFields());
      const count = draw(fc.integer({ min: 1, max: 3 }));
      const chosen = Array.from({ length: count }, () => draw(fc.constantFrom(...all)));
      const parts = chosen.map((field, i) => writeField(field, depth, i));
      return `{ __typename ${parts.join(' ')} }`;
    };

    const writeField = (
      field: GraphQLField<unknown, unknown>,
      depth: number,
      i: number,
    ): string => {
      const type = getNamedType(field.type);
      if (!isLeafType(type) && depth >= DEEPEST) return '';
      const given = field.args.filter((arg) => isNonNullType(arg.type) || chance(40));
      const args = given.map(({ name, type: of }) => argumentOf(name, of)).join(', ');
      return `f${depth}_${i}: ${field.name}${args ? `(${args})` : ''} ${select(type, depth + 1)}`;
    };

    const body = select(root, 0);
    const head = declared.length > 0 ? `${operation} (${declared.join(', ')})` : operation;
    const query = `${head} ${body}`;
    // What is cut anywhere is no document any more, mostly.
    const kept = chance(3)
      ? query.slice(0, draw(fc.integer({ min: 0, max: query.length })))
      : query;
    return { query: kept, variables: JSON.parse(JSON.stringify(variables)) };
  });
}

/** A value as GraphQL writes it. */
function literal(value: unknown): string {
  if (value instanceof EnumName) return value.name;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, item]) => `${name}: ${literal(item)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}
