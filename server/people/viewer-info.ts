import { Scope } from '../../db/entities/api-token.ts';
import type { HubFacts } from '../access/context.ts';
import { decide, type Policy } from '../access/policy.ts';
import { personOf, type Viewer } from '../access/viewer.ts';
import type { ViewerInfo } from './account.types.ts';

/** The policy that each scope stands for. */
const POLICY_OF: Record<Scope, Policy> = {
  READ: 'read',
  EDIT: 'edit',
  PLAN: 'plan',
  ADMINISTER: 'administer',
};

/** What a viewer may do, by role and, for a token, by its scopes. */
export function scopesOf(viewer: Viewer): Scope[] {
  return (Object.keys(Scope) as Scope[]).filter((scope) => !decide(viewer, POLICY_OF[scope]));
}

/** What viewers may know of themselves. */
export function viewerInfo(viewer: Viewer, { publicReading, organisation }: HubFacts): ViewerInfo {
  const person = personOf(viewer);
  return {
    publicReading,
    organisation,
    means: viewer.means,
    name: person?.name ?? null,
    displayName: person?.displayName ?? null,
    role: person?.role ?? null,
    hasSecondFactor: person?.hasSecondFactor ?? false,
    mustSetUpSecondFactor: person?.setUpOnly !== undefined,
    scopes: scopesOf(viewer),
  };
}
