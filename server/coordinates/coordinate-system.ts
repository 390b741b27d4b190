/**
 * What a pair of longitude and latitude in degrees refers to.
 *
 * - `WGS84`: satellite positioning, OpenStreetMap, this hub. CGCS2000 (天地图, official surveys) counts as
 *   WGS 84: the ellipsoids differ by 0.1 mm in the polar radius, the frames by centimeters, and the drift
 *   of the plates since CGCS2000's epoch of 2000.0 has added some decimeters. That is less than what
 *   people see on a map or a phone measures. Projected CGCS2000 (meters) is something else.
 * - `GCJ02`: the shifted coordinates that maps published in mainland China have to use (AMap, Tencent).
 * - `BD09`: Baidu's own shift on top of GCJ-02.
 */
export type CoordinateSystem = 'WGS84' | 'GCJ02' | 'BD09';

/** Longitude and latitude in degrees, in this order. */
export type Position = readonly [lon: number, lat: number];
