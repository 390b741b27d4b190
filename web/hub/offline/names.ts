/** Caches of the service worker, which the page must know in order to empty them. */
export const TILE_CACHE = 'jinlin-tiles';
export const FONT_CACHE = 'jinlin-fonts';
/** Chunks of earlier builds, for pages that are still open. */
export const FORMER_CACHE = 'jinlin-former';

/** The message of the service worker to a page when the network failed. */
export const NETWORK_FAILED = 'jinlin-network-failed';
