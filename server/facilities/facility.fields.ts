import { sql } from 'kysely';
import {
  type FieldTable,
  flag,
  instant,
  integer,
  json,
  point,
  reference,
  text,
} from '../lists/fields/field.ts';

const SAID_BY_CHANGE = 'Every change says itself which version it made, and when.';
const FOLLOWS_LOCATION = 'It follows from the location.';
const COUNTED = 'The hub keeps it itself.';

/** The fields of a facility, over `facility f`. */
export const FACILITY_FIELDS = {
  type: 'Facility',
  closed: {
    map: 'The tiles of the service map stay small; those of the layer `facilities` have it.',
  },
  fields: {
    code: text(sql`f.code`, 'Code in the source', '来源中的代码', {
      filter: 'By code.',
      import: 'CODE',
      edit: true,
      history: true,
    }),
    name: text(sql`f.name`, 'Name as published', '名称', {
      required: true,
      map: true,
      import: 'NAME',
      edit: true,
      history: true,
    }),
    nameSimplified: text(sql`f.name_simplified`, 'Name in simplified characters', '名称（简体）', {
      closed: {
        import: 'Files have one name, in either script; it is compared with both.',
        edit: 'It belongs to the name: a new name has none yet.',
        history: 'It is kept for undoing a change of the name, and shown as the name only.',
      },
    }),
    kind: reference(
      sql`f.kind_id`,
      sql`(SELECT code FROM facility_kind WHERE id = f.kind_id)`,
      'Code of the kind of facility',
      '设施类别代码',
      {
        required: true,
        exportedAs: ['kind', 'kindName'],
        map: true,
        import: 'KIND',
        edit: true,
        history: true,
      },
    ),
    active: flag(sql`f.active`, 'Whether it is in service', '是否在用', {
      required: true,
      filter: 'Active ones (true), retired ones (false), or both (null).',
      history: true,
      closed: {
        ogc: 'The collection holds active facilities only.',
        import: 'What a file has is in service; facilities are retired one by one.',
        edit: '`retireFacility` and `restoreFacility` set it.',
      },
    }),
    address: text(sql`f.address`, 'Address as published', '地址', {
      filter: 'By address.',
      import: 'ADDRESS',
      edit: true,
      history: true,
    }),
    opening: text(sql`f.opening`, 'When it is open', '开放时间', {
      import: 'OPENING',
      edit: true,
      history: true,
    }),
    note: text(sql`f.note`, 'Note for whoever looks after it', '备注', {
      filter: 'By its note.',
      import: 'NOTE',
      edit: true,
      history: true,
      closed: {
        order: 'Notes are long, and cursors carry the key.',
        ogc: 'Notes are for those who look after a facility, not for the maps of others; files have them, so that they come back with an import.',
      },
    }),
    source: text(sql`f.source`, 'Where the record comes from', '数据来源', {
      closed: {
        import: COUNTED,
        edit: 'It says where the facility was first entered.',
        history: 'It says where the facility was first entered, and does not change.',
      },
    }),
    attributes: json(
      sql`f.attributes`,
      'Further attributes of the source, as the text of a JSON object',
      '来源中的其他属性（JSON 对象的文本）',
      { import: 'ATTRIBUTE', edit: true, history: true },
    ),
    version: integer(sql`f.version`, 'Grows with every change', '版本，每次变更递增', {
      required: true,
      filter: 'By version.',
      closed: {
        sum: 'A version is no quantity.',
        import: COUNTED,
        edit: COUNTED,
        history: SAID_BY_CHANGE,
      },
    }),
    updatedAt: instant(sql`f.updated_at`, 'Time of the last change', '最后变更时间', {
      required: true,
      filter: 'By the time of the last change.',
      // Of times the latest is what says something of many.
      byHand: ['sum'],
      closed: { import: COUNTED, edit: COUNTED, history: SAID_BY_CHANGE },
    }),
    community: reference(
      sql`f.community_id`,
      sql`(SELECT code FROM community WHERE id = f.community_id)`,
      'Code of the community it stands in',
      '所在社区代码',
      {
        exportedAs: ['communityCode', 'communityName', 'regionCode', 'regionName'],
        import: 'COMMUNITY',
        closed: {
          order: '`communities { facilities }` lists facilities by community.',
          edit: FOLLOWS_LOCATION,
          history: FOLLOWS_LOCATION,
        },
      },
    ),
    location: point(sql`f.location`, 'Location', '位置', {
      required: true,
      import: 'GEOMETRY',
      edit: true,
      history: true,
    }),
  },
} as const satisfies FieldTable;
