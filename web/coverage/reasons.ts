import { formatNumber } from '../i18n/numbers.ts';
import type { Language, VerdictStatus } from '../view/view.ts';

/** The figures a verdict rests on. Meters are geodesic. */
export interface Verdict {
  status: VerdictStatus;
  marginMeters?: number | null;
  nearest?: { distanceMeters: number } | null;
}

/** A sentence to translate: its key and its values. */
export interface Sentence {
  key: 'coverage.PASS' | 'coverage.FAIL' | 'coverage.FAIL_NONE' | 'coverage.UNKNOWN';
  values: Record<'kind' | 'distance' | 'radius' | 'margin', string>;
}

/**
 * Why a verdict is what it is. Close to the radius it shows as many decimals as it takes to see on
 * which side the distance lies: "2,000.3 m, 0.3 m beyond 2,000 m", never "2,000 m beyond 2,000 m".
 */
export function verdictSentence(
  verdict: Verdict,
  radiusMeters: number,
  kind: string,
  language: Language,
): Sentence {
  const distance = verdict.nearest?.distanceMeters;
  const margin = Math.abs(verdict.marginMeters ?? radiusMeters - (distance ?? 0));
  const decimals = decimalsFor(margin);
  const values = {
    kind,
    distance: distance === undefined ? '' : formatNumber(distance, language, decimals),
    radius: formatNumber(radiusMeters, language),
    margin: formatNumber(margin, language, decimals),
  };
  if (verdict.status === 'UNKNOWN') return { key: 'coverage.UNKNOWN', values };
  if (distance === undefined) return { key: 'coverage.FAIL_NONE', values };
  return { key: `coverage.${verdict.status}`, values };
}

function decimalsFor(marginMeters: number): number {
  if (marginMeters >= 10 || marginMeters === 0) return 0;
  return marginMeters >= 0.1 ? 1 : 3;
}
