import type { RuleFieldsFragment } from '../generated/graphql.ts';

/** What must be within reach: kinds of facility and a radius, with the clause it comes from. */
export type Rule = RuleFieldsFragment;
