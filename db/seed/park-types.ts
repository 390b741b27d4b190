/**
 * Kinds of facility by the official park type. The city's types 廣場 (square) and 都會廣場
 * (metropolitan square) are plazas. A composite type, its parts separated by 、, is a plaza when one
 * of its parts is; none of the data mixes them. The name does not decide: 士林3號廣場 is published as
 * 綠地 and stays a park, 北投124號綠地 is published as 廣場 and is a plaza.
 */
const KIND_BY_TYPE: Record<string, 'plaza' | 'park'> = {
  廣場: 'plaza',
  都會廣場: 'plaza',
  鄰里公園: 'park',
  綠地: 'park',
  自然公園: 'park',
  都會公園: 'park',
  親山公園: 'park',
  運動公園: 'park',
  紀念公園: 'park',
  生態公園: 'park',
  藝術人文: 'park',
  史蹟公園: 'park',
  防災公園: 'park',
  溫泉: 'park',
};

/** The kind of facility that a park type stands for; nothing when a part of it is not in the table. */
export function kindOfParkType(parkType: string): 'plaza' | 'park' | undefined {
  const kinds = parkType.split('、').map((part) => KIND_BY_TYPE[part.trim()]);
  if (kinds.includes(undefined)) return undefined;
  return kinds.includes('plaza') ? 'plaza' : 'park';
}
