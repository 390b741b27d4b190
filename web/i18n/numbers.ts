import type { Language } from '../view/view.ts';

/** A count or measure with thousands separators and a fixed number of decimals. */
export function formatNumber(value: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
}

/** A share from 0 to 1 in per cent, never rounded up to 100 % nor down to 0 %. */
export function formatShare(share: number, language: Language): string {
  const tenths = Math.round(share * 1000);
  const honest = share < 1 ? Math.min(tenths, 999) : tenths;
  return `${formatNumber(Math.max(honest, share > 0 ? 1 : 0) / 10, language, 1)}%`;
}

/** Hectares from square meters: one decimal below 100 ha, none above. */
export function formatHectares(squareMeters: number, language: Language): string {
  const hectares = squareMeters / 10_000;
  return formatNumber(hectares, language, hectares < 100 ? 1 : 0);
}
