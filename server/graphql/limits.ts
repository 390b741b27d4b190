import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import type { Context } from '../access/context.ts';
import { decide } from '../access/policy.ts';
import type { KnownSizes } from '../hub/table-sizes.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { costOf, demandAffordable, MAX_COST, MAX_COST_OF_STAFF } from './document-cost.ts';
import { demandModest } from './document-size.ts';

/**
 * Step 4: refuses an operation that came by the wrong way, is too large, or may cost more than the viewer may
 * ask for at once; before anything is read.
 */
export function limits(sizes: KnownSizes): ApolloServerPlugin<Context> {
  const modest = new WeakSet<OperationDefinitionNode>();
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return;
          const viewer = contextValue.sharing.unaffectedBy(() => contextValue.viewer);
          const most = decide(viewer, 'staff') === null ? MAX_COST_OF_STAFF : MAX_COST;
          try {
            demandItsWay(operation, request.http !== undefined);
            // The same for all requests with this document.
            if (!modest.has(operation)) demandModest(document, operation);
            modest.add(operation);
            const variables = request.variables ?? {};
            const cost = costOf(schema, document, operation, variables, sizes.current);
            demandAffordable(cost, most);
          } catch (error) {
            // Without a status it would be taken for a fault of the server.
            if (error instanceof GraphQLError) error.extensions['http'] = { status: 400 };
            throw error;
          }
        },
      };
    },
  };
}

/** Subscriptions go by WebSocket, queries and mutations by HTTP. @throws BAD_USER_INPUT */
function demandItsWay({ operation }: OperationDefinitionNode, isByHttp: boolean): void {
  if ((operation === 'subscription') !== isByHttp) return;
  throw new BadUserInputError(
    'query',
    isByHttp
      ? 'subscriptions go by WebSocket: connect to /graphql/live with the protocol graphql-transport-ws.'
      : 'only subscriptions are served here; send queries and mutations to /graphql by POST.',
  );
}
