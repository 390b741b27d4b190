import {
  buildSchema,
  execute,
  type GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../server/graphql/plan/plan.ts';
import { readVariables, runPlan } from '../../server/graphql/plan/run-plan.ts';
import { JsonText } from '../../server/shared/json-text.ts';

const schema: GraphQLSchema = buildSchema(`
  enum Colour { RED GREEN }
  interface Named { name: String! }
  type Cat implements Named { name: String!, lives: Int, friend: Named, friends: [Named!], owner: Person! }
  type Person implements Named { name: String!, cats(first: Int = 2): [Cat!]!, maybe: [Cat], odd: Int!, colour: Colour }
  type Query {
    text: String, textLater: String, number: Int!, float: Float, yes: Boolean, colour: Colour, wrong: Colour
    fails: String, failsLater: String, mustFail: String!, mustFailLater: String!, missing: String!
    person: Person, personLater: Person, broken: Person, brokenLater: Person, notMany: [Int], many: [Int!], some: [Int]
    nested: [[Int!]!], later: [Int], named: [Named], odd: Named, oddLater: Named, shape: String
    echo(text: String, number: Int = 7, list: [Int!], colour: Colour): String
    need(text: String!): String
  }
  type Mutation { add(n: Int!): Int!, fail: Int, mustFail: Int! }`);

const cat = (name: string, more: object = {}) => ({ __typename: 'Cat', name, lives: 9, ...more });
const person = {
  __typename: 'Person',
  name: 'Mei "the" 梅\n',
  colour: 'RED',
  odd: () => Promise.reject(new Error('odd')),
  cats: ({ first }: { first: number }) => ['a', 'b', 'c'].slice(0, first).map((name) => cat(name)),
  maybe: [
    cat('x'),
    null,
    Promise.resolve(cat('y')),
    new Error('no cat'),
    Promise.reject(new Error('later')),
  ],
};
const fail = (message: string) => () => {
  throw new Error(message);
};
let sum = 0;
const root = {
  text: 'plain',
  textLater: async () => 'later',
  number: 3,
  float: 1.5,
  yes: true,
  colour: 'GREEN',
  wrong: 'BLUE',
  fails: fail('now'),
  failsLater: async () => fail('later')(),
  mustFail: fail('now'),
  mustFailLater: async () => fail('later')(),
  person,
  personLater: async () => person,
  broken: { name: 'b', cats: [cat('a'), { name: null }] },
  brokenLater: async () => ({
    name: 'b',
    cats: [cat('a'), Promise.resolve(cat('b', { name: null }))],
  }),
  notMany: 5,
  many: [1, null, 3],
  some: [1, 'two', 3, Promise.reject(new Error('three'))],
  nested: [[1, 2], [], [3]],
  later: async () => [1, Promise.resolve(2)],
  named: [cat('c'), person, { __typename: 'Stone' }, null],
  odd: { name: 'nothing' },
  oddLater: async () => ({ __typename: 'Person', name: 'p' }),
  shape: 'x',
  echo: (args: object) => JSON.stringify(args),
  need: ({ text }: { text: string }) => text,
  add: async ({ n }: { n: number }) => {
    sum += n;
    return sum;
  },
  fail: fail('mutation'),
};
// Properties of the root are what graphql-js takes them for; the plan is given none, so they are resolvers.
for (const type of [schema.getQueryType(), schema.getMutationType()] as GraphQLObjectType[]) {
  for (const [name, field] of Object.entries(type.getFields())) {
    const value = (root as Record<string, unknown>)[name];
    field.resolve = (_source, args) => (typeof value === 'function' ? value(args) : value);
  }
}
for (const list of [person.maybe, root.some])
  for (const item of list) void Promise.resolve(item).catch(() => undefined);

/** What both make of a document; errors in an order that does not depend on time. */
async function both(source: string, variables: Record<string, unknown> = {}) {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const sorted = (errors: readonly { toJSON(): object }[] = []) =>
    errors.map((error) => JSON.stringify(error.toJSON())).sort();
  sum = 0;
  const plain = await execute({ schema, document, variableValues: variables });
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  sum = 0;
  const read = readVariables({ schema, operation }, variables);
  const planned =
    'errors' in read
      ? read
      : await runPlan(planOf(schema, document, operation, read.coerced), {}, read.coerced);
  const data = 'data' in planned ? planned.data : undefined;
  return {
    plain: { data: JSON.parse(JSON.stringify(plain.data ?? null)), errors: sorted(plain.errors) },
    planned: { data: data ? JSON.parse(data.text) : null, errors: sorted(planned.errors) },
  };
}

describe('an operation that is planned is answered as GraphQL itself does:', () => {
  test.each([
    '{ text textLater number float yes colour }',
    '{ a: text b: text a: text ...F ... on Query { c: number } } fragment F on Query { d: float __typename }',
    '{ wrong text }',
    '{ fails failsLater text }',
    '{ text mustFail }',
    '{ text mustFailLater }',
    '{ missing }',
    '{ person { name colour cats { name lives } more: cats(first: 3) { name } } }',
    '{ personLater { name maybe { name } } }',
    '{ person { odd } text }',
    '{ broken { cats { name } } text }',
    '{ brokenLater { cats { name } } text }',
    '{ notMany text }',
    '{ many }',
    '{ some }',
    '{ nested later }',
    '{ oddLater { name ... on Person { colour } ... on Cat { lives } } }',
    '{ echo a: echo(text: "é\\n\\u0001", number: null) b: echo(list: [1, 2], colour: RED) }',
    'mutation { a: add(n: 1) b: add(n: 2) fail c: add(n: 3) }',
    'mutation { a: add(n: 1) mustFail c: add(n: 3) }',
    '{ __schema { queryType { name fields { name args { name defaultValue } type { kind ofType { name } } } } } __type(name: "Cat") { interfaces { name } } }',
  ])('%s', async (source) => {
    const { plain, planned } = await both(source);
    expect(planned).toEqual(plain);
  });

  test.each([
    ['query ($n: Int = 4) { echo(number: $n) }', {}],
    ['query ($n: Int) { echo(number: $n) }', { n: 5 }],
    ['query ($n: Int) { echo(number: $n) }', { n: null }],
    ['query ($n: Int) { echo(number: $n) }', { n: 'five' }],
    ['query ($n: Int) { echo(number: $n) }', { n: 2 ** 40 }],
    ['query ($t: String!) { need(text: $t) }', {}],
    ['query ($t: String = "x") { need(text: $t) text }', { t: null }],
    ['query ($list: [Int!]) { echo(list: $list) }', { list: [1, null, 'x'] }],
    ['query ($c: Colour) { echo(colour: $c) }', { c: 'BLUE' }],
    ['query ($is: Boolean!) { text @include(if: $is) number @skip(if: $is) }', { is: true }],
    ['query ($is: Boolean!) { text @include(if: $is) number @skip(if: $is) }', { is: false }],
    ['query ($is: Boolean!) { text @include(if: $is) number }', {}],
  ])('%s with %j', async (source, variables) => {
    const { plain, planned } = await both(source, variables);
    expect(planned).toEqual(plain);
  });

  test('with strings of any characters', async () => {
    for (const text of [
      '',
      '"',
      '\\',
      '\u0000',
      '\u2028',
      '😀',
      '\ud800',
      'x'.repeat(70),
      '近邻'.repeat(50),
    ]) {
      const { plain, planned } = await both('query ($t: String!) { need(text: $t) }', { t: text });
      expect(planned).toEqual(plain);
    }
  });
});

describe('a value of no known type', () => {
  test('is null, as with GraphQL itself; others are not', async () => {
    const { plain, planned } = await both('{ named { __typename name } odd { name } }');
    expect(planned.data).toEqual(plain.data);
    const paths = ({ errors }: { errors: string[] }) =>
      errors.map((error) => JSON.parse(error).path);
    expect(paths(planned).sort()).toEqual(paths(plain).sort());
  });
});

describe('JSON text', () => {
  test('gets into the answer as it is', async () => {
    const shapes = buildSchema('scalar Shape type Query { shape: Shape }');
    const field = shapes.getQueryType()?.getFields()['shape'];
    if (field) field.resolve = () => new JsonText('{"type":"Point","coordinates":[1.0,2]}');
    const document = parse('{ shape }');
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const { data } = await runPlan(planOf(shapes, document, operation, {}), {}, {});
    expect(data?.text).toBe('{"shape":{"type":"Point","coordinates":[1.0,2]}}');
  });
});

describe('fragments that double each other', () => {
  test('cost no more than there are data', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) =>
        `fragment F${i} on Cat { a: owner { cats { ...F${i + 1} } } b: owner { cats { ...F${i + 1} } } }`,
    );
    const source = `{ person { maybe { ...F0 } } } ${levels.join(' ')} fragment F40 on Cat { name }`;
    const document = parse(source);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    const { errors } = await runPlan(planOf(schema, document, operation, {}), {}, {});
    expect(errors?.length).toBeGreaterThan(0);
  });
});
