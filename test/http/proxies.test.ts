import { describe, expect, test } from 'vitest';
import { isAllowedHost } from '../../server/http/allowed-hosts.ts';
import { asTrustProxy, readTrustedProxies } from '../../server/http/trusted-proxies.ts';

describe('JINLIN_TRUST_PROXY', () => {
  test.each([
    [undefined, undefined],
    ['', undefined],
    ['off', undefined],
    ['1', 1],
    ['2', 2],
    ['127.0.0.1', ['127.0.0.1']],
    ['127.0.0.1, 10.0.0.0/8,fd00::/8', ['127.0.0.1', '10.0.0.0/8', 'fd00::/8']],
    ['loopback,uniquelocal', ['loopback', 'uniquelocal']],
  ])('of %j means %j', (value, proxies) => {
    expect(readTrustedProxies(value)).toEqual(proxies);
  });

  test.each([
    'on',
    'true',
    '0',
    '11',
    '-1',
    '10.0.0.0/33',
    '10.0.0',
    'proxy.example',
    '::1/200',
    '1,2',
  ])('of %j is refused with the remedy', (value) => {
    expect(() => readTrustedProxies(value)).toThrow(
      /JINLIN_TRUST_PROXY must be the number of proxies .* or their addresses/,
    );
  });

  test('as a number trusts the nearest so many, whatever their addresses', () => {
    const trust = asTrustProxy(2) as (address: string, hop: number) => boolean;
    expect([0, 1, 2].map((hop) => trust('203.0.113.1', hop))).toEqual([true, true, false]);
  });
});

describe('the hub may be asked', () => {
  test.each([
    ['localhost:4000', true],
    ['127.0.0.1:4000', true],
    ['[::1]:4000', true],
    ['192.168.0.7', true],
    ['hub.example', true],
    ['HUB.example:443', true],
    ['evil.example', false],
    ['hub.example.evil.example', false],
    ['localhost.evil.example', false],
    ['', false],
    ['a b', false],
  ])('as %j: %j', (host, isAllowed) => {
    expect(isAllowedHost(host, ['hub.example'])).toBe(isAllowed);
  });
});
