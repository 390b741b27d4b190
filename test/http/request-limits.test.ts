import { expect, test } from 'vitest';
import { countedNetwork } from '../../server/http/request-limits.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:0:7::1', '2001:db8:0:7::/64'],
  ['2001:db8:0:7:ffff:ffff:ffff:ffff', '2001:db8:0:7::/64'],
  ['127.0.0.1', null],
  ['::ffff:127.0.0.1', null],
  ['::1', null],
  // Not this machine, though its network begins like that of ::1.
  ['::2', '0:0:0:0::/64'],
])('requests from %s count for %s', (address, network) => {
  expect(countedNetwork(address)).toBe(network);
});
