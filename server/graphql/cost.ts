import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { decide } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { countRows, demandAffordable, MAX_ROWS, MAX_ROWS_OF_ANALYSTS } from '../shared/cost.ts';

/** @throws TOO_EXPENSIVE when an operation asks for more than the viewer may ask for at once */
export function demandModestCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  viewer: Viewer,
): void {
  const analyses = decide(viewer, 'staff') === null;
  const rows = countRows(schema, document, operation, variables);
  demandAffordable(rows, analyses ? MAX_ROWS_OF_ANALYSTS : MAX_ROWS);
}
