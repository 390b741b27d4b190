import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { Context } from '../shared/context.ts';
import { JsonText } from '../shared/json-text.ts';
import type { Executor } from './executor.ts';

type Gateway = ApolloServerOptionsWithGateway<object>['gateway'];

/** Lets Apollo Server run what it has read and validated by our executor. */
export function plannedExecution(schema: GraphQLSchema, run: Executor): Gateway {
  return {
    onSchemaLoadOrUpdate(listener) {
      listener({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({
      executor: async ({ document, operation, request, context }) => {
        const { operationName, variables } = request;
        return run({ document, operation, operationName, variables, context: context as Context });
      },
    }),
    stop: async () => undefined,
  };
}

/** An answer as JSON; data that are JSON already stay as they are. */
export function stringifyResult({ errors, data, ...more }: FormattedExecutionResult): string {
  const text: unknown = data;
  if (!(text instanceof JsonText)) return `${JSON.stringify({ errors, data, ...more })}\n`;
  const told = errors ? `"errors":${JSON.stringify(errors)},` : '';
  return `{${told}"data":${text.text}}\n`;
}
