/** The import rules of the house: layers outside, one folder per concept inside. */

const ENGINE = '^server/coverage/engine/';
const COORDINATES = '^server/coordinates/';

/**
 * The floors of the server, from the roof to the ground. A folder imports from floors below its own only,
 * and on its own floor from the folders that stand after it. Reading never knows judging, judging never knows
 * writing.
 */
const SERVER = [
  ['commands'],
  // Serve
  ['tiles', 'ogc', 'exports', 'imports', 'scenarios', 'live', 'graphql', 'people'],
  // Write
  ['edits'],
  // Judge
  ['coverage'],
  // Read
  ['grids', 'facilities', 'communities', 'regions'],
  // What reading stands on
  ['rules', 'hub'],
  ['http', 'auth'],
  ['access', 'lists'],
  ['shared', 'formats', 'systems', 'coordinates'],
];

/** The floors of the web, from the roof to the ground, by the same rules. */
const WEB = [
  // The roof: pages, and panels put together from parts of several features
  ['app', 'graphiql'],
  // The stage with the layers of all features
  ['map'],
  // What people do
  ['scenarios', 'edits', 'here', 'imports', 'exports', 'search', 'city'],
  // What they look at
  ['communities', 'facilities'],
  // How it stands
  ['coverage', 'grids'],
  // Who looks, and by what is judged
  ['account', 'regions', 'coordinates', 'rules', 'kinds'],
  // What a feature may ask of the map: camera, overlay, pin, mode
  ['stage'],
  // The kit: dialogs, fields, problems, announcements
  ['ui'],
  // Data, live and offline; words
  ['hub', 'i18n'],
  // What is seen, as the address says it
  ['view'],
  ['generated', 'shared'],
];
/** The steps of an import, the last one first: each knows those before it, and the staged rows below all. */
const IMPORTS = [['commit'], ['check'], ['match'], ['read'], ['staged']];

/** Files of the server that stand in no folder: they put the hub together, for commands and tests. */
const ROOFS = '^server/[^/]+\\.ts$';

/** A rule for each folder: what it must not import. */
function floorsOf(layer, floors) {
  const order = floors.flat();
  return order
    .map((folder, i) => ({
      name: `${layer}-floors`,
      comment: `Imports go down: ${layer}/${folder} stands below these.`,
      severity: 'error',
      from: { path: `^${layer}/${folder}/` },
      to: { path: order.slice(0, i).map((above) => `^${layer}/${above}/`) },
    }))
    .slice(1);
}

/** The floors inside of a folder; what stands at the folder's top is their roof. */
function innerFloorsOf(folder, floors) {
  const top = `^${folder}/[^/]+\\.ts$`;
  return [
    ...floorsOf(folder, floors),
    floorOfEach(folder, floors, top),
    {
      name: `${folder}-roof`,
      comment: `What stands at the top of ${folder}/ puts its floors together: none of them imports it.`,
      severity: 'error',
      from: { path: `^${folder}/[^/]+/` },
      to: { path: top },
    },
  ];
}

/** A folder that stands on no floor could import anything. */
function floorOfEach(layer, floors, ...loose) {
  const known = floors.flat().join('|');
  return {
    name: `${layer}-has-floors`,
    comment: `A new folder of ${layer}/ takes its place on a floor in .dependency-cruiser.cjs.`,
    severity: 'error',
    from: {},
    to: { path: `^${layer}/`, pathNot: [`^${layer}/(${known})/`, ...loose] },
  };
}

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
    ...floorsOf('server', SERVER),
    floorOfEach('server', SERVER, ROOFS),
    ...floorsOf('web', WEB),
    floorOfEach('web', WEB),
    ...innerFloorsOf('server/imports', IMPORTS),
    {
      name: 'roofs-only-above',
      comment: 'What puts the hub together is imported by commands and tests only.',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/commands/', ROOFS] },
      to: { path: ROOFS },
    },
    {
      name: 'concepts-meet-in-queries',
      comment:
        'Resolvers and routes are called by GraphQL and by clients: what others need stands in a file below them.',
      severity: 'error',
      from: { path: '^server/([^/]+)/' },
      to: { path: '^server/([^/]+)/.*\\.(resolver|routes)\\.ts$', pathNot: '^server/$1/' },
    },
    {
      name: 'no-circle-of-folders',
      comment: 'Folders that import each other are one folder in truth.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^(server|web|db|test)' },
      to: { circular: true },
    },
    {
      name: 'no-cycles',
      comment: 'Only entities may refer to each other in circles, as their tables do.',
      severity: 'error',
      from: { pathNot: '^db/entities/' },
      to: { circular: true },
    },
    {
      name: 'graphql-internals-in-one-file',
      comment: 'What lies inside graphql-js may change with any release: one file knows it.',
      severity: 'error',
      from: { pathNot: '^server/graphql/plan/graphql-internals\\.ts$' },
      to: {
        path: '(^|node_modules/)graphql/(execution|jsutils|language|type|utilities|validation)/',
      },
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
