import { comparable } from '../../formats/comparable-text.ts';
import type { FileFormat } from '../../formats/file-format.ts';
import { normalizeHeader } from '../../formats/header-name.ts';
import { levelOfCode, levelsInCode } from '../../regions/region-code.ts';
import { IMPORT_FIELDS, type ImportField, type ImportTarget, TARGETS } from '../staged/fields.ts';
import type { ImportMapping } from '../staged/settings.ts';

/** Headers that mean the code or the name for one target only: `communitycode` in a file of facilities is another field. */
const COMMUNITY_HEADERS = {
  CODE: '社区编码 社區編碼 社区代码 社區代碼 统计代码 統計代碼 区划代码 區劃代碼 區里代碼 里代碼 communitycode villcode villagecode',
  NAME_EN: 'villeng',
  NAME: '社区名称 社區名稱 社区 社區 里名 communityname villname villagename community',
};
const TARGET_HEADERS: Record<ImportTarget, Partial<Record<ImportField, string>>> = {
  REGIONS: {
    CODE: '行政区划代码 行政區劃代碼 区划代码 區劃代碼 统计用区划代码 adcode regioncode 街道代码 区县代码',
    NAME: '行政区划名称 区划名称 街道名称 街道名稱 街道 区县名称 区县 regionname',
    REGION:
      '上级代码 上級代碼 上级区划代码 上级 上級 父级 parentcode parentadcode parent 所属区县 所属区域',
  },
  COMMUNITIES: COMMUNITY_HEADERS,
  FACILITIES: {
    CODE: '设施编码 設施編碼 设施代码 設施代碼 设施编号 設施編號 facilitycode',
    NAME: '设施名称 设施名 公园名称 广场名称 场地名称 场所名称 站点名称 地点名称 单位名称 facilityname facility parkname placename',
  },
  GRIDS: {
    CODE: '网格编码 網格編碼 网格代码 網格代碼 网格编号 網格編號 gridcode',
    NAME: '网格名称 網格名稱 gridname',
  },
  RESIDENT_CELLS: { CODE: '居民点编码 居民點編碼 cellcode', NAME: '' },
  INDICATORS: COMMUNITY_HEADERS,
};
const COMMUNITY_NAMES = COMMUNITY_HEADERS.NAME.split(' ');
const KNOWN: ReadonlySet<string> = new Set(
  [
    ...Object.values(TARGET_HEADERS).flatMap((headers) => Object.values(headers)),
    ...Object.values(IMPORT_FIELDS).map(({ headers }) => headers ?? ''),
  ]

    .flatMap((headers) => headers.split(' ').map(comparable))
    .filter((header) => header !== ''),
);
/** Ids that the hub's own exports have say what they are. */
const OWN_IDS: readonly (readonly [RegExp, ImportTarget])[] = [
  [/^region_\d+$/, 'REGIONS'],
  [/^community_\d+$/, 'COMMUNITIES'],
  [/^facility_\d+$/, 'FACILITIES'],
  [/^grid_\d+$/, 'GRIDS'],
];

/** All headers of a field, the preferred ones first. */
function headersOf(target: ImportTarget, field: ImportField): string[] {
  const special = TARGET_HEADERS[target][field] ?? '';
  const headers = `${special} ${IMPORT_FIELDS[field].headers ?? ''}`.split(' ');
  // A column whose name is only a remark in brackets is none of them.
  return headers.filter((header) => header !== '').map(comparable);
}

/** Bytes of the longest name of a column in a Shapefile; in UTF-8 a sign that has no room left is cut off as a whole. */
const SHAPEFILE_BYTES = 10;

/**
 * The headers of columns as they are looked up. Those of a Shapefile that were cut short get their ends back, where a
 * known header begins with what is left.
 */
function lookedUp(columns: readonly string[], format: FileFormat): string[] {
  const headers = columns.map(normalizeHeader);
  if (format !== 'shapefile') return headers;
  return headers.map((header, i) => {
    const bytes = Buffer.byteLength(columns[i] as string);
    if (bytes < SHAPEFILE_BYTES - 1 || bytes > SHAPEFILE_BYTES || KNOWN.has(header)) return header;
    return [...KNOWN].find((known) => known.startsWith(header)) ?? header;
  });
}

/** The mapping that the headers of a file suggest: every field at most once, by its preferred header. */
export function guessMapping(
  target: ImportTarget,
  columns: readonly string[],
  format: FileFormat = 'csv',
): ImportMapping[] {
  const headers = lookedUp(columns, format);
  const used = new Set<number>();
  const mapping: ImportMapping[] = [];
  for (const field of TARGETS[target].fields) {
    const index = headersOf(target, field)
      .map((header) => headers.indexOf(header))
      .find((i) => i >= 0 && !used.has(i));
    if (index === undefined) continue;
    used.add(index);
    mapping.push({ field, column: columns[index] as string, value: null });
  }
  return mapping;
}

/** What a file of features holds whose first ones have these ids, if the hub itself wrote it. */
export function ownTarget(ids: readonly unknown[]): ImportTarget | undefined {
  const found = OWN_IDS.find(([form]) =>
    ids.every((id) => typeof id === 'string' && form.test(id)),
  );
  return ids.length > 0 ? found?.[1] : undefined;
}

/**
 * What a file most likely holds, by its headers, the type of its first geometry (null: it has none), and the codes of
 * its first features.
 */
export function guessTarget(
  columns: readonly string[],
  geometryType: string | null,
  codes: readonly string[] = [],
  format: FileFormat = 'csv',
): ImportTarget {
  const headers = lookedUp(columns, format);
  const has = (field: ImportField, target: ImportTarget = 'FACILITIES'): boolean =>
    headersOf(target, field).some((name) => headers.includes(name));
  const areRegions = codes.length > 0 && codes.every((code) => levelOfCode(code) !== undefined);
  if (geometryType?.endsWith('Polygon')) {
    if (areRegions) return 'REGIONS';
    // What has a name, and beside it that of a community, lies in a community.
    const isInside = has('NAME') && COMMUNITY_NAMES.some((name) => headers.includes(name));
    const isGrid = isInside || headers.some((name) => /网格|網格|grid/.test(name));
    return isGrid ? 'GRIDS' : 'COMMUNITIES';
  }
  const hasFigures = has('RESIDENTS') || has('HOUSEHOLDS');
  if (geometryType === null && !has('KIND')) {
    if (areRegions && has('NAME', 'REGIONS') && !hasFigures) return 'REGIONS';
    const haveCodes = codes.length > 0 && codes.every((code) => levelsInCode(code).length > 0);
    const areWhole = haveCodes && has('NAME', 'COMMUNITIES');
    // Figures alone are of communities that are there; with the region beside them they may be new ones.
    if (areWhole && (!hasFigures || has('REGION', 'COMMUNITIES'))) return 'COMMUNITIES';
    if (hasFigures) return 'INDICATORS';
  }
  return hasFigures && !has('KIND') && !has('NAME') ? 'RESIDENT_CELLS' : 'FACILITIES';
}
