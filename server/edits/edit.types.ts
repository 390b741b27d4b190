import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { CoverageStatus } from '../../db/entities/coverage.ts';
import { PositionScalar } from '../shared/scalars.ts';
import { EditWarning } from './preview.queries.ts';

/** What a viewer may do with facilities at a place. */
export const Access = { NONE: 'NONE', PROPOSE: 'PROPOSE', EDIT: 'EDIT' } as const;
export type Access = keyof typeof Access;
registerEnumType(Access, {
  name: 'Access',
  description: 'What whoever asks may do with facilities at a place.',
  valuesConfig: {
    NONE: { description: 'Look at them.' },
    PROPOSE: { description: 'Propose changes, which a planner decides.' },
    EDIT: { description: 'Change them.' },
  },
});

registerEnumType(EditWarning, {
  name: 'EditWarning',
  description: 'Why an edit deserves a second look.',
  valuesConfig: {
    FAR: { description: 'It moves the facility by more than 500 m.' },
    OTHER_COMMUNITY: { description: 'It moves the facility out of its community.' },
    TWIN: { description: 'A facility of the same kind stands within 10 m: it may be the same.' },
    FAILS: { description: 'A community would fail a rule.' },
  },
});

@ObjectType({ description: 'What a change of a facility did.' })
export class FacilityPayload {
  @Field(() => String, { description: 'The data version after the change.' })
  dataVersion!: string;
}

@ObjectType({ description: 'All of a facility that can be changed, as it was at a time.' })
export class FacilitySnapshot {
  @Field(() => String, { description: 'Code of its kind.' })
  kind!: string;

  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => PositionScalar, { description: 'Where it stood.' })
  location!: readonly number[];

  @Field(() => String, { nullable: true, description: 'Code.' })
  code!: string | null;

  @Field(() => String, { nullable: true, description: 'Address.' })
  address!: string | null;

  @Field(() => String, { nullable: true, description: 'When it was open.' })
  opening!: string | null;

  @Field(() => String, { nullable: true, description: 'Note.' })
  note!: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'Further attributes.' })
  attributes!: Record<string, unknown> | null;

  @Field(() => Boolean, { description: 'Whether it was in service.' })
  active!: boolean;
}

@ObjectType({ description: 'An outcome that an edit would change.' })
export class CoverageStep {
  @Field(() => CoverageStatus, { nullable: true, description: 'The verdict as it is.' })
  today!: CoverageStatus | null;

  @Field(() => CoverageStatus, { description: 'The verdict as it would be.' })
  proposed!: CoverageStatus;

  @Field(() => Float, {
    nullable: true,
    description: 'Distance to the nearest facility as it is, in geodesic meters.',
  })
  distanceToday!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Distance to the nearest facility as it would be, in geodesic meters.',
  })
  distanceProposed!: number | null;
}

@ObjectType({ description: 'What an edit of a facility would do. Nothing of it is made so.' })
export class EditPreview {
  @Field(() => Float, {
    nullable: true,
    description: 'How far the facility would move, in geodesic meters; null for a new one.',
  })
  distanceMeters!: number | null;

  @Field(() => Boolean, { description: 'Whether it would wait for a planner, as a proposal.' })
  isProposal!: boolean;

  @Field(() => [EditWarning], { description: 'Why it deserves a second look; mostly empty.' })
  warnings!: EditWarning[];
}
