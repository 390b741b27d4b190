import type { WebSocket } from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import type { Server } from 'graphql-ws';

/** What the protocol's server knows of a connection. */
export interface Connection extends Record<PropertyKey, unknown> {
  readonly request: FastifyRequest;
}

const PING_MS = 15_000;
const INTERNAL_ERROR = 1011;

/** Speaks the protocol graphql-transport-ws with a client, and cuts it off when it answers no ping. */
export function serveSocket(
  server: Server<Connection>,
  socket: WebSocket,
  request: FastifyRequest,
): void {
  const closed = server.opened(
    {
      protocol: socket.protocol,
      // Resolves when the message is on its way: until then the next event waits.
      send: (message) =>
        new Promise((resolve) => {
          socket.send(message, () => resolve());
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => {
        socket.on('message', (message) => {
          take(String(message)).catch((error) => {
            request.log.error({ err: error }, 'A message by WebSocket failed');
            socket.close(INTERNAL_ERROR, 'The hub could not answer.');
          });
        });
      },
    },
    { request },
  );
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const pings = setInterval(() => {
    if (!isAlive) socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS);
  socket.once('close', (code, reason) => {
    clearInterval(pings);
    void closed(code, String(reason));
  });
}
