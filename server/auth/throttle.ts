/**
 * Who may try to sign in, decided without a database. Nobody can lock out another: what is refused depends on
 * what its own address did, a device or address from which the person signed in before is never held up by
 * strangers, and a name that is under attack makes strangers wait for seconds only.
 */

/** One count of failed attempts; `limit` of them are let through within {@link WINDOW_MINUTES}. */
export interface Counter {
  readonly key: string;
  readonly limit: number;
}

/** An attempt to sign in, as far as the throttle is concerned. */
export interface Attempt {
  /** The name that is tried. */
  readonly name: string;
  /** IP address of the caller. */
  readonly address: string;
  /** Id of the device from which the person of that name signed in before; null for an unknown device. */
  readonly deviceId: number | null;
  /** Whether the person of that name signed in from this address before. */
  readonly isKnownAddress: boolean;
}

/** Failed attempts are forgotten after so long. */
export const WINDOW_MINUTES = 15;
/** Failures for one name from all addresses, after which strangers are slowed down. */
export const NAME_FAILURES = 20;
/** How long a stranger waits for the outcome then, in milliseconds. */
const DELAY_MS = 3_000;

const PAIR_FAILURES = 5;
const DEVICE_FAILURES = 10;
/** An office may sit behind one address. */
const ADDRESS_FAILURES = 50;

/**
 * The part of an IP address that a person cannot change at will: an IPv4 address, also one written as IPv6; the
 * first 64 bits of an IPv6 address, as a provider hands out that many.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const all = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  const first = all.slice(0, 4).map((group) => Number.parseInt(group || '0', 16).toString(16));
  return `${first.join(':')}::/64`;
}

/** What refuses an attempt when it is full. A known device answers for itself alone. */
export function countersOf({ name, address, deviceId }: Attempt): Counter[] {
  if (deviceId !== null) return [{ key: `device ${deviceId}`, limit: DEVICE_FAILURES }];
  const network = networkOf(address);
  return [
    { key: `pair ${name} ${network}`, limit: PAIR_FAILURES },
    { key: `address ${network}`, limit: ADDRESS_FAILURES },
  ];
}

/** What counts failures of a name, whoever caused them; it refuses nobody. */
export function nameCounterOf({ name }: Pick<Attempt, 'name'>): Counter {
  return { key: `name ${name}`, limit: Number.POSITIVE_INFINITY };
}

/** How long the outcome of an attempt is held back, in milliseconds, after so many failures of its name. */
export function delayOf({ deviceId, isKnownAddress }: Attempt, nameFailures: number): number {
  const isStranger = deviceId === null && !isKnownAddress;
  return isStranger && nameFailures >= NAME_FAILURES ? DELAY_MS : 0;
}
