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

  const OIDC = {
    JINLIN_OIDC_ISSUER: 'https://login.example',
    JINLIN_OIDC_CLIENT_ID: 'jinlin',
    JINLIN_OIDC_CLIENT_SECRET: 'a secret of the provider',
    JINLIN_OIDC_NAME: '城市规划局',
    JINLIN_PUBLIC_URL: 'https://hub.example/',
  };

  test('takes a provider of OpenID Connect, in one form whatever was written', () => {
    expect(readConfig(OIDC).oidc).toEqual({
      issuer: 'https://login.example/',
      clientId: 'jinlin',
      clientSecret: 'a secret of the provider',
      name: '城市规划局',
      publicUrl: 'https://hub.example',
      create: false,
    });
    expect(readConfig({ ...OIDC, JINLIN_OIDC_CREATE: 'on' }).oidc?.create).toBe(true);
  });

  test.each(Object.keys(OIDC))('takes all of a provider or nothing: without %s', (name) => {
    expect(() => readConfig({ ...OIDC, [name]: undefined })).toThrow(`${name} is missing`);
    expect(() => readConfig({ ...OIDC, [name]: ' ' })).toThrow(`${name} is missing`);
  });

  test('enters nobody without a provider', () => {
    expect(() => readConfig({ JINLIN_OIDC_CREATE: 'on' })).toThrow('JINLIN_OIDC_CREATE is set');
  });

  test.each([
    ['JINLIN_OIDC_ISSUER', 'http://login.example'],
    ['JINLIN_OIDC_ISSUER', 'http://127.0.0.1.evil.example'],
    ['JINLIN_OIDC_ISSUER', 'login.example'],
    ['JINLIN_OIDC_ISSUER', 'https://login.example/?realm=a'],
    ['JINLIN_OIDC_ISSUER', 'https://me@login.example/'],
    ['JINLIN_OIDC_ISSUER', 'https://login.example/.well-known/openid-configuration'],
    ['JINLIN_OIDC_CLIENT_SECRET', 'short'],
    ['JINLIN_OIDC_CREATE', 'yes'],
    ['JINLIN_PUBLIC_URL', 'hub.example'],
    ['JINLIN_PUBLIC_URL', 'ftp://hub.example'],
    ['JINLIN_PUBLIC_URL', 'https://hub.example/map'],
  ])('names the variable of a provider that is wrong: %s=%s', (name, value) => {
    expect(() => readConfig({ ...OIDC, [name]: value })).toThrow(name);
  });

  test.each(['http://localhost:8080/realms/a', 'http://127.0.0.1', 'http://[::1]:1/'])(
    'takes a provider without TLS on this machine: %s',
    (issuer) => {
      const { oidc } = readConfig({ ...OIDC, JINLIN_OIDC_ISSUER: issuer });
      expect(oidc?.issuer).toBe(new URL(issuer).href);
    },
  );
});
