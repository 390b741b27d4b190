import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { beginWrite } from '../hub/hub.queries.ts';
import { publishChange } from '../hub/publish.queries.ts';
import type { KindRow } from '../rules/kinds.queries.ts';
import { ConflictError } from '../shared/errors.ts';
import type { NewKind } from './kind.input.ts';

/** What a write of a kind of facility did. */
export interface KindChange {
  readonly facilityKind: KindRow;
  readonly dataVersion: string;
}

/** Creates a kind of facility. No rule asks for it yet, so no coverage changes. @throws CONFLICT */
export function createFacilityKind(em: EntityManager, kind: NewKind): Promise<KindChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    const { code, name, nameEn, description } = kind;
    const { rows } = await sql<{ id: number }>`
      INSERT INTO facility_kind (code, name, name_en, description)
      VALUES (${code}, ${name}, ${nameEn}, ${description})
      ON CONFLICT (code) DO NOTHING RETURNING id`.execute(tx.getKysely());
    const [created] = rows;
    if (!created) {
      throw new ConflictError(
        'input.code',
        `input.code: a facility kind with the code ${JSON.stringify(code)} exists already; use it, or choose another code.`,
      );
    }
    await publishChange(tx, { dataVersion, everything: true });
    return { facilityKind: { id: created.id, ...kind }, dataVersion };
  });
}
