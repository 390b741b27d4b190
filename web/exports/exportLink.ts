import type { Language, View } from '../view/view.ts';

/** What can be exported; `failing` is the spreadsheet of communities that fail the rule. */
export const LAYERS = [
  'failing',
  'communities',
  'coverage',
  'facilities',
  'grids',
  'regions',
] as const;
export type Layer = (typeof LAYERS)[number];

/** Formats by the extension that the hub knows them by. */
export const FORMATS = ['gpkg', 'zip', 'csv', 'geojson', 'geojsonl', 'fgb'] as const;
export type Format = (typeof FORMATS)[number];

export const ENCODINGS = ['utf-8', 'gb18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What was chosen in the dialog. */
export interface ExportChoice {
  readonly layer: Layer;
  readonly format: Format;
  /** Identifier of a reference system. */
  readonly system: string;
  /** What the hub says that converting to it may cost, in meters, unless it is one of the common systems. */
  readonly systemError?: number | undefined;
  readonly encoding: Encoding;
  /** Whether only what the view filters is wanted. */
  readonly isFiltered: boolean;
}

/** Whether a layer is limited by the verdict that the view filters, besides its district. */
export function hasVerdict(layer: Layer): boolean {
  return layer === 'communities' || layer === 'coverage';
}

/** Whether texts of the format can be in another encoding than UTF-8. */
export function hasEncoding(format: Format): boolean {
  return format === 'csv' || format === 'zip';
}

/** The address of the file. */
export function exportLink(
  { layer, format, system, encoding, isFiltered }: ExportChoice,
  { rule, district, status }: Pick<View, 'rule' | 'district' | 'status'>,
  language: Language,
): string {
  const filter = {
    ...(isFiltered && district ? { region: district } : {}),
    ...(isFiltered && status && hasVerdict(layer) ? { coverage: { rule, status } } : {}),
  };
  const query = new URLSearchParams();
  if (Object.keys(filter).length > 0) query.set('filter', JSON.stringify(filter));
  if (layer === 'failing' || layer === 'coverage') query.set('rule', rule);
  if (layer === 'failing') {
    query.set('language', language);
    return `/export/failing-communities.xlsx?${query}`;
  }
  if (system !== 'WGS84') query.set('system', system);
  if (hasEncoding(format) && encoding !== 'utf-8') query.set('encoding', encoding);
  const search = query.toString();
  return `/export/${layer}.${format}${search && `?${search}`}`;
}
