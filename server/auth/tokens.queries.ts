import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ApiToken, Scope } from '../../db/entities/api-token.ts';
import { NotFoundError } from '../shared/errors.ts';
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

/** Makes a token; its secret is known this once. */
export async function createToken(
  em: EntityManager,
  personId: number,
  { name, scopes, days }: { name: string; scopes: readonly Scope[]; days: number },
): Promise<{ token: TokenRow; secret: string }> {
  const secret = PREFIX + newSecret();
  const { rows } = await sql<TokenRow>`
    INSERT INTO api_token (digest, person_id, name, scopes, expires_at)
    VALUES (${digestOf(secret)}, ${personId}, ${name}, ${[...new Set(scopes)]}::text[],
      now() + make_interval(days => ${days}::int)) RETURNING ${COLUMNS}`.execute(em.getKysely());
  return { token: rows[0] as TokenRow, secret };
}

/** Revokes one's own token at once. @throws NOT_FOUND */
export async function revokeToken(em: EntityManager, personId: number, id: number): Promise<void> {
  const { rows } = await sql`
    DELETE FROM api_token WHERE id = ${id} AND person_id = ${personId} RETURNING id`.execute(
    em.getKysely(),
  );
  if (rows.length > 0) return;
  throw new NotFoundError('id', `id: you have no token ${globalId('token', id)}.`);
}
