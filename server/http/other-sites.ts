import type { FastifyInstance } from 'fastify';
import './route-policies.ts';

/** Lets map pages elsewhere read what is for everybody; without cookies. */
export function openToOtherSites(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (!request.routeOptions.config.isForOtherSites) return;
    reply.header('access-control-allow-origin', '*');
    reply.header('access-control-expose-headers', 'content-crs, etag, x-data-version');
    reply.header('cross-origin-resource-policy', 'cross-origin');
  });
}
