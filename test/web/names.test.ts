import { describe, expect, it } from 'vitest';
import { aboveArea, areaName } from '../../web/account/area.ts';
import { communityName, placeLine, regionPath } from '../../web/i18n/names.ts';

const city = { name: '哈尔滨市', nameEn: 'Harbin', level: 'CITY' };
const district = { name: '道里区', nameEn: 'Daoli District', level: 'COUNTY', parent: city };
const street = { name: '新华街道', nameEn: 'Xinhua Street', level: 'STREET', parent: district };
const other = { name: '中山区', level: 'COUNTY', parent: city };
const community = { id: 'community_1', name: '中央里', region: street };

describe('where a place lies, to tell it apart from others of its name', () => {
  it('begins with the largest in Chinese and with the smallest in English, without the city', () => {
    expect(regionPath(street, 'zh')).toBe('道里区 · 新华街道');
    expect(regionPath(street, 'en')).toBe('Xinhua Street, Daoli District');
    expect(regionPath(city, 'zh')).toBe('哈尔滨市');
  });

  it('stands beside communities and regions that are chosen', () => {
    const twin = { ...community, id: 'community_2', region: other };
    expect(communityName(community, 'zh')).toBe('中央里 (道里区 · 新华街道)');
    expect(communityName(twin, 'zh')).toBe('中央里 (中山区)');
    expect(areaName(twin, 'en')).toBe('中央里 (中山区)');
    expect(areaName({ id: 'region_3', ...street }, 'zh')).toBe('新华街道 (道里区)');
    expect(aboveArea({ id: 'region_1', ...city }, 'zh')).toBe('');
  });

  it('is what is on record of a facility', () => {
    expect(placeLine({ address: '中央大街 1 号', community }, 'zh')).toBe(
      '中央大街 1 号 · 中央里 · 道里区 · 新华街道',
    );
    expect(placeLine({ address: null, community: null }, 'zh')).toBe('');
  });
});
