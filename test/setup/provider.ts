import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';

/** Where the tests' browsers believe the hub to be: behind a proxy that speaks HTTPS. */
export const PUBLIC_URL = 'https://hub.example';
export const CLIENT_SECRET = 'the-secret-of-the-hub-at-the-provider';

/** A real OpenID Connect provider on loopback, at which everybody can sign in as anybody. */
export interface TestProvider {
  readonly issuer: string;
  readonly port: number;
  /** Changes what the provider answers where the hub redeems a code. */
  onToken: ((context: KoaContextWithOIDC) => void) | undefined;
  /** An ID token with other claims, or another signature, in the place of the one that is answered. */
  forge(change: (claims: Record<string, unknown>) => object, broken?: 'signature'): void;
  close(): Promise<void>;
}

/** Starts a provider that knows two clients of a hub, `jinlin` and `other`; on any port unless one is given. */
export async function startProvider({
  port: givenPort = 0,
  publicUrl = PUBLIC_URL,
} = {}): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(givenPort, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'only', use: 'sig', alg: 'RS256' };
  const redirect_uris = [`${publicUrl}/auth/oidc/callback`];
  const provider = new Provider(issuer, {
    clients: ['jinlin', 'other'].map((client_id) => ({
      client_id,
      client_secret: CLIENT_SECRET,
      redirect_uris,
    })),
    jwks: { keys: [key as never] },
    cookies: { keys: ['a key of the cookies of the provider'] },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, preferred_username: sub, name: `${sub} 同志` }),
    }),
  });
  const self: TestProvider = {
    issuer,
    port,
    onToken: undefined,
    forge(change, broken) {
      self.onToken = (context) => {
        const body = context.body as { id_token: string };
        const [header, claims] = body.id_token.split('.') as [string, string];
        const changed = change(JSON.parse(Buffer.from(claims, 'base64url').toString()));
        const signed = `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}`;
        const signature = sign('sha256', Buffer.from(broken ?? signed), privateKey);
        body.id_token = `${signed}.${signature.toString('base64url')}`;
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  provider.use(async (context, next) => {
    await next();
    if (context.path === '/token') self.onToken?.(context as KoaContextWithOIDC);
  });
  server.on('request', provider.callback());
  return self;
}

/** A browser as far as signing in needs one: it keeps cookies, and goes on only when told to. */
export class TestBrowser {
  readonly #hubUrl: string;
  readonly #jars = new Map<string, Map<string, string>>();

  constructor(hubUrl: string) {
    this.#hubUrl = hubUrl;
  }

  /** The cookies of the hub as they are sent. */
  get cookie(): string {
    return this.#cookies(PUBLIC_URL);
  }

  set cookie(value: string) {
    this.#jars.set(PUBLIC_URL, new Map([value.split('=', 2) as [string, string]]));
  }

  /** Opens an address; at the public address of the hub stands the hub. */
  async open(address: string | URL, form?: Record<string, string>): Promise<Response> {
    const { href, origin } = new URL(address, PUBLIC_URL);
    const response = await fetch(href.replace(PUBLIC_URL, this.#hubUrl), {
      method: form ? 'POST' : 'GET',
      headers: { cookie: this.#cookies(origin) },
      body: form ? new URLSearchParams(form) : null,
      redirect: 'manual',
    });
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Begins at the hub: the address at the provider to which it sends the browser. */
  async begin(returnPath?: string): Promise<URL> {
    const query = returnPath === undefined ? '' : `?${new URLSearchParams({ return: returnPath })}`;
    return new URL(locationOf(await this.open(`/auth/oidc${query}`)), PUBLIC_URL);
  }

  /** Shows the provider who one is, or gives up there: the address with which it sends the browser back. */
  async vouch(authorization: URL, sub: string | null): Promise<string> {
    let at = locationOf(await this.open(authorization), authorization);
    for (let step = 0; !at.startsWith(PUBLIC_URL); step++) {
      if (step > 10) throw new Error(`The provider goes round in circles at ${at}.`);
      const isAsked = at.includes('/interaction/');
      if (isAsked && sub === null) at = locationOf(await this.open(`${at}/abort`), authorization);
      else if (isAsked) {
        const prompt = (await (await this.open(at)).text()).includes('name="login"');
        const form = prompt ? { prompt: 'login', login: sub as string } : { prompt: 'consent' };
        at = locationOf(await this.open(at, form), authorization);
      } else at = locationOf(await this.open(at), authorization);
    }
    return at;
  }

  /** All of it: the hub's answer in the end. */
  async signIn(sub: string, returnPath?: string): Promise<Response> {
    return this.open(await this.vouch(await this.begin(returnPath), sub));
  }

  #cookies(origin: string): string {
    return [...(this.#jars.get(origin) ?? [])].map((pair) => pair.join('=')).join('; ');
  }
}

/** Where an answer sends the browser. */
export function locationOf(response: Response, base: string | URL = PUBLIC_URL): string {
  const location = response.headers.get('location');
  if (!location)
    throw new Error(`An answer ${response.status} from ${response.url} leads nowhere.`);
  return new URL(location, base).href;
}
