import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * Typed documents for the web, from the committed schema and the `.graphql` files that stand next
 * to the components. `graphql-codegen --check` fails when `web/generated` has drifted.
 */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['web/**/*.graphql', '!web/graphiql/**'],
  generates: {
    'web/generated/': {
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        // The hub knows these documents: `persisted-documents.json` holds them by their hash.
        persistedDocuments: { hashAlgorithm: 'sha256' },
      },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        strictScalars: true,
        defaultScalarType: 'unknown',
        scalars: {
          BBox: '[west: number, south: number, east: number, north: number]',
          DateTimeISO: 'string',
          GeoJSONMultiPolygon: 'import("geojson").MultiPolygon',
          GeoJSONPolygonal: 'import("geojson").Polygon | import("geojson").MultiPolygon',
          GeoJSONPoint: 'import("geojson").Point',
          JSONObject: 'Record<string, unknown>',
          Meters: 'number',
          Position: '[longitude: number, latitude: number]',
          Share: 'number',
        },
      },
    },
  },
};

export default config;
