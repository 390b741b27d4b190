import type { DocumentStore } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { PersistedDocumentUnknownError } from '../shared/errors.ts';
import type { PersistedDocuments } from './persisted-documents.ts';

/** Characters of all documents that are remembered; parsed and planned, one takes some 30 bytes. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Step 3: documents that need not be sent, or not be read again. Those of the hub's own web pages are known by an
 * id; any other is known once it was parsed and found valid. Apollo Server looks a document up here by the digest
 * of its text, and puts it here when it is valid.
 */
export class KnownDocuments implements DocumentStore {
  readonly #persisted: PersistedDocuments;
  readonly #valid = new LRUCache<string, DocumentNode>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (document) => Math.max(1, document.loc?.source.body.length ?? 1),
  });

  constructor(persisted: PersistedDocuments) {
    this.#persisted = persisted;
  }

  /** The text of a persisted document. @throws PERSISTED_DOCUMENT_UNKNOWN */
  textOf(id: unknown): string {
    const text = typeof id === 'string' ? this.#persisted.get(id) : undefined;
    if (text === undefined) throw new PersistedDocumentUnknownError();
    return text;
  }

  async get(digest: string): Promise<DocumentNode | undefined> {
    return this.#valid.get(digest);
  }

  async set(digest: string, document: DocumentNode): Promise<void> {
    this.#valid.set(digest, document);
  }

  async delete(digest: string): Promise<boolean> {
    return this.#valid.delete(digest);
  }
}
