import { registerEnumType } from 'type-graphql';

/** What a file can be imported as. */
export const ImportTarget = {
  REGIONS: 'REGIONS',
  COMMUNITIES: 'COMMUNITIES',
  FACILITIES: 'FACILITIES',
  GRIDS: 'GRIDS',
  RESIDENT_CELLS: 'RESIDENT_CELLS',
  INDICATORS: 'INDICATORS',
} as const;
export type ImportTarget = keyof typeof ImportTarget;
registerEnumType(ImportTarget, {
  name: 'ImportTarget',
  description: 'What a file is imported as.',
  valuesConfig: {
    REGIONS: {
      description: 'Regions: the city, its counties and streets, with or without boundaries.',
    },
    COMMUNITIES: { description: 'Communities with their boundaries and figures.' },
    FACILITIES: { description: 'Facilities.' },
    GRIDS: { description: 'Grids.' },
    RESIDENT_CELLS: { description: 'Resident cells: points with the number who live there.' },
    INDICATORS: { description: 'Figures of communities that are there: residents, households.' },
  },
});

/** How the values of a column are read. */
export type ImportValues = 'text' | 'count' | 'month' | 'status' | 'yesNo' | 'level';

/** A meaning that a column of a file can have. */
interface ImportFieldInfo {
  /** Its description in GraphQL. */
  readonly description: string;
  /** How its values are read. Without them it has no column of its own in `import_feature`. */
  readonly values?: ImportValues;
  /**
   * Headers by which it is recognised, in Chinese (both scripts) and English, as `normalizeHeader` writes them,
   * separated by blanks. Row numbers (fid, objectid) are no codes: the next edition of the file has other ones.
   */
  readonly headers?: string;
}

/** What a column can mean, described once. Its column in `import_feature` has the same name in small letters. */
const FIELDS = {
  CODE: {
    description: 'Code of the feature.',
    values: 'text',
    headers: '编码 編碼 代码 代碼 编号 編號 code id',
  },
  NAME: {
    description: 'Name.',
    values: 'text',
    headers: '名称 名稱 name 名字 title',
  },
  NAME_EN: {
    description: 'Name in English.',
    values: 'text',
    headers: '英文名 英文名称 英文名稱 nameen englishname enname',
  },
  KIND: {
    description: 'Kind of facility: its code or its name.',
    values: 'text',
    headers:
      '类别 類別 类型 類型 种类 種類 设施类型 设施类别 設施類別 kind type category facilitykind kindcode',
  },
  COMMUNITY: {
    description: 'Community that it belongs to: its code or its name.',
    values: 'text',
    headers:
      '社区编码 社区代码 社區代碼 communitycode 社区 社區 所属社区 所在社区 所屬社區 社区名称 社區名稱 里 里別 community communityname village neighbourhood neighborhood',
  },
  REGION: {
    description: 'Region that the community, or the region, lies in: its code or its name.',
    values: 'text',
    headers:
      '街道代码 街道编码 街道代碼 regioncode streetcode towncode 街道 所属街道 街道名称 townname 行政区 行政區 区县 區 region district street subdistrict town 乡镇',
  },
  REGION_NAME: {
    description: 'Name of that region, where it is given by its code and may have to be made.',
    values: 'text',
    headers: '街道名称 街道名稱 街道 streetname townname subdistrictname regionname',
  },
  COUNTY: {
    description: 'County or city above that region, code or name, where they may have to be made.',
    values: 'text',
    headers:
      '区县名称 區縣名稱 区县 區縣 县区 县(区) 行政区 行政區 district districtname countyname county areaname 区县代码 區縣代碼 areacode countycode districtcode',
  },
  CITY: {
    description: 'City above that county, code or name, where it may have to be made.',
    values: 'text',
    headers: '城市 市名称 地市 市 cityname city 市代码 城市代码 citycode',
  },
  LEVEL: {
    description: 'Level of a region: city, county or street. Else its code or name says it.',
    values: 'level',
    headers: '级别 級別 层级 層級 行政级别 level adminlevel',
  },
  ADDRESS: {
    description: 'Address.',
    values: 'text',
    headers: '地址 详细地址 詳細地址 address addr 位置 地点 location',
  },
  OPENING: {
    description: 'When it is open, in words.',
    values: 'text',
    headers: '开放时间 開放時間 opening openinghours hours 营业时间',
  },
  NOTE: {
    description: 'A note; no data of persons.',
    values: 'text',
    headers: '备注 備註 note notes remark remarks 说明 comment',
  },
  RESIDENTS: {
    description: 'Residents, persons.',
    values: 'count',
    headers:
      '人口 人口数 人口數 总人口 總人口 常住人口 户籍人口 居民 居民数 人数 人數 population pop residents people persons',
  },
  HOUSEHOLDS: {
    description: 'Households.',
    values: 'count',
    headers: '户数 戶數 户 总户数 家庭户 households household hh',
  },
  POPULATION_DATE: {
    description: 'Month that residents and households refer to.',
    values: 'month',
    headers: '统计时间 統計時間 统计月份 人口时间 populationdate date 日期 年月 month',
  },
  STATUS: {
    description: 'Whether a grid is proposed or in force.',
    values: 'status',
    headers: '状态 狀態 status state',
  },
  MODELLED: {
    description: 'Whether the figure of a cell is spread evenly.',
    values: 'yesNo',
    headers: '推算 估算 是否推算 modelled modeled estimated',
  },
  ATTRIBUTE: {
    description: 'A further attribute of a facility, under the name of the column.',
  },
  LONGITUDE: {
    description: 'Longitude or easting.',
  },
  LATITUDE: {
    description: 'Latitude or northing.',
  },
  GEOMETRY: {
    description: 'Geometry as WKT, GeoJSON or hexadecimal WKB.',
  },
} as const satisfies Record<string, ImportFieldInfo>;
export type ImportField = keyof typeof FIELDS;
export const IMPORT_FIELDS: Readonly<Record<ImportField, ImportFieldInfo>> = FIELDS;

/** The meanings as an enum. */
export const ImportField = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, name])) as {
  readonly [K in ImportField]: K;
};
registerEnumType(ImportField, {
  name: 'ImportField',
  description: 'What a column of a file means.',
  valuesConfig: FIELDS,
});

/** Where a table of text says where things are; other formats have geometry of their own. */
export const PLACE_FIELDS: readonly ImportField[] = ['LONGITUDE', 'LATITUDE', 'GEOMETRY'];

/** What a target takes: its fields, and its geometry. */
export interface TargetInfo {
  readonly fields: readonly ImportField[];
  /** A new feature needs these; an existing one keeps its values. */
  readonly required: readonly ImportField[];
  readonly geometry: 'POINT' | 'POLYGON' | null;
}

/** What each target takes. */
export const TARGETS: Readonly<Record<ImportTarget, TargetInfo>> = {
  REGIONS: {
    fields: ['CODE', 'NAME', 'NAME_EN', 'LEVEL', 'REGION'],
    required: ['CODE', 'NAME', 'LEVEL'],
    geometry: 'POLYGON',
  },
  COMMUNITIES: {
    fields: [
      ...(['CODE', 'NAME', 'NAME_EN', 'REGION', 'REGION_NAME', 'COUNTY', 'CITY'] as const),
      ...(['RESIDENTS', 'HOUSEHOLDS', 'POPULATION_DATE'] as const),
    ],
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
