import { Field, InputType } from 'type-graphql';
import { BadUserInputError } from '../shared/errors.ts';
import { parseText } from '../shared/text.ts';

const MOST_SOURCES = 50;
const LONGEST_URL = 500;

@InputType({ description: 'A source of the data, to be named wherever they are shown.' })
export class AttributionInput {
  @Field(() => String, { description: 'What the data are, and who published them, in Chinese.' })
  name!: string;

  @Field(() => String, { description: 'The same in English.' })
  nameEn!: string;

  @Field(() => String, { description: 'Licence of the data.' })
  licence!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where the data can be had: an address that begins with https:// or http://.',
  })
  url?: string | null;
}

@InputType({ description: 'Settings of the city; what is left out stays.' })
export class UpdateHubInput {
  @Field(() => String, { nullable: true, description: 'Name of the city.' })
  cityName?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the city in English.' })
  cityNameEn?: string | null;

  @Field(() => [AttributionInput], {
    nullable: true,
    description: `All sources of the data, at most ${MOST_SOURCES}: they take the place of those before.`,
  })
  attribution?: AttributionInput[] | null;
}

/** A checked {@link UpdateHubInput}. */
export interface HubSettings {
  readonly cityName: string | undefined;
  readonly cityNameEn: string | undefined;
  readonly attribution: readonly AttributionInput[] | undefined;
}

/** Checks the settings of the city. @throws BAD_USER_INPUT naming the field */
export function parseHubSettings(input: UpdateHubInput): HubSettings {
  const { cityName, cityNameEn, attribution } = input;
  if (attribution && attribution.length > MOST_SOURCES) {
    throw new BadUserInputError(
      'input.attribution',
      `must not have more than ${MOST_SOURCES} sources.`,
    );
  }
  return {
    cityName: cityName == null ? undefined : parseText(cityName, 'input.cityName').trim(),
    cityNameEn: cityNameEn == null ? undefined : parseText(cityNameEn, 'input.cityNameEn').trim(),
    attribution: attribution?.map((source, i) => parseSource(source, `input.attribution[${i}]`)),
  };
}

function parseSource(source: AttributionInput, at: string): AttributionInput {
  const url = source.url?.trim() ? parseUrl(source.url.trim(), `${at}.url`) : undefined;
  return {
    name: parseText(source.name, `${at}.name`).trim(),
    nameEn: parseText(source.nameEn, `${at}.nameEn`).trim(),
    licence: parseText(source.licence, `${at}.licence`).trim(),
    ...(url !== undefined && { url }),
  };
}

/** It becomes a link on the page: nothing but an address of the web. */
function parseUrl(value: string, field: string): string {
  const text = parseText(value, field, LONGEST_URL);
  if (/^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text)) return text;
  throw new BadUserInputError(field, 'must be an address that begins with https:// or http://.');
}
