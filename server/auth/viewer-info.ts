import { Scope } from '../../db/entities/api-token.ts';
import type { HubFacts } from '../shared/context.ts';
import type { ViewerInfo } from './account.types.ts';
import { decide, type Policy } from './policy.ts';
import { personOf, type Viewer } from './viewer.ts';

/** The policy that each scope stands for. */
const POLICY_OF: Record<Scope, Policy> = {
  READ: 'read',
  EDIT: 'edit',
  PLAN: 'plan',
  ADMINISTER: 'administer',
};

/** What a viewer is told of themselves. */
export function viewerInfo(viewer: Viewer, { publicReading, organisation }: HubFacts): ViewerInfo {
  const person = personOf(viewer);
  return {
    publicReading,
    organisation,
    means: viewer.means,
    name: person?.name ?? null,
    displayName: person?.displayName ?? null,
    role: person?.role ?? null,
    scopes: (Object.keys(Scope) as Scope[]).filter((scope) => !decide(viewer, POLICY_OF[scope])),
  };
}
