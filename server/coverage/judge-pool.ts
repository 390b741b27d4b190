import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RuleOutcome } from './engine/index.ts';
import { type JudgeTask, judgeTask } from './judge-task.ts';

/** Judges parts of a city, elsewhere than in the thread that answers requests. */
export interface Judges {
  /** Parts that can be judged at the same time. */
  readonly size: number;
  judge(task: JudgeTask): Promise<RuleOutcome[]>;
  close(): Promise<void>;
}

const MOST_THREADS = 4;

/** Judges on the spot: for so few communities that a thread would take longer to start. */
export const onTheSpot: Judges = {
  size: 1,
  judge: async (task) => judgeTask(task),
  close: async () => undefined,
};

/** Starts worker threads, one for each core but one. */
export function startJudges(): Judges {
  const size = Math.min(Math.max(1, availableParallelism() - 1), MOST_THREADS);
  // Under Node 24 its TypeScript runs as it is.
  const script = new URL(`./judge-worker${extname(import.meta.url)}`, import.meta.url);
  const workers = Array.from(
    { length: size },
    () => new Worker(script, { execArgv: ['--disable-warning=ExperimentalWarning'] }),
  );
  const idle = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  const release = (worker: Worker): void => {
    const next = waiting.shift();
    if (next) next(worker);
    else idle.push(worker);
  };
  return {
    size,
    async judge(task) {
      const worker = idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
      try {
        return await ask(worker, task);
      } finally {
        release(worker);
      }
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function ask(worker: Worker, task: JudgeTask): Promise<RuleOutcome[]> {
  return new Promise((resolve, reject) => {
    const listen = (on: 'on' | 'off'): void => {
      worker[on]('message', answered);
      worker[on]('error', failed);
      worker[on]('exit', ended);
    };
    const answered = (outcomes: RuleOutcome[]): void => {
      listen('off');
      resolve(outcomes);
    };
    const failed = (error: Error): void => {
      listen('off');
      reject(error);
    };
    const ended = (): void => failed(new Error('The thread that judges has ended.'));
    listen('on');
    const { cells, facilities } = task;
    const arrays = [cells.lon, cells.lat, cells.weight, cells.community];
    arrays.push(facilities.lon, facilities.lat, facilities.kind);
    worker.postMessage(task, [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))]);
  });
}
