import { describe, expect, test } from 'vitest';
import {
  MAX_POSITIONS,
  parseBBox,
  parseMeters,
  parsePoint,
  parsePolygonal,
  parsePosition,
} from '../../server/shared/geo-input.ts';
import { refusal } from './refusal.ts';

const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];

describe('a position', () => {
  test('is [longitude, latitude], an altitude is dropped', () => {
    expect(parsePosition([126.6, 45.8], 'p')).toEqual([126.6, 45.8]);
    expect(parsePosition([126.6, 45.8, 150], 'p')).toEqual([126.6, 45.8]);
  });

  test.each([
    ['no list', 'x', 'p', /not a position/],
    ['one number', [1], 'p', /not a position/],
    ['text', ['1', 2], 'p[0]', /finite number/],
    ['NaN', [Number.NaN, 2], 'p[0]', /finite number/],
    ['null', [1, null], 'p[1]', /finite number/],
    ['infinite', [1, Number.POSITIVE_INFINITY], 'p[1]', /finite number/],
    ['too far east', [181, 0], 'p[0]', /out of range/],
    ['swapped', [45.8, 126.6], 'p[1]', /swapped/],
  ])('is refused: %s', (_name, value, field, message) => {
    expect(refusal(() => parsePosition(value, 'p'))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field,
    });
    expect(() => parsePosition(value, 'p')).toThrow(message);
  });
});

describe('a bounding box', () => {
  test('is [west, south, east, north]', () => {
    expect(parseBBox([126, 45, 127, 46], 'bbox')).toEqual([126, 45, 127, 46]);
  });

  test.each([
    ['three numbers', [1, 2, 3], 'bbox', /four numbers/],
    ['NaN', [1, 2, Number.NaN, 4], 'bbox[2]', /finite number/],
    ['text of a literal NaN', [1, 2, 'NaN', 4], 'bbox[2]', /finite number/],
    ['west beyond east', [127, 45, 126, 46], 'bbox', /lies east of/],
    ['south beyond north', [126, 46, 127, 45], 'bbox', /lies north of/],
    ['out of range', [126, 45, 127, 91], 'bbox[3]', /out of range/],
  ])('is refused: %s', (_name, value, field, message) => {
    expect(refusal(() => parseBBox(value, 'bbox'))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field,
    });
    expect(() => parseBBox(value, 'bbox')).toThrow(message);
  });
});

describe('a GeoJSON geometry', () => {
  test('point and polygon are taken; a polygon becomes a multipolygon', () => {
    expect(parsePoint({ type: 'Point', coordinates: [1, 2] }, 'g')).toEqual({
      type: 'Point',
      coordinates: [1, 2],
    });
    expect(parsePolygonal({ type: 'Polygon', coordinates: [SQUARE] }, 'g')).toEqual({
      type: 'MultiPolygon',
      coordinates: [[SQUARE]],
    });
  });

  test.each([
    ['no object', 7, 'g'],
    ['another type', { type: 'LineString', coordinates: [] }, 'g.type'],
    ['no polygon', { type: 'MultiPolygon', coordinates: [] }, 'g.coordinates'],
    ['no ring', { type: 'Polygon', coordinates: [] }, 'g.coordinates'],
    ['three positions', { type: 'Polygon', coordinates: [SQUARE.slice(0, 3)] }, 'g.coordinates[0]'],
    ['an open ring', { type: 'Polygon', coordinates: [SQUARE.slice(0, 4)] }, 'g.coordinates[0]'],
    [
      'out of range',
      { type: 'MultiPolygon', coordinates: [[[...SQUARE.slice(0, 4), [0, 99]]]] },
      'g.coordinates[0][0][4][1]',
    ],
  ])('polygon is refused: %s', (_name, value, field) => {
    expect(refusal(() => parsePolygonal(value, 'g'))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field,
    });
  });

  test('a polygon with too many positions is refused', () => {
    const ring = Array.from({ length: MAX_POSITIONS + 1 }, () => [0, 0]);
    expect(() => parsePolygonal({ type: 'Polygon', coordinates: [ring] }, 'g')).toThrow(
      /more than/,
    );
  });
});

describe('a distance', () => {
  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 101])('is refused: %d', (meters) => {
    expect(refusal(() => parseMeters(meters, 'm', 100))).toMatchObject({ field: 'm' });
  });

  test('may reach its limit', () => {
    expect(parseMeters(100, 'm', 100)).toBe(100);
  });
});
