import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../db/orm.ts';
import { touches } from '../hub/boxes.ts';
import { communityBoxes } from '../hub/community-boxes.queries.ts';
import { getDataVersion } from '../hub/hub.queries.ts';
import { CHANGE_CHANNEL, type Change } from '../hub/publish.queries.ts';
import type { BBox } from '../shared/geo-input.ts';
import { EventQueue } from './event-queue.ts';

/** A change on its way to the clients whose box it touches. */
export interface ChangeEvent {
  readonly dataVersion: string;
  readonly everything: boolean;
  readonly facilityIds: readonly number[];
  readonly communityIds: readonly number[];
  /** The change is read once for all clients of this process. */
  readonly em: EntityManager;
  readonly loaders: Map<unknown, unknown>;
}

/** Which changes a client subscribes to. */
export interface SubscriptionFilter {
  /** The area that it shows. */
  readonly box: BBox;
  /** The data version that it shows. */
  readonly since?: string | undefined;
  /** Whether it is sent an event without lists for changes outside the box, too. */
  readonly elsewhere?: boolean;
}

interface Subscriber extends SubscriptionFilter {
  readonly queue: EventQueue<ChangeEvent>;
}

/** Who is told what goes on in a feed. */
export interface FeedListener {
  readonly log: (message: string) => void;
  /** Somebody has changed much at once, such as by an import. */
  readonly onEverything: () => void;
}

/** Events that may wait for a slow client before they become one. */
const MOST_WAITING = 100;
/** How soon a database that does not answer is tried again. */
const RETRY_MS = 1_000;

/** Delivers the changes of all processes of the hub to the clients of this one. */
export class ChangeFeed {
  readonly #fork: () => EntityManager;
  readonly #listener: FeedListener;
  readonly #subscribers = new Set<Subscriber>();
  readonly #closing = new AbortController();
  #listening: { close(): Promise<void> } | undefined;
  /** Changes are delivered in the order in which they were made. */
  #delivered: Promise<void> = Promise.resolve();

  constructor(fork: () => EntityManager, listener: FeedListener) {
    this.#fork = fork;
    this.#listener = listener;
  }

  /** Begins to listen. @throws when the database cannot be listened to */
  async start(database: Database): Promise<void> {
    this.#listening = await database.listen(CHANGE_CHANNEL, {
      onMessage: (message) => {
        const change = JSON.parse(message) as Change;
        if (change.everything) this.#listener.onEverything();
        this.#enqueue(() => this.#deliver(change));
      },
      onGap: () => this.#enqueue(() => this.#deliverEverything()),
    });
  }

  /** Changes from now on; first of all "everything", when the client shows an older version. */
  async subscribe(filter: SubscriptionFilter): Promise<AsyncIterableIterator<ChangeEvent>> {
    const queue = new EventQueue<ChangeEvent>(MOST_WAITING, collapse, () =>
      this.#subscribers.delete(subscriber),
    );
    const subscriber = { ...filter, queue };
    // Before the version is read: a change in between is delivered twice rather than never.
    this.#subscribers.add(subscriber);
    if (filter.since === undefined) return queue;
    try {
      const em = this.#fork();
      const dataVersion = await getDataVersion(em);
      if (dataVersion !== filter.since) {
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
    await this.#delivered;
  }

  #enqueue(deliver: () => Promise<void>): void {
    this.#delivered = this.#delivered.then(async () => {
      if (this.#subscribers.size === 0) return;
      try {
        await deliver();
      } catch (error) {
        this.#listener.log(`A change could not be delivered in full: ${String(error)}`);
        await this.#deliverEverything();
      }
    });
  }

  /** Delivers that anything may have changed, as soon as the database gives its version. */
  async #deliverEverything(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await this.#deliver({ dataVersion: await getDataVersion(this.#fork()), everything: true });
        return;
      } catch {
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #deliver(change: Change): Promise<void> {
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
