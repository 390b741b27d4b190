SELECT c.id AS "id", c.region_id AS "regionId", c.code AS "code", c.name AS "name", c.name_simplified AS "nameSimplified", c.name_en AS "nameEn", c.population AS "population", c.households AS "households", c.population_date AS "populationDate", c.service_point_origin AS "servicePointOrigin", c.version AS "version", c.reviewed AS "reviewed", c.area_square_meters AS "areaSquareMeters" FROM community c WHERE c.id = ANY($1::int[])

SELECT id FROM community WHERE id = ANY($1::int[])

SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT id, CASE WHEN boundary IS NOT NULL THEN ARRAY[round(ST_XMin(boundary)::numeric, 7)::float8, round(ST_YMin(boundary)::numeric, 7)::float8, round(ST_XMax(boundary)::numeric, 7)::float8, round(ST_YMax(boundary)::numeric, 7)::float8] END AS bbox FROM community WHERE id = ANY($1::int[]) AND boundary IS NOT NULL

SELECT f.id AS "id", f.kind_id AS "kindId", f.name AS "name" FROM facility f WHERE f.active AND ST_DWithin(f.location::geography, (SELECT boundary FROM community WHERE id = $1)::geography, $2) AND (f.kind_id = $3) IS NOT TRUE ORDER BY ((SELECT code FROM facility_kind WHERE id = f.kind_id)) COLLATE "C" ASC, f.id ASC LIMIT $4

SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT count(*)::int AS count FROM facility f WHERE f.active AND ST_DWithin(f.location::geography, (SELECT boundary FROM community WHERE id = $1)::geography, $2) AND (f.kind_id = $3) IS NOT TRUE
