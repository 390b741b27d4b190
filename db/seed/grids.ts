/** A small area to be merged: its weight and its neighbours. */
export interface Area {
  code: string;
  households: number;
  /** Length of the border shared with each neighbour, by its code. Meters. */
  borders: Map<string, number>;
}

/** Common usage of households per grid; a setting, no law. */
export const HOUSEHOLDS = { least: 300, most: 500 };

/** Sizes between which the first merging aims; the best outcome of all is kept. */
const STARTS = [300, 400, 500].flatMap((most) =>
  [150, 200, 250, 275, 300, 325, 350, 375, 400, 450]
    .filter((least) => least <= most)
    .map((least) => ({ least, most })),
);

/**
 * Merges the areas of one community into grids: connected by shared borders, each area in exactly one.
 * First grow: the smallest grid joins the neighbour it shares most border with, as long as it is too
 * small. Then improve: an area moves to a neighbouring grid or two grids unite, as long as
 * fewer households lie outside the range or, with as many, the inner borders get shorter (which makes
 * compact grids); and grids still outside the range are grown anew together with neighbours. Ends at
 * a local optimum; the same areas always give the same grids.
 */
export function mergeIntoGrids(areas: readonly Area[]): string[][] {
  const sorted = areas.toSorted((a, b) => compare(a.code, b.code));
  const outcomes = STARTS.map((start) => new Partition(sorted).grow(start).improve());
  const best = outcomes.toSorted((a, b) => a.cost() - b.cost())[0];
  return best?.grids() ?? [];
}

/** One household outside the range outweighs any length of border within a community. */
const METERS_PER_HOUSEHOLD = 1e6;
const SHORTER_METERS = 0.001;

class Partition {
  readonly #areas: Map<string, Area>;
  /** Grid of each area: the number of one of its first members. */
  readonly #gridOf = new Map<string, number>();
  readonly #members = new Map<number, Set<string>>();
  readonly #households = new Map<number, number>();

  constructor(areas: readonly Area[]) {
    this.#areas = new Map(areas.map((area) => [area.code, area]));
    areas.forEach((area, grid) => {
      this.#gridOf.set(area.code, grid);
      this.#members.set(grid, new Set([area.code]));
      this.#households.set(grid, area.households);
    });
  }

  /** Codes of each grid's areas. */
  grids(): string[][] {
    return [...this.#members.values()].map((members) => [...members].sort(compare));
  }

  /** Households outside the range first, meters of inner border second. */
  cost(): number {
    let meters = 0;
    for (const [code, area] of this.#areas) {
      for (const [neighbour, length] of area.borders) {
        if (code < neighbour && this.#gridOf.get(code) !== this.#gridOf.get(neighbour))
          meters += length;
      }
    }
    return this.#outside() * METERS_PER_HOUSEHOLD + meters;
  }

  /** Unites the smallest grid below `least` with a neighbour, best up to `most`, until none is left. */
  grow({ least, most }: { least: number; most: number }): this {
    for (;;) {
      const small = [...this.#households]
        .filter(([grid, households]) => households < least && this.#neighbours(grid).size > 0)
        .sort(([a, h], [b, i]) => h - i || a - b)[0];
      if (!small) return this;
      const [grid, households] = small;
      const candidates = [...this.#neighbours(grid)].map(([neighbour, meters]) => ({
        neighbour,
        meters,
        excess: Math.max(0, households + this.#size(neighbour) - most),
      }));
      candidates.sort(
        (a, b) => a.excess - b.excess || b.meters - a.meters || a.neighbour - b.neighbour,
      );
      const [best] = candidates;
      if (best) this.#unite(grid, best.neighbour);
    }
  }

  /** Takes single steps and regroups what lies outside the range until neither lowers the cost. */
  improve(): this {
    do this.#descend();
    while (this.#regroupOne());
    return this;
  }

  /** Takes the best single step again and again until none lowers the cost. */
  #descend(): this {
    for (let step = this.#bestStep(); step; step = this.#bestStep()) step();
    return this;
  }

  /** Merges a grid outside the range and up to two neighbours anew, when that brings them closer to it. */
  #regroupOne(): boolean {
    for (const grid of [...this.#members.keys()]) {
      if (outsideRange(this.#size(grid)) === 0) continue;
      for (const group of this.#groupsAround(grid)) {
        const codes = group.flatMap((member) => [...(this.#members.get(member) ?? [])]);
        const areas = codes.sort(compare).flatMap((code) => this.#areas.get(code) ?? []);
        const outside = sum(group.map((member) => outsideRange(this.#size(member))));
        for (const start of STARTS) {
          const anew = new Partition(areas).grow(start).#descend();
          if (anew.#outside() >= outside) continue;
          for (const members of anew.grids()) this.#found(members);
          return true;
        }
      }
    }
    return false;
  }

  /** A grid alone, with each neighbour, and with each pair of a neighbour and that one's neighbour. */
  *#groupsAround(grid: number): Generator<number[]> {
    yield [grid];
    const neighbours = [...this.#neighbours(grid).keys()];
    for (const second of neighbours) yield [grid, second];
    for (const second of neighbours) {
      for (const third of this.#neighbours(second).keys()) {
        if (third !== grid) yield [grid, second, third];
      }
    }
  }

  /** Makes a new grid of areas that leave theirs. */
  #found(codes: readonly string[]): void {
    const grid = Math.max(...this.#members.keys()) + 1;
    this.#members.set(grid, new Set());
    this.#households.set(grid, 0);
    for (const code of codes) this.#move(code, grid);
  }

  #outside(): number {
    return sum([...this.#households.values()].map(outsideRange));
  }

  #bestStep(): (() => void) | undefined {
    let gain = SHORTER_METERS;
    let best: (() => void) | undefined;
    const consider = (lowers: number, step: () => void): void => {
      if (lowers <= gain) return;
      gain = lowers;
      best = step;
    };
    for (const grid of this.#members.keys()) {
      for (const [other, meters] of this.#neighbours(grid)) {
        if (grid < other)
          consider(this.#gainOfUniting(grid, other, meters), () => this.#unite(other, grid));
      }
    }
    for (const [code, from] of this.#gridOf) {
      for (const to of this.#gridsAround(code)) {
        const lowers = this.#gainOfMoving(code, from, to);
        if (lowers > gain && this.#isConnected(from, code))
          consider(lowers, () => this.#move(code, to));
      }
    }
    return best;
  }

  #gainOfUniting(a: number, b: number, meters: number): number {
    const [sizeA, sizeB] = [this.#size(a), this.#size(b)];
    const fewer = outsideRange(sizeA) + outsideRange(sizeB) - outsideRange(sizeA + sizeB);
    return fewer * METERS_PER_HOUSEHOLD + meters;
  }

  #gainOfMoving(code: string, from: number, to: number): number {
    const moved = this.#weight(code);
    const [sizeFrom, sizeTo] = [this.#size(from), this.#size(to)];
    const emptied = this.#members.get(from)?.size === 1;
    const after = (emptied ? 0 : outsideRange(sizeFrom - moved)) + outsideRange(sizeTo + moved);
    const fewer = outsideRange(sizeFrom) + outsideRange(sizeTo) - after;
    let shorter = 0;
    for (const [neighbour, meters] of this.#areas.get(code)?.borders ?? []) {
      const grid = this.#gridOf.get(neighbour);
      if (grid === to) shorter += meters;
      else if (grid === from) shorter -= meters;
    }
    return fewer * METERS_PER_HOUSEHOLD + shorter;
  }

  #weight(code: string): number {
    return this.#areas.get(code)?.households ?? 0;
  }

  #size(grid: number): number {
    return this.#households.get(grid) ?? 0;
  }

  /** Neighbouring grids with the length of the border between. */
  #neighbours(grid: number): Map<number, number> {
    const lengths = new Map<number, number>();
    for (const code of this.#members.get(grid) ?? []) {
      for (const [neighbour, meters] of this.#areas.get(code)?.borders ?? []) {
        const other = this.#gridOf.get(neighbour);
        if (other !== undefined && other !== grid)
          lengths.set(other, (lengths.get(other) ?? 0) + meters);
      }
    }
    return lengths;
  }

  /** Other grids that an area borders on. */
  #gridsAround(code: string): Set<number> {
    const own = this.#gridOf.get(code);
    const grids = new Set<number>();
    for (const neighbour of this.#areas.get(code)?.borders.keys() ?? []) {
      const grid = this.#gridOf.get(neighbour);
      if (grid !== undefined && grid !== own) grids.add(grid);
    }
    return grids;
  }

  /** Whether a grid hangs together once an area has left it. */
  #isConnected(grid: number, without: string): boolean {
    const left = new Set(this.#members.get(grid));
    left.delete(without);
    const [start] = left;
    if (start === undefined) return true;
    const queue = [start];
    left.delete(start);
    for (let code = queue.pop(); code !== undefined; code = queue.pop()) {
      for (const neighbour of this.#areas.get(code)?.borders.keys() ?? []) {
        if (left.delete(neighbour)) queue.push(neighbour);
      }
    }
    return left.size === 0;
  }

  #unite(from: number, into: number): void {
    for (const code of [...(this.#members.get(from) ?? [])]) this.#move(code, into);
  }

  #move(code: string, to: number): void {
    const from = this.#gridOf.get(code);
    if (from === undefined) return;
    const moved = this.#weight(code);
    const rest = this.#members.get(from);
    rest?.delete(code);
    this.#members.get(to)?.add(code);
    this.#gridOf.set(code, to);
    this.#households.set(from, this.#size(from) - moved);
    this.#households.set(to, this.#size(to) + moved);
    if (rest?.size === 0) {
      this.#members.delete(from);
      this.#households.delete(from);
    }
  }
}

/** How many households a grid has too few or too many. */
function outsideRange(households: number): number {
  return Math.max(0, HOUSEHOLDS.least - households, households - HOUSEHOLDS.most);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
