import { createHash } from 'node:crypto';
import type { FormattedExecutionResult } from 'graphql';
import { JsonText } from '../shared/json-text.ts';

/** Step 6: a result as JSON. Data that are JSON already stay as they are. */
export function writeResult({ errors, data, ...more }: FormattedExecutionResult): string {
  const text: unknown = data;
  if (!(text instanceof JsonText)) return `${JSON.stringify({ errors, data, ...more })}\n`;
  const before = errors ? `"errors":${JSON.stringify(errors)},` : '';
  return `{${before}"data":${text.text}}\n`;
}

/** The body of a response. */
export interface Body {
  readonly body: Buffer;
  readonly etag?: string;
}

/** The body of responses to many. */
export interface KeptBody extends Body {
  /** A digest of the body; weak, since it may be sent compressed. */
  readonly etag: string;
}

/**
 * The body of a response that is only data, in bytes. To be called as soon as the data are there: the text of a
 * large result is a tree of small strings until then, which costs more to carry along than to write.
 */
export function bodyOf(data: JsonText): Body {
  return { body: Buffer.from(`{"data":${data.text}}\n`) };
}

/** The same, to be sent more than once. */
export function taggedBody({ body }: Body): KeptBody {
  return { body, etag: `W/"${createHash('sha1').update(body).digest('base64url')}"` };
}
