import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { client } from './client.ts';
import { reportNetworkFailure } from './offline/online.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** What became of a mutation: the hub's answer, or why there is none. */
export type Delivery<Data> = { readonly data: Data } | { readonly trouble: Trouble };

/** An answer that takes longer counts as none. */
const TIMEOUT_MS = 30_000;
const NO_ANSWER: Trouble = { kind: 'away', details: {} };

/**
 * Sends a mutation that may be sent again: one that names its request, so that the hub makes it once however often
 * it arrives. An answer that does not come in time counts as a network that is away.
 */
export async function deliver<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Delivery<Data>> {
  const { data, error } = await Promise.race([
    client.mutation(document, variables).toPromise(),
    timeout(),
  ]);
  if (data && Object.values(data).every((payload) => payload !== null)) return { data };
  const trouble = error ? troubleOf(error) : NO_ANSWER;
  if (error && trouble.kind === 'away') reportNetworkFailure();
  return { trouble };
}

function timeout(): Promise<{ data?: undefined; error?: undefined }> {
  return new Promise((resolve) => setTimeout(() => resolve({}), TIMEOUT_MS));
}
