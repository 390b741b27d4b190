import { describe, expect, test } from 'vitest';
import {
  type Change,
  formatChanges,
  freshKey,
  MOST_IN_LINK,
  parseChanges,
  toInput,
  withChange,
} from '../../web/scenarios/changes.ts';
import { Trial } from '../../web/scenarios/trial.ts';

const ADDED: Change = { action: 'ADD', key: 'new-0', kind: 'plaza', at: [121.5, 25.04] };
const MOVED: Change = { action: 'MOVE', key: 'facility_12', at: [121.6, 25.1] };
const CLOSED: Change = { action: 'REMOVE', key: 'facility_13' };

describe('changes in a link', () => {
  test('are read as they were written', () => {
    const text = formatChanges([ADDED, MOVED, CLOSED]);
    expect(text).toBe('plaza@121.5,25.04;facility_12@121.6,25.1;-facility_13');
    expect(parseChanges(text)).toEqual([ADDED, MOVED, CLOSED]);
  });

  test.each([
    ['', 0],
    ['nonsense', 0],
    ['plaza@', 0],
    ['plaza@200,25', 0],
    ['plaza@121.5,95', 0],
    ['-plaza', 0],
    ['-facility_0', 0],
    ['plaza@NaN,NaN', 0],
    ['<b>@1,2', 0],
    ['plaza@1,2;;bad;-facility_3', 2],
    ['-facility_3;facility_3@1,2', 1],
  ])('that cannot be read are left out: %j', (text, count) => {
    expect(parseChanges(text)).toHaveLength(count);
  });

  test('are no more than a link can hold', () => {
    const text = Array.from({ length: 200 }, (_, i) => `plaza@${i / 10},1`).join(';');
    expect(parseChanges(text)).toHaveLength(MOST_IN_LINK);
  });

  test('are roundedForLink to what the server is told', () => {
    const [change] = parseChanges('plaza@121.12345678,25.1');
    expect(toInput(change ? [change] : [])).toEqual([
      {
        action: 'ADD',
        kind: 'plaza',
        location: { type: 'Point', coordinates: [121.123457, 25.1] },
      },
    ]);
  });

  test('take one change for each facility, and new keys for new ones', () => {
    const again: Change = { action: 'REMOVE', key: 'facility_12' };
    expect(withChange([ADDED, MOVED], again)).toEqual([ADDED, again]);
    expect(withChange([ADDED], CLOSED)).toEqual([ADDED, CLOSED]);
    expect([freshKey([]), freshKey([ADDED])]).toEqual(['new-0', 'new-1']);
  });
});

describe('a trial', () => {
  const rule = {
    radiusMeters: 1_000,
    reading: 'SERVICE_POINT' as const,
    minimumShare: null,
    facilityKinds: [{ code: 'plaza', name: '广场', nameEn: 'Plaza' }],
  };
  const trial = new Trial(
    {
      dataVersion: '1',
      communities: ['community_1', 'community_2', 'community_3'],
      names: ['甲', '乙', '丙'],
      namesEn: ['A', null, null],
      servicePoints: [121.5, 25, 121.6, 25, null, null],
      cellPositions: [121.5, 25, 121.6, 25.001],
      cellResidents: [100, 200],
      cellCommunities: [0, 1],
    },
    {
      dataVersion: '1',
      ids: ['facility_1', 'facility_2', 'facility_3'],
      names: ['x', 'y', 'z'],
      kinds: ['plaza', 'park', 'plaza'],
      coordinates: [121.5, 25.001, 121.6, 25, 122, 26],
    },
    rule,
  );

  test('tells which communities turn, and the balance', () => {
    const near: Change = { action: 'ADD', key: 'new-0', kind: 'plaza', at: [121.6, 25.002] };
    expect(trial.apply([near])).toEqual([{ id: 'community_2', proposed: 'PASS' }]);
    expect(trial.outcome).toMatchObject({ communitiesGained: 1, residentsGained: 200 });
    expect(trial.outcome.changed).toEqual([
      {
        id: 'community_2',
        name: '乙',
        nameEn: null,
        at: [121.6, 25],
        today: 'FAIL',
        proposed: 'PASS',
      },
    ]);
    const closed: Change = { action: 'REMOVE', key: 'facility_1' };
    expect(trial.apply([near, closed])).toEqual([{ id: 'community_1', proposed: 'FAIL' }]);
    expect(trial.outcome).toMatchObject({ communitiesLost: 1, residentsLost: 100 });
  });

  test('goes back to today when nothing is changed any more', () => {
    expect(trial.apply([])).toEqual([
      { id: 'community_2', proposed: null },
      { id: 'community_1', proposed: null },
    ]);
    expect(trial.outcome).toEqual({
      communitiesGained: 0,
      communitiesLost: 0,
      residentsGained: 0,
      residentsLost: 0,
      changed: [],
    });
  });

  test('takes no notice of kinds that the rule does not ask for', () => {
    const park: Change = { action: 'ADD', key: 'new-1', kind: 'park', at: [121.6, 25] };
    const moved: Change = { action: 'MOVE', key: 'facility_2', at: [121.5, 25] };
    expect(trial.apply([park, moved])).toEqual([]);
  });

  test('takes back an addition and makes it again, as undo and redo do', () => {
    const added: Change = { action: 'ADD', key: 'new-5', kind: 'plaza', at: [121.6, 25] };
    trial.apply([added]);
    trial.apply([]);
    trial.apply([{ ...added }]);
    expect(trial.outcome.communitiesGained).toBe(1);
    trial.apply([{ ...added, at: [120, 24] }]);
    expect(trial.outcome.communitiesGained).toBe(0);
  });
});
