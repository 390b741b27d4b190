import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What a proxy does instead of passing a request on: the hub's own words, a status, or nothing at all. */
export type Mischief =
  | { readonly type: 'answer'; readonly status: number; readonly body: string }
  /** The connection closes without an answer. */
  | { readonly type: 'close' }
  /** The hub gets the request, but its answer is lost. */
  | { readonly type: 'lose' };

/** A proxy between browser and hub, as many organisations have one. */
export interface HubProxy {
  /** Where the hub is found behind it. */
  readonly url: string;
  /** How many requests were spoiled since `spoil` was called. */
  readonly spoiled: number;
  /** From now on does this to requests whose address or body contains a text; others pass. */
  spoil(containing: string, mischief: Mischief): void;
  /** From now on everything passes. */
  mend(): void;
  close(): Promise<void>;
}

/** Sets up a proxy in front of the hub. */
export async function setUpProxy(hubUrl: string): Promise<HubProxy> {
  const { hostname, port } = new URL(hubUrl);
  const sockets = new Set<Socket>();
  let plan: { containing: string; mischief: Mischief } | undefined;
  let spoiled = 0;

  const pass = (near: IncomingMessage, body: Buffer, answer?: ServerResponse): void => {
    const { method, url: path, headers } = near;
    const far = request({ hostname, port, method, path, headers }, (response) => {
      if (!answer) return response.resume();
      answer.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(answer);
      return undefined;
    });
    far.on('error', () => answer?.destroy());
    far.end(body);
  };
  const act = (near: IncomingMessage, body: Buffer, answer: ServerResponse): void => {
    const text = `${decodeURIComponent(near.url ?? '')} ${body}`;
    if (!plan || !text.includes(plan.containing)) {
      pass(near, body, answer);
      return;
    }
    spoiled += 1;
    const { mischief } = plan;
    if (mischief.type === 'lose') pass(near, body);
    if (mischief.type === 'close') near.socket.destroy();
    else if (mischief.type === 'lose') answer.writeHead(502, HTML).end('<h1>Bad Gateway</h1>');
    else answer.writeHead(mischief.status, typeOf(mischief.body)).end(mischief.body);
  };
  const server = createServer((near, answer) => {
    const parts: Buffer[] = [];
    near.on('data', (part: Buffer) => parts.push(part));
    near.on('end', () => act(near, Buffer.concat(parts), answer));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (near, socket, head) => tunnel(near, socket, head, hostname, Number(port)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get spoiled() {
      return spoiled;
    },
    spoil(containing, mischief) {
      plan = { containing, mischief };
      spoiled = 0;
    },
    mend() {
      plan = undefined;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const HTML = { 'content-type': 'text/html' };

function typeOf(body: string): { 'content-type': string } {
  return body.startsWith('{') ? { 'content-type': 'application/json' } : HTML;
}

/** Passes a WebSocket on. */
function tunnel(
  { url, headers }: IncomingMessage,
  near: Duplex,
  head: Buffer,
  hostname: string,
  port: number,
): void {
  const far = connect(port, hostname, () => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    far.write(`GET ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    far.write(head);
    near.pipe(far).pipe(near);
  });
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
  near.on('close', () => far.destroy());
  far.on('close', () => near.destroy());
}
