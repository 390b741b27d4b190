import { describe, expect, test } from 'vitest';
import { answerOf, KeptAnswers, questionKey } from '../../server/graphql/answers.ts';
import { DataVersions } from '../../server/graphql/versions.ts';

const bodyOf = (bytes: number, fill = 'x') => answerOf(Buffer.alloc(bytes, fill));

describe('kept answers', () => {
  test('are those of one data version', () => {
    const answers = new KeptAnswers(100_000);
    const answer = bodyOf(100);
    answers.keep('a', '1', answer);
    expect(answers.get('a', '1')?.body).toBe(answer.body);
    expect(answers.get('a', '2')).toBeUndefined();
    expect(answers.bytes).toBe(0);
  });

  test('never take more than they may; those not asked for the longest go first', () => {
    const answers = new KeptAnswers(100_000);
    for (let i = 0; i < 200; i++) {
      answers.keep(`k${i}`, '1', bodyOf(5_000));
      answers.get('k0', '1');
      expect(answers.bytes).toBeLessThanOrEqual(100_000);
    }
    expect(answers.get('k0', '1')).toBeDefined();
    expect(answers.get('k1', '1')).toBeUndefined();
    expect(answers.get('k199', '1')).toBeDefined();
    answers.keep('huge', '1', bodyOf(50_000));
    expect(answers.get('huge', '1')).toBeUndefined();
    for (let i = 0; i < 200; i++) answers.keep('same', '1', bodyOf(100 + i));
    expect(answers.bytes).toBeLessThanOrEqual(100_000);
  });

  test('have a validator of their content', () => {
    expect(bodyOf(10).etag).toBe(bodyOf(10).etag);
    expect(bodyOf(10).etag).not.toBe(bodyOf(10, 'y').etag);
  });
});

describe('the key of a question', () => {
  test('differs when any part does, wherever parts begin and end', () => {
    const keys = [
      ['ab', 'c'],
      ['a', 'bc'],
      ['ab', null, 'c'],
      ['ab', 'c', null],
      ['', 'abc'],
      [null, 'abc'],
    ];
    expect(new Set(keys.map(questionKey)).size).toBe(keys.length);
  });
});

describe('the data version', () => {
  test('is read after the question was asked, once for all who wait', async () => {
    let reads = 0;
    const waiting: (() => void)[] = [];
    const versions = new DataVersions(async () => {
      const version = String(++reads);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return version;
    });
    const first = versions.now();
    await new Promise(setImmediate);
    expect(reads).toBe(1);
    // Asked while the first is being read: that one may be too old for them.
    const later = [versions.now(), versions.now(), versions.now()];
    waiting.shift()?.();
    expect(await first).toBe('1');
    await new Promise(setImmediate);
    waiting.shift()?.();
    expect(await Promise.all(later)).toEqual(['2', '2', '2']);
    expect(reads).toBe(2);
  });

  test('is read again after a failure', async () => {
    let reads = 0;
    const versions = new DataVersions(async () => {
      if (reads++ === 0) throw new Error('The database is away.');
      return 'there';
    });
    const [lost, found] = [versions.now(), new Promise(setImmediate).then(() => versions.now())];
    await expect(lost).rejects.toThrow('away');
    expect(await found).toBe('there');
  });
});
