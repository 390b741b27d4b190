SELECT c.id AS "id", c.region_id AS "regionId", c.code AS "code", c.name AS "name", c.name_en AS "nameEn", (c.code)::text AS "__key", c.id AS "__id" FROM community c WHERE TRUE ORDER BY (c.code) COLLATE "C" ASC, c.id ASC LIMIT $1

SELECT count(*)::int AS count FROM community c WHERE TRUE

SELECT r.id AS "id", r.parent_id AS "parentId", r.code AS "code", r.name AS "name", r.name_simplified AS "nameSimplified", r.name_en AS "nameEn", r.level AS "level", r.boundary_derived AS "boundaryDerived" FROM region r WHERE r.id = ANY($1::int[])

SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT page.*, parent.id AS "__parent" FROM unnest($1::int[]) AS parent (id) CROSS JOIN LATERAL ( SELECT f.id AS "id", f.kind_id AS "kindId", f.name AS "name", ST_AsGeoJSON(f.location, 9) AS "location", (row_number() OVER (ORDER BY (coalesce((f.code)::text, chr(1114111))) COLLATE "C" ASC, f.id ASC))::int AS "__row" FROM facility f WHERE f.community_id = parent.id AND f.active AND TRUE ORDER BY (coalesce((f.code)::text, chr(1114111))) COLLATE "C" ASC, f.id ASC LIMIT $2 ) page

SELECT f.community_id AS id, count(*)::int AS count FROM facility f WHERE f.active AND TRUE AND f.community_id = ANY($1::int[]) GROUP BY f.community_id
