import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between hub and PostgreSQL that can be cut, or swallow everything. */
export interface Wire {
  /** Where the database is found at this end of the wire. */
  readonly databaseUrl: string;
  /** How many connections are open. */
  readonly connections: number;
  /** Breaks the connections that are open; new ones pass. */
  breakAll(): void;
  /** From now on connections are refused, and those that are open break. */
  cut(): void;
  /** From now on nothing passes, and nobody is told: neither by those that are open nor by new ones. */
  freeze(): void;
  /** From now on new connections pass. Those that were frozen stay so. */
  mend(): void;
  /** Breaks all connections as soon as one sends a statement that contains this text; the statement arrives. */
  breakAt(text: string): void;
  close(): Promise<void>;
}

/** Lays a wire to a database at `postgres://…`. */
export async function layWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl);
  let state: 'whole' | 'cut' | 'frozen' = 'whole';
  let fatal: string | undefined;
  const open = new Set<Socket>();
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'cut') return void near.destroy();
    if (state === 'frozen') return void near.resume();
    const far = connect(Number(target.port), target.hostname);
    let isFrozen = false;
    near.on('data', (bytes) => {
      isFrozen ||= state === 'frozen';
      if (isFrozen) return;
      far.write(bytes);
      if (fatal === undefined || !bytes.includes(fatal)) return;
      fatal = undefined;
      breakAll();
    });
    far.on('data', (bytes) => {
      isFrozen ||= state === 'frozen';
      if (!isFrozen) near.write(bytes);
    });
    far.on('error', () => far.destroy());
    far.on('close', () => near.destroy());
    // What has been sent arrives.
    near.on('close', () => far.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    databaseUrl: url.href,
    get connections() {
      return open.size;
    },
    breakAll,
    cut() {
      state = 'cut';
      breakAll();
    },
    freeze() {
      state = 'frozen';
    },
    mend() {
      state = 'whole';
    },
    breakAt(text) {
      fatal = text;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakAll();
      }),
  };
}
