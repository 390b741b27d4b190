import { describe, expect, it } from 'vitest';
import { NOTHING_TYPED, readTyped } from '../../web/coordinates/typedPlace.ts';

const read = (text: string, more = {}) => readTyped({ ...NOTHING_TYPED, text, ...more });

describe('coordinates that stand in their field when Save is pressed', () => {
  it('are none while the field is blank, or once the pin was put there', () => {
    expect(readTyped(NOTHING_TYPED)).toEqual({ state: 'none' });
    expect(read('  \n')).toEqual({ state: 'none' });
    expect(read('45.7567, 126.6424', { isPut: true })).toEqual({ state: 'none' });
  });

  it('are a place when their system is known: chosen, or said by the text', () => {
    expect(read('45.7567, 126.6424', { system: 'WGS84' })).toEqual({
      state: 'place',
      at: [126.6424, 45.7567],
    });
    const linked = read('https://uri.amap.com/marker?position=126.6424,45.7567');
    // GCJ-02 lies some 600 m off there; the public formula gives 126.636, 45.755.
    expect(linked.state === 'place' && linked.at.map((each) => each.toFixed(3))).toEqual([
      '126.636',
      '45.755',
    ]);
  });

  it('are unclear, with what is missing, instead of being dropped', () => {
    expect(read('45.7567, 126.6424')).toEqual({ state: 'unclear', problem: 'WHICH' });
    expect(read('45.7567')).toEqual({ state: 'unclear', problem: 'ONE_NUMBER' });
    expect(read('not a place')).toEqual({ state: 'unclear', problem: 'NO_NUMBERS' });
    expect(read('95, 190')).toMatchObject({ state: 'unclear' });
  });
});
