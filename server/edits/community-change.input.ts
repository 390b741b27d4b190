import type { Point } from 'geojson';
import { Field, ID, InputType, Int } from 'type-graphql';
import { BadUserInputError } from '../shared/errors.ts';
import { parsePoint } from '../shared/geo-input.ts';
import { localId } from '../shared/ids.ts';
import { GeoJSONPoint, GeoJSONPolygonal } from '../shared/scalars.ts';
import { parseText } from '../shared/text.ts';

/** The most resident cells that one mutation takes. */
const MAX_CELLS = 10_000;
const MOST_RESIDENTS = 1_000_000;

@InputType({ description: 'What is put right about a community; what is left out stays.' })
export class UpdateCommunityInput {
  @Field(() => ID, { description: 'The community.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the change is based on.' })
  version!: number;

  @Field(() => GeoJSONPolygonal, {
    nullable: true,
    description:
      'Its boundary. Facilities inside become its own, and without a service station its service point moves along.',
  })
  boundary?: unknown;

  @Field(() => Int, { nullable: true, description: 'Residents, persons.' })
  population?: number | null;

  @Field(() => Int, { nullable: true, description: 'Households.' })
  households?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Month (YYYY-MM) that population and households refer to.',
  })
  populationDate?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether changes of facilities by cadres shall wait here for a planner.',
  })
  reviewed?: boolean | null;
}

@InputType({ description: 'A resident cell: how many live at a point. Never a person.' })
export class ResidentCellInput {
  @Field(() => String, { description: 'Code of your own, unique among cells.' })
  code!: string;

  @Field(() => String, { description: 'Code of the community that the residents belong to.' })
  community!: string;

  @Field(() => GeoJSONPoint, { description: 'Where they live, degrees on WGS 84.' })
  location!: unknown;

  @Field(() => Int, { description: 'Residents, persons.' })
  residents!: number;

  @Field(() => Int, { nullable: true, description: 'Households.' })
  households?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True where the figure is spread evenly because the source has none.',
  })
  modelled?: boolean | null;
}

@InputType({ description: 'Resident cells to store.' })
export class ImportResidentCellsInput {
  @Field(() => [ResidentCellInput], {
    description: `1–${MAX_CELLS} cells. One whose code is known takes the place of the old one.`,
  })
  cells!: ResidentCellInput[];

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: these are all the cells of the communities they name, and older ones go. False unless given.',
  })
  replace?: boolean | null;
}

/** A checked {@link UpdateCommunityInput}, without its boundary. */
export interface CommunityFigures {
  readonly population?: number | undefined;
  readonly households?: number | undefined;
  readonly populationDate?: string | undefined;
  readonly reviewed?: boolean | undefined;
}

/** A checked {@link ResidentCellInput}; its community may still not exist. */
export interface NewCell {
  readonly code: string;
  readonly community: string;
  readonly location: Point;
  readonly residents: number;
  readonly households: number | null;
  readonly modelled: boolean;
}

/** The database id and version of a community that is to be changed. @throws BAD_USER_INPUT */
export function parseCommunityBasis(input: UpdateCommunityInput): { id: number; version: number } {
  return { id: localId('community', input.id, 'input.id'), version: input.version };
}

/** Checks the figures of a community. @throws BAD_USER_INPUT naming the field */
export function parseCommunityFigures(input: UpdateCommunityInput): CommunityFigures {
  const { population, households, populationDate } = input;
  if (populationDate != null && !/^\d{4}-(0[1-9]|1[0-2])$/.test(populationDate)) {
    throw new BadUserInputError('input.populationDate', 'must be a month such as 2026-11.');
  }
  return {
    population: population == null ? undefined : parseCount(population, 'input.population'),
    households: households == null ? undefined : parseCount(households, 'input.households'),
    populationDate: populationDate ?? undefined,
    reviewed: input.reviewed ?? undefined,
  };
}

/** Checks resident cells one by one. @throws BAD_USER_INPUT naming the field, such as `input.cells[3].code` */
export function parseCells(cells: readonly ResidentCellInput[]): NewCell[] {
  const field = 'input.cells';
  if (cells.length === 0) throw new BadUserInputError(field, 'is empty; give at least one cell.');
  if (cells.length > MAX_CELLS) {
    throw new BadUserInputError(
      field,
      `holds ${cells.length} cells; one mutation takes at most ${MAX_CELLS}. Send several.`,
    );
  }
  const seen = new Map<string, number>();
  return cells.map((cell, i) => {
    const at = `${field}[${i}]`;
    const code = parseText(cell.code, `${at}.code`).trim();
    const before = seen.get(code);
    if (before !== undefined) {
      throw new BadUserInputError(`${at}.code`, `is that of ${field}[${before}] already.`);
    }
    seen.set(code, i);
    return {
      code,
      community: parseText(cell.community, `${at}.community`).trim(),
      location: parsePoint(cell.location, `${at}.location`),
      residents: parseCount(cell.residents, `${at}.residents`),
      households: cell.households == null ? null : parseCount(cell.households, `${at}.households`),
      modelled: cell.modelled ?? false,
    };
  });
}

function parseCount(value: number, field: string): number {
  if (value >= 0 && value <= MOST_RESIDENTS) return value;
  throw new BadUserInputError(field, `must lie between 0 and ${MOST_RESIDENTS}, not ${value}.`);
}
