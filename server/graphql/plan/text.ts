/** JSON, perhaps only later. */
export type Text = string | Promise<string>;

/** All parts, one after the other, when the last is there. By `+`, not `join`: the engine copies nothing yet. */
export function joined(parts: Text[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let waiting = 0;
    for (const [i, part] of parts.entries()) {
      if (typeof part === 'string') continue;
      waiting++;
      part.then((text) => {
        parts[i] = text;
        if (--waiting === 0)
          resolve(parts.reduce((whole, each) => `${whole}${each}`, '') as string);
      }, reject);
    }
  });
}

/** Lets the failures of parts that nobody waits for any more pass unreported. */
export function abandon(parts: readonly Text[] | undefined): void {
  for (const part of parts ?? []) if (typeof part !== 'string') part.catch(() => undefined);
}
