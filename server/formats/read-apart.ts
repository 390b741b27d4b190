import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type FileTroubleCode, FileTroubleError } from './file-trouble.ts';
import type { FeatureSource, OpenOptions, SourceFeature } from './source.ts';

/** The file that a thread is to read. */
export interface FileRequest {
  readonly path: string;
  readonly options: OpenOptions;
}

/** An error as it goes between threads. */
export type Trouble =
  | {
      readonly isFileTrouble: true;
      readonly code: FileTroubleCode;
      readonly reason: string;
      readonly row: number | null;
    }
  | { readonly isFileTrouble: false; readonly error: unknown };

/** A feature as it goes between threads. */
export type SentFeature = Omit<SourceFeature, 'trouble'> & { readonly trouble?: Trouble };

/** What the thread is asked: to open a file, for its next features, to close it, and at last to end. */
export type Request = FileRequest | 'next' | 'close' | 'end';

/** What the thread says, once to each request. */
export type Reply =
  | { readonly type: 'opened'; readonly facts: Omit<FeatureSource, 'features' | 'close'> }
  | { readonly type: 'features'; readonly features: SentFeature[]; readonly isEnd: boolean }
  | { readonly type: 'closed' }
  | { readonly type: 'trouble'; readonly trouble: Trouble };

/** The thread that has nothing to read: starting one takes longer than reading most files. */
let idle: Thread | undefined;

/**
 * Opens a file of features as `openSource` does, and reads it in a thread of its own: whatever its bytes make the
 * parser do, other requests go on meanwhile. It must be closed. @throws FileTroubleError
 */
export async function openSourceApart(
  path: string,
  options: OpenOptions = {},
): Promise<FeatureSource> {
  const thread = idle?.isAlive() ? idle : startThread();
  idle = undefined;
  try {
    const opened = await thread.ask({ path, options });
    if (opened.type !== 'opened') throw unexpected(opened);
    return {
      ...opened.facts,
      async *features() {
        for (let isEnd = false; !isEnd; ) {
          const batch = await thread.ask('next');
          if (batch.type !== 'features') throw unexpected(batch);
          yield* batch.features.map(received);
          isEnd = batch.isEnd;
        }
      },
      close: () => closeIn(thread),
    };
  } catch (error) {
    keep(thread);
    throw error;
  }
}

/** Closes what a thread reads. */
async function closeIn(thread: Thread): Promise<void> {
  // What it unpacked is taken away; a thread that has died already cannot.
  await thread.ask('close').catch(() => undefined);
  keep(thread);
}

/** Keeps a thread for the next file, or lets it end by itself: ending it from outside may end the whole process. */
function keep(thread: Thread): void {
  if (!thread.isAlive()) return;
  if (idle?.isAlive()) thread.end();
  else idle = thread;
}

/** A thread that reads files, one question at a time. */
interface Thread {
  ask(request: Request): Promise<Reply>;
  isAlive(): boolean;
  end(): void;
}

function startThread(): Thread {
  // Under Node 24 its TypeScript runs as it is.
  const script = new URL(`./reading-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(script, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  let death: Error | undefined;
  let settle: { resolve(reply: Reply): void; reject(error: Error): void } | undefined;
  const die = (error: Error): void => {
    death ??= error;
    settle?.reject(death);
  };
  worker.on('message', (message: Reply) => {
    if (message.type === 'trouble') settle?.reject(errorOf(message.trouble));
    else settle?.resolve(message);
  });
  worker.on('error', (error) => die(error));
  worker.on('exit', () => die(new Error('The thread that reads a file has ended.')));
  // A thread that reads must not keep the process from ending; listening to it would.
  worker.unref();
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        if (death) reject(death);
        else worker.postMessage(request);
      }),
    isAlive: () => death === undefined,
    end: () => worker.postMessage('end'),
  };
}

function errorOf(trouble: Trouble): Error {
  if (trouble.isFileTrouble) {
    return new FileTroubleError(trouble.code, trouble.reason, trouble.row);
  }
  const { error } = trouble;
  return error instanceof Error ? error : new Error(String(error));
}

function received({ trouble, ...feature }: SentFeature): SourceFeature {
  return trouble?.isFileTrouble
    ? { ...feature, trouble: errorOf(trouble) as FileTroubleError }
    : feature;
}

function unexpected({ type }: Reply): Error {
  return new Error(`The thread that reads a file said "${type}" out of turn.`);
}
