import { Client, escapeIdentifier } from 'pg';

/** The schema that holds the hub's tables unless another one is named. */
export const DEFAULT_SCHEMA = 'public';
/** Table of the migrations that have been applied. */
export const MIGRATION_TABLE = 'migration';

/** PostgreSQL's codes of errors that have a remedy of their own. */
const UNKNOWN_DATABASE = '3D000';
const WRONG_PASSWORD = '28P01';
const FORBIDDEN = '42501';

/** What is known of the place where the hub's tables are, or are to be. */
interface Found {
  /** Names of the migrations that have been applied; null where there is no table of them. */
  readonly applied: readonly string[] | null;
  /** Tables in the schema that bear names of the hub's own. */
  readonly taken: readonly string[];
}

/**
 * Looks at a PostgreSQL database before anything is written to it. A name that was mistyped must not become a
 * new database, nor may tables of another program or of a newer hub be taken for this hub's own. Creates the
 * schema, if another one than the default is named.
 * @throws an error that says what is in the way and what to do
 */
export async function prepareTarget(
  databaseUrl: string,
  schema: string,
  { tables, migrations }: { tables: readonly string[]; migrations: readonly string[] },
): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    if (schema !== DEFAULT_SCHEMA) {
      await client.query(`CREATE SCHEMA IF NOT EXISTS ${escapeIdentifier(schema)}`);
    }
    refuse(await look(client, schema, tables), schema, migrations);
  } catch (error) {
    throw explained(error as Error & { code?: string }, databaseUrl, schema);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function look(client: Client, schema: string, tables: readonly string[]): Promise<Found> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename = ANY($2)
      ORDER BY tablename`,
    [schema, [...tables, MIGRATION_TABLE]],
  );
  const names = rows.map(({ name }) => name);
  const taken = names.filter((name) => name !== MIGRATION_TABLE);
  if (!names.includes(MIGRATION_TABLE)) return { applied: null, taken };
  const place = `${escapeIdentifier(schema)}.${escapeIdentifier(MIGRATION_TABLE)}`;
  const { rows: applied } = await client.query<{ name: string }>(`SELECT name FROM ${place}`);
  return { applied: applied.map(({ name }) => name), taken };
}

class TargetError extends Error {}

function refuse({ applied, taken }: Found, schema: string, migrations: readonly string[]): void {
  if (applied === null) {
    if (taken.length === 0) return;
    throw new TargetError(
      `The schema "${schema}" of the database has tables that are not Jinlin's: ${taken.join(', ')}. ` +
        'Name another schema by JINLIN_SCHEMA, or another database by DATABASE_URL.',
    );
  }
  const newer = applied.filter((name) => !migrations.includes(name));
  if (newer.length === 0) return;
  throw new TargetError(
    `The database was brought up to date by a newer Jinlin (${newer.join(', ')}). ` +
      'Start that version, or restore a backup that this version made.',
  );
}

function explained(error: Error & { code?: string }, url: string, schema: string): Error {
  if (error instanceof TargetError) return error;
  const { pathname, host, username } = new URL(url);
  const name = decodeURIComponent(pathname.slice(1)) || username;
  if (error.code === UNKNOWN_DATABASE) {
    return new Error(
      `There is no database "${name}" on ${host}. Put DATABASE_URL right, or create it: createdb ${name}`,
    );
  }
  if (error.code === WRONG_PASSWORD) {
    return new Error(`The password or user in DATABASE_URL is wrong: ${error.message}.`);
  }
  if (error.code === FORBIDDEN) {
    return new Error(
      `The user in DATABASE_URL may not use the schema "${schema}": ${error.message}. Grant it, or name another one by JINLIN_SCHEMA.`,
    );
  }
  return new Error(
    `The database cannot be reached (${error.message}). Check DATABASE_URL and that the server is up.`,
    { cause: error },
  );
}
