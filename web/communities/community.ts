import type { CommunityQuery } from '../generated/graphql.ts';

/** A community with everything its panel shows. */
export type CommunityDetail = NonNullable<CommunityQuery['community']>;
