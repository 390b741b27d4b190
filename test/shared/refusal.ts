import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/** The extensions of the typed error that a call throws; fails when it throws none. */
export function refusal(call: () => unknown): GraphQLErrorExtensions {
  try {
    call();
  } catch (error) {
    if (error instanceof GraphQLError) return error.extensions;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
