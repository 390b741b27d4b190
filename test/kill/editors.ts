import { randomUUID } from 'node:crypto';
import type { FacilityAction } from '../../db/entities/facility-change.ts';
import { localId } from '../../server/shared/ids.ts';
import { type Answer, insist } from './insist.ts';
import { type Ledger, newLedger } from './ledger.ts';

/** Clients that edit without pause. */
export interface Editors {
  readonly ledger: Ledger;
  /** Lets every client finish its edit. */
  stop(): Promise<void>;
}

/** A facility as the clients know it; all of them share what they know, and so get in each other's way. */
interface Known {
  readonly id: string;
  readonly version: number;
  readonly active: boolean;
  readonly action: FacilityAction;
  readonly change: string;
}

interface Attempt {
  readonly mutation: string;
  readonly type: string;
  readonly input: object;
}

/** So many facilities are kept busy before most edits are of those that exist. */
const ENOUGH = 40;
const KINDS = ['plaza', 'fitness-path', 'service-station', 'park'];
/** Within about 1.5 km of a service point, in degrees. */
const SPREAD = 0.015;

const ANSWER = `{ dataVersion facility { id } change { id action version
  after { kind name location code address opening note attributes active } } }`;

/**
 * Starts clients that create, move, update, retire and restore facilities of the sample city and undo that,
 * each edit as a request with a UUID, over HTTP. They begin with none, so that all they edit is theirs.
 */
export async function startEditors(url: string, count: number): Promise<Editors> {
  const ledger = newLedger();
  const query = '{ communities(first: 300) { edges { node { servicePoint } } } }';
  const { data } = await insist(url, { query }, ledger);
  const spots: number[][] = data.communities.edges.map(
    ({ node }: { node: { servicePoint: { coordinates: number[] } } }) =>
      node.servicePoint.coordinates,
  );
  const known = new Map<string, Known>();
  let stopped = false;
  const editOn = async (): Promise<void> => {
    while (!stopped) {
      const request = randomUUID();
      const { mutation, type, input } = nextEdit(known, spots);
      const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) ${ANSWER} }`;
      const body = { query, variables: { input: { ...input, request } } };
      try {
        note(ledger, known, request, mutation, await insist(url, body, ledger));
      } catch (error) {
        ledger.unexpected.push(`${mutation} ${request}: ${(error as Error).message}`);
        return;
      }
    }
  };
  const clients = Array.from({ length: count }, editOn);
  return {
    ledger,
    async stop() {
      stopped = true;
      await Promise.all(clients);
    },
  };
}

function pick<T>(from: readonly T[]): T {
  return from[Math.floor(Math.random() * from.length)] as T;
}

function somewhere(spots: readonly number[][]): object {
  const [lon, lat] = pick(spots) as [number, number];
  const off = (): number => (Math.random() - 0.5) * 2 * SPREAD;
  return { type: 'Point', coordinates: [lon + off(), lat + off()] };
}

function nextEdit(known: ReadonlyMap<string, Known>, spots: readonly number[][]): Attempt {
  const chance = Math.random();
  if (chance < (known.size < ENOUGH ? 0.4 : 0.05) || known.size === 0) {
    const input = { kind: pick(KINDS), name: `新 ${randomUUID()}`, location: somewhere(spots) };
    return { mutation: 'createFacility', type: 'CreateFacilityInput', input };
  }
  const { id, version, active, action, change } = pick([...known.values()]);
  if (Math.random() < 0.1 && action !== 'UNDO') {
    return { mutation: 'undoChange', type: 'UndoChangeInput', input: { id: change, version } };
  }
  const basis = { id, version };
  if (!active) {
    return { mutation: 'restoreFacility', type: 'RestoreFacilityInput', input: basis };
  }
  switch (pick(['move', 'move', 'update', 'retire'])) {
    case 'move': {
      const input = { ...basis, location: somewhere(spots) };
      return { mutation: 'moveFacility', type: 'MoveFacilityInput', input };
    }
    case 'update': {
      const particulars = { name: `名 ${randomUUID()}`, kind: pick(KINDS), note: randomUUID() };
      const input = { ...basis, ...particulars, attributes: { checked: Math.random() } };
      return { mutation: 'updateFacility', type: 'UpdateFacilityInput', input };
    }
    default:
      return { mutation: 'retireFacility', type: 'RetireFacilityInput', input: basis };
  }
}

/** Notes an answer. What a client was told first may be older than what another one knows by now. */
function note(
  ledger: Ledger,
  known: Map<string, Known>,
  request: string,
  mutation: string,
  { data, errors }: Answer,
): void {
  const { facility, change, dataVersion } = data?.[mutation] ?? {};
  if (errors?.length === 1 && errors[0]?.extensions?.['code'] === 'CONFLICT') {
    ledger.refused.push(request);
  } else if (errors || !facility || !change) {
    ledger.unexpected.push(`${mutation} ${request}: ${JSON.stringify({ data, errors })}`);
  } else {
    const { id, action, version, after } = change;
    const facilityId = localId('facility', facility.id, 'id');
    const changeId = localId('change', id, 'id');
    ledger.acknowledged.push({
      ...{ request, facilityId, changeId, action, version, after, dataVersion },
    });
    if (version <= (known.get(facility.id)?.version ?? 0)) return;
    const { active } = after;
    known.set(facility.id, { id: facility.id, version, active, action, change: id });
  }
}
