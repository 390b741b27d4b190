import { readdirSync, readFileSync } from 'node:fs';
import i18next, { type TFunction } from 'i18next';
import { describe, expect, test } from 'vitest';
import { accountText } from '../../web/account/accountText.ts';
import { KIND_OF_CODE, type Trouble, type TroubleKind } from '../../web/hub/trouble.ts';
import { en } from '../../web/i18n/en.ts';
import { zh } from '../../web/i18n/zh.ts';
import { troubleText } from '../../web/ui/troubleText.ts';

const web = new URL('../../web/', import.meta.url);

function translator(language: 'zh' | 'en'): TFunction {
  const resources = { zh: { translation: zh }, en: { translation: en } };
  const instance = i18next.createInstance();
  void instance.init({ lng: language, resources, initAsync: false });
  return instance.t;
}

const KINDS: readonly TroubleKind[] = [
  'away',
  'busy',
  'signedOut',
  'forbidden',
  'conflict',
  'input',
  'server',
];
const REASONS = [
  'SIGN_IN',
  'TOKEN_UNKNOWN',
  'ENDED',
  'ROLE',
  'SCOPE',
  'AREA',
  'NO_POLICY',
  'OUTCOME_UNKNOWN',
];
const FIELDS = [
  'input.name',
  'input.old',
  'input.password',
  'input.link',
  'input.mapping[3].field',
];

/** Every kind without a code, every code with every reason and field that it may come with. */
const TROUBLES: Trouble[] = [
  ...KINDS.map((kind) => ({ kind, details: {} })),
  ...Object.entries(KIND_OF_CODE).flatMap(([code, kind]) => [
    { kind, code, details: {} },
    ...REASONS.map((reason) => ({ kind, code, reason, details: {} })),
    ...FIELDS.map((field) => ({ kind, code, field, details: { retryAfterSeconds: 90 } })),
  ]),
];

/** Two Latin letters in a row: abbreviations of the trade aside, no Chinese text has them. */
const LATIN = /[A-Za-z]{2,}/;

describe('what went wrong', () => {
  test.each([
    ['anywhere', troubleText],
    ['with an account', accountText],
  ])('%s is said in Chinese to those who read Chinese, whatever the code', (_, words) => {
    const t = translator('zh');
    for (const trouble of TROUBLES) {
      const text = words(trouble, t);
      expect(text, JSON.stringify(trouble)).toMatch(/^\S.*[。]$/);
      expect(text, JSON.stringify(trouble)).not.toMatch(LATIN);
    }
  });

  test('is said in whole English sentences to those who read English', () => {
    const t = translator('en');
    for (const trouble of TROUBLES) {
      const text = troubleText(trouble, t);
      expect(text, JSON.stringify(trouble)).toMatch(/^[A-Z“].* .*\.$/);
      expect(text, JSON.stringify(trouble)).not.toMatch(/\{\{|trouble\./);
    }
  });

  test.each<[Partial<Trouble>, string]>([
    [{ kind: 'busy', code: 'TOO_MANY_ATTEMPTS', details: { retryAfterSeconds: 90 } }, '2 分钟'],
    [{ kind: 'forbidden', code: 'FORBIDDEN', reason: 'AREA' }, '负责的范围'],
    [{ kind: 'input', code: 'BAD_USER_INPUT', field: 'input.displayName' }, '“显示姓名”'],
    [{ kind: 'input', code: 'BAD_USER_INPUT', field: 'input.mapping[2].column' }, '“列的含义”'],
    [{ kind: 'input', code: 'BAD_USER_INPUT', field: 'input.nobodyKnows' }, '所填内容有误'],
    [{ kind: 'server', code: 'GRAPHQL_VALIDATION_FAILED' }, '刷新页面'],
  ])('names what helps: %o says %s', (trouble, words) => {
    const text = troubleText({ kind: 'server', details: {}, ...trouble }, translator('zh'));
    expect(text).toContain(words);
  });

  test('is read from errors in one place: nowhere else does the page look into them', () => {
    const looking = readdirSync(web, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('generated/'))
      .filter((path) =>
        /graphQLErrors|networkError/.test(readFileSync(new URL(path, web), 'utf8')),
      );
    expect(looking.sort()).toEqual([
      'hub/offline/away.ts',
      'hub/trouble.ts',
      // An upload is sent by XMLHttpRequest, whose answer it takes apart for `troubleOf`.
      'imports/transfer.ts',
    ]);
  });
});
