SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT f.id, f.code, f.name, f.name_simplified AS "nameSimplified", f.kind_id AS "kindId", f.community_id AS "communityId", f.active, f.version, f.address, f.opening, f.note, f.attributes, f.source, to_char("f"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updatedAt", (coalesce((ST_Distance(f.location::geography, ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326)::geography))::float8, 'Infinity'::float8))::text AS "__key", f.id AS "__id" FROM facility f WHERE f.active AND f.kind_id = $3 AND ST_DWithin(f.location::geography, ST_SetSRID(ST_MakePoint($4::float8, $5::float8), 4326)::geography, $6) ORDER BY (coalesce((ST_Distance(f.location::geography, ST_SetSRID(ST_MakePoint($7::float8, $8::float8), 4326)::geography))::float8, 'Infinity'::float8)) ASC, f.id ASC LIMIT $9

SELECT count(*)::int AS count FROM facility f WHERE f.active AND f.kind_id = $1 AND ST_DWithin(f.location::geography, ST_SetSRID(ST_MakePoint($2::float8, $3::float8), 4326)::geography, $4)

SELECT id, ST_AsGeoJSON(ST_ForcePolygonCCW(location), 7)::json AS point FROM facility WHERE id = ANY($1::int[])
