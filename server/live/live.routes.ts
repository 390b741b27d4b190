import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import { mask } from '../graphql.ts';
import type { Context } from '../shared/context.ts';
import { ForbiddenError } from '../shared/errors.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { LiveContext } from './live.resolver.ts';
import { type Connection, serveSocket } from './live.socket.ts';
import { prepareSubscription, subscribeWithFreshReading } from './subscriptions.ts';

/** What live updates stand on. */
export interface LiveOptions {
  readonly schema: GraphQLSchema;
  readonly feed: ChangeFeed;
  readonly contextOf: (request: FastifyRequest) => Context;
}

/** The most WebSockets that one process of the hub holds open. */
export const MOST_CONNECTIONS = 2_000;
/** The most subscriptions of one WebSocket. */
export const MOST_SUBSCRIPTIONS = 20;
/** What a client sends is a query and its variables. */
const MOST_BYTES = 64 * 1024;
/** How long clients have to say goodbye when the hub closes. */
const GOODBYE_MS = 500;
const GOING_AWAY = 1001;

/** `/graphql/live`: subscriptions by WebSocket, protocol graphql-transport-ws, and nothing else. */
export async function registerLive(app: FastifyInstance, options: LiveOptions): Promise<void> {
  const { schema, feed, contextOf } = options;
  await app.register(websocket, {
    options: { maxPayload: MOST_BYTES, handleProtocols },
    errorHandler: (error, socket, request) => {
      request.log.info({ err: error }, 'A WebSocket broke');
      socket.terminate();
    },
    preClose() {
      return sayGoodbye(this);
    },
  });

  const contexts = new WeakMap<FastifyRequest, LiveContext>();
  const contextOfSocket = (request: FastifyRequest): LiveContext => {
    const known = contexts.get(request) ?? { ...contextOf(request), feed };
    contexts.set(request, known);
    return known;
  };
  const server = makeServer<Record<string, unknown>, Connection>({
    onSubscribe: ({ extra: { request }, subscriptions }, _id, payload) =>
      prepareSubscription(schema, payload, contextOfSocket(request), {
        open: Object.keys(subscriptions).length,
        most: MOST_SUBSCRIPTIONS,
      }),
    subscribe: subscribeWithFreshReading,
    onError: ({ extra: { request } }, _id, _payload, errors) => masked(errors, request),
    onNext: ({ extra: { request } }, _id, _payload, _args, { data, errors }) => {
      if (errors) return { data: data ?? null, errors: masked(errors, request) };
    },
  });

  app.route({
    method: 'GET',
    url: '/graphql/live',
    config: { policy: 'public' },
    preValidation: async (request, reply) => {
      demandOwnOrigin(request);
      if (app.websocketServer.clients.size < MOST_CONNECTIONS) return;
      reply.code(503).header('retry-after', '60');
      await reply.send({ status: 'full', reason: 'Too many open connections; try again later.' });
    },
    handler: async (_request, reply) =>
      reply.code(426).header('upgrade', 'websocket').send({
        status: 'upgrade required',
        reason: 'Connect by WebSocket, protocol graphql-transport-ws.',
      }),
    wsHandler: (socket, request) => serveSocket(server, socket, request),
  });
}

function masked(
  errors: readonly GraphQLError[],
  { id, log }: FastifyRequest,
): GraphQLFormattedError[] {
  return errors.map((error) => mask(error.toJSON(), error, id, log));
}

/**
 * Refuses pages of other sites, whose scripts could otherwise listen with the rights of whoever looks at
 * them: browsers send cookies with every WebSocket, and ask nobody. @throws FORBIDDEN
 */
function demandOwnOrigin({ headers: { origin, host } }: FastifyRequest): void {
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)) return;
  throw new ForbiddenError(
    `Pages of ${JSON.stringify(origin.slice(0, 100))} may not listen here. Behind a proxy, pass the header Host on.`,
  );
}

/** Closes all WebSockets, and cuts those that do not answer. */
async function sayGoodbye({ websocketServer }: FastifyInstance): Promise<void> {
  const { clients } = websocketServer;
  for (const client of clients) client.close(GOING_AWAY, 'The hub is closing.');
  const cut = setTimeout(() => {
    for (const client of clients) client.terminate();
  }, GOODBYE_MS);
  await new Promise((resolve) => websocketServer.close(resolve));
  clearTimeout(cut);
}
