import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The built web pages in `root`, open to everybody. */
export async function registerPages(app: FastifyInstance, root: string): Promise<void> {
  await app.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, policy: 'open', weight: 'none' };
    });
    await pages.register(fastifyStatic, {
      root,
      cacheControl: false,
      setHeaders(reply, file) {
        // Vite puts a hash of its content into the name of every file in `assets`.
        const hashed = file.startsWith(join(root, 'assets'));
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
    pages.get('/graphiql', async (_request, reply) => reply.sendFile('graphiql/index.html'));
  });
}

/** Nothing from other hosts. Ant Design writes style elements; map and editor work in blob workers. */
export const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  workerSrc: ["'self'", 'blob:'],
  scriptSrc: ["'self'"],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  frameAncestors: ["'self'"],
  upgradeInsecureRequests: null,
};
