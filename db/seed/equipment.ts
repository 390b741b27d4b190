import { tidy } from './text.ts';

/** What a row of the equipment table names. */
export interface EquipmentClass {
  /** Whether it is outdoor fitness equipment, and so makes a fitness path. */
  isEquipment: boolean;
  /** Least number of pieces that the name stands for; 0 when it is no equipment. */
  pieces: number;
  /** Why it is counted, or why not. */
  reason: string;
}

interface EquipmentGroup {
  reason: string;
  isEquipment: boolean;
  /** Names, separated by blanks, in the form of {@link equipmentName}. */
  names: string;
  /** Least number of pieces that a name of the group stands for; 1 unless told. */
  pieces?: number;
}

/** Every distinct name of the data, sorted into what it is. */
const GROUPS: EquipmentGroup[] = [
  {
    reason:
      'A set of fitness equipment as a whole; the number of pieces is not told, so one counts.',
    isEquipment: true,
    names: '體健設施 健身器 木製體健器材 金屬體健架',
  },
  {
    reason: 'A set of fitness equipment and the bar that it names.',
    isEquipment: true,
    pieces: 2,
    names: '體健設施(含單槓)',
  },
  {
    reason: 'A bar for pulling, hanging or supporting oneself.',
    isEquipment: true,
    names:
      '單槓 單桿 雙槓 雙人雙槓 吊槓 大車輪 引體向上 雙人引體 撐體向上 撐體運動 撐體前進 支撐前進 雙桿(支撐前進) 接力環',
  },
  {
    reason: 'Two bars named together.',
    isEquipment: true,
    pieces: 2,
    names: '單雙槓 高低單槓 高低槓 中低槓',
  },
  {
    reason: 'Bars of three heights named together.',
    isEquipment: true,
    pieces: 3,
    names: '單槓(高、中、低) 高中低單槓 高中低槓 單雙槓(中低高)',
  },
  {
    reason: 'Bars of three and of two heights named together.',
    isEquipment: true,
    pieces: 5,
    names: '單槓(高、中、低)(高、中)',
  },
  {
    reason: 'A ladder, beam or frame of a fitness course for climbing, balance or jumping.',
    isEquipment: true,
    names:
      '垂直梯 垂直吊梯 水平吊梯 不鏽鋼爬梯 攀爬架 平衡木 原地支撐跳欄 翻山越嶺 跳躍運動 上下階運動 上下階梯運動 上下階梯',
  },
  {
    reason: 'A bench or board for sit-ups, push-ups and leg raises.',
    isEquipment: true,
    names:
      '仰臥起坐 仰臥起坐椅 仰臥起坐器 仰臥起坐運動 仰臥起坐(木製) 仰臥起坐(木) 引臥起坐 仰臥舉腿 舉腿運動 伏地挺身 俯前坐 曲膝運動 直臂曲腿 鯉魚翻身 腹肌器 雙人腹肌器 腹肌板 雙人腹肌板 雙人復肌板 腰腹器 雙人腹背肌 雙人腹背肌板 腹健機',
  },
  {
    reason: 'A device for turning or stretching waist and back.',
    isEquipment: true,
    names:
      '扭腰器 扭腰機 雙人扭腰器 雙人扭腰機 三人扭腰器 3人扭腰器 扭腰器(雙人) 扭腰器(雙人轉腰) 轉腰器 雙人轉腰 雙位轉腰器 腰部轉動器 伸腰伸背器 伸腰展背 伸腰器 伸腰伸展器 雙人浪板',
  },
  {
    reason: 'The name is cut off after its first character; only waist turners 扭腰器 begin so.',
    isEquipment: true,
    names: '扭',
  },
  {
    reason: 'Two waist turners named together.',
    isEquipment: true,
    pieces: 2,
    names: '扭腰器(3人)及(雙人)',
  },
  {
    reason: 'A device that massages back, waist or legs.',
    isEquipment: true,
    names: '腰背按摩器 雙人腰背按摩器 背部按摩器 腿部按摩器 腰部按摩器',
  },
  {
    reason: 'A device for arms and shoulders.',
    isEquipment: true,
    names:
      '肩關節康復器 雙人肩關節康復器 肩關節康復器(雙人) 肩關節訓練器 肩肘轉動器 上肢牽引器 上肢牽引 三人上肢牽引器 大轉輪 雙人大轉輪 大轉輪1座 太極推手 雙人手部訓練器 手部訓練機 推拉康復器 雙人推拉康復器 推力訓練器',
  },
  {
    reason: 'A device for pushing, pulling or rowing while seated.',
    isEquipment: true,
    names:
      '坐蹬器 坐推練習器 坐推(蹬)練習器 坐推坐拉訓練器 坐推坐拉器 雙人坐拉訓練器 雙人坐拉器 划船訓練器',
  },
  {
    reason: 'A device for walking, skiing or riding in place.',
    isEquipment: true,
    names:
      '太空漫步機 太空漫步器 雙人太空漫步器 雙人太空漫步機 太空漫步機(雙人) 漫步機 漫步器 雙人漫步機 滑雪器 雙人滑雪器 滑步機 雙人滑步機 平步訓練器 健騎器 雙人健騎器 健騎器(雙人) 兩聯健騎器 騎乘器 運動腳踏車',
  },
  {
    reason: 'A device or bar for stretching and training the legs.',
    isEquipment: true,
    names:
      '下肢康復器 雙人下肢康復器 雙人夏之康復器 多人壓腿器 多人壓腿機 三人壓腿器 壓腿訓練器 壓腿機 腿筋伸展 腿部伸展 腿後肌伸展 腿部訓練器 腿部擺動機',
  },
  {
    reason: 'A court or ground for ball games, or its basket.',
    isEquipment: false,
    names:
      '籃球場 籃球場(半場) 籃球場(全場) 籃球架 籃球架(全場) 網球場 羽球場 羽毛球場 棒壘球場 槌球場 高爾夫球練習場 ?合活動場',
  },
  { reason: 'A rink or place for skating.', isEquipment: false, names: '溜冰場 直排輪' },
  {
    reason: 'A track or trail for running, walking or cycling: another kind of place.',
    isEquipment: false,
    names: '慢跑道 健康步道 復健步道 自行車道 腳踏車道',
  },
  {
    reason: 'A thing to play or climb on, not to keep fit.',
    isEquipment: false,
    names: '蛇籠 攀岩牆',
  },
  {
    reason: 'Says only "sports facilities": it may as well be a court.',
    isEquipment: false,
    names: '運動設施',
  },
];

const CLASSES = new Map<string, EquipmentClass>(
  GROUPS.flatMap(({ names, isEquipment, reason, pieces = 1 }) =>
    names
      .split(' ')
      .map((name) => [name, { isEquipment, reason, pieces: isEquipment ? pieces : 0 }]),
  ),
);

/** An equipment name in half-width form, without blanks and without a stray full stop at its end. */
export function equipmentName(raw: string): string {
  return tidy(raw.normalize('NFKC')).replace(/\s|\.$/gu, '');
}

/** What a row's name is; nothing when the table does not know it. */
export function classifyEquipment(raw: string): EquipmentClass | undefined {
  return CLASSES.get(equipmentName(raw));
}
