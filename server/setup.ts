import type { Database } from '../db/orm.ts';
import { isEmpty, seedSampleCity } from '../db/seed.ts';
import { judgeCommunities } from './coverage/judging.queries.ts';
import { refreshServicePoints } from './coverage/service-points.queries.ts';
import { beginWrite } from './hub/hub.queries.ts';
import { publishChange } from './hub/publish.queries.ts';

type Log = (message: string) => void;

/** Brings a database up to date: migrations, and, when it is empty, the sample city with its coverage. */
export async function setUp(
  database: Database,
  log: Log = () => undefined,
  { sample = true } = {},
): Promise<void> {
  await database.migrate();
  if (sample) await seedWhenEmpty(database, log);
}

/** Loads the sample city and judges it in one transaction, so that a start cut short leaves nothing. */
async function seedWhenEmpty({ orm }: Database, log: Log): Promise<void> {
  if (!(await isEmpty(orm.em.fork()))) return;
  await orm.em.fork().transactional(async (em) => {
    // Of several hubs that start at once, one loads; the others wait here and find it done.
    const dataVersion = await beginWrite(em);
    if (!(await isEmpty(em))) return;
    log('Loading the sample city …');
    await publishChange(em, { dataVersion, everything: true });
    await seedSampleCity(em, (what) => log(`  ${what}`));
    await refreshServicePoints(em);
    await judgeCommunities(em, undefined, undefined, {
      onProgress: (done, total) => log(`  coverage: ${done} of ${total} communities judged`),
    });
  });
}
