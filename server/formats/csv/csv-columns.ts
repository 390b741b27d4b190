import type { ReferenceSystem } from '../../systems/reference-system.ts';
import { type Declaration, declarationOf, SILENT } from '../declaration.ts';
import { normalizeHeader } from '../header-name.ts';
import type { GeometryColumns } from '../source.ts';

/** Names of columns with longitudes or eastings, as `normalizeHeader` writes them, without a system. */
const X_NAMES = new Set(
  '经度 經度 lon lng long longitude x 东坐标 東坐标 东坐標 横坐标 x坐标 x座标 easting east pointx coordx xcoord longitudex 中心经度 lonx'.split(
    ' ',
  ),
);
const Y_NAMES = new Set(
  '纬度 緯度 lat latitude y 北坐标 北坐標 纵坐标 y坐标 y座标 northing north pointy coordy ycoord latitudey 中心纬度 laty'.split(
    ' ',
  ),
);
const GEOMETRY_NAMES = new Set(
  'wkt geom geometry thegeom wkbgeometry ewkt wkb geojson shape 几何 图形 空间数据 几何数据 边界'.split(
    ' ',
  ),
);
/** A system in the name of a column: 经度(GCJ-02), lon_wgs84, x (EPSG:4547), 百度经度. */
const SYSTEM =
  /epsg[:_ ]?\d{4,5}|wgs[-_ ]?84|cgcs[-_ ]?2000|gcj[-_ ]?02|bd[-_ ]?09|百度|高德|腾讯|火星|twd[-_ ]?(?:67|97)|(?:xian|西安)[-_ ]?(?:19)?80|(?:beijing|北京)[-_ ]?(?:19)?54/i;
const SYSTEM_OF_SITE: Readonly<Record<string, ReferenceSystem>> = {
  百度: 'BD09',
  高德: 'GCJ02',
  腾讯: 'GCJ02',
  火星: 'GCJ02',
};

/** The columns of a table that hold the place, and the system that their names mention. */
export interface FoundColumns extends Declaration {
  readonly columns: GeometryColumns | null;
}

/** Finds the columns that hold the place by their names, in Chinese or English. */
export function findGeometryColumns(names: readonly string[]): FoundColumns {
  const plain = names.map((name) => normalizeHeader(name.replace(SYSTEM, '')));
  const find = (known: ReadonlySet<string>): string | undefined =>
    names[plain.findIndex((name) => known.has(name))];
  const geometry = find(GEOMETRY_NAMES);
  const x = find(X_NAMES);
  const y = find(Y_NAMES);
  if (geometry !== undefined) return { columns: { geometry }, ...declaredBy(geometry) };
  if (x !== undefined && y !== undefined) return { columns: { x, y }, ...declaredBy(x) };
  return { columns: null, ...SILENT };
}

/** The coordinate system that a column's name mentions. */
export function declaredBy(name: string): Declaration {
  const system = SYSTEM.exec(name)?.[0];
  if (system === undefined) return SILENT;
  return declarationOf([systemOfWords(system, name)], name);
}

/** What short names of systems mean: Taiwan's eastings are those of its main island's zone unless another is given. */
function systemOfWords(system: string, name: string): string {
  const site = SYSTEM_OF_SITE[system];
  if (site) return site;
  const [, frame] = /^(twd|xian|西安|beijing|北京)/i.exec(system) ?? [];
  if (!frame) return system.replace(/^epsg[_ ]?(?=\d)/i, 'EPSG:');
  if (!/^twd/i.test(frame)) return /^(?:xian|西安)/i.test(frame) ? 'EPSG:4610' : 'EPSG:4214';
  if (system.endsWith('67')) return 'EPSG:3821';
  return /度|lon|lng|lat/i.test(name) ? 'EPSG:3824' : 'EPSG:3826';
}

/** Names of columns, none of them empty or twice: `column_3`, `name_2`. */
export function uniqueNames(header: readonly string[]): string[] {
  const seen = new Set<string>();
  return header.map((cell, i) => {
    const plain = cell.trim() || `column_${i + 1}`;
    let name = plain;
    for (let n = 2; seen.has(name); n++) name = `${plain}_${n}`;
    seen.add(name);
    return name;
  });
}
