import { sql } from 'kysely';
import { RegionLevel } from '../../db/entities/region.ts';
import { choice, type FieldTable, flag, polygon, reference, text } from '../lists/fields/field.ts';

/** The fields of a region, over `region r`. */
export const REGION_FIELDS = {
  type: 'Region',
  closed: {
    map: 'The tiles of the service map stay small; those of the layer `regions` have it.',
    history: 'Only facilities have a history; what an import did to regions can be undone.',
  },
  fields: {
    code: text(sql`r.code`, 'Statistical code', '统计代码', {
      required: true,
      filter: 'By code.',
      map: true,
      import: 'CODE',
      edit: true,
    }),
    name: text(sql`r.name`, 'Name as published', '名称', {
      required: true,
      map: true,
      import: 'NAME',
      edit: true,
    }),
    nameSimplified: text(sql`r.name_simplified`, 'Name in simplified characters', '名称（简体）', {
      edit: true,
      closed: { import: 'Files have one name, in either script; it is compared with both.' },
    }),
    nameEn: text(sql`r.name_en`, 'Name in English', '名称（英文）', {
      map: true,
      import: 'NAME_EN',
      edit: true,
    }),
    level: choice(
      sql`r.level`,
      RegionLevel,
      'CITY, COUNTY or STREET',
      '级别：CITY（市）、COUNTY（县、区）或 STREET（街道）',
      {
        required: true,
        // One level, not several: so clients have it in their documents.
        byHand: ['filter'],
        sortKey: sql`CASE r.level WHEN 'CITY' THEN 0 WHEN 'COUNTY' THEN 1 ELSE 2 END`,
        map: true,
        import: 'LEVEL',
        edit: true,
      },
    ),
    parent: reference(
      sql`r.parent_id`,
      sql`(SELECT code FROM region above WHERE above.id = r.parent_id)`,
      'Code of the region above',
      '上级行政区代码',
      {
        exportedAs: ['parentCode', 'parentName'],
        import: 'REGION',
        edit: true,
        closed: { order: 'The code of a region begins with that of the region above.' },
      },
    ),
    boundary: polygon(sql`r.boundary`, 'Boundary', '边界', {
      import: 'GEOMETRY',
      closed: {
        graphql:
          'A boundary of a whole city is large: `bbox` says where a region lies, OGC and tiles have its shape.',
        edit: 'It comes by a file; without one it is that of the communities.',
      },
    }),
    boundaryDerived: flag(
      sql`r.boundary_derived`,
      'Whether the boundary is that of the communities below, because none is on record',
      '边界是否由下属社区合并而成',
      {
        required: true,
        closed: {
          import: 'A file that brings a boundary puts it on record.',
          edit: 'The hub keeps it.',
        },
      },
    ),
  },
} as const satisfies FieldTable;
