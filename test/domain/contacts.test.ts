import { describe, expect, it } from 'vitest';
import { confirmed, contactsOf, shownBy } from '../../functions/domain/contacts.ts';
import { findings } from '../../functions/domain/policy/gates.ts';
import type { Known, Unmet } from '../../functions/domain/visit/decision.ts';
import { authorised, given, type Given, known, knowing, ruledBy, says, setTo, type Standing, withPerson } from '../support/given.ts';
import { assistant, at, deputy, executiveHead, familySupport, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const nothingKnown = { contacts: undefined };
const inDoubt = (...people: readonly string[]): Known => people.reduce((so, id) => withPerson(id, nothingKnown, so), known);
const flags = ({ visit, known: knows }: Standing, step: 'request' | 'authorise' | 'depart' = 'depart'): readonly Unmet[] =>
  findings(step, visit, knows).outstanding.filter(({ code }) => code === 'reachable');
const missing = (so: Standing): readonly string[] => flags(so).flatMap((flag) => flag.missing);
const planned = (knows: Known): Given => given(knowing(knows), ...authorised);

describe('who may not be reached', () => {
  it('is nobody where every contact is confirmed', () => {
    expect(flags(planned(known))).toEqual([]);
  });

  it('is whoever a clock or a call could tell, by each of their ways, and the phones of those who go', () => {
    const everybody = inDoubt(teacher, assistant, familySupport, office, deputy, head, executiveHead, 'hampton-technician');

    expect(missing(planned(everybody)).toSorted()).toEqual(
      [
        ...[office, deputy, head, executiveHead].flatMap((person) => [`text#${person}`, `email#${person}`]),
        ...[teacher, assistant].map((person) => `text#${person}`),
      ].toSorted(),
    );
  });

  it('is shown with the state of each, to whoever agrees and to whoever leaves, and refuses nothing', () => {
    const [person] = contactsOf(known.staff[office]!);
    const failing = shownBy(known.staff[office]!, { channel: 'text', to: person!.to, outcome: 'failed' }, at('08:00'));
    const visit = planned(withPerson(office, failing));
    const flag = {
      code: 'reachable',
      clauses: ['DS-24'],
      missing: [`text#${office}`],
      wants: { kind: 'contacts', contacts: [{ person: office, channel: 'text', state: 'failing' }] },
    };

    expect(flags(visit)).toMatchObject([flag]);
    expect(flags(visit, 'authorise')).toMatchObject([flag]);
    expect(flags(visit, 'request')).toEqual([]);
    expect(findings('depart', visit.visit, visit.known).unmet.map(({ code }) => code)).not.toContain('reachable');
    visit.when(says('13:00', teacher, 'depart', { visitor: 'all', ticks })).records('VisitorDeparted', 'VisitorDeparted');
  });

  it('is whoever would be told at those hours', () => {
    const shut = setTo({ 'closed-days': ['2026-06-22'] }, inDoubt(office));

    expect(missing(planned(inDoubt(office)))).toEqual([`text#${office}`, `email#${office}`]);
    expect(missing(planned(shut))).toEqual([]);
  });

  it('is not somebody who stays behind', () => {
    const visit = planned(inDoubt(assistant));

    expect(missing(visit)).toEqual([`text#${assistant}`]);
    expect(missing(visit.and(says('12:00', assistant, 'not-going', { reason: 'Ill' })))).toEqual([]);
  });

  it('is no longer said once somebody has left, since what came of a call for help would show', () => {
    const visit = planned(inDoubt(office));

    expect(missing(visit.and(says('13:00', teacher, 'depart', { visitor: teacher, ticks })))).toEqual([]);
  });

  it('may be made to refuse by a policy that wants it so', () => {
    const wanted = ruledBy(
      { gates: [{ id: 'all-tested', step: 'depart', check: 'reachable', say: 'Test them first.', clauses: ['HA-16'] }] },
      inDoubt(head),
    );

    planned(wanted)
      .when(says('13:00', teacher, 'depart', { visitor: 'all', ticks }))
      .refusesFor('all-tested');
  });
});

describe('a contact', () => {
  const someone = known.staff[office]!;
  const to = someone.mobile!;
  const unknown = { ...someone, contacts: undefined };
  const text = { channel: 'text', to } as const;
  const stateOf = (person: typeof someone) => contactsOf(person).find(({ channel }) => channel === 'text')?.state;
  const failed = shownBy(someone, { ...text, outcome: 'failed' }, at('09:00'));
  const stopped = shownBy(someone, { ...text, outcome: 'failed', why: 'opted-out' }, at('09:00'));

  it('is unconfirmed while nothing has come back from it', () => {
    expect(stateOf(unknown)).toBe('unconfirmed');
    expect(stateOf(shownBy(unknown, { ...text, outcome: 'accepted' }, at('09:00')))).toBe('unconfirmed');
    expect(stateOf(confirmed(unknown, 'text', at('09:00')))).toBe('confirmed');
  });

  it('fails from the first message that surely did not go until one is taken, and is then what it was', () => {
    expect(contactsOf(failed)).toMatchObject([{ state: 'failing', since: at('09:00') }, { state: 'confirmed' }]);
    expect(shownBy(failed, { ...text, outcome: 'failed' }, at('09:05'))).toBe(failed);
    expect(stateOf(shownBy(failed, { ...text, outcome: 'accepted' }, at('09:05')))).toBe('confirmed');
    expect(
      stateOf(shownBy(shownBy(unknown, { ...text, outcome: 'failed' }, at('09:00')), { ...text, outcome: 'accepted' }, at('09:05'))),
    ).toBe('unconfirmed');
  });

  it('of whoever wants no more texts stays so, though the next one is taken, until a code has come back', () => {
    expect(stateOf(stopped)).toBe('opted-out');
    expect(shownBy(stopped, { ...text, outcome: 'accepted' }, at('09:05'))).toBe(stopped);
    expect(stateOf(confirmed(stopped, 'text', at('09:10')))).toBe('confirmed');
    expect(stateOf(confirmed(failed, 'text', at('09:10')))).toBe('confirmed');
  });

  it('learns nothing from what nobody can be sure of, nor from a message to another number', () => {
    for (const outcome of ['later', 'unknown', 'accepted'] as const)
      expect(shownBy(someone, { ...text, outcome }, at('09:00'))).toBe(someone);
    expect(shownBy(someone, { ...text, to: '+447700900999', outcome: 'failed' }, at('09:00'))).toBe(someone);
  });

  it('that is another is unconfirmed, and the old one is what it was', () => {
    const moved = { ...someone, mobile: '+447700900999' };

    expect(stateOf(moved)).toBe('unconfirmed');
    expect(stateOf(shownBy(moved, { channel: 'text', to: moved.mobile, outcome: 'failed' }, at('09:00')))).toBe('failing');
    expect(stateOf({ ...moved, mobile: to })).toBe('confirmed');
  });
});
