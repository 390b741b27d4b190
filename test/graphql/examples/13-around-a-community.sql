SELECT c.id, c.code, c.name, c.name_simplified AS "nameSimplified", c.name_en AS "nameEn", c.region_id AS "regionId", c.population, c.households, c.population_date AS "populationDate", c.service_point_origin AS "servicePointOrigin", c.version, c.reviewed, c.area_square_meters AS "areaSquareMeters" FROM community c WHERE c.id = ANY($1::int[])

SELECT id FROM community WHERE id = ANY($1::int[])

SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT id, ARRAY[ST_XMin(boundary), ST_YMin(boundary), ST_XMax(boundary), ST_YMax(boundary)] AS bbox FROM community WHERE id = ANY($1::int[]) AND boundary IS NOT NULL

SELECT f.id, f.code, f.name, f.name_simplified AS "nameSimplified", f.kind_id AS "kindId", f.community_id AS "communityId", f.active, f.version, f.address, f.opening, f.note, f.attributes, f.source, to_char("f"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updatedAt", ((SELECT code FROM facility_kind WHERE id = f.kind_id))::text AS "__key", f.id AS "__id" FROM facility f WHERE f.active AND ST_DWithin(f.location::geography, (SELECT boundary FROM community WHERE id = $1)::geography, $2) AND (f.kind_id = $3) IS NOT TRUE ORDER BY ((SELECT code FROM facility_kind WHERE id = f.kind_id)) COLLATE "C" ASC, f.id ASC LIMIT $4

SELECT count(*)::int AS count FROM facility f WHERE f.active AND ST_DWithin(f.location::geography, (SELECT boundary FROM community WHERE id = $1)::geography, $2) AND (f.kind_id = $3) IS NOT TRUE

SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"
