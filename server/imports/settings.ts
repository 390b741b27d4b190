import type { ReferenceSystem } from '../coordinates/reference-system.ts';
import type { FileFormat, GeometryColumns, OpenOptions } from '../formats/feature-source.ts';
import type { FieldMapping, ImportTarget } from './fields.ts';

/** How a file is read, and what is done with its rows. Guessed at first, then as the planner says. */
export interface ImportSettings {
  readonly target: ImportTarget;
  readonly mapping: readonly FieldMapping[];
  readonly system: ReferenceSystem;
  /** Whether the file has latitude or northing first. */
  readonly swapAxes: boolean;
  /** Whether invalid polygons are repaired. */
  readonly repair: boolean;
  /** Whether rows with errors are left out; otherwise they keep all from being imported. */
  readonly skipErrors: boolean;
  /** The first layer unless given. */
  readonly layer: string | null;
  /** As found out unless given. */
  readonly encoding: 'utf-8' | 'gb18030' | null;
}

/** What a file is, as its reader tells. */
export interface FileFacts {
  readonly format: FileFormat;
  readonly layer: string | null;
  readonly layers: readonly string[];
  readonly columns: readonly string[];
  readonly encoding: string | null;
  readonly declared: ReferenceSystem | null;
  readonly declaredText: string | null;
}

/** How the file's reader is to open it. */
export function openOptionsOf(
  settings: Partial<ImportSettings>,
  format?: FileFormat | undefined,
): OpenOptions {
  const { layer, encoding, mapping } = settings;
  return {
    format,
    layer: layer ?? undefined,
    encoding: encoding ?? undefined,
    // A planner who takes the columns of the place away wants places left as they are.
    geometryColumns: mapping && geometryColumnsOf(mapping),
  };
}

function geometryColumnsOf(mapping: readonly FieldMapping[]): GeometryColumns | null {
  const columnOf = (field: FieldMapping['field']): string | undefined =>
    mapping.find((entry) => entry.field === field)?.column ?? undefined;
  const [geometry, x, y] = [columnOf('GEOMETRY'), columnOf('LONGITUDE'), columnOf('LATITUDE')];
  if (geometry !== undefined) return { geometry };
  return x !== undefined && y !== undefined ? { x, y } : null;
}

/** The columns of the place, as a mapping has them. */
export function mappingOfColumns(columns: GeometryColumns | null): FieldMapping[] {
  if (!columns) return [];
  if ('geometry' in columns) return [{ field: 'GEOMETRY', column: columns.geometry, value: null }];
  return [
    { field: 'LONGITUDE', column: columns.x, value: null },
    { field: 'LATITUDE', column: columns.y, value: null },
  ];
}
