import { Agent, request } from 'node:http';

/** What is asked for, again and again. */
export interface Ask {
  readonly port: number;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** An answer as it came. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

/** As many connections ask at the same time. */
export const CONNECTIONS = 8;

/** Asks once. */
export function askOnce(ask: Ask, agent?: Agent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { port, method, path, body, headers = {} } = ask;
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const options = { host: '127.0.0.1', port, method, path, agent };
    const sent = request({ ...options, headers: { ...type, ...length, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** How long each request took, in milliseconds, while all connections asked without a pause. */
export async function load(ask: Ask, durationMs: number, expected = 200): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const times: number[] = [];
  const until = performance.now() + durationMs;
  const connections = Array.from({ length: CONNECTIONS }, async () => {
    for (let began = performance.now(); began < until; began = performance.now()) {
      const { status, text } = await askOnce(ask, agent);
      if (status !== expected) throw new Error(`Answered by ${status}: ${text.slice(0, 500)}`);
      times.push(performance.now() - began);
    }
  });
  await Promise.all(connections);
  agent.destroy();
  return times;
}
