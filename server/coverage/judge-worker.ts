/** Judges parts of a city in a thread of its own. It is started by `judge-pool.ts`. */
import { parentPort } from 'node:worker_threads';
import { doTask, type PartTask } from './judge-task.ts';

parentPort?.on('message', (task: PartTask) => {
  parentPort?.postMessage(doTask(task));
});
