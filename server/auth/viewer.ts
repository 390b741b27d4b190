import { createHash, timingSafeEqual } from 'node:crypto';

/** Who asks: anybody, or the administrator. */
export interface Viewer {
  readonly role: 'anonymous' | 'admin';
  /** True when a token was sent that is not the administrator's. */
  readonly refused: boolean;
}

/** What an operation asks of its viewer. Every root field and every route names one. */
export type Policy = 'public' | 'admin';

/** The viewer of a request by its `Authorization: Bearer …` header. */
export function viewerOf(
  authorization: string | undefined,
  adminToken: string | undefined,
): Viewer {
  if (authorization === undefined) return { role: 'anonymous', refused: false };
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  const admin = Boolean(token && adminToken && sameSecret(token, adminToken));
  return { role: admin ? 'admin' : 'anonymous', refused: !admin };
}

/** Whether the viewer may; `undefined` stands for an operation without a policy, which nobody may use. */
export function mayUse(viewer: Viewer, policy: Policy | undefined): boolean {
  if (policy === 'public') return true;
  return policy === 'admin' && viewer.role === 'admin';
}

/** Compares in constant time, so that the time taken tells nothing of the secret. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
