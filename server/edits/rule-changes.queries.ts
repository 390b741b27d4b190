import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { judgeCommunities } from '../coverage/judging.queries.ts';
import { beginWrite } from '../hub/hub.queries.ts';
import { publishChange } from '../hub/publish.queries.ts';
import { getKinds } from '../rules/kinds.queries.ts';
import type { RuleRow } from '../rules/rules.queries.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../shared/errors.ts';
import { applyRuleChanges, type NewRule, type RuleText } from './rule.input.ts';

/** The most rules that may be in force at once. */
const MAX_RULES = 50;

/** What a write of a rule did. */
export interface RuleChange {
  readonly rule: RuleRow;
  readonly dataVersion: string;
}

/** The state that a change is based on. */
interface Basis {
  readonly code: string;
  readonly version: number;
}

/** A rule on record, in force or retired, with the codes of its kinds. */
type RuleOnRecord = RuleRow & RuleText & { active: boolean };

/**
 * Creates a rule and judges every community by it, in one transaction.
 * @throws NOT_FOUND for an unknown kind, CONFLICT for a code that exists and beyond {@link MAX_RULES}
 */
export function createRule(em: EntityManager, input: NewRule): Promise<RuleChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    await publishChange(tx, { dataVersion, everything: true });
    await demandRoom(tx, input.code);
    const kindIds = await kindIdsOf(tx, input);
    const { code, name, nameEn, description, clause, radiusMeters, reading, minimumShare } = input;
    const { rows } = await sql<{ id: number }>`
      INSERT INTO coverage_rule
        (code, name, name_en, description, clause, radius_meters, reading, minimum_share)
      VALUES (${code}, ${name}, ${nameEn}, ${description}, ${clause}, ${radiusMeters}::float8,
        ${reading}, ${minimumShare}::float8) RETURNING id`.execute(tx.getKysely());
    const { id } = rows[0] as { id: number };
    const { facilityKinds: _, ...text } = input;
    const rule = { ...text, id, version: 1, kindIds };
    await storeKinds(tx, rule);
    await judgeCommunities(tx, undefined, [rule]);
    return { rule, dataVersion };
  });
}

/**
 * Changes a rule in force. Communities are judged anew when its radius, kinds, reading or share change;
 * else their outcomes stand, and only take the new version: a stored outcome always names the version of
 * its rule. What changes nothing leaves the version as it is.
 * @throws NOT_FOUND, CONFLICT when it changed since, BAD_USER_INPUT when retired
 */
export function updateRule(
  em: EntityManager,
  basis: Basis,
  changes: Partial<RuleText>,
): Promise<RuleChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    await publishChange(tx, { dataVersion, everything: true });
    const before = await getInForce(tx, basis);
    const after = applyRuleChanges(before, changes);
    const kindIds = await kindIdsOf(tx, after);
    const changesVerdict =
      after.radiusMeters !== before.radiusMeters ||
      after.reading !== before.reading ||
      after.minimumShare !== before.minimumShare ||
      kindIds.join() !== before.kindIds.join();
    const changesText =
      after.name !== before.name ||
      after.nameEn !== before.nameEn ||
      after.description !== before.description ||
      after.clause !== before.clause;
    if (!changesVerdict && !changesText) return { rule: before, dataVersion };

    const rule: RuleRow = { ...before, ...after, kindIds, version: before.version + 1 };
    await storeRule(tx, rule);
    if (changesVerdict) {
      await storeKinds(tx, rule);
      await judgeCommunities(tx, undefined, [rule]);
    } else {
      await sql`UPDATE coverage SET rule_version = ${rule.version} WHERE rule_id = ${rule.id}`.execute(
        tx.getKysely(),
      );
    }
    return { rule, dataVersion };
  });
}

/** Retires a rule: it stays on record, and its outcomes go. @throws as {@link updateRule} */
export function retireRule(em: EntityManager, basis: Basis): Promise<RuleChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    await publishChange(tx, { dataVersion, everything: true });
    const before = await getInForce(tx, basis);
    const rule = { ...before, version: before.version + 1 };
    const db = tx.getKysely();
    await sql`UPDATE coverage_rule SET active = false, version = ${rule.version}
      WHERE id = ${rule.id}`.execute(db);
    await sql`DELETE FROM coverage WHERE rule_id = ${rule.id}`.execute(db);
    return { rule, dataVersion };
  });
}

async function demandRoom(tx: EntityManager, code: string): Promise<void> {
  const { rows } = await sql<{ taken: boolean; inForce: number }>`
    SELECT coalesce(bool_or(code = ${code}), false) AS taken,
      (count(*) FILTER (WHERE active))::int AS "inForce" FROM coverage_rule`.execute(
    tx.getKysely(),
  );
  const { taken, inForce } = rows[0] as { taken: boolean; inForce: number };
  if (taken) {
    throw new ConflictError(
      'input.code',
      `input.code: a rule with the code ${JSON.stringify(code)} exists already, in force or retired; choose another.`,
    );
  }
  if (inForce >= MAX_RULES) {
    throw new ConflictError(
      'input',
      `input: ${inForce} rules are in force, and there can be no more than ${MAX_RULES}; retire one first.`,
    );
  }
}

async function getInForce(tx: EntityManager, { code, version }: Basis): Promise<RuleOnRecord> {
  const { rows } = await sql<RuleOnRecord>`
    SELECT r.id, r.code, r.name, r.name_en AS "nameEn", r.description, r.clause,
      r.radius_meters AS "radiusMeters", r.reading, r.minimum_share AS "minimumShare",
      r.version, r.active, array_agg(k.id ORDER BY k.id) AS "kindIds",
      array_agg(k.code ORDER BY k.id) AS "facilityKinds"
    FROM coverage_rule r JOIN coverage_rule_kind rk ON rk.rule_id = r.id
      JOIN facility_kind k ON k.id = rk.kind_id
    GROUP BY r.id ORDER BY r.code COLLATE "C"`.execute(tx.getKysely());
  const rule = rows.find((candidate) => candidate.code === code);
  if (!rule) {
    const known = rows.filter(({ active }) => active).map((candidate) => candidate.code);
    throw new NotFoundError(
      'input.code',
      `input.code: there is no rule with the code ${JSON.stringify(code.slice(0, 40))}; there are: ${known.join(', ')}.`,
    );
  }
  if (rule.version !== version) {
    throw new ConflictError(
      'input.version',
      `input.version: the rule was changed since version ${version}; read version ${rule.version} and decide again.`,
      { currentVersion: rule.version },
    );
  }
  if (!rule.active) {
    throw new BadUserInputError('input.code', 'the rule is retired; it can no longer be changed.');
  }
  return rule;
}

/** Ids of a rule's kinds, ascending. */
async function kindIdsOf(tx: EntityManager, { facilityKinds }: RuleText): Promise<number[]> {
  const kinds = await getKinds(tx, facilityKinds, 'input.facilityKinds');
  return kinds.map(({ id }) => id).sort((a, b) => a - b);
}

async function storeRule(tx: EntityManager, rule: RuleRow): Promise<void> {
  await sql`UPDATE coverage_rule SET name = ${rule.name}, name_en = ${rule.nameEn},
      description = ${rule.description}, clause = ${rule.clause},
      radius_meters = ${rule.radiusMeters}::float8, reading = ${rule.reading},
      minimum_share = ${rule.minimumShare}::float8, version = ${rule.version}
    WHERE id = ${rule.id}`.execute(tx.getKysely());
}

async function storeKinds(tx: EntityManager, { id, kindIds }: RuleRow): Promise<void> {
  const db = tx.getKysely();
  await sql`DELETE FROM coverage_rule_kind WHERE rule_id = ${id}`.execute(db);
  await sql`INSERT INTO coverage_rule_kind (rule_id, kind_id)
    SELECT ${id}::int, unnest(${kindIds}::int[])`.execute(db);
}
