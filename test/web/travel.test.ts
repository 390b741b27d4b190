import { afterAll, beforeEach, describe, expect, it } from 'vitest';

/** The history of a tab as browsers have it: steps are taken later, and tell the page. */
class TabHistory {
  entries: { state: unknown; url: string }[] = [{ state: null, url: '/?rule=fitness-1km' }];
  at = 0;
  get state(): unknown {
    return this.entries[this.at]?.state;
  }
  get url(): string {
    return this.entries[this.at]?.url ?? '';
  }
  pushState(state: unknown, _title: string, url: string): void {
    this.entries.splice(this.at + 1);
    this.entries.push({ state, url });
    this.at += 1;
  }
  replaceState(state: unknown, _title: string, url = this.url): void {
    this.entries[this.at] = { state, url };
  }
  go(steps: number): void {
    setTimeout(() => {
      if (!this.entries[this.at + steps]) return;
      this.at += steps;
      for (const travel of travelled) travel({ state: this.state });
    });
  }
}

const travelled: ((event: { state: unknown }) => void)[] = [];
const tab = new TabHistory();
const browser = {
  history: tab,
  location: {
    pathname: '/',
    get search() {
      return tab.url.slice(1);
    },
  },
  addEventListener: (_type: 'popstate', listener: (typeof travelled)[number]) =>
    travelled.push(listener),
};
const before = Object.fromEntries(
  Object.keys(browser).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]),
);
for (const [name, value] of Object.entries(browser)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
const { pushView, replaceView, viewStore } = await import('../../web/view/viewStore.ts');
const { draftsStore, leavingStore, openDraft } = await import('../../web/view/drafts.ts');

afterAll(() => {
  for (const [name, descriptor] of Object.entries(before)) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
});

/** Takes steps in the history, and waits until the page has done what it does then. */
async function travel(steps: number): Promise<void> {
  tab.go(steps);
  await new Promise((resolve) => setTimeout(resolve, 20));
}

const shown = () => viewStore.get().selected ?? viewStore.get().rule;

describe('Back and Forward', () => {
  beforeEach(async () => {
    draftsStore.set([]);
    leavingStore.set(null);
    await travel(-tab.at);
    pushView({ selected: 'facility_1' });
    pushView({ selected: 'facility_2' });
    await travel(-1);
    expect(shown()).toBe('facility_1');
  });

  it('go where they lead while nothing is open', async () => {
    await travel(1);
    expect(shown()).toBe('facility_2');
    await travel(-2);
    expect(shown()).toBe('fitness-1km');
  });

  it.each([1, -1])(
    'close what is open instead (%i), and leave the history as it is',
    async (way) => {
      let closed = 0;
      openDraft({ isChanged: () => false, close: () => (closed += 1) });
      await travel(way);
      expect([closed, shown(), tab.at]).toEqual([1, 'facility_1', 1]);
      expect(tab.url).toContain('selected=facility_1');
      expect(leavingStore.get()).toBeNull();
      await travel(1);
      expect(shown()).toBe('facility_2');
    },
  );

  it.each([1, -1])(
    'ask where that would lose something (%i), as often as they are pressed',
    async (way) => {
      let closed = 0;
      openDraft({ isChanged: () => true, close: () => (closed += 1) });
      await travel(way);
      expect(leavingStore.get()).not.toBeNull();
      leavingStore.set(null);
      await travel(way);
      expect([closed, shown(), tab.at]).toEqual([0, 'facility_1', 1]);
      leavingStore.get()?.();
      expect(closed).toBe(1);
      await travel(-1);
      expect(shown()).toBe('fitness-1km');
    },
  );

  it('go on after “discard” where what was filled in is part of the panel', async () => {
    openDraft({ isChanged: () => true });
    await travel(-1);
    expect(shown()).toBe('facility_1');
    leavingStore.get()?.();
    await travel(0);
    expect(shown()).toBe('fitness-1km');
  });

  it('lose nothing that is written while the page is on its way back', async () => {
    openDraft({ isChanged: () => true, close: () => undefined });
    tab.go(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    replaceView({ center: [121.5, 25], zoom: 14 });
    await travel(0);
    expect(tab.entries[1]?.url).toContain('lon=121.5');
    expect(tab.entries[2]?.url).not.toContain('lon=121.5');
  });

  it('know a step to a part of the page', async () => {
    tab.pushState(null, '', tab.url);
    await travel(0);
    expect(shown()).toBe('facility_1');
    await travel(-1);
    expect(shown()).toBe('facility_1');
    expect(tab.at).toBe(1);
  });
});

describe('choosing something else', () => {
  it('waits until the person has said what becomes of what is open', () => {
    draftsStore.set([]);
    openDraft({ isChanged: () => true, close: () => undefined });
    const at = tab.at;
    pushView({ selected: 'facility_9' });
    expect(viewStore.get().selected).not.toBe('facility_9');
    leavingStore.get()?.();
    expect(viewStore.get().selected).toBe('facility_9');
    expect(tab.at).toBe(at + 1);
  });
});
