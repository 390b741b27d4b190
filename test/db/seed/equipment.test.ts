import { expect, test } from 'vitest';
import { classifyEquipment } from '../../../db/seed/equipment.ts';

test.each([
  ['體健設施(含單槓)', 2],
  ['單槓', 1],
  ['單雙槓', 2],
  ['單槓(高、中、低)', 3],
  ['扭腰器(3人)及(雙人)', 2],
  ['大轉輪1座', 1],
  ['肩肘轉動器　　', 1],
  ['雙桿(支撐前進).', 1],
])('%s is fitness equipment of at least %i pieces', (name, pieces) => {
  expect(classifyEquipment(name)).toMatchObject({ isEquipment: true, pieces });
});

test.each([
  '籃球場',
  '籃球架（全場）',
  '溜冰場',
  '直排輪',
  '慢跑道',
  '健康步道',
  '自行車道',
  '運動設施',
  '?合活動場',
])('%s is no fitness equipment', (name) => {
  expect(classifyEquipment(name)).toMatchObject({ isEquipment: false, pieces: 0 });
});

test('leaves a name that it does not know undecided', () => {
  expect(classifyEquipment('游泳池')).toBeUndefined();
});
