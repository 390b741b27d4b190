import { isIP } from 'node:net';

/**
 * Which proxies in front of the hub are believed about who asks (`X-Forwarded-…`): none, the nearest so many, or
 * those with these addresses or networks.
 */
export type TrustedProxies = undefined | number | readonly string[];

/** More proxies than this do not stand one behind the other. */
const MOST_HOPS = 10;
/** Names of networks that the library behind it knows. */
const NETWORK_NAMES = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Reads `JINLIN_TRUST_PROXY`. @throws an error that names the variable and the remedy; `on` would believe
 * everybody, also those who ask the hub directly
 */
export function readTrustedProxies(value: string | undefined): TrustedProxies {
  const text = value?.trim() ?? '';
  if (text === '' || text === 'off') return undefined;
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_HOPS) return Number(text);
  const networks = text.split(',').map((part) => part.trim());
  const wrong = networks.find((network) => !isNetwork(network));
  if (wrong === undefined) return networks;
  throw new Error(
    `JINLIN_TRUST_PROXY must be the number of proxies in front of the hub (such as 1) or their addresses and networks (such as 127.0.0.1,10.0.0.0/8), not "${wrong}".${text === 'on' ? ' With "on" anybody could choose the address they seem to come from.' : ''}`,
  );
}

function isNetwork(network: string): boolean {
  if (NETWORK_NAMES.includes(network)) return true;
  const [address = '', bits, ...more] = network.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** As Fastify takes it. */
export function asTrustProxy(
  proxies: TrustedProxies,
): false | string[] | ((address: string, hop: number) => boolean) {
  if (proxies === undefined) return false;
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : [...proxies];
}
