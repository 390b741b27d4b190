/**
 * What things cost. A unit is about 5 µs of the embedded database on the machine of the benchmarks, where most
 * things take longest; PostgreSQL takes a third to a half. Measured by `npm run bench:cost`; a test holds random
 * requests against them.
 */
export const WEIGHTS = {
  /** Taking a request in and sending an answer out. */
  request: 600,
  /** Reading, checking and planning a field of a document, wherever it stands. */
  field: 10,
  /** A field at the root, which asks the database at least once; a further statement. */
  statement: 300,
  /** A page of a list below a row. */
  page: 6,
  /** A row. */
  row: 1,
  /** A value of a row. */
  value: 0.4,
  /** A value that the schema tells of itself. */
  introspection: 0.6,
  /** A shape that is written, and a position of it. */
  shape: 8,
  position: 0.1,
  /** The box around a shape. */
  box: 10,
  /** A position that is sent as an argument. */
  sentPosition: 6,
  /** A value of a list that is sent as an argument. */
  sentValue: 0.3,
  /** Looking at a row. */
  scan: 0.05,
  /** Sorting a row by something else than an index. */
  sort: 0.5,
  /** A position of a row's shape, of which a distance is measured to sort by. */
  keyPosition: 0.4,
  /** Summing a row up. */
  sum: 0.3,
} as const;
