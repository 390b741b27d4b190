import type { WebSocket } from '@fastify/websocket';
import { countedNetwork } from '../http/request-limits.ts';

/** Counts the WebSockets that are open, by network. */
export class OpenSockets {
  readonly #most: number;
  readonly #counts = new Map<string, number>();

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  /** Whether one more may be opened from this IP address. */
  hasRoom(address: string): boolean {
    const network = countedNetwork(address);
    return network === null || (this.#counts.get(network) ?? 0) < this.#most;
  }

  /** Counts a WebSocket until it closes. */
  add(socket: WebSocket, address: string): void {
    const network = countedNetwork(address);
    if (network === null) return;
    this.#change(network, 1);
    socket.once('close', () => this.#change(network, -1));
  }

  #change(network: string, difference: number): void {
    const count = (this.#counts.get(network) ?? 0) + difference;
    if (count > 0) this.#counts.set(network, count);
    else this.#counts.delete(network);
  }
}
