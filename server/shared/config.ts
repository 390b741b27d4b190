/** An organisation's OpenID Connect provider, by which people can sign in too. */
export interface OidcConfig {
  /** Identifier of the provider: an https URL (http on loopback only), in its normal form. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Name of the organisation, shown on the button. */
  readonly name: string;
  /** Origin at which browsers reach the hub, such as `https://hub.example`. */
  readonly publicUrl: string;
  /** Whether people unknown so far are entered, with the role VIEWER. */
  readonly create: boolean;
}

const SECOND_FACTORS = ['optional', 'administrators', 'everybody'] as const;
/** Of those who sign in by a password, who must have a second factor. */
export type SecondFactorDemand = (typeof SECOND_FACTORS)[number];

/** How the hub runs; every value comes from the environment. */
export interface Config {
  /** TCP port to listen on. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
  /** `postgres://…`, or undefined for the embedded database. */
  readonly databaseUrl: string | undefined;
  /** Folder of the embedded database. */
  readonly dataDir: string;
  /** Secret of the operator, who may do everything; without one only people who sign in may write. */
  readonly adminToken: string | undefined;
  /** Whether anybody may read. */
  readonly publicReading: boolean;
  /** `JINLIN_TRUST_PROXY` as it was given: which proxies in front are believed about who asks. */
  readonly trustProxy: string | undefined;
  /** Origin at which browsers reach the hub, such as `https://hub.example`, if it was named. */
  readonly publicUrl: string | undefined;
  /** Names of hosts by which the hub may be asked, besides addresses and `localhost`. */
  readonly allowedHosts: readonly string[];
  /** Origins of other sites whose pages may use the whole API. */
  readonly corsOrigins: readonly string[];
  /** How many requests of one network are answered within a minute; undefined for any number. */
  readonly requestsPerMinute: number | undefined;
  /** How many WebSockets of one network may be open; undefined for any number. */
  readonly socketsPerNetwork: number | undefined;
  /** Whether an empty database is filled with the sample city: the embedded one unless told otherwise. */
  readonly sample: boolean;
  /** Schema of PostgreSQL that holds the hub's tables. */
  readonly schema: string;
  /** Who must have a second factor. */
  readonly secondFactor: SecondFactorDemand;
  /** What seals the secrets of second factors; undefined for a key that the database keeps. */
  readonly secretKey: string | undefined;
  /** The organisation's provider, if people can sign in by one. */
  readonly oidc: OidcConfig | undefined;
}

const SHORTEST_TOKEN = 16;
/** What a provider needs: all of it or none. */
const OIDC_VARIABLES = [
  'JINLIN_OIDC_ISSUER',
  'JINLIN_OIDC_CLIENT_ID',
  'JINLIN_OIDC_CLIENT_SECRET',
  'JINLIN_OIDC_NAME',
  'JINLIN_PUBLIC_URL',
] as const;

/** Reads the configuration. @throws an error that names the variable and what it takes */
export function readConfig(env: Record<string, string | undefined>): Config {
  const port = Number(env['PORT'] ?? 4000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be a number from 0 to 65535, not "${env['PORT']}".`);
  }
  const databaseUrl = env['DATABASE_URL'] || undefined;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Error(
      'DATABASE_URL must begin with postgres:// (or be unset for the embedded database).',
    );
  }
  const publicUrl = env['JINLIN_PUBLIC_URL']?.trim()
    ? readOrigin(env['JINLIN_PUBLIC_URL'].trim())
    : undefined;
  return {
    port,
    host: env['HOST'] || '127.0.0.1',
    databaseUrl,
    dataDir: env['JINLIN_DATA_DIR'] || '.data',
    adminToken: readSecret(env, 'JINLIN_ADMIN_TOKEN'),
    publicReading: readSwitch(env, 'JINLIN_PUBLIC_READING', 'on'),
    trustProxy: env['JINLIN_TRUST_PROXY'] || undefined,
    publicUrl,
    allowedHosts: readHosts(env, publicUrl),
    corsOrigins: readCorsOrigins(env['JINLIN_CORS_ORIGINS']),
    // An office, or a whole authority, may sit behind one address.
    requestsPerMinute: readLimit(env, 'JINLIN_REQUESTS_PER_MINUTE', 6_000),
    socketsPerNetwork: readLimit(env, 'JINLIN_SOCKETS_PER_NETWORK', 500),
    // A real database gets invented data only when somebody asks for them.
    sample: readSwitch(env, 'JINLIN_SAMPLE', databaseUrl ? 'off' : 'on'),
    schema: readSchema(env['JINLIN_SCHEMA']),
    secondFactor: readSecondFactor(env['JINLIN_SECOND_FACTOR']),
    secretKey: readSecret(env, 'JINLIN_SECRET_KEY'),
    oidc: readOidc(env),
  };
}

function readSecret(env: Record<string, string | undefined>, name: string): string | undefined {
  const value = env[name] || undefined;
  if (value === undefined || (value.length >= SHORTEST_TOKEN && !/\s/.test(value))) return value;
  throw new Error(`${name} must have at least ${SHORTEST_TOKEN} characters and no blanks.`);
}

function readSecondFactor(value: string | undefined): SecondFactorDemand {
  const wanted = value?.trim() || 'optional';
  const known = SECOND_FACTORS.find((each) => each === wanted);
  if (known) return known;
  throw new Error(
    `JINLIN_SECOND_FACTOR must be one of ${SECOND_FACTORS.join(', ')}, not "${value}".`,
  );
}

function readSchema(value = 'public'): string {
  if (/^[a-z_][a-z0-9_]{0,39}$/.test(value) && !value.startsWith('pg_')) return value;
  throw new Error(
    `JINLIN_SCHEMA must be 1 to 40 of a–z, 0–9 and _, not beginning with a digit or pg_, not "${value}".`,
  );
}

function readHosts(
  env: Record<string, string | undefined>,
  publicUrl: string | undefined,
): string[] {
  const named = (env['JINLIN_ALLOWED_HOSTS'] ?? '').split(',').map((name) => name.trim());
  const hosts = named.filter((name) => name !== '').map((name) => name.toLowerCase());
  const wrong = hosts.find((name) => !/^[a-z0-9.-]{1,253}$/.test(name));
  if (wrong !== undefined) {
    throw new Error(
      `JINLIN_ALLOWED_HOSTS must be names of hosts without ports, such as hub.example,hub.intra, not "${wrong}".`,
    );
  }
  return [...hosts, ...(publicUrl ? [new URL(publicUrl).hostname] : [])];
}

/** Origins, separated by commas; never `*`: what everybody may read is open to all sites anyway. */
function readCorsOrigins(value = ''): string[] {
  const origins = value.split(',').map((origin) => origin.trim());
  return origins
    .filter((origin) => origin !== '')
    .map((origin) => {
      if (/^https?:\/\//.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin)
        return origin;
      throw new Error(
        `JINLIN_CORS_ORIGINS must be origins such as https://maps.example,https://app.example:8443 (no path, no "*"), not "${origin}".`,
      );
    });
}

/** A whole number of 1 or more; `off` for undefined. */
function readLimit(
  env: Record<string, string | undefined>,
  name: string,
  otherwise: number,
): number | undefined {
  const value = env[name]?.trim() || String(otherwise);
  if (value === 'off') return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new Error(`${name} must be a whole number of 1 or more, or off, not "${value}".`);
}

function readSwitch(
  env: Record<string, string | undefined>,
  name: string,
  otherwise: 'on' | 'off',
): boolean {
  const value = env[name] || otherwise;
  if (value !== 'on' && value !== 'off')
    throw new Error(`${name} must be on or off, not "${value}".`);
  return value === 'on';
}

function readOidc(env: Record<string, string | undefined>): OidcConfig | undefined {
  const create = readSwitch(env, 'JINLIN_OIDC_CREATE', 'off');
  const missing = OIDC_VARIABLES.find((name) => !env[name]?.trim());
  // The public address is of use without a provider, too.
  const given = OIDC_VARIABLES.find((name) => name !== 'JINLIN_PUBLIC_URL' && env[name]?.trim());
  if (missing && (given || create)) {
    throw new Error(
      `${missing} is missing: signing in by OpenID Connect needs all of ${OIDC_VARIABLES.join(', ')} (${given ?? 'JINLIN_OIDC_CREATE'} is set).`,
    );
  }
  if (missing) return undefined;
  const [issuer, clientId, clientSecret, name, publicUrl] = OIDC_VARIABLES.map((variable) =>
    (env[variable] as string).trim(),
  ) as [string, string, string, string, string];
  // The cookie that guards a sign-in is sealed with it, so it must not be guessable.
  if (clientSecret.length < SHORTEST_TOKEN) {
    throw new Error(
      `JINLIN_OIDC_CLIENT_SECRET must have at least ${SHORTEST_TOKEN} characters; let the provider make a new one.`,
    );
  }
  return {
    issuer: readIssuer(issuer),
    clientId,
    clientSecret,
    name,
    publicUrl: readOrigin(publicUrl),
    create,
  };
}

function readIssuer(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (!url || !isSafe || url.search || url.hash || url.username) {
    throw new Error(
      `JINLIN_OIDC_ISSUER must be the https URL of the provider, such as https://login.example/realms/city, not "${value}". (http is for a provider on this machine only.)`,
    );
  }
  if (url.pathname.includes('/.well-known/')) {
    throw new Error('JINLIN_OIDC_ISSUER must leave out "/.well-known/…": the hub adds it.');
  }
  return url.href;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.[\d.]+$/.test(hostname);
}

function readOrigin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new Error(
      `JINLIN_PUBLIC_URL must be the address at which browsers reach the hub, without a path, such as https://hub.example, not "${value}".`,
    );
  }
  return url.origin;
}
