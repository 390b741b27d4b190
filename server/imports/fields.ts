/** What a file can be imported as. */
export const ImportTarget = {
  COMMUNITIES: 'COMMUNITIES',
  FACILITIES: 'FACILITIES',
  GRIDS: 'GRIDS',
  RESIDENT_CELLS: 'RESIDENT_CELLS',
  INDICATORS: 'INDICATORS',
} as const;
export type ImportTarget = keyof typeof ImportTarget;

/** What a column can mean. */
export const ImportField = {
  CODE: 'CODE',
  NAME: 'NAME',
  NAME_EN: 'NAME_EN',
  KIND: 'KIND',
  COMMUNITY: 'COMMUNITY',
  REGION: 'REGION',
  ADDRESS: 'ADDRESS',
  OPENING: 'OPENING',
  NOTE: 'NOTE',
  RESIDENTS: 'RESIDENTS',
  HOUSEHOLDS: 'HOUSEHOLDS',
  POPULATION_DATE: 'POPULATION_DATE',
  STATUS: 'STATUS',
  MODELLED: 'MODELLED',
  ATTRIBUTE: 'ATTRIBUTE',
  LONGITUDE: 'LONGITUDE',
  LATITUDE: 'LATITUDE',
  GEOMETRY: 'GEOMETRY',
} as const;
export type ImportField = keyof typeof ImportField;

/** Where a table of text says where things are; other formats have geometry of their own. */
export const PLACE_FIELDS: readonly ImportField[] = ['LONGITUDE', 'LATITUDE', 'GEOMETRY'];

/** What a target takes: its fields, and its geometry. */
export interface TargetInfo {
  readonly fields: readonly ImportField[];
  /** Without these a new one cannot be made; an existing one keeps what it has. */
  readonly required: readonly ImportField[];
  readonly geometry: 'POINT' | 'POLYGON' | null;
}

/** What each target takes. */
export const TARGETS: Readonly<Record<ImportTarget, TargetInfo>> = {
  COMMUNITIES: {
    fields: ['CODE', 'NAME', 'NAME_EN', 'REGION', 'RESIDENTS', 'HOUSEHOLDS', 'POPULATION_DATE'],
    required: ['CODE', 'NAME'],
    geometry: 'POLYGON',
  },
  FACILITIES: {
    fields: ['CODE', 'NAME', 'KIND', 'COMMUNITY', 'ADDRESS', 'OPENING', 'NOTE', 'ATTRIBUTE'],
    required: ['NAME', 'KIND'],
    geometry: 'POINT',
  },
  GRIDS: {
    fields: ['CODE', 'NAME', 'NAME_EN', 'COMMUNITY', 'RESIDENTS', 'HOUSEHOLDS', 'STATUS'],
    required: ['CODE', 'NAME'],
    geometry: 'POLYGON',
  },
  RESIDENT_CELLS: {
    fields: ['CODE', 'COMMUNITY', 'RESIDENTS', 'HOUSEHOLDS', 'MODELLED'],
    required: ['RESIDENTS'],
    geometry: 'POINT',
  },
  INDICATORS: {
    fields: ['CODE', 'NAME', 'REGION', 'RESIDENTS', 'HOUSEHOLDS', 'POPULATION_DATE'],
    required: [],
    geometry: null,
  },
};

/**
 * How headers call a field, in Chinese (both scripts) and English, without blanks and signs. Numbers of rows
 * (fid, objectid) are no codes: the next edition of the file has others.
 */
const HEADERS: Partial<Record<ImportField, string>> = {
  CODE: '编码 編碼 代码 代碼 编号 編號 code id',
  NAME: '名称 名稱 name 名字 title',
  NAME_EN: '英文名 英文名称 英文名稱 nameen englishname enname',
  KIND: '类别 類別 类型 類型 种类 種類 设施类型 设施类别 設施類別 kind type category facilitykind kindcode',
  COMMUNITY:
    '社区编码 社区代码 社區代碼 communitycode 社区 社區 所属社区 所在社区 所屬社區 社区名称 社區名稱 里 里別 community communityname village neighbourhood neighborhood',
  REGION:
    '街道代码 街道编码 regioncode 街道 所属街道 街道名称 行政区 行政區 区县 區 region district street subdistrict town 乡镇',
  ADDRESS: '地址 详细地址 詳細地址 address addr 位置 地点 location',
  OPENING: '开放时间 開放時間 opening openinghours hours 营业时间',
  NOTE: '备注 備註 note notes remark remarks 说明 comment',
  RESIDENTS:
    '人口 人口数 人口數 总人口 總人口 常住人口 户籍人口 居民 居民数 人数 人數 population pop residents people persons',
  HOUSEHOLDS: '户数 戶數 户 总户数 家庭户 households household hh',
  POPULATION_DATE: '统计时间 統計時間 统计月份 人口时间 populationdate date 日期 年月 month',
  STATUS: '状态 狀態 status state',
  MODELLED: '推算 估算 是否推算 modelled modeled estimated',
};
/** How headers call the code and the name of what a file is about; for other targets they mean something else. */
const OF_COMMUNITIES = {
  CODE: '社区编码 社區編碼 社区代码 社區代碼 统计代码 統計代碼 区划代码 區劃代碼 區里代碼 里代碼 communitycode',
  NAME: '社区名称 社區名稱 社区 社區 里名 communityname community',
};
const OWN_HEADERS: Record<ImportTarget, { CODE: string; NAME: string }> = {
  COMMUNITIES: OF_COMMUNITIES,
  FACILITIES: {
    CODE: '设施编码 設施編碼 设施代码 設施代碼 设施编号 設施編號 facilitycode',
    NAME: '设施名称 設施名稱 facilityname facility',
  },
  GRIDS: {
    CODE: '网格编码 網格編碼 网格代码 網格代碼 网格编号 網格編號 gridcode',
    NAME: '网格名称 網格名稱 gridname',
  },
  RESIDENT_CELLS: { CODE: '居民点编码 居民點編碼 cellcode', NAME: '' },
  INDICATORS: OF_COMMUNITIES,
};
const SIGNS = /[(（[【].*?[)）\]】]|[\s_\-.:：/]/g;

/** A field and where its values come from: a column of the file, or one value for all rows. */
export interface FieldMapping {
  readonly field: ImportField;
  readonly column: string | null;
  readonly value: string | null;
}

/** A header without what is said in brackets, blanks and signs, in lower case. */
export function plainHeader(header: string): string {
  return header.toLowerCase().replace(SIGNS, '');
}

function namesOf(target: ImportTarget, field: ImportField): string[] {
  const own = field === 'CODE' || field === 'NAME' ? OWN_HEADERS[target][field] : '';
  return `${own} ${HEADERS[field] ?? ''}`.trim().split(' ');
}

/** Which columns mean what, for a target: each field once, the earlier names of a field before the later. */
export function guessMapping(target: ImportTarget, columns: readonly string[]): FieldMapping[] {
  const plain = columns.map(plainHeader);
  const taken = new Set<number>();
  const mapping: FieldMapping[] = [];
  for (const field of TARGETS[target].fields) {
    const names = namesOf(target, field);
    const found = names.map((name) => plain.indexOf(name)).find((i) => i >= 0 && !taken.has(i));
    if (found === undefined) continue;
    taken.add(found);
    mapping.push({ field, column: columns[found] as string, value: null });
  }
  return mapping;
}

/** What a look at a file tells of it. */
export interface FileLook {
  readonly columns: readonly string[];
  /** Of the first geometry that could be read. */
  readonly geometryType: string | null;
}

/** What a file most likely holds. */
export function guessTarget({ columns, geometryType }: FileLook): ImportTarget {
  const plain = columns.map(plainHeader);
  const has = (field: ImportField): boolean =>
    namesOf('FACILITIES', field).some((name) => plain.includes(name));
  if (geometryType?.endsWith('Polygon')) {
    return plain.some((name) => /网格|網格|grid/.test(name)) ? 'GRIDS' : 'COMMUNITIES';
  }
  const counts = has('RESIDENTS') || has('HOUSEHOLDS');
  if (geometryType === null && counts) return 'INDICATORS';
  return counts && !has('KIND') && !has('NAME') ? 'RESIDENT_CELLS' : 'FACILITIES';
}
