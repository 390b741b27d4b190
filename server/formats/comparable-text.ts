import { Converter } from 'opencc-js/t2cn';

const simplified = Converter({ from: 't', to: 'cn' });
/** Characters that nobody sees: they come along with what is copied from pages. */
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u00ad]/g;

/**
 * A text as it is compared, never as it is stored: full width as half width, compatibility ideographs as the ordinary
 * ones, nothing invisible, in simplified characters and small letters.
 */
export function comparable(text: string): string {
  return simplified(text.normalize('NFKC').replace(INVISIBLE, '')).toLowerCase();
}
