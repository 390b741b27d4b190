import fc from 'fast-check';
import { EPSG } from './client.ts';

const degrees = (most: number) =>
  fc.oneof(fc.constantFrom(-most, 0, most), fc.double({ min: -most, max: most, noNaN: true }));
const box = fc.tuple(degrees(180), degrees(90), degrees(180), degrees(90)).map(String);
const two = (most: number) =>
  fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
const instant = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), two(13), two(32), two(24), two(61), two(24))
  .map(
    ([year, month, day, hour, minute, zone]) =>
      `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:59.5-${zone}:30`,
  );
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1',
    '1e999',
    'NaN',
    '..',
    '9999999999',
    "' OR 1=1",
    '\u0000',
    '\ud800',
  ),
  fc.array(fc.double(), { minLength: 4, maxLength: 6 }).map(String),
);
const system = fc.constantFrom(`${EPSG}3857`, `${EPSG}4326`, `${EPSG}4490`, 'x');
const parameter = fc.oneof(
  fc.tuple(fc.constant('bbox'), fc.oneof(box, value)),
  fc.tuple(fc.constantFrom('crs', 'bbox-crs'), system),
  fc.tuple(
    fc.constant('datetime'),
    fc.oneof(
      instant,
      fc.tuple(instant, instant).map((ends) => ends.join('/')),
      value,
    ),
  ),
  fc.tuple(fc.constantFrom('limit', 'after'), fc.nat().map(String)),
  fc.tuple(fc.constantFrom('f', 'name', 'population', 'v', '__proto__', 'x', 'limit'), value),
);
const layer = fc.constantFrom(
  'communities',
  'facilities',
  'service-areas-plaza-2km',
  'none',
  '%00',
);
const tile = fc
  .tuple(layer, fc.integer({ min: 0, max: 23 }), fc.nat(2 ** 22), fc.nat(2 ** 22))
  .map(([name, z, x, y]) => `/tiles/${name}/${z}/${x % 2 ** z}/${y % 2 ** z}.mvt`);
const path = fc.oneof(
  { weight: 4, arbitrary: layer.map((name) => `/ogc/collections/${name}/items`) },
  tile,
  fc.constantFrom(
    '/ogc',
    '/ogc/collections',
    '/ogc/collections/coverage-plaza-2km/items',
    '/ogc/collections/facilities/items/facility_1',
    '/ogc/collections/facilities/items/%E0%A4%A',
    '/tiles/12/3431/1753.mvt',
    '/tiles/tiles.json',
  ),
);
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** Addresses of OGC API, tiles and exports with parameters of which some fit. */
export const randomAddress: fc.Arbitrary<string> = fc
  .tuple(path, fc.uniqueArray(parameter, { maxLength: 4, selector: ([name]) => name }))
  .map(([at, parameters]) => {
    const query = parameters.map(([name, text]) => `${name}=${encoded(text)}`).join('&');
    return `${at}?${query}`;
  });

const filter = fc.oneof(
  fc.constantFrom(
    ...['{"region":"63000020"}', '{"region":"0"}', '{"and":[]}', '{"or":[]}', '{', '[]', 'null'],
    ...['{"bbox":[121.5,25,121.6,25.1]}', '{"bbox":[1,2,3]}', '{"text":"里"}', '{"__proto__":1}'],
  ),
  value,
);

/** Addresses of exported files with parameters of which some fit. */
export const randomExport: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('regions', 'communities', 'facilities', 'grids', 'coverage', 'none'),
    fc.constantFrom('csv', 'geojson', 'geojsonl', 'gpkg', 'zip', 'fgb', 'xlsx', '%00'),
    fc.uniqueArray(
      fc.oneof(
        fc.tuple(fc.constant('filter'), filter),
        fc.tuple(fc.constant('system'), fc.oneof(fc.constantFrom('GCJ02', 'EPSG:4549'), value)),
        fc.tuple(
          fc.constantFrom('encoding', 'raw', 'rule', 'x'),
          fc.oneof(fc.constantFrom('gb18030', 'true'), value),
        ),
      ),
      { maxLength: 3, selector: ([name]) => name },
    ),
  )
  .map(([name, extension, parameters]) => {
    const query = parameters.map(([key, text]) => `${key}=${encoded(text)}`).join('&');
    return `/export/${name}.${extension}?${query}`;
  });
