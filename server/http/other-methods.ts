import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { problem } from './errors.ts';
import './route-policies.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of addresses that know other methods: those that they know. */
    allow?: string;
  }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
/** What pages may send to other addresses than their own, once the browser has asked. */
const HEADERS_OF_OTHER_SITES = 'authorization, content-type, if-none-match, cache-control';
const PREFLIGHT_SECONDS = '600';

/**
 * Answers every address by the methods that it does not have: OPTIONS with those that it has, and others by 405. Call it
 * when all routes are registered. `isPage` tells whether there is a file at an address of the built pages.
 */
export function answerOtherMethods(
  app: FastifyInstance,
  routes: readonly RouteOptions[],
  isPage: (path: string) => boolean,
): void {
  for (const [url, known] of methodsByUrl(routes)) {
    const allow = METHODS.filter((method) => known.has(method) || method === 'OPTIONS').join(', ');
    const [isForOtherSites, isWildcard] = [
      routes.some((route) => route.url === url && route.config?.isForOtherSites),
      url.includes('*'),
    ];
    app.route({
      method: METHODS.filter((method) => !known.has(method)),
      url,
      config: { policy: 'open', weight: 'none', allow, isForOtherSites },
      handler: (request, reply) =>
        isWildcard && !isPage(request.url.split('?')[0] as string)
          ? reply.callNotFound()
          : answer(request, reply, allow),
    });
  }
}

/** Remembers the routes as they are registered. */
export function rememberRoutes(app: FastifyInstance): RouteOptions[] {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    if (route.config?.allow === undefined) routes.push(route);
  });
  return routes;
}

function methodsByUrl(routes: readonly RouteOptions[]): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const { url, method } of routes) {
    const methods = known.get(url) ?? new Set<string>();
    known.set(url, methods);
    for (const each of [method].flat()) methods.add(each);
  }
  return known;
}

function answer(request: FastifyRequest, reply: FastifyReply, allow: string): FastifyReply {
  reply.header('allow', allow);
  if (request.method !== 'OPTIONS') {
    const message = `${request.method} is not possible at this address; there are ${allow}.`;
    return reply.code(405).send(problem('METHOD_NOT_ALLOWED', message, request.id));
  }
  // The permission itself is given by `openToOtherSites`, to whom it may be given.
  if (request.headers['access-control-request-method'] !== undefined) {
    reply.headers({
      'access-control-allow-methods': allow,
      'access-control-allow-headers': HEADERS_OF_OTHER_SITES,
      'access-control-max-age': PREFLIGHT_SECONDS,
    });
  }
  return reply.code(204).send();
}
