import { type ClassType, Field, Float, InputType, Int } from 'type-graphql';

const EQUALS = 'Equal to this; null: rows without a value, as by `isNull: true`.';
const IN = 'Equal to one of these, at most 1,000; none of them matches nothing.';
const IS_NULL = 'True: only rows without a value; false: only rows with one.';

@InputType({ description: 'Texts; what is given is joined by AND.' })
export class TextFilter {
  @Field(() => String, { nullable: true, description: EQUALS })
  equals?: string | null;

  @Field(() => [String], { nullable: true, description: IN })
  in?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Begins with this, whatever its case.' })
  startsWith?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Contains this, whatever its case; Chinese is found by any part.',
  })
  contains?: string | null;

  @Field(() => Boolean, { nullable: true, description: IS_NULL })
  isNull?: boolean | null;
}

/** A filter of numbers, months or times: whatever has an order. */
export interface RangeFilter {
  equals?: unknown;
  in?: unknown[] | null;
  lt?: unknown;
  lte?: unknown;
  gt?: unknown;
  gte?: unknown;
  isNull?: boolean | null;
}

function rangeFilter(
  name: string,
  type: () => typeof Int | typeof Float | typeof Date,
  what: string,
): ClassType<RangeFilter> {
  @InputType(name, {
    description: `${what}; what is given is joined by AND. Rows without a value match \`isNull: true\` only.`,
  })
  class Range implements RangeFilter {
    @Field(type, { nullable: true, description: EQUALS })
    equals?: unknown;

    @Field(() => [type()], { nullable: true, description: IN })
    in?: unknown[] | null;

    @Field(type, { nullable: true, description: 'Less than this.' })
    lt?: unknown;

    @Field(type, { nullable: true, description: 'Less than this, or equal to it.' })
    lte?: unknown;

    @Field(type, { nullable: true, description: 'Greater than this.' })
    gt?: unknown;

    @Field(type, { nullable: true, description: 'Greater than this, or equal to it.' })
    gte?: unknown;

    @Field(() => Boolean, { nullable: true, description: IS_NULL })
    isNull?: boolean | null;
  }
  return Range;
}

/** Whole numbers. */
export const IntFilter = rangeFilter('IntFilter', () => Int, 'Whole numbers');
export type IntFilter = RangeFilter;
/** Numbers. */
export const FloatFilter = rangeFilter('FloatFilter', () => Float, 'Numbers');
export type FloatFilter = RangeFilter;
/** Points in time. */
export const TimeFilter = rangeFilter('TimeFilter', () => Date, 'Points in time: later is greater');
export type TimeFilter = RangeFilter;
