import { NETWORK_FAILED } from './names.ts';
import { reportNetworkFailure, whenOnline } from './online.ts';

const wasControlled = Boolean(navigator.serviceWorker?.controller);

/**
 * Registers the service worker where the browser allows one: with HTTPS or on localhost. Elsewhere the
 * page works as without it.
 */
export async function registerWorker(): Promise<void> {
  const { serviceWorker } = navigator;
  if (!serviceWorker || !import.meta.env.PROD) return;
  serviceWorker.addEventListener('message', ({ data }) => {
    if (data === NETWORK_FAILED) reportNetworkFailure();
  });
  try {
    await serviceWorker.register('/sw.js', { updateViaCache: 'none' });
    // A browser that blocks workers may pretend to register one: then there is none to update.
    whenOnline(() => {
      void serviceWorker
        .getRegistration()
        .then((registration) => registration?.update())
        .catch(() => undefined);
    });
  } catch {
    // A certificate that the browser distrusts, storage that is full or forbidden, or no network.
  }
}

/** Calls back once a service worker is in charge of the page. @returns a function that stops it */
export function whenControlled(callback: () => void): () => void {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return () => undefined;
  if (serviceWorker.controller) {
    callback();
    return () => undefined;
  }
  serviceWorker.addEventListener('controllerchange', callback, { once: true });
  return () => serviceWorker.removeEventListener('controllerchange', callback);
}

/** Calls back once a service worker has taken charge of a page that was loaded without one: what the
 * page requested before is in none of its caches. @returns a function that stops it */
export function whenFirstControlled(callback: () => void): () => void {
  return wasControlled ? () => undefined : whenControlled(callback);
}

/** Requests the fonts that the page has loaded once more, through the worker, so that it caches them. */
export function cacheLoadedFonts(): void {
  for (const { name } of performance.getEntriesByType('resource')) {
    if (name.startsWith(`${location.origin}/assets/`) && name.endsWith('.woff2')) {
      void fetch(name).catch(() => undefined);
    }
  }
}
