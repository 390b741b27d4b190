import { describe, expect, test } from 'vitest';
import { readConfig } from '../../server/shared/config.ts';

describe('the configuration', () => {
  test('needs nothing', () => {
    expect(readConfig({})).toEqual({
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: '.data',
      adminToken: undefined,
      publicReading: true,
      trustProxy: false,
      sample: true,
      oidc: undefined,
    });
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://x'],
    ['JINLIN_ADMIN_TOKEN', 'short'],
    ['JINLIN_ADMIN_TOKEN', 'with a blank in the middle'],
    ['JINLIN_SAMPLE', 'maybe'],
    ['JINLIN_PUBLIC_READING', 'yes'],
    ['JINLIN_TRUST_PROXY', '1'],
  ])('names the variable that is wrong: %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });
});
