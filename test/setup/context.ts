/** What global set-ups hand to the tests. */
export interface TestDatabases {
  /** A URL of a PostgreSQL server whose template database is filled, or … */
  readonly nativeUrl?: string;
  /** … a data folder of the embedded database that is filled, or … */
  readonly embeddedFolder?: string;
  /** … the reason why there is none. */
  readonly missing?: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    databases: TestDatabases;
    browser: { path?: string; missing?: string };
  }
}

/** Name of the database that every native test database is copied from. */
export const TEMPLATE = 'jinlin_template';
