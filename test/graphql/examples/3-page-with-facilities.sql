SELECT c.id, c.code, c.name, c.name_simplified AS "nameSimplified", c.name_en AS "nameEn", c.region_id AS "regionId", c.population, c.households, c.population_date AS "populationDate", c.service_point_origin AS "servicePointOrigin", c.version, c.reviewed, c.area_square_meters AS "areaSquareMeters", (c.code)::text AS "__key", c.id AS "__id" FROM community c WHERE TRUE ORDER BY (c.code) COLLATE "C" ASC, c.id ASC LIMIT $1

SELECT count(*)::int AS count FROM community c WHERE TRUE

SELECT r.id, r.code, r.level, r.name, r.name_simplified AS "nameSimplified", r.name_en AS "nameEn", r.parent_id AS "parentId" FROM region r WHERE r.id = ANY($1::int[])

SELECT * FROM ( SELECT f.id, f.code, f.name, f.name_simplified AS "nameSimplified", f.kind_id AS "kindId", f.community_id AS "communityId", f.active, f.version, f.address, f.opening, f.note, f.attributes, f.source, to_char("f"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updatedAt", (coalesce((f.code)::text, chr(1114111)))::text AS "__key", f.id AS "__id", f.community_id AS "__parent", row_number() OVER (PARTITION BY f.community_id ORDER BY (coalesce((f.code)::text, chr(1114111))) COLLATE "C" ASC, f.id ASC) AS "__row" FROM facility f WHERE f.active AND TRUE AND f.community_id = ANY($1::int[]) ) numbered WHERE "__row" <= $2 ORDER BY "__parent", "__row"

SELECT f.community_id AS id, count(*)::int AS count FROM facility f WHERE f.active AND TRUE AND f.community_id = ANY($1::int[]) GROUP BY f.community_id

SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT id, ST_AsGeoJSON(ST_ForcePolygonCCW(location), 7)::json AS point FROM facility WHERE id = ANY($1::int[])
