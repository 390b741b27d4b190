/**
 * The names made distinct, ignoring case, from each other and from `reserved`: `name`, `Name_2`. `shorten` shortens a name so that it has room for a suffix of that many characters.
 */
export function distinctNames(
  names: readonly string[],
  reserved: readonly string[] = [],
  shorten: (name: string, suffixLength: number) => string = (name) => name,
): string[] {
  const seen = new Set(reserved.map((name) => name.toLowerCase()));
  return names.map((name) => {
    let distinct = shorten(name, 0);
    for (let n = 2; seen.has(distinct.toLowerCase()); n++) {
      const suffix = `_${n}`;
      distinct = `${shorten(name, suffix.length)}${suffix}`;
    }
    seen.add(distinct.toLowerCase());
    return distinct;
  });
}
