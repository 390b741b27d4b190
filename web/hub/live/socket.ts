import { createClient } from 'graphql-ws';
import { pauseMs } from '../../shared/pause.ts';
import { connectionStore } from './connection.ts';

/** How often the hub is pinged, and how long it has to answer. */
const PING_MS = 10_000;
const PONG_MS = 5_000;
/** The socket stays open while one subscription follows another. */
const LINGER_MS = 3_000;
const PAUSES = { firstMs: 500, longestMs: 15_000 };
const NORMAL_CLOSURE = 1000;

let pongMissing: ReturnType<typeof setTimeout> | undefined;

/** The WebSocket that subscriptions go by: opened by the first, and again whenever it breaks. */
export const socket = createClient({
  url: () => {
    const address = new URL('/graphql/live', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    return address.href;
  },
  lazyCloseTimeout: LINGER_MS,
  keepAlive: PING_MS,
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: pause,
  on: {
    connected: () => connectionStore.set('live'),
    closed: (event) => {
      clearTimeout(pongMissing);
      const { code } = event as CloseEvent;
      connectionStore.set(code === NORMAL_CLOSURE ? 'waiting' : 'lost');
    },
    ping: (received) => {
      if (received) return;
      // A connection that was cut silently, as in a tunnel, does not say so.
      pongMissing = setTimeout(() => socket.terminate(), PONG_MS);
    },
    pong: (received) => {
      if (received) clearTimeout(pongMissing);
    },
  },
});

/** Waits before the next attempt; not when the network has just come back. */
function pause(retries: number): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, pauseMs(retries + 1, PAUSES));
    addEventListener('online', go);
  });
}
