import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionCookie } from '../access/context.ts';
import { DEVICE_DAYS } from './devices.queries.ts';
import { type Credentials, LONGEST_DAYS } from './identify.queries.ts';
import { isSimple } from './simple-request.ts';

const SESSION = 'jinlin_session';
const DEVICE = 'jinlin_device';
const DAY_SECONDS = 86_400;

/** Over HTTPS browsers take `__Host-…` from this very host only, and never over plain HTTP. */
function nameOf(cookie: string, { protocol }: FastifyRequest): string {
  return protocol === 'https' ? `__Host-${cookie}` : cookie;
}

/** What a request shows of who sent it. */
export function credentialsOf(request: FastifyRequest): Credentials {
  const { headers, cookies } = request;
  return { authorization: headers.authorization, session: cookies[nameOf(SESSION, request)] };
}

/** The same of a request to GraphQL: who sends a simple one is a stranger, unless a token says otherwise. */
export function credentialsForGraphQL(request: FastifyRequest): Credentials {
  const { authorization, session } = credentialsOf(request);
  return { authorization, session: isSimple(request) ? undefined : session };
}

/**
 * The cookies of the session and of the device in an answer: out of reach of scripts, never sent along by other
 * sites, and over HTTPS only where the hub is reached by it. A WebSocket has no answer that could carry one.
 */
export function cookieOf(request: FastifyRequest, reply: FastifyReply | undefined): SessionCookie {
  const options = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  } as const;
  const [session, device] = [nameOf(SESSION, request), nameOf(DEVICE, request)];
  return {
    device: request.cookies[device],
    set({ secret, device: known }) {
      reply?.setCookie(session, secret, { ...options, maxAge: LONGEST_DAYS * DAY_SECONDS });
      reply?.setCookie(device, known, { ...options, maxAge: DEVICE_DAYS * DAY_SECONDS });
    },
    clear() {
      reply?.clearCookie(session, options);
      // Answers that were given to the person must not stay in the browser's cache.
      reply?.header('clear-site-data', '"cache"');
    },
  };
}
