import type { CommunityGridsQuery } from '../generated/graphql.ts';

/** A grid with its boundary, as listed for its community. */
export type GridRow = NonNullable<
  CommunityGridsQuery['community']
>['grids']['edges'][number]['node'];
