SELECT revision::text AS "dataVersion", city_name AS "cityName", city_name_en AS "cityNameEn", attribution FROM hub

SELECT r.id, r.code, r.name, r.name_en AS "nameEn", r.description, r.clause, r.radius_meters AS "radiusMeters", r.reading, r.minimum_share AS "minimumShare", r.version, array_agg(k.kind_id ORDER BY k.kind_id) AS "kindIds" FROM coverage_rule r JOIN coverage_rule_kind k ON k.rule_id = r.id WHERE r.active GROUP BY r.id ORDER BY r.clause, r.code COLLATE "C"

SELECT count(*)::int AS total, count(*) FILTER (WHERE v.status = 'PASS')::int AS passing, count(*) FILTER (WHERE v.status = 'FAIL')::int AS failing, count(*) FILTER (WHERE v.status = 'UNKNOWN')::int AS unknown, sum(v.residents_covered)::int AS "residentsCovered", sum(v.residents_total)::int AS "residentsTotal" FROM coverage v JOIN community c ON c.id = v.community_id WHERE v.rule_id = $1
