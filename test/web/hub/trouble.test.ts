import { readdirSync, readFileSync } from 'node:fs';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { CombinedError } from 'urql';
import { describe, expect, it, test } from 'vitest';
import { STATUS_OF_CODE } from '../../../server/shared/errors.ts';
import {
  isPassing,
  KIND_OF_CODE,
  minutesToWait,
  type TroubleKind,
  troubleOf,
} from '../../../web/hub/trouble.ts';

const server = new URL('../../../server/', import.meta.url);

/** Every `extensions.code` that the hub can send: those with a status, Apollo's own, and those made elsewhere. */
function codesOfTheHub(): string[] {
  const sources = readdirSync(server, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(new URL(path, server), 'utf8'));
  const made = sources.flatMap((source) => [
    ...source.matchAll(/(?:super\(|coded\(|problem\(|extensions: \{ code: )'([A-Z_]+)'/g),
  ]);
  const codes = [
    ...Object.keys(STATUS_OF_CODE),
    ...Object.values(ApolloServerErrorCode),
    ...made.map(([, code]) => code as string),
  ];
  return [...new Set(codes)].sort();
}

const hubSays = (code: string, more: object = {}) =>
  troubleOf(
    new CombinedError({ graphQLErrors: [{ message: 'No.', extensions: { code, ...more } }] }),
  );

describe('what a failure amounts to', () => {
  test('is known for every code of the hub, and for no other', () => {
    expect(codesOfTheHub()).toContain('BUSY');
    expect(Object.keys(KIND_OF_CODE).sort()).toEqual(codesOfTheHub());
  });

  test.each<[string, TroubleKind, boolean]>([
    ['UNAUTHENTICATED', 'signedOut', false],
    ['FORBIDDEN', 'forbidden', false],
    ['CONFLICT', 'conflict', false],
    ['NOT_FOUND', 'input', false],
    ['BAD_USER_INPUT', 'input', false],
    ['TOO_EXPENSIVE', 'input', false],
    ['TOO_LARGE', 'input', false],
    ['TOO_MANY_ATTEMPTS', 'busy', true],
    ['TOO_MANY_REQUESTS', 'busy', true],
    ['TIMEOUT', 'busy', true],
    ['BUSY', 'busy', true],
    ['DISK_FULL', 'server', true],
    ['INTERNAL_SERVER_ERROR', 'server', true],
    ['GRAPHQL_VALIDATION_FAILED', 'server', true],
    ['PERSISTED_DOCUMENT_UNKNOWN', 'server', true],
    ['A_CODE_OF_TOMORROW', 'server', true],
  ])('for the code %s is %s; it passes: %s', (code, kind, passes) => {
    expect(hubSays(code)).toEqual({ kind, code, details: {} });
    expect(isPassing(hubSays(code))).toBe(passes);
  });

  const proxySays = (status: number, ok = false) =>
    troubleOf(
      new CombinedError({
        networkError: new Error('No'),
        response: { status, ok } satisfies Pick<Response, 'status' | 'ok'>,
      }),
    );

  test.each<[number, TroubleKind]>([
    [400, 'server'],
    [401, 'signedOut'],
    [403, 'forbidden'],
    [404, 'input'],
    [408, 'busy'],
    [413, 'input'],
    [429, 'busy'],
    [500, 'server'],
    [502, 'busy'],
    [503, 'busy'],
    [504, 'busy'],
  ])('for the status %i of somebody else is %s, and always passes', (status, kind) => {
    expect(proxySays(status)).toEqual({ kind, details: {} });
    expect(isPassing(proxySays(status))).toBe(true);
  });

  it('is a network that is away without an answer, and with a page of a foreign network', () => {
    const closed = troubleOf(new CombinedError({ networkError: new TypeError('Failed to fetch') }));
    for (const trouble of [closed, proxySays(200, true), troubleOf({})]) {
      expect(trouble).toEqual({ kind: 'away', details: {} });
      expect(isPassing(trouble)).toBe(true);
    }
  });

  it('keeps what the hub says for programs', () => {
    const trouble = hubSays('CONFLICT', { field: 'input.version', currentVersion: 3, reason: 'X' });
    expect(trouble).toEqual({
      kind: 'conflict',
      code: 'CONFLICT',
      field: 'input.version',
      reason: 'X',
      details: { currentVersion: 3 },
    });
  });

  test.each([
    [undefined, 1],
    [0, 1],
    [59, 1],
    [61, 2],
    [600, 10],
  ])('after %s seconds to wait is told in whole minutes: %i', (retryAfterSeconds, minutes) => {
    expect(minutesToWait(hubSays('TOO_MANY_ATTEMPTS', { retryAfterSeconds }))).toBe(minutes);
  });
});
