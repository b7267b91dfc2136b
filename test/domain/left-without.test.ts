/** What a change of people or settings would leave a school without, said before it is done. */
import { describe, expect, it } from 'vitest';
import { leftWithout } from '../../functions/domain/policy/left-without.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { known, leftBy, setTo, withPerson } from '../support/given.ts';
import { assistant, deputy, executiveHead, head, office, teacher } from '../support/hampton-visit.ts';

const technician = 'hampton-technician';
const messages = (before: Known, after: Known): readonly string[] => leftWithout(before, after).map(({ message }) => message);
const codes = (before: Known, after: Known): readonly string[] => leftWithout(before, after).map(({ code }) => code);

/** A school of these values in which nobody but this person can do something. */
const turn = { duty: 'dsl', people: [assistant], from: '08:00', to: '12:00', days: [1] };
const oneRung = (...tell: readonly string[]) => ({ rungs: [{ id: 'first', do: 'tell', tell, wait: 'PT5M', say: 'Ring them.' }] });

describe('a change says what it would leave the school without', () => {
  it('the last who keeps the records', () => {
    expect(messages(known, leftBy(technician))).toEqual(['Nobody would be left with the duty admin, to keep the records of people.']);
    expect(codes(known, withPerson(technician, { duties: [] }))).toEqual(['no-admin']);
  });

  it('the last with a duty that a rung, an agreement or a notice needs, and the last who can be reached on a rung', () => {
    const said = messages(known, leftBy(office));
    expect(said).toContain('Nobody would be left with the duty office, which is told on a step of a ladder and is sent a notice.');
    expect(said).toContain('Nobody who can be reached would be left on the step "ask" of the ladder "not-signed-out".');
    expect(messages(known, leftBy(head))).toContainEqual(expect.stringMatching(/the duty head-of-school, which agrees to visits, is told/));
  });

  it('the last number and address of a rung', () => {
    expect(codes(known, withPerson(office, { mobile: undefined }))).toEqual([]);
    const unreachable = withPerson(office, { mobile: undefined, email: undefined });
    expect(new Set(codes(known, unreachable))).toEqual(new Set(['nobody-to-reach']));
  });

  it('the last of those whom the school named', () => {
    const named = setTo({ 'out-of-hours': [assistant] });
    expect(messages(named, leftBy(assistant, named))).toEqual([
      'Nobody would be left of those whom the school named for: Who answers when the office is shut?',
    ]);
  });

  it('the last of a turn, and whoever alone stands in for somebody', () => {
    const rota = setTo({ rota: [turn] });
    expect(messages(rota, leftBy(assistant, rota))).toEqual([
      'Nobody who can be reached would be left on the rota for the duty dsl, 08:00 to 12:00.',
    ]);
    const stands = setTo({ deputies: [{ for: head, by: [assistant] }] });
    expect(messages(stands, leftBy(assistant, stands))).toEqual(['Nobody who can be reached would be left to stand in for Ruth Calloway.']);
    expect(codes(stands, setTo({ deputies: [] }))).toEqual(['no-deputy']);
  });

  it('a turn of which others have a row of their own only once nobody of them is left', () => {
    const both = (...people: readonly string[]) => setTo({ rota: people.map((person) => ({ ...turn, people: [person] })) });
    const rota = both(assistant, deputy);
    expect(codes(rota, leftBy(assistant, rota))).toEqual([]);
    const one = both('hampton-nobody', deputy);
    expect(codes(one, leftBy(deputy, one))).toContain('empty-turn');
    const gone = leftBy(assistant, rota);
    expect(codes(gone, leftBy(deputy, gone)).filter((code) => code === 'empty-turn')).toHaveLength(1);
  });

  it('the last with a duty that a rung falls back on', () => {
    const [rung] = oneRung('line-manager').rungs;
    const falls = setTo({ 'concern-ladder': { rungs: [{ ...rung, instead: ['team'] }] } }, withPerson(assistant, { duties: ['team'] }));
    expect(messages(falls, leftBy(assistant, falls))).toEqual([
      'Nobody would be left with the duty team, which is told on a step of a ladder.',
    ]);
  });

  it('the manager of others', () => {
    const managed = withPerson(teacher, { manager: assistant });
    expect(messages(managed, leftBy(assistant, managed))).toEqual(['Priya Raman would have no line manager: it was Joel Whitlock.']);
  });

  it('a ladder of the school’s own that would tell nobody', () => {
    expect(codes(known, setTo({ 'concern-ladder': oneRung('team') }))).toEqual(['nobody-to-reach']);
  });
});

describe('and says nothing', () => {
  it('of what was so before', () => {
    const bare = leftBy(technician, leftBy(office));
    expect(codes(bare, leftBy(teacher, bare))).toEqual([]);
    expect(codes(bare, bare)).toEqual([]);
  });

  it('where others are left', () => {
    expect(codes(known, leftBy(assistant))).toEqual([]);
    const two = setTo({ rota: [{ ...turn, people: [assistant, deputy] }], deputies: [{ for: head, by: [assistant, executiveHead] }] });
    expect(codes(two, leftBy(assistant, two))).toEqual([]);
  });

  it('of a rung that tells somebody by their part in the visit', () => {
    const manager = setTo({ 'concern-ladder': oneRung('line-manager', assistant) });
    expect(codes(manager, leftBy(assistant, manager))).toEqual([]);
  });

  it('of what is given to somebody, or of somebody who is new', () => {
    expect(codes(leftBy(technician), known)).toEqual([]);
  });
});
