import { sql } from 'kysely';
import { ServicePointOrigin } from '../../db/entities/community.ts';
import {
  choice,
  type FieldTable,
  flag,
  integer,
  number,
  point,
  polygon,
  reference,
  text,
} from '../lists/fields/field.ts';

const COUNTED = 'The hub counts it.';
const NO_QUANTITY = 'A version is no quantity.';

/** The fields of a community, over `community c`. */
export const COMMUNITY_FIELDS = {
  type: 'Community',
  closed: {
    map: 'The tiles of the service map stay small; those of the layer `communities` have it.',
    edit: 'It comes with the boundaries, by a file; mutations put figures and boundaries right.',
    history: 'Only facilities have a history.',
  },
  fields: {
    code: text(sql`c.code`, 'Statistical code', '统计代码', {
      required: true,
      filter: 'By code.',
      map: true,
      import: 'CODE',
    }),
    name: text(sql`c.name`, 'Name as published', '名称', {
      required: true,
      map: true,
      import: 'NAME',
    }),
    nameSimplified: text(sql`c.name_simplified`, 'Name in simplified characters', '名称（简体）', {
      closed: { import: 'Files have one name, in either script; it is compared with both.' },
    }),
    nameEn: text(sql`c.name_en`, 'Name in English', '名称（英文）', {
      map: true,
      import: 'NAME_EN',
    }),
    region: reference(
      sql`c.region_id`,
      sql`(SELECT code FROM region WHERE id = c.region_id)`,
      'Code of the region it belongs to',
      '所属行政区代码',
      {
        required: true,
        exportedAs: ['regionCode', 'regionName'],
        import: 'REGION',
        closed: { order: 'The code of a community begins with that of its region.' },
      },
    ),
    population: integer(sql`c.population`, 'Residents, persons', '人口', {
      filter: 'By residents.',
      map: true,
      import: 'RESIDENTS',
      edit: true,
    }),
    households: integer(sql`c.households`, 'Households', '户数', {
      import: 'HOUSEHOLDS',
      edit: true,
    }),
    populationDate: text(
      sql`c.population_date`,
      'Month (YYYY-MM) that population and households refer to',
      '人口与户数的月份',
      {
        filter: 'By the month (YYYY-MM) that population and households refer to.',
        import: 'POPULATION_DATE',
        edit: true,
      },
    ),
    servicePointOrigin: choice(
      sql`c.service_point_origin`,
      ServicePointOrigin,
      'Where the service point comes from: SERVICE_STATION or POLYGON',
      '服务点来源：SERVICE_STATION（社区综合服务站）或 POLYGON（边界内的一点）',
      {
        filter: 'By where the service point comes from.',
        closed: {
          import: 'It follows from the service stations.',
          edit: 'It follows from the service stations.',
        },
      },
    ),
    version: integer(sql`c.version`, 'Grows with every change', '版本，每次变更递增', {
      required: true,
      filter: 'By version.',
      closed: { sum: NO_QUANTITY, import: COUNTED, edit: COUNTED },
    }),
    reviewed: flag(
      sql`c.reviewed`,
      'Whether changes of facilities by cadres wait for a planner',
      '社区干部对设施的修改是否须经规划员审核',
      {
        required: true,
        filter: 'Whether changes by cadres wait for a planner.',
        edit: true,
        closed: {
          import:
            'A planner decides it, community by community; a file of figures must not undo that.',
        },
      },
    ),
    areaSquareMeters: number(
      sql`c.area_square_meters`,
      'Geodesic area of the boundary, in square meters',
      '面积（平方米）',
      {
        filter: 'By geodesic square meters.',
        order: 'AREA',
        closed: { import: 'It follows from the boundary.', edit: 'It follows from the boundary.' },
      },
    ),
    boundary: polygon(sql`c.boundary`, 'Boundary', '边界', { import: 'GEOMETRY', edit: true }),
    servicePoint: point(sql`c.service_point`, 'Service point', '服务点', {
      closed: {
        export:
          'A file has one geometry, the boundary; as two columns of numbers it would not be in the system of the file.',
        ogc: 'A feature has one geometry, the boundary.',
        map: 'It is where the tiles have the label of the community.',
        import: 'It follows from service stations and the boundary.',
        edit: 'It follows from service stations and the boundary.',
      },
    }),
  },
} as const satisfies FieldTable;
