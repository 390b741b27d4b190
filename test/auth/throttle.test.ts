import { describe, expect, test } from 'vitest';
import { countersOf, delayOf, NAME_FAILURES, networkOf } from '../../server/auth/throttle.ts';

describe('the network of an address', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('an attempt', () => {
  const attempt = { name: 'mei', address: '203.0.113.7', deviceId: null, isKnownAddress: false };

  test('from an unknown device answers for its address, one from a known device for itself', () => {
    expect(countersOf(attempt).map(({ key }) => key)).toEqual([
      'pair mei 203.0.113.7',
      'address 203.0.113.7',
    ]);
    expect(countersOf({ ...attempt, deviceId: 7 }).map(({ key }) => key)).toEqual(['device 7']);
  });

  test.each([
    ['a stranger', {}, true],
    ['a known address', { isKnownAddress: true }, false],
    ['a known device', { deviceId: 7 }, false],
  ])('by %s is delayed by what others did to the name: %j %s', (_who, known, isDelayed) => {
    const from = { ...attempt, ...known };
    expect(delayOf(from, NAME_FAILURES - 1)).toBe(0);
    expect(delayOf(from, NAME_FAILURES) > 0).toBe(isDelayed);
    expect(delayOf(from, 1_000_000) < 10_000).toBe(true);
  });
});
