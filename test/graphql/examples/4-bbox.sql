SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT f.id AS "id", f.community_id AS "communityId", f.name AS "name", f.address AS "address", ST_AsGeoJSON(f.location, 9) AS "location" FROM facility f WHERE f.active AND f.kind_id = $1 AND ST_Intersects(f.location, ST_Envelope(ST_MakeLine(ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326), ST_SetSRID(ST_MakePoint($4::float8, $5::float8), 4326)))) ORDER BY (coalesce((f.code)::text, chr(1114111))) COLLATE "C" ASC, f.id ASC LIMIT $6

SELECT count(*)::int AS count FROM facility f WHERE f.active AND f.kind_id = $1 AND ST_Intersects(f.location, ST_Envelope(ST_MakeLine(ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326), ST_SetSRID(ST_MakePoint($4::float8, $5::float8), 4326))))

SELECT c.id AS "id", c.region_id AS "regionId", c.code AS "code", c.name AS "name", c.name_simplified AS "nameSimplified", c.name_en AS "nameEn", c.population AS "population", c.households AS "households", c.population_date AS "populationDate", c.service_point_origin AS "servicePointOrigin", c.version AS "version", c.reviewed AS "reviewed", c.area_square_meters AS "areaSquareMeters" FROM community c WHERE c.id = ANY($1::int[])
