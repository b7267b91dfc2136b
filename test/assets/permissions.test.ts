import { describe, expect, it } from 'vitest';
import { mayCall, type Permission, singly } from './permissions.ts';

const table = 'arn:aws:dynamodb:eu-west-2:000000000000:table/doorstep';
const allow = (more: Partial<Permission>): Permission => ({
  effect: 'Allow',
  actions: ['dynamodb:Query'],
  resources: [table],
  notResources: [],
  where: {},
  ...more,
});
const query = (resource: string, given = {}) => ({ by: 'api', action: 'dynamodb:Query', resource, given });

describe('what a role may do', () => {
  it('is what it is allowed by name, and nothing beside it', () => {
    expect(mayCall([allow({})], query(table))).toBe(true);
    expect(mayCall([allow({})], query(`${table}/index/due`))).toBe(false);
    expect(mayCall([allow({ actions: ['dynamodb:GetItem'] })], query(table))).toBe(false);
    expect(mayCall([], query(table))).toBe(false);
  });

  it('goes as far as a star, and no further', () => {
    const timers = allow({ actions: ['scheduler:Create*'], resources: ['arn:aws:scheduler:eu-west-2:000000000000:schedule/timers/*'] });
    const create = (group: string) => ({
      by: 'sweep',
      action: 'scheduler:CreateSchedule',
      resource: `arn:aws:scheduler:eu-west-2:000000000000:schedule/${group}/x`,
    });
    expect(mayCall([timers], create('timers'))).toBe(true);
    expect(mayCall([timers], create('others'))).toBe(false);
  });

  it('is everything but what is named, where that is how it is said', () => {
    const texts = allow({ actions: ['sns:Publish'], resources: [], notResources: ['arn:aws:sns:*:*:*'] });
    const publish = (resource: string) => ({ by: 'sweep', action: 'sns:Publish', resource });
    expect(mayCall([texts], publish('a phone number'))).toBe(true);
    expect(mayCall([texts], publish('arn:aws:sns:eu-west-2:000000000000:any'))).toBe(false);
  });

  it('asks for what its condition asks for', () => {
    const only = allow({ where: { 'sns:Protocol': 'email' } });
    expect(mayCall([only], query(table, { 'sns:Protocol': 'email' }))).toBe(true);
    expect(mayCall([only], query(table, { 'sns:Protocol': 'https' }))).toBe(false);
    expect(mayCall([only], query(table))).toBe(false);
  });

  it('is nothing that is denied, whatever allows it', () => {
    expect(mayCall([allow({}), allow({ effect: 'Deny' })], query(table))).toBe(false);
  });

  it('is counted one action and one resource at a time', () => {
    expect(singly([allow({ actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [table, `${table}/index/due`] })])).toHaveLength(4);
  });
});
