import { Type } from '@mikro-orm/core';
import type { MultiPolygon, Point } from 'geojson';

/** Coordinates are rounded to 7 decimals (a centimetre) on their way out. */
const DECIMALS = 7;

/**
 * A geometry column of WGS 84 (SRID 4326): GeoJSON in JavaScript, PostGIS geometry in the database.
 * PostGIS itself converts both ways, so no binary format is parsed here.
 */
abstract class GeometryType<T extends Point | MultiPolygon> extends Type<T, string> {
  abstract readonly geometryName: string;

  override convertToDatabaseValue(value: T | string | null): string {
    if (value === null) return null as unknown as string;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  override convertToJSValue(value: string | T | null): T {
    return typeof value === 'string' ? (JSON.parse(value) as T) : (value as T);
  }

  override convertToDatabaseValueSQL(key: string): string {
    return `ST_SetSRID(ST_GeomFromGeoJSON(${key}), 4326)`;
  }

  override convertToJSValueSQL(key: string): string {
    return `ST_AsGeoJSON(${key}, ${DECIMALS})`;
  }

  override compareAsType(): string {
    return 'object';
  }

  override getColumnType(): string {
    return `geometry(${this.geometryName}, 4326)`;
  }
}

/** A point of WGS 84. */
export class PointType extends GeometryType<Point> {
  readonly geometryName = 'Point';
}

/** A multipolygon of WGS 84. */
export class MultiPolygonType extends GeometryType<MultiPolygon> {
  readonly geometryName = 'MultiPolygon';
}
