import type { FastifyRequest } from 'fastify';

/**
 * What the log says of a request. Below `/auth/` the query is left out: there it holds the code by which a
 * provider vouches for somebody.
 */
export function describeRequest({ method, url, host, ip }: FastifyRequest): {
  [key: string]: unknown;
} {
  const shown = /^\/+auth\//i.test(url) ? url.replace(/\?.*/s, '') : url;
  return { method, url: shown, host, remoteAddress: ip };
}
