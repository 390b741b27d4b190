import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Context } from '../shared/context.ts';
import { demandModestCost } from './cost.ts';

/** A document that was found valid, and the operation of it that was asked for. */
export interface ValidDocument {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Characters of the documents that are remembered; read and planned, one takes some 30 bytes. */
const MOST_CHARACTERS = 1_000_000;

/** Queries that have been read and validated, by their text: the short way need not do it again. */
export class ValidDocuments {
  readonly #schema: GraphQLSchema;
  readonly #documents = new Map<string, ValidDocument>();
  #characters = 0;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  get(source: string, operationName: string | null): ValidDocument | undefined {
    return this.#documents.get(`${operationName}:${source}`);
  }

  remember(source: string, operationName: string | null | undefined, valid: ValidDocument): void {
    if (valid.operation.operation !== 'query') return;
    const key = `${operationName ?? null}:${source}`;
    if (!this.#documents.has(key)) this.#characters += key.length;
    this.#documents.set(key, valid);
    for (const oldest of this.#documents.keys()) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#documents.delete(oldest);
      this.#characters -= oldest.length;
    }
  }

  /** Whether the variables make the operation ask for no more than the viewer may. */
  isAffordable(
    { document, operation }: ValidDocument,
    variables: Readonly<Record<string, unknown>>,
    context: Context,
  ): boolean {
    const viewer = context.sharing.unaffectedBy(() => context.viewer);
    try {
      demandModestCost(this.#schema, document, operation, variables, viewer);
      return true;
    } catch {
      return false;
    }
  }
}
