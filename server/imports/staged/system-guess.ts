import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { ReferenceSystem, SystemRefusal as Refusal } from '../../systems/reference-system.ts';

/** Why a reference system is proposed. */
const GuessReason = {
  DECLARED: 'DECLARED',
  PLACES: 'PLACES',
  REFUSED: 'REFUSED',
  CONTRADICTED: 'CONTRADICTED',
  RANGE: 'RANGE',
  NONE: 'NONE',
} as const;
export type GuessReason = keyof typeof GuessReason;
registerEnumType(GuessReason, {
  name: 'SystemGuessReason',
  description: 'Why a reference system is proposed.',
  valuesConfig: {
    DECLARED: { description: 'The file says so.' },
    REFUSED: {
      description: 'The file declares a system that is not converted here, so none is proposed.',
    },
    CONTRADICTED: {
      description:
        'The coordinates cannot be of the system that the file declares: none is proposed.',
    },
    PLACES: { description: 'The places then fit what the hub knows; otherwise they do not.' },
    RANGE: { description: 'The numbers can be of this system; nothing more is known.' },
    NONE: { description: 'Nothing speaks for any system.' },
  },
});

/** Why a declared system is not converted. */
const SystemRefusal = {
  UNKNOWN: 'UNKNOWN',
  NO_POSITIONS: 'NO_POSITIONS',
  NO_PARAMETERS: 'NO_PARAMETERS',
  NOT_EXACT: 'NOT_EXACT',
  WORDS: 'WORDS',
} as const satisfies Record<Refusal, Refusal>;
type SystemRefusal = Refusal;
registerEnumType(SystemRefusal, {
  name: 'SystemRefusal',
  description: 'Why the reference system that a file declares is not converted here.',
  valuesConfig: {
    UNKNOWN: { description: "EPSG's registry has no such number." },
    NO_POSITIONS: { description: 'It is one of heights, or counts from the middle of the Earth.' },
    NO_PARAMETERS: {
      description:
        'Nobody has published how it lies on WGS 84, such as Xian 1980 and Beijing 1954: have the file converted to CGCS2000 by who has the parameters.',
    },
    NOT_EXACT: {
      description:
        'Its way to WGS 84 needs a grid, or is not exact to 50 m: convert the file to WGS 84 first.',
    },
    WORDS: { description: 'It cannot be understood.' },
  },
});

@ObjectType({ description: 'How well places fit what the hub knows, if read by a system.' })
export class SystemFit {
  @Field(() => String, { description: 'The reference system.' })
  readonly system!: ReferenceSystem;

  @Field(() => Int, { description: 'Rows that fit.' })
  readonly hits!: number;

  @Field(() => Int, { description: 'Rows that could be tried.' })
  readonly of!: number;
}

@ObjectType('SystemGuessInfo', {
  description: 'The reference system that a file most likely has, and why.',
})
export class SystemGuess {
  @Field(() => String, {
    nullable: true,
    description: 'The system; null where the file declares one that it cannot be read by.',
  })
  readonly system!: ReferenceSystem | null;

  @Field(() => Boolean, { description: 'Whether latitude or northing seems to come first.' })
  readonly swapAxes!: boolean;

  @Field(() => GuessReason, { description: 'Why.' })
  readonly reason!: GuessReason;

  @Field(() => String, { nullable: true, description: 'What the file says, in its own words.' })
  readonly declaredText!: string | null;

  @Field(() => SystemRefusal, {
    nullable: true,
    description: 'Why what it says names no system that is converted here.',
  })
  readonly refusal!: SystemRefusal | null;

  @Field(() => [SystemFit], { description: 'How the places fit, where that could be tried.' })
  readonly fits!: readonly SystemFit[];
}
