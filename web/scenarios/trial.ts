import { type Balance, Status, WhatIf } from '../../server/coverage/engine/index.ts';
import type { CoverageBasisQuery, FacilityPositionsQuery } from '../generated/graphql.ts';
import type { Rule } from '../rules/rule.ts';
import type { Position, VerdictStatus } from '../view/view.ts';
import type { Change } from './changes.ts';

type Basis = CoverageBasisQuery['coverageBasis'];
type Positions = FacilityPositionsQuery['facilityPositions'];

/** A community whose verdict the changes would alter. */
export interface VerdictChange {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly at: Position;
  readonly today: VerdictStatus;
  readonly proposed: VerdictStatus;
}

/** What the changes do, against today. */
export interface TrialOutcome extends Balance {
  readonly changed: readonly VerdictChange[];
}

const NAMES: Record<number, VerdictStatus> = {
  [Status.UNKNOWN]: 'UNKNOWN',
  [Status.PASS]: 'PASS',
  [Status.FAIL]: 'FAIL',
};

/** Tries changes out under one rule, by the server's engine: fast enough for every move of a pin. */
export class Trial {
  readonly #basis: Basis;
  readonly #whatIf: WhatIf;
  /** The engine's numbers of facilities by their keys: those of the rule's kinds, and those added. */
  readonly #numbers = new Map<string, number>();
  readonly #kinds: ReadonlySet<string>;
  /** What is changed just now, by key. */
  #applied = new Map<string, Change>();
  readonly #changed = new Map<number, VerdictChange>();

  constructor(
    basis: Basis,
    positions: Positions,
    rule: Pick<Rule, 'radiusMeters' | 'reading' | 'minimumShare' | 'facilityKinds'>,
  ) {
    this.#basis = basis;
    this.#kinds = new Set(rule.facilityKinds.map(({ code }) => code));
    const members = positions.kinds.flatMap((kind, i) => (this.#kinds.has(kind) ? [i] : []));
    members.forEach((i, number) => {
      this.#numbers.set(positions.ids[i] as string, number);
    });
    const [originLon, originLat] = columns(basis.servicePoints);
    const [cellLon, cellLat] = columns(basis.cellPositions);
    this.#whatIf = new WhatIf({
      communities: { originLon, originLat },
      cells: {
        lon: cellLon,
        lat: cellLat,
        weight: Float64Array.from(basis.cellResidents),
        community: Int32Array.from(basis.cellCommunities),
      },
      facilities: {
        lon: Float64Array.from(members, (i) => positions.coordinates[2 * i] as number),
        lat: Float64Array.from(members, (i) => positions.coordinates[2 * i + 1] as number),
      },
      rule: {
        radiusMeters: rule.radiusMeters,
        reading: rule.reading,
        minimumShare: rule.minimumShare ?? 1,
      },
    });
  }

  /**
   * Makes these changes, and no others, those in force; costs as much as differs from the last ones.
   * @returns ids of the communities to colour anew, with the verdict they would have
   */
  apply(changes: readonly Change[]): { id: string; proposed: VerdictStatus | null }[] {
    const wanted = new Map(changes.map((change) => [change.key, change]));
    for (const key of this.#applied.keys()) {
      const number = this.#numbers.get(key);
      if (!wanted.has(key) && number !== undefined) this.#whatIf.restore(number);
    }
    for (const change of wanted.values()) {
      if (this.#applied.get(change.key) !== change) this.#make(change);
    }
    this.#applied = wanted;
    return this.#whatIf.takeChanged().map((c) => {
      const [today, proposed] = [this.#whatIf.today[c], this.#whatIf.status[c]];
      const id = this.#basis.communities[c] as string;
      if (today === proposed) {
        this.#changed.delete(c);
        return { id, proposed: null };
      }
      this.#changed.set(c, this.#changeTo(c, today as Status, proposed as Status));
      return { id, proposed: NAMES[proposed as Status] as VerdictStatus };
    });
  }

  get outcome(): TrialOutcome {
    return { ...this.#whatIf.balance, changed: [...this.#changed.values()] };
  }

  #make(change: Change): void {
    const number = this.#numbers.get(change.key);
    if (change.action === 'REMOVE') {
      if (number !== undefined) this.#whatIf.remove(number);
    } else if (number !== undefined) {
      this.#whatIf.move(number, ...change.at);
    } else if (change.action === 'ADD' && this.#kinds.has(change.kind)) {
      this.#numbers.set(change.key, this.#whatIf.add(...change.at));
    }
  }

  #changeTo(c: number, today: Status, proposed: Status): VerdictChange {
    const { communities, names, namesEn, servicePoints } = this.#basis;
    return {
      id: communities[c] as string,
      name: names[c] as string,
      nameEn: namesEn[c] ?? null,
      at: [servicePoints[2 * c] as number, servicePoints[2 * c + 1] as number],
      today: NAMES[today] as VerdictStatus,
      proposed: NAMES[proposed] as VerdictStatus,
    };
  }
}

function columns(pairs: readonly (number | null)[]): [Float64Array, Float64Array] {
  const count = pairs.length / 2;
  const column = (offset: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => pairs[2 * i + offset] ?? Number.NaN);
  return [column(0), column(1)];
}
