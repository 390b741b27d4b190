import type { Language } from '../view/view.ts';

/** A count or measure with thousands separators and a fixed number of decimals. */
export function formatNumber(value: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}

/** A share from 0 to 1 in per cent, never rounded up to 100 % nor down to 0 %. */
export function formatShare(share: number, language: Language, decimals = 1): string {
  const steps = 10 ** decimals;
  const rounded = Math.round(share * 100 * steps);
  const honest = share < 1 ? Math.min(rounded, 100 * steps - 1) : rounded;
  return `${formatNumber(Math.max(honest, share > 0 ? 1 : 0) / steps, language, decimals)}%`;
}

/** A share that is demanded, in per cent, with the decimals that it has and no more. */
export function formatTarget(share: number, language: Language): string {
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(share * 100)}%`;
}

/** Hectares from square meters: one decimal below 100 ha, none above. */
export function formatHectares(squareMeters: number, language: Language): string {
  const hectares = squareMeters / 10_000;
  return formatNumber(hectares, language, hectares < 100 ? 1 : 0);
}

/** A distance as people say it: decimals below 10 m, kilometers from 10 km on. */
export function formatMeters(meters: number, language: Language): string {
  if (meters >= 10_000) return `${formatNumber(meters / 1_000, language, 1)} km`;
  return `${formatNumber(meters, language, meters < 10 ? 1 : 0)} m`;
}
