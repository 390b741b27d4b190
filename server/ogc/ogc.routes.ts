import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { withDeadline } from '../../db/deadline.ts';
import { sayWhen } from '../http/errors.ts';
import { hasAlready, setCaching } from '../http/http-cache.ts';
import { presenceOf } from '../http/presence.ts';
import { readAtVersion } from '../hub/snapshot.queries.ts';
import { asClientError, NotFoundError, STATUS_OF_CODE } from '../shared/errors.ts';
import { type Answer, type Handler, handlers } from './handlers.ts';
import { HTML_TYPE, JSON_TYPE } from './links.ts';
import { type OgcRequest, parseRequest } from './ogc-request.ts';
import { renderPage } from './page.ts';

/** What the routes need. */
export interface OgcOptions {
  readonly fork: () => EntityManager;
  /** How long an answer may take, in milliseconds. */
  readonly limitMs: number;
  readonly publicReading: boolean;
}

/**
 * Serves OGC API – Features (Part 1: core, GeoJSON, OpenAPI 3.0; Part 2: coordinate reference systems) under
 * `/ogc`, for programs and, without scripts, for people. Each answer is of one state of the data, and names
 * it in `X-Data-Version`.
 */
export async function registerOgc(app: FastifyInstance, options: OgcOptions): Promise<void> {
  await app.register(
    async (ogc) => {
      ogc.setErrorHandler(answerError);
      ogc.setNotFoundHandler((request, reply) => {
        answerError(
          new NotFoundError('path', `There is nothing at ${request.url}.`),
          request,
          reply,
        );
      });
      for (const [path, handle] of Object.entries(handlers(options.publicReading))) {
        ogc.get(path, { config: { policy: 'read', isForOtherSites: true } }, (request, reply) =>
          answer(request, reply, options, handle),
        );
      }
    },
    { prefix: '/ogc' },
  );
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { fork, limitMs, publicReading }: OgcOptions,
  handle: Handler,
): Promise<FastifyReply> {
  const ogcRequest = parseRequest(request);
  const read = () =>
    readAtVersion(fork(), async (tx, version) => {
      const readAnswer = await handle(tx, ogcRequest);
      const etag = tagOf(version, ogcRequest);
      return { version, etag, answer: hasAlready(request, etag) ? null : await readAnswer() };
    });
  const found = await withDeadline(limitMs, read, presenceOf(reply));
  reply.header('vary', 'Accept, Accept-Language');
  setCaching(reply, { ...found, isPublic: publicReading });
  return found.answer ? send(reply, ogcRequest, found.answer) : reply.code(304).send();
}

/** Weak: what an answer means, whatever the time of day in it, and whoever compressed it. */
function tagOf(version: string, { format, language }: OgcRequest): string {
  return `W/"${version}-${format === 'html' ? `html-${language}` : format}"`;
}

function send(
  reply: FastifyReply,
  { format, language, place }: OgcRequest,
  { document, page, type = JSON_TYPE, reference }: Answer,
): FastifyReply {
  if (reference) reply.header('content-crs', `<${reference}>`);
  // With its character set named, Fastify leaves the type as it is: it would write `version="3.0"`, which GDAL does
  // not know, and then GDAL filters by itself.
  if (format === 'json') return reply.type(`${type}; charset=utf-8`).send(document());
  reply.header('content-language', language);
  return reply.type(`${HTML_TYPE}; charset=utf-8`).send(renderPage(place, language, page()));
}

/** The standard's form of an error, with the codes of the hub. */
function answerError(
  error: FastifyError | GraphQLError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const ours = error instanceof GraphQLError ? error : asClientError(error, request.log);
  const known = ours && STATUS_OF_CODE[String(ours.extensions['code'])];
  const status = known ?? (error as FastifyError).statusCode ?? 500;
  const requestId = request.id;
  if (!known && status >= 500) {
    request.log.error({ err: error }, 'A request failed');
    const description = `The hub could not answer. Tell its operator this request id: ${requestId}.`;
    reply.code(500).send({ code: 'INTERNAL_SERVER_ERROR', description, requestId });
    return;
  }
  const { code = 'BAD_USER_INPUT', http: _, ...more } = ours?.extensions ?? {};
  const { message } = ours ?? error;
  if (ours) sayWhen(reply, ours);
  reply.code(status).send({ code, description: message, ...more, requestId });
}
