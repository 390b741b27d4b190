import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../server/schema.ts';
import { ADMIN_TOKEN, missingDatabase, withHub } from '../setup/hub.ts';
import { type RandomRequest, randomRequest } from './random-document.ts';

/** Random requests of a run; more by FUZZ_RUNS. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500);
const LONGEST_MS = 20_000;

const hub = withHub({ writes: true });
const schema = createSchema();

const requests = fc.oneof(
  { weight: 9, arbitrary: randomRequest(schema, 'query') },
  { weight: 1, arbitrary: randomRequest(schema, 'mutation') },
);

async function demandSoundAnswer({ query, variables }: RandomRequest): Promise<void> {
  const began = performance.now();
  for (const who of [null, ADMIN_TOKEN]) {
    const { status, errors = [] } = await hub.send(query, variables, who);
    expect(status).toBeLessThan(500);
    expect(
      errors.filter(({ extensions }) => extensions?.['code'] === 'INTERNAL_SERVER_ERROR'),
    ).toEqual([]);
    for (const { extensions } of errors) expect(extensions?.['code']).toBeTypeOf('string');
  }
  expect(performance.now() - began).toBeLessThan(LONGEST_MS);
}

describe.skipIf(missingDatabase)('whatever is asked', () => {
  test(
    'the hub has an answer, and says what is wrong with the question',
    async (context) => {
      // What differs between the databases is tested elsewhere; here it is the reading of requests.
      if (hub.database.kind !== 'embedded' && !process.env['FUZZ_RUNS']) context.skip();
      await fc.assert(fc.asyncProperty(requests, demandSoundAnswer), { numRuns: RUNS });
      const { errors } = await hub.send('{ hub { dataVersion } }', {}, null);
      expect(errors).toBeUndefined();
    },
    RUNS * 1_000,
  );
});
