import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeCommunities } from '../../server/coverage/judging.queries.ts';
import {
  createFacility,
  moveFacility,
  retireFacility,
} from '../../server/facilities/changes.queries.ts';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';

let hub: TestHub;

beforeAll(async () => {
  if (!missingDatabase) hub = await startTestHub();
});
afterAll(() => hub?.close());

/** Anywhere in the city, and somewhat around it. */
const place = fc
  .tuple(
    fc.double({ min: 121.43, max: 121.68, noNaN: true }),
    fc.double({ min: 24.94, max: 25.23, noNaN: true }),
  )
  .map((coordinates) => ({ type: 'Point' as const, coordinates }));

const write = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    kind: fc.constantFrom('plaza', 'fitness-path', 'service-station', 'park'),
    location: place,
  }),
  fc.record({ do: fc.constant('move' as const), pick: fc.nat(), location: place }),
  fc.record({ do: fc.constant('retire' as const), pick: fc.nat() }),
);

interface Standing {
  id: number;
  version: number;
}

async function standing(): Promise<Standing[]> {
  const em = hub.database.orm.em.fork();
  return em.execute('SELECT id, version FROM facility WHERE active ORDER BY id');
}

describe.skipIf(missingDatabase)('the stored coverage', () => {
  test('is after every write what judging everything anew would store', {
    timeout: 300_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 4 }), async (writes) => {
        for (const change of writes) {
          const em = hub.database.orm.em.fork();
          if (change.do === 'create') {
            const { kind, location } = change;
            const nothing = { code: null, address: null, attributes: null };
            await createFacility(em, { kind, location, name: 'x', ...nothing });
          } else {
            const all = await standing();
            const chosen = all[change.pick % all.length] as Standing;
            if (change.do === 'move') await moveFacility(em, chosen, change.location);
            else await retireFacility(em, chosen);
          }
          const stale = await hub.database.orm.em
            .fork()
            .transactional((tx) => judgeCommunities(tx));
          expect(stale).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});
