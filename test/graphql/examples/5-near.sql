SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT f.id AS "id", f.kind_id AS "kindId", f.community_id AS "communityId", f.active AS "active", f.name AS "name", ST_AsGeoJSON(f.location, 7) AS "location", (coalesce((ST_Distance(f.location::geography, ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326)::geography))::float8, 'Infinity'::float8))::text AS "__key", f.id AS "__id" FROM facility f WHERE f.active AND f.kind_id = $3 AND ST_DWithin(f.location::geography, ST_SetSRID(ST_MakePoint($4::float8, $5::float8), 4326)::geography, $6) ORDER BY (coalesce((ST_Distance(f.location::geography, ST_SetSRID(ST_MakePoint($7::float8, $8::float8), 4326)::geography))::float8, 'Infinity'::float8)) ASC, f.id ASC LIMIT $9

SELECT count(*)::int AS count FROM facility f WHERE f.active AND f.kind_id = $1 AND ST_DWithin(f.location::geography, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326)::geography, $4)
