import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import { demandSameSite } from '../auth/request.ts';
import type { Viewer } from '../auth/viewer.ts';
import { mask } from '../graphql.ts';
import type { Context } from '../shared/context.ts';
import type { ChangeFeed } from './change-feed.ts';
import { type Connection, serveSocket } from './live.socket.ts';
import { prepareSubscription, subscribeWithFreshReading } from './subscriptions.ts';

/** What live updates stand on. */
export interface LiveOptions {
  readonly schema: GraphQLSchema;
  readonly feed: ChangeFeed;
  readonly contextOf: (request: FastifyRequest) => Promise<Context>;
  /** Who a connection belongs to, as of now. */
  readonly viewerOf: (request: FastifyRequest) => Promise<Viewer>;
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
  const { schema, feed, contextOf, viewerOf } = options;
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

  const requests = new WeakMap<object, FastifyRequest>();
  const server = makeServer<Record<string, unknown>, Connection>({
    onSubscribe: async ({ extra: { request }, subscriptions }, _id, payload) => {
      const open = Object.keys(subscriptions).length;
      const context = { ...(await contextOf(request)), feed };
      requests.set(context, request);
      return prepareSubscription(schema, payload, context, { open, most: MOST_SUBSCRIPTIONS });
    },
    subscribe: (args) =>
      subscribeWithFreshReading(args, () =>
        viewerOf(requests.get(args.contextValue as object) as FastifyRequest),
      ),
    onError: ({ extra: { request } }, _id, _payload, errors) => masked(errors, request),
    onNext: ({ extra: { request } }, _id, _payload, _args, { data, errors }) => {
      if (errors) return { data: data ?? null, errors: masked(errors, request) };
    },
  });

  app.route({
    method: 'GET',
    url: '/graphql/live',
    config: { policy: 'open', refusesOtherSites: true },
    preValidation: async (request, reply) => {
      demandSameSite(request);
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
