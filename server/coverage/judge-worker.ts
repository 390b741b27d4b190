/** Judges parts of a city in a thread of its own. It is started by `judge-pool.ts`. */
import { parentPort } from 'node:worker_threads';
import { type JudgeTask, judgeTask, type TrialTask, trialTask } from './judge-task.ts';

parentPort?.on('message', (task: JudgeTask | TrialTask) => {
  parentPort?.postMessage('rule' in task ? trialTask(task) : judgeTask(task));
});
