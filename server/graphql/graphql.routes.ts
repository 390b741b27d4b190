import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendCompressed } from '../http/compressed.ts';
import { hasAlready } from '../http/http-cache.ts';
import type { PipelineContext } from './context.ts';
import type { KnownDocuments } from './documents.ts';
import type { KeptAnswers } from './kept-answers.ts';
import { readHttpRequest } from './request.ts';

/** What GraphQL over HTTP stands on. */
export interface GraphQLOptions {
  readonly apollo: ApolloServer<PipelineContext>;
  readonly documents: KnownDocuments;
  readonly answers: KeptAnswers;
  /** Whether anybody may read. */
  readonly publicReading: boolean;
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<PipelineContext>;
}

/** What pages need to be safe is worked out anew for each; a response that is only data needs less. */
const SAFE = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * `/graphql`: queries and mutations by POST, queries also by GET. Answers that are the same for all who may read are
 * kept for as long as no data change, which is looked up each time; a request with `Cache-Control: no-store` is
 * answered anew.
 */
export function registerGraphQL(app: FastifyInstance, options: GraphQLOptions): void {
  const { apollo, documents, answers, publicReading, contextOf } = options;

  const sendKept = async (
    request: FastifyRequest,
    reply: FastifyReply,
    body: Buffer,
    etag: string,
  ) => {
    reply.headers({
      etag,
      'cache-control': publicReading ? 'public, no-cache' : 'private, no-cache',
      vary: publicReading ? 'accept' : 'accept, authorization, cookie',
    });
    // 304 answers GET and HEAD only (RFC 9110, 13.1.2).
    if (request.method !== 'POST' && hasAlready(request, etag)) return reply.code(304).send();
    return sendCompressed(request, reply.type(JSON_TYPE), body);
  };

  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    // Every field names its own policy.
    config: { policy: 'open' },
    helmet: false,
    compress: false,
    handler: async (request, reply) => {
      reply.headers(SAFE);
      const httpGraphQLRequest = readHttpRequest(request, documents);
      const context = await contextOf(request, reply);
      const { outcome } = context;
      outcome.place = await answers.placeOf(httpGraphQLRequest, context);
      const kept = outcome.place && answers.get(outcome.place);
      if (kept) return sendKept(request, reply, kept.body, kept.etag);

      const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest,
        context: async () => context,
      });
      for (const [name, value] of headers) reply.header(name, value);
      const written = status ? undefined : outcome.body;
      if (written?.etag) return sendKept(request, reply, written.body, written.etag);
      reply.code(status ?? 200).header('cache-control', 'no-store');
      const text = body.kind === 'complete' ? body.string : '';
      return sendCompressed(request, reply, written?.body ?? Buffer.from(text));
    },
  });
}
