/** Languages of the pages. */
export type Language = 'zh' | 'en';

const ZH = {
  home: '首页',
  collections: '要素集',
  conformance: '符合的标准',
  definition: '接口说明',
  items: '要素',
  features: '查看要素',
  conforms: '本接口符合 OGC API – Features 的以下一致性类：',
  id: '编号',
  title: '名称',
  description: '说明',
  extent: '范围',
  changed: '变更时间',
  systems: '坐标系',
  storage: '存储坐标系',
  properties: '属性',
  property: '属性',
  type: '类型',
  geometry: '几何',
  shown: (returned: number, matched: number) => `共 ${matched} 个要素，本页 ${returned} 个。`,
  next: '下一页',
  positions: (count: number) => `${count} 个坐标点`,
  none: '无',
  sources: '数据来源',
  links: '链接',
  parameters: '参数',
  address: '地址',
  json: '本页的 JSON',
};

const EN: typeof ZH = {
  home: 'Home',
  collections: 'Collections',
  conformance: 'Conformance',
  definition: 'API',
  items: 'Features',
  features: 'Look at the features',
  conforms: 'This API conforms to these classes of OGC API – Features:',
  id: 'Id',
  title: 'Title',
  description: 'Description',
  extent: 'Extent',
  changed: 'Changed',
  systems: 'Coordinate systems',
  storage: 'Stored in',
  properties: 'Properties',
  property: 'Property',
  type: 'Type',
  geometry: 'Geometry',
  shown: (returned, matched) => `${returned} of ${matched} features.`,
  next: 'Next page',
  positions: (count) => (count === 1 ? '1 position' : `${count} positions`),
  none: 'none',
  sources: 'Sources of the data',
  links: 'Links',
  parameters: 'Parameters',
  address: 'Address',
  json: 'This page as JSON',
};

/** The words of the pages. */
export const WORDS: Record<Language, typeof ZH> = { zh: ZH, en: EN };

/** Which of the languages a browser prefers, by its header `Accept-Language`; Chinese unless it says so. */
export function languageOf(accepted: string | undefined): Language {
  const wanted = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = /^\s*q=([\d.]+)/.exec(parameters.join(';'))?.[1];
      return { language: range.split('-')[0], quality: Number(quality ?? 1) };
    })
    .filter(({ language, quality }) => (language === 'zh' || language === 'en') && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return (wanted[0]?.language as Language | undefined) ?? 'zh';
}
