import { describe, expect, test } from 'vitest';
import { cursorOf, parsePage } from '../../server/lists/page.ts';
import { globalId, localId } from '../../server/shared/ids.ts';
import { parseSearchText, parseText } from '../../server/shared/text.ts';
import { refusal } from '../shared/refusal.ts';

describe('page arguments', () => {
  test('a cursor brings back its place', () => {
    const place = { key: '和平里 "é"', id: 12 };
    const after = cursorOf('x:NAME:ASC', place);
    expect(parsePage({ first: 2, after }, 'x:NAME:ASC')).toEqual({
      size: 2,
      backward: false,
      after: place,
      before: undefined,
    });
  });

  test('last pages backward; neither gives a hundred', () => {
    expect(parsePage({ last: 3 }, 'x')).toMatchObject({ size: 3, backward: true });
    expect(parsePage({}, 'x')).toMatchObject({ size: 100, backward: false });
  });

  test.each([
    ['first: 100000', { first: 100_000 }, 'first'],
    ['first: -1', { first: -1 }, 'first'],
    ['last: 1001', { last: 1001 }, 'last'],
    ['both', { first: 1, last: 1 }, 'last'],
    ['a broken cursor', { after: 'not a cursor' }, 'after'],
    ['an empty cursor', { after: '' }, 'after'],
    [
      'a cursor of something else',
      { before: Buffer.from('{"a":1}').toString('base64url') },
      'before',
    ],
    [
      'a cursor with a huge id',
      { after: Buffer.from('["x","k",1e12]').toString('base64url') },
      'after',
    ],
    ['a cursor of another ordering', { after: cursorOf('y', { key: 'k', id: 1 }) }, 'after'],
  ])('are refused: %s', (_name, args, field) => {
    expect(refusal(() => parsePage(args, 'x'))).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});

describe('a global id', () => {
  test('names its type', () => {
    expect(globalId('facility', 7)).toBe('facility_7');
    expect(localId('facility', 'facility_7', 'id')).toBe(7);
  });

  test.each([
    '7',
    'community_7',
    'facility_',
    'facility_0',
    'facility_-1',
    'facility_9999999999',
    '',
  ])('is refused: %j', (id) => {
    expect(refusal(() => localId('facility', id, 'id'))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'id',
    });
  });
});

describe('a text', () => {
  test('blank search text counts as none', () => {
    expect(parseSearchText('  ', 't')).toBeUndefined();
    expect(parseSearchText(null, 't')).toBeUndefined();
    expect(parseSearchText(' 大安 ', 't')).toBe('大安');
  });

  test.each(['', ' ', 'x'.repeat(201), 'a\0b'])('is refused: %j', (value) => {
    expect(refusal(() => parseText(value, 't'))).toMatchObject({ field: 't' });
  });
});
