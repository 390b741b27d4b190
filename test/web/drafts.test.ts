import { afterEach, describe, expect, it } from 'vitest';
import {
  closeTopDraft,
  draftsStore,
  hasChanges,
  leaveDrafts,
  leavingStore,
  openDraft,
} from '../../web/view/drafts.ts';

let log: string[] = [];
const open = (name: string, changed: boolean) =>
  openDraft({ isChanged: () => changed, close: () => log.push(`close ${name}`) });
const go = () => log.push('go');

afterEach(() => {
  draftsStore.set([]);
  leavingStore.set(null);
  log = [];
});

describe('leaving what is begun', () => {
  it('goes on at once where nothing is open', () => {
    leaveDrafts(go);
    expect(log).toEqual(['go']);
    expect(leavingStore.get()).toBeNull();
  });

  it('asks nothing where nothing was changed: it closes and goes on, the top first', () => {
    open('pin', false);
    open('form', false);
    expect(hasChanges()).toBe(false);
    leaveDrafts(go);
    expect(log).toEqual(['close form', 'close pin', 'go']);
    expect(draftsStore.get()).toEqual([]);
  });

  it('asks where something would be lost, and does nothing meanwhile, nor after “stay”', () => {
    open('pin', true);
    open('form', false);
    leaveDrafts(go);
    expect(log).toEqual([]);
    expect(leavingStore.get()).not.toBeNull();
    leavingStore.set(null);
    expect(log).toEqual([]);
    expect(draftsStore.get()).toHaveLength(2);
    expect(hasChanges()).toBe(true);
  });

  it('closes and goes on after “discard”, and asks no second time', () => {
    open('pin', true);
    leaveDrafts(() => leaveDrafts(go));
    leavingStore.get()?.();
    expect(log).toEqual(['close pin', 'go']);
    expect(leavingStore.get()).toBeNull();
  });

  it('closes one by one with Back and Escape', () => {
    open('pin', true);
    open('form', false);
    closeTopDraft();
    expect(log).toEqual(['close form']);
    closeTopDraft();
    expect(log).toEqual(['close form']);
    leavingStore.get()?.();
    expect(log).toEqual(['close form', 'close pin']);
    closeTopDraft();
    expect(log).toHaveLength(2);
  });

  it('forgets what was saved or closed by itself', () => {
    const closed = open('form', true);
    closed();
    closed();
    leaveDrafts(go);
    expect(log).toEqual(['go']);
  });
});
