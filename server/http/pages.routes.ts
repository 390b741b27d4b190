import { statSync } from 'node:fs';
import { join, normalize } from 'node:path';
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

/** Whether one of the built pages, or a file of theirs, is at an address. */
export function isPage(root: string | undefined, path: string): boolean {
  if (root === undefined) return false;
  const file = join(root, normalize(decoded(path).replaceAll('\0', '')));
  if (!file.startsWith(root)) return false;
  const found = path.endsWith('/') ? join(file, 'index.html') : file;
  return statSync(found, { throwIfNoEntry: false })?.isFile() ?? false;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '/';
  }
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
