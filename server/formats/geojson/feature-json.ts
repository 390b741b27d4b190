import { type Declaration, declarationOf, SILENT } from '../declaration.ts';
import { FileTroubleError } from '../file-trouble.ts';
import { geometryOf, show } from '../geometry-value.ts';
import type { PropertyValue, SourceFeature } from '../source.ts';
import { unreadableFeature } from '../unreadable-feature.ts';

/** The text of one GeoJSON Feature (or bare geometry) as it is in the file. */
export function featureOf(text: string, row: number): SourceFeature {
  let properties: Record<string, PropertyValue> = {};
  try {
    const value = parsed(text);
    const isFeature = value['type'] === 'Feature' || 'properties' in value;
    if (isFeature) properties = propertiesOf(value);
    return { row, properties, geometry: geometryOf(isFeature ? value['geometry'] : value) };
  } catch (error) {
    return unreadableFeature(row, properties, error, 'It is no GeoJSON Feature.');
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new FileTroubleError('BAD_SYNTAX', `It is no JSON: ${(error as Error).message}.`);
  }
}

function propertiesOf({ properties, id }: Record<string, unknown>): Record<string, PropertyValue> {
  if (properties !== null && properties !== undefined && typeof properties !== 'object') {
    throw new FileTroubleError(
      'BAD_SYNTAX',
      `Its properties are ${show(properties)}, not an object.`,
    );
  }
  const entries = Object.entries(properties ?? {}).map(([name, value]) => [
    name,
    plainValue(value),
  ]);
  const hasId = typeof id === 'string' || typeof id === 'number';
  const named = entries.some(([name]) => name === 'id');
  return Object.fromEntries(hasId && !named ? [['id', id], ...entries] : entries);
}

function plainValue(value: unknown): PropertyValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' ? value : JSON.stringify(value);
}

/**
 * The system that foreign members declare: our own `coordinate_system`, or `crs` of GeoJSON 2008, which GIS
 * programs still write. Without them it is null, although RFC 7946 then means WGS 84: GeoJSON taken from
 * Chinese web maps is often in their shifted coordinates.
 */
export function declarationIn(members: Readonly<Record<string, unknown>>): Declaration {
  const own = members['coordinate_system'];
  const crs = members['crs'] as { properties?: { name?: unknown } } | null | undefined;
  const name = typeof own === 'string' ? own : crs?.properties?.name;
  return typeof name === 'string' ? declarationOf([name]) : SILENT;
}
