import type { CodegenConfig } from '@graphql-codegen/cli';

/** How values of the hub's scalars are written in TypeScript. */
const scalars = {
  BBox: '[west: number, south: number, east: number, north: number]',
  DateTimeISO: 'string',
  GeoJSONMultiPolygon: 'import("geojson").MultiPolygon',
  GeoJSONPolygonal: 'import("geojson").Polygon | import("geojson").MultiPolygon',
  GeoJSONPoint: 'import("geojson").Point',
  JSONObject: 'Record<string, unknown>',
  Meters: 'number',
  Position: '[longitude: number, latitude: number]',
  Share: 'number',
};

/** What the generated files for the web and for tests have in common. */
const config = {
  enumsAsTypes: true,
  useTypeImports: true,
  importExtension: '.ts' as const,
  emitLegacyCommonJSImports: false,
  strictScalars: true,
  defaultScalarType: 'unknown',
  scalars,
};

/**
 * Typed documents from the committed schema: for the web from the `.graphql` files that stand next to the
 * components, for tests from what they hand to `graphql()`. `graphql-codegen --check` fails when the generated
 * files have drifted, or when a document asks for what the schema does not have.
 */
const codegen: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'web/generated/': {
      documents: ['web/**/*.graphql', '!web/graphiql/**'],
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        // The hub knows these documents: `persisted-documents.json` holds them by their hash.
        persistedDocuments: { hashAlgorithm: 'sha256' },
      },
      config,
    },
    'test/generated/': {
      documents: ['test/**/*.ts', '!test/generated/**', '!test/web/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false, gqlTagName: 'graphql' },
      config: { ...config, documentMode: 'string' },
    },
  },
};

export default codegen;
