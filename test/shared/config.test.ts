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
      trustProxy: undefined,
      publicUrl: undefined,
      allowedHosts: [],
      requestsPerMinute: 6_000,
      socketsPerNetwork: 500,
      corsOrigins: [],
      sample: true,
      schema: 'public',
      secondFactor: 'optional',
      secretKey: undefined,
      oidc: undefined,
    });
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://x'],
    ['JINLIN_ADMIN_TOKEN', 'short'],
    ['JINLIN_ADMIN_TOKEN', 'with a blank in the middle'],
    ['JINLIN_SECRET_KEY', 'short'],
    ['JINLIN_SECOND_FACTOR', 'nobody'],
    ['JINLIN_SAMPLE', 'maybe'],
    ['JINLIN_SCHEMA', 'Public'],
    ['JINLIN_SCHEMA', 'a"b'],
    ['JINLIN_SCHEMA', 'pg_temp'],
    ['JINLIN_PUBLIC_READING', 'yes'],
    ['JINLIN_PUBLIC_URL', 'hub.example'],
    ['JINLIN_ALLOWED_HOSTS', 'hub.example:443'],
    ['JINLIN_REQUESTS_PER_MINUTE', '0'],
    ['JINLIN_REQUESTS_PER_MINUTE', 'many'],
    ['JINLIN_SOCKETS_PER_NETWORK', '-1'],
  ])('names the variable that is wrong: %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });

  test('takes limits off', () => {
    const { requestsPerMinute, socketsPerNetwork } = readConfig({
      JINLIN_REQUESTS_PER_MINUTE: 'off',
      JINLIN_SOCKETS_PER_NETWORK: 'off',
    });
    expect([requestsPerMinute, socketsPerNetwork]).toEqual([undefined, undefined]);
  });

  test('knows the hosts by which it may be asked', () => {
    const { publicUrl, allowedHosts, oidc } = readConfig({
      JINLIN_PUBLIC_URL: 'https://Hub.example/',
      JINLIN_ALLOWED_HOSTS: 'hub.intra, City-Hub',
    });
    expect(publicUrl).toBe('https://hub.example');
    expect(allowedHosts).toEqual(['hub.intra', 'city-hub', 'hub.example']);
    expect(oidc).toBeUndefined();
  });

  test('loads no sample into PostgreSQL unless that is said', () => {
    const DATABASE_URL = 'postgres://db.example/city';
    expect(readConfig({ DATABASE_URL }).sample).toBe(false);
    expect(readConfig({ DATABASE_URL, JINLIN_SAMPLE: 'on' }).sample).toBe(true);
    expect(readConfig({ JINLIN_SAMPLE: 'off' }).sample).toBe(false);
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

  test('takes origins of other sites, and nothing that is none', () => {
    const { corsOrigins } = readConfig({
      JINLIN_CORS_ORIGINS: 'https://maps.example, http://127.0.0.1:8080',
    });
    expect(corsOrigins).toEqual(['https://maps.example', 'http://127.0.0.1:8080']);
    for (const wrong of [
      '*',
      'https://maps.example/',
      'https://a.example/x',
      'maps.example',
      'null',
    ]) {
      expect(() => readConfig({ JINLIN_CORS_ORIGINS: wrong })).toThrow(/JINLIN_CORS_ORIGINS/);
    }
  });
});
