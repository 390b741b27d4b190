/** HTML that is written already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML from a template: whatever is put in is escaped, unless it is markup itself; lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  return new Markup(
    strings.map((part, i) => part + (i < values.length ? write(values[i]) : '')).join(''),
  );
}

function write(value: unknown): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(write).join('');
  return String(value ?? '').replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
