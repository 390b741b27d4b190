/** `nameEn` as the database, OGC and tiles write it: `name_en`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `nameEn` as enums write it: `NAME_EN`. */
export function constantCase(name: string): string {
  return snakeCase(name).toUpperCase();
}
