import { sql } from 'kysely';
import { instant } from '../shared/instant.ts';
import { type Collection, integer, number, stored, text } from './collection.ts';

/** What every feature tells of its community `c`. */
export const COMMUNITY = {
  code: text(sql`c.code`, 'Statistical code', '统计代码'),
  name: text(sql`c.name`, 'Name as published', '名称'),
  name_simplified: text(sql`c.name_simplified`, 'Name in simplified characters', '名称（简体）'),
  name_en: text(sql`c.name_en`, 'Name in English', '名称（英文）'),
  region: text(
    sql`(SELECT code FROM region WHERE id = c.region_id)`,
    'Code of the region it belongs to',
    '所属行政区代码',
  ),
};

/** What every feature tells of its facility `f` of kind `k`. */
export const FACILITY = {
  code: text(sql`f.code`, 'Code in the source', '来源中的代码'),
  name: text(sql`f.name`, 'Name as published', '名称'),
  name_simplified: text(sql`f.name_simplified`, 'Name in simplified characters', '名称（简体）'),
  kind: text(sql`k.code`, 'Code of the kind of facility', '设施类别代码'),
};

const COMMUNITIES: Collection = {
  ...stored(sql`c.boundary`),
  id: 'communities',
  title: { en: 'Communities', zh: '社区' },
  description: {
    en: 'Communities: the units that are judged, by their boundary.',
    zh: '社区及其边界：判定覆盖的单位。',
  },
  idPrefix: 'community',
  from: sql`community c`,
  key: sql`c.id`,
  where: sql`TRUE`,
  geometryType: 'MultiPolygon',
  properties: {
    ...COMMUNITY,
    population: integer(sql`c.population`, 'Residents, persons', '人口'),
    households: integer(sql`c.households`, 'Households', '户数'),
    population_date: text(sql`c.population_date`, 'Month that both refer to', '人口与户数的月份'),
    area_square_meters: number(
      sql`c.area_square_meters`,
      'Geodesic area, square meters',
      '面积（平方米）',
    ),
    version: integer(sql`c.version`, 'Grows with every change', '版本，每次变更递增'),
  },
};

const FACILITIES: Collection = {
  ...stored(sql`f.location`),
  id: 'facilities',
  title: { en: 'Facilities', zh: '设施' },
  description: {
    en: 'Facilities: places of a kind at a point, active ones.',
    zh: '在用的设施及其位置。',
  },
  idPrefix: 'facility',
  from: sql`facility f JOIN facility_kind k ON k.id = f.kind_id`,
  key: sql`f.id`,
  where: sql`f.active`,
  geometryType: 'Point',
  time: sql`f.updated_at`,
  properties: {
    ...FACILITY,
    community: text(
      sql`(SELECT code FROM community WHERE id = f.community_id)`,
      'Code of the community it stands in',
      '所在社区代码',
    ),
    address: text(sql`f.address`, 'Address as published', '地址'),
    opening: text(sql`f.opening`, 'When it is open', '开放时间'),
    source: text(sql`f.source`, 'Where the record comes from', '数据来源'),
    version: integer(sql`f.version`, 'Grows with every change', '版本，每次变更递增'),
    updated_at: text(instant('f.updated_at'), 'Time of the last change', '最后变更时间'),
  },
};

const GRIDS: Collection = {
  ...stored(sql`g.boundary`),
  id: 'grids',
  title: { en: 'Grids', zh: '网格' },
  description: {
    en: 'Grids: management areas inside one community.',
    zh: '社区内的管理网格。',
  },
  idPrefix: 'grid',
  from: sql`grid g`,
  key: sql`g.id`,
  where: sql`TRUE`,
  geometryType: 'MultiPolygon',
  properties: {
    code: text(sql`g.code`, 'Code', '代码'),
    name: text(sql`g.name`, 'Name', '名称'),
    name_en: text(sql`g.name_en`, 'Name in English', '名称（英文）'),
    community: text(
      sql`(SELECT code FROM community WHERE id = g.community_id)`,
      'Code of its community',
      '所属社区代码',
    ),
    households: integer(sql`g.households`, 'Households', '户数'),
    residents: integer(sql`g.residents`, 'Residents, persons', '人口'),
    status: text(
      sql`g.status`,
      'PROPOSED or IN_FORCE',
      '状态：PROPOSED（拟定）或 IN_FORCE（生效）',
    ),
  },
};

const REGIONS: Collection = {
  ...stored(sql`r.boundary`),
  id: 'regions',
  title: { en: 'Regions', zh: '行政区' },
  description: {
    en: 'Administrative regions above communities: city, counties, streets.',
    zh: '社区以上的行政区：市、县（市、区）、街道。',
  },
  idPrefix: 'region',
  from: sql`region r`,
  key: sql`r.id`,
  where: sql`TRUE`,
  geometryType: 'MultiPolygon',
  properties: {
    code: text(sql`r.code`, 'Statistical code', '统计代码'),
    name: text(sql`r.name`, 'Name as published', '名称'),
    name_simplified: text(sql`r.name_simplified`, 'Name in simplified characters', '名称（简体）'),
    name_en: text(sql`r.name_en`, 'Name in English', '名称（英文）'),
    level: text(
      sql`r.level`,
      'CITY, COUNTY or STREET',
      '级别：CITY（市）、COUNTY（县、区）或 STREET（街道）',
    ),
    parent: text(
      sql`(SELECT code FROM region above WHERE above.id = r.parent_id)`,
      'Code of the region above',
      '上级行政区代码',
    ),
  },
};

/** The collections of what there is in the city. */
export const PLACES: readonly Collection[] = [COMMUNITIES, FACILITIES, GRIDS, REGIONS];
