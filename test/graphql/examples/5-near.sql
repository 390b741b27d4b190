SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT f.id AS "id", f.name AS "name", ST_AsGeoJSON(f.location, 9) AS "location" FROM facility f WHERE f.active AND f.kind_id = $1 AND ((f.location && ST_MakeEnvelope($2::float8, $3::float8, $4::float8, $5::float8, 4326)) AND ST_DWithin((f.location)::geography, (ST_SetSRID(ST_MakePoint($6::float8, $7::float8), 4326))::geography, $8)) ORDER BY (coalesce((ST_Distance(f.location::geography, ST_SetSRID(ST_MakePoint($9::float8, $10::float8), 4326)::geography))::float8, 'Infinity'::float8)) ASC, f.id ASC LIMIT $11

SELECT count(*)::int AS count FROM facility f WHERE f.active AND f.kind_id = $1 AND ((f.location && ST_MakeEnvelope($2::float8, $3::float8, $4::float8, $5::float8, 4326)) AND ST_DWithin((f.location)::geography, (ST_SetSRID(ST_MakePoint($6::float8, $7::float8), 4326))::geography, $8))
