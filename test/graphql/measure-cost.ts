import { type GraphQLFormattedError, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { costOf } from '../../server/graphql/document-cost.ts';
import type { TableSizes } from '../../server/lists/table-sizes.ts';
import type { KnownNames } from './costly-document.ts';
import type { RandomRequest } from './random-document.ts';

export type Send = (
  query: string,
  variables?: object,
  headers?: Record<string, string>,
) => Promise<{
  // biome-ignore lint/suspicious/noExplicitAny: whoever asks knows what comes
  data?: any;
  errors?: GraphQLFormattedError[];
}>;

/** Token of the administrator of a hub that is measured. */
export const ADMIN = 'measuring-administrator-token';

/** A request with what it costs and how long it takes. */
export interface Measured extends RandomRequest {
  readonly cost: number;
  readonly ms: number;
  /** Milliseconds for a unit of cost, as a multiple of those of the reference. */
  readonly ratio: number;
}

/** A page as people ask for it: what it takes is what others are compared with. */
const REFERENCE: RandomRequest = {
  query: `{ communities(first: 100) { edges { node { code name population boundary region { name }
    coverages { status nearest { distanceMeters facility { name } } } } } } }`,
  variables: {},
};
/** Nobody is given an answer that was kept. */
const ANEW = { 'cache-control': 'no-store' };
/** The reference is measured again after so many requests, as the machine may be faster or slower by then. */
const STRETCH = 10;
const TRIES = 3;

/** Compares what requests cost with how long they take, on a hub. */
export class Calibration {
  readonly #send: Send;
  readonly #schema: GraphQLSchema;
  readonly #sizes: TableSizes;

  constructor(send: Send, schema: GraphQLSchema, sizes: TableSizes) {
    this.#send = send;
    this.#schema = schema;
    this.#sizes = sizes;
  }

  costOf({ query, variables }: RandomRequest): number {
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error(`No operation: ${query}`);
    return costOf(this.#schema, document, operation, variables, this.#sizes);
  }

  /**
   * Measures requests, but those that cost too much, and those that are answered by an error. One that seems to take
   * longer than `factor` times what it costs is measured again: on a busy machine anything is slow at times.
   */
  async measure(
    requests: readonly RandomRequest[],
    most: number,
    factor: number,
  ): Promise<Measured[]> {
    const measured: Measured[] = [];
    for (let i = 0; i < requests.length; i += STRETCH) {
      const unit = await this.#unit();
      for (const request of requests.slice(i, i + STRETCH)) {
        const cost = this.costOf(request);
        if (cost > most) continue;
        const took = await this.#fastest(request, cost * unit * factor);
        if (took === undefined) continue;
        measured.push({ ...request, cost, ms: took, ratio: took / cost / unit });
      }
    }
    return measured;
  }

  /** Milliseconds of a unit, by the reference. */
  async #unit(): Promise<number> {
    const times: number[] = [];
    for (let i = 0; i < TRIES; i++) times.push((await this.#time(REFERENCE)).ms);
    return Math.min(...times) / this.costOf(REFERENCE);
  }

  /** The shortest of some tries; one is enough when it is short enough. */
  async #fastest(request: RandomRequest, enoughMs: number): Promise<number | undefined> {
    let fastest = Infinity;
    for (let i = 0; i < TRIES && (i === 0 || fastest > enoughMs); i++) {
      const { ms, isAnswer } = await this.#time(request);
      if (!isAnswer) return undefined;
      fastest = Math.min(fastest, ms);
    }
    return fastest;
  }

  async #time({ query, variables }: RandomRequest): Promise<{ ms: number; isAnswer: boolean }> {
    const began = performance.now();
    const { errors = [] } = await this.#send(query, variables, ANEW);
    const ms = performance.now() - began;
    const isLate = errors.some(({ extensions }) => extensions?.['code'] === 'TIMEOUT');
    return { ms, isAnswer: errors.length === 0 || isLate };
  }
}

/** What there is to be named in requests. */
export async function knownNames(send: Send): Promise<KnownNames> {
  const { data } = await send(`{
    communities(first: 100) { edges { node { id } } } facilities(first: 100) { edges { node { id } } }
    grids(first: 500) { edges { node { id } } } regions(first: 20) { edges { node { id code } } }
    coverageRules { code } facilityKinds { code } }`);
  const of = (list: string, field: string): string[] =>
    data[list].edges.map(({ node }: { node: Record<string, string> }) => node[field]);
  const codes = (list: string): string[] => data[list].map(({ code }: { code: string }) => code);
  return {
    communities: of('communities', 'id'),
    facilities: of('facilities', 'id'),
    grids: of('grids', 'id'),
    regions: of('regions', 'id'),
    regionCodes: of('regions', 'code'),
    rules: codes('coverageRules'),
    kinds: codes('facilityKinds'),
  };
}

/** The value below which such a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
