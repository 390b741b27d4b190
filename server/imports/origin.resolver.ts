import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Facility } from '../../db/entities/facility.ts';
import { FacilityChange } from '../../db/entities/facility-change.ts';
import { Grid } from '../../db/entities/grid.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { load } from '../lists/loader.ts';
import { DataOrigin } from './origin.types.ts';
import {
  changeOrigins,
  communityOrigins,
  facilityOrigins,
  gridOrigins,
} from './origins.queries.ts';

const LAST_IMPORT = 'The last import that wrote it; null when none did.';

@Resolver(() => Facility)
export class FacilityOriginResolver {
  @Allow('read')
  @FieldResolver(() => DataOrigin, { nullable: true, description: LAST_IMPORT })
  origin(@Root() { id }: Facility, @Ctx() context: Context): Promise<DataOrigin | null> {
    return load(context, facilityOrigins, id);
  }
}

@Resolver(() => Community)
export class CommunityOriginResolver {
  @Allow('read')
  @FieldResolver(() => DataOrigin, { nullable: true, description: LAST_IMPORT })
  origin(@Root() { id }: Community, @Ctx() context: Context): Promise<DataOrigin | null> {
    return load(context, communityOrigins, id);
  }
}

@Resolver(() => Grid)
export class GridOriginResolver {
  @Allow('read')
  @FieldResolver(() => DataOrigin, { nullable: true, description: LAST_IMPORT })
  origin(@Root() { id }: Grid, @Ctx() context: Context): Promise<DataOrigin | null> {
    return load(context, gridOrigins, id);
  }
}

@Resolver(() => FacilityChange)
export class FacilityChangeOriginResolver {
  @Allow('staff')
  @FieldResolver(() => DataOrigin, {
    nullable: true,
    description: 'The import that made or took back the change; null for other changes.',
  })
  import(@Root() { id }: FacilityChange, @Ctx() context: Context): Promise<DataOrigin | null> {
    return load(context, changeOrigins, id);
  }
}
