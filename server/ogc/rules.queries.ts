import { sql } from 'kysely';
import {
  serviceAreaExtent,
  serviceAreaIsNear,
  serviceAreaIsNowhere,
  serviceAreaTouches,
} from '../coverage/service-areas.queries.ts';
import type { RuleRow } from '../rules/rules.queries.ts';
import { type Collection, integer, number, stored, text } from './collection.ts';
import { COMMUNITY, FACILITY } from './places.queries.ts';

/** Communities with the outcome of a rule. */
export function coverageBy({ id, code, name, nameEn }: RuleRow): Collection {
  return {
    ...stored(sql`c.boundary`),
    id: `coverage-${code}`,
    title: { en: `Coverage: ${nameEn}`, zh: `覆盖：${name}` },
    description: {
      en: `Communities with the outcome of the rule ${code} and the figures behind it.`,
      zh: `各社区按规则 ${code} 的结论及其依据。`,
    },
    idPrefix: 'community',
    from: sql`community c JOIN coverage v ON v.community_id = c.id AND v.rule_id = ${sql.lit(id)}
      LEFT JOIN facility f ON f.id = v.nearest_facility_id`,
    key: sql`c.id`,
    where: sql`TRUE`,
    geometryType: 'MultiPolygon',
    properties: {
      ...COMMUNITY,
      status: text(
        sql`v.status`,
        'PASS, FAIL or UNKNOWN',
        '结论：PASS（达标）、FAIL（未达标）或 UNKNOWN（未知）',
      ),
      reading: text(sql`v.reading`, 'Which figure decided', '判定依据'),
      nearest_facility: text(sql`f.name`, 'Name of the nearest facility', '最近设施名称'),
      nearest_distance_meters: number(
        sql`v.nearest_distance_meters`,
        'Geodesic meters from the service point to it',
        '服务点至最近设施的距离（米）',
      ),
      facilities_within: integer(
        sql`v.facilities_within`,
        'Facilities within the radius of the service point',
        '服务点半径内的设施数',
      ),
      residents_covered: integer(
        sql`v.residents_covered`,
        'Residents within the radius of a facility',
        '覆盖人口',
      ),
      residents_total: integer(
        sql`v.residents_total`,
        'Residents of the resident cells',
        '居民点总人口',
      ),
      area_covered_share: number(
        sql`v.area_covered_share`,
        'Share (0–1) of the boundary within the radius',
        '面积覆盖率（0–1）',
      ),
    },
  };
}

/** What lies within reach of each facility of a rule. */
export function serviceAreasOf({ code, name, nameEn, radiusMeters, kindIds }: RuleRow): Collection {
  const point = sql`f.location`;
  return {
    geometry: point,
    radiusMeters,
    isNowhere: serviceAreaIsNowhere(point, radiusMeters),
    touches: (boxes) => serviceAreaTouches(point, radiusMeters, boxes),
    isNear: (box) => serviceAreaIsNear(point, radiusMeters, [box]),
    extent: serviceAreaExtent(point, radiusMeters),
    id: `service-areas-${code}`,
    title: { en: `Service areas: ${nameEn}`, zh: `服务范围：${name}` },
    description: {
      en: `What lies within ${radiusMeters} geodesic meters of each active facility of the rule ${code}.`,
      zh: `规则 ${code} 的各在用设施周围 ${radiusMeters} 米以内的范围。`,
    },
    idPrefix: 'facility',
    from: sql`facility f JOIN facility_kind k ON k.id = f.kind_id`,
    key: sql`f.id`,
    where: sql`f.active AND f.kind_id IN (${sql.join(kindIds.map((id) => sql.lit(id)))})`,
    geometryType: 'MultiPolygon',
    time: sql`f.updated_at`,
    properties: FACILITY,
  };
}
