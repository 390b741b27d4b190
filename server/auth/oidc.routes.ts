import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import * as client from 'openid-client';
import type { OidcConfig } from '../shared/config.ts';
import { enterViewer, personOfSubject } from './oidc.queries.ts';
import { CALLBACK, type Flow, Provider, ProviderError, type ProviderFailure } from './oidc.ts';
import { namesOf } from './oidc-names.ts';
import { parseReturnPath } from './return-path.ts';
import { seal, unseal } from './seal.ts';
import { sameSecret } from './secrets.ts';
import { cookieOf } from './session-cookie.ts';
import { beginSession } from './sessions.queries.ts';
import { subjectAt } from './subject.ts';

const BEGIN = '/auth/oidc';
const COOKIE = 'jinlin_oidc';
/** A person has so long to show the provider who they are. */
const FLOW_MS = 10 * 60 * 1000;

/** What the browser keeps, sealed, while it is at the provider. */
interface Kept extends Flow {
  readonly returnPath: string;
}

/** Why nobody was signed in. */
type Failure = ProviderFailure | 'BEGIN_AGAIN' | 'UNKNOWN' | 'INACTIVE';

/**
 * Signing in by an organisation's provider:
 *
 * - `GET /auth/oidc?return=/path` sends the browser to the provider. `return` must be a path of the hub.
 * - `GET /auth/oidc/callback` takes it back, begins a session, and sends it on to `return`, or `/`.
 *
 * Whoever is not signed in comes to `/#sign-in-failed=<reason>`; what stands after `#` is to be read by
 * `URLSearchParams`. The reasons:
 *
 * - `BEGIN_AGAIN`: it took longer than 10 minutes, was begun in another browser or once more in this one.
 * - `CANCELLED`: the person gave up at the provider, or did not agree there.
 * - `UNAVAILABLE`: the provider does not answer, or nothing that can be read; try later.
 * - `REFUSED`: the provider, or the hub on checking its answer, said no; the operator's log says why.
 * - `UNKNOWN` with `sub`: nobody is entered for that `sub`; an administrator has to set it as the `subject`
 *   of a person (`updatePerson`). Nobody is ever found by an e-mail address or a name.
 * - `INACTIVE`: an administrator has set the person inactive.
 *
 * The session's cookie is `SameSite=Strict`. Browsers keep it though the provider sent them here, but do not
 * show it with the page that they are sent on to, nor with its reload: both are the provider's doing. So `return` is for
 * the web pages, which are open to everybody, and whose own requests then carry the cookie. The cookie of
 * the way to the provider is `SameSite=Lax`, which is shown on the way back.
 */
export function registerOidc(
  app: FastifyInstance,
  fork: () => EntityManager,
  config: OidcConfig,
): void {
  const provider = new Provider(config);
  const cookie = {
    path: BEGIN,
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
  } as const;

  app.get<{ Querystring: { return?: unknown } }>(BEGIN, options(), async (request, reply) => {
    const returnPath = parseReturnPath(request.query.return);
    const flow = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    return unlessItFails(request, reply, async () => {
      const url = await provider.begin(flow);
      const kept = seal({ ...flow, returnPath } satisfies Kept, config.clientSecret, FLOW_MS);
      reply.setCookie(COOKIE, kept, { ...cookie, maxAge: FLOW_MS / 1000 });
      return url.href;
    });
  });

  app.get<{ Querystring: { state?: unknown } }>(CALLBACK, options(), async (request, reply) => {
    const kept = unseal<Kept>(request.cookies[COOKIE] ?? '', config.clientSecret);
    const { state } = request.query;
    if (!kept || typeof state !== 'string' || !sameSecret(state, kept.state)) {
      return failed(reply, 'BEGIN_AGAIN');
    }
    reply.clearCookie(COOKIE, cookie);
    return unlessItFails(request, reply, async () => {
      const { sub, profile } = await provider.finish(kept, queryOf(request));
      const subject = subjectAt(config.issuer, sub);
      const em = fork();
      let person = await personOfSubject(em, subject);
      if (!person && config.create) {
        await enterViewer(em, subject, namesOf(await profile(), subject));
        person = await personOfSubject(em, subject);
      }
      if (!person) return failurePath('UNKNOWN', { sub });
      if (!person.active) return failurePath('INACTIVE');
      const cookies = cookieOf(request, reply);
      const caller = {
        address: request.ip,
        agent: request.headers['user-agent'] ?? '',
        device: cookies.device,
      };
      const { id } = person;
      cookies.set(await em.transactional((tx) => beginSession(tx, id, caller)));
      return kept.returnPath;
    });
  });
}

/** Open to all, and only by GET: HEAD would use up what can be used once. */
function options(): RouteShorthandOptions {
  return {
    config: { policy: 'open' },
    exposeHeadRoute: false,
    onRequest: async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    },
  };
}

/** The query of a request as it was sent; parts that are there twice must not be lost unseen. */
function queryOf({ url }: FastifyRequest): string {
  return url.includes('?') ? url.slice(url.indexOf('?')) : '';
}

/** Sends the browser where `work` says, or tells the person that the provider did not vouch for them. */
async function unlessItFails(
  { log }: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<string>,
): Promise<FastifyReply> {
  try {
    return reply.redirect(await work());
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { reason, message } = error;
    log.warn({ reason, problem: message }, 'Signing in by the OpenID Connect provider failed');
    return failed(reply, reason);
  }
}

function failed(reply: FastifyReply, reason: Failure): FastifyReply {
  return reply.redirect(failurePath(reason));
}

function failurePath(reason: Failure, more: Record<string, string> = {}): string {
  return `/#${new URLSearchParams({ 'sign-in-failed': reason, ...more })}`;
}
