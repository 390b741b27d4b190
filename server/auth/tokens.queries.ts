import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ApiToken, Scope } from '../../db/entities/api-token.ts';
import { BadUserInputError, NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { instant } from '../shared/instant.ts';
import { digestOf, newSecret } from './secrets.ts';

/** A token as it is read; its secret never is. */
export type TokenRow = Omit<ApiToken, 'createdAt' | 'expiresAt' | 'usedAt'> & {
  createdAt: string;
  expiresAt: string;
  usedAt: string | null;
};

/** By which people, and programs that look for lost secrets, know it. */
const PREFIX = 'jinlin_';

/** The most tokens that a person may have. */
const MOST_TOKENS = 20;

const COLUMNS = sql`id, name, scopes, ${instant('created_at')} AS "createdAt",
  ${instant('expires_at')} AS "expiresAt", ${instant('used_at')} AS "usedAt"`;

/** A person's tokens that have not been revoked, the newest first. */
export async function findTokens(em: EntityManager, personId: number): Promise<TokenRow[]> {
  const { rows } = await sql<TokenRow>`
    SELECT ${COLUMNS} FROM api_token WHERE person_id = ${personId} ORDER BY id DESC`.execute(
    em.getKysely(),
  );
  return rows;
}

/** Tokens of people that have not been revoked, the newest first, by person id. */
export async function tokensOfPeople(
  em: EntityManager,
  personIds: readonly number[],
): Promise<Map<number, TokenRow[]>> {
  const { rows } = await sql<TokenRow & { personId: number }>`
    SELECT ${COLUMNS}, person_id AS "personId" FROM api_token
    WHERE person_id = ANY(${[...personIds]}::int[]) ORDER BY id DESC`.execute(em.getKysely());
  return Map.groupBy(rows, ({ personId }) => personId);
}

/** Makes a token; its secret is known this once. @throws BAD_USER_INPUT when the person has as many as one may */
export async function createToken(
  em: EntityManager,
  personId: number,
  { name, scopes, days }: { name: string; scopes: readonly Scope[]; days: number },
): Promise<{ token: TokenRow; secret: string }> {
  const secret = PREFIX + newSecret();
  return em.transactional(async (tx) => {
    // Tokens that are made at the same time must not be more together.
    await sql`SELECT 1 FROM person WHERE id = ${personId} FOR UPDATE`.execute(tx.getKysely());
    await sql`DELETE FROM api_token WHERE person_id = ${personId} AND expires_at <= now()`.execute(
      tx.getKysely(),
    );
    const { length } = await findTokens(tx, personId);
    if (length >= MOST_TOKENS) {
      throw new BadUserInputError(
        'input',
        `you have ${length} tokens, and ${MOST_TOKENS} are the most; revoke one that is not needed.`,
      );
    }
    const { rows } = await sql<TokenRow>`
      INSERT INTO api_token (digest, person_id, name, scopes, expires_at)
      VALUES (${digestOf(secret)}, ${personId}, ${name}, ${[...new Set(scopes)]}::text[],
        now() + make_interval(days => ${days}::int)) RETURNING ${COLUMNS}`.execute(tx.getKysely());
    return { token: rows[0] as TokenRow, secret };
  });
}

/** Revokes all tokens of a person at once. */
export async function revokeTokens(tx: EntityManager, personId: number): Promise<void> {
  await sql`DELETE FROM api_token WHERE person_id = ${personId}`.execute(tx.getKysely());
}

/** Revokes a person's token at once. @throws NOT_FOUND */
export async function revokeToken(em: EntityManager, personId: number, id: number): Promise<void> {
  const { rows } = await sql`
    DELETE FROM api_token WHERE id = ${id} AND person_id = ${personId} RETURNING id`.execute(
    em.getKysely(),
  );
  if (rows.length > 0) return;
  throw new NotFoundError('id', `id: there is no such token ${globalId('token', id)}.`);
}
