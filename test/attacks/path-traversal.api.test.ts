import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { upload } from '../imports/uploads.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const SECRET = 'not for anybody';
const folder = await mkdtemp(join(tmpdir(), 'jinlin-traversal-'));
const webDir = join(folder, 'web');
const importDir = join(folder, 'imports');
await mkdir(join(webDir, 'assets'), { recursive: true });
await writeFile(join(webDir, 'index.html'), '<!doctype html><title>Jinlin</title>');
await writeFile(join(folder, 'secret.json'), SECRET);
await writeFile(join(folder, 'secret.mvt'), SECRET);

const hub = withHub({ writes: true, options: { webDir, importDir } });
afterAll(() => rm(folder, { recursive: true }));

/** Sends a path as it is: `fetch` would resolve its dots before. */
function ask(path: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(hub.url);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
    }).on('error', reject);
  });
}

describe.skipIf(missingDatabase)('a path that leads out of its folder', () => {
  test.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/..%5csecret.json',
    '/assets/....//....//secret.json',
    '/..%00/secret.json',
    '/tiles/../../secret.json',
    '/tiles/..%2f..%2fsecret.json',
    '/tiles/..%2f..%2f/1/0/secret.mvt',
    '/export/..%2f..%2fsecret.json',
    '/export/communities.%2e%2e%2fsecret.json',
    '/ogc/collections/..%2f..%2fsecret.json',
    '/%c0%ae%c0%ae/secret.json',
  ])('gives nothing: %s', async (path) => {
    const { status, text } = await ask(path);
    expect(text).not.toContain(SECRET);
    expect([path, status >= 400 && status < 500]).toEqual([path, true]);
  });

  test.each(['../../escaped.csv', '..\\..\\escaped.csv', '/tmp/escaped.csv', 'C:\\escaped.csv'])(
    'is only a name where it is that of an uploaded file: %s',
    async (name) => {
      const response = await upload(hub, name, 'name\n');
      expect(response.status).toBe(201);
      expect((await readdir(folder)).sort()).toEqual([
        'imports',
        'secret.json',
        'secret.mvt',
        'web',
      ]);
      for (const file of await readdir(importDir)) expect(file).not.toContain('escaped');
    },
  );
});
