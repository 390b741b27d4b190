import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import { withoutDeadline } from '../../db/deadline.ts';
import type { ImportWork, WorkProgress } from '../access/context.ts';
import { FileTroubleError } from '../formats/feature-source.ts';
import { prepareImport } from './prepare-import.ts';
import { inspectFile } from './read/inspect-file.ts';
import {
  discardImports,
  getImport,
  type ReadingPatch,
  updateReading,
} from './staged/imports.queries.ts';
import { dropStaging } from './staged/staging.queries.ts';

/** Work on one import: how to abort it, and how far it has come. */
interface Job {
  readonly abort: AbortController;
  progress: WorkProgress;
}

/** Where the importer works. */
export interface ImporterOptions {
  /** Folder of the uploaded files until they are committed or discarded. */
  readonly folder: string;
  /** Whether no other process of the hub can be at work on the same database. */
  readonly alone: boolean;
  readonly log: (message: string) => void;
}

/** Prepares imports in the background, one file after the other, and reports their progress. */
export class Importer implements ImportWork {
  readonly #fork: () => EntityManager;
  readonly #options: ImporterOptions;
  readonly #jobs = new Map<number, Job>();
  #last: Promise<void> = Promise.resolve();

  constructor(fork: () => EntityManager, options: ImporterOptions) {
    this.#fork = fork;
    this.#options = options;
  }

  get folder(): string {
    return this.#options.folder;
  }

  get alone(): boolean {
    return this.#options.alone;
  }

  /** Path of the uploaded file of an import. */
  pathOf(id: number): string {
    return join(this.folder, String(id));
  }

  progressOf(id: number): WorkProgress | undefined {
    return this.#jobs.get(id)?.progress;
  }

  /** Queues a file to be read; a reading under way is aborted first. */
  read(id: number): void {
    this.#jobs.get(id)?.abort.abort();
    const job: Job = {
      abort: new AbortController(),
      progress: { phase: 'WAITING', done: 0, total: null },
    };
    this.#jobs.set(id, job);
    this.#last = withoutDeadline(() => this.#last.then(() => this.#run(id, job)));
  }

  /** Runs long work on an import under a progress that can be queried meanwhile. */
  async follow<T>(
    id: number,
    phase: WorkProgress['phase'],
    work: (onProgress: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T> {
    const job: Job = { abort: new AbortController(), progress: { phase, done: 0, total: null } };
    this.#jobs.set(id, job);
    try {
      const onProgress = (done: number, total: number): void => {
        job.progress = { phase, done, total };
      };
      return await withoutDeadline(() => work(onProgress));
    } finally {
      this.#forget(id, job);
    }
  }

  /** Deletes the file of an import, and its staged rows. */
  async clear(id: number): Promise<void> {
    this.#jobs.get(id)?.abort.abort();
    await rm(this.pathOf(id), { force: true });
    // A reading under way stops at its next step; only then can the rows be deleted.
    this.#last = withoutDeadline(() => this.#last.then(() => this.#clearRows(id)));
  }

  /** Discards what nobody has committed within a day. */
  async clearAbandoned(): Promise<void> {
    for (const id of await discardImports(this.#fork(), 'abandoned')) await this.clear(id);
  }

  /** Aborts all reading. An import that was being read is read again when it is queried next. */
  async close(): Promise<void> {
    for (const { abort } of this.#jobs.values()) abort.abort();
    await this.#last;
  }

  async #clearRows(id: number): Promise<void> {
    await dropStaging(this.#fork(), id).catch((error: unknown) =>
      this.#options.log(`Import ${id}: its rows could not be dropped. ${String(error)}`),
    );
  }

  async #run(id: number, job: Job): Promise<void> {
    const { signal } = job.abort;
    try {
      if (!signal.aborted) await this.#read(id, job);
    } catch (error) {
      if (!signal.aborted) await this.#fail(id, error);
    } finally {
      this.#forget(id, job);
    }
  }

  async #read(id: number, job: Job): Promise<void> {
    const { signal } = job.abort;
    const { version, settings: given, state } = await getImport(this.#fork(), id, 'id');
    if (state !== 'READING') return;
    const path = this.pathOf(id);
    const update = (patch: ReadingPatch): Promise<boolean> =>
      updateReading(this.#fork(), { id, version }, patch);
    job.progress = { phase: 'READING', done: 0, total: null };
    const inspected = await inspectFile(this.#fork(), path, given);
    const { rowsExpected, ...facts } = inspected;
    await update({ ...facts, rowsExpected, rowsRead: 0 });
    const counts = await prepareImport(this.#fork, { id, path }, inspected, {
      signal,
      onRows: async (rowsRead) => {
        job.progress = { phase: 'READING', done: rowsRead, total: rowsExpected };
        if (!(await update({ rowsRead }))) job.abort.abort();
      },
      onStep: async (done, total) => {
        job.progress = { phase: 'CHECKING', done, total };
        await update({});
      },
    });
    await update({ state: 'READY', counts });
  }

  async #fail(id: number, error: unknown): Promise<void> {
    const isTrouble = error instanceof FileTroubleError;
    if (!isTrouble) this.#options.log(`Import ${id} failed. ${(error as Error).stack ?? error}`);
    const problem = isTrouble
      ? { code: error.code, row: error.row, message: error.message }
      : {
          code: 'INTERNAL',
          row: null,
          message: `The hub could not read the file. Tell its operator: import ${id}.`,
        };
    const em = this.#fork();
    await getImport(em, id, 'id')
      .then(({ version }) => updateReading(em, { id, version }, { state: 'FAILED', problem }))
      .catch((trouble: unknown) => this.#options.log(`Import ${id}: ${String(trouble)}`));
  }

  #forget(id: number, job: Job): void {
    if (this.#jobs.get(id) === job) this.#jobs.delete(id);
  }
}
