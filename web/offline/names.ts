/** Caches of the service worker, which the page must know in order to empty them. */
export const TILE_CACHE = 'jinlin-tiles';
export const FONT_CACHE = 'jinlin-fonts';
/** Chunks of earlier builds, for pages that are still open. */
export const FORMER_CACHE = 'jinlin-former';

/** What the service worker tells a page when it had to do without the network. */
export const NETWORK_FAILED = 'jinlin-network-failed';
