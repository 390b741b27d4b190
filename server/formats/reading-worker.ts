/** Reads files in a thread of its own, one after the other. It is started by `read-apart.ts`. */
import { parentPort } from 'node:worker_threads';
import { openSource } from './feature-source.ts';
import { FileTroubleError } from './file-trouble.ts';
import type { Reply, Request, SentFeature, Trouble } from './read-apart.ts';
import type { FeatureSource, SourceFeature } from './source.ts';

/** A batch ends with so many features, … */
const MOST_FEATURES = 200;
/** … or with about so much: numbers of coordinates, and characters of texts. */
const MOST_VALUES = 50_000;

function reply(message: Reply): void {
  parentPort?.postMessage(message);
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof FileTroubleError) {
    const { code, reason, row } = error;
    return { isFileTrouble: true, code, reason, row };
  }
  return { isFileTrouble: false, error };
}

/** An error loses its class between threads. */
function sent({ trouble, ...feature }: SourceFeature): SentFeature {
  return trouble ? { ...feature, trouble: troubleOf(trouble) } : feature;
}

/** About how much work it is to hand a feature over. */
function sizeOf({ properties, geometry }: SourceFeature): number {
  let size = 0;
  for (const value of Object.values(properties)) size += String(value).length;
  return size + valuesIn(geometry && 'coordinates' in geometry ? geometry.coordinates : geometry);
}

function valuesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + valuesIn(part), 0);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + valuesIn(part), 0);
}

async function nextBatch(features: AsyncIterator<SourceFeature>): Promise<Reply> {
  const batch: SentFeature[] = [];
  for (let size = 0; batch.length < MOST_FEATURES && size < MOST_VALUES; ) {
    const { done, value } = await features.next();
    if (done) return { type: 'features', features: batch, isEnd: true };
    batch.push(sent(value));
    size += sizeOf(value);
  }
  return { type: 'features', features: batch, isEnd: false };
}

/** The file that is open. */
let current: { source: FeatureSource; iterator: AsyncIterator<SourceFeature> } | undefined;

async function answer(request: Exclude<Request, 'end'>): Promise<Reply> {
  if (typeof request === 'object') {
    const source = await openSource(request.path, request.options);
    current = { source, iterator: source.features()[Symbol.asyncIterator]() };
    const { features: _, close: __, ...facts } = source;
    return { type: 'opened', facts };
  }
  if (!current) throw new Error('No file is open.');
  const { source, iterator } = current;
  if (request === 'next') return nextBatch(iterator);
  current = undefined;
  await source.close();
  return { type: 'closed' };
}

parentPort?.on('message', (request: Request) => {
  if (request === 'end') {
    parentPort?.close();
    return;
  }
  answer(request)
    .catch((error): Reply => ({ type: 'trouble', trouble: troubleOf(error) }))
    .then(reply);
});
