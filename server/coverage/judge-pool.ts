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

/** Judges parts of a city: in this thread, or in a worker thread beside the one that answers requests. */
export interface Judge {
  judge(task: JudgeTask): Promise<RuleOutcome[]>;
  tryOut(task: TrialTask): Promise<TrialOutcome>;
  weigh(task: WorthTask): Promise<WorthOutcome>;
}

/** So little is judged in this thread, in milliseconds: sending it to a worker would take longer. */
const FEW_COMMUNITIES = 100;
const FEW_CELLS = 50_000;
const FEW_CHARACTERS = 1_000_000;
/** One for each core but one, whatever the number of requests. Parts that can be judged at the same time. */
export const MOST_THREADS = Math.min(Math.max(1, availableParallelism() - 1), 4);

/** The judge for a part: a small one is judged at once, a large one in a worker thread. */
export function judgeFor({ boundaries, cells }: Pick<PartTask, 'boundaries' | 'cells'>): Judge {
  const characters = boundaries.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  const isSmall =
    boundaries.length <= FEW_COMMUNITIES &&
    cells.weight.length <= FEW_CELLS &&
    characters <= FEW_CHARACTERS;
  return isSmall ? inThisThread : inWorkers;
}

const inThisThread: Judge = judgeBy(async (task) => doTask(task));

/** A judge whose three kinds of task are all done by `run`, which gives the outcome of the task's kind. */
function judgeBy(run: (task: PartTask) => Promise<unknown>): Judge {
  return {
    judge: (task) => run(task) as Promise<RuleOutcome[]>,
    tryOut: (task) => run(task) as Promise<TrialOutcome>,
    weigh: (task) => run(task) as Promise<WorthOutcome>,
  };
}

/** All worker threads, those that are idle, and the callers that wait for one. */
const workers = new Set<Worker>();
const idle: Worker[] = [];
const waiting: ((worker: Worker) => void)[] = [];

const inWorkers: Judge = judgeBy(async (task) => {
  const worker = await acquire();
  try {
    return await runIn(worker, task);
  } finally {
    release(worker);
  }
});

async function acquire(): Promise<Worker> {
  const worker = idle.pop();
  if (worker) return worker;
  if (workers.size < MOST_THREADS) return startWorker();
  return new Promise((resolve) => waiting.push(resolve));
}

function release(worker: Worker): void {
  // One that has died is replaced, if a caller waits for it.
  const next = waiting.shift();
  if (workers.has(worker)) {
    if (next) next(worker);
    else idle.push(worker);
  } else if (next) next(startWorker());
}

function startWorker(): Worker {
  // Under Node 24 its TypeScript runs as it is.
  const script = new URL(`./judge-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(script, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  // Threads that wait for work must not keep the process from ending.
  worker.unref();
  workers.add(worker);
  const gone = (): void => {
    workers.delete(worker);
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
  };
  worker.once('error', gone);
  worker.once('exit', gone);
  return worker;
}

/** Sends a task to a worker, which takes over its arrays, and waits for the outcome. */
function runIn(worker: Worker, task: PartTask): Promise<unknown> {
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
    const ended = (): void => failed(new Error('The worker thread that judges has ended.'));
    listen('on');
    const { cells, facilities } = task;
    const arrays = [cells.lon, cells.lat, cells.weight, cells.community];
    arrays.push(facilities.lon, facilities.lat, facilities.kind);
    worker.postMessage(task, [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))]);
  });
}
