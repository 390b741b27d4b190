import { cacheExchange } from '@urql/exchange-graphcache';
import fc from 'fast-check';
import { Client, type Exchange, gql, type Operation, type OperationResult } from 'urql';
import { describe, expect, it } from 'vitest';
import { filter, makeSubject, merge, pipe, tap } from 'wonka';
import { freshAnswers } from '../../../web/hub/live/freshAnswers.ts';

/** Every query shows the one figure that the hub has, and they share a park. */
const QUERIES = [
  gql`query Park { park { id name worth } }`,
  gql`query Parks { parks { id name } }`,
  gql`query Summary { summary { figure } }`,
];
const MOVE = gql`mutation Move { move { dataVersion park { id name } } }`;
const CHANGES = gql`subscription Changes { changed }`;

type Event = 'write' | 'tell' | 'rest' | { reply: number };

const events = fc.array(
  fc.oneof(
    fc.constantFrom<Event>('write', 'tell', 'rest'),
    fc.record({ reply: fc.nat({ max: 5 }) }),
  ),
  { maxLength: 30 },
);

/** A page with three queries, a hub with one figure, and wires between them that take their time. */
class World {
  figure = 0;
  readonly seen: (number | null)[] = [];
  emptyAnswers = 0;
  asked = 0;
  readonly #client: Client;
  readonly #answer: (result: OperationResult) => void;
  #onTheWay: { operation: Operation; data: object }[] = [];
  #untold = 0;
  #subscription: Operation | undefined;

  constructor(before: readonly Exchange[], behind: readonly Exchange[]) {
    const { source, next } = makeSubject<OperationResult>();
    this.#answer = next;
    const wires: Exchange = () => (operations$) =>
      merge([
        source,
        pipe(
          operations$,
          tap((operation) => this.#take(operation)),
          filter((_): _ is never => false),
        ),
      ]);
    this.#client = new Client({
      url: 'http://hub.test',
      preferGetMethod: false,
      exchanges: [...before, cache(), ...behind, wires],
    });
    this.#client.subscription(CHANGES, {}).subscribe(() => undefined);
    for (const [i, query] of QUERIES.entries()) {
      this.#client.query(query, {}).subscribe(({ data }) => {
        this.seen[i] = data?.park?.worth ?? data?.parks?.[0]?.name ?? data?.summary?.figure ?? null;
        if (this.seen[i] === null) this.emptyAnswers++;
      });
    }
  }

  async play(events: readonly Event[]): Promise<void> {
    await this.rest();
    for (const event of events) {
      if (event === 'write') void this.#client.mutation(MOVE, {}).toPromise();
      else if (event === 'tell') this.#tell();
      else if (event === 'rest') await this.rest();
      else this.#reply(event.reply);
    }
    await this.rest();
    for (let i = 0; i < 200 && this.#onTheWay.length + this.#untold > 0; i++) {
      if (this.#untold > 0) this.#tell();
      else this.#reply(0);
      await this.rest();
    }
  }

  rest(): Promise<unknown> {
    return new Promise((resolve) => setTimeout(resolve, 2));
  }

  #take(operation: Operation): void {
    if (operation.kind === 'subscription') this.#subscription = operation;
    if (operation.kind === 'mutation') {
      this.figure++;
      this.#untold++;
    }
    if (operation.kind !== 'query' && operation.kind !== 'mutation') return;
    this.asked++;
    this.#onTheWay.push({ operation, data: this.#dataOf(operation) });
  }

  #reply(which: number): void {
    const [answer] = this.#onTheWay.splice(which % (this.#onTheWay.length || 1), 1);
    if (answer) this.#answer({ ...answer, stale: false, hasNext: false } as OperationResult);
  }

  #tell(): void {
    if (this.#untold === 0 || !this.#subscription) return;
    this.#untold--;
    const data = { __typename: 'Subscription', changed: this.figure };
    const operation = this.#subscription;
    this.#answer({ operation, data, stale: false, hasNext: true } as OperationResult);
  }

  #dataOf({ query }: Operation): object {
    const [definition] = query.definitions;
    const name = definition?.kind === 'OperationDefinition' ? definition.name?.value : '';
    const park = { __typename: 'Park', id: '1', name: this.figure };
    if (name === 'Move') {
      const dataVersion = String(this.figure);
      return { __typename: 'Mutation', move: { __typename: 'Payload', dataVersion, park } };
    }
    const worth = this.figure;
    if (name === 'Park') return { __typename: 'Query', park: { ...park, worth } };
    if (name === 'Parks') return { __typename: 'Query', parks: [park] };
    return { __typename: 'Query', summary: { __typename: 'Summary', figure: this.figure } };
  }
}

/** The cache as pages have it: what a write or a change may have touched is forgotten. */
function cache(): Exchange {
  return cacheExchange({
    keys: { Summary: () => null, Payload: () => null },
    updates: {
      Mutation: {
        move: (_result, _args, store) => {
          for (const { fieldKey, fieldName } of store.inspectFields('Query')) {
            if (fieldName !== 'park') store.invalidate('Query', fieldKey);
          }
          store.invalidate({ __typename: 'Park', id: '1' }, 'worth');
        },
      },
      Subscription: {
        changed: (_result, _args, store) => {
          for (const { fieldKey } of store.inspectFields('Query')) {
            store.invalidate('Query', fieldKey);
          }
        },
      },
    },
  });
}

/** What goes wrong when these events happen, in this order. */
async function troubleOf(events: readonly Event[], isGuarded: boolean): Promise<string | null> {
  const { before, behind } = freshAnswers(() => true);
  const world = isGuarded ? new World([before], [behind]) : new World([], []);
  await world.play(events);
  if (world.emptyAnswers > 0) return 'empty';
  return world.seen.every((figure) => figure === world.figure)
    ? null
    : `old: ${world.seen} ${world.figure}`;
}

describe('in whichever order answers, changes and writes arrive', () => {
  it('the cache alone loses some', async () => {
    const asynchronous = fc.asyncProperty(events, async (order) => {
      expect(await troubleOf(order, false)).toBeNull();
    });
    const { failed } = await fc.check(asynchronous, { numRuns: 500 });
    expect(failed).toBe(true);
  });

  it('a page ends as what the hub has, and is never empty between', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (order) => {
        expect(await troubleOf(order, true)).toBeNull();
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
