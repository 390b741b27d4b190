import type { EntityManager } from '@mikro-orm/postgresql';
import { Facility } from '../../db/entities/facility.ts';
import { communityAt } from '../communities/communities.queries.ts';
import { getKind } from '../rules/kinds.queries.ts';
import { NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { pointOf } from '../shared/shapes.ts';
import type { Edit } from './edit.ts';
import { type EditFacts, type StoredFacility, stateAfter, staysInPlace } from './edit-plan.ts';
import { editedCommunitiesById } from './edited-communities.queries.ts';
import { facilityState } from './facility-state.ts';
import { lastChange } from './history.queries.ts';

/** Reads what an edit has to be checked against. @throws NOT_FOUND for an unknown facility or kind */
export async function readEditFacts(em: EntityManager, edit: Edit): Promise<EditFacts> {
  const facility = edit.basis ? await readStored(em, edit.basis) : null;
  const after = stateAfter(facility, edit);
  const kind = await getKind(em, after.kind, 'input.kind');
  const former = facility?.communityId ?? null;
  const communityAtPlace = staysInPlace(facility, after)
    ? former
    : await communityAt(em, pointOf([...after.location]));
  const concerned = [communityAtPlace, former].filter((id) => id !== null);
  const communities = await editedCommunitiesById(em, concerned);
  return { facility, kind, communityAtPlace, communities };
}

async function readStored(
  em: EntityManager,
  { id, version }: NonNullable<Edit['basis']>,
): Promise<StoredFacility> {
  const facility = await getFacility(em, id);
  const last = facility.version === version ? undefined : await lastChange(em, id);
  return {
    id,
    version: facility.version,
    state: facilityState(facility),
    kindId: facility.kind.id,
    communityId: facility.community?.id ?? null,
    lastChange: last ?? null,
  };
}

/** The facility with its kind and community, to be changed in the transaction. @throws NOT_FOUND */
export async function getFacility(em: EntityManager, id: number): Promise<Facility> {
  const facility = await em.findOne(Facility, { id }, { populate: ['kind', 'community'] });
  if (facility) return facility;
  throw new NotFoundError(
    'input.id',
    `input.id: there is no facility ${globalId('facility', id)}.`,
  );
}
