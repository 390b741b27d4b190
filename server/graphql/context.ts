import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Context } from '../access/context.ts';
import { Sharing } from '../access/sharing.ts';
import type { Viewer } from '../access/viewer.ts';
import { cookieOf } from '../auth/session-cookie.ts';
import type { Body } from './bytes.ts';
import type { Place } from './kept-answers.ts';

/** A subscription that began, with what it is executed by. */
export interface Subscription extends ExecutionArgs {
  /** One result for each event. */
  readonly results: AsyncIterableIterator<ExecutionResult>;
}

/** What the door and the steps behind it hand to each other beside what Apollo Server carries, which is text. */
export interface Outcome {
  /** Where the answer is kept, if it may be. */
  place?: Place | undefined;
  /** The body of the response, unless there are errors. */
  body?: Body;
  /** The subscription that began. */
  subscription?: Subscription;
}

/** The context of a request that goes through the pipeline. */
export interface PipelineContext extends Context {
  readonly outcome: Outcome;
}

/** The context of a subscription. */
export interface SubscriptionContext extends PipelineContext {
  /** The context in which the result of an event is read. */
  readonly contextOfEvent: (event: unknown) => Promise<Context>;
}

/** What a context is made of. */
export interface ContextParts {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply | undefined;
  readonly viewer: Viewer;
  /** Makes the request's entity manager; many requests are answered without one. */
  readonly fork: () => Context['em'];
  readonly hub: Context['hub'];
  readonly recomputer: Context['recomputer'];
  readonly importer: Context['importer'];
}

/**
 * The context of a request by HTTP. Reading the viewer, or anything else that is not data, makes the answer
 * personal. Apollo Server makes a shallow copy of each context: own properties, and the getters of the class.
 */
export class RequestContext implements PipelineContext {
  readonly sharing = new Sharing();
  readonly loaders = new Map<unknown, unknown>();
  readonly outcome: Outcome = {};
  readonly hub: Context['hub'];
  readonly requestId: string;
  readonly parts: ContextParts;
  /** Held apart, so that all copies have the same. */
  readonly held: { em?: Context['em'] } = {};

  constructor(parts: ContextParts) {
    this.parts = parts;
    this.hub = parts.hub;
    this.requestId = parts.request.id;
  }

  get em(): Context['em'] {
    this.held.em ??= this.parts.fork();
    return this.held.em;
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

/** The same as a plain object, for whoever makes further contexts from it; its answers are never shared. */
export function plainContext(parts: ContextParts): Context {
  const context = new RequestContext(parts);
  const { sharing, loaders, em, hub, requestId, viewer, caller, cookie, recomputer, importer } =
    context;
  return { sharing, loaders, em, hub, requestId, viewer, caller, cookie, recomputer, importer };
}
