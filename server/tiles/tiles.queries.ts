import type { EntityManager } from '@mikro-orm/postgresql';
import type { Feature, Geometry } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import type { BBox } from '../shared/geo-input.ts';
import { MAP_LAYERS, propertiesAsJson } from './map-layers.ts';

/** A tile address; y grows southward. */
export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** A row of a tile before it is encoded. */
export interface TileRow {
  layer: string;
  feature: Feature<Geometry, Record<string, unknown>>;
}

/** Parts of a tile that are drawn beyond its edge, so that outlines and icons are not cut. */
const MARGIN = 64 / 4096;
const PARK_ZOOM = 12;
const LABEL_ZOOM = 12;
const GRID_ZOOM = 14;

/** Everything in a tile, of all layers, in one statement; shapes are clipped by the database. */
export async function findTileRows(em: EntityManager, tile: TileAddress): Promise<TileRow[]> {
  const box = tileBox(tile);
  const layers = [regions(box), communities(box), facilities(box, tile.z)];
  if (tile.z >= LABEL_ZOOM) layers.push(communityLabels(box));
  if (tile.z >= GRID_ZOOM) layers.push(grids(box), gridLabels(box));
  const { rows } = await sql<{
    layer: string;
    id: number;
    properties: Record<string, unknown>;
    geometry: Geometry;
  }>`${sql.join(layers, sql` UNION ALL `)}`.execute(em.getKysely());
  return rows.map(({ layer, id, properties, geometry }) => ({
    layer,
    feature: { type: 'Feature', id, properties, geometry },
  }));
}

/** The bounds of a tile with its margin, in degrees; they may reach beyond 180°. */
export function tileBounds({ z, x, y }: TileAddress): BBox {
  const latitude = (row: number): number => {
    const n = Math.PI * (1 - (2 * row) / 2 ** z);
    return (Math.atan(Math.sinh(n)) * 180) / Math.PI;
  };
  const longitude = (column: number): number => (column / 2 ** z) * 360 - 180;
  return [
    longitude(x - MARGIN),
    latitude(y + 1 + MARGIN),
    longitude(x + 1 + MARGIN),
    latitude(y - MARGIN),
  ];
}

/** The box of a tile with its margin, in degrees. */
export function tileBox(tile: TileAddress): RawBuilder<unknown> {
  const [west, south, east, north] = tileBounds(tile);
  return sql`ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
}

/** What of a shape lies in a box. */
export function clipped(
  column: RawBuilder<unknown>,
  box: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`ST_AsGeoJSON(ST_ClipByBox2D(${column}, ${box}), 6)::jsonb`;
}

function regions(box: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT 'regions' AS layer, r.id,
      ${propertiesAsJson(MAP_LAYERS.regions, sql`'region_' || r.id`)} AS properties,
      ${clipped(sql`r.boundary`, box)} AS geometry
    FROM region r WHERE r.boundary && ${box}`;
}

function communities(box: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT 'communities', c.id,
      ${propertiesAsJson(MAP_LAYERS.communities, sql`'community_' || c.id`)},
      ${clipped(sql`c.boundary`, box)}
    FROM community c WHERE c.boundary && ${box}`;
}

function communityLabels(box: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT 'community_labels', c.id,
      ${propertiesAsJson(MAP_LAYERS.community_labels, sql`'community_' || c.id`)},
      ST_AsGeoJSON(c.service_point, 6)::jsonb
    FROM community c WHERE c.boundary && ${box} AND c.service_point && ${box}`;
}

function facilities(box: RawBuilder<unknown>, z: number): RawBuilder<unknown> {
  const parks = z < PARK_ZOOM ? sql`AND k.code <> 'park'` : sql``;
  return sql`SELECT 'facilities', f.id,
      ${propertiesAsJson(MAP_LAYERS.facilities, sql`'facility_' || f.id`)},
      ST_AsGeoJSON(f.location, 6)::jsonb
    FROM facility f JOIN facility_kind k ON k.id = f.kind_id
    WHERE f.active AND f.location && ${box} ${parks}`;
}

function grids(box: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT 'grids', g.id, ${propertiesAsJson(MAP_LAYERS.grids, sql`'grid_' || g.id`)},
      ${clipped(sql`g.boundary`, box)}
    FROM grid g WHERE g.boundary && ${box}`;
}

function gridLabels(box: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT 'grid_labels', g.id,
      ${propertiesAsJson(MAP_LAYERS.grid_labels, sql`'grid_' || g.id`)},
      ST_AsGeoJSON(ST_PointOnSurface(g.boundary), 6)::jsonb
    FROM grid g WHERE g.boundary && ${box}`;
}
