import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/**
 * Scalars of geometry and measures. They take any JSON value and leave judging to the concept's own
 * checks, so that literals and variables get the same error, with the code BAD_USER_INPUT, the path of the
 * argument and the remedy.
 */
function looseScalar(name: string, description: string): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => value,
    parseValue: (value) => value,
    parseLiteral: (node, variables) => literalToJson(node, variables ?? {}),
  });
}

function literalToJson(node: ValueNode, variables: Record<string, unknown>): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.LIST:
      return node.values.map((value) => literalToJson(value, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, literalToJson(value, variables)]),
      );
    case Kind.VARIABLE:
      return variables[node.name.value];
    default:
      return node.value;
  }
}

/** GeoJSON Point. */
export const GeoJSONPoint = looseScalar(
  'GeoJSONPoint',
  'GeoJSON Point (RFC 7946): `{"type": "Point", "coordinates": [longitude, latitude]}`, degrees on WGS 84.',
);

/** GeoJSON MultiPolygon. */
export const GeoJSONMultiPolygon = looseScalar(
  'GeoJSONMultiPolygon',
  'GeoJSON MultiPolygon (RFC 7946), degrees on WGS 84, right-handed, 9 decimals.',
);

/** GeoJSON Polygon or MultiPolygon. */
export const GeoJSONPolygonal = looseScalar(
  'GeoJSONPolygonal',
  'GeoJSON Polygon or MultiPolygon (RFC 7946), degrees on WGS 84: closed rings, no self-intersection, at most 100,000 positions.',
);

/** A position. */
export const PositionScalar = looseScalar(
  'Position',
  'A position `[longitude, latitude]` in degrees on WGS 84.',
);

/** A bounding box. */
export const BBoxScalar = looseScalar(
  'BBox',
  'A bounding box `[west, south, east, north]` in degrees on WGS 84 (RFC 7946).',
);

/** A length. */
export const MetersScalar = looseScalar('Meters', 'A finite number of geodesic meters on WGS 84.');

/** A share of a whole. */
export const ShareScalar = looseScalar('Share', 'A share of a whole: a number from 0 to 1.');
