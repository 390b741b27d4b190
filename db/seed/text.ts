import { Converter } from 'opencc-js/t2cn';

const convert = Converter({ from: 't', to: 'cn' });

/** The text in simplified characters, so that names can be searched in either script. */
export function simplify(text: string): string {
  return convert(text);
}

/** A published text without surrounding blanks and with every run of blanks as one space. */
export function tidy(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/**
 * The form under which names are compared: full-width letters, digits and brackets as half-width,
 * 臺 as 台, no blanks, and Chinese numerals before 號 as digits (南港五號廣場 = 南港5號廣場).
 */
export function normaliseName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s/gu, '')
    .replaceAll('臺', '台')
    .replace(
      /十?[一二三四五六七八九]號|十號/gu,
      (numeral) => `${chineseNumber(numeral.slice(0, -1))}號`,
    );
}

function chineseNumber(numeral: string): number {
  const tens = numeral.startsWith('十') ? 10 : 0;
  return (
    tens + '零一二三四五六七八九'.indexOf(numeral.at(-1) === '十' ? '零' : (numeral.at(-1) ?? '零'))
  );
}

/**
 * Further forms under which a name may stand in another table: without what stands in brackets, and
 * without the 號 after a number (大同249號綠地 = 大同249綠地).
 */
export function nameVariants(name: string): string[] {
  const full = normaliseName(name);
  const unbracketed = full.replace(/\([^)]*\)/gu, '');
  const variants = [full, unbracketed].flatMap((n) => [n, n.replace(/(\d)號/gu, '$1')]);
  return [...new Set(variants)].filter((variant) => variant.length > 0);
}

/** A test for names that lost characters: every `?` stands for one unknown character. */
export function lostCharacterPattern(name: string): RegExp {
  const parts = normaliseName(name).split('?');
  const literals = parts.map((part) => part.replace(/[\\^$.*+|()[\]{}/]/gu, '\\$&'));
  return new RegExp(`^${literals.join('.')}$`, 'u');
}
