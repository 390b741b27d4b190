import { createHash } from 'node:crypto';
import type { HTTPGraphQLRequest } from '@apollo/server';
import { LRUCache } from 'lru-cache';
import type { Context } from '../access/context.ts';
import { decide } from '../access/policy.ts';
import type { DataVersions } from '../hub/data-versions.ts';
import { type KeptBody, taggedBody } from './bytes.ts';
import type { Failure, Result } from './execution.ts';

/** Where an answer is kept: under what it depends on besides the data, and the data version. */
export interface Place {
  readonly key: string;
  readonly version: string;
}

/** The most that kept answers may take in memory, in bytes. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What an answer takes besides its body and the compressed forms of it, about. */
const OVERHEAD_BYTES = 512;
const WITH_FORMS = 1.5;
/** One answer shall not drive out most of the others. */
const LARGEST_SHARE = 1 / 8;
/** Requests that take more, in characters, seldom come twice. */
const LONGEST_REQUEST = 60_000;
/** So many keys are remembered as those of personal answers. */
const MOST_PERSONAL = 10_000;
/** All headers that Apollo Server reads before it lets a request in, but `Accept`. */
const HEADERS = ['content-type', 'apollo-require-preflight', 'x-apollo-operation-name'];

type Work = () => Promise<KeptBody | undefined>;

/**
 * Step 2: answers that are the same for all who may read, until the data change. They take so many bytes at most;
 * when there is no more room, those that were not used for the longest go first. Equal requests at the same time
 * are executed once. An equal request has passed all other steps, so these need not be repeated.
 */
export class KeptAnswers {
  readonly #versions: DataVersions;
  readonly #answers: LRUCache<string, KeptBody, Work>;
  /** Keys of answers that differ from viewer to viewer: nobody shall wait for the answer of somebody else. */
  readonly #personal = new LRUCache<string, true>({ max: MOST_PERSONAL });

  constructor(versions: DataVersions, mostBytes = MOST_BYTES) {
    this.#versions = versions;
    this.#answers = new LRUCache<string, KeptBody, Work>({
      maxSize: mostBytes,
      maxEntrySize: mostBytes * LARGEST_SHARE,
      sizeCalculation: ({ body }) => Math.ceil(body.byteLength * WITH_FORMS) + OVERHEAD_BYTES,
      fetchMethod: (_name, _stale, { context: work }) => work(),
      // An answer that is let go of before it is there is still one for those who wait for it.
      ignoreFetchAbort: true,
    });
  }

  /** Bytes taken. */
  get bytes(): number {
    return this.#answers.calculatedSize;
  }

  /** Where the answer to a request is kept, as of now; undefined for a request whose answer is not. */
  async placeOf(request: HTTPGraphQLRequest, context: Context): Promise<Place | undefined> {
    const key = keyOf(request, context);
    if (key === null || this.#personal.has(key)) return undefined;
    return { key, version: await this.#versions.now() };
  }

  get(place: Place): KeptBody | undefined {
    return this.#answers.get(nameOf(place));
  }

  /**
   * The answer kept at a place; else the result of `execute`, be it for an equal request that is under way. It is
   * kept if it has no errors and nothing personal was read for it.
   */
  async getOrExecute(
    place: Place,
    { sharing }: Pick<Context, 'sharing'>,
    execute: () => Promise<Result>,
  ): Promise<Result> {
    let own: Result | undefined;
    const work: Work = async () => {
      own = await execute();
      if (!sharing.isShared) {
        if ('body' in own) this.#personal.set(place.key, true);
        return undefined;
      }
      if ('body' in own) return taggedBody(own);
      throw new SharedFailure(own);
    };
    try {
      return (await this.#answers.fetch(nameOf(place), { context: work })) ?? own ?? execute();
    } catch (error) {
      if (error instanceof SharedFailure) return error.failure;
      throw error;
    }
  }
}

/** Errors for all who wait for the same answer; they are not kept. */
class SharedFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super();
    this.failure = failure;
  }
}

function nameOf({ key, version }: Place): string {
  return `${version} ${key}`;
}

/** A digest of all that an answer depends on besides the data; null where no kept one may be given. */
function keyOf(
  { method, headers, search, body }: HTTPGraphQLRequest,
  context: Context,
): string | null {
  if (headers.get('cache-control')?.includes('no-store')) return null;
  if (!acceptsJson(headers.get('accept'))) return null;
  const viewer = context.sharing.unaffectedBy(() => context.viewer);
  if (decide(viewer, 'read') !== null) return null;
  const sent = method === 'GET' ? search : JSON.stringify(body ?? null);
  if (sent.length > LONGEST_REQUEST) return null;
  // Staff may ask for more at once: what they are answered, others might be refused.
  const isStaff = decide(viewer, 'staff') === null;
  const parts = [method, isStaff, ...HEADERS.map((name) => headers.get(name) ?? null), sent];
  return createHash('sha1').update(JSON.stringify(parts)).digest('base64url');
}

function acceptsJson(accept: string | undefined): boolean {
  return accept === undefined || /(^|,)\s*(\*\/\*|application\/json)\s*(,|$)/.test(accept);
}
