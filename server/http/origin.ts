import type { FastifyRequest } from 'fastify';

/**
 * The origin at which the client reached the hub, such as `https://hub.example`: by the header `Host`, or by
 * `X-Forwarded-…` where the hub trusts the proxy in front of it. Empty, so that links are relative, where
 * what the client sent cannot be one.
 */
export function originOf({ protocol, host }: FastifyRequest): string {
  const origin = `${protocol}://${host}`;
  const isOrigin = /^[\w.:[\]-]+$/.test(host ?? '') && URL.canParse(origin);
  return isOrigin ? new URL(origin).origin : '';
}
