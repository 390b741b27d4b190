/** Longitude and latitude in degrees, WGS 84. */
export type Position = [longitude: number, latitude: number];

/** West, south, east, north in degrees. */
export type BBox = [west: number, south: number, east: number, north: number];

export type VerdictStatus = 'PASS' | 'FAIL' | 'UNKNOWN';
export type Language = 'zh' | 'en';
export type DetailTab = 'coverage' | 'grids';
/** Pages of the panel that are about people and files rather than places. */
export type PanelPage = 'account' | 'people' | 'review' | 'import' | 'retired' | 'city';

const PAGES: readonly string[] = ['account', 'people', 'review', 'import', 'retired', 'city'];

/** Everything that makes up what is seen, and nothing else: the same view has the same link. */
export interface View {
  /** Centre of the map; absent until the map has been moved, when the whole city is shown. */
  center?: Position | undefined;
  zoom?: number | undefined;
  /** Code of the rule that colours the map. */
  rule: string;
  /** Code of the region that figures and lists are limited to. */
  district?: string | undefined;
  /** The one verdict that is emphasised and listed. */
  status?: VerdictStatus | undefined;
  /** Id of the selected community or facility, as the API gives it. */
  selected?: string | undefined;
  /** The place being checked. */
  at?: Position | undefined;
  /** Facilities added, moved and removed on trial, as text; empty while nothing is changed yet. */
  trial?: string | undefined;
  /** Id of the kept scenario that is open. */
  scenario?: string | undefined;
  /** Open page of the panel, in place of the overview. */
  page?: PanelPage | undefined;
  /** Id of the import that is open. */
  file?: string | undefined;
  /** Open tab of the selected community. */
  tab: DetailTab;
  language?: Language | undefined;
}

export const DEFAULT_RULE = 'plaza-2km';

const STATUSES: readonly string[] = ['PASS', 'FAIL', 'UNKNOWN'];

/** Reads a view from a query string; whatever is missing or malformed takes its default. */
export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  const center = position(query.get('lon'), query.get('lat'));
  const zoom = finite(query.get('zoom'), 0, 22);
  const [lon = null, lat = null] = query.get('at')?.split(',') ?? [];
  const at = position(lon, lat);
  const status = query.get('status')?.toUpperCase() ?? '';
  const language = query.get('lang');
  return {
    ...(center && zoom !== undefined ? { center, zoom } : {}),
    rule: query.get('rule') || DEFAULT_RULE,
    ...optional('district', query.get('district')),
    ...(STATUSES.includes(status) ? { status: status as VerdictStatus } : {}),
    ...optional('selected', query.get('selected')),
    ...(at ? { at } : {}),
    ...(query.has('try') ? { trial: query.get('try') ?? '' } : {}),
    ...optional('scenario', query.get('scenario')),
    ...(PAGES.includes(query.get('page') ?? '') ? { page: query.get('page') as PanelPage } : {}),
    ...optional('file', query.get('file')),
    tab: query.get('tab') === 'grids' ? 'grids' : 'coverage',
    ...(language === 'zh' || language === 'en' ? { language } : {}),
  };
}

/** Writes a view as a query string, defaults left out, always in the same order. */
export function formatView(view: View): string {
  const query = new URLSearchParams();
  if (view.center && view.zoom !== undefined) {
    query.set('lon', degrees(view.center[0]));
    query.set('lat', degrees(view.center[1]));
    query.set('zoom', String(Number(view.zoom.toFixed(2))));
  }
  if (view.rule !== DEFAULT_RULE) query.set('rule', view.rule);
  if (view.district) query.set('district', view.district);
  if (view.status) query.set('status', view.status);
  if (view.selected) query.set('selected', view.selected);
  if (view.at) query.set('at', view.at.map(degrees).join(','));
  if (view.scenario) query.set('scenario', view.scenario);
  if (view.trial !== undefined) query.set('try', view.trial);
  if (view.page) query.set('page', view.page);
  if (view.page === 'import' && view.file) query.set('file', view.file);
  if (view.tab !== 'coverage') query.set('tab', view.tab);
  if (view.language) query.set('lang', view.language);
  const text = query
    .toString()
    .replaceAll('%2C', ',')
    .replaceAll('%40', '@')
    .replaceAll('%3B', ';');
  return text && `?${text}`;
}

/** Six decimals of a degree are 0.1 m: enough for a link to reproduce a distance. */
function degrees(value: number): string {
  return String(Number(value.toFixed(6)));
}

function position(lon: string | null, lat: string | null): Position | undefined {
  const longitude = finite(lon, -180, 180);
  const latitude = finite(lat, -90, 90);
  return longitude === undefined || latitude === undefined ? undefined : [longitude, latitude];
}

function finite(text: string | null, min: number, max: number): number | undefined {
  if (!text?.trim()) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}

function optional<K extends string>(key: K, value: string | null): Partial<Record<K, string>> {
  return value ? ({ [key]: value } as Partial<Record<K, string>>) : {};
}
