import { TILE_CACHE } from './names.ts';
import { deleteStoredAnswers } from './storedAnswers.ts';

/** Removes from the device whatever was stored of the hub's data. To be called when somebody signs out. */
export async function clearStoredData(): Promise<void> {
  await deleteStoredAnswers();
  // Without HTTPS there are no caches.
  if ('caches' in globalThis) await caches.delete(TILE_CACHE);
}
