import { createStore, type Store } from '../../shared/store.ts';

/** Whether the hub can be reached, by whether requests succeed. */
export interface Connectivity {
  readonly online: boolean;
  /** While offline: the age of what is shown, as milliseconds since 1970; null when nothing is known. */
  readonly asOf: number | null;
}

/** Follows whether the hub can be reached, and probes it by itself while it cannot. */
export interface ConnectivityMonitor {
  readonly store: Store<Connectivity>;
  /** A request got no answer. */
  failed(): void;
  /** A request got an answer of the hub, whatever it says. */
  succeeded(): void;
  /** Something that was stored at `time` is shown instead of an answer. */
  showsStored(time: number): void;
  /** Calls `callback` each time the hub can be reached again. @returns a function that stops it */
  whenOnline(callback: () => void): () => void;
  /** Probes at once instead of waiting, as when the cable is plugged in. */
  probeNow(): Promise<void>;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** A network that was back for less than this is not trusted: the pauses go on from where they were. */
const STEADY_MS = 30_000;

/** @param probe requests something small from the hub; resolves to whether it answered */
export function createConnectivity(probe: () => Promise<boolean>): ConnectivityMonitor {
  const store = createStore<Connectivity>({ online: true, asOf: null });
  const callbacks = new Set<() => void>();
  let lastSuccess: number | null = null;
  let attempts = 0;
  let returnedAt = Number.NEGATIVE_INFINITY;
  let asOfBefore: number | null = null;
  let probing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wait = () => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts);
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void monitor.probeNow(), wait());
  };
  const back = () => {
    clearTimeout(timer);
    attempts += 1;
    returnedAt = Date.now();
    lastSuccess = returnedAt;
    asOfBefore = store.get().asOf;
    store.set({ online: true, asOf: null });
    // Each on its own: one that throws must hold up neither the others nor the answer that has just come.
    for (const callback of callbacks) queueMicrotask(callback);
  };

  const monitor: ConnectivityMonitor = {
    store,
    failed() {
      if (!store.get().online) return;
      const wasSteady = Date.now() - returnedAt >= STEADY_MS;
      if (wasSteady) attempts = 0;
      // What was requested again after a short return may not have come.
      store.set({ online: false, asOf: wasSteady ? lastSuccess : asOfBefore });
      schedule();
    },
    succeeded() {
      lastSuccess = Date.now();
      // One kind of request may fail for ever while another succeeds: not at once each time.
      if (!store.get().online && lastSuccess - returnedAt >= wait()) back();
    },
    showsStored(time) {
      const { online, asOf } = store.get();
      if (!online && (asOf === null || time < asOf)) store.set({ online, asOf: time });
    },
    whenOnline(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    async probeNow() {
      if (probing || store.get().online) return;
      clearTimeout(timer);
      probing = true;
      const reached = await probe();
      probing = false;
      if (store.get().online) return;
      if (reached) return back();
      attempts += 1;
      schedule();
    },
  };
  return monitor;
}
