import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import { type AnswerEntry, type AnswerLimits, withEntry } from './storable.ts';

/** An answer of the hub that was stored. */
export interface StoredAnswer {
  readonly data: unknown;
  /** When it was answered: milliseconds since 1970. */
  readonly at: number;
}

const LIMITS: AnswerLimits = { count: 400, size: 24 * 1024 * 1024 };
/** One answer may not drive out the others. */
const LARGEST = LIMITS.size / 4;
/** Key of the list of entries; those of answers begin with a name. */
const INDEX = ' index';

let opened: UseStore | undefined;
/** Counts how often everything was deleted: an answer to an earlier request is not stored afterwards. */
let generation = 0;

function answers(): UseStore {
  opened ??= createStore('jinlin-answers', 'answers');
  return opened;
}

/** Stores an answer in place of the former one. Where storage is forbidden or full, nothing happens. */
export async function storeAnswer(key: string, data: unknown): Promise<void> {
  const generationBefore = generation;
  const at = Date.now();
  const text = JSON.stringify(data);
  if (text.length > LARGEST) return;
  await quietly(() =>
    answers()('readwrite', async (store) => {
      if (generationBefore !== generation) return;
      const { entries, gone } = withEntry(
        (await promisifyRequest<AnswerEntry[] | undefined>(store.get(INDEX))) ?? [],
        { key, size: text.length, at },
        LIMITS,
      );
      for (const old of gone) store.delete(old);
      store.put({ text, at }, key);
      store.put(entries, INDEX);
      await promisifyRequest(store.transaction);
    }),
  );
}

/** The stored answer; undefined when there is none. */
export async function findStoredAnswer(key: string): Promise<StoredAnswer | undefined> {
  const found = await quietly(() =>
    answers()('readonly', (store) =>
      promisifyRequest<{ text: string; at: number } | undefined>(store.get(key)),
    ),
  );
  return found && { data: JSON.parse(found.text), at: found.at };
}

/** The key of the newest stored answer whose key begins with `beginning`. */
export async function findNewestKey(beginning: string): Promise<string | undefined> {
  const entries = await quietly(() =>
    answers()('readonly', (store) => promisifyRequest<AnswerEntry[] | undefined>(store.get(INDEX))),
  );
  return entries?.findLast(({ key }) => key.startsWith(beginning))?.key;
}

/** Deletes every answer; those in flight are not stored either. */
export async function deleteStoredAnswers(): Promise<void> {
  generation += 1;
  await quietly(() =>
    answers()('readwrite', (store) => {
      store.clear();
      return promisifyRequest(store.transaction);
    }),
  );
}

/** Private windows and full disks refuse storage; the page then works as without it. */
async function quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
