/** A tab of the query editor. */
interface Example {
  query: string;
  headers?: string;
}

const sources = import.meta.glob<string>('./examples/*.graphql', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** The example queries in the order of their numbers; a mutation comes with the header it needs. */
export const examples: Example[] = Object.entries(sources)
  .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  .map(([, query]) =>
    /^mutation /m.test(query)
      ? { query, headers: '{ "Authorization": "Bearer <admin token>" }' }
      : { query },
  );
