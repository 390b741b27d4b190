import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { instant } from '../shared/instant.ts';
import { findRules, type RuleRow } from '../standards/rules.queries.ts';

type Sql = RawBuilder<unknown>;

/** A property of features. */
export interface Property {
  readonly column: Sql;
  /** How PostgreSQL and JSON Schema call its values. */
  readonly type: 'string' | 'integer' | 'number';
  readonly description: string;
}

/** A collection: features of one kind, as OGC API – Features gives them. */
export interface Collection {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Begins the ids of its features, which are those of GraphQL. */
  readonly idPrefix: 'region' | 'community' | 'facility' | 'grid';
  /** Tables and joins. */
  readonly from: Sql;
  /** The id that settles the order, a number. */
  readonly key: Sql;
  readonly where: Sql;
  /** The geometry; for service areas where their facility stands. */
  readonly geometry: Sql;
  readonly geometryType: 'MultiPolygon' | 'Polygon' | 'Point';
  /** Where given, the features are the circles of this radius around the geometry. */
  readonly radiusMeters?: number;
  /** When a feature changed last; undefined where nothing says so. */
  readonly time?: Sql;
  readonly properties: Readonly<Record<string, Property>>;
}

const text = (column: Sql, description: string): Property => ({
  column,
  type: 'string',
  description,
});
const integer = (column: Sql, description: string): Property => ({
  column,
  type: 'integer',
  description,
});
const number = (column: Sql, description: string): Property => ({
  column,
  type: 'number',
  description,
});

const COMMUNITY = {
  code: text(sql`c.code`, 'Statistical code'),
  name: text(sql`c.name`, 'Name as published'),
  name_simplified: text(sql`c.name_simplified`, 'Name in simplified characters'),
  name_en: text(sql`c.name_en`, 'Name in English'),
  region: text(
    sql`(SELECT code FROM region WHERE id = c.region_id)`,
    'Code of the region it belongs to',
  ),
};

const COMMUNITIES: Collection = {
  id: 'communities',
  title: 'Communities 社区',
  description: 'Communities: the units that are judged, by their boundary.',
  idPrefix: 'community',
  from: sql`community c`,
  key: sql`c.id`,
  where: sql`TRUE`,
  geometry: sql`c.boundary`,
  geometryType: 'MultiPolygon',
  properties: {
    ...COMMUNITY,
    population: integer(sql`c.population`, 'Residents, persons'),
    households: integer(sql`c.households`, 'Households'),
    population_date: text(sql`c.population_date`, 'Month that both refer to'),
    area_square_meters: number(sql`c.area_square_meters`, 'Geodesic area'),
    version: integer(sql`c.version`, 'Grows with every change'),
  },
};

const FACILITY = {
  code: text(sql`f.code`, 'Code in the source'),
  name: text(sql`f.name`, 'Name as published'),
  name_simplified: text(sql`f.name_simplified`, 'Name in simplified characters'),
  kind: text(sql`k.code`, 'Code of the kind of facility'),
};

const FACILITIES: Collection = {
  id: 'facilities',
  title: 'Facilities 设施',
  description: 'Facilities: places of a kind at a point, active ones.',
  idPrefix: 'facility',
  from: sql`facility f JOIN facility_kind k ON k.id = f.kind_id`,
  key: sql`f.id`,
  where: sql`f.active`,
  geometry: sql`f.location`,
  geometryType: 'Point',
  time: sql`f.updated_at`,
  properties: {
    ...FACILITY,
    community: text(
      sql`(SELECT code FROM community WHERE id = f.community_id)`,
      'Code of the community it stands in',
    ),
    address: text(sql`f.address`, 'Address as published'),
    opening: text(sql`f.opening`, 'When it is open'),
    source: text(sql`f.source`, 'Where the record comes from'),
    version: integer(sql`f.version`, 'Grows with every change'),
    updated_at: text(instant('f.updated_at'), 'Time of the last change'),
  },
};

const GRIDS: Collection = {
  id: 'grids',
  title: 'Grids 网格',
  description: 'Grids: management areas inside one community.',
  idPrefix: 'grid',
  from: sql`grid g`,
  key: sql`g.id`,
  where: sql`TRUE`,
  geometry: sql`g.boundary`,
  geometryType: 'MultiPolygon',
  properties: {
    code: text(sql`g.code`, 'Code'),
    name: text(sql`g.name`, 'Name'),
    name_en: text(sql`g.name_en`, 'Name in English'),
    community: text(
      sql`(SELECT code FROM community WHERE id = g.community_id)`,
      'Code of its community',
    ),
    households: integer(sql`g.households`, 'Households'),
    residents: integer(sql`g.residents`, 'Residents, persons'),
    status: text(sql`g.status`, 'PROPOSED or IN_FORCE'),
  },
};

const REGIONS: Collection = {
  id: 'regions',
  title: 'Regions 行政区',
  description: 'Administrative regions above communities: city, counties, streets.',
  idPrefix: 'region',
  from: sql`region r`,
  key: sql`r.id`,
  where: sql`TRUE`,
  geometry: sql`r.boundary`,
  geometryType: 'MultiPolygon',
  properties: {
    code: text(sql`r.code`, 'Statistical code'),
    name: text(sql`r.name`, 'Name as published'),
    name_simplified: text(sql`r.name_simplified`, 'Name in simplified characters'),
    name_en: text(sql`r.name_en`, 'Name in English'),
    level: text(sql`r.level`, 'CITY, COUNTY or STREET'),
    parent: text(
      sql`(SELECT code FROM region above WHERE above.id = r.parent_id)`,
      'Code of the region above',
    ),
  },
};

/** Communities with the outcome of a rule. */
function coverageBy({ id, code, name, nameEn }: RuleRow): Collection {
  return {
    id: `coverage-${code}`,
    title: `Coverage 覆盖: ${name} ${nameEn ?? ''}`.trim(),
    description: `Communities with the outcome of the rule ${code} and the figures behind it.`,
    idPrefix: 'community',
    from: sql`community c JOIN coverage v ON v.community_id = c.id AND v.rule_id = ${sql.lit(id)}
      LEFT JOIN facility f ON f.id = v.nearest_facility_id`,
    key: sql`c.id`,
    where: sql`TRUE`,
    geometry: sql`c.boundary`,
    geometryType: 'MultiPolygon',
    properties: {
      ...COMMUNITY,
      status: text(sql`v.status`, 'PASS, FAIL or UNKNOWN'),
      reading: text(sql`v.reading`, 'Which figure decided'),
      nearest_facility: text(sql`f.name`, 'Name of the nearest facility'),
      nearest_distance_meters: number(
        sql`v.nearest_distance_meters`,
        'Geodesic meters from the service point to it',
      ),
      facilities_within: integer(
        sql`v.facilities_within`,
        'Facilities within the radius of the service point',
      ),
      residents_covered: integer(
        sql`v.residents_covered`,
        'Residents within the radius of a facility',
      ),
      residents_total: integer(sql`v.residents_total`, 'Residents of the resident cells'),
      area_covered_share: number(
        sql`v.area_covered_share`,
        'Share (0–1) of the boundary within the radius',
      ),
    },
  };
}

/** What lies within reach of each facility of a rule. */
function serviceAreasOf({ code, name, nameEn, radiusMeters, kindIds }: RuleRow): Collection {
  return {
    id: `service-areas-${code}`,
    title: `Service areas 服务范围: ${name} ${nameEn ?? ''}`.trim(),
    description: `What lies within ${radiusMeters} geodesic meters of each active facility of the rule ${code}.`,
    idPrefix: 'facility',
    from: sql`facility f JOIN facility_kind k ON k.id = f.kind_id`,
    key: sql`f.id`,
    where: sql`f.active AND f.kind_id IN (${sql.join(kindIds.map((id) => sql.lit(id)))})`,
    geometry: sql`f.location`,
    geometryType: 'Polygon',
    radiusMeters,
    time: sql`f.updated_at`,
    properties: FACILITY,
  };
}

/** All collections; two for each rule in force. */
export async function findCollections(em: EntityManager): Promise<Collection[]> {
  const rules = await findRules(em);
  return [
    COMMUNITIES,
    FACILITIES,
    GRIDS,
    REGIONS,
    ...rules.flatMap((rule) => [coverageBy(rule), serviceAreasOf(rule)]),
  ];
}
