import { describe, expect, it } from 'vitest';
import { mayCall } from '../../functions/api/who-may.ts';
import { routes } from '../../functions/api/routes.ts';
import { requested, stBenedicts, where } from '../support/five-schools.ts';
import { type Given, leftBy, says, setTo, withPerson } from '../support/given.ts';
import type { Caller } from '../../functions/http/who-is-calling.ts';

const person = (id: string): Caller => ({ kind: 'person', id, school: 'lighthouse' });
const rowOf = (id: string) => routes.find((route) => route.id === id)!.may;

/** Who gets in where stands in docs/who-gets-in.md; here, how that changes while a visit goes on. */
describe('one visit', () => {
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
    for (const route of ['arrive', 'check-in', 'leave', 'return', 'revise', 'correct', 'raise-alarm', 'note', 'read-visit', 'read-card']) {
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
