import { Client, fetchExchange, gql } from 'urql';
import { describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub();

describe.skipIf(missingDatabase)('a client of GraphQL with its defaults', () => {
  test('gets its answer: urql, which asks by GET', async () => {
    const client = new Client({ url: `${hub.url}/graphql`, exchanges: [fetchExchange] });
    const { data, error } = await client
      .query(gql`{ communities(first: 1) { totalCount } }`, {})
      .toPromise();
    expect(error).toBeUndefined();
    expect(data).toMatchObject({ communities: { totalCount: 456 } });
  });
});
