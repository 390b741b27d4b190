import { formatNumber, formatShare, formatTarget } from '../i18n/numbers.ts';
import type { Rule } from '../rules/rule.ts';
import type { Language, VerdictStatus } from '../view/view.ts';

/** The figures that a verdict by distance rests on. Meters are geodesic. */
export interface DistanceVerdict {
  status: VerdictStatus;
  marginMeters?: number | null;
  nearest?: { distanceMeters: number } | null;
}

/** The figures that a verdict rests on, whatever the reading of its rule. */
export interface Verdict extends DistanceVerdict {
  residentsCovered: number | null;
  residentsTotal: number | null;
  areaCoveredShare: number | null;
}

/** A sentence about a distance to translate: its key and its values. */
export interface DistanceSentence {
  key: 'coverage.PASS' | 'coverage.FAIL' | 'coverage.FAIL_NONE' | 'coverage.UNKNOWN';
  values: Record<'kind' | 'distance' | 'radius' | 'margin', string>;
}

/** A sentence about a share to translate: its key and its values. */
export interface ShareSentence {
  key: `coverage.${'RESIDENTS' | 'AREA'}_${VerdictStatus}`;
  values: Record<'share' | 'radius' | 'minimum' | 'margin' | 'missing', string>;
}

/** Why a verdict is what it is: the figure that its rule reads, what is demanded, and the difference. */
export function verdictSentence(
  verdict: Verdict,
  rule: Pick<Rule, 'radiusMeters' | 'reading' | 'minimumShare'>,
  kind: string,
  language: Language,
): DistanceSentence | ShareSentence {
  const { reading, minimumShare, radiusMeters } = rule;
  return reading === 'SERVICE_POINT' || minimumShare === null
    ? distanceSentence(verdict, radiusMeters, kind, language)
    : shareSentence(verdict, { reading, minimumShare, radiusMeters }, language);
}

/**
 * Why a verdict by distance is what it is. Close to the radius it shows as many decimals as it takes to see
 * on which side the distance lies: "2,000.3 m, 0.3 m beyond 2,000 m", never "2,000 m beyond 2,000 m".
 */
export function distanceSentence(
  verdict: DistanceVerdict,
  radiusMeters: number,
  kind: string,
  language: Language,
): DistanceSentence {
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

/** Close to the share demanded it shows as many decimals as it takes to see on which side it lies. */
function shareSentence(
  verdict: Verdict,
  rule: { reading: 'RESIDENTS' | 'AREA'; minimumShare: number; radiusMeters: number },
  language: Language,
): ShareSentence {
  const { residentsCovered, residentsTotal, areaCoveredShare, status } = verdict;
  const { minimumShare } = rule;
  const covered = residentsCovered ?? 0;
  const total = residentsTotal ?? 0;
  const share = (rule.reading === 'AREA' ? areaCoveredShare : total && covered / total) ?? 0;
  const points = Math.abs(share - minimumShare) * 100;
  const decimals = points === 0 ? 1 : Math.min(6, Math.max(1, Math.ceil(-Math.log10(points))));
  return {
    key: `coverage.${rule.reading}_${status}`,
    values: {
      share: formatShare(share, language, decimals),
      radius: formatNumber(rule.radiusMeters, language),
      minimum: formatTarget(minimumShare, language),
      margin: formatNumber(points, language, decimals),
      missing: formatNumber(missingResidents(covered, total, minimumShare), language),
    },
  };
}

/** How many more residents must be covered until their share is enough. */
function missingResidents(covered: number, total: number, minimumShare: number): number {
  // One less than the product, and up from there: the product itself may be a rounding too high.
  let needed = Math.max(covered, Math.floor(minimumShare * total) - 1);
  while (needed < total && needed / total < minimumShare) needed += 1;
  return needed - covered;
}
