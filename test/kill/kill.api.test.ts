import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { missingDatabase } from '../setup/hub.ts';
import { untilDone } from '../setup/work.ts';
import { inDatabase, type Kills, runCampaign } from './campaign.ts';
import { findFaults } from './faults.ts';
import { embeddedPlace, nativePlace, type Place } from './places.ts';

const { embeddedFolder, filling } = inject('databases');
/** `npm run bench:kill` kills more often. */
const KILLS: Kills = embeddedFolder
  ? { hub: 3, database: 1, longestPeaceMs: 800 }
  : { hub: 4, database: 2, longestPeaceMs: 800 };

let place: Place;

beforeAll(async () => {
  if (missingDatabase) return;
  await untilDone(filling as string);
  const made = embeddedFolder ? await embeddedPlace(embeddedFolder) : await nativePlace();
  // Where the other tests have a server from elsewhere, one of our own may be missing.
  if ('missing' in made) throw new Error(made.missing);
  place = made;
});
afterAll(() => place?.drop());

describe.skipIf(missingDatabase)('when processes are killed while people edit', () => {
  test('every acknowledged edit is there, whole and once, and nothing else', {
    timeout: 300_000,
  }, async () => {
    const { faults, ledger, before } = await runCampaign(place, KILLS);
    expect(faults).toEqual([]);
    expect(ledger.acknowledged.length).toBeGreaterThan(KILLS.hub + KILLS.database);
    expect(ledger.retried).toBeGreaterThanOrEqual(KILLS.hub);

    // The comparison itself would notice a lost edit, one too many, and stale coverage.
    const [first, ...others] = ledger.acknowledged;
    if (!first) return;
    const forged = { ...first, request: crypto.randomUUID() };
    const acknowledged = [...others, forged];
    const found = await inDatabase(place, async (em) => {
      await sql`UPDATE coverage SET residents_covered = 0`.execute(em.getKysely());
      return findFaults(em, { ...ledger, acknowledged }, before);
    });
    expect(found).toEqual([
      expect.stringMatching(`^acknowledged .*${forged.request}.*, kept nothing$`),
      expect.stringMatching(`^made, but never acknowledged: .*${first.request}`),
      expect.stringMatching('^coverage was stale in the communities '),
    ]);
  });
});
