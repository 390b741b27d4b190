import type { ApolloServer } from '@apollo/server';
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import type { Context } from '../access/context.ts';
import type { Viewer } from '../access/viewer.ts';
import type { PipelineContext, Subscription } from '../graphql/context.ts';
import type { KnownDocuments } from '../graphql/documents.ts';
import { mask } from '../graphql/errors.ts';
import { readFields } from '../graphql/request.ts';
import { beginSubscription } from '../graphql/subscription.ts';
import { demandSameSite } from '../http/same-site.ts';
import { TooExpensiveError, TooManyRequestsError } from '../shared/errors.ts';
import type { ChangeEvent, ChangeFeed } from './change-feed.ts';
import type { LiveContext } from './live.resolver.ts';
import { type Connection, serveSocket } from './live.socket.ts';
import { OpenSockets } from './open-sockets.ts';

/** What live updates stand on. */
export interface LiveOptions {
  readonly apollo: ApolloServer<PipelineContext>;
  readonly documents: KnownDocuments;
  readonly feed: ChangeFeed;
  readonly contextOf: (request: FastifyRequest) => Promise<Context>;
  /** Who a connection belongs to, as of now. */
  readonly viewerOf: (request: FastifyRequest) => Promise<Viewer>;
  /** How many WebSockets of one network may be open; any number unless given. */
  readonly socketsPerNetwork?: number | undefined;
}

/** The most WebSockets that one process of the hub holds open. */
const MOST_CONNECTIONS = 2_000;
/** The most subscriptions of one WebSocket. */
export const MOST_SUBSCRIPTIONS = 20;
/** What a client sends is a query and its variables. */
const MOST_BYTES = 64 * 1024;
/** How long clients have to say goodbye when the hub closes. */
const GOODBYE_MS = 500;
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;
const RETRY_SECONDS = 60;

const TOO_MANY_SOCKETS = 'Too many connections are open from your network; close some first.';

/** `/graphql/live`: subscriptions by WebSocket, protocol graphql-transport-ws, and nothing else. */
export async function registerLive(app: FastifyInstance, options: LiveOptions): Promise<void> {
  const { apollo, documents } = options;
  const networks = new OpenSockets(options.socketsPerNetwork);
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

  /** Begins a subscription in a context of its own, or says what stands against it. */
  const begin = async (
    request: FastifyRequest,
    payload: SubscribePayload,
    open: number,
  ): Promise<Subscription | GraphQLError[]> => {
    const context = await liveContext(request, options);
    try {
      demandRoom(open);
      return await beginSubscription(apollo, readFields(payload, documents), context);
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  };
  const server = makeServer<Record<string, unknown>, Connection>({
    onSubscribe: ({ extra: { request }, subscriptions }, _id, payload) =>
      begin(request, payload, Object.keys(subscriptions).length),
    subscribe: (args) => (args as Subscription).results,
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
      if (!networks.hasRoom(request.ip)) {
        throw new TooManyRequestsError(TOO_MANY_SOCKETS, RETRY_SECONDS);
      }
      if (app.websocketServer.clients.size < MOST_CONNECTIONS) return;
      reply.code(503).header('retry-after', String(RETRY_SECONDS));
      await reply.send({ status: 'full', reason: 'Too many open connections; try again later.' });
    },
    handler: async (_request, reply) =>
      reply.code(426).header('upgrade', 'websocket').send({
        status: 'upgrade required',
        reason: 'Connect by WebSocket, protocol graphql-transport-ws.',
      }),
    wsHandler: (socket, request) => {
      // Others may have come while this one was opened.
      if (!networks.hasRoom(request.ip)) return socket.close(TRY_AGAIN_LATER, TOO_MANY_SOCKETS);
      networks.add(socket, request.ip);
      serveSocket(server, socket, request);
    },
  });
}

/**
 * The context of a subscription. Each event is read by its own loaders, since those of the connection would give
 * for ever what they read first, and for whoever the connection belongs to by then.
 */
async function liveContext(
  request: FastifyRequest,
  { feed, contextOf, viewerOf }: LiveOptions,
): Promise<LiveContext> {
  const context = await contextOf(request);
  return {
    ...context,
    outcome: {},
    feed,
    async contextOfEvent(event) {
      const { em, loaders } = event as ChangeEvent;
      // A session may have ended since; whoever is unknown has none.
      const viewer = context.viewer.means === 'NONE' ? context.viewer : await viewerOf(request);
      return { ...context, viewer, em, loaders };
    },
  };
}

/** @throws TOO_EXPENSIVE when a connection has too many subscriptions, this one counted */
function demandRoom(open: number): void {
  if (open <= MOST_SUBSCRIPTIONS) return;
  throw new TooExpensiveError(
    `${MOST_SUBSCRIPTIONS} subscriptions are open on this connection; end one first.`,
    { cost: open, limit: MOST_SUBSCRIPTIONS },
  );
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
