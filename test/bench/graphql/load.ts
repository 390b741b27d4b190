import { Agent, type IncomingMessage, request } from 'node:http';

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

/** Asks once, and reads the answer. */
export function askOnce(ask: Ask): Promise<Reply> {
  return begin(ask, undefined, (answer, resolve) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const { statusCode = 0, headers } = answer;
      resolve({ status: statusCode, headers, text: Buffer.concat(chunks).toString() });
    });
  });
}

/** How long each request took, in milliseconds, while all connections asked without a pause. */
export async function load(ask: Ask, durationMs: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const times: number[] = [];
  const until = performance.now() + durationMs;
  const connections = Array.from({ length: CONNECTIONS }, async () => {
    for (let began = performance.now(); began < until; began = performance.now()) {
      const status = await begin<number | undefined>(ask, agent, (answer, resolve) => {
        // What comes is taken but not looked at, so that the servers have the processor.
        answer.resume().on('end', () => resolve(answer.statusCode));
      });
      if (status !== 200) throw new Error(`Answered by ${status}.`);
      times.push(performance.now() - began);
    }
  });
  await Promise.all(connections);
  agent.destroy();
  return times;
}

function begin<T>(
  { port, method, path, body, headers = {} }: Ask,
  agent: Agent | undefined,
  take: (answer: IncomingMessage, resolve: (taken: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const options = { host: '127.0.0.1', port, method, path, agent };
    const sent = request({ ...options, headers: { ...type, ...length, ...headers } }, (answer) => {
      answer.on('error', reject);
      take(answer, resolve);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
