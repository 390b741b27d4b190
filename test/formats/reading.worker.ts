import { parentPort, workerData } from 'node:worker_threads';
import { openSource } from '../../server/formats/feature-source.ts';

/** Reads files one after the other and tells how many features they have, and the most bytes in buffers. */
let mostBytes = 0;
const counts: number[] = [];
for (const path of workerData as string[]) {
  const source = await openSource(path);
  let count = 0;
  for await (const _ of source.features()) {
    count++;
    mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers);
  }
  await source.close();
  counts.push(count);
}
parentPort?.postMessage({ counts, mostBytes });
