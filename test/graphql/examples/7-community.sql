SELECT c.id, c.code, c.name, c.name_simplified AS "nameSimplified", c.name_en AS "nameEn", c.region_id AS "regionId", c.population, c.households, c.population_date AS "populationDate", c.service_point_origin AS "servicePointOrigin", c.version, c.reviewed, c.area_square_meters AS "areaSquareMeters", (c.code)::text AS "__key", c.id AS "__id" FROM community c WHERE strpos(lower(concat_ws(E'\n', c.name, c.name_simplified, c.name_en, c.code)), lower($1)) > 0 ORDER BY (c.code) COLLATE "C" ASC, c.id ASC LIMIT $2

SELECT id, ST_AsGeoJSON(ST_ForcePolygonCCW(service_point), 7)::json AS point FROM community WHERE id = ANY($1::int[]) AND service_point IS NOT NULL

SELECT id, ST_AsGeoJSON(ST_ForcePolygonCCW(boundary), 7)::json AS shape FROM community WHERE id = ANY($1::int[]) AND boundary IS NOT NULL

SELECT v.rule_id AS "ruleId", v.community_id AS "communityId", v.rule_version AS "ruleVersion", v.reading, v.status, v.nearest_facility_id AS "nearestFacilityId", v.nearest_distance_meters AS "nearestDistanceMeters", v.facilities_within AS "facilitiesWithin", v.residents_covered AS "residentsCovered", v.residents_total AS "residentsTotal", v.area_covered_share AS "areaCoveredShare" FROM coverage v JOIN coverage_rule r ON r.id = v.rule_id AND r.active WHERE v.community_id = ANY($1::int[]) ORDER BY r.clause, r.code COLLATE "C"

SELECT * FROM ( SELECT g.id, g.code, g.name, g.name_en AS "nameEn", g.community_id AS "communityId", g.households, g.residents, g.status, (g.code)::text AS "__key", g.id AS "__id", g.community_id AS "__parent", row_number() OVER (PARTITION BY g.community_id ORDER BY (g.code) COLLATE "C" ASC, g.id ASC) AS "__row" FROM grid g WHERE TRUE AND g.community_id = ANY($1::int[]) ) numbered WHERE "__row" <= $2 ORDER BY "__parent", "__row"

SELECT r.id, r.code, r.name, r.name_en AS "nameEn", r.description, r.clause, r.radius_meters AS "radiusMeters", r.reading, r.minimum_share AS "minimumShare", r.version, array_agg(k.kind_id ORDER BY k.kind_id) AS "kindIds" FROM coverage_rule r JOIN coverage_rule_kind k ON k.rule_id = r.id WHERE r.active GROUP BY r.id ORDER BY r.clause, r.code COLLATE "C"

SELECT g.community_id AS id, count(*)::int AS count FROM grid g WHERE TRUE AND g.community_id = ANY($1::int[]) GROUP BY g.community_id
