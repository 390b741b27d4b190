import { type Failure, isHubAway } from './offline/away.ts';

/** What can be done about a failure: each kind has another remedy. */
export type TroubleKind =
  /** No answer came: wait for the network. */
  | 'away'
  /** The hub, or a proxy before it, cannot answer for now: try again later. */
  | 'busy'
  /** Nobody is signed in, or no longer: sign in. */
  | 'signedOut'
  /** Whoever is signed in may not: ask somebody who may. */
  | 'forbidden'
  /** Somebody else has changed the same meanwhile: look, and decide. */
  | 'conflict'
  /** What was sent is wrong, too much, or names what does not exist: put it right. */
  | 'input'
  /** The hub failed, or does not understand this page: tell its operator, or load the page anew. */
  | 'server';

/** A failure as the page acts on it. The hub's own message is English and stays out of it. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** The hub's `extensions.code`; absent when it was not the hub that answered. */
  readonly code?: string;
  /** The argument that is wrong, by its path, such as `input.name`. */
  readonly field?: string;
  /** Why, for programs, such as `AREA`. */
  readonly reason?: string;
  /** Whatever else the hub says, such as what stands there now. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** What each code of the hub amounts to. A test holds this against the codes in the server's source. */
export const KIND_OF_CODE: Readonly<Record<string, TroubleKind>> = {
  UNAUTHENTICATED: 'signedOut',
  FORBIDDEN: 'forbidden',
  CONFLICT: 'conflict',
  NOT_FOUND: 'input',
  BAD_USER_INPUT: 'input',
  TOO_EXPENSIVE: 'input',
  TOO_LARGE: 'input',
  METHOD_NOT_ALLOWED: 'server',
  TOO_MANY_ATTEMPTS: 'busy',
  TOO_MANY_REQUESTS: 'busy',
  TIMEOUT: 'busy',
  BUSY: 'busy',
  // Until the operator has made room.
  DISK_FULL: 'server',
  INTERNAL_SERVER_ERROR: 'server',
  // The page and the hub are of different builds.
  PERSISTED_DOCUMENT_UNKNOWN: 'server',
  PERSISTED_QUERY_NOT_FOUND: 'server',
  PERSISTED_QUERY_NOT_SUPPORTED: 'server',
  GRAPHQL_PARSE_FAILED: 'server',
  GRAPHQL_VALIDATION_FAILED: 'server',
  OPERATION_RESOLUTION_FAILURE: 'server',
  BAD_REQUEST: 'server',
};

/** What an HTTP status amounts to where the hub's own words are missing, as behind a proxy. */
const KIND_OF_STATUS: Readonly<Record<number, TroubleKind>> = {
  401: 'signedOut',
  403: 'forbidden',
  404: 'input',
  408: 'busy',
  409: 'conflict',
  413: 'input',
  429: 'busy',
  502: 'busy',
  503: 'busy',
  504: 'busy',
};

/** What a failed request amounts to: by the hub's code, else by the HTTP status. */
export function troubleOf(failure: Failure): Trouble {
  const [first] = failure.graphQLErrors ?? [];
  if (first) {
    const { code = 'INTERNAL_SERVER_ERROR', field, reason, ...details } = first.extensions ?? {};
    return {
      kind: KIND_OF_CODE[String(code)] ?? 'server',
      code: String(code),
      ...(typeof field === 'string' && { field }),
      ...(typeof reason === 'string' && { reason }),
      details,
    };
  }
  if (isHubAway(failure)) return { kind: 'away', details: {} };
  return { kind: KIND_OF_STATUS[failure.response?.status ?? 0] ?? 'server', details: {} };
}

/**
 * Whether the same request may succeed later without anybody doing anything: what was sent is neither taken nor
 * refused. So is everything that did not come from the hub itself.
 */
export function isPassing({ kind, code }: Trouble): boolean {
  return code === undefined || kind === 'busy' || kind === 'server';
}

/** How many minutes to wait before the next attempt, as far as the hub says; at least one. */
export function minutesToWait({ details }: Trouble): number {
  return Math.max(1, Math.ceil(Number(details['retryAfterSeconds'] ?? 0) / 60));
}
