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

/** Judges parts of a city, on the spot or elsewhere than in the thread that answers requests. */
export interface Judges {
  judge(task: JudgeTask): Promise<RuleOutcome[]>;
  tryOut(task: TrialTask): Promise<TrialOutcome>;
  weigh(task: WorthTask): Promise<WorthOutcome>;
}

/** So little is judged on the spot, in milliseconds; a thread would take longer to be told of it. */
const FEW_COMMUNITIES = 100;
const FEW_CELLS = 50_000;
const FEW_CHARACTERS = 1_000_000;
/** One for each core but one, whatever the number of requests. Parts that can be judged at the same time. */
export const MOST_THREADS = Math.min(Math.max(1, availableParallelism() - 1), 4);

/** Who is to judge a part. */
export function judgesFor({ boundaries, cells }: Pick<PartTask, 'boundaries' | 'cells'>): Judges {
  const characters = boundaries.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  const isLittle =
    boundaries.length <= FEW_COMMUNITIES &&
    cells.weight.length <= FEW_CELLS &&
    characters <= FEW_CHARACTERS;
  return isLittle ? onTheSpot : inThreads;
}

const onTheSpot: Judges = asking(async (task) => doTask(task));

/** The three questions, by way of one. */
function asking(ask: (task: PartTask) => Promise<unknown>): Judges {
  return {
    judge: (task) => ask(task) as Promise<RuleOutcome[]>,
    tryOut: (task) => ask(task) as Promise<TrialOutcome>,
    weigh: (task) => ask(task) as Promise<WorthOutcome>,
  };
}

/** Threads that are there, those of them with nothing to do, and who waits for one. */
const threads = new Set<Worker>();
const idle: Worker[] = [];
const waiting: ((worker: Worker) => void)[] = [];

const inThreads: Judges = asking(async (task) => {
  const worker = await takeThread();
  try {
    return await ask(worker, task);
  } finally {
    giveBack(worker);
  }
});

async function takeThread(): Promise<Worker> {
  const worker = idle.pop();
  if (worker) return worker;
  if (threads.size < MOST_THREADS) return startThread();
  return new Promise((resolve) => waiting.push(resolve));
}

function giveBack(worker: Worker): void {
  // One that has died is replaced, if anybody waits for it.
  const next = waiting.shift();
  if (threads.has(worker)) {
    if (next) next(worker);
    else idle.push(worker);
  } else if (next) next(startThread());
}

function startThread(): Worker {
  // Under Node 24 its TypeScript runs as it is.
  const script = new URL(`./judge-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(script, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  // Threads that wait for work must not keep the process from ending.
  worker.unref();
  threads.add(worker);
  const gone = (): void => {
    threads.delete(worker);
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
  };
  worker.once('error', gone);
  worker.once('exit', gone);
  return worker;
}

/** Sends a task with its arrays, which are the thread's then, and waits for the answer. */
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
