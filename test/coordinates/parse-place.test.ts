import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlace, MOST_CHARACTERS, parsePlace } from '../../server/coordinates/index.ts';

/** 45°45′24″ N 126°38′33″ E. */
const [LON, LAT] = [126 + 38 / 60 + 33 / 3600, 45 + 45 / 60 + 24 / 3600];

function expectPlace(text: string, lon: number, lat: number, system: string, how: string): void {
  const place = parsePlace(text);
  expect(place).toMatchObject({ system, how });
  if (!isPlace(place)) throw new Error(place.code);
  expect(place.lon).toBeCloseTo(lon, 10);
  expect(place.lat).toBeCloseTo(lat, 10);
}

describe('numbers', () => {
  test.each([
    ['126.6424,45.7567', 'numbers-lon-lat'],
    ['45.7567,126.6424', 'numbers-lat-lon'],
    ['126.6424，45.7567', 'numbers-lon-lat'],
    ['１２６．６４２４　４５．７５６７', 'numbers-lon-lat'],
    ['  (45.7567 126.6424)\n', 'numbers-lat-lon'],
    ['[126.6424;45.7567]', 'numbers-lon-lat'],
    ['126.6424、45.7567', 'numbers-lon-lat'],
    ['126.6424-45.7567', 'numbers-lon-lat'],
    ['126.6424°, 45.7567°', 'numbers-lon-lat'],
    ['坐标：45.7567,126.6424', 'numbers-lat-lon'],
    ['经纬度 126.6424,45.7567', 'numbers-lon-lat'],
    ['lat/lng: 45.7567, 126.6424', 'numbers-lat-lon'],
    ['126.6424, 45.7567, 120.5', 'numbers-lon-lat'],
    ['学府路12号3单元 126.6424,45.7567', 'numbers-lon-lat'],
  ])('%s', (text, how) => {
    expectPlace(text, 126.6424, 45.7567, 'UNKNOWN', how);
  });

  test('are ordered by China where either could be the latitude', () => {
    expectPlace('80.1,30.2', 80.1, 30.2, 'UNKNOWN', 'numbers-lon-lat');
    expectPlace('30.2,80.1', 80.1, 30.2, 'UNKNOWN', 'numbers-lat-lon');
    expectPlace('-33.8688, 151.2093', 151.2093, -33.8688, 'UNKNOWN', 'numbers-lat-lon');
    expect(parsePlace('48.8566, 2.3522')).toEqual({ code: 'AMBIGUOUS_ORDER' });
  });

  test.each([
    ['WGS84 126.6424,45.7567', 'WGS84'],
    ['126.6424,45.7567（WGS-84）', 'WGS84'],
    ['CGCS2000：126.6424,45.7567', 'WGS84'],
    ['2000国家大地坐标系 126.6424,45.7567', 'WGS84'],
    ['EPSG:4490 126.6424 45.7567', 'WGS84'],
    ['GCJ-02坐标 126.6424,45.7567', 'GCJ02'],
    ['高德坐标：126.6424,45.7567', 'GCJ02'],
    ['百度坐标 126.6424,45.7567', 'BD09'],
  ])('with the name of their system: %s', (text, system) => {
    expectPlace(text, 126.6424, 45.7567, system, 'numbers-lon-lat');
  });
});

test.each([
  '经度126.64 纬度45.75',
  '经度：126.64，纬度：45.75',
  '纬度45.75 经度126.64',
  '東經126.64 北緯45.75',
  'E126.64 N45.75',
  'N45.75E126.64',
  '45.75N 126.64E',
  '45.75°N, 126.64°E',
  '经度：E126.64 纬度：N45.75',
  'Latitude: 45.75 Longitude: 126.64',
  '{"lat":"45.75","lng":"126.64"}',
  '{"lng":126.64,"lat":45.75}',
  'lon=126.64&lat=45.75',
  '学府路12号 经度126.64 纬度45.75 高程120.5',
])('labelled: %s', (text) => {
  expectPlace(text, 126.64, 45.75, 'UNKNOWN', 'labels');
});

test('labels name the southern and the western half', () => {
  expectPlace('33.8688S 151.2093E', 151.2093, -33.8688, 'UNKNOWN', 'labels');
  expectPlace('南纬33.8688 西经70.5', -70.5, -33.8688, 'UNKNOWN', 'labels');
  expectPlace('lat -33.8688 lon -70.5', -70.5, -33.8688, 'UNKNOWN', 'labels');
});

describe('degrees, minutes and seconds', () => {
  test.each([
    '北纬45°45′24″ 东经126°38′33″',
    '东经：126度38分33秒，北纬：45度45分24秒',
    '45°45\'24"N 126°38\'33"E',
    "45°45'24''N, 126°38'33''E",
    '45° 45’ 24” N, 126° 38’ 33” E',
    '45º45′24.0″N 126º38′33.0″E',
    'N45 45 24 E126 38 33',
    '45:45:24N 126:38:33E',
    '45°45.4′N 126°38.55′E',
    '北纬４５°４５′２４″，东经１２６°３８′３３″',
  ])('%s', (text) => {
    expectPlace(text, LON, LAT, 'UNKNOWN', 'labels');
  });

  test('without labels', () => {
    expectPlace('45°45′24″, 126°38′33″', LON, LAT, 'UNKNOWN', 'numbers-lat-lon');
    expectPlace('126°38′33″ 45°45′24″', LON, LAT, 'UNKNOWN', 'numbers-lon-lat');
  });

  test.each([
    '北纬45°60′24″ 东经126°38′33″',
    '北纬45°45′61″ 东经126°38′33″',
    '北纬45.5°45′ 东经126°38′',
    '北纬45′24″ 东经126′38″',
    '南纬-33.8 东经151.2',
  ])('that are no angle: %s', (text) => {
    expect(parsePlace(text)).toEqual({ code: 'OUT_OF_RANGE' });
  });
});

describe('what programs write', () => {
  test.each([
    ['POINT(126.64 45.75)', 'UNKNOWN', 'wkt'],
    ['point z (126.64 45.75 120)', 'UNKNOWN', 'wkt'],
    ['SRID=4490;POINT(126.64 45.75)', 'WGS84', 'wkt'],
    ['{"type":"Point","coordinates":[126.64,45.75]}', 'UNKNOWN', 'geojson'],
    [
      '{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[126.64,45.75,9]}}',
      'UNKNOWN',
      'geojson',
    ],
    [
      '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[126.64,45.75]}}]}',
      'UNKNOWN',
      'geojson',
    ],
    ['geo:45.75,126.64', 'WGS84', 'geo-uri'],
    ['geo:45.75,126.64,120;crs=wgs84;u=35', 'WGS84', 'geo-uri'],
    ['geo:0,0?q=45.75,126.64(Harbin)', 'WGS84', 'geo-uri'],
    ['<msg><location x="45.75" y="126.64" scale="15" label="x"/></msg>', 'UNKNOWN', 'wechat'],
    ['<Location_X>45.75</Location_X><Location_Y>126.64</Location_Y>', 'UNKNOWN', 'wechat'],
  ])('%s', (text, system, how) => {
    expectPlace(text, 126.64, 45.75, system, how);
  });
});

describe('links', () => {
  test.each([
    ['https://uri.amap.com/marker?position=126.64,45.75&name=park', 'GCJ02', 'amap'],
    ['uri.amap.com/marker?position=126.64,45.75', 'GCJ02', 'amap'],
    ['https://uri.amap.com/marker?position=126.64,45.75&coordinate=wgs84', 'WGS84', 'amap'],
    ['https://wb.amap.com/?q=45.75%2C126.64%2C%E5%B7%A8&src=app_C3090', 'GCJ02', 'amap'],
    ['http://wb.amap.com/?p=B015F0IUBL%2C45.75%2C126.64%2C%E5%90', 'GCJ02', 'amap'],
    ['https://www.amap.com/regeo?lng=126.64&lat=45.75&name=x', 'GCJ02', 'amap'],
    ['https://uri.amap.com/search?keyword=x&center=126.64,45.75', 'GCJ02', 'amap-center'],
    ['https://ditu.amap.com/search?center=126.64,45.75', 'GCJ02', 'amap-center'],
    [
      'https://apis.map.qq.com/uri/v1/marker?marker=coord:45.75,126.64;title:好吃;addr:1号&referer=m',
      'GCJ02',
      'tencent',
    ],
    ['https://apis.map.qq.com/uri/v1/geocoder?coord=45.75,126.64&coord_type=1', 'WGS84', 'tencent'],
    ['qqmap://map/marker?marker=coord:45.75,126.64;title:x', 'GCJ02', 'tencent'],
    ['https://map.qq.com/?type=marker&pointx=126.64&pointy=45.75&name=x', 'GCJ02', 'tencent'],
    ['http://api.map.baidu.com/marker?location=45.75,126.64&title=x&output=html', 'BD09', 'baidu'],
    ['http://api.map.baidu.com/marker?location=45.75,126.64&coord_type=bd09ll', 'BD09', 'baidu'],
    ['http://api.map.baidu.com/marker?location=45.75,126.64&coord_type=gcj02', 'GCJ02', 'baidu'],
    ['http://api.map.baidu.com/marker?coord_type=wgs84&location=45.75,126.64', 'WGS84', 'baidu'],
    ['http://map.baidu.com/?latlng=45.75,126.64&title=x&autoOpen=true', 'BD09', 'baidu'],
    ['https://map.tianditu.gov.cn/?lon=126.64&lat=45.75&level=15', 'WGS84', 'tianditu'],
    ['https://www.google.com/maps/@45.75,126.64,17z', 'UNKNOWN', 'google-center'],
    [
      'https://www.google.com/maps/place/X/@45.7,126.6,17z/data=!3m1!4b1!8m2!3d45.75!4d126.64',
      'UNKNOWN',
      'google',
    ],
    ['https://www.google.com/maps/search/?api=1&query=45.75%2C126.64', 'UNKNOWN', 'google'],
    ['https://maps.google.com/?q=45.75,126.64', 'UNKNOWN', 'google'],
    ['https://www.google.com/maps/place/45.75,126.64', 'UNKNOWN', 'google'],
    ['http://www.google.cn/maps/@45.75,126.64,17z', 'GCJ02', 'google-center'],
    ['https://maps.apple.com/?ll=45.75,126.64&q=x', 'UNKNOWN', 'apple'],
    ['https://maps.apple.com/place?coordinate=45.75,126.64&name=x', 'UNKNOWN', 'apple'],
    ['https://maps.apple.com/frame?center=45.75,126.64&span=1,1', 'UNKNOWN', 'apple-center'],
    ['https://www.openstreetmap.org/#map=17/45.75/126.64', 'WGS84', 'openstreetmap-center'],
    [
      'https://www.openstreetmap.org/?mlat=45.75&mlon=126.64#map=17/45.7/126.6',
      'WGS84',
      'openstreetmap',
    ],
    ['https://example.org/where?lat=45.75&lng=126.64', 'UNKNOWN', 'link'],
    ['我在这里 https://uri.amap.com/marker?position=126.64,45.75 3号楼', 'GCJ02', 'amap'],
    ['【高德地图】 https://surl.amap.com/4bvd5QZ4HY 126.64,45.75', 'UNKNOWN', 'numbers-lon-lat'],
  ])('%s', (text, system, how) => {
    expectPlace(text, 126.64, 45.75, system, how);
  });

  test('outside China those of Google and Apple are WGS 84', () => {
    expectPlace(
      'https://www.google.com/maps/@48.8566,2.3522,15z',
      2.3522,
      48.8566,
      'WGS84',
      'google-center',
    );
    expectPlace('https://maps.apple.com/?ll=48.8566,2.3522', 2.3522, 48.8566, 'WGS84', 'apple');
  });

  test.each([
    // A pair of the fixtures of gcoord's tests: Harbin in Baidu's meters and in BD-09.
    ['https://map.baidu.com/@14086698.354,5718930.121,13z', 'baidu-center'],
    ['https://map.baidu.com/poi/%E5%8D%97/@14086698.354,5718930.121,16z?uid=1', 'baidu-center'],
    [
      'https://map.baidu.com/mobile/webapp/place/detail/qt=inf&uid=p8/vt=map&sharegeo=14086698.354%2C5718930.121',
      'baidu',
    ],
  ])('to Baidu’s map in meters: %s', (text, how) => {
    const place = parsePlace(text);
    expect(place).toMatchObject({ system: 'BD09', how });
    if (!isPlace(place)) return;
    expect(Math.abs(place.lon - 126.5415875)).toBeLessThan(5e-6);
    expect(Math.abs(place.lat - 45.8094074)).toBeLessThan(5e-6);
  });
});

test.each([
  ['', 'EMPTY'],
  [' \u3000\n\u200b', 'EMPTY'],
  ['哈尔滨市南岗区', 'NO_NUMBERS'],
  ['学府路100号30号楼', 'NO_NUMBERS'],
  ['126.6424', 'ONE_NUMBER'],
  ['39°54′N', 'ONE_NUMBER'],
  ['126.1234,45.1234;126.2345,45.2345', 'TOO_MANY_NUMBERS'],
  ['200,100', 'OUT_OF_RANGE'],
  ['经度45.75 纬度126.64', 'OUT_OF_RANGE'],
  ['POINT(45.75 126.64)', 'OUT_OF_RANGE'],
  ['https://uri.amap.com/marker?position=45.75,126.64', 'OUT_OF_RANGE'],
  ['https://map.baidu.com/@99999999,5718930,13z', 'OUT_OF_RANGE'],
  ['512345.6, 5067890.1', 'METERS'],
  ['30.5,40.5', 'AMBIGUOUS_ORDER'],
  ['西安80：126.64,45.75', 'UNKNOWN_SYSTEM'],
  ['WGS84 126.64,45.75 GCJ02', 'UNKNOWN_SYSTEM'],
  ['SRID=4547;POINT(512345 5067890)', 'UNKNOWN_SYSTEM'],
  ['geo:45.75,126.64;crs=other', 'UNKNOWN_SYSTEM'],
  ['http://api.map.baidu.com/marker?location=45.75,126.64&coord_type=bd09mc', 'UNKNOWN_SYSTEM'],
  ['https://apis.map.qq.com/uri/v1/geocoder?coord=45.75,126.64&coord_type=4', 'UNKNOWN_SYSTEM'],
  ['LINESTRING(126 45, 127 46)', 'NOT_A_POINT'],
  ['POINT EMPTY', 'NOT_A_POINT'],
  ['{"type":"Polygon","coordinates":[[[126,45],[127,45],[127,46],[126,45]]]}', 'NOT_A_POINT'],
  ['{"type":"FeatureCollection","features":[]}', 'NOT_A_POINT'],
  ['https://surl.amap.com/4bvd5QZ4HY', 'SHORT_LINK'],
  ['https://j.map.baidu.com/ab/cd', 'SHORT_LINK'],
  ['https://maps.app.goo.gl/abc', 'SHORT_LINK'],
  ['https://maps.apple/p/7E-Brjrk', 'SHORT_LINK'],
  ['https://osm.org/go/0EEQ-', 'SHORT_LINK'],
  ['https://map.baidu.com/?poiShareId=p8cdf', 'LINK_WITHOUT_PLACE'],
  ['https://uri.amap.com/marker?poiid=B0FFFAB6J2', 'LINK_WITHOUT_PLACE'],
  ['https://example.org/', 'LINK_WITHOUT_PLACE'],
  ['https://uri.amap.com.example.org/marker?position=126.64,45.75', 'LINK_WITHOUT_PLACE'],
  ['https://[', 'LINK_WITHOUT_PLACE'],
  ['1'.repeat(MOST_CHARACTERS + 1), 'TOO_LONG'],
])('%j is no place: %s', (text, code) => {
  expect(parsePlace(text)).toEqual({ code });
});

describe('hostile input', () => {
  const PIECES = [
    ...[
      '1',
      '1.',
      '.',
      '-',
      ' ',
      '1 ',
      '°',
      "'",
      '经',
      '经度',
      '经度1',
      'E',
      'E1',
      'lat',
      'a',
      '1:',
    ],
    ...[
      'https://',
      'https://a',
      'a.',
      'a-',
      'a.a',
      '?q=',
      '/@1,',
      '!3d1!4d',
      '!3d1',
      '%2C',
      'srid=4',
    ],
    ...[
      'SRID=1;',
      'POINT(',
      'POINT ',
      '<location ',
      ' x="',
      '{"type":',
      '[',
      '{"a":',
      'geo:',
      ',1',
    ],
    ...[
      'coord:',
      ';crs=',
      '#map=1/',
      '&',
      'wgs-',
      '\u3000',
      '，',
      '２',
      'map.baidu.com/',
      '"',
      '\\',
    ],
  ];
  const HEADS = [
    '',
    'geo:',
    'https://map.baidu.com/',
    'https://www.google.com/maps/',
    '<location ',
  ];

  test.each(PIECES)('ten thousand characters of %j take no time', (piece) => {
    for (const head of [...HEADS, 'https://apis.map.qq.com/?marker=', 'https://osm.org/#', '{']) {
      const text = (head + piece.repeat(MOST_CHARACTERS)).slice(0, MOST_CHARACTERS);
      // Of the processor, not of the clock: other programs may be at work, too.
      const start = process.cpuUsage();
      parsePlace(text);
      expect(process.cpuUsage(start).user / 1_000).toBeLessThan(150);
    }
  });

  test('never throws and never gives a place out of range', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(fc.oneof(fc.constantFrom(...PIECES, ...HEADS), fc.double().map(String)), {
          maxLength: 12,
        })
        .map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        const place = parsePlace(input);
        if (!isPlace(place)) return;
        expect(Math.abs(place.lon)).toBeLessThanOrEqual(180);
        expect(Math.abs(place.lat)).toBeLessThanOrEqual(90);
      }),
      { numRuns: 5_000 },
    );
  });

  test('any place of China is read back, in either order and in degrees, minutes and seconds', () => {
    const lon = fc.integer({ min: 73_0000, max: 136_0000 }).map((n) => n / 10_000);
    const lat = fc.integer({ min: 3_0000, max: 54_0000 }).map((n) => n / 10_000);
    fc.assert(
      fc.property(lon, lat, (x, y) => {
        expect(parsePlace(`${x}, ${y}`)).toMatchObject({ lon: x, lat: y });
        expect(parsePlace(`${y} ${x}`)).toMatchObject({ lon: x, lat: y });
        const place = parsePlace(`N${dms(y)} E${dms(x)}`);
        if (!isPlace(place)) throw new Error(place.code);
        expect(place.lon).toBeCloseTo(x, 8);
        expect(place.lat).toBeCloseTo(y, 8);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Degrees of at most four decimals in degrees, minutes and seconds; exact in hundredths of a second. */
function dms(degrees: number): string {
  const hundredths = Math.round(degrees * 360_000);
  const seconds = ((hundredths % 6_000) / 100).toFixed(2);
  return `${Math.floor(hundredths / 360_000)}°${Math.floor(hundredths / 6_000) % 60}′${seconds}″`;
}
