import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ChildMessage } from './child.ts';

/** A running embedded database: connect with `host` (a socket folder) and `port`. */
export interface EmbeddedDatabase {
  readonly host: string;
  readonly port: number;
  /** Resolves when the database can be connected to: at once, unless it is being started again. */
  untilReady(): Promise<void>;
  /**
   * Ends what the database is doing, which only ends with its process, and starts it again: that takes some
   * seconds. What was committed stays; who waits for a connection gets one afterwards.
   */
  interrupt(): void;
  /** Tells each time that the database had died and is there again. */
  onRestart(listener: () => void): void;
  /** Closes the database in order and waits until its process has ended. */
  close(): Promise<void>;
}

const PORT = 5432;
/** The longest Unix socket path that every platform accepts, in bytes. */
const LONGEST_SOCKET_PATH = 100;
const RESTART_DELAY_MS = 500;

/**
 * Starts PGlite + PostGIS in a supervised child process on the data folder, and restarts it when it dies.
 * In-process it would block Node while a query runs, and could not time out.
 * @throws when another process holds the folder (the message names it), or when the database cannot start.
 */
export async function startEmbedded(
  dataDir: string,
  log: (message: string) => void = () => undefined,
): Promise<EmbeddedDatabase> {
  const folder = resolve(dataDir);
  const host = socketFolder(folder);
  const socketFile = join(host, `.s.PGSQL.${PORT}`);
  const restartListeners: (() => void)[] = [];
  let closing = false;
  let interrupted = false;
  let ready = Promise.resolve();
  let child = await launch(folder, socketFile, log);

  const supervise = (): void => {
    child.once('exit', (code, signal) => {
      // Whoever interrupts it starts it again.
      if (closing || interrupted) return;
      log(`The embedded database ended (${signal ?? `code ${code}`}); starting it again.`);
      ready = restart(RESTART_DELAY_MS);
    });
  };
  const restart = async (delayMs: number): Promise<void> => {
    await sleep(delayMs);
    if (closing) return;
    try {
      child = await launch(folder, socketFile, log);
    } catch (error) {
      log(`The embedded database did not start: ${(error as Error).message}`);
      return restart(RESTART_DELAY_MS * 4);
    }
    supervise();
    for (const listener of restartListeners) listener();
  };
  supervise();

  return {
    host,
    port: PORT,
    untilReady: () => ready,
    interrupt() {
      if (closing || interrupted || !isRunning(child)) return;
      interrupted = true;
      log('A statement took too long. The embedded database is started again to end it.');
      const ended = new Promise((resolve) => child.once('exit', resolve));
      ready = ended.then(() => {
        interrupted = false;
        return restart(0);
      });
      // It would not hear anything gentler before the statement has ended.
      child.kill('SIGKILL');
    },
    onRestart(listener) {
      restartListeners.push(listener);
    },
    async close() {
      closing = true;
      await ready;
      if (!isRunning(child)) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.connected) child.send('close');
      else child.kill('SIGTERM');
      await ended;
    },
  };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** Inside the data folder, or, where that path is too long for a socket, in the temporary folder. */
function socketFolder(folder: string): string {
  const inside = join(folder, 'socket');
  if (Buffer.byteLength(join(inside, `.s.PGSQL.${PORT}`)) <= LONGEST_SOCKET_PATH) return inside;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(tmpdir(), `jinlin-${name}`);
}

/**
 * The embedded database that another process runs on the data folder now, or undefined: for commands that
 * must not wait until the hub is stopped. It stays that process's; closing it here does nothing.
 */
export async function findRunning(dataDir: string): Promise<EmbeddedDatabase | undefined> {
  const host = socketFolder(resolve(dataDir));
  const socket = connect(join(host, `.s.PGSQL.${PORT}`));
  const answers = await new Promise((answer) => {
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
  socket.destroy();
  if (!answers) return undefined;
  // Whoever runs it notices when it dies; a command does not outlive that.
  const nothing = (): void => undefined;
  const atOnce = async (): Promise<void> => undefined;
  return {
    host,
    port: PORT,
    untilReady: atOnce,
    interrupt: nothing,
    onRestart: nothing,
    close: atOnce,
  };
}

function launch(
  folder: string,
  socketFile: string,
  log: (message: string) => void,
): Promise<ChildProcess> {
  // The child needs no transpiler: under Node 24 its TypeScript runs as it is.
  const script = fileURLToPath(new URL(`./child${extname(import.meta.url)}`, import.meta.url));
  const child = fork(script, [folder, socketFile], {
    // `--liftoff-only` halves the peak of memory while WebAssembly compiles.
    execArgv: ['--liftoff-only', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const refuse = (message: string): void => reject(new Error(message));
    child.on('message', (message: ChildMessage) => {
      if (message.type === 'creating')
        log('Creating the embedded database; only the first start takes this long.');
      if (message.type === 'ready') resolve(child);
      if (message.type === 'failed') refuse(message.message);
      if (message.type === 'locked') {
        refuse(
          `The data folder ${folder} is in use by ${message.holder}. ` +
            'Stop that hub first, or give this one a folder of its own with JINLIN_DATA_DIR.',
        );
      }
    });
    child.once('exit', (code) => refuse(`The embedded database ended with code ${code}.`));
  });
}
