import { type JudgeInput, type JudgeRule, Status } from './judge.ts';
import { PointIndex } from './point-index.ts';

/** What a {@link WhatIf} starts from: today. Positions are degrees on WGS 84. */
export interface WhatIfInput {
  /** Service points; NaN where a community has none. */
  readonly communities: Pick<JudgeInput['communities'], 'originLon' | 'originLat'>;
  readonly cells: JudgeInput['cells'];
  /** The active facilities of the rule's kinds. */
  readonly facilities: { readonly lon: Float64Array; readonly lat: Float64Array };
  readonly rule: Omit<JudgeRule, 'kinds'>;
}

/** What a change of facilities does, against today. */
export interface Balance {
  /** Communities that fail today and would pass. */
  readonly communitiesGained: number;
  /** Communities that pass today and would fail. */
  readonly communitiesLost: number;
  /** Residents who have no facility within the radius today and would have one. */
  readonly residentsGained: number;
  /** Residents who have one today and would have none. */
  readonly residentsLost: number;
}

/**
 * Follows one rule while facilities are added, moved and removed, fast enough for every move of a pointer.
 *
 *     const whatIf = new WhatIf({ communities, cells, facilities, rule });
 *     const pin = whatIf.add(121.53, 25.04);
 *     whatIf.move(pin, 121.54, 25.04);       // again and again
 *     whatIf.balance;                        // { communitiesGained: 1, residentsGained: 2310, … }
 *     whatIf.takeChanged();                  // communities to colour anew
 *
 * Where {@link judge} searches the facilities around every community and cell, this searches the
 * communities and cells around a facility, and counts for each how many facilities are within the radius.
 * A step adds 1 to the counts around the new place and takes 1 from those around the old: its cost is what
 * lies within the radius, however large the city. Distances and the reading of the radius are those of
 * `judge` (the geodesic is the same number in both directions), so that both always agree.
 *
 * A verdict read from the area cannot be followed at this pace: under such a rule the balance of residents
 * is right, all statuses are UNKNOWN, and no community is gained or lost.
 */
export class WhatIf {
  /** A {@link Status} for every community, today. */
  readonly today: Uint8Array;
  /** A {@link Status} for every community, with the changes. */
  readonly status: Uint8Array;
  readonly #input: WhatIfInput;
  readonly #origins: PointIndex;
  readonly #cells: PointIndex;
  /** Facilities within the radius of every service point and of every cell. */
  readonly #originCount: Int32Array;
  readonly #cellCount: Int32Array;
  readonly #coveredToday: Uint8Array;
  readonly #residentsCovered: Float64Array;
  readonly #residentsTotal: Float64Array;
  /** Where facilities stand now, those of the input first, then the added ones; null: nowhere. */
  readonly #places: ([lon: number, lat: number] | null)[] = [];
  /** Communities whose status is to be worked out anew. */
  readonly #touched = new Set<number>();
  /** Communities updated since {@link takeChanged}, and every status as it was then. */
  readonly #unreported = new Set<number>();
  readonly #reported: Uint8Array;
  #communitiesGained = 0;
  #communitiesLost = 0;
  #residentsGained = 0;
  #residentsLost = 0;

  constructor(input: WhatIfInput) {
    const { communities, cells, facilities } = input;
    const count = communities.originLon.length;
    this.#input = input;
    this.#origins = new PointIndex(communities.originLon, communities.originLat);
    this.#cells = new PointIndex(cells.lon, cells.lat);
    this.#originCount = new Int32Array(count);
    this.#cellCount = new Int32Array(cells.weight.length);
    this.#coveredToday = new Uint8Array(cells.weight.length);
    this.#residentsCovered = new Float64Array(count);
    this.#residentsTotal = new Float64Array(count);
    this.today = new Uint8Array(count);
    this.status = new Uint8Array(count);
    this.#reported = new Uint8Array(count);
    for (let i = 0; i < cells.weight.length; i++) {
      const c = cells.community[i] as number;
      this.#residentsTotal[c] = (this.#residentsTotal[c] as number) + (cells.weight[i] as number);
    }
    for (let i = 0; i < facilities.lon.length; i++) {
      this.add(facilities.lon[i] as number, facilities.lat[i] as number);
    }
    this.#startFromHere();
  }

  /** Adds a facility; returns the number by which it is moved and removed. */
  add(lon: number, lat: number): number {
    this.#places.push([lon, lat]);
    this.#shift(lon, lat, 1);
    return this.#places.length - 1;
  }

  /**
   * Puts a facility somewhere else: one of the input by its index there, or one that was added. One that
   * was removed is back then.
   */
  move(facility: number, lon: number, lat: number): void {
    const place = this.#places[facility];
    if (place?.[0] === lon && place[1] === lat) return;
    this.remove(facility);
    this.#places[facility] = [lon, lat];
    this.#shift(lon, lat, 1);
  }

  /** Takes a facility away. */
  remove(facility: number): void {
    const place = this.#places[facility];
    if (!place) return;
    this.#places[facility] = null;
    this.#shift(place[0], place[1], -1);
  }

  /** Puts a facility of the input back to where it stands today, and takes an added one away. */
  restore(facility: number): void {
    const { lon, lat } = this.#input.facilities;
    if (facility < lon.length) {
      this.move(facility, lon[facility] as number, lat[facility] as number);
    } else this.remove(facility);
  }

  /** Service points and residents within the radius of where a facility stands now. */
  around(facility: number): { readonly communities: number; readonly residents: number } {
    const place = this.#places[facility];
    if (!place) return { communities: 0, residents: 0 };
    const { radiusMeters } = this.#input.rule;
    const { weight } = this.#input.cells;
    let [communities, residents] = [0, 0];
    this.#origins.forEachWithin(...place, radiusMeters, () => {
      communities++;
    });
    this.#cells.forEachWithin(...place, radiusMeters, (i) => {
      residents += weight[i] as number;
    });
    return { communities, residents };
  }

  /** What all changes together do. */
  get balance(): Balance {
    this.#updateTouched();
    return {
      communitiesGained: this.#communitiesGained,
      communitiesLost: this.#communitiesLost,
      residentsGained: this.#residentsGained,
      residentsLost: this.#residentsLost,
    };
  }

  /** Residents of a community who would have a facility within the radius. */
  residentsCovered(community: number): number {
    return this.#residentsCovered[community] as number;
  }

  /** The communities whose {@link status} differs from what it was when this was called last. */
  takeChanged(): number[] {
    this.#updateTouched();
    const changed: number[] = [];
    for (const c of this.#unreported) {
      if (this.status[c] !== this.#reported[c]) changed.push(c);
      this.#reported[c] = this.status[c] as number;
    }
    this.#unreported.clear();
    return changed;
  }

  #startFromHere(): void {
    for (let c = 0; c < this.status.length; c++) this.status[c] = this.#statusOf(c);
    this.today.set(this.status);
    this.#reported.set(this.status);
    for (let i = 0; i < this.#cellCount.length; i++) {
      this.#coveredToday[i] = (this.#cellCount[i] as number) > 0 ? 1 : 0;
    }
    this.#touched.clear();
    this.#residentsGained = 0;
    this.#residentsLost = 0;
  }

  /** Counts one facility more (1) or less (−1) at a place. */
  #shift(lon: number, lat: number, by: 1 | -1): void {
    const { radiusMeters } = this.#input.rule;
    this.#origins.forEachWithin(lon, lat, radiusMeters, (c) => {
      this.#originCount[c] = (this.#originCount[c] as number) + by;
      this.#touched.add(c);
    });
    this.#cells.forEachWithin(lon, lat, radiusMeters, (i) => {
      const before = this.#cellCount[i] as number;
      this.#cellCount[i] = before + by;
      if (before === 0 || before + by === 0) this.#turn(i, by);
    });
  }

  /** A cell gets its first facility (1) or loses its last one (−1). */
  #turn(i: number, by: 1 | -1): void {
    const weight = by * (this.#input.cells.weight[i] as number);
    const c = this.#input.cells.community[i] as number;
    this.#residentsCovered[c] = (this.#residentsCovered[c] as number) + weight;
    if (this.#coveredToday[i] === 1) this.#residentsLost -= weight;
    else this.#residentsGained += weight;
    this.#touched.add(c);
  }

  /** Works out the statuses of the communities that were touched. */
  #updateTouched(): void {
    for (const c of this.#touched) {
      this.#count(c, -1);
      this.status[c] = this.#statusOf(c);
      this.#count(c, 1);
      this.#unreported.add(c);
    }
    this.#touched.clear();
  }

  /** Counts a community in or out of those gained and lost. */
  #count(c: number, by: 1 | -1): void {
    const [before, after] = [this.today[c], this.status[c]];
    if (before === Status.FAIL && after === Status.PASS) this.#communitiesGained += by;
    if (before === Status.PASS && after === Status.FAIL) this.#communitiesLost += by;
  }

  #statusOf(c: number): Status {
    const { reading = 'SERVICE_POINT', minimumShare = 1 } = this.#input.rule;
    if (reading === 'AREA') return Status.UNKNOWN;
    if (reading === 'RESIDENTS') {
      const total = this.#residentsTotal[c] as number;
      if (total === 0) return Status.UNKNOWN;
      return (this.#residentsCovered[c] as number) / total >= minimumShare
        ? Status.PASS
        : Status.FAIL;
    }
    const { originLon, originLat } = this.#input.communities;
    if (!(Number.isFinite(originLon[c]) && Number.isFinite(originLat[c]))) return Status.UNKNOWN;
    return (this.#originCount[c] as number) > 0 ? Status.PASS : Status.FAIL;
  }
}
