import type { Archive, ArchiveEntry } from '../archive.ts';
import { FileTroubleError } from '../file-trouble.ts';

/** The files of one layer. */
export interface ShapefileParts {
  readonly layer: string;
  readonly shp: ArchiveEntry;
  readonly dbf: ArchiveEntry;
  readonly prj: ArchiveEntry | undefined;
  readonly cpg: ArchiveEntry | undefined;
}

/** Archives that are none of Shapefiles, by a name in them, and what to do. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/^\[Content_Types\]\.xml$/, 'It is an Excel or Word file; save the table as CSV UTF-8.'],
  [/\.gdbtable$/i, 'It is a file geodatabase; export the layer as GeoPackage.'],
  [/\.kml$/i, 'It is KMZ, which is not read; convert it to GeoJSON or GeoPackage.'],
  [
    /\.(?:geojson|json|csv|gpkg|fgb)$/i,
    'There is no Shapefile in the archive; unpack the file in it.',
  ],
];

/** Names of layers in an archive: of its .shp files. @throws FileTroubleError when there is none */
export function layersIn({ entries }: Archive): string[] {
  const layers = entries
    .filter(({ name }) => /\.shp$/i.test(name) && !isHidden(name))
    .map(({ name }) => stem(name));
  if (layers.length > 0) return layers;
  const foreign = FOREIGN.find(([pattern]) => entries.some(({ name }) => pattern.test(name)));
  throw new FileTroubleError(
    foreign ? 'UNSUPPORTED_FORMAT' : 'NO_LAYER',
    foreign?.[1] ??
      'There is no .shp file in the archive; pack .shp, .shx, .dbf and .prj together.',
  );
}

/** The files that belong to a layer. @throws FileTroubleError */
export function partsOf({ entries }: Archive, layer: string): ShapefileParts {
  const find = (extension: string): ArchiveEntry | undefined =>
    entries.find(
      ({ name }) => !isHidden(name) && name.toLowerCase() === `${layer}.${extension}`.toLowerCase(),
    );
  const [shp, dbf] = [find('shp'), find('dbf')];
  if (!shp || !dbf) {
    const message = `There is no ${layer}.${shp ? 'dbf' : 'shp'} in the archive; pack .shp, .shx, .dbf and .prj together.`;
    throw new FileTroubleError('MISSING_PART', message);
  }
  return { layer, shp, dbf, prj: find('prj'), cpg: find('cpg') };
}

/** What macOS puts beside files. */
function isHidden(name: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|\._)/.test(name);
}

function stem(name: string): string {
  return name.slice(0, -'.shp'.length);
}
