import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { CoverageStatus } from '../../db/entities/coverage.ts';
import { CoverageRule } from '../../db/entities/coverage-rule.ts';
import { Facility } from '../../db/entities/facility.ts';
import { Region } from '../../db/entities/region.ts';

@ObjectType({ description: 'The nearest facility of a rule and its distance.' })
export class NearestFacility {
  @Field(() => Facility, {
    description: 'The nearest active facility; the oldest of equally near ones.',
  })
  facility!: Facility;

  @Field(() => Float, { description: 'Geodesic distance on WGS 84, in meters.' })
  distanceMeters!: number;
}

@ObjectType({ description: 'A rule summed up over the communities of a region.' })
export class CoverageSummary {
  @Field(() => CoverageRule, { description: 'The rule.' })
  rule!: CoverageRule;

  @Field(() => Region, { nullable: true, description: 'The region; null for all communities.' })
  region!: Region | null;

  @Field(() => Int, { description: 'Communities judged.' })
  total!: number;

  @Field(() => Int, { description: 'Communities that pass.' })
  passing!: number;

  @Field(() => Int, { description: 'Communities that fail.' })
  failing!: number;

  @Field(() => Int, { description: 'Communities with nothing to measure from.' })
  unknown!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Residents who have such a facility within the radius; null without resident cells.',
  })
  residentsCovered!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Residents of the resident cells; null without resident cells.',
  })
  residentsTotal!: number | null;
}

@ObjectType({
  description: 'Verdicts of a rule for all communities, compact, for colouring a map.',
})
export class CoverageStatuses {
  @Field(() => String, { description: 'The data version that the verdicts belong to.' })
  dataVersion!: string;

  @Field(() => [ID], { description: 'Ids of communities that pass.' })
  passing!: string[];

  @Field(() => [ID], { description: 'Ids of communities that fail.' })
  failing!: string[];

  @Field(() => [ID], { description: 'Ids of communities with nothing to measure from.' })
  unknown!: string[];
}

@ObjectType({ description: 'What a rule says of one point.' })
export class PointCoverage {
  @Field(() => CoverageRule, { description: 'The rule.' })
  rule!: CoverageRule;

  @Field(() => CoverageStatus, {
    description: 'PASS when a facility lies within the radius, whatever the reading of the rule.',
  })
  status!: CoverageStatus;

  @Field(() => NearestFacility, {
    nullable: true,
    description: 'The nearest active facility; null when there is none of the kinds.',
  })
  nearest!: NearestFacility | null;

  @Field(() => Int, { description: 'Active facilities within the radius.' })
  facilitiesWithin!: number;
}

@ObjectType({
  description:
    'Communities and resident cells as parallel lists, compact, for judging in the browser.',
})
export class CoverageBasis {
  @Field(() => String, { description: 'The data version that the lists belong to.' })
  dataVersion!: string;

  @Field(() => [ID], { description: 'Ids of all communities.' })
  communities!: string[];

  @Field(() => [String], { description: 'Their names as published.' })
  names!: string[];

  @Field(() => [String], { nullable: 'items', description: 'Their names in English.' })
  namesEn!: (string | null)[];

  @Field(() => [Float], {
    nullable: 'items',
    description:
      'Their service points: longitude, latitude, longitude, latitude …, in degrees on WGS 84; null, null where there is none.',
  })
  servicePoints!: (number | null)[];

  @Field(() => [Float], {
    description:
      'Resident cells: longitude, latitude, longitude, latitude …, in degrees on WGS 84.',
  })
  cellPositions!: number[];

  @Field(() => [Int], { description: 'Residents of each cell.' })
  cellResidents!: number[];

  @Field(() => [Int], { description: 'Index of the community of each cell in `communities`.' })
  cellCommunities!: number[];
}

@ObjectType({
  description:
    'All active facilities as parallel lists in one order, compact, for judging in the browser.',
})
export class FacilityPositions {
  @Field(() => String, { description: 'The data version that the lists belong to.' })
  dataVersion!: string;

  @Field(() => [ID], { description: 'Ids, in the order that settles ties of distance.' })
  ids!: string[];

  @Field(() => [String], { description: 'Names.' })
  names!: string[];

  @Field(() => [String], { description: 'Codes of the kinds.' })
  kinds!: string[];

  @Field(() => [Float], {
    description: 'Longitude, latitude, longitude, latitude …, in degrees on WGS 84.',
  })
  coordinates!: number[];
}
