SELECT c.id AS "id", c.region_id AS "regionId", c.code AS "code", c.name AS "name", c.name_simplified AS "nameSimplified", c.name_en AS "nameEn", c.population AS "population", c.households AS "households", c.population_date AS "populationDate", c.service_point_origin AS "servicePointOrigin", c.version AS "version", c.reviewed AS "reviewed", c.area_square_meters AS "areaSquareMeters" FROM community c WHERE c.id = ANY($1::int[])

SELECT id, CASE WHEN boundary IS NOT NULL THEN ARRAY[round(ST_XMin(boundary)::numeric, 9)::float8, round(ST_YMin(boundary)::numeric, 9)::float8, round(ST_XMax(boundary)::numeric, 9)::float8, round(ST_YMax(boundary)::numeric, 9)::float8] END AS box, CASE WHEN vertex IS NOT NULL THEN ARRAY[ST_X(vertex), ST_Y(vertex)] END AS vertex FROM "community", LATERAL (SELECT ST_PointN(ST_ExteriorRing(ST_GeometryN(boundary, 1)), 1) AS vertex) first WHERE id = ANY($1::int[])

SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT id, CASE WHEN boundary IS NOT NULL THEN ARRAY[round(ST_XMin(boundary)::numeric, 9)::float8, round(ST_YMin(boundary)::numeric, 9)::float8, round(ST_XMax(boundary)::numeric, 9)::float8, round(ST_YMax(boundary)::numeric, 9)::float8] END AS bbox FROM community WHERE id = ANY($1::int[]) AND boundary IS NOT NULL

SELECT f.id AS "id", f.kind_id AS "kindId", f.name AS "name" FROM facility f WHERE f.active AND ((f.location && ST_MakeEnvelope($1::float8, $2::float8, $3::float8, $4::float8, 4326)) AND ST_DWithin((f.location)::geography, ((SELECT boundary FROM "community" WHERE id = $5))::geography, $6)) AND (f.kind_id = $7) IS NOT TRUE ORDER BY ((SELECT code FROM facility_kind WHERE id = f.kind_id)) COLLATE "C" ASC, f.id ASC LIMIT $8

SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT count(*)::int AS count FROM facility f WHERE f.active AND ((f.location && ST_MakeEnvelope($1::float8, $2::float8, $3::float8, $4::float8, 4326)) AND ST_DWithin((f.location)::geography, ((SELECT boundary FROM "community" WHERE id = $5))::geography, $6)) AND (f.kind_id = $7) IS NOT TRUE
