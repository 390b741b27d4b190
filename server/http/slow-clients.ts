import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import { problem } from './errors.ts';

/** How slow a client may be, in milliseconds. */
export interface Patience {
  /** For all headers of a request, from the first byte of the connection. */
  readonly headersMs: number;
  /** In each such time at least {@link LEAST_BYTES} of a body must come. */
  readonly bodyMs: number;
}

/** Slower than any network that people work by: 512 bytes a second. */
const LEAST_BYTES = 15 * 1024;
export const PATIENCE: Patience = { headersMs: 20_000, bodyMs: 30_000 };
/** Longer than a mutation may take: until then a connection may be silent. */
const SILENT_MS = 330_000;
const CHECKS = 4;
/** A client is slow that was so in several parts of the time, one after the other: one may be the hub's own fault. */
const PARTS = 3;
/** How much later than it should a check is made by a hub that has been busy. */
const LATE = 1.25;

/** What Node's own server is told. A time limit for whole requests would cut large files on slow networks, too. */
export function timeoutsOf({ headersMs }: Patience): FastifyHttpOptions<Server> {
  const connectionsCheckingInterval = Math.ceil(headersMs / CHECKS);
  return {
    connectionTimeout: SILENT_MS,
    requestTimeout: 0,
    http: { headersTimeout: headersMs, requestTimeout: 0, connectionsCheckingInterval },
  };
}

/** Cuts connections whose bodies come by drops, with 408: each would hold memory, a file, or a place for ever. */
export function cutSlowBodies(app: FastifyInstance, { bodyMs }: Patience): void {
  const partMs = bodyMs / PARTS;
  app.addHook('onRequest', async ({ raw, id }, reply) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = raw.headers;
    if (encoding === undefined && Number(length) === 0) return;
    let before = raw.socket.bytesRead;
    let checkedAt = performance.now();
    let slowParts = 0;
    const check = (): void => {
      if (raw.complete || raw.socket.destroyed) {
        clearInterval(timer);
        return;
      }
      const { bytesRead } = raw.socket;
      const now = performance.now();
      // What lies there unread waits for the hub, not for the client; and a hub that comes late was busy itself.
      const isSlow =
        bytesRead - before < LEAST_BYTES / PARTS &&
        raw.readableLength === 0 &&
        now - checkedAt < partMs * LATE;
      before = bytesRead;
      checkedAt = now;
      slowParts = isSlow ? slowParts + 1 : 0;
      if (slowParts >= PARTS) cut(raw, reply.raw, id);
    };
    // By then everything that had come meanwhile is read.
    const timer = setInterval(() => setImmediate(check), partMs);
    timer.unref();
  });
}

function cut({ socket }: IncomingMessage, response: ServerResponse, requestId: string): void {
  if (response.headersSent) {
    socket.destroy();
    return;
  }
  const message = 'The body of the request came too slowly; nothing of it was kept.';
  const body = JSON.stringify(problem('TIMEOUT', message, requestId));
  const head = [
    'HTTP/1.1 408 Request Timeout',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
