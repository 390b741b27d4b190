import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../db/orm.ts';
import { communityBoxes } from '../communities/communities.queries.ts';
import { getDataVersion } from '../hub/hub.queries.ts';
import type { BBox } from '../shared/geo-input.ts';
import { touches } from './boxes.ts';
import { EventQueue } from './event-queue.ts';
import { CHANGE_CHANNEL, type Change } from './publish.queries.ts';

/** A change on its way to the clients that look at it. */
export interface ChangeEvent {
  readonly dataVersion: string;
  readonly everything: boolean;
  readonly facilityIds: readonly number[];
  readonly communityIds: readonly number[];
  /** What is read of the change is read once for all who are told of it, in this process. */
  readonly em: EntityManager;
  readonly loaders: Map<unknown, unknown>;
}

/** What a client wants to hear. */
export interface Interest {
  /** What it looks at. */
  readonly box: BBox;
  /** The data version that it shows. */
  readonly since?: string | undefined;
  /** Whether it wants to know that something changed outside the box, too. */
  readonly elsewhere?: boolean;
}

interface Subscriber extends Interest {
  readonly queue: EventQueue<ChangeEvent>;
}

/** Events that may wait for a slow client before they become one. */
export const MOST_WAITING = 100;
/** How soon a database that does not answer is asked again. */
const RETRY_MS = 1_000;

/** Hands the changes of all processes of the hub to the clients of this one. */
export class ChangeFeed {
  readonly #fork: () => EntityManager;
  readonly #log: (message: string) => void;
  readonly #subscribers = new Set<Subscriber>();
  readonly #closing = new AbortController();
  #listening: { close(): Promise<void> } | undefined;
  /** Changes are told in the order in which they were made. */
  #told: Promise<void> = Promise.resolve();

  constructor(fork: () => EntityManager, log: (message: string) => void) {
    this.#fork = fork;
    this.#log = log;
  }

  /** Begins to listen. @throws when the database cannot be listened to */
  async start(database: Database): Promise<void> {
    this.#listening = await database.listen(CHANGE_CHANNEL, {
      onMessage: (message) => this.#enqueue(() => this.#tell(JSON.parse(message) as Change)),
      onGap: () => this.#enqueue(() => this.#tellEverything()),
    });
  }

  /** Changes from now on; first of all "everything", when the client shows an older version. */
  async subscribe(interest: Interest): Promise<AsyncIterableIterator<ChangeEvent>> {
    const queue = new EventQueue<ChangeEvent>(MOST_WAITING, collapse, () =>
      this.#subscribers.delete(subscriber),
    );
    const subscriber = { ...interest, queue };
    // Before the version is read: a change in between is told twice rather than never.
    this.#subscribers.add(subscriber);
    if (interest.since === undefined) return queue;
    try {
      const em = this.#fork();
      const dataVersion = await getDataVersion(em);
      if (dataVersion !== interest.since) {
        queue.push(eventOf({ dataVersion, everything: true }, em));
      }
      return queue;
    } catch (error) {
      await queue.return();
      throw error;
    }
  }

  /** Ends all subscriptions. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#listening?.close();
    for (const { queue } of this.#subscribers) await queue.return();
    await this.#told;
  }

  #enqueue(tell: () => Promise<void>): void {
    this.#told = this.#told.then(async () => {
      if (this.#subscribers.size === 0) return;
      try {
        await tell();
      } catch (error) {
        this.#log(`A change could not be told in full: ${String(error)}`);
        await this.#tellEverything();
      }
    });
  }

  /** Says that anything may have changed, as soon as the database tells its version. */
  async #tellEverything(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.#tell({ dataVersion: await getDataVersion(this.#fork()), everything: true });
        return;
      } catch {
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #tell(change: Change): Promise<void> {
    const { dataVersion, communityIds = [] } = change;
    const em = this.#fork();
    const boxes = communityIds.length > 0 ? await communityBoxes(em, communityIds) : new Map();
    const event = eventOf(change, em);
    const empty = eventOf({ dataVersion }, em);
    for (const { box, elsewhere, queue } of this.#subscribers) {
      if (concerns(change, boxes, box)) queue.push(event);
      else if (elsewhere) queue.push(empty);
    }
  }
}

function eventOf(change: Change, em: EntityManager): ChangeEvent {
  const { dataVersion, everything = false, facilityIds = [], communityIds = [] } = change;
  return { dataVersion, everything, facilityIds, communityIds, em, loaders: new Map() };
}

/** Whether a change touches a view. Communities without a boundary can be anywhere. */
function concerns(change: Change, boxes: ReadonlyMap<number, BBox>, view: BBox): boolean {
  const { everything, box, places = [], communityIds = [] } = change;
  if (everything) return !box || touches(box, view);
  const isInView = (id: number): boolean => {
    const extent = boxes.get(id);
    return !extent || touches(extent, view);
  };
  return (
    places.some(([lon = 0, lat = 0]) => touches([lon, lat, lon, lat], view)) ||
    communityIds.some(isInView)
  );
}

/** All that waits, as one event that says only that much has changed. */
function collapse(waiting: readonly ChangeEvent[]): ChangeEvent {
  const last = waiting.at(-1) as ChangeEvent;
  return { ...last, everything: true, facilityIds: [], communityIds: [] };
}
