/** The import rules of the house: layers outside, one folder per concept inside. */

/** Every folder of the server but `shared` is a concept; `$1` is its name. */
const CONCEPT = '^server/(?!shared/)([^/]+)/';
const ENGINE = '^server/coverage/engine/';
const COORDINATES = '^server/coordinates/';

module.exports = {
  forbidden: [
    {
      name: 'web-stands-alone',
      comment:
        'The web reaches the server over HTTP only; it shares no code but the pure engine and coordinates.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(server|db)/', pathNot: [ENGINE, COORDINATES] },
    },
    {
      name: 'db-is-the-bottom',
      comment: 'The database layer knows neither the server nor the web.',
      severity: 'error',
      from: { path: '^db/' },
      to: { path: '^(server|web)/' },
    },
    {
      name: 'server-knows-no-web',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^web/' },
    },
    {
      name: 'engine-is-pure',
      comment:
        'The engine runs in Node, in workers and in browsers: small geometry libraries only.',
      severity: 'error',
      from: { path: ENGINE },
      to: {
        pathNot: [ENGINE, '(^|/)node_modules/geographiclib-geodesic/', '^geographiclib-geodesic$'],
      },
    },
    {
      name: 'coordinates-are-pure',
      comment: 'Coordinates are converted and read in Node and in browsers alike.',
      severity: 'error',
      from: { path: COORDINATES },
      to: {
        pathNot: [
          COORDINATES,
          '(^|/)node_modules/(geographiclib-geodesic|proj4)/',
          '^geographiclib-geodesic$',
        ],
      },
    },
    {
      name: 'concepts-meet-in-queries',
      comment:
        'A concept enters another only through its *.queries.ts. (Policies, the viewer, coordinates, the engine and file formats are for all.)',
      severity: 'error',
      from: { path: CONCEPT },
      to: {
        path: CONCEPT,
        pathNot: [
          '^server/$1/',
          '\\.queries\\.ts$',
          '^server/auth/(policy|viewer|request)\\.ts$',
          `${COORDINATES}(index|reference-system)\\.ts$`,
          `${ENGINE}index\\.ts$`,
          '^server/formats/(feature-source|feature-sink)\\.ts$',
        ],
      },
    },
    {
      name: 'shared-knows-no-concept',
      severity: 'error',
      from: { path: '^server/shared/' },
      to: { path: CONCEPT, pathNot: '^server/auth/viewer\\.ts$' },
    },
    {
      name: 'no-cycles',
      comment: 'Only entities may refer to each other in circles, as their tables do.',
      severity: 'error',
      from: { pathNot: '^db/entities/' },
      to: { circular: true },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|db/seed/taipei|test-results)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'browser', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
};
