import { existsSync, readFileSync } from 'node:fs';
import { type DocumentNode, Kind, parse, print, type SelectionSetNode, visit } from 'graphql';

/** The text of each document that the hub knows, by its id: `sha256:` and the digest. */
export type PersistedDocuments = ReadonlyMap<string, string>;

/** Reads the documents of the web client, as the code generator wrote them down; none if there are none. */
export function readPersistedDocuments(file: string): PersistedDocuments {
  if (!existsSync(file)) return new Map();
  const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(texts).map(([id, text]) => [id, print(withTypenames(parse(text)))]),
  );
}

/** Selects `__typename` of everything below the root, as clients do that keep answers by type. */
export function withTypenames(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet(node, _key, parent): SelectionSetNode | undefined {
      const isRoot =
        parent &&
        'kind' in parent &&
        (parent as { kind: string }).kind === Kind.OPERATION_DEFINITION;
      const isThere = node.selections.some(
        (selection) => selection.kind === Kind.FIELD && selection.name.value === '__typename',
      );
      if (isRoot || isThere) return undefined;
      const name = { kind: Kind.NAME, value: '__typename' } as const;
      return { ...node, selections: [...node.selections, { kind: Kind.FIELD, name }] };
    },
  });
}
