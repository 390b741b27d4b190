import { sql } from 'kysely';
import { COMMUNITY_FIELDS } from '../communities/community.fields.ts';
import { FACILITY_FIELDS } from '../facilities/facility.fields.ts';
import { GRID_FIELDS } from '../grids/grid.fields.ts';
import { REGION_FIELDS } from '../regions/region.fields.ts';
import { type Collection, stored } from './collection.ts';
import { propertiesOf } from './field-properties.ts';

/** What features of other collections have of their community `c`. */
export const COMMUNITY = propertiesOf(COMMUNITY_FIELDS, {
  only: ['code', 'name', 'nameSimplified', 'nameEn', 'region'],
});

const KIND_JOINED = { kind: sql`k.code` };

/** What features of other collections have of their facility `f` of kind `k`. */
export const FACILITY = propertiesOf(FACILITY_FIELDS, {
  only: ['code', 'name', 'nameSimplified', 'kind'],
  joined: KIND_JOINED,
});

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
  properties: propertiesOf(COMMUNITY_FIELDS),
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
  properties: propertiesOf(FACILITY_FIELDS, { joined: KIND_JOINED }),
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
  properties: propertiesOf(GRID_FIELDS),
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
  properties: propertiesOf(REGION_FIELDS),
};

/** The collections of what there is in the city. */
export const PLACES: readonly Collection[] = [COMMUNITIES, FACILITIES, GRIDS, REGIONS];
