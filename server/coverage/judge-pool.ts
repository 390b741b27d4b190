import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RuleOutcome } from './engine/index.ts';
import {
  doTask,
  type JudgeTask,
  type PartTask,
  type TrialOutcome,
  type TrialTask,
  type WorthOutcome,
  type WorthTask,
} from './judge-task.ts';

/** Judges parts of a city, elsewhere than in the thread that answers requests. */
export interface Judges {
  /** Parts that can be judged at the same time. */
  readonly size: number;
  judge(task: JudgeTask): Promise<RuleOutcome[]>;
  tryOut(task: TrialTask): Promise<TrialOutcome>;
  weigh(task: WorthTask): Promise<WorthOutcome>;
  close(): Promise<void>;
}

const MOST_THREADS = 4;

/** Judges on the spot: for so few communities that a thread would take longer to start. */
const onTheSpot: Judges = {
  size: 1,
  ...asking(async (task) => doTask(task)),
  close: async () => undefined,
};

/** The three questions, by way of one. */
function asking(
  ask: (task: PartTask) => Promise<unknown>,
): Pick<Judges, 'judge' | 'tryOut' | 'weigh'> {
  return {
    judge: (task) => ask(task) as Promise<RuleOutcome[]>,
    tryOut: (task) => ask(task) as Promise<TrialOutcome>,
    weigh: (task) => ask(task) as Promise<WorthOutcome>,
  };
}

/** So many communities are judged on the spot. */
const FEW_COMMUNITIES = 100;

/** Who is to judge so many communities. Close them when all is judged. */
export function judgesFor(communities: number): Judges {
  return communities <= FEW_COMMUNITIES ? onTheSpot : startJudges();
}

/** Starts worker threads, one for each core but one. */
function startJudges(): Judges {
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
  const hand = async (task: PartTask): Promise<unknown> => {
    const worker = idle.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
    try {
      return await ask(worker, task);
    } finally {
      release(worker);
    }
  };
  return {
    size,
    ...asking(hand),
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Sends a task with its arrays, which are the worker's then, and waits for the answer. */
function ask(worker: Worker, task: PartTask): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const listen = (on: 'on' | 'off'): void => {
      worker[on]('message', answered);
      worker[on]('error', failed);
      worker[on]('exit', ended);
    };
    const answered = (outcome: unknown): void => {
      listen('off');
      resolve(outcome);
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
