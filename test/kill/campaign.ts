import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { openDatabase } from '../../db/orm.ts';
import { freePort } from '../setup/postgres.ts';
import { startEditors } from './editors.ts';
import { type Before, findFaults, survey } from './faults.ts';
import { databaseProcessOf, type HubProcess, isAlive, spawnHub } from './hub-process.ts';
import type { Ledger } from './ledger.ts';
import type { Place } from './places.ts';

/** How often each process is killed. */
export interface Kills {
  readonly hub: number;
  readonly database: number;
  /** A process is killed at most so long after an edit was acknowledged by a hub that has started. */
  readonly longestPeaceMs: number;
}

type Target = 'hub' | 'database';

/** What came of a campaign. */
export interface Outcome {
  readonly before: Before;
  readonly ledger: Ledger;
  /** Milliseconds from each kill until the hub was ready again; of two in a row, from the second. */
  readonly outagesMs: Record<Target, number[]>;
  /** How many hubs were killed once more while they were starting. */
  readonly killedAtStart: number;
  /** Empty when all held. */
  readonly faults: string[];
}

const CLIENTS = 4;
/** Every so many-th hub is killed once more while it starts, at most so long after it began. */
const AT_START_EVERY = 4;
const LONGEST_START_MS = 2_500;

/**
 * Several clients edit while processes are killed by SIGKILL at random moments, in random order, and start
 * again. Then the hub ends in order, and the database is held against what the clients were told.
 * @throws when a hub does not get ready
 */
export async function runCampaign(place: Place, kills: Kills): Promise<Outcome> {
  const before = await inDatabase(place, survey);
  const port = await freePort();
  const outagesMs: Outcome['outagesMs'] = { hub: [], database: [] };
  /** Processes that must be gone at the end. */
  const pids: number[] = [];
  let killedAtStart = 0;
  let hub = await spawnHub(port, place.env);
  const replaceHub = async (): Promise<void> => {
    pids.push(...processesOf(hub));
    await hub.kill();
    hub = await spawnHub(port, place.env);
  };
  try {
    await hub.ready();
    const { ledger, stop } = await startEditors(hub.url, CLIENTS);
    for (const target of shuffled(kills)) {
      await untilEdited(ledger);
      await sleep(Math.random() * kills.longestPeaceMs);
      let began = performance.now();
      if (target === 'database') await place.killDatabase(hub);
      else await replaceHub();
      if (target === 'hub' && outagesMs.hub.length % AT_START_EVERY === 0) {
        await sleep(Math.random() * LONGEST_START_MS);
        began = performance.now();
        await replaceHub();
        killedAtStart++;
      }
      await hub.ready();
      outagesMs[target].push(performance.now() - began);
    }
    await stop();
    pids.push(...processesOf(hub));
    const code = await hub.stop();
    const faults = [
      ...(code === 0 ? [] : [`the hub ended with code ${code}: …${hub.log().slice(-2_000)}`]),
      ...pids.filter(isAlive).map((pid) => `process ${pid} has outlived its hub`),
      ...(await inDatabase(place, (em) => findFaults(em, ledger, before))),
    ];
    return { before, ledger, outagesMs, killedAtStart, faults };
  } finally {
    await hub.stop();
  }
}

/** Waits until the next edit is acknowledged, or the editors have given up. */
async function untilEdited({ acknowledged, unexpected }: Ledger): Promise<void> {
  const { length } = acknowledged;
  while (acknowledged.length === length && unexpected.length === 0) await sleep(5);
}

/** Opens a place's database while no hub is running, and closes it. */
export async function inDatabase<T>(
  { config }: Place,
  work: (em: EntityManager) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(config);
  try {
    return await work(database.orm.em.fork());
  } finally {
    await database.close();
  }
}

function processesOf(hub: HubProcess): number[] {
  return [hub.pid, databaseProcessOf(hub)].filter((pid) => pid !== undefined);
}

function shuffled({ hub, database }: Kills): Target[] {
  const order: Target[] = [...Array(hub).fill('hub'), ...Array(database).fill('database')];
  return order
    .map((target) => ({ target, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ target }) => target);
}
