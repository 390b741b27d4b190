/** What is known of a request that failed, as urql's `CombinedError` or an HTTP response says it. */
export interface Failure {
  readonly graphQLErrors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
  readonly networkError?: Error | undefined;
  /** The response, if there was one. */
  readonly response?: { readonly status: number; readonly ok: boolean } | undefined;
}

/** Whether no answer came from the hub: none at all, or one broken off or of somebody else. */
export function isHubAway({ graphQLErrors = [], response }: Failure): boolean {
  return graphQLErrors.length === 0 && (!response || response.ok);
}
