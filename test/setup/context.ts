/** What global set-ups hand to the tests. */
export interface TestDatabases {
  /** A URL of a PostgreSQL server whose database {@link TEMPLATE} is filled, or … */
  readonly nativeUrl?: string;
  /** … a data folder of the embedded database that is filled, or … */
  readonly embeddedFolder?: string;
  /** … the reason why there is none. */
  readonly missing?: string;
  /** Whatever is copied for tests has a name that begins like this; it is removed after the run. */
  readonly copies?: string;
  /** The work that fills it. */
  readonly filling?: string;
}

/** What the tests in a browser are given. */
export interface TestBrowser {
  readonly path?: string;
  readonly missing?: string;
  /** The work that builds the web pages. */
  readonly building?: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    databases: TestDatabases;
    browser: TestBrowser;
  }
}

/** Name of the database that every native test database is copied from. */
export const TEMPLATE = 'jinlin_template';
