import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieOf } from '../auth/request.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { Context } from '../shared/context.ts';
import { Sharing } from '../shared/sharing.ts';

/** What a context is made of. */
export interface ContextParts {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply | undefined;
  readonly viewer: Viewer;
  readonly em: Context['em'];
  readonly hub: Context['hub'];
  readonly recomputer: Context['recomputer'];
  readonly importer: Context['importer'];
}

/** The context of a request. Whoever looks at who asks, or at what goes on besides the data, makes it personal. */
export function createContext(parts: ContextParts): Context {
  const { request, reply, viewer, em, hub, recomputer, importer } = parts;
  const sharing = new Sharing();
  return {
    sharing,
    em,
    hub,
    requestId: request.id,
    loaders: new Map(),
    get viewer() {
      sharing.forbid();
      return viewer;
    },
    get caller() {
      sharing.forbid();
      return { address: request.ip, agent: request.headers['user-agent'] ?? '' };
    },
    get cookie() {
      sharing.forbid();
      return cookieOf(request, reply);
    },
    get recomputer() {
      sharing.forbid();
      return recomputer;
    },
    get importer() {
      sharing.forbid();
      return importer;
    },
  };
}
