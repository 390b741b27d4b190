import { type GraphQLSchema, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { Community, Facility, Grid, Region } from '../../db/entities/index.ts';
import { COMMUNITY_FIELDS } from '../../server/communities/community.fields.ts';
import { describeLayer, type ExportLayer } from '../../server/exports/export-layers.queries.ts';
import { FACILITY_FIELDS } from '../../server/facilities/facility.fields.ts';
import { GRID_FIELDS } from '../../server/grids/grid.fields.ts';
import { type ImportTarget, TARGETS } from '../../server/imports/staged/fields.ts';
import type { Door } from '../../server/lists/fields/doors.ts';
import type { Field, FieldTable } from '../../server/lists/fields/field.ts';
import { constantCase, snakeCase } from '../../server/lists/fields/names.ts';
import { PLACES } from '../../server/ogc/places.queries.ts';
import { REGION_FIELDS } from '../../server/regions/region.fields.ts';
import { createSchema } from '../../server/schema.ts';
import { mapLayers } from '../../server/tiles/tilejson.ts';

const schema: GraphQLSchema = createSchema();

/** A concept with its table of fields, and where its doors are. */
interface Sources {
  readonly table: FieldTable;
  readonly entity: { new (): object };
  /** The alias that its table has in queries. */
  readonly alias: string;
  /** Id of its collection and of its layer on the map. */
  readonly layer: string;
  readonly isExported: boolean;
  /** What files can be imported as to fill it. */
  readonly targets: readonly ImportTarget[];
  /** Inputs of mutations that set its fields. */
  readonly inputs: readonly string[];
  /** Type of the snapshots in its history. */
  readonly snapshot?: string;
  /** What a door has besides fields. */
  readonly others: Readonly<Partial<Record<Door, readonly string[]>>>;
}

/** The same with what its doors really have. */
export interface Concept extends Sources {
  readonly doors: Readonly<Record<Door, readonly string[]>>;
}

/** What inputs of mutations have besides what they set. */
const BASIS = ['id', 'version', 'reason', 'request'];

/** Names of the fields or values of a GraphQL type; none of one that there is not. */
function namesIn(typeName: string): string[] {
  const type = schema.getType(typeName);
  if (isObjectType(type) || isInputObjectType(type)) return Object.keys(type.getFields());
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
}

function concept(sources: Sources): Concept {
  const { table, layer, isExported, targets, inputs, snapshot } = sources;
  const exported = isExported ? describeLayer(layer as ExportLayer).columns : [];
  const imported = targets.flatMap((target) => [
    ...TARGETS[target].fields,
    ...(TARGETS[target].geometry ? ['GEOMETRY'] : []),
  ]);
  const doors = {
    graphql: namesIn(table.type),
    filter: namesIn(`${table.type}Filter`),
    order: namesIn(`${table.type}OrderField`),
    sum: namesIn(`${table.type}Aggregate`),
    export: exported.map(({ name }) => name),
    ogc: Object.keys(PLACES.find(({ id }) => id === layer)?.properties ?? {}),
    map: Object.keys(mapLayers().find(({ id }) => id === layer)?.fields ?? {}),
    import: [...new Set(imported)],
    edit: [...new Set(inputs.flatMap(namesIn))].filter((name) => !BASIS.includes(name)),
    history: snapshot ? namesIn(snapshot) : [],
  };
  return { ...sources, doors };
}

const COMBINED = ['and', 'or', 'not', 'text', 'bbox', 'intersects', 'within', 'withinDistance'];

export const CONCEPTS: readonly Concept[] = [
  concept({
    table: REGION_FIELDS,
    entity: Region,
    alias: 'r',
    layer: 'regions',
    isExported: true,
    targets: ['REGIONS'],
    inputs: ['CreateRegionInput', 'UpdateRegionInput'],
    others: {
      graphql: ['id', 'communityCount', 'bbox'],
      filter: [...COMBINED, 'contains', 'region'],
      export: ['id'],
      map: ['id'],
    },
  }),
  concept({
    table: COMMUNITY_FIELDS,
    entity: Community,
    alias: 'c',
    layer: 'communities',
    isExported: true,
    targets: ['COMMUNITIES', 'INDICATORS'],
    inputs: ['UpdateCommunityInput'],
    others: {
      graphql: ['id', 'bbox', 'coverage', 'coverages', 'facilities', 'grids', 'access', 'origin'],
      filter: [...COMBINED, 'contains', 'coverage'],
      order: [
        'DISTANCE',
        'NEAREST_FACILITY_DISTANCE',
        'FACILITIES_WITHIN',
        'RESIDENTS_COVERED',
        'RESIDENTS_UNCOVERED',
        'RESIDENTS_COVERED_SHARE',
        'AREA_COVERED_SHARE',
      ],
      sum: ['group', 'count', 'coverage'],
      // The regions that come with communities are no fields of them.
      import: ['REGION_NAME', 'COUNTY', 'CITY'],
      export: ['id'],
      map: ['id'],
    },
  }),
  concept({
    table: FACILITY_FIELDS,
    entity: Facility,
    alias: 'f',
    layer: 'facilities',
    isExported: true,
    targets: ['FACILITIES'],
    inputs: ['CreateFacilityInput', 'MoveFacilityInput', 'UpdateFacilityInput'],
    snapshot: 'FacilitySnapshot',
    others: {
      graphql: ['id', 'access', 'history', 'worth', 'origin'],
      filter: [...COMBINED, 'region', 'inCommunity'],
      order: ['DISTANCE'],
      sum: ['group', 'count', 'communityCount'],
      export: ['id'],
      map: ['id'],
    },
  }),
  concept({
    table: GRID_FIELDS,
    entity: Grid,
    alias: 'g',
    layer: 'grids',
    isExported: true,
    targets: ['GRIDS'],
    inputs: [],
    others: {
      graphql: ['id', 'origin'],
      filter: [...COMBINED, 'contains', 'region'],
      order: ['DISTANCE'],
      sum: ['group', 'count'],
      export: ['id'],
      map: ['id'],
    },
  }),
];

/** The names that a field has at a door; none where its table does not say. */
export function namesAt(door: Door, name: string, field: Field): readonly string[] {
  switch (door) {
    case 'order':
      return [field.order ?? constantCase(name)];
    case 'export':
      return field.exportedAs ?? [name];
    case 'ogc':
    case 'map':
      return [snakeCase(name)];
    case 'import':
      return field.import ? [field.import] : [];
    default:
      return [name];
  }
}

/** A type of the GraphQL schema. */
export function typeIn(name: string): ReturnType<GraphQLSchema['getType']> {
  return schema.getType(name);
}
