import { type Client, createClient } from 'graphql-ws';
import WebSocket, { type ClientOptions } from 'ws';

/** What a subscription gives. */
export interface Heard {
  dataVersion: string;
  everything: boolean;
  facilities: { id: string; name: string; active: boolean; location: { coordinates: number[] } }[];
  coverage: { status: string; rule: { code: string }; community: { id: string } }[];
}

/** A subscription that is open. */
export interface Ear {
  readonly heard: Heard[];
  readonly client: Client;
  /** The next event that was not taken yet; fails when there is none for long. */
  next(): Promise<Heard>;
  close(): void;
}

export const HUB_CHANGED = `subscription ($bbox: BBox!) { hubChanged(bbox: $bbox) {
  dataVersion everything facilities { id name active location }
  coverage { status rule { code } community { id } } } }`;

/** A database that has died takes its time until it is there again. */
const PATIENCE_MS = 50_000;

/** A client of the hub's WebSocket that never tries again by itself. */
export function connectTo(url: string, options: ClientOptions = {}): Client {
  class Socket extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, options);
    }
  }
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql/live`,
    webSocketImpl: Socket,
    retryAttempts: 0,
    lazy: true,
  });
  return client;
}

/** Subscribes to a box, and resolves when the hub has begun to listen for it. */
export async function listenTo(
  url: string,
  bbox: number[],
  { query = HUB_CHANGED, options = {} as ClientOptions } = {},
): Promise<Ear> {
  const client = connectTo(url, options);
  const heard: Heard[] = [];
  const failures: unknown[] = [];
  let taken = 0;
  client.subscribe<{ hubChanged: Heard }>(
    { query, variables: { bbox } },
    {
      next: ({ data, errors }) => {
        if (errors) failures.push(errors);
        if (data) heard.push(data.hubChanged);
      },
      error: (error) => failures.push(error),
      complete: () => undefined,
    },
  );
  // The hub answers in order: when it has refused this, it has begun the subscription before it.
  await outcomeOf(client, '{ hub { dataVersion } }');
  return {
    heard,
    client,
    async next() {
      const deadline = Date.now() + PATIENCE_MS;
      while (heard.length <= taken) {
        if (failures.length > 0) throw new Error(JSON.stringify(failures[0]));
        if (Date.now() > deadline) throw new Error('Nothing was heard.');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return heard[taken++] as Heard;
    },
    close: () => void client.dispose(),
  };
}

/** What becomes of an operation: its first event, its errors, or how the connection was closed. */
export function outcomeOf(client: Client, query: string, variables = {}): Promise<unknown> {
  return new Promise((resolve) => {
    const end = client.subscribe(
      { query, variables },
      {
        next: (value) => {
          resolve(value);
          end();
        },
        error: resolve,
        complete: () => resolve('complete'),
      },
    );
  });
}
