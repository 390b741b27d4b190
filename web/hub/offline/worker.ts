import { CacheExpiration, ExpirationPlugin } from 'workbox-expiration';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst, Strategy, type StrategyHandler } from 'workbox-strategies';
import { FONT_CACHE, FORMER_CACHE, NETWORK_FAILED, TILE_CACHE } from './names.ts';

/**
 * The service worker: opens the page without a network. It keeps the page's files (the shell), the
 * fonts and the tiles that were seen. API, query editor and whatever else the hub serves pass it by.
 */
declare const self: ServiceWorkerGlobalScope;
/** The files of the shell, filled in by the build (`vite.offline.ts`). */
declare const SHELL: { url: string; revision: string | null }[];

const TIMEOUT_SECONDS = 4;
const DAY_SECONDS = 86_400;
const PAGE = '/index.html';

const shell = new PrecacheController();
shell.addToCacheList(SHELL);
const formerLimits = { maxEntries: 120, maxAgeSeconds: 30 * DAY_SECONDS };

self.addEventListener('install', (event) => {
  shell.install(event);
  // Safe, because every chunk has a hash in its name, and those of open pages are kept below.
  self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      await keepFormerChunks();
      await shell.activate(event);
      await self.clients.claim();
    })(),
  );
});

/** A page of the build before may still be open, and its hub has only the new chunks. */
async function keepFormerChunks(): Promise<void> {
  const current = new Set(shell.getURLsToCacheKeys().values());
  const cache = await caches.open(shell.strategy.cacheName);
  const former = await caches.open(FORMER_CACHE);
  const expiration = new CacheExpiration(FORMER_CACHE, formerLimits);
  for (const request of await cache.keys()) {
    const chunk = await cache.match(request);
    if (!chunk || current.has(request.url) || !isAsset(new URL(request.url))) continue;
    await former.put(request, chunk);
    await expiration.updateTimestamp(request.url);
  }
  await expiration.expireEntries();
}

const isAsset = ({ pathname }: URL): boolean => pathname.startsWith('/assets/');

/** The hub's page, so that a new build shows at once; the kept one when the hub does not answer. */
class PageStrategy extends Strategy {
  protected async _handle(request: Request, handler: StrategyHandler): Promise<Response> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const page = handler.fetch(request).then((response) => {
      if (response.status >= 500) throw new TypeError(`The hub answered ${response.status}.`);
      return response;
    });
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new TypeError('No answer.')), TIMEOUT_SECONDS * 1_000);
    });
    try {
      return await Promise.race([page, timeout]);
    } catch {
      return (await shell.matchPrecache(PAGE)) ?? page;
    } finally {
      clearTimeout(timer);
    }
  }
}
registerRoute(new NavigationRoute(new PageStrategy(), { allowlist: [/^\/(index\.html)?(\?|$)/] }));

// Without a directory index, or the page would come from here first.
registerRoute(new PrecacheRoute(shell, { directoryIndex: '' }));

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isAsset(url) && /\.(woff2|json)$/.test(url.pathname),
  new CacheFirst({
    cacheName: FONT_CACHE,
    plugins: [new ExpirationPlugin({ maxEntries: 250, purgeOnQuotaError: true })],
  }),
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isAsset(url),
  async ({ request }) =>
    (await caches.match(request, { cacheName: FORMER_CACHE })) ?? fetch(request),
);

/** A tile's last known answer is cached under its address, whatever data version was requested. */
const tileKey = (address: string): string => address.split('?')[0] as string;

const tiles = new NetworkFirst({
  cacheName: TILE_CACHE,
  networkTimeoutSeconds: TIMEOUT_SECONDS,
  plugins: [
    {
      cacheKeyWillBeUsed: async ({ request }) => tileKey(request.url),
      // 204: nothing is there, which is worth knowing too.
      cacheWillUpdate: async ({ response }) =>
        [200, 204].includes(response.status) ? response : null,
      cachedResponseWillBeUsed: async ({ cachedResponse, event }) => {
        if (cachedResponse) await reportFailure(event);
        return cachedResponse;
      },
      handlerDidError: async ({ event }) => {
        await reportFailure(event);
        return undefined;
      },
    },
    new ExpirationPlugin({
      maxEntries: 1_500,
      maxAgeSeconds: 60 * DAY_SECONDS,
      purgeOnQuotaError: true,
    }),
  ],
});

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/tiles\/\d+\/\d+\/\d+\.mvt$/.test(url.pathname),
  async (options) => {
    const version = options.url.searchParams.get('v');
    const known =
      version && (await caches.match(tileKey(options.url.href), { cacheName: TILE_CACHE }));
    // The answer for a named version never changes.
    if (known && known.headers.get('etag') === `"${version}"`) return known;
    return tiles.handle(options);
  },
);

/** Reports to the pages that the hub did not answer: they cannot see it, having got something else. */
async function reportFailure(event: ExtendableEvent | undefined): Promise<void> {
  const id = event instanceof FetchEvent ? event.clientId : '';
  const client = await self.clients.get(id);
  // A tile is requested by a worker of the page.
  const pages = client?.type === 'window' ? [client] : await self.clients.matchAll();
  for (const page of pages) page.postMessage(NETWORK_FAILED);
}
