import { sql } from 'kysely';
import { GridStatus } from '../../db/entities/grid.ts';
import {
  choice,
  type FieldTable,
  integer,
  polygon,
  reference,
  text,
} from '../lists/fields/field.ts';

/** The fields of a grid, over `grid g`. */
export const GRID_FIELDS = {
  type: 'Grid',
  closed: {
    map: 'The tiles of the service map stay small; those of the layer `grids` have it.',
    edit: 'Grids are put right by a file; no mutation edits them.',
    history: 'Only facilities have a history.',
  },
  fields: {
    code: text(sql`g.code`, 'Code', '代码', { required: true, map: true, import: 'CODE' }),
    name: text(sql`g.name`, 'Name', '名称', {
      required: true,
      filter: 'By name in Chinese.',
      map: true,
      import: 'NAME',
    }),
    nameEn: text(sql`g.name_en`, 'Name in English', '名称（英文）', { import: 'NAME_EN' }),
    community: reference(
      sql`g.community_id`,
      sql`(SELECT code FROM community WHERE id = g.community_id)`,
      'Code of its community',
      '所属社区代码',
      {
        required: true,
        exportedAs: ['communityCode', 'communityName', 'regionCode', 'regionName'],
        import: 'COMMUNITY',
        closed: {
          order: 'The code of a grid begins with that of its county, street and community.',
        },
      },
    ),
    households: integer(sql`g.households`, 'Households', '户数', {
      map: true,
      import: 'HOUSEHOLDS',
    }),
    residents: integer(sql`g.residents`, 'Residents, persons', '人口', {
      filter: 'By residents.',
      import: 'RESIDENTS',
    }),
    status: choice(
      sql`g.status`,
      GridStatus,
      'PROPOSED or IN_FORCE',
      '状态：PROPOSED（拟定）或 IN_FORCE（生效）',
      { required: true, filter: 'By whether they are proposed or in force.', import: 'STATUS' },
    ),
    boundary: polygon(sql`g.boundary`, 'Boundary', '边界', { required: true, import: 'GEOMETRY' }),
  },
} as const satisfies FieldTable;
