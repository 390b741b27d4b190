import { AsyncLocalStorage } from 'node:async_hooks';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import { FileTroubleError } from '../formats/feature-source.ts';
import type { ImportWork, WorkProgress } from '../shared/context.ts';
import { discardImports, getImport, noteReading } from './imports.queries.ts';
import { lookAt, readFile } from './read-file.ts';
import { dropStaging } from './staging.queries.ts';

/** What is being worked on, and how to end it. */
interface Job {
  readonly abort: AbortController;
  progress: WorkProgress;
}

/** Where the importer works. */
export interface ImporterOptions {
  /** Folder of the files that wait to be committed. */
  readonly folder: string;
  /** Whether no other process of the hub can be at work on the same database. */
  readonly alone: boolean;
  readonly log: (message: string) => void;
}

/** Reads files in the background, one after the other, and knows how far each has come. */
export class Importer implements ImportWork {
  readonly #fork: () => EntityManager;
  readonly #options: ImporterOptions;
  readonly #jobs = new Map<number, Job>();
  /** The time that a request has is none of this work's. */
  readonly #inOwnTime = AsyncLocalStorage.snapshot();
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

  /** Where the file of an import lies until it is over. */
  pathOf(id: number): string {
    return join(this.folder, String(id));
  }

  progressOf(id: number): WorkProgress | undefined {
    return this.#jobs.get(id)?.progress;
  }

  /** Has a file read, again if it is being read. */
  read(id: number): void {
    this.#jobs.get(id)?.abort.abort();
    const job: Job = {
      abort: new AbortController(),
      progress: { phase: 'WAITING', done: 0, total: null },
    };
    this.#jobs.set(id, job);
    this.#last = this.#inOwnTime(() => this.#last.then(() => this.#run(id, job)));
  }

  /** Does something with an import that takes long, so that its progress can be asked for meanwhile. */
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
      return await this.#inOwnTime(() => work(onProgress));
    } finally {
      this.#forget(id, job);
    }
  }

  /** Forgets a file and the rows that were read from it. */
  async clear(id: number): Promise<void> {
    this.#jobs.get(id)?.abort.abort();
    await rm(this.pathOf(id), { force: true });
    // Whoever reads it stops at its next step; only then the rows can go.
    this.#last = this.#inOwnTime(() => this.#last.then(() => this.#clearRows(id)));
  }

  /** Gives up what nobody has committed within a day. */
  async clearAbandoned(): Promise<void> {
    for (const id of await discardImports(this.#fork(), 'abandoned')) await this.clear(id);
  }

  /** Ends all reading; what was being read is read again when it is asked for next. */
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
    const note = (patch: Parameters<typeof noteReading>[2]): Promise<boolean> =>
      noteReading(this.#fork(), { id, version }, patch);
    job.progress = { phase: 'READING', done: 0, total: null };
    const look = await lookAt(this.#fork(), path, given);
    const { file, settings, guess, rowsExpected } = look;
    await note({ file, settings, guess, rowsExpected, rowsRead: 0 });
    const counts = await readFile(this.#fork, { id, path }, look, {
      signal,
      onRows: async (rowsRead) => {
        job.progress = { phase: 'READING', done: rowsRead, total: rowsExpected };
        if (!(await note({ rowsRead }))) job.abort.abort();
      },
      onCheck: async (done, total) => {
        job.progress = { phase: 'CHECKING', done, total };
        await note({});
      },
    });
    await note({ state: 'READY', counts });
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
      .then(({ version }) => noteReading(em, { id, version }, { state: 'FAILED', problem }))
      .catch((trouble: unknown) => this.#options.log(`Import ${id}: ${String(trouble)}`));
  }

  #forget(id: number, job: Job): void {
    if (this.#jobs.get(id) === job) this.#jobs.delete(id);
  }
}
