const NUMBER = '([-+]?\\d{1,3}(?:\\.\\d{1,20})?)';
const PAIR = new RegExp(`^ ?${NUMBER} ?, ?${NUMBER} ?(?![\\d.])`);

/** The two numbers that a parameter of a link begins with, in its order; undefined when it does not. */
export function pairIn(
  text: string | null | undefined,
): [first: number, second: number] | undefined {
  const [, first, second] = PAIR.exec(text ?? '') ?? [];
  return first && second ? [Number(first), Number(second)] : undefined;
}

const LON = ['lon', 'lng', 'longitude'];
const LAT = ['lat', 'latitude'];

/** Longitude and latitude given by parameters of these or the usual names; undefined unless both are. */
export function lonLatIn(
  parameters: URLSearchParams,
  lonNames: readonly string[] = LON,
  latNames: readonly string[] = LAT,
): [lon: number, lat: number] | undefined {
  const lon = numberOf(parameters, lonNames);
  const lat = numberOf(parameters, latNames);
  return lon === undefined || lat === undefined ? undefined : [lon, lat];
}

function numberOf(parameters: URLSearchParams, names: readonly string[]): number | undefined {
  const text = names.map((name) => parameters.get(name)).find((value) => value !== null);
  return text && /^[-+]?\d{1,3}(?:\.\d{1,20})?$/.test(text) ? Number(text) : undefined;
}
