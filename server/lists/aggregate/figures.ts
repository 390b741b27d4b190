import { type RawBuilder, sql } from 'kysely';
import { Field, Float, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A figure summed up; rows without a value are left out.' })
export class Figures {
  @Field(() => Float, { nullable: true, description: 'Sum; null when no row has a value.' })
  sum!: number | null;

  @Field(() => Float, { nullable: true, description: 'Mean; null when no row has a value.' })
  average!: number | null;

  @Field(() => Float, { nullable: true, description: 'Least; null when no row has a value.' })
  min!: number | null;

  @Field(() => Float, { nullable: true, description: 'Greatest; null when no row has a value.' })
  max!: number | null;
}

/** A column summed up, as an object of {@link Figures}. */
export function figuresOf(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`json_build_object('sum', sum(${column})::float8, 'average', avg(${column})::float8,
    'min', min(${column})::float8, 'max', max(${column})::float8)`;
}
