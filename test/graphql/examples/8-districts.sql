SELECT r.id AS "id", r.parent_id AS "parentId", r.code AS "code", r.name AS "name", r.name_simplified AS "nameSimplified", r.name_en AS "nameEn", r.level AS "level", r.boundary_derived AS "boundaryDerived", (r.code)::text AS "__key", r.id AS "__id" FROM region r WHERE r.level = $1 ORDER BY (r.code) COLLATE "C" ASC, r.id ASC LIMIT $2

WITH RECURSIVE below AS ( SELECT id AS top, id FROM region WHERE id = ANY($1::int[]) UNION SELECT below.top, child.id FROM region child JOIN below ON child.parent_id = below.id ) SELECT below.top AS id, count(c.id)::int AS count FROM below LEFT JOIN community c ON c.region_id = below.id GROUP BY below.top

SELECT id, CASE WHEN boundary IS NOT NULL THEN ARRAY[round(ST_XMin(boundary)::numeric, 9)::float8, round(ST_YMin(boundary)::numeric, 9)::float8, round(ST_XMax(boundary)::numeric, 9)::float8, round(ST_YMax(boundary)::numeric, 9)::float8] END AS bbox FROM region WHERE id = ANY($1::int[]) AND boundary IS NOT NULL
