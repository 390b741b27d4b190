import type { EntityManager } from '@mikro-orm/postgresql';
import { withoutDeadline } from '../../db/deadline.ts';
import type { BackgroundJob } from '../access/context.ts';
import { beginWrite, holdWrites } from '../hub/hub.queries.ts';
import { publishChange } from '../hub/publish.queries.ts';
import { findRules } from '../rules/rules.queries.ts';
import { ConflictError } from '../shared/errors.ts';
import { judgeCommunities } from './judging.queries.ts';
import { findCountyParts } from './reading.queries.ts';

/** How far a recompute has come. */
export interface RecomputeProgress {
  state: 'IDLE' | 'RUNNING' | 'DONE' | 'CANCELLED' | 'FAILED';
  /** Communities judged, and to be judged. */
  done: number;
  total: number;
  /** Communities whose stored outcome was not what it should have been. */
  corrected: number;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Why it failed, for the operator. */
  problem: string | null;
}

/** What happens while all is judged anew, and how to end it. */
export interface RecomputeOptions {
  /** Codes of the counties to judge; all unless given. */
  readonly counties?: readonly string[] | undefined;
  readonly onProgress?: (progress: RecomputeProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

const IDLE: RecomputeProgress = {
  state: 'IDLE',
  done: 0,
  total: 0,
  corrected: 0,
  startedAt: null,
  finishedAt: null,
  problem: null,
};

/**
 * Judges everything anew, county by county, each in a transaction of its own: whatever ends it, the outcomes
 * of a county are all old or all new, and a recompute begun again goes through. Writers wait for one county
 * at most; readers never. It is needed after data came in by other ways than the hub's own.
 * @throws what `signal` throws
 */
export async function recompute(
  fork: () => EntityManager,
  { counties, onProgress, signal }: RecomputeOptions = {},
): Promise<RecomputeProgress> {
  const progress: RecomputeProgress = { ...IDLE, state: 'RUNNING', startedAt: new Date() };
  const parts = await findCountyParts(fork(), counties ? { counties } : {});
  progress.total = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  onProgress?.(progress);
  for (const { ids } of parts) {
    signal?.throwIfAborted();
    progress.corrected += await fork().transactional(async (em) => {
      await holdWrites(em);
      const changed = await judgeCommunities(em, ids, await findRules(em), { signal });
      if (changed.length > 0) {
        await publishChange(em, { dataVersion: await beginWrite(em), communityIds: changed });
      }
      signal?.throwIfAborted();
      return changed.length;
    });
    progress.done += ids.length;
    onProgress?.(progress);
  }
  progress.state = 'DONE';
  progress.finishedAt = new Date();
  onProgress?.(progress);
  return progress;
}

/** Runs one recompute at a time, in the background, and knows how far it has come. */
export class Recomputer implements BackgroundJob<RecomputeProgress> {
  readonly #fork: () => EntityManager;
  readonly #log: (message: string) => void;
  #progress: RecomputeProgress = IDLE;
  #abort: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(fork: () => EntityManager, log: (message: string) => void) {
    this.#fork = fork;
    this.#log = log;
  }

  get progress(): RecomputeProgress {
    return this.#progress;
  }

  /** Starts a recompute. @throws CONFLICT when one is running */
  start(counties: readonly string[] | undefined): RecomputeProgress {
    if (this.#progress.state === 'RUNNING') {
      throw new ConflictError(
        'counties',
        'everything is being judged anew already; wait for its end, or cancel it.',
      );
    }
    this.#abort = new AbortController();
    this.#progress = { ...IDLE, state: 'RUNNING', startedAt: new Date() };
    const { signal } = this.#abort;
    this.#running = withoutDeadline(() => this.#run(counties, signal));
    return this.#progress;
  }

  /** Ends the recompute, if one runs; what was judged stays, the county at work stays as it was. */
  async cancel(): Promise<RecomputeProgress> {
    this.#abort?.abort();
    await this.#running;
    return this.#progress;
  }

  async #run(counties: readonly string[] | undefined, signal: AbortSignal): Promise<void> {
    let told = 0;
    const onProgress = (progress: RecomputeProgress): void => {
      this.#progress = { ...progress };
      const tenths = Math.floor((progress.done / Math.max(1, progress.total)) * 10);
      if (tenths > told) this.#log(`Coverage: ${progress.done} of ${progress.total} communities.`);
      told = Math.max(told, tenths);
    };
    try {
      await recompute(this.#fork, { counties, onProgress, signal });
    } catch (error) {
      const problem = signal.aborted ? null : String(error);
      this.#progress = {
        ...this.#progress,
        state: signal.aborted ? 'CANCELLED' : 'FAILED',
        finishedAt: new Date(),
        problem,
      };
      this.#log(problem ? `Coverage: failed. ${problem}` : 'Coverage: cancelled.');
    }
  }
}
