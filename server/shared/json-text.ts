/**
 * JSON that is written already, such as GeoJSON by PostGIS: it gets into an answer as it is, without being
 * parsed and written once more. Make one only of what the database itself wrote as JSON; text of people is
 * never JSON.
 */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The value, for whoever writes JSON without knowing of this class. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** A column of JSON text as it came from the database; null stays null. */
export function jsonText(text: string | null): JsonText | null {
  return text === null ? null : new JsonText(text);
}
