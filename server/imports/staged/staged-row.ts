import type { Geometry } from 'geojson';
import type { Issue } from './issues.ts';

/** A row of a file as it is staged. */
export interface StagedRow {
  readonly row: number;
  /** Values by the column of `import_feature`. */
  readonly values: Readonly<Record<string, string | number | boolean>>;
  readonly attributes: Readonly<Record<string, string | number | boolean>> | null;
  /** In degrees on WGS 84. */
  readonly geometry: Geometry | null;
  readonly issues: readonly Issue[];
}
