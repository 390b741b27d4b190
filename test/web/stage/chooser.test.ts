import { beforeEach, describe, expect, it } from 'vitest';
import { choiceStore, chooseAmong } from '../../../web/stage/chooser.ts';
import { numberMeant } from '../../../web/stage/meant.ts';

const hit = (id: string) => ({ id, name: id, kind: 'plaza' });

describe('a tap on facilities', () => {
  let chosen: string[];
  const choose = ({ id }: { id: string }) => chosen.push(id);
  beforeEach(() => {
    chosen = [];
    choiceStore.set(null);
  });

  it('chooses the only one at once', () => {
    chooseAmong([hit('facility_1')], choose);
    expect(chosen).toEqual(['facility_1']);
    expect(choiceStore.get()).toBeNull();
  });

  it('lets the person choose where several are meant, the nearest first', () => {
    chooseAmong([hit('facility_2'), hit('facility_1')], choose);
    expect(chosen).toEqual([]);
    expect(choiceStore.get()?.hits.map(({ id }) => id)).toEqual(['facility_2', 'facility_1']);
    choiceStore.get()?.choose(hit('facility_1'));
    expect(chosen).toEqual(['facility_1']);
  });

  it('chooses nothing where there is none', () => {
    chooseAmong([], choose);
    expect(chosen).toEqual([]);
    expect(choiceStore.get()).toBeNull();
  });
});

describe('which facilities a tap means', () => {
  it('are all that stand within its radius', () => {
    expect(numberMeant([0, 0, 3.9, 4.1], 4)).toBe(3);
    expect(numberMeant([0, 9, 11], 12)).toBe(3);
  });

  it('is the nearest where symbols only overlap', () => {
    expect(numberMeant([0, 9], 4)).toBe(1);
    expect(numberMeant([6, 8], 4)).toBe(1);
    expect(numberMeant([], 4)).toBe(0);
  });
});
