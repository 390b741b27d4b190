/** The longest `sub` that OpenID Connect allows, in characters. */
export const LONGEST_SUB = 255;

/**
 * How a person is stored who is `sub` at the provider `issuer`. A URL in its normal form holds no blank, so
 * that the people of two providers can never be taken for each other, whatever their `sub`.
 */
export function subjectAt(issuer: string, sub: string): string {
  return `${issuer} ${sub}`;
}

/** The `sub` of a stored person at the provider `issuer`; null for nobody, or for another provider's. */
export function subOf(subject: string | null, issuer: string | null): string | null {
  if (subject === null || issuer === null || !subject.startsWith(`${issuer} `)) return null;
  return subject.slice(issuer.length + 1);
}
