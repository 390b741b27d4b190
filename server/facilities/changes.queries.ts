import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Point, Position } from 'geojson';
import { Community } from '../../db/entities/community.ts';
import { Facility } from '../../db/entities/facility.ts';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import { communityAt, refreshServicePoints } from '../communities/communities.queries.ts';
import { judgeAround } from '../coverage/judging.queries.ts';
import { beginWrite } from '../hub/hub.queries.ts';
import { publishChange } from '../live/publish.queries.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { pointOf } from '../shared/near.input.ts';
import type { FacilityUpdate, NewFacility } from './facility.input.ts';
import { getKind } from './kinds.queries.ts';

/** What a write of a facility did. */
export interface FacilityChange {
  readonly facilityId: number;
  /** Communities whose stored coverage differs from before. */
  readonly changedCommunityIds: number[];
  readonly dataVersion: string;
}

/** The state that a change is based on. */
interface Basis {
  readonly id: number;
  readonly version: number;
}

/** Creates a facility, and judges what it changes, in one transaction. @throws NOT_FOUND, CONFLICT */
export function createFacility(em: EntityManager, input: NewFacility): Promise<FacilityChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    const kind = await getKind(tx, input.kind, 'input.kind');
    const { name, location, code, address, attributes } = input;
    const facility = new Facility();
    Object.assign(facility, { name, location, code, address, attributes, source: 'api' });
    facility.kind = tx.getReference(FacilityKind, kind.id);
    await settle(tx, facility);
    tx.persist(facility);
    try {
      await tx.flush();
    } catch (error) {
      if (error instanceof UniqueConstraintViolationException) {
        throw new ConflictError(
          'input.code',
          `input.code: a facility with the code ${JSON.stringify(code)} exists already; choose another.`,
        );
      }
      throw error;
    }
    return finish(tx, facility, [kind], [location.coordinates], dataVersion);
  });
}

/** Moves an active facility. @throws NOT_FOUND, CONFLICT when it changed since, BAD_USER_INPUT when retired */
export function moveFacility(
  em: EntityManager,
  basis: Basis,
  location: Point,
): Promise<FacilityChange> {
  return change(em, basis, async (tx, facility) => {
    facility.location = location;
    await settle(tx, facility);
  });
}

/** Retires a facility: it stays on record and never counts again. @throws as {@link moveFacility} */
export function retireFacility(em: EntityManager, basis: Basis): Promise<FacilityChange> {
  return change(em, basis, async (_tx, facility) => {
    facility.active = false;
  });
}

/**
 * Puts kind, name, address or attributes of an active facility right.
 * @throws NOT_FOUND for an unknown kind, and as {@link moveFacility}
 */
export function updateFacility(
  em: EntityManager,
  basis: Basis,
  { kind, ...text }: FacilityUpdate,
): Promise<FacilityChange> {
  return change(em, basis, async (tx, facility) => {
    for (const [key, value] of Object.entries(text)) {
      if (value !== undefined) Object.assign(facility, { [key]: value });
    }
    if (kind !== undefined) {
      const { id } = await getKind(tx, kind, 'input.kind');
      facility.kind = await tx.findOneOrFail(FacilityKind, { id });
    }
  });
}

function change(
  em: EntityManager,
  { id, version }: Basis,
  apply: (tx: EntityManager, facility: Facility) => Promise<void>,
): Promise<FacilityChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    const facility = await tx.findOne(Facility, { id }, { populate: ['kind', 'community'] });
    if (!facility) {
      throw new NotFoundError(
        'input.id',
        `input.id: there is no facility ${globalId('facility', id)}.`,
      );
    }
    if (facility.version !== version) {
      throw new ConflictError(
        'input.version',
        `input.version: the facility was changed since version ${version}; read version ${facility.version} and decide again.`,
        { currentVersion: facility.version },
      );
    }
    if (!facility.active) {
      throw new BadUserInputError(
        'input.id',
        'the facility is retired; it can no longer be changed.',
      );
    }
    const places = [facility.location.coordinates];
    const communities = facility.community ? [facility.community.id] : [];
    const kinds = [facility.kind];
    await apply(tx, facility);
    await tx.flush();
    places.push(facility.location.coordinates);
    kinds.push(facility.kind);
    return finish(tx, facility, kinds, places, dataVersion, communities);
  });
}

/** Notes which community the facility lies in. */
async function settle(tx: EntityManager, facility: Facility): Promise<void> {
  const id = await communityAt(tx, pointOf(facility.location.coordinates));
  facility.community = id === null ? null : tx.getReference(Community, id);
}

async function finish(
  tx: EntityManager,
  facility: Facility,
  kinds: readonly { id: number; code: string }[],
  places: Position[],
  dataVersion: string,
  formerCommunityIds: number[] = [],
): Promise<FacilityChange> {
  const touched = [...formerCommunityIds, ...(facility.community ? [facility.community.id] : [])];
  const stations = kinds.some(({ code }) => code === 'service-station') ? touched : [];
  if (stations.length > 0) await refreshServicePoints(tx, stations);
  const changedCommunityIds = await judgeAround(tx, {
    kindIds: kinds.map(({ id }) => id),
    places,
    movedOrigins: stations,
  });
  await publishChange(tx, {
    dataVersion,
    facilityIds: [facility.id],
    communityIds: changedCommunityIds,
    places,
  });
  return { facilityId: facility.id, changedCommunityIds, dataVersion };
}
