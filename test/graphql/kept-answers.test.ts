import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { Sharing } from '../../server/access/sharing.ts';
import { type Body, bodyOf, taggedBody } from '../../server/graphql/bytes.ts';
import type { Result } from '../../server/graphql/execution.ts';
import { KeptAnswers } from '../../server/graphql/kept-answers.ts';
import { DataVersions } from '../../server/hub/data-versions.ts';
import { JsonText } from '../../server/shared/json-text.ts';

const versions = new DataVersions(async () => '1');
const answerOf = (bytes: number, fill = 'x'): Body => bodyOf(new JsonText(fill.repeat(bytes)));
const FAILURE: Result = { errors: [new GraphQLError('no')] };

/** Whether an answer had to be worked out. */
async function isNew(
  answers: KeptAnswers,
  key: string,
  version: string,
  result: Result = FAILURE,
  sharing = new Sharing(),
): Promise<boolean> {
  let isExecuted = false;
  await answers.getOrExecute({ key, version }, { sharing }, async () => {
    isExecuted = true;
    return result;
  });
  return isExecuted;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('kept answers', () => {
  test('are those of one data version', async () => {
    const answers = new KeptAnswers(versions, 100_000);
    const { body } = answerOf(100);
    expect(await isNew(answers, 'a', '1', { body })).toBe(true);
    expect(await isNew(answers, 'a', '1')).toBe(false);
    expect(answers.get({ key: 'a', version: '1' })?.body).toBe(body);
    expect(answers.get({ key: 'a', version: '2' })).toBeUndefined();
    expect(await isNew(answers, 'a', '2')).toBe(true);
  });

  test('have no errors, and nothing personal', async () => {
    const answers = new KeptAnswers(versions, 100_000);
    const personal = new Sharing();
    personal.forbid();
    expect(await isNew(answers, 'a', '1', FAILURE)).toBe(true);
    expect(await isNew(answers, 'a', '1', answerOf(10), personal)).toBe(true);
    expect(answers.get({ key: 'a', version: '1' })).toBeUndefined();
    expect(answers.bytes).toBe(0);
  });

  test('never take more than they may; those not used for the longest go first', async () => {
    const answers = new KeptAnswers(versions, 100_000);
    for (let i = 0; i < 200; i++) {
      await isNew(answers, `k${i}`, '1', answerOf(5_000));
      answers.get({ key: 'k0', version: '1' });
      expect(answers.bytes).toBeLessThanOrEqual(100_000);
    }
    expect(answers.bytes).toBeGreaterThan(80_000);
    const keys = ['k0', 'k1', 'k199'];
    const kept = keys.filter((key) => answers.get({ key, version: '1' }));
    expect(kept).toEqual(['k0', 'k199']);
    await isNew(answers, 'huge', '1', answerOf(50_000));
    expect(answers.get({ key: 'huge', version: '1' })).toBeUndefined();
    expect(answers.get({ key: 'k0', version: '1' })).toBeDefined();
  });

  test('are worked out once for all who come at the same time, errors too', async () => {
    for (const result of [answerOf(10), FAILURE]) {
      const answers = new KeptAnswers(versions, 100_000);
      let executions = 0;
      const come = () =>
        answers.getOrExecute({ key: 'a', version: '1' }, { sharing: new Sharing() }, async () => {
          executions++;
          await pause();
          return result;
        });
      const [first, second, third] = await Promise.all([come(), come(), come()]);
      expect(second).toBe(first);
      expect(third).toBe(first);
      expect(executions).toBe(1);
    }
  });

  test('that turn out to be personal are worked out for each, who then no longer waits', async () => {
    const answers = new KeptAnswers(versions, 100_000);
    const come = (name: string) => {
      const sharing = new Sharing();
      return answers.getOrExecute({ key: 'a', version: '1' }, { sharing }, async () => {
        sharing.forbid();
        await pause();
        return answerOf(1, name);
      });
    };
    const bodies = await Promise.all(['a', 'b', 'c'].map(come));
    const texts = bodies.map((result) => ('body' in result ? result.body.toString() : null));
    expect(texts).toEqual(['{"data":a}\n', '{"data":b}\n', '{"data":c}\n']);
  });

  test('reach those who wait, though there be no room to keep them', async () => {
    const answers = new KeptAnswers(versions, 10_000);
    const place = { key: 'slow', version: '1' };
    const slow = answers.getOrExecute(place, { sharing: new Sharing() }, async () => {
      for (let i = 0; i < 20; i++) await isNew(answers, `k${i}`, '1', answerOf(500));
      return answerOf(10);
    });
    expect('body' in (await slow)).toBe(true);
  });

  test('have a validator of their content', () => {
    expect(taggedBody(answerOf(10)).etag).toBe(taggedBody(answerOf(10)).etag);
    expect(taggedBody(answerOf(10)).etag).not.toBe(taggedBody(answerOf(10, 'y')).etag);
  });
});
