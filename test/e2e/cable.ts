import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between browser and hub that can be cut. The browser's own switch is no good for that:
 * it tells the page, and real networks do not. */
export interface Cable {
  /** Where the hub is found at this end of the cable. */
  readonly url: string;
  readonly isCut: boolean;
  /** From now on connections are refused, and those that are open break. */
  cut(): void;
  /** From now on connections stay without an answer, as in a lift. */
  stall(): void;
  /** From now on everything passes. */
  mend(): void;
  close(): Promise<void>;
}

/** Lays a cable to the hub. */
export async function layCable(hubUrl: string): Promise<Cable> {
  const { hostname, port } = new URL(hubUrl);
  let state: 'whole' | 'cut' | 'stalled' = 'whole';
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'cut') return near.destroy();
    if (state === 'stalled') return near.resume();
    const far = connect(Number(port), hostname);
    keep(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const change = (next: typeof state) => (): void => {
    state = next;
    breakAll();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get isCut() {
      return state !== 'whole';
    },
    cut: change('cut'),
    stall: change('stalled'),
    mend: change('whole'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakAll();
      }),
  };
}
