import { Arg, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { BadUserInputError } from '../shared/errors.ts';
import type { BBox } from '../shared/geo-input.ts';
import { BBoxScalar } from '../shared/scalars.ts';
import {
  COMMON_CODES,
  EPSG_NAMES,
  infoOf,
  parseReferenceSystem,
  REFERENCE_SYSTEMS,
  type ReferenceSystem,
  statedErrorMeters,
} from '../systems/reference-system.ts';

const MOST = 100;
const MOST_CHARACTERS = 100;

@ObjectType('ReferenceSystem', {
  description:
    'What coordinates of a file may refer to. The first axis is the longitude or easting.',
})
class ReferenceSystemType {
  @Field(() => String, { description: 'As imports and exports take it: `WGS84`, `EPSG:3826`.' })
  id!: string;

  @Field(() => String, { description: 'Name in Chinese, where it has one.' })
  name!: string;

  @Field(() => String, { description: 'Name in English.' })
  nameEn!: string;

  @Field(() => Int, { nullable: true, description: "Its number in EPSG's registry." })
  epsg!: number | null;

  @Field(() => BBoxScalar, {
    description: 'Where it is meant to be used, degrees on WGS 84; west is larger across 180°.',
  })
  area!: BBox;

  @Field(() => String, { description: 'Units of its axes: `degrees`, `meters` or `feet`.' })
  axisUnits!: string;

  @Field(() => Float, {
    description: 'How far a place may be off by converting it to WGS 84, at most, in meters.',
  })
  statedErrorMeters!: number;
}

@Resolver()
export class ReferenceSystemResolver {
  @Allow('read')
  @Shared()
  @Query(() => [ReferenceSystemType], {
    description:
      'Reference systems that are converted here, as PROJ does it: the common ones, then those of EPSG’s registry by number. @throws BAD_USER_INPUT @source EPSG Geodetic Parameter Dataset',
  })
  referenceSystems(
    @Arg('text', () => String, {
      nullable: true,
      description: 'Its number, or words of its name; all unless given.',
    })
    text: string | null,
    @Arg('first', () => Int, { defaultValue: 20, description: `At most ${MOST}.` }) first: number,
  ): ReferenceSystemType[] {
    if (first < 0 || first > MOST) throw new BadUserInputError('first', `must be 0 to ${MOST}.`);
    return systemsBy((text ?? '').trim().slice(0, MOST_CHARACTERS), first).map(toType);
  }
}

/** The first that a text names: just the one of a number, or those whose names have all its words. */
function systemsBy(text: string, first: number): ReferenceSystem[] {
  const named = /[[(]/.test(text) ? null : parseReferenceSystem(text);
  if (named) return [named].slice(0, first);
  const words = text.toLowerCase().split(/\s+/);
  const fits = (names: string): boolean =>
    words.every((word) => names.toLowerCase().includes(word));
  const common = REFERENCE_SYSTEMS.filter(({ id, names }) => fits(`${id} ${names.zh} ${names.en}`));
  const others = EPSG_NAMES.filter(
    ({ code, name }) => !COMMON_CODES.has(code) && fits(`EPSG:${code} ${name}`),
  );
  return [
    ...common.map(({ id }) => id),
    ...others.map(({ code }): ReferenceSystem => `EPSG:${code}`),
  ].slice(0, first);
}

function toType(id: ReferenceSystem): ReferenceSystemType {
  const { names, epsg, area, axisUnits } = infoOf(id);
  const [west, south, east, north] = area;
  return {
    id,
    name: names.zh,
    nameEn: names.en,
    epsg,
    area: [west, south, east, north],
    axisUnits,
    statedErrorMeters: statedErrorMeters(id),
  };
}
