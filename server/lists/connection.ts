import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { BadUserInputError } from '../shared/errors.ts';
import { cursorOf, type Page, type Place } from './page.ts';

@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether rows follow this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether rows precede this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null when empty.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row; null when empty.' })
  endCursor!: string | null;
}

/** A page of rows with its place in the list. */
export interface Connection<T> {
  readonly totalCount: Promise<number>;
  readonly edges: { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: PageInfo;
}

/** The same page with each row in another form. */
export function mapNodes<T, U>(page: Connection<T>, map: (node: T) => U): Connection<U> {
  return {
    pageInfo: page.pageInfo,
    edges: page.edges.map((edge) => ({
      node: map(edge.node),
      get cursor() {
        return edge.cursor;
      },
    })),
    // Counted only when asked for.
    get totalCount() {
      return page.totalCount;
    },
  };
}

/** Declares the GraphQL types `XConnection` and `XEdge` for a node type. */
export function connectionType<T extends object>(node: ClassType<T>): ClassType<Connection<T>> {
  @ObjectType(`${node.name}Edge`, { description: `A ${node.name} in a page.` })
  class Edge {
    @Field(() => String, { description: 'Opaque place of this row in the list.' })
    cursor!: string;

    @Field(() => node, { description: 'The row.' })
    node!: T;
  }

  @ObjectType(`${node.name}Connection`, { description: `A page of a list of ${node.name}.` })
  class NodeConnection {
    @Field(() => Int, { description: 'Rows in the whole list; counted only when asked for.' })
    totalCount!: Promise<number>;

    @Field(() => [Edge], { description: 'Rows of this page, in order.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    pageInfo!: PageInfo;
  }
  return NodeConnection;
}

/** An ordering of a list: a sort key that is never null, ties settled by id. */
export interface Ordering {
  /** Part of every cursor. */
  readonly name: string;
  readonly key: RawBuilder<unknown>;
  /** PostgreSQL type of the key. */
  readonly type: 'text' | 'float8' | 'int4' | 'timestamptz';
  readonly direction: 'ASC' | 'DESC';
}

/** A list: what to select, from where, and which rows. */
export interface List {
  /** Columns with the names of the node's properties. */
  readonly columns: RawBuilder<unknown>;
  /** Tables and joins. */
  readonly from: RawBuilder<unknown>;
  /** The id column that settles ties. */
  readonly id: RawBuilder<unknown>;
  readonly where: readonly RawBuilder<unknown>[];
  readonly ordering: Ordering;
  /** Whether cursors of rows can be requested; they can unless this is false. */
  readonly cursors?: boolean;
}

type Placed<T> = T & { __key: string; __id: number };

/** One page of a list: one statement, and one more if the total is requested. */
export async function findPage<T>(
  em: EntityManager,
  list: List,
  page: Page,
): Promise<Connection<T>> {
  const key = keyOf(list.ordering);
  const { rows } = await sql<Placed<T>>`
    SELECT ${list.columns}${place(list)}
    FROM ${list.from}
    WHERE ${and([...list.where, ...within(list, page)])}
    ORDER BY ${key} ${sql.raw(towards(list.ordering, page))}, ${list.id} ${sql.raw(towards(list.ordering, page))}
    LIMIT ${page.size + 1}`
    .execute(em.getKysely())
    .catch(explainCursor(page));
  return toConnection(rows, list.ordering, page, () => countRows(em, list));
}

/** The same page of the list of each parent, all in one statement. */
export async function findPages<T>(
  em: EntityManager,
  list: List,
  page: Page,
  parent: RawBuilder<unknown>,
  parentIds: readonly number[],
): Promise<Map<number, Connection<T>>> {
  const direction = sql.raw(towards(list.ordering, page));
  const order = sql`ORDER BY ${keyOf(list.ordering)} ${direction}, ${list.id} ${direction}`;
  // Parent by parent, so that no more of each list is read than its page.
  const { rows } = await sql<Placed<T> & { __parent: number; __row: number }>`
    SELECT page.*, parent.id AS "__parent" FROM unnest(${[...parentIds]}::int[]) AS parent (id)
    CROSS JOIN LATERAL (
      SELECT ${list.columns}${place(list)},
        (row_number() OVER (${order}))::int AS "__row"
      FROM ${list.from}
      WHERE ${and([sql`${parent} = parent.id`, ...list.where, ...within(list, page)])}
      ${order} LIMIT ${page.size + 1}
    ) page`
    .execute(em.getKysely())
    .catch(explainCursor(page));
  rows.sort((a, b) => a.__row - b.__row);
  const where = [...list.where, sql`${parent} = ANY(${[...parentIds]}::int[])`];
  const counts = once(() => countByParent(em, { ...list, where }, parent));
  const byParent = Map.groupBy(rows, (row) => row.__parent);
  return new Map(
    parentIds.map((id) => [
      id,
      toConnection<T>(
        byParent.get(id) ?? [],
        list.ordering,
        page,
        async () => (await counts()).get(id) ?? 0,
      ),
    ]),
  );
}

/** Conditions joined by AND. */
export function and(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`TRUE` : sql.join(conditions, sql` AND `);
}

async function countRows(em: EntityManager, list: List): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM ${list.from} WHERE ${and(list.where)}`.execute(
    em.getKysely(),
  );
  return rows[0]?.count ?? 0;
}

async function countByParent(
  em: EntityManager,
  list: List,
  parent: RawBuilder<unknown>,
): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; count: number }>`
    SELECT ${parent} AS id, count(*)::int AS count
    FROM ${list.from} WHERE ${and(list.where)} GROUP BY ${parent}`.execute(em.getKysely());
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Text is compared by code point: the same order on every database, whatever its locale. */
function keyOf({ key, type }: Ordering): RawBuilder<unknown> {
  return type === 'text' ? sql`(${key}) COLLATE "C"` : sql`(${key})`;
}

/** What a cursor is made of. */
function place({ id, ordering, cursors = true }: List): RawBuilder<unknown> {
  return cursors ? sql`, (${ordering.key})::text AS "__key", ${id} AS "__id"` : sql``;
}

function towards({ direction }: Ordering, { backward }: Page): 'ASC' | 'DESC' {
  return (direction === 'ASC') === backward ? 'DESC' : 'ASC';
}

function within(list: List, { after, before }: Page): RawBuilder<unknown>[] {
  const ascending = list.ordering.direction === 'ASC';
  const beyond = (place: Place, sign: string): RawBuilder<unknown> =>
    sql`(${keyOf(list.ordering)}, ${list.id}) ${sql.raw(sign)} (${place.key}::${sql.raw(list.ordering.type)}, ${place.id}::int)`;
  return [
    ...(after ? [beyond(after, ascending ? '>' : '<')] : []),
    ...(before ? [beyond(before, ascending ? '<' : '>')] : []),
  ];
}

/** A cursor that was tampered with holds a key that PostgreSQL cannot read: the client's error. */
function explainCursor(page: Page): (error: unknown) => never {
  return (error) => {
    const state = (error as { code?: string }).code ?? '';
    if ((page.after || page.before) && (state.startsWith('22') || state === '42846')) {
      throw new BadUserInputError(
        page.after ? 'after' : 'before',
        'is not a cursor of this list; take it from `pageInfo`.',
      );
    }
    throw error;
  };
}

function toConnection<T>(
  rows: Placed<T>[],
  ordering: Ordering,
  page: Page,
  count: () => Promise<number>,
): Connection<T> {
  const more = rows.length > page.size;
  const kept = rows.slice(0, page.size);
  if (page.backward) kept.reverse();
  const edges = kept.map((row) => new RowEdge<T>(ordering.name, row));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.backward ? page.before !== undefined : more,
      hasPreviousPage: page.backward ? more : page.after !== undefined,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
    get totalCount() {
      return count();
    },
  };
}

/** A row in a page; its cursor is made when requested. */
class RowEdge<T> {
  readonly #ordering: string;
  readonly node: Placed<T>;

  constructor(ordering: string, node: Placed<T>) {
    this.#ordering = ordering;
    this.node = node;
  }

  get cursor(): string {
    return cursorOf(this.#ordering, { key: this.node.__key, id: this.node.__id });
  }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
