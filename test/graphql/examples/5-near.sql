SELECT id, code, name, name_en AS "nameEn", description FROM facility_kind ORDER BY code COLLATE "C"

SELECT f.id, f.code, f.name, f.name_simplified AS "nameSimplified", f.kind_id AS "kindId", f.community_id AS "communityId", f.active, f.version, f.address, f.opening, f.note, f.attributes, f.source, to_char("f"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updatedAt", (ST_Distance(f.location::geography, ST_SetSRID(ST_MakePoint($1::float8, $2::float8), 4326)::geography))::text AS "__key", f.id AS "__id" FROM facility f LEFT JOIN community c ON c.id = f.community_id WHERE f.active = $3 AND f.kind_id = $4 AND ST_DWithin(f.location::geography, ST_SetSRID(ST_MakePoint($5::float8, $6::float8), 4326)::geography, $7) ORDER BY (ST_Distance(f.location::geography, ST_SetSRID(ST_MakePoint($8::float8, $9::float8), 4326)::geography)) ASC, f.id ASC LIMIT $10

SELECT count(*)::int AS count FROM facility f LEFT JOIN community c ON c.id = f.community_id WHERE f.active = $1 AND f.kind_id = $2 AND ST_DWithin(f.location::geography, ST_SetSRID(ST_MakePoint($3::float8, $4::float8), 4326)::geography, $5)

SELECT id, ST_AsGeoJSON(ST_ForcePolygonCCW(location), 7)::json AS point FROM facility WHERE id = ANY($1::int[])
