import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { demand, type Policy } from '../access/policy.ts';
import type { Viewer } from '../access/viewer.ts';
import { demandSameSite } from './same-site.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route. A route without one is refused at start. */
    policy?: Policy;
    /** Whether the route itself refuses other sites: a socket is let go of in later hooks only. */
    refusesOtherSites?: boolean;
    /** Whether pages of other sites may read the answers, without anybody's session, while reading is public. */
    isForOtherSites?: boolean;
  }
  interface FastifyInstance {
    /** The policy of each route, by `METHOD url`; complete once the app is ready. */
    readonly policies: ReadonlyMap<string, Policy>;
  }
}

/** How to show who one is (RFC 6750, 3); no browser asks people for that. */
const CHALLENGE = 'Bearer realm="Jinlin"';

/** Every route must name its policy: a route that does not keeps the hub from starting. */
export function demandRoutePolicies(
  app: FastifyInstance,
  viewerOf: (request: FastifyRequest) => Promise<Viewer>,
): void {
  const routes: RouteOptions[] = [];
  const policies = new Map<string, Policy>();
  app.decorate('policies', policies);
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });
  app.addHook('onReady', async () => {
    const open = routes.filter((route) => !route.config?.policy).map((route) => route.url);
    if (open.length > 0) throw new Error(`Routes without a policy: ${open.join(', ')}`);
    for (const { method, url, config } of routes) {
      if (config?.allow !== undefined) continue;
      for (const each of [method].flat()) policies.set(`${each} ${url}`, config?.policy as Policy);
    }
  });
  app.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode === 401) reply.header('www-authenticate', CHALLENGE);
  });
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const { config, url } = request.routeOptions;
    if (!config.refusesOtherSites) demandSameSite(request);
    if (config.policy === 'open') return;
    demand(await viewerOf(request), config.policy, `The address ${url}`);
  });
}
