import { expect, it } from 'vitest';
import { awsSettling, SettlingEnvironment } from '../../functions/adapters/aws/settling.ts';
import { longestText } from '../../functions/domain/visit/wording.ts';

const base = 'https://abc1234567.execute-api.eu-west-2.amazonaws.com';
const told = ['TABLE_NAME', 'POKE_TOPIC_ARN', 'EMAIL_TOPIC_PREFIX', 'TIMER_GROUP', 'TIMER_TARGET_ARN', 'TIMER_ROLE_ARN', 'TIMER_DLQ_ARN'];
const { linkTo, phonePage } = awsSettling(
  SettlingEnvironment.parse({ ...Object.fromEntries(told.map((name) => [name, name])), BASE_URL: `${base}/` }),
);

it.each([
  ['a visit', 'HV-7K2M9Q', '/visits/HV-7K2M9Q'],
  ['what was said against somebody', 'AL-7K2M9Q', '/allegations/AL-7K2M9Q'],
  ['a drill', 'DR-7K2M9Q', '/drills/DR-7K2M9Q'],
  ['a policy that is to be looked at again', 'ER-R0000001', '/policy'],
])('a message about %s leads to its page', (_, item, page) => {
  expect(linkTo({ visit: item })).toBe(`${base}${page}`);
});

it('a text to somebody who goes leads to their own page, and leaves room for what it says', () => {
  const link = phonePage('0123456789ABCDEFGHIJKL');
  expect(link).toBe(`${base}/v/0123456789ABCDEFGHIJKL`);
  expect(longestText - link.length).toBeGreaterThan(200);
});
