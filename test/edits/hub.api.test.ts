import { describe, expect, test } from 'vitest';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });
const FIELDS = 'cityName cityNameEn attribution { name nameEn licence url }';
const SOURCE = { name: '市测绘院', nameEn: 'City survey', licence: 'for internal use' };

const update = (input: object) =>
  hub.send(
    `mutation ($input: UpdateHubInput!) { updateHub(input: $input) { dataVersion ${FIELDS} } }`,
    { input },
  );

describe.skipIf(missingDatabase)('the name of the city and its sources', () => {
  test('are set, each alone, and make a new data version', async () => {
    const { data: before } = await hub.send(`{ hub { dataVersion ${FIELDS} } }`);
    const named = await update({ cityName: ' 示例市 ', cityNameEn: 'Sample City' });
    expect(named.data.updateHub).toMatchObject({
      ...{ cityName: '示例市', cityNameEn: 'Sample City' },
      attribution: before.hub.attribution,
    });
    expect(Number(named.data.updateHub.dataVersion)).toBe(Number(before.hub.dataVersion) + 1);
    const sourced = await update({ attribution: [{ ...SOURCE, url: 'https://survey.example/a' }] });
    expect(sourced.data.updateHub).toMatchObject({
      cityName: '示例市',
      attribution: [{ ...SOURCE, url: 'https://survey.example/a' }],
    });
    expect((await update({ attribution: [] })).data.updateHub.attribution).toEqual([]);
  });

  test.each([
    ['input.cityName', { cityName: ' ' }],
    ['input.cityNameEn', { cityNameEn: 'x'.repeat(201) }],
    ['input.attribution[0].licence', { attribution: [{ ...SOURCE, licence: '' }] }],
    // It becomes a link: nothing that a browser would run.
    ['input.attribution[0].url', { attribution: [{ ...SOURCE, url: 'javascript:alert(1)' }] }],
    ['input.attribution[0].url', { attribution: [{ ...SOURCE, url: 'data:text/html,x' }] }],
    ['input.attribution[0].url', { attribution: [{ ...SOURCE, url: '/relative' }] }],
    ['input.attribution', { attribution: Array.from({ length: 51 }, () => SOURCE) }],
  ])('are refused with the name of the field: %s', async (field, input) => {
    const answer = await update(input);
    expect([codesOf(answer), answer.errors?.[0]?.extensions?.['field']]).toEqual([
      ['BAD_USER_INPUT'],
      field,
    ]);
  });
});
