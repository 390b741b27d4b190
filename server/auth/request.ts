import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionCookie } from '../shared/context.ts';
import { ForbiddenError } from '../shared/errors.ts';
import { type Credentials, LONGEST_DAYS } from './identify.queries.ts';

const COOKIE = 'jinlin_session';
const DAY_SECONDS = 86_400;

/** What a request shows of who sent it. */
export function credentialsOf({ headers, cookies }: FastifyRequest): Credentials {
  return { authorization: headers.authorization, session: cookies[COOKIE] };
}

/**
 * The session's cookie in an answer: out of reach of scripts, never sent along by other sites, and over
 * HTTPS only where the hub is reached by it. A WebSocket has no answer that could carry one.
 */
export function cookieOf(request: FastifyRequest, reply: FastifyReply | undefined): SessionCookie {
  const options = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  } as const;
  return {
    set: (secret) =>
      void reply?.setCookie(COOKIE, secret, { ...options, maxAge: LONGEST_DAYS * DAY_SECONDS }),
    clear: () => void reply?.clearCookie(COOKIE, options),
  };
}

/**
 * What the log tells of a request. Below `/auth/` the query is left out: there it holds the code by which a
 * provider vouches for somebody.
 */
export function describeRequest({ method, url, host, ip }: FastifyRequest): {
  [key: string]: unknown;
} {
  const shown = /^\/+auth\//i.test(url) ? url.replace(/\?.*/s, '') : url;
  return { method, url: shown, host, remoteAddress: ip };
}

/**
 * Refuses what another site made a browser send, where the browser would lend it its session: anything
 * but reading, and every socket. @throws FORBIDDEN
 */
export function demandSameSite(request: FastifyRequest): void {
  const { method, headers } = request;
  const isSocket = headers.upgrade !== undefined;
  if (!isSocket && (method === 'GET' || method === 'HEAD' || method === 'OPTIONS')) return;
  // Only programs name a token, and a program lends nobody its session.
  if (headers.authorization !== undefined) return;
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const isForeign = origin !== undefined && hostOf(origin) !== request.host;
  if (isForeign || site === 'cross-site' || site === 'same-site') {
    throw new ForbiddenError('This request was sent by a page of another site.', {
      reason: 'CROSS_SITE',
    });
  }
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
