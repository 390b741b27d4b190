import { Field, Float, ID, InputType } from 'type-graphql';
import { PositionScalar } from '../../shared/scalars.ts';

/** The farthest that a filter may reach, in meters. */
export const FARTHEST_METERS = 100_000;

@InputType({
  description:
    'Within a geodesic distance of a point, a facility or a community: give one of them.',
})
export class DistanceFilter {
  @Field(() => PositionScalar, {
    nullable: true,
    description: '`[longitude, latitude]` in degrees on WGS 84.',
  })
  point?: unknown;

  @Field(() => ID, { nullable: true, description: 'The facility with this id, retired or not.' })
  facility?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The boundary of the community with this id; what lies in it is at distance 0.',
  })
  community?: string | null;

  @Field(() => Float, {
    description: `Geodesic meters on WGS 84, inclusive; more than 0, at most ${FARTHEST_METERS}.`,
  })
  meters!: number;
}
