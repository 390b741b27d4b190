import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asPlainText, fromPlainText } from '../../server/formats/csv/formula-cells.ts';
import { readAll, writeAll } from './files.ts';

/** The beginnings that OWASP names (CSV Injection), in half and full width. */
const BEGINNINGS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

describe('a text for a spreadsheet', () => {
  test.each(BEGINNINGS)('that begins with %j is marked', (beginning) => {
    expect(asPlainText(`${beginning}1+1`)).toBe(`'${beginning}1+1`);
  });

  test.each(['', '园', '1-2', "'60s", 'a=b', ' =1'])('is left as it is: %j', (text) => {
    expect(asPlainText(text)).toBe(text);
    expect(fromPlainText(text)).toBe(text);
  });

  test('is read as it was, whatever it is', () => {
    const text = fc.array(fc.constantFrom("'", ...BEGINNINGS, '1', '园', ' '), { maxLength: 6 });
    fc.assert(
      fc.property(text, (parts) => {
        const written = asPlainText(parts.join(''));
        expect(BEGINNINGS).not.toContain(written[0]);
        expect(fromPlainText(written)).toBe(parts.join(''));
      }),
    );
  });
});

test('in a CSV texts are marked, numbers are not, and both are read as they were', async () => {
  const properties = { name: '=1+1', phone: '+86', share: -0.5 };
  const path = await writeAll('csv', [{ properties, geometry: null }], {
    geometryType: 'Point',
    columns: [
      { name: 'name', type: 'text' },
      { name: 'phone', type: 'text' },
      { name: 'share', type: 'real' },
    ],
  });
  const { features } = await readAll(path);
  expect(features[0]?.properties).toMatchObject({ name: '=1+1', phone: '+86', share: '-0.5' });
});
