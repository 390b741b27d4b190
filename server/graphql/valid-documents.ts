import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Context } from '../shared/context.ts';
import { demandModestCost } from './cost.ts';

/** A document that was found valid, and the operation of it that was asked for. */
export interface ValidDocument {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** So many documents are remembered; clients that send others each time gain nothing anyway. */
const MOST_DOCUMENTS = 200;

/** Queries that have been read and validated, by their text: the short way need not do it again. */
export class ValidDocuments {
  readonly #schema: GraphQLSchema;
  readonly #documents = new Map<string, ValidDocument>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  get(source: string, operationName: string | null): ValidDocument | undefined {
    return this.#documents.get(`${operationName}:${source}`);
  }

  remember(source: string, operationName: string | null | undefined, valid: ValidDocument): void {
    if (valid.operation.operation !== 'query') return;
    const key = `${operationName ?? null}:${source}`;
    this.#documents.delete(key);
    this.#documents.set(key, valid);
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size <= MOST_DOCUMENTS) break;
      this.#documents.delete(oldest);
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
