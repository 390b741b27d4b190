import type { NoPlace, Place } from '../place.ts';

/** A map's site or app: which links are its own, and the place in one. */
export interface MapSite {
  /** Hosts, whose subdomains count too, or schemes with their colon. */
  readonly hosts: readonly string[];
  /** The place in a link; undefined when it holds none. */
  read(url: URL): Place | NoPlace | undefined;
}

/** Whether a link belongs to a site. */
export function owns({ hosts }: MapSite, { hostname, protocol }: URL): boolean {
  return hosts.some(
    (host) => host === protocol || hostname === host || hostname.endsWith(`.${host}`),
  );
}
