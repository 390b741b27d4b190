import type { FastifyInstance } from 'fastify';
import type { Database } from '../../db/orm.ts';
import type { Condition } from '../../db/probe.ts';

/** Why a database is not ready, for whoever watches over the hub. */
const REASONS: Record<Exclude<Condition, 'READY'>, string> = {
  UNREACHABLE: 'The database cannot be reached.',
  SILENT:
    'The database does not answer within a second: it hangs, or is at work on something long.',
  DISK_FULL: 'The disk of the database is full.',
};

/** For whoever asks by a program that knows `Retry-After`. */
const RETRY_SECONDS = 5;

/**
 * `/healthz`: the process answers. `/readyz`: so does its database, and it has room on its disk; told within a
 * second, also while all other connections are at work.
 */
export function registerHealth(app: FastifyInstance, database: Database): void {
  const config = { policy: 'open', weight: 'none' } as const;
  app.get('/healthz', { config }, async () => ({ status: 'ok' }));
  app.get('/readyz', { config }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const condition = await database.condition();
    if (condition === 'READY') return { status: 'ready', database: database.kind };
    reply.code(503).header('retry-after', String(RETRY_SECONDS));
    return reply.send({ status: 'waiting', code: condition, reason: REASONS[condition] });
  });
}
