import { forgetAnswers } from './answers.ts';
import { TILE_CACHE } from './names.ts';

/** Removes from the device whatever was stored of the hub's data. To be called when somebody signs out. */
export async function forgetEverything(): Promise<void> {
  await forgetAnswers();
  // Without HTTPS there are no caches.
  if ('caches' in globalThis) await caches.delete(TILE_CACHE);
}
