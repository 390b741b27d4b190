/** A link between documents (RFC 8288). */
export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type: string;
  readonly title?: string;
}

/** The forms of every document: for programs, and for people. */
export type Format = 'json' | 'html';

export const JSON_TYPE = 'application/json';
export const GEOJSON_TYPE = 'application/geo+json';
export const HTML_TYPE = 'text/html';
export const OPENAPI_TYPE = 'application/vnd.oai.openapi+json;version=3.0';

/** The address that a document was requested at. */
export interface Place {
  /** The address of `/ogc`. */
  readonly base: string;
  /** The path below it, beginning with a slash, or nothing. */
  readonly path: string;
  /** The query parameters as they came, without `f`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly format: Format;
}

/** An address below `base`. */
export function address(
  base: string,
  path: string,
  parameters: Record<string, string> = {},
): string {
  const query = new URLSearchParams(parameters).toString();
  return `${base}${path}${query === '' ? '' : `?${query}`}`;
}

/** The links of a document to itself and to its other form; `type` is that of the one for programs. */
export function ownLinks({ base, path, parameters, format }: Place, type: string): Link[] {
  const link = (rel: string, f: Format): Link => ({
    href: address(base, path, { ...parameters, ...(f !== format || f === 'html' ? { f } : {}) }),
    rel,
    type: f === 'json' ? type : HTML_TYPE,
    title: f === 'json' ? 'JSON' : 'HTML',
  });
  const other = format === 'json' ? 'html' : 'json';
  return [link('self', format), link('alternate', other)];
}

/** Links to a document in both forms. */
export function linksTo(
  base: string,
  path: string,
  { rel, type = JSON_TYPE, title }: { rel: string; type?: string; title: string },
): Link[] {
  return [
    { href: address(base, path), rel, type, title },
    { href: address(base, path, { f: 'html' }), rel, type: HTML_TYPE, title },
  ];
}
