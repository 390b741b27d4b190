import type { FacilityQuery } from '../generated/graphql.ts';

/** A facility with everything its panel shows. */
export type FacilityDetail = NonNullable<FacilityQuery['facility']>;
