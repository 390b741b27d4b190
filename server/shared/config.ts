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
  /** Whether a proxy in front of the hub tells who asks (`X-Forwarded-…`). */
  readonly trustProxy: boolean;
  /** Whether an empty database is filled with the sample city. */
  readonly sample: boolean;
}

const SHORTEST_TOKEN = 16;

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
  const adminToken = env['JINLIN_ADMIN_TOKEN'] || undefined;
  if (adminToken && (adminToken.length < SHORTEST_TOKEN || /\s/.test(adminToken))) {
    throw new Error(
      `JINLIN_ADMIN_TOKEN must have at least ${SHORTEST_TOKEN} characters and no blanks.`,
    );
  }
  return {
    port,
    host: env['HOST'] || '127.0.0.1',
    databaseUrl,
    dataDir: env['JINLIN_DATA_DIR'] || '.data',
    adminToken,
    publicReading: readSwitch(env, 'JINLIN_PUBLIC_READING', 'on'),
    trustProxy: readSwitch(env, 'JINLIN_TRUST_PROXY', 'off'),
    sample: readSwitch(env, 'JINLIN_SAMPLE', 'on'),
  };
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
