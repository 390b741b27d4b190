import type { DocumentNode } from 'graphql';
import {
  type AnyVariables,
  createRequest,
  getOperationName,
  stringifyVariables,
  type TypedDocumentNode,
} from 'urql';

type Document = DocumentNode | TypedDocumentNode;

/**
 * The queries whose answers stay on the device: open data of the city, never of accounts, sessions or
 * people. A test checks which types they reach.
 */
const STORABLE: ReadonlySet<string> = new Set([
  'Start',
  'RuleCodes',
  'Summary',
  'Statuses',
  'VerdictPage',
  'FacilityPositions',
  'Community',
  'CommunityAt',
  'CommunityGrids',
  'RegionCommunities',
  'Facility',
  'Search',
  'CoverageBasis',
]);

/** Whether answers to the document may be stored. */
export function isStorable(document: Document): boolean {
  return STORABLE.has(getOperationName(document as DocumentNode) ?? '');
}

/** Beginning of the keys of a document's answers: another build's document is another one. */
export function documentKey(document: Document): string {
  const { key } = createRequest(document as DocumentNode, {});
  return `${getOperationName(document as DocumentNode)} ${key} `;
}

/** Key of the answer to a document with its variables. */
export function answerKey(document: Document, variables: AnyVariables): string {
  return documentKey(document) + stringifyVariables(variables ?? {});
}

/** One stored answer, without the answer. */
export interface AnswerEntry {
  readonly key: string;
  /** Length as JSON, in UTF-16 units. */
  readonly size: number;
  /** When it was answered: milliseconds since 1970. */
  readonly at: number;
}

/** How much is stored at most. */
export interface AnswerLimits {
  readonly count: number;
  readonly size: number;
}

/**
 * Puts an entry into the list, which is ordered from oldest to newest.
 * @returns the new list, and the keys that are evicted: oldest first, and never the new one
 */
export function withEntry(
  entries: readonly AnswerEntry[],
  entry: AnswerEntry,
  limits: AnswerLimits,
): { entries: AnswerEntry[]; gone: string[] } {
  const next = [...entries.filter(({ key }) => key !== entry.key), entry];
  const gone: string[] = [];
  let size = next.reduce((sum, each) => sum + each.size, 0);
  while (next.length > 1 && (next.length > limits.count || size > limits.size)) {
    const oldest = next.shift() as AnswerEntry;
    size -= oldest.size;
    gone.push(oldest.key);
  }
  return { entries: next, gone };
}
