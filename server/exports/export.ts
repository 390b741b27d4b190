import { IsolationLevel } from '@mikro-orm/core';
import type { GraphQLSchema } from 'graphql';
import { type RawBuilder, sql } from 'kysely';
import { readAgainWhenLost } from '../../db/failures.ts';
import type { Context } from '../access/context.ts';
import { communityCondition } from '../communities/community-filter.queries.ts';
import { facilityCondition } from '../facilities/facility-filter.queries.ts';
import { writeFeatures } from '../formats/feature-sink.ts';
import { FileTroubleError } from '../formats/feature-source.ts';
import { gridCondition } from '../grids/grid-filter.queries.ts';
import { getHub, type HubRow } from '../hub/hub.queries.ts';
import { demandAffordableFilter } from '../lists/filter/filter-cost.ts';
import type { ListedTable, TableSizes } from '../lists/table-sizes.ts';
import { regionCondition } from '../regions/region-filter.queries.ts';
import { getRule } from '../rules/rules.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { ReferenceTrouble } from '../systems/reference-system.ts';
import {
  demandKnown,
  type Parameters,
  parseEncoding,
  parseFilter,
  parseFormat,
  parseRaw,
  parseSystem,
  single,
} from './export.input.ts';
import { describeLayer, type ExportLayer, readLayer } from './export-layers.queries.ts';
import { type Spooled, spool } from './spool.ts';

type Sql = RawBuilder<unknown>;

/** A file, or that the client has it already. */
export type Answer<T> = { readonly hub: HubRow; readonly file: T | null };

/**
 * Does work on one snapshot of the data: nothing that others change meanwhile is seen. If the snapshot is of
 * the data version `known`, there is nothing to do. When the connection is lost, it is done once more.
 */
export function onSnapshot<T>(
  context: Context,
  known: string | undefined,
  work: (context: Context, hub: HubRow) => Promise<T>,
): Promise<Answer<T>> {
  return readAgainWhenLost(() =>
    context.em.transactional(
      async (em) => {
        const hub = await getHub(em);
        if (hub.dataVersion === known) return { hub, file: null };
        return { hub, file: await work({ ...context, em, loaders: new Map() }, hub) };
      },
      { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
    ),
  );
}

/** Which conditions each layer takes, by the type of its filter in GraphQL, and of which table. */
const FILTERS: Record<
  ExportLayer,
  [
    typeName: string,
    condition: (context: Context, filter: never) => Promise<Sql>,
    table: ListedTable,
  ]
> = {
  regions: ['RegionFilter', regionCondition, 'regions'],
  communities: ['CommunityFilter', communityCondition, 'communities'],
  facilities: ['FacilityFilter', facilityCondition, 'facilities'],
  grids: ['GridFilter', gridCondition, 'grids'],
  coverage: ['CommunityFilter', communityCondition, 'communities'],
};

/** Refuses a filter of a layer that takes too long for each row. @throws TOO_EXPENSIVE */
export function demandAffordableRows(
  { layer, filter }: Pick<LayerRequest, 'layer' | 'filter'>,
  sizes: TableSizes,
): void {
  const [, , table] = FILTERS[layer];
  demandAffordableFilter(filter, sizes[table], sizes);
}

/** What somebody asks for, once it has been checked. */
export type LayerRequest = ReturnType<typeof parseLayerRequest>;

/** Checks what can be checked without the database. @throws BAD_USER_INPUT naming the parameter */
export function parseLayerRequest(
  schema: GraphQLSchema,
  layer: ExportLayer,
  extension: string,
  parameters: Parameters,
) {
  const format = parseFormat(extension);
  const more = layer === 'coverage' ? ['rule'] : [];
  demandKnown(parameters, ['filter', 'system', 'encoding', 'raw', ...more]);
  return {
    layer,
    format,
    system: parseSystem(parameters),
    encoding: parseEncoding(parameters, format),
    isRaw: parseRaw(parameters, format),
    filter: parseFilter(parameters, schema, FILTERS[layer][0]) as never,
    rule: single(parameters, 'rule'),
  };
}

/** The file of a layer. @throws NOT_FOUND, BAD_USER_INPUT naming the parameter that cannot be met */
export async function exportLayer(
  context: Context,
  { layer, format, system, encoding, isRaw, filter, rule }: LayerRequest,
  signal?: AbortSignal,
): Promise<Spooled> {
  const [, conditionOf] = FILTERS[layer];
  let condition = await conditionOf(context, filter);
  if (rule !== undefined) {
    const { id } = await getRule(context, rule, 'rule');
    condition = sql`${condition} AND v.rule_id = ${id}`;
  }
  const features = readLayer(context.em, layer, condition);
  const options = { ...describeLayer(layer), layer, system, encoding, isRaw };
  try {
    return await spool(writeFeatures(format, features, options), signal);
  } catch (error) {
    if (error instanceof ReferenceTrouble) throw new BadUserInputError('system', error.message);
    if (error instanceof FileTroubleError) throw new BadUserInputError('extension', error.message);
    throw error;
  }
}
