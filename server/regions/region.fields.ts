import { sql } from 'kysely';
import { RegionLevel } from '../../db/entities/region.ts';
import { choice, type FieldTable, polygon, reference, text } from '../lists/fields/field.ts';

const TREE =
  'The tree of regions is made when the hub is set up; nothing changes it while the hub runs.';

/** The fields of a region, over `region r`. */
export const REGION_FIELDS = {
  type: 'Region',
  closed: {
    export:
      'There is no file of regions: nothing could be imported back. OGC API – Features has them.',
    map: 'The tiles of the service map stay small; those of the layer `regions` have it.',
    import: TREE,
    edit: TREE,
    history: TREE,
  },
  fields: {
    code: text(sql`r.code`, 'Statistical code', '统计代码', {
      required: true,
      filter: 'By code.',
      map: true,
    }),
    name: text(sql`r.name`, 'Name as published', '名称', { required: true, map: true }),
    nameSimplified: text(sql`r.name_simplified`, 'Name in simplified characters', '名称（简体）'),
    nameEn: text(sql`r.name_en`, 'Name in English', '名称（英文）', { map: true }),
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
      },
    ),
    parent: reference(
      sql`r.parent_id`,
      sql`(SELECT code FROM region above WHERE above.id = r.parent_id)`,
      'Code of the region above',
      '上级行政区代码',
      { closed: { order: 'The code of a region begins with that of the region above.' } },
    ),
    boundary: polygon(sql`r.boundary`, 'Boundary', '边界', {
      closed: {
        graphql:
          'A boundary of a whole city is large: `bbox` says where a region lies, OGC and tiles have its shape.',
      },
    }),
  },
} as const satisfies FieldTable;
