import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { originOf } from '../../server/http/origin.ts';

test.each([
  ['http', 'hub.example', 'http://hub.example'],
  ['https', 'hub.example:8443', 'https://hub.example:8443'],
  ['http', '[::1]:4000', 'http://[::1]:4000'],
  ['http', '', ''],
  ['http', '"><script>', ''],
  ['http', 'hub.example/elsewhere', ''],
  ['http', 'somebody@hub.example', ''],
  ['http', 'a, b', ''],
  ['http', 'hub.example:99999', ''],
])('%s and %j are the origin %j', (protocol, host, origin) => {
  expect(originOf({ protocol, host } as FastifyRequest)).toBe(origin);
});
