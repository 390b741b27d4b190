import { type GraphQLLeafType, GraphQLString } from 'graphql';
import { JsonText } from '../../shared/json-text.ts';

/** Writes a value of a scalar or an enum as JSON. @throws what the type says of values that are not its */
export function leafWriter(type: GraphQLLeafType): (value: unknown) => string {
  if (type === GraphQLString) {
    return (value) => (typeof value === 'string' ? quote(value) : write(type.serialize(value)));
  }
  return (value) => {
    if (value instanceof JsonText) return value.text;
    const serialized: unknown = type.serialize(value);
    if (serialized == null) {
      throw new Error(
        `Expected \`${type}.serialize(${String(value)})\` to return non-nullable value, returned: ${serialized}`,
      );
    }
    return write(serialized);
  };
}

function write(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null';
  return JSON.stringify(value);
}

/** Longer strings are quoted faster by the engine than character by character. */
const SHORT = 64;

/** A string in JSON. Most are short and need no escapes, which is found out faster here. */
function quote(value: string): string {
  const { length } = value;
  if (length > SHORT) return JSON.stringify(value);
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    // Controls, the quotation mark, the backslash, and halves of surrogate pairs that may lack the other.
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff)) {
      return JSON.stringify(value);
    }
  }
  return `"${value}"`;
}
