/**
 * What plans use of graphql-js that is not part of its public interface: it may change with any release. A
 * new version of graphql is safe to take when the tests of plans pass, which compare each result with that of
 * GraphQL's own `execute`. No other file of the hub imports from inside graphql-js; the lint keeps it so.
 */
export { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
export { getFieldDef } from 'graphql/execution/execute.js';
