import type { FileFormat, GeometryColumns, OpenOptions } from '../../formats/feature-source.ts';
import type { ImportMapping, ImportSettings } from '../staged/settings.ts';

/** How a file is opened by the settings of its import. */
export function openOptionsOf(
  settings: Partial<ImportSettings>,
  format?: FileFormat | undefined,
): OpenOptions {
  const { layer, encoding, mapping } = settings;
  return {
    format,
    layer: layer ?? undefined,
    encoding: encoding ?? undefined,
    // A mapping without columns of the place leaves stored places as they are.
    geometryColumns: mapping && geometryColumnsOf(mapping),
  };
}

function geometryColumnsOf(mapping: readonly ImportMapping[]): GeometryColumns | null {
  const columnOf = (field: ImportMapping['field']): string | undefined =>
    mapping.find((entry) => entry.field === field)?.column ?? undefined;
  const [geometry, x, y] = [columnOf('GEOMETRY'), columnOf('LONGITUDE'), columnOf('LATITUDE')];
  if (geometry !== undefined) return { geometry };
  return x !== undefined && y !== undefined ? { x, y } : null;
}

/** The mapping of the columns from which a file's geometry is read. */
export function mappingOfColumns(columns: GeometryColumns | null): ImportMapping[] {
  if (!columns) return [];
  if ('geometry' in columns) return [{ field: 'GEOMETRY', column: columns.geometry, value: null }];
  return [
    { field: 'LONGITUDE', column: columns.x, value: null },
    { field: 'LATITUDE', column: columns.y, value: null },
  ];
}
