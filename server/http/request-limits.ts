import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { networkOf } from '../auth/throttle.ts';
import { TooManyRequestsError } from '../shared/errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a request weighs for {@link limitRequests}: a tenth, or nothing; unless given it is one. */
    weight?: 'light' | 'none';
  }
}

const WINDOW_MS = 60_000;
/** Of requests that are light so many more are let through: a map asks for dozens of tiles at once. */
const LIGHT_FACTOR = 10;

/**
 * Whose requests are counted together: a network as the throttle of signing in has it. Null for this machine, which
 * is not counted: a proxy on it that the hub was not told to believe makes all people look alike.
 */
export function countedNetwork(address: string): string | null {
  return address === '::1' || /^(::ffff:)?127\./i.test(address) ? null : networkOf(address);
}

/**
 * Refuses requests of a network beyond so many a minute, before anything is asked of the database; each process of
 * the hub counts for itself. Says in the headers `RateLimit-…` how many are left, and for how many seconds.
 */
export async function limitRequests(app: FastifyInstance, perMinute: number): Promise<void> {
  const keyGenerator = ({ ip }: FastifyRequest): string => countedNetwork(ip) as string;
  await app.register(rateLimit, { global: false });
  const limiterOf = (max: number) =>
    app.createRateLimit({ max, timeWindow: WINDOW_MS, keyGenerator });
  const full = limiterOf(perMinute);
  const light = limiterOf(perMinute * LIGHT_FACTOR);

  app.addHook('onRequest', async (request, reply) => {
    const { weight } = request.routeOptions.config;
    if (weight === 'none' || countedNetwork(request.ip) === null) return;
    const count = await (weight === 'light' ? light : full)(request);
    if (count.isAllowed) return;
    sayWhatIsLeft(reply, count);
    if (!count.isExceeded) return;
    throw new TooManyRequestsError(
      `More than ${count.max} requests came from your network within a minute. Ask for more at once (larger pages, exports), or less often.`,
      Math.max(1, count.ttlInSeconds),
    );
  });
}

/** The headers of draft-ietf-httpapi-ratelimit-headers, as most programs know them. */
function sayWhatIsLeft(
  reply: FastifyReply,
  { max, remaining, ttlInSeconds }: { max: number; remaining: number; ttlInSeconds: number },
): void {
  reply.header('ratelimit-limit', max);
  reply.header('ratelimit-remaining', remaining);
  reply.header('ratelimit-reset', ttlInSeconds);
}
