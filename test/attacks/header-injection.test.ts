import { validateHeaderValue } from 'node:http';
import { describe, expect, test } from 'vitest';
import { asAttachment, namePart } from '../../server/exports/disposition.ts';

describe('the name of a file, of a city or rule that was named to attack', () => {
  test.each([
    'city\r\nset-cookie: jinlin_session=x',
    'city"; filename="evil.exe',
    "city'; filename*=UTF-8''evil.exe",
    'city\\"; x="',
    'city\u0000\u001b[31m',
    '城\u2028\u2029市',
    '../../etc/passwd',
    'C:\\Windows\\evil',
  ])('stays one name in its header: %j', (name) => {
    const header = asAttachment(`${namePart(name)}.csv`);
    expect(() => validateHeaderValue('content-disposition', header)).not.toThrow();
    // RFC 6266 with the characters of RFC 8187, 3.2.1: nothing ends the name but its end.
    expect(header).toMatch(
      /^attachment; filename="[\w.-]*"; filename\*=UTF-8''(?:[\w!#$&+.^`|~-]|%[0-9A-F]{2})*$/,
    );
    expect(decodeURIComponent(header.split("''")[1] ?? '')).not.toMatch(/[/\\:"\r\n]/);
  });
});
