import { asTrouble, FileTroubleError } from './file-trouble.ts';
import type { SourceFeature } from './source.ts';

/**
 * A feature whose geometry could not be read, with the reason: features after it may be well.
 * @param message for errors that are no FileTroubleError
 */
export function unreadableFeature(
  row: number,
  properties: SourceFeature['properties'],
  error: unknown,
  message: string,
): SourceFeature {
  const reason = asTrouble(error, message);
  const trouble = new FileTroubleError(reason.code, reason.message, row, reason.cause);
  return { row, properties, geometry: null, trouble };
}
