import type { FastifyInstance, FastifyReply } from 'fastify';
import './route-policies.ts';

/** Which pages elsewhere may read the hub's answers. */
export interface OtherSites {
  /** Whether all of them may read what is for everybody: maps and features. */
  readonly mayReadPublic: boolean;
  /** Origins whose pages may use the whole API, by a token or as strangers. */
  readonly origins: readonly string[];
}

/**
 * Lets pages of other sites read answers: never with cookies, which is what `Access-Control-Allow-Credentials` would
 * be; whoever is somebody there sends a token.
 */
export function openToOtherSites(app: FastifyInstance, sites: OtherSites): void {
  const known = new Set(sites.origins);
  app.addHook('onSend', async (request, reply) => {
    const { origin } = request.headers;
    const isPublic = sites.mayReadPublic && request.routeOptions.config.isForOtherSites === true;
    if (isPublic) return permit(reply, '*');
    // Caches between must not give the permission of one site to another.
    if (known.size > 0) addVary(reply, 'origin');
    if (origin !== undefined && known.has(origin)) permit(reply, origin);
  });
}

function permit(reply: FastifyReply, origin: string): void {
  reply.header('access-control-allow-origin', origin);
  reply.header(
    'access-control-expose-headers',
    'allow, content-crs, content-disposition, etag, location, retry-after, www-authenticate, x-data-version',
  );
  reply.header('cross-origin-resource-policy', 'cross-origin');
}

function addVary(reply: FastifyReply, name: string): void {
  const before = reply.getHeader('vary');
  const names = before === undefined ? [] : String(before).split(/,\s*/);
  if (!names.some((each) => each.toLowerCase() === name)) {
    reply.header('vary', [...names, name].join(', '));
  }
}
