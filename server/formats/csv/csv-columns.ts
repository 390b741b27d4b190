import { parseReferenceSystem, type ReferenceSystem } from '../../coordinates/reference-system.ts';
import type { GeometryColumns } from '../source.ts';

/** How columns with longitudes or eastings are called, once blanks, signs and systems are left out. */
const X_NAMES = new Set(
  '经度 經度 lon lng long longitude x 东坐标 東坐标 东坐標 横坐标 x坐标 easting east pointx coordx xcoord longitudex 中心经度 lonx'.split(
    ' ',
  ),
);
const Y_NAMES = new Set(
  '纬度 緯度 lat latitude y 北坐标 北坐標 纵坐标 y坐标 northing north pointy coordy ycoord latitudey 中心纬度 laty'.split(
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
  /wgs[-_ ]?84|cgcs[-_ ]?2000|gcj[-_ ]?02|bd[-_ ]?09|epsg:\d{4,5}|百度|高德|腾讯|火星/i;
const SYSTEM_OF_SITE: Readonly<Record<string, ReferenceSystem>> = {
  百度: 'BD09',
  高德: 'GCJ02',
  腾讯: 'GCJ02',
  火星: 'GCJ02',
};

/** Where the columns of a table say that the place is. */
export interface FoundColumns {
  readonly columns: GeometryColumns | null;
  /** The system that their names give. */
  readonly declared: ReferenceSystem | null;
  readonly declaredText: string | null;
}

/** Finds the columns that hold the place by their names, in Chinese or English. */
export function findGeometryColumns(names: readonly string[]): FoundColumns {
  const plain = names.map(plainOf);
  const find = (known: ReadonlySet<string>): string | undefined =>
    names[plain.findIndex((name) => known.has(name))];
  const geometry = find(GEOMETRY_NAMES);
  const x = find(X_NAMES);
  const y = find(Y_NAMES);
  if (geometry !== undefined) return { columns: { geometry }, ...declaredBy(geometry) };
  if (x !== undefined && y !== undefined) return { columns: { x, y }, ...declaredBy(x) };
  return { columns: null, declared: null, declaredText: null };
}

/** What a column's name says of the system of its coordinates. */
export function declaredBy(name: string): Omit<FoundColumns, 'columns'> {
  const said = SYSTEM.exec(name)?.[0];
  if (said === undefined) return { declared: null, declaredText: null };
  return { declared: SYSTEM_OF_SITE[said] ?? parseReferenceSystem(said), declaredText: name };
}

function plainOf(name: string): string {
  return name
    .toLowerCase()
    .replace(SYSTEM, '')
    .replace(/[(（[].*?[)）\]]/g, '')
    .replace(/[\s_\-.:]/g, '');
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
