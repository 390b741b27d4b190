import type { ConfigureImportInput } from '../generated/graphql.ts';

/** What of an import is changed: all but which one it is. */
export type Settings = Omit<ConfigureImportInput, 'id' | 'version'>;
