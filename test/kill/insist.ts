import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphQLFormattedError } from 'graphql';
import { ADMIN_TOKEN } from './hub-process.ts';
import type { Ledger } from './ledger.ts';

/** An answer of GraphQL. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: whoever asks knows the shape
  readonly data?: any;
  readonly errors?: GraphQLFormattedError[];
}

/** The share of requests that hang up before the answer can have come, and send again at once. */
const HASTY = 0.05;
const LONGEST_HASTE_MS = 40;
const TIMEOUT_MS = 15_000;
const GIVE_UP_MS = 60_000;
/** Codes by which the hub says that it could not do it, or does not know whether it did. */
const LOST: ReadonlySet<string> = new Set(['BUSY', 'INTERNAL_SERVER_ERROR']);

/**
 * Sends a request, and the same again whenever the answer is lost, until it is answered for good. What a
 * killed process leaves unanswered, and what the hub says it could not do, counts as lost.
 * @throws when a minute of trying did not help
 */
export async function insist(url: string, body: object, ledger: Ledger): Promise<Answer> {
  const text = JSON.stringify(body);
  const deadline = Date.now() + GIVE_UP_MS;
  for (let sent = 1; ; sent++) {
    const hasty = sent === 1 && Math.random() < HASTY;
    const outcome = await send(url, text, hasty ? Math.random() * LONGEST_HASTE_MS : TIMEOUT_MS);
    if (typeof outcome !== 'string') {
      if (sent > 1) ledger.retried++;
      ledger.resent += sent - 1;
      return outcome;
    }
    if (Date.now() > deadline) throw new Error(`No answer in ${sent} attempts: ${outcome}`);
    if (!hasty) await sleep(50 + Math.random() * 100);
  }
}

/** The answer, or why there is none. */
async function send(url: string, body: string, patienceMs: number): Promise<Answer | string> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
      body,
      signal: AbortSignal.timeout(Math.ceil(patienceMs)),
    });
    const answer = (await response.json()) as Answer;
    const fault = answer.errors?.find(({ extensions }) => LOST.has(String(extensions?.['code'])));
    return fault ? fault.message : answer;
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message} (${cause.message})` : message;
  }
}
