import type { FastifyRequest } from 'fastify';
import { originOf } from '../http/origin.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { type Format, HTML_TYPE, type Place } from './links.ts';
import { type Language, languageOf } from './page-words.ts';

/** A request for a document, before it is known whether there is one. */
export interface OgcRequest {
  /** Parts of the path by name. */
  readonly params: Readonly<Record<'collection' | 'feature', string>>;
  /** Query parameters, each given once, without `f`. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly format: Format;
  readonly language: Language;
  readonly place: Place;
}

/** Reads a request. @throws BAD_USER_INPUT for a parameter that is given twice, or a format there is not */
export function parseRequest(request: FastifyRequest): OgcRequest {
  const { f, ...parameters } = parseOnce(request.query as Record<string, unknown>);
  const { accept, 'accept-language': languages } = request.headers;
  const format = f === undefined ? preferred(accept) : parseFormat(f);
  const base = `${originOf(request)}/ogc`;
  const path = (request.url.split('?')[0] as string).replace(/^\/+ogc|\/+$/g, '');
  return {
    params: request.params as OgcRequest['params'],
    parameters,
    format,
    language: languageOf(languages),
    place: { base, path, parameters, format },
  };
}

/** Refuses parameters that the API's definition does not name. @throws BAD_USER_INPUT naming one */
export function demandKnown(
  parameters: Readonly<Record<string, string>>,
  known: readonly string[] = [],
): void {
  const unknown = Object.keys(parameters).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new BadUserInputError(
    unknown.slice(0, 40),
    `is not a parameter here; there are: ${[...known, 'f'].join(', ')}.`,
  );
}

function parseOnce(query: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(query).map(([name, value]) => {
    if (typeof value === 'string') return [name, value] as const;
    throw new BadUserInputError(name.slice(0, 40), 'give it once.');
  });
  return Object.fromEntries(entries);
}

function parseFormat(f: string): Format {
  if (f === 'json' || f === 'html') return f;
  throw new BadUserInputError('f', 'must be json or html.');
}

/** Browsers ask for HTML by name; whoever does not is a program. */
function preferred(accept: string | undefined): Format {
  const ranges = (accept ?? '').toLowerCase().split(',');
  const isJson = (range: string): boolean => /^\s*application\/(?:[\w.-]+\+)?json/.test(range);
  const html = ranges.findIndex((range) => range.trim().startsWith(HTML_TYPE));
  const json = ranges.findIndex(isJson);
  return html >= 0 && (json < 0 || html < json) ? 'html' : 'json';
}
