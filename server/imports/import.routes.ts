import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Viewer } from '../access/viewer.ts';
import { BadUserInputError, TooLargeError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { parseText } from '../shared/text.ts';
import type { Importer } from './importer.ts';
import { createImport } from './staged/imports.queries.ts';

/** The largest file that is taken. */
const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** What the route needs. */
export interface ImportRoutes {
  readonly fork: () => EntityManager;
  readonly importer: Importer;
  readonly viewerOf: (request: FastifyRequest) => Promise<Viewer>;
}

/**
 * Accepts uploads: `POST /imports?name=设施.csv` with the file as the body (`application/octet-stream`), at most
 * 200 MB. The body is streamed to the disk, and read in the background. Answers 201 with `{ id }`, with which the
 * query `import` reports the progress.
 */
export async function registerImports(
  app: FastifyInstance,
  { fork, importer, viewerOf }: ImportRoutes,
): Promise<void> {
  await app.register(async (scope) => {
    // The body stays a stream: nothing of it is kept in memory.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => {
      done(null, payload);
    });
    scope.post<{ Querystring: { name?: string | string[] }; Body: Readable | undefined }>(
      '/imports',
      { config: { policy: 'plan' }, bodyLimit: Number.MAX_SAFE_INTEGER },
      async (request, reply) => {
        const name = parseText(nameOf(request.query.name), 'name').trim();
        if (Number(request.headers['content-length'] ?? 0) > MAX_FILE_BYTES) throw tooLarge();
        if (!request.body) throw new BadUserInputError('body', 'is empty; send the file.');
        await importer.clearAbandoned();
        await mkdir(importer.folder, { recursive: true, mode: 0o700 });
        const folder = await mkdtemp(join(importer.folder, 'upload-'));
        try {
          const path = join(folder, 'file');
          const bytes = await writeBody(request.body, path);
          const id = await createImport(fork(), await viewerOf(request), { name, bytes });
          await rename(path, importer.pathOf(id));
          importer.read(id);
          return await reply.code(201).send({ id: globalId('import', id) });
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      },
    );
  });
}

/** @throws BAD_USER_INPUT when it is given more than once */
function nameOf(name: string | string[] = ''): string {
  if (typeof name === 'string') return name;
  throw new BadUserInputError('name', 'is given more than once; name the file once.');
}

/** Writes a request's body to a file; returns its length in bytes. @throws TOO_LARGE */
async function writeBody(body: Readable, path: string): Promise<number> {
  if (body.errored) throw body.errored;
  let bytes = 0;
  await pipeline(
    body,
    // Too large a body is read to its end, but not kept: clients see the answer only when they have sent all.
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes <= MAX_FILE_BYTES) yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
  if (bytes > MAX_FILE_BYTES) throw tooLarge();
  return bytes;
}

function tooLarge(): TooLargeError {
  const megabytes = MAX_FILE_BYTES / 1024 / 1024;
  return new TooLargeError(
    `The file is larger than ${megabytes} MB; split it, or take a more compact format such as FlatGeobuf.`,
  );
}
