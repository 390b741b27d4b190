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

/**
 * The context of a request that is answered once. Whoever looks at who asks, or at what goes on besides the
 * data, makes the answer personal. Apollo Server copies contexts, own properties only, without looking at what
 * the class gives.
 */
export class RequestContext implements Context {
  readonly sharing = new Sharing();
  readonly loaders = new Map<unknown, unknown>();
  readonly em: Context['em'];
  readonly hub: Context['hub'];
  readonly requestId: string;
  readonly parts: ContextParts;

  constructor(parts: ContextParts) {
    this.parts = parts;
    this.em = parts.em;
    this.hub = parts.hub;
    this.requestId = parts.request.id;
  }

  get viewer(): Viewer {
    this.sharing.forbid();
    return this.parts.viewer;
  }

  get caller(): Context['caller'] {
    this.sharing.forbid();
    const { ip, headers } = this.parts.request;
    return { address: ip, agent: headers['user-agent'] ?? '' };
  }

  get cookie(): Context['cookie'] {
    this.sharing.forbid();
    return cookieOf(this.parts.request, this.parts.reply);
  }

  get recomputer(): Context['recomputer'] {
    this.sharing.forbid();
    return this.parts.recomputer;
  }

  get importer(): Context['importer'] {
    this.sharing.forbid();
    return this.parts.importer;
  }
}

/** The same as a plain object, for connections that make contexts of their own from it; never shared. */
export function plainContext(parts: ContextParts): Context {
  const context = new RequestContext(parts);
  const { sharing, loaders, em, hub, requestId, viewer, caller, cookie, recomputer, importer } =
    context;
  return { sharing, loaders, em, hub, requestId, viewer, caller, cookie, recomputer, importer };
}
