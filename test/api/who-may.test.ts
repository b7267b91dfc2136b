import { describe, expect, it } from 'vitest';
import { mayCall } from '../../functions/api/who-may.ts';
import { routes } from '../../functions/api/routes.ts';
import { Person, type Staff } from '../../functions/domain/person.ts';
import { Duty } from '../../functions/domain/policy/policy.ts';
import { requested, stBenedicts, where } from '../support/five-schools.ts';
import { type Given, leftBy, says, setTo, withPerson } from '../support/given.ts';
import type { Caller } from '../../functions/http/who-is-calling.ts';

const someone = (id: string, ...duties: readonly string[]) => Person.parse({ id, name: id, firstName: id, duties });
const staff: Staff = Object.fromEntries(
  [someone('ada', 'visitor'), someone('ben', 'office'), someone('cat', 'head-of-school'), someone('dan')].map((person) => [
    person.id,
    person,
  ]),
);
const person = (id: string): Caller => ({ kind: 'person', id, school: 'lighthouse' });
const machine = (scope: 'read' | 'write'): Caller => ({ kind: 'machine', id: 'mis', school: 'lighthouse', scope });
const rowOf = (id: string) => routes.find((route) => route.id === id)!.may;

describe('who may', () => {
  it('is anybody of the staff, where anybody may', () => {
    expect(mayCall(['anybody'], person('dan'), staff)).toBe(true);
  });

  it('is nobody who has left the staff, whatever their sign-in says', () => {
    for (const id of ['eve', 'constructor', '__proto__']) expect(mayCall(['anybody'], person(id), staff), id).toBe(false);
  });

  it('is whoever holds one of the duties', () => {
    expect(mayCall(['office', 'head-of-school'], person('cat'), staff)).toBe(true);
    expect(mayCall(['office', 'head-of-school'], person('ada'), staff)).toBe(false);
  });

  it('is a machine by its scope alone, and write may read', () => {
    expect(mayCall(['machine:read'], machine('read'), staff)).toBe(true);
    expect(mayCall(['machine:read'], machine('write'), staff)).toBe(true);
    expect(mayCall(['machine:write'], machine('write'), staff)).toBe(true);
    expect(mayCall(['machine:write'], machine('read'), staff)).toBe(false);
    expect(mayCall(['anybody', 'office', 'admin', 'on-visit'], machine('write'), staff)).toBe(false);
  });

  it('never lets a machine authorise, decline, stand an alarm down, or say by which policy a school goes', () => {
    for (const id of [
      'authorise',
      'decline',
      'send-back',
      'stand-down',
      'acknowledge',
      'write-settings',
      'propose-policy',
      'agree-to-policy',
      'record-review',
    ])
      expect(mayCall(rowOf(id), machine('write'), staff), id).toBe(false);
  });

  it('lets the office, a safeguarding lead, a head and an admin begin a drill, and never a machine', () => {
    const those = ['office', 'dsl', 'headteacher', 'head-of-school', 'executive-headteacher', 'admin'];
    for (const duty of Duty.options)
      expect(mayCall(rowOf('begin-drill'), person('eve'), { eve: someone('eve', duty) }), duty).toBe(those.includes(duty));
    const ofDrills = routes.filter(({ path }) => /drill|rehearsal/.test(path));
    expect(ofDrills).toHaveLength(10);
    for (const { id, may } of ofDrills)
      for (const scope of ['read', 'write'] as const) expect(mayCall(may, machine(scope), staff), id).toBe(false);
  });

  it('lets an admin, a head and a machine that writes say that somebody has left, or is back', () => {
    for (const id of ['person-left', 'person-back']) {
      expect(mayCall(rowOf(id), person('cat'), staff), id).toBe(true);
      expect(mayCall(rowOf(id), machine('write'), staff), id).toBe(true);
      for (const who of ['ada', 'ben', 'dan']) expect(mayCall(rowOf(id), person(who), staff), `${id} ${who}`).toBe(false);
    }
    expect(mayCall(rowOf('person-read-policy'), person('dan'), staff)).toBe(true);
    expect(mayCall(rowOf('person-read-policy'), machine('write'), staff)).toBe(false);
  });

  it('lets everybody of the staff, and a machine that writes, say what happens after the door', () => {
    for (const id of ['depart-in-breach', 'arrive', 'check-in', 'leave', 'return', 'revise', 'correct', 'raise-alarm', 'note']) {
      expect(mayCall(rowOf(id), person('dan'), staff), id).toBe(true);
      expect(mayCall(rowOf(id), machine('write'), staff), id).toBe(true);
    }
  });

  describe('of one visit', () => {
    const { id, first, known: knows } = stBenedicts;
    /** Somebody who holds no duty but visiting, and to whom the teacher answers. */
    const manager = id('teaching-assistant');
    const school = where(stBenedicts, withPerson(first, { manager }, setTo({ 'manager-decides': false }, knows)));
    const planned = requested(school);
    const marked = planned.and(says('08:45', first, 'answer', { answers: { threats: { present: true, measures: ['Two cars'] } } }));
    it('is open to whoever left the school while they are out on it, for what is never refused and to read it', () => {
      const story = requested(school).and(says('09:00', first, 'depart-in-breach'));
      const gone = { ...story, known: leftBy(first, story.known) };
      const back = { ...story, ...gone, visit: story.and(says('09:30', id('head'), 'return', { visitor: first })).visit };
      const mayThen = (route: string, { visit, known: then }: Pick<Given, 'visit' | 'known'>) =>
        mayCall(rowOf(route), person(first), then.staff, visit, then);
      for (const route of [
        'arrive',
        'check-in',
        'leave',
        'return',
        'revise',
        'correct',
        'raise-alarm',
        'note',
        'read-visit',
        'read-card',
      ]) {
        expect(mayThen(route, gone), route).toBe(true);
        expect(mayThen(route, back), route).toBe(false);
        expect(mayThen(route, { ...gone, visit: planned.visit }), route).toBe(false);
      }
      for (const route of ['amend', 'answer', 'authorise', 'cancel', 'depart', 'acknowledge', 'write-up', 'close', 'board', 'list-people'])
        expect(mayThen(route, gone), route).toBe(false);
    });

    const may = (route: string, who: string, { visit }: Given = planned): boolean =>
      mayCall(rowOf(route), { ...person(who), school: school.name }, school.known.staff, visit, school.known);

    it('reads whoever the policy lets read it, whatever their duties, and nobody else', () => {
      for (const route of ['read-visit', 'read-card']) {
        expect(may(route, manager), route).toBe(true);
        expect(may(route, id('attendance-lead')), route).toBe(false);
      }
    });

    it('answers whoever the policy asks, while it asks them', () => {
      expect(may('answer', manager)).toBe(false);
      expect(may('answer', manager, marked)).toBe(true);
      expect(may('answer', id('attendance-lead'), marked)).toBe(false);
    });
  });
});
