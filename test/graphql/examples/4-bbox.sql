SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT f.id, f.code, f.name, f.name_simplified AS "nameSimplified", f.kind_id AS "kindId", f.community_id AS "communityId", f.active, f.version, f.address, f.opening, f.note, f.attributes, f.source, to_char("f"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updatedAt", (coalesce((f.code)::text, chr(1114111)))::text AS "__key", f.id AS "__id" FROM facility f WHERE f.active AND f.kind_id = $1 AND ST_Intersects(f.location, ST_Envelope(ST_MakeLine(ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326), ST_SetSRID(ST_MakePoint($4::float8, $5::float8), 4326)))) ORDER BY (coalesce((f.code)::text, chr(1114111))) COLLATE "C" ASC, f.id ASC LIMIT $6

SELECT count(*)::int AS count FROM facility f WHERE f.active AND f.kind_id = $1 AND ST_Intersects(f.location, ST_Envelope(ST_MakeLine(ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326), ST_SetSRID(ST_MakePoint($4::float8, $5::float8), 4326))))

SELECT id, ST_AsGeoJSON(ST_ForcePolygonCCW(location), 7)::json AS point FROM facility WHERE id = ANY($1::int[])

SELECT c.id, c.code, c.name, c.name_simplified AS "nameSimplified", c.name_en AS "nameEn", c.region_id AS "regionId", c.population, c.households, c.population_date AS "populationDate", c.service_point_origin AS "servicePointOrigin", c.version, c.reviewed, c.area_square_meters AS "areaSquareMeters" FROM community c WHERE c.id = ANY($1::int[])
