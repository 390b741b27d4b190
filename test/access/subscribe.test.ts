import { buildSchema, GraphQLError, parse, subscribe } from 'graphql';
import { expect, test } from 'vitest';
import { enforceAtSubscribe, type Policy } from '../../server/access/policy.ts';
import type { Viewer } from '../../server/access/viewer.ts';

const ANYBODY: Viewer = { means: 'NONE', mayRead: true, refused: null };
const OPERATOR: Viewer = { means: 'OPERATOR' };

/** Begins a subscription under a policy; tells how that went, and whether its source was asked. */
async function begin(policy: Policy | undefined, viewer: Viewer): Promise<[unknown, boolean]> {
  const schema = buildSchema('type Query { a: Int } type Subscription { ticks: Int }');
  let isAsked = false;
  const field = schema.getSubscriptionType()?.getFields()['ticks'];
  if (!field) throw new Error('The schema has no such field.');
  field.extensions = { policy };
  field.subscribe = async function* () {
    yield { ticks: 1 };
  };
  const source = field.subscribe;
  field.subscribe = (...args) => {
    isAsked = true;
    return source(...args);
  };
  const result = await subscribe({
    schema: enforceAtSubscribe(schema),
    document: parse('subscription { ticks }'),
    contextValue: { viewer },
  });
  const errors = 'errors' in result ? (result.errors ?? []) : [];
  return [errors.map((error: GraphQLError) => error.extensions['code'])[0], isAsked];
}

test.each<[Policy | undefined, Viewer, string | undefined]>([
  ['read', ANYBODY, undefined],
  ['read', { means: 'NONE', mayRead: false, refused: 'ENDED' }, 'UNAUTHENTICATED'],
  ['plan', ANYBODY, 'UNAUTHENTICATED'],
  ['plan', OPERATOR, undefined],
  [undefined, ANYBODY, 'FORBIDDEN'],
  [undefined, OPERATOR, 'FORBIDDEN'],
])('a subscription with the policy %s begins for %o, or not: %s', async (policy, viewer, code) => {
  expect(await begin(policy, viewer)).toEqual([code, code === undefined]);
});
