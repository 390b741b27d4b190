import type { Issue } from '../staged/issues.ts';
import type { ImportSettings } from '../staged/settings.ts';
import type { SystemGuess } from '../staged/system-guess.ts';

/**
 * An error when no system is chosen because the file cannot be read by the one that it declares; a warning when the
 * places of known features fit another reference system better than the chosen one.
 */
export function systemIssues({ system }: ImportSettings, guess: SystemGuess): Issue[] {
  if (system === null) return [refusedSystem(guess)];
  if (guess.reason !== 'PLACES' || guess.system === system) return [];
  const best = guess.fits.find((fit) => fit.system === guess.system);
  return [
    {
      row: null,
      code: 'WRONG_SYSTEM',
      severity: 'WARNING',
      field: 'GEOMETRY',
      value: system,
      detail: guess.system,
      figure: best ? best.hits / best.of : null,
    },
  ];
}

/** Of the whole file. WKT is told by its name: whole it has hundreds of characters. */
function refusedSystem({ declaredText, refusal }: SystemGuess): Issue {
  return {
    row: null,
    code: 'REFUSED_SYSTEM',
    severity: 'ERROR',
    field: 'GEOMETRY',
    value: /^\w+\s*[[(]\s*"([^"]+)"/.exec(declaredText ?? '')?.[1] ?? declaredText,
    detail: refusal ?? 'CONTRADICTED',
    figure: null,
  };
}
