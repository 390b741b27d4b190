import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decide } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { Context } from '../shared/context.ts';
import { asClientError } from '../shared/errors.ts';
import { demandReadable } from '../shared/limits.ts';
import { answerOf, type KeptAnswer, KeptAnswers, questionKey } from './answers.ts';
import { compressed, encodingOf } from './compressed.ts';
import type { Executor } from './executor.ts';
import type { PersistedDocuments } from './persisted.ts';
import {
  type ApolloRequest,
  forApollo,
  type Question,
  readFields,
  readQuestion,
} from './question.ts';
import type { ValidDocuments } from './valid-documents.ts';
import type { DataVersions } from './versions.ts';

/** What GraphQL over HTTP stands on. */
export interface GraphQLOptions {
  readonly apollo: ApolloServer<Context>;
  readonly run: Executor;
  readonly valid: ValidDocuments;
  readonly versions: DataVersions;
  readonly persisted: PersistedDocuments;
  /** Whether anybody may read. */
  readonly publicReading: boolean;
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Context>;
}

/** The most that kept answers may take in memory. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** What pages need to be safe is worked out anew for each; an answer that is only data needs less. */
const SAFE = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
/** Codes of errors that asking again would not change, but take as long again. */
const FINAL = new Set<unknown>(['TIMEOUT', 'BUSY', 'TOO_EXPENSIVE']);
const JSON_TYPE = 'application/json; charset=utf-8';
/** Variables that take more are seldom asked for twice. */
const LONGEST_VARIABLES = 10_000;

/**
 * `/graphql`: queries and mutations by POST, queries also by GET. Answers to questions whose answer is the same
 * for all who may read are kept for as long as no data change, which is looked up each time; a question with
 * `Cache-Control: no-store` is answered anew.
 */
export function registerGraphQL(app: FastifyInstance, options: GraphQLOptions): void {
  const { apollo, run, valid, versions, persisted, publicReading, contextOf } = options;
  const answers = new KeptAnswers(KEPT_BYTES);
  const shared = publicReading ? 'public' : 'private';
  const vary = publicReading ? 'accept' : 'accept, authorization, cookie';

  /**
   * The answer by the short way: the document is known to be valid, and nothing goes wrong. @throws what there
   * is no point in asking for again: TIMEOUT, BUSY, TOO_EXPENSIVE
   */
  const answerKnown = async (question: Question, context: Context): Promise<Buffer | null> => {
    const known = valid.get(question.query, question.operationName);
    if (!known || !valid.isAffordable(known, question.variables ?? {}, context)) return null;
    const { data, errors } = await run({ ...known, variables: question.variables, context });
    if (!errors && data) return Buffer.from(`{"data":${data.text}}\n`);
    for (const error of errors ?? []) {
      const told = asClientError(error.originalError ?? error);
      if (FINAL.has(told?.extensions['code'])) throw told;
    }
    return null;
  };

  /** The answer by Apollo Server, sent with its status and headers unless all went well. */
  const answerByApollo = async (
    asked: ApolloRequest,
    context: Context,
    reply: FastifyReply,
  ): Promise<Buffer | null> => {
    const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: asked,
      context: async () => context,
    });
    const text = body.kind === 'complete' ? body.string : '';
    for (const [name, value] of headers) reply.header(name, value);
    if ((status ?? 200) === 200 && text.startsWith('{"data":')) return Buffer.from(text);
    reply.code(status ?? 200).header('cache-control', 'no-store');
    await reply.send(text);
    return null;
  };

  const send = async (request: FastifyRequest, reply: FastifyReply, answer: KeptAnswer) => {
    reply.headers({ etag: answer.etag, 'cache-control': `${shared}, no-cache`, vary });
    if (request.method !== 'POST' && isKnown(request.headers['if-none-match'], answer.etag)) {
      return reply.code(304).send();
    }
    reply.type(JSON_TYPE);
    const encoding = encodingOf(request.headers['accept-encoding'], answer.body);
    if (!encoding) return reply.send(answer.body);
    reply.headers({ 'content-encoding': encoding, vary: `${vary}, accept-encoding` });
    return reply.send(await compressed(answer.body, encoding));
  };

  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    // Every field names its own policy.
    config: { policy: 'open' },
    helmet: false,
    handler: async (request, reply) => {
      reply.headers(SAFE);
      const fields = readFields(request, persisted);
      const question = readQuestion(request, fields);
      if (question) demandReadable(question.query);
      const context = await contextOf(request, reply);
      const { sharing } = context;
      const viewer = sharing.unaffectedBy(() => context.viewer);
      const key = question && mayBeKept(request, viewer) ? keyOf(question, viewer) : null;
      const version = key === null ? null : await versions.now();
      const kept = version === null || key === null ? undefined : answers.get(key, version);
      if (kept) return send(request, reply, kept);

      const known = question && (await answerKnown(question, context));
      const body = known ?? (await answerByApollo(forApollo(request, fields), context, reply));
      if (body === null) return reply;
      if (version === null || key === null || !sharing.isShared) {
        return reply.type(JSON_TYPE).header('cache-control', 'no-store').send(body);
      }
      const answer = answerOf(body);
      answers.keep(key, version, answer);
      return send(request, reply, answer);
    },
  });
}

/** Whether an answer that was kept may be given: to whoever may read and does not ask for a new one. */
function mayBeKept({ headers }: FastifyRequest, viewer: Viewer): boolean {
  const wantsNew = headers['cache-control']?.includes('no-store');
  return !wantsNew && decide(viewer, 'read') === null;
}

/** Staff may ask for more at once: what they are answered, others might be refused. */
function keyOf({ query, operationName, variables }: Question, viewer: Viewer): string | null {
  const written = JSON.stringify(variables);
  if (written.length > LONGEST_VARIABLES) return null;
  const isStaff = decide(viewer, 'staff') === null;
  return questionKey([query, operationName, written, isStaff ? 'staff' : null]);
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch?.split(',').some((known) => known.trim() === etag) ?? false;
}
