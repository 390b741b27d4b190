import type { FastifyRequest } from 'fastify';
import { ForbiddenError } from '../shared/errors.ts';

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
