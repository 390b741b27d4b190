import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withDeadline } from '../../db/deadline.ts';
import { Recomputer, recompute } from '../../server/coverage/recompute.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });
let sound: Map<string, string[]>;

beforeAll(async () => {
  if (missingDatabase) return;
  sound = await storedByCounty();
});

/** Every stored outcome as text, by the code of its county. */
async function storedByCounty(): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ county: string; row: string }>`
    SELECT r.code AS county, v::text AS row FROM coverage v
    JOIN community c ON c.id = v.community_id JOIN region r ON r.id = c.region_id
    ORDER BY v.rule_id, v.community_id`.execute(hub.database.orm.em.fork().getKysely());
  const counties = new Map<string, string[]>();
  for (const { county, row } of rows) counties.set(county, [...(counties.get(county) ?? []), row]);
  return counties;
}

/** As if all had been judged by somebody else: no resident is covered anywhere. */
async function spoil(): Promise<void> {
  await sql`UPDATE coverage SET residents_covered = 0`.execute(
    hub.database.orm.em.fork().getKysely(),
  );
}

const PROGRESS = '{ state done total corrected finishedAt problem }';
interface Progress {
  state: string;
  done: number;
  total: number;
  corrected: number;
}

async function ask(operation: string): Promise<Progress> {
  const { data, errors } = await hub.send(operation);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0] as Progress;
}

async function untilItEnds(): Promise<Progress> {
  for (;;) {
    const progress = await ask(`{ coverageRecompute ${PROGRESS} }`);
    if (progress.state !== 'RUNNING') return progress;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.skipIf(missingDatabase)('judging everything anew', () => {
  afterEach(async () => {
    await recompute(() => hub.database.orm.em.fork());
    expect(await storedByCounty()).toEqual(sound);
  });

  test('puts right what came in by other ways, tells how far it has come, and makes a new data version', async () => {
    await spoil();
    const { data: before } = await hub.ask('{ hub { dataVersion } }');
    const started = await ask(`mutation { startCoverageRecompute ${PROGRESS} }`);
    expect(started.state).toBe('RUNNING');
    const again = await hub.send(`mutation { startCoverageRecompute ${PROGRESS} }`);
    expect(again.errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
    expect(await untilItEnds()).toMatchObject({ state: 'DONE', done: 456, total: 456 });
    expect(await storedByCounty()).toEqual(sound);
    const { data: after } = await hub.ask('{ hub { dataVersion } }');
    expect(after).not.toEqual(before);
  });

  test('goes on when the time of the request that started it is over', async () => {
    const recomputer = new Recomputer(
      () => hub.database.orm.em.fork(),
      () => undefined,
    );
    withDeadline(1, () => recomputer.start(undefined));
    await expect
      .poll(() => recomputer.progress, { timeout: 30_000 })
      .not.toMatchObject({ state: 'RUNNING' });
    expect(recomputer.progress).toMatchObject({ state: 'DONE', done: 456 });
  });

  test('changes nothing, and no data version, where all is as it should be', async () => {
    const { data: before } = await hub.ask('{ hub { dataVersion } }');
    await ask(`mutation { startCoverageRecompute ${PROGRESS} }`);
    expect(await untilItEnds()).toMatchObject({ state: 'DONE', corrected: 0 });
    expect((await hub.ask('{ hub { dataVersion } }')).data).toEqual(before);
  });

  test('leaves every county all old or all new when it is cut short', async () => {
    await spoil();
    const spoilt = await storedByCounty();
    const abort = new AbortController();
    const counties = await recompute(() => hub.database.orm.em.fork(), {
      signal: abort.signal,
      onProgress: ({ done }) => {
        if (done > 100) abort.abort();
      },
    }).then(
      () => undefined,
      async () => storedByCounty(),
    );
    if (!counties) throw new Error('it was not cut short');
    const isNew = [...counties].map(([county, rows]) => {
      const wanted = [sound.get(county), spoilt.get(county)].map((list) => list?.join('\n'));
      expect(wanted).toContain(rows.join('\n'));
      return rows.join('\n') === wanted[0];
    });
    expect(isNew).toContain(true);
    expect(isNew).toContain(false);
  });

  test('is cancelled on demand, and can be limited to counties', async () => {
    await spoil();
    const [first, second] = [...sound.keys()].sort() as [string, string];
    await ask(`mutation { startCoverageRecompute(counties: ["${second}"]) ${PROGRESS} }`);
    const { done, total } = await untilItEnds();
    expect([done, total]).toEqual([total, (sound.get(second)?.length ?? 0) / 2]);
    const stored = await storedByCounty();
    expect(stored.get(second)).toEqual(sound.get(second));
    expect(stored.get(first)).not.toEqual(sound.get(first));

    await ask(`mutation { startCoverageRecompute ${PROGRESS} }`);
    const cancelled = await ask(`mutation { cancelCoverageRecompute ${PROGRESS} }`);
    expect(cancelled.state).toBe('CANCELLED');
    expect(cancelled.done).toBeLessThan(456);
  });

  test('answers readers and takes writes meanwhile', async () => {
    await spoil();
    await ask(`mutation { startCoverageRecompute ${PROGRESS} }`);
    const { errors } = await hub.send(`mutation { createFacility(input: { kind: "park", name: "x",
      location: { type: "Point", coordinates: [121.5, 25] } }) { facility { id } } }`);
    expect(errors).toBeUndefined();
    expect((await untilItEnds()).state).toBe('DONE');
  });
});
