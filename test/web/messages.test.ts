import { describe, expect, it } from 'vitest';
import type { FileTroubleCode } from '../../server/formats/file-trouble.ts';
import { en } from '../../web/i18n/en.ts';
import { zh } from '../../web/i18n/zh.ts';

/** Every text by its path, e.g. "coverage.FAIL". */
function texts(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : texts(value, `${path}${key}.`),
  );
}

const values = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the two languages', () => {
  it('say the same things', () => {
    expect(texts(en).map(([key]) => key)).toEqual(texts(zh).map(([key]) => key));
  });

  it('put the same values into them', () => {
    const placed = (messages: object) => texts(messages).map(([key, text]) => [key, values(text)]);
    expect(placed(en)).toEqual(placed(zh));
  });

  it('have a word for everything that can be wrong with a file', () => {
    const words: Record<FileTroubleCode | 'INTERNAL', string> = zh.import.problem;
    expect(Object.values(words).filter((word) => !word)).toEqual([]);
  });
});
