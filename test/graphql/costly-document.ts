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
} from 'graphql';
import type { RandomRequest } from './random-document.ts';

/** What there is in a database, to be named in requests. */
export interface KnownNames {
  readonly communities: readonly string[];
  readonly facilities: readonly string[];
  readonly grids: readonly string[];
  readonly regions: readonly string[];
  readonly regionCodes: readonly string[];
  readonly rules: readonly string[];
  readonly kinds: readonly string[];
}

type Draw = <T>(values: fc.Arbitrary<T>) => T;

const DEEPEST = 6;
/** What asks for things that the sample city has none of, or that belong to somebody. */
const LEFT_OUT = new Set(['import', 'passwordLinkName', 'scenario']);
const PAGES = [0, 1, 10, 100, 1_000];
const METERS = [10, 99, 500, 2_000, 10_000, 100_000];
const POSITIONS = [4, 4, 20, 100, 1_000, 5_000];
const TEXTS = ['里', '公園', 'a', '大安', '12', '不存在'];
const NUMBERS = [0, 1, 100, 5_000, 1e6];

/** A regular polygon: so many corners, at such a radius in degrees around a position. */
export function polygonAround([lon, lat]: readonly number[], radius: number, corners: number) {
  const ring = Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return [(lon ?? 0) + radius * Math.cos(angle), (lat ?? 0) + radius * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

/**
 * Requests that are sound and ask for much: of all fields that may be read, with filters, shapes, distances, orders,
 * aliases and pages of every size.
 */
export function costlyRequest(
  schema: GraphQLSchema,
  names: KnownNames,
): fc.Arbitrary<RandomRequest> {
  const root = schema.getQueryType() as GraphQLObjectType;
  return fc.gen().map((g) => {
    const draw: Draw = (values) => g(() => values);
    const oneOf = <T>(values: readonly T[]): T => draw(fc.constantFrom(...values));
    const chance = (percent: number): boolean => draw(fc.integer({ min: 1, max: 100 })) <= percent;
    const variables: Record<string, unknown> = {};
    const declared: string[] = [];

    const place = (): number[] => [
      121.45 + draw(fc.integer({ min: 0, max: 200 })) / 1_000,
      24.97 + draw(fc.integer({ min: 0, max: 200 })) / 1_000,
    ];
    const shape = (): object => polygonAround(place(), oneOf([0.005, 0.02, 0.1]), oneOf(POSITIONS));
    const idOf = (name: string, owner: string): unknown => {
      if (name === 'community' || owner === 'community') return oneOf(names.communities);
      if (name === 'facility' || owner === 'facility') return oneOf(names.facilities);
      return oneOf([names.communities, names.facilities, names.grids, names.regions].map(oneOf));
    };
    const distance = (): object => {
      const meters = oneOf(METERS);
      if (chance(40)) return { point: place(), meters };
      return chance(70)
        ? { community: oneOf(names.communities), meters }
        : { facility: oneOf(names.facilities), meters };
    };
    const textOf = (name: string): string => {
      if (name === 'rule') return oneOf(names.rules);
      if (name === 'kind') return oneOf(names.kinds);
      if (name === 'region' || name === 'parent') return oneOf(names.regionCodes);
      return oneOf(TEXTS);
    };
    const changes = (): object[] =>
      Array.from({ length: oneOf([1, 5, 50]) }, () => ({
        action: 'ADD',
        kind: oneOf(names.kinds),
        location: { type: 'Point', coordinates: place() },
      }));

    const filterOf = (type: GraphQLInputType, depth: number): unknown => {
      if (!isInputObjectType(type)) return null;
      const fields = type.getFields();
      if (depth === 0 && chance(12)) {
        // Many of a kind, joined one way or the other.
        const several = Array.from({ length: oneOf([5, 40]) }, () => filterOf(type, 2));
        return chance(50) ? { or: several } : { and: several.map((not) => ({ not })) };
      }
      const chosen = Object.values(fields).filter(
        ({ name, type: of }) =>
          isNonNullType(of) ||
          (depth < 2 && chance(12)) ||
          (depth === 2 && ['withinDistance', 'intersects', 'text'].includes(name) && chance(30)),
      );
      return Object.fromEntries(
        chosen.map(({ name, type: of }) => [name, valueFor(of, name, '', depth + 1)]),
      );
    };

    const valueFor = (
      type: GraphQLInputType,
      name: string,
      owner: string,
      depth: number,
    ): unknown => {
      if (isNonNullType(type)) return valueFor(type.ofType, name, owner, depth);
      if (name === 'changes') return changes();
      if (isListType(type)) {
        const length = name === 'ids' ? oneOf([1, 50, 500]) : oneOf([1, 2]);
        return Array.from({ length }, () => valueFor(type.ofType, name, owner, depth + 1));
      }
      if (isEnumType(type)) return oneOf(type.getValues().map((value) => value.name));
      if (type.name === 'DistanceFilter') return distance();
      if (type.name === 'PreviewEditInput') {
        return { kind: oneOf(names.kinds), location: { type: 'Point', coordinates: place() } };
      }
      if (type.name.endsWith('Order') && isInputObjectType(type)) {
        const given = Object.keys(type.getFields());
        const all: Record<string, unknown> = {
          field: valueFor(type.getFields()['field']?.type as GraphQLInputType, 'field', '', depth),
          direction: oneOf(['ASC', 'DESC']),
          point: place(),
          rule: oneOf(names.rules),
        };
        return Object.fromEntries(given.map((each) => [each, all[each]]));
      }
      if (isInputObjectType(type)) return filterOf(type, depth);
      switch (type.name) {
        case 'Int':
          return name === 'first' || name === 'last' ? oneOf(PAGES) : oneOf(NUMBERS);
        case 'Float':
          return oneOf(NUMBERS);
        case 'Boolean':
          return chance(50);
        case 'ID':
          return idOf(name, owner);
        case 'Position':
          return place();
        case 'BBox': {
          const [west = 0, south = 0] = place();
          const degrees = oneOf([0.01, 0.1]);
          return [west, south, west + degrees, south + degrees];
        }
        case 'GeoJSONPolygonal':
          return shape();
        case 'DateTimeISO':
          return '2026-01-01T00:00:00.000Z';
        default:
          return textOf(name);
      }
    };

    const argumentOf = (name: string, type: GraphQLInputType, owner: string): string => {
      const variable = `v${declared.length}`;
      declared.push(`$${variable}: ${type}`);
      variables[variable] = valueFor(type, name, owner, 0);
      return `${name}: $${variable}`;
    };

    /** `first` and `last` exclude each other, and a cursor belongs to one order. */
    const isGiven = ({ name, type }: { name: string; type: GraphQLInputType }): boolean => {
      if (isNonNullType(type)) return true;
      if (name === 'after' || name === 'before' || name === 'last' || name === 'code') return false;
      return name === 'id' || chance(name === 'first' ? 80 : 45);
    };

    const select = (type: unknown, depth: number): string => {
      if (isInterfaceType(type)) {
        const object = oneOf(schema.getPossibleTypes(type));
        return `{ __typename id ... on ${object.name} ${select(object, depth + 1)} }`;
      }
      if (!isObjectType(type)) return '';
      const all = Object.values(type.getFields()).filter(({ name }) => !LEFT_OUT.has(name));
      const isPage = type.name.endsWith('Connection') || type.name.endsWith('Edge');
      const count = draw(fc.integer({ min: 1, max: depth === 0 ? 4 : 5 }));
      const chosen = isPage
        ? all.filter(({ name }) => name === 'edges' || name === 'node' || chance(30))
        : Array.from({ length: count }, () => oneOf(all));
      return `{ __typename ${chosen.map((field, i) => writeField(field, depth, i)).join(' ')} }`;
    };

    const writeField = (
      field: GraphQLField<unknown, unknown>,
      depth: number,
      i: number,
    ): string => {
      const type = getNamedType(field.type);
      if (!isLeafType(type) && depth >= DEEPEST) return '';
      const args = field.args
        .filter(isGiven)
        .map(({ name, type: of }) => argumentOf(name, of, field.name))
        .join(', ');
      return `f${depth}_${i}: ${field.name}${args ? `(${args})` : ''} ${select(type, depth + 1)}`;
    };

    const body = chance(6)
      ? '{ __schema { types { name fields { name args { name type { name } } type { name } } } } }'
      : select(root, 0);
    const head = declared.length > 0 ? `query (${declared.join(', ')})` : 'query';
    return { query: `${head} ${body}`, variables };
  });
}
