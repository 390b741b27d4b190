import { type RawBuilder, sql } from 'kysely';
import { COMMUNITY_FIELDS } from '../communities/community.fields.ts';
import { FACILITY_FIELDS } from '../facilities/facility.fields.ts';
import { GRID_FIELDS } from '../grids/grid.fields.ts';
import type { Field, FieldTable } from '../lists/fields/field.ts';
import { snakeCase } from '../lists/fields/names.ts';
import { fieldsAt } from '../lists/fields/open.ts';
import { plainValue } from '../lists/fields/values.ts';
import { REGION_FIELDS } from '../regions/region.fields.ts';

/** A layer of the tiles that the service map draws. */
export interface MapLayer {
  readonly description: string;
  /** The properties of its features besides their id, by the names that they have in tiles. */
  readonly properties: Readonly<Record<string, Field>>;
}

/** The fields of a table that the service map needs, all or those named. */
function propertiesOf<T extends FieldTable>(
  table: T,
  ...only: readonly (keyof T['fields'])[]
): MapLayer['properties'] {
  const fields = fieldsAt(table, 'map').filter(
    ([name]) => only.length === 0 || only.includes(name),
  );
  return Object.fromEntries(fields.map(([name, field]) => [snakeCase(name), field]));
}

/** The layers by their names in tiles. */
export const MAP_LAYERS = {
  regions: { description: 'Regions 行政区', properties: propertiesOf(REGION_FIELDS) },
  communities: { description: 'Communities 社区', properties: propertiesOf(COMMUNITY_FIELDS) },
  community_labels: {
    description: 'Service points of communities 社区服务点',
    properties: propertiesOf(COMMUNITY_FIELDS, 'name', 'nameEn'),
  },
  facilities: {
    description: 'Active facilities 在用设施',
    // The kind comes by a join, which the tile needs anyway.
    properties: {
      ...propertiesOf(FACILITY_FIELDS),
      kind: { ...FACILITY_FIELDS.fields.kind, code: sql`k.code` },
    },
  },
  grids: { description: 'Grids 网格, from zoom 14', properties: propertiesOf(GRID_FIELDS) },
  grid_labels: {
    description: 'Points on grids 网格标注点, from zoom 14',
    properties: propertiesOf(GRID_FIELDS, 'name', 'households'),
  },
} as const satisfies Record<string, MapLayer>;

/** The properties of a layer's features as a JSON object, the global id among them. */
export function propertiesAsJson(
  { properties }: MapLayer,
  id: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const pairs = Object.entries(properties).map(
    ([name, field]) => sql`, ${sql.lit(name)}, ${plainValue(field)}`,
  );
  return sql`jsonb_build_object('id', ${id}${sql.join(pairs, sql``)})`;
}
