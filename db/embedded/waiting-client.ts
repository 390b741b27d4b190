import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** As `pg` says it when no connection comes free in time. */
const TOO_LATE = 'timeout exceeded when trying to connect';

type Connected = Parameters<Client['connect']>[0];

/**
 * A client that connects when the database is ready, instead of failing while it is being started again: so
 * nobody is told of a restart who has time to wait for its end.
 */
export function clientThatWaits(untilReady: () => Promise<void>, timeoutMs: number): typeof Client {
  return class WaitingClient extends Client {
    override connect(): Promise<Client>;
    override connect(connected: Connected): void;
    override connect(connected?: Connected): Promise<Client> | undefined {
      const connecting = inTime(untilReady(), timeoutMs).then(() => super.connect());
      if (!connected) return connecting;
      const tell = connected as (error: Error | null, client?: Client) => void;
      connecting.then((client) => tell(null, client), tell);
      return undefined;
    }
  };
}

/** @throws when it takes longer */
async function inTime(work: Promise<void>, timeoutMs: number): Promise<void> {
  const giveUp = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: giveUp.signal }).then(() => {
    throw new Error(TOO_LATE);
  });
  late.catch(() => undefined);
  try {
    await Promise.race([work, late]);
  } finally {
    giveUp.abort();
  }
}
