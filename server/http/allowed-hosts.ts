import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { BadUserInputError } from '../shared/errors.ts';

/** The host of a `Host` header, without its port, in small letters. */
function hostnameOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}

/**
 * Whether a request may name this host. An address is always allowed: a page of another site can have its own
 * name point at this machine (DNS rebinding), but a browser then still sends that name.
 */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  const hostname = hostnameOf(host);
  return (
    hostname === 'localhost' ||
    isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 ||
    allowed.includes(hostname)
  );
}

/** Refuses requests for hosts that the hub is not known by. */
export function demandAllowedHosts(app: FastifyInstance, allowed: readonly string[]): void {
  app.addHook('onRequest', async ({ host }) => {
    if (isAllowedHost(host, allowed)) return;
    throw new BadUserInputError(
      'Host',
      `the hub is not known as ${JSON.stringify(host.slice(0, 100))}. Its operator can make it so by JINLIN_PUBLIC_URL or JINLIN_ALLOWED_HOSTS.`,
    );
  });
}
