import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { execute, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import type { Context } from '../shared/context.ts';
import { JsonText } from '../shared/json-text.ts';
import { demandPlannable, planOf } from './plan.ts';
import { readVariables, runPlan } from './run.ts';

type Gateway = ApolloServerOptionsWithGateway<object>['gateway'];

/** Lets Apollo Server run what it has read and validated by {@link runPlan}. */
export function plannedExecution(schema: GraphQLSchema): Gateway {
  demandPlannable(schema);
  return {
    onSchemaLoadOrUpdate(listener) {
      listener({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({
      executor: async ({ document, operation, request, context }) => {
        // GraphQL's own says best why none can be chosen.
        if (!operation) return execute({ schema, document, operationName: request.operationName });
        const variables = readVariables({ schema, operation }, request.variables ?? {});
        if ('errors' in variables) return variables;
        const plan = planOf(schema, document, operation, variables.coerced);
        const answer = await runPlan(plan, context, variables.coerced);
        // The context lives on for a while; the rows that it holds need not.
        (context as Context).loaders.clear();
        return answer;
      },
    }),
    stop: async () => undefined,
  };
}

/** An answer as JSON; data that are JSON already stay as they are. */
export function stringifyResult({ errors, data, ...more }: FormattedExecutionResult): string {
  if (!((data as unknown) instanceof JsonText))
    return `${JSON.stringify({ errors, data, ...more })}\n`;
  const told = errors ? `"errors":${JSON.stringify(errors)},` : '';
  return `{${told}"data":${(data as unknown as JsonText).text}}\n`;
}
