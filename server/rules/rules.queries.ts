import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { CoverageRule } from '../../db/entities/coverage-rule.ts';
import type { Context } from '../access/context.ts';
import { load } from '../lists/loader.ts';
import { NotFoundError } from '../shared/errors.ts';

/** A rule as it is read, with the ids of its facility kinds. */
export type RuleRow = Pick<
  CoverageRule,
  | 'id'
  | 'code'
  | 'name'
  | 'nameEn'
  | 'description'
  | 'clause'
  | 'radiusMeters'
  | 'reading'
  | 'minimumShare'
  | 'version'
> & { kindIds: number[] };

/** The rules in force, by clause. */
export function findRules(em: EntityManager): Promise<RuleRow[]> {
  return rulesWhere(em, sql`r.active`);
}

/** Rules by id, retired ones too. */
export async function rulesById(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, RuleRow>> {
  const rules = await rulesWhere(em, sql`r.id = ANY(${[...ids]}::int[])`);
  return new Map(rules.map((rule) => [rule.id, rule]));
}

async function rulesWhere(em: EntityManager, where: RawBuilder<unknown>): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    SELECT r.id, r.code, r.name, r.name_en AS "nameEn", r.description, r.clause,
      r.radius_meters AS "radiusMeters", r.reading,
      r.minimum_share AS "minimumShare", r.version,
      array_agg(k.kind_id ORDER BY k.kind_id) AS "kindIds"
    FROM coverage_rule r JOIN coverage_rule_kind k ON k.rule_id = r.id
    WHERE ${where} GROUP BY r.id ORDER BY r.clause, r.code COLLATE "C"`.execute(em.getKysely());
  return rows;
}

/** The rule in force with this code, read once a request. @throws NOT_FOUND naming `field` */
export async function getRule(context: Context, code: string, field: string): Promise<RuleRow> {
  const rules = await getRules(context);
  const rule = rules.find((candidate) => candidate.code === code);
  if (!rule) {
    const known = rules.map((candidate) => candidate.code).join(', ');
    throw new NotFoundError(
      field,
      `${field}: there is no rule with the code ${JSON.stringify(code.slice(0, 40))}; there are: ${known}.`,
    );
  }
  return rule;
}

/** The rules in force, read once a request. */
export async function getRules(context: Context): Promise<RuleRow[]> {
  return (await load(context, inForce, 'in force')) ?? [];
}

async function inForce(em: EntityManager): Promise<Map<string, RuleRow[]>> {
  return new Map([['in force', await findRules(em)]]);
}
