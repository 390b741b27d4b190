import * as client from 'openid-client';
import type { OidcConfig } from '../shared/config.ts';
import type { Profile } from './oidc-names.ts';
import { LONGEST_SUB } from './subject.ts';

/** The provider must answer within so long. */
const TIMEOUT_SECONDS = 5;
/** Metadata of the provider is read again after so long. */
const KNOWN_FOR_MS = 60 * 60 * 1000;
/** Errors of `openid-client` that mean: no answer, or none that can be read. */
const NO_ANSWER = new Set<unknown>([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

/** What a provider must tell of itself. */
const NEEDED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;

/** Path to which the provider sends browsers back. */
export const CALLBACK = '/auth/oidc/callback';

/** Why a provider did not vouch for anybody; see `registerOidc`. */
export type ProviderFailure = 'UNAVAILABLE' | 'CANCELLED' | 'REFUSED';

/** A provider did not vouch for anybody. The message is for the operator and holds nothing secret. */
export class ProviderError extends Error {
  readonly reason: ProviderFailure;

  constructor(reason: ProviderFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** What must be the same when the browser comes back, known to it and the hub alone. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  /** Secret of PKCE, of which the provider is told the digest first. */
  readonly verifier: string;
}

/** Somebody whom the provider vouches for. */
export interface Vouched {
  /** Who they are there, for ever. */
  readonly sub: string;
  /** What they are called there. @throws ProviderError */
  profile(): Promise<Profile>;
}

/**
 * An organisation's OpenID Connect provider: the authorization code flow with PKCE, `state` and `nonce`.
 * Its metadata is read when first needed, so that the hub runs without it.
 * Ending a session there, when one is ended here or the other way round, is not done.
 * @source OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9700
 */
export class Provider {
  readonly #config: OidcConfig;
  #known: { readonly configuration: Promise<client.Configuration>; readonly until: number } | null =
    null;

  constructor(config: OidcConfig) {
    this.#config = config;
  }

  /** Where to send a browser so that its person shows who they are. @throws ProviderError */
  begin(flow: Flow): Promise<URL> {
    return this.#ask(async (configuration) =>
      client.buildAuthorizationUrl(configuration, {
        redirect_uri: this.#config.publicUrl + CALLBACK,
        scope: this.#config.create ? 'openid profile' : 'openid',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      }),
    );
  }

  /** Whom the provider vouches for, by the query with which it sent the browser back. @throws ProviderError */
  finish(flow: Flow, query: string): Promise<Vouched> {
    return this.#ask(async (configuration) => {
      const back = new URL(this.#config.publicUrl + CALLBACK);
      back.search = query;
      const tokens = await client.authorizationCodeGrant(configuration, back, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const { iss, sub } = tokens.claims() as client.IDToken;
      // A provider of many organisations may vouch in the name of another one.
      if (!URL.canParse(iss) || new URL(iss).href !== this.#config.issuer) {
        throw new ProviderError('REFUSED', `the token was issued by ${JSON.stringify(iss)}`);
      }
      if (!sub.trim() || sub.length > LONGEST_SUB || sub.includes('\0') || !sub.isWellFormed()) {
        throw new ProviderError('REFUSED', 'the claim sub is empty, too long or no text');
      }
      const profile = (): Promise<Profile> => this.#profile(tokens, sub);
      return { sub, profile };
    });
  }

  #profile(
    tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers,
    sub: string,
  ): Promise<Profile> {
    return this.#ask(async (configuration) => {
      const claims: Profile = tokens.claims() as client.IDToken;
      const isTold = claims['preferred_username'] || claims['name'];
      if (isTold || !configuration.serverMetadata().userinfo_endpoint) return claims;
      return client.fetchUserInfo(configuration, tokens.access_token, sub);
    });
  }

  /** Whatever goes wrong with the provider is its failure, not the hub's. */
  async #ask<T>(question: (configuration: client.Configuration) => Promise<T>): Promise<T> {
    try {
      return await question(await this.#configuration());
    } catch (error) {
      throw error instanceof ProviderError
        ? error
        : new ProviderError(reasonOf(error), describe(error));
    }
  }

  /** What the provider tells of itself; whoever asks meanwhile waits for the same answer. */
  #configuration(): Promise<client.Configuration> {
    if (this.#known && Date.now() < this.#known.until) return this.#known.configuration;
    const configuration = this.#discover();
    const known = { configuration, until: Date.now() + KNOWN_FOR_MS };
    this.#known = known;
    configuration.catch(() => {
      if (this.#known === known) this.#known = null;
    });
    return configuration;
  }

  async #discover(): Promise<client.Configuration> {
    const { clientId, clientSecret } = this.#config;
    const issuer = new URL(this.#config.issuer);
    // Tokens' signatures are checked too, though they come from the provider itself.
    const execute = [client.enableNonRepudiationChecks];
    // The configuration takes http on loopback only.
    if (issuer.protocol === 'http:') execute.push(client.allowInsecureRequests);
    const options = { execute, timeout: TIMEOUT_SECONDS };
    const how = authentication(clientSecret);
    const configuration = await client
      .discovery(issuer, clientId, {}, how, options)
      .catch((error: unknown) => {
        throw new ProviderError('UNAVAILABLE', describe(error));
      });
    const metadata = configuration.serverMetadata();
    const missing = NEEDED.find((name) => !URL.canParse(metadata[name] ?? ''));
    if (missing) throw new ProviderError('UNAVAILABLE', `it does not tell its ${missing}`);
    return configuration;
  }
}

/** How the hub shows who it is: as the provider likes it, in the header unless it says otherwise. */
function authentication(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

function reasonOf(error: unknown): ProviderFailure {
  if (error instanceof client.AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'CANCELLED';
    const isBusy = error.error === 'server_error' || error.error === 'temporarily_unavailable';
    return isBusy ? 'UNAVAILABLE' : 'REFUSED';
  }
  if (
    error instanceof client.ResponseBodyError ||
    error instanceof client.WWWAuthenticateChallengeError
  ) {
    return error.status >= 500 ? 'UNAVAILABLE' : 'REFUSED';
  }
  const { code } = error as { code?: string };
  // The network's errors are TypeErrors.
  return error instanceof TypeError || NO_ANSWER.has(code) ? 'UNAVAILABLE' : 'REFUSED';
}

/** An error in words. Not whole: its causes hold what was sent and answered, codes and tokens with it. */
function describe(error: unknown): string {
  if (
    error instanceof client.AuthorizationResponseError ||
    error instanceof client.ResponseBodyError
  ) {
    return `it answered ${JSON.stringify(error.error.slice(0, 100))}`;
  }
  if (!(error instanceof Error)) return 'something went wrong';
  const { cause, message } = error;
  if (!(cause instanceof Error) || cause.message === message) return message;
  return `${message}: ${cause.message || (cause as { code?: string }).code}`;
}
