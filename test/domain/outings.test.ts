import { describe, expect, it } from 'vitest';
import type { Known } from '../../functions/domain/visit/decision.ts';
import type { Happening } from '../../functions/domain/visit/draft.ts';
import { evolve, evolveAll } from '../../functions/domain/visit/evolve.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { outcomeSaid, wasInside } from '../../functions/domain/visit/outcome.ts';
import {
  aheadOf,
  goes,
  isAlong,
  isKeptFrom,
  isLinked,
  mayBeThere,
  onVisit,
  stageOf,
  stateOf,
  stopAt,
  watchedAs,
  withThoseBeside,
} from '../../functions/domain/visit/relations.ts';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import type { Ahead, Visit, VisitEvent, Visitor } from '../../functions/domain/visit/visit.ts';
import { running } from '../../functions/domain/policy/clocks.ts';
import { asked, authorised, type Given, given, givenOf, knowing, known, out, passing, says, setTo } from '../support/given.ts';
import { assistant, at, deputy, familySupport, head, office, teacher, ticks } from '../support/hampton-visit.ts';
import { departs, ready, stBenedicts } from '../support/five-schools.ts';

const [first, second, third] = ['HV-000001', 'HV-000002', 'HV-000003'] as const;

/** What has happened, as it stands in a history. */
const fact = (time: string, happening: Happening): VisitEvent => ({ at: at(time), by: office, via: 'api', ...happening });
const after = (visit: Visit, ...facts: readonly (readonly [string, Happening])[]): Visit =>
  facts.reduce((so, [time, happening]) => evolve(so, fact(time, happening)), visit);
const who = (visit: Visit, person: string = teacher): Visitor => visit.visitors.find((v) => v.person === person)!;
const contactsOf = (visit: Visit, person: string = teacher) => who(visit, person).contacts;

const prepared = given(...authorised).visit;
const bare = given().visit;

/** Out since one o'clock, with later homes ahead. */
const goneTo = (...ahead: readonly Ahead[]): Visit =>
  after(prepared, ['13:00', { type: 'VisitorDeparted', visitor: teacher, ticks: [], ahead: [...ahead] }]);
const later: Ahead = { visit: second, arriveAt: at('14:00'), leaveAt: at('14:30') };
const last: Ahead = { visit: third, arriveAt: at('15:00'), leaveAt: at('15:30') };

// ------------------------------------------------------------------------------------------------ links

describe('a visitor who is watched in the item of another visit', () => {
  const linked = after(prepared, ['13:00', { type: 'WatchLinked', visitor: teacher, lead: second }]);
  const there = (...facts: readonly (readonly [string, Happening])[]): Visit => ({
    ...after(prepared, ['13:00', { type: 'VisitorDeparted', visitor: teacher, ticks: [] }], ...facts),
    visit: second,
  });
  const stands = (leads: readonly Visit[]) => stateOf(linked, who(linked), leads);

  it('is named with the visit that leads, and nobody else is', () => {
    expect(who(linked)).toEqual({ person: teacher, contacts: {}, inBreach: false, stops: [], lead: second });
    expect(who(linked, assistant).lead).toBeUndefined();
  });

  it('is watched here where no lead is known, or they are not on it, or never went on it', () => {
    const others = { ...there(), visitors: there().visitors.filter((v) => v.person !== teacher) };
    const elsewhere: Visit = { ...there(), visit: third };
    for (const leads of [[], [others], [elsewhere], [{ ...prepared, visit: second }]]) {
      expect(watchedAs(who(linked), leads)).toBe(who(linked));
      expect(isLinked(who(linked), leads)).toBe(false);
      expect(stands(leads)).toBe('expected');
    }
  });

  it('counts for nothing as a lead where nobody was linked to it', () => {
    expect(watchedAs(who(prepared), [there()])).toBe(who(prepared));
  });

  it('is as that visit has them, among several', () => {
    const lead = there();
    expect(watchedAs(who(linked), [{ ...prepared, visit: third }, lead])).toBe(who(lead));
    expect(isLinked(who(linked), [lead])).toBe(true);
    expect(stands([lead])).toBe('signed-out');
  });

  it('is at this home only by a stop at this home', () => {
    const atTheirs = there(['13:20', { type: 'VisitorArrived', visitor: teacher, place: second }]);
    expect(stopAt(linked, who(linked), [atTheirs])).toBeUndefined();
    expect(stands([atTheirs])).toBe('signed-out');
    const atBoth = after(atTheirs, ['13:40', { type: 'VisitorArrived', visitor: teacher, place: first }]);
    expect(stopAt(linked, who(linked), [atBoth])).toEqual({ visit: first, arrivedAt: at('13:40') });
    expect(stands([atBoth])).toBe('on-site');
    const atAThird = after(
      atBoth,
      ['14:00', { type: 'VisitorLeft', visitor: teacher, place: first }],
      ['14:20', { type: 'VisitorArrived', visitor: teacher, place: third }],
    );
    expect(stands([atAThird])).toBe('left');
  });

  it('is accounted for here once that outing is over, where they were at this home, and is expected still where they were not', () => {
    const never = there(['14:00', { type: 'VisitorReturned', visitor: teacher }]);
    expect(stands([never])).toBe('expected');
    expect(isLinked(who(linked), [never])).toBe(false);
    const was = there(
      ['13:40', { type: 'VisitorArrived', visitor: teacher, place: first }],
      ['14:00', { type: 'VisitorReturned', visitor: teacher }],
    );
    expect(stands([was])).toBe('accounted-for');
    expect(stageOf(linked, [was])).toBe('returned');
    expect(stageOf(linked, [never])).toBe('authorised');
  });

  it('is not going where they are not, whatever another visit says', () => {
    const stays = after(linked, ['13:05', { type: 'VisitorNotGoing', visitor: teacher, reason: 'ill' }]);
    expect(stateOf(stays, who(stays), [there()])).toBe('not-going');
  });

  it('is watched here again when they leave from here', () => {
    const signed = after(linked, ['13:30', { type: 'VisitorDeparted', visitor: teacher, ticks: [] }]);
    expect(who(signed)).not.toHaveProperty('lead');
    const unsigned = after(linked, ['13:30', { type: 'VisitorDepartedInBreach', visitor: teacher, unmet: [] }]);
    expect(who(unsigned)).not.toHaveProperty('lead');
  });

  it('has no clock here, and is no reason for the board to read this visit', () => {
    const visit = given(...out).and(knowing({ ...known, leads: [] })).visit;
    const both = after(
      visit,
      ['13:05', { type: 'WatchLinked', visitor: teacher, lead: second }],
      ['13:05', { type: 'WatchLinked', visitor: assistant, lead: second }],
    );
    const lead: Visit = { ...visit, visit: second };
    const knows: Known = { ...known, leads: [lead] };
    expect(running(both, knows)).toEqual([]);
    expect(shadowOf(both, knows).card.watched).toBe(false);
    expect(shadowOf(both, { ...known, leads: [] }).card.watched).toBe(true);
    const one = { ...lead, visitors: lead.visitors.filter((v) => v.person === teacher) };
    expect(running(both, { ...known, leads: [one] }).map((r) => r.visitor)).toEqual([assistant]);
    expect(shadowOf(both, { ...known, leads: [one] }).card.watched).toBe(true);
  });
});

// ------------------------------------------------------------------------------------------------ who

describe('who is on a visit', () => {
  const stays = after(prepared, ['12:00', { type: 'VisitorNotGoing', visitor: assistant, reason: 'ill' }]);

  it('is everybody named; who goes is not who stays', () => {
    expect([onVisit(stays, teacher), onVisit(stays, assistant), onVisit(stays, office), onVisit(stays, undefined)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([goes(stays, teacher), goes(stays, assistant), goes(stays, office)]).toEqual([true, false, false]);
  });

  const opened = (kind: 'distress' | 'concern', more: object = {}): Visit =>
    after(stays, [
      '12:30',
      {
        type: 'AlarmOpened',
        alarm: 'h1',
        kind,
        of: 'help',
        visitors: [assistant],
        ladder: 'missing',
        quiet: [],
        reads: 'logistics',
        ...more,
      },
    ]);

  const those = [teacher, assistant, familySupport, office, undefined];

  it('may be in the house who goes, who called for help from it, or who goes there on another visit', () => {
    const call = opened('distress', { beside: [familySupport] });
    expect(those.map((person) => mayBeThere(withThoseBeside(call), person))).toEqual([true, true, true, false, false]);
    // A call alone makes of whoever goes there on another visit nothing that they were not before.
    expect(those.map((person) => mayBeThere(call, person))).toEqual([true, true, false, false, false]);
    expect(those.map((person) => isKeptFrom(call.alarms[0]!, person))).toEqual([false, true, true, false, false]);
    const open = opened('concern', { beside: [familySupport] });
    expect(those.map((person) => mayBeThere(withThoseBeside(open), person))).toEqual([true, false, false, false, false]);
    expect(isKeptFrom(open.alarms[0]!, familySupport)).toBe(false);
  });

  it('is along who goes to a home to which one of them has come', () => {
    const came = after(
      stays,
      ['13:20', { type: 'VisitorArrived', visitor: teacher, place: second, beside: [familySupport] }],
      ['13:40', { type: 'VisitorArrived', visitor: teacher, place: third }],
    );
    expect(those.map((person) => isAlong(came, person))).toEqual([true, false, true, false, false]);
  });

  it('comes on to it whoever is heard of there: nobody is refused a watch', () => {
    const came = after(prepared, ['13:10', { type: 'VisitorArrived', visitor: familySupport }]);
    expect(came.visitors.map((v) => v.person)).toEqual([teacher, assistant, familySupport]);
    expect(who(came, familySupport)).toEqual({
      person: familySupport,
      contacts: { arrive: at('13:10') },
      inBreach: false,
      stops: [{ visit: first, arrivedAt: at('13:10') }],
      outSince: at('13:10'),
    });
  });

  it('goes after all when named anew, with what they are on the visit', () => {
    const again = after(stays, [
      '12:40',
      {
        type: 'VisitAmended',
        changes: {
          visitors: [
            { person: assistant, onVisit: 'lead' },
            { person: deputy, onVisit: 'second' },
          ],
        },
      },
    ]);
    expect(again.visitors).toEqual([
      { person: assistant, contacts: {}, inBreach: false, stops: [], onVisit: 'lead' },
      { person: deputy, contacts: {}, inBreach: false, stops: [], onVisit: 'second' },
    ]);
    expect(after(again, ['12:41', { type: 'VisitAmended', changes: { visitors: [{ person: assistant }] } }]).visitors[0]?.onVisit).toBe(
      'lead',
    );
  });

  it('stays as it is where something else is amended', () => {
    const amended = after(stays, ['12:40', { type: 'VisitAmended', changes: { purpose: 'Another', plan: { returnAt: at('15:00') } } }]);
    expect(amended.visitors).toEqual(stays.visitors);
    expect(amended.purpose).toBe('Another');
    expect(amended.plan).toEqual({ ...stays.plan, returnAt: at('15:00') });
  });
});

// ------------------------------------------------------------------------------------------------ the stage

describe('how far a visit has come', () => {
  const states = (visit: Visit) => visit.visitors.map((v) => stateOf(visit, v));

  it('is told by the one who is furthest from being back', () => {
    const one = goneTo();
    expect([stageOf(bare), stageOf(prepared), stageOf(one)]).toEqual(['requested', 'authorised', 'out']);
    expect(states(one)).toEqual(['signed-out', 'expected']);
    const there = after(one, ['13:20', { type: 'VisitorArrived', visitor: teacher }]);
    expect([stageOf(there), ...states(there)]).toEqual(['out', 'on-site', 'expected']);
    const left = after(there, ['14:00', { type: 'VisitorLeft', visitor: teacher }]);
    expect([stageOf(left), ...states(left)]).toEqual(['out', 'left', 'expected']);
    const back = after(left, ['14:20', { type: 'VisitorReturned', visitor: teacher }]);
    expect([stageOf(back), ...states(back)]).toEqual(['returned', 'accounted-for', 'expected']);
    const written = after(back, ['14:30', { type: 'VisitWrittenUp', answers: [] }]);
    expect(stageOf(written)).toBe('written-up');
    expect(stageOf(after(written, ['14:40', { type: 'VisitClosed' }]))).toBe('closed');
    expect(stageOf(after(written, ['14:40', { type: 'VisitClosed', seeming: true }]))).toBe('written-up');
  });

  it('is where it ended, where it was declined or cancelled', () => {
    expect(stageOf(after(prepared, ['12:00', { type: 'VisitDeclined', reason: 'no' }]))).toBe('declined');
    expect(stageOf(after(prepared, ['12:00', { type: 'VisitCancelled', reason: 'no' }]))).toBe('cancelled');
    expect(stageOf(after(prepared, ['12:00', { type: 'VisitRescheduled', reason: 'no' }]))).toBe('cancelled');
  });

  it('asks nothing of who does not go', () => {
    const stays = after(goneTo(), ['13:05', { type: 'VisitorNotGoing', visitor: teacher, reason: 'ill' }]);
    expect(stageOf(stays)).toBe('authorised');
  });

  it('at a second home is by the last stop', () => {
    const two = after(
      goneTo(),
      ['13:20', { type: 'VisitorArrived', visitor: teacher }],
      ['13:40', { type: 'VisitorLeft', visitor: teacher }],
      ['14:00', { type: 'VisitorArrived', visitor: teacher, place: second }],
    );
    expect(states(two)).toEqual(['on-site', 'expected']);
  });
});

// ------------------------------------------------------------------------------------------------ the later homes

describe('the later homes of a round', () => {
  const own: Visit = { ...prepared, round: { id: 'monday', order: 2 } };
  const home = (id: string, order: number | undefined, plan: object = {}, more: object = {}): { readonly visit: Visit } => {
    const { round: _round, ...rest } = prepared;
    return {
      visit: {
        ...rest,
        visit: id,
        ...(order === undefined ? {} : { round: { id: 'monday', order } }),
        plan: { ...prepared.plan, ...plan },
        ...more,
      },
    };
  };
  const ids = (visit: Visit, ...round: readonly { readonly visit: Visit }[]) => aheadOf(teacher, visit, round).ahead?.map((a) => a.visit);

  it('come in their order, with the times planned for each', () => {
    const times = { arriveAt: at('14:00'), leaveAt: at('14:30') };
    expect(aheadOf(teacher, own, [home(third, 4), home(second, 3, times)])).toEqual({
      ahead: [
        { visit: second, ...times },
        { visit: third, arriveAt: undefined, leaveAt: undefined },
      ],
    });
  });

  it('are not those before, nor this one’s own place', () => {
    expect(aheadOf(teacher, own, [home(second, 1), home(third, 2)])).toEqual({});
    expect(aheadOf(teacher, own, [home(third, undefined)])).toEqual({});
  });

  it('are all that have a place, where this one has none', () => {
    const { round: _round, ...alone } = prepared;
    expect(ids(alone, home(second, 1), home(third, undefined))).toEqual([second]);
  });

  it('are not those called off, nor those to which this visitor does not go', () => {
    expect(ids(own, home(second, 3, {}, { ended: 'cancelled' }), home(third, 4))).toEqual([third]);
    const notTheirs = home(
      second,
      3,
      {},
      { visitors: prepared.visitors.map((v) => (v.person === teacher ? { ...v, notGoing: 'ill' } : v)) },
    );
    expect(aheadOf(teacher, own, [notTheirs])).toEqual({});
    expect(aheadOf(assistant, own, [notTheirs]).ahead).toHaveLength(1);
    expect(aheadOf(deputy, own, [notTheirs])).toEqual({});
  });

  it('are written down with the departure, signed out or not', () => {
    const round = [{ visit: home(second, 3, { arriveAt: at('14:00') }).visit, household: known.household }];
    const ofTheRound = asked({ round: { id: 'monday', order: 2 } });
    const story = givenOf(ofTheRound, { ...known, round }, ...authorised);
    const wanted = [{ visit: second, arriveAt: at('14:00') }];
    story
      .when(says('13:00', teacher, 'depart-in-breach', {}))
      .records({ type: 'VisitorDepartedInBreach', visitor: teacher, ahead: wanted });
    expect(who(story.and(says('13:00', teacher, 'arrive', {})).visit).ahead).toMatchObject(wanted);
  });

  it('are kept by whoever goes again in breach, where nothing newer is known', () => {
    const again = after(goneTo(later), ['13:10', { type: 'VisitorDepartedInBreach', visitor: teacher, unmet: [] }]);
    expect(who(again).ahead).toEqual([later]);
    expect(who(after(again, ['13:20', { type: 'VisitorDepartedInBreach', visitor: teacher, unmet: [], ahead: [last] }])).ahead).toEqual([
      last,
    ]);
    expect(who(after(again, ['13:20', { type: 'VisitorDeparted', visitor: teacher, ticks: [] }])).ahead).toBeUndefined();
  });
});

describe('on the way to a later home', () => {
  const there = after(goneTo(later, last), ['13:20', { type: 'VisitorArrived', visitor: teacher }]);
  const leaves = (from: Visit, time: string, more: object = {}): Visit =>
    after(from, [time, { type: 'VisitorLeft', visitor: teacher, ...more }]);

  it('the times of the next home are waited for, and what was said at the one before does not count for it', () => {
    const left = leaves(there, '13:40');
    expect(contactsOf(left)).toEqual({ depart: at('13:00') });
    expect(who(left).revised).toEqual({ arriveAt: at('14:00'), leaveAt: at('14:30') });
    expect(who(left).stops).toEqual([{ visit: first, arrivedAt: at('13:20'), leftAt: at('13:40') }]);
  });

  it('it is the one that they name, though another comes before it', () => {
    const left = leaves(there, '13:40', { next: third });
    expect(who(left).revised).toEqual({ arriveAt: at('15:00'), leaveAt: at('15:30') });
    expect(who(left).next).toBe(third);
  });

  it('nothing is waited for where they name somewhere else', () => {
    const left = leaves(there, '13:40', { next: 'school' });
    expect(who(left).revised).toBeUndefined();
    expect(contactsOf(left)).toEqual({ depart: at('13:00'), arrive: at('13:20'), leave: at('13:40') });
  });

  it('from the second home comes the third, and from the third none', () => {
    const toThird = leaves(after(leaves(there, '13:40'), ['14:00', { type: 'VisitorArrived', visitor: teacher, place: second }]), '14:30', {
      place: second,
    });
    expect(who(toThird).revised).toEqual({ arriveAt: at('15:00'), leaveAt: at('15:30') });
    expect(contactsOf(toThird)).toEqual({ depart: at('13:00') });
    const done = leaves(after(toThird, ['15:00', { type: 'VisitorArrived', visitor: teacher, place: third }]), '15:30', { place: third });
    expect(contactsOf(done)).toEqual({ depart: at('13:00'), arrive: at('15:00'), leave: at('15:30') });
    expect(who(done).stops.map((stop) => stop.visit)).toEqual([first, second, third]);
  });

  it('a late word about a home before says nothing of where they go now', () => {
    const atSecond = after(leaves(there, '13:40'), ['14:00', { type: 'VisitorArrived', visitor: teacher, place: second }]);
    const late = leaves(atSecond, '14:05', { outcome: 'completed' });
    expect(who(late).revised).toEqual(who(atSecond).revised);
    expect(contactsOf(late)).toEqual({ depart: at('13:00'), arrive: at('14:00'), leave: at('14:05') });
    expect(who(late).stops).toEqual([
      { visit: first, arrivedAt: at('13:20'), leftAt: at('14:05'), outcome: 'completed' },
      { visit: second, arrivedAt: at('14:00') },
    ]);
  });

  it('somebody who never said that they were at the first home goes on from it too', () => {
    const left = leaves(goneTo(later), '13:40');
    expect(who(left).revised).toEqual({ arriveAt: at('14:00'), leaveAt: at('14:30') });
    expect(who(left).stops).toEqual([{ visit: first, leftAt: at('13:40') }]);
  });

  it('a home without times changes nothing of what is waited for', () => {
    const left = leaves(after(goneTo({ visit: second }), ['13:20', { type: 'VisitorArrived', visitor: teacher }]), '13:40');
    expect(contactsOf(left)).toEqual({ depart: at('13:00'), arrive: at('13:20'), leave: at('13:40') });
    expect(who(left).revised).toBeUndefined();
  });

  it('one time alone of it is waited for alone', () => {
    const toLeave = leaves(
      after(goneTo({ visit: second, leaveAt: at('14:30') }), ['13:20', { type: 'VisitorArrived', visitor: teacher }]),
      '13:40',
    );
    expect(contactsOf(toLeave)).toEqual({ depart: at('13:00'), arrive: at('13:20') });
    expect(who(toLeave).revised).toEqual({ leaveAt: at('14:30') });
    const toArrive = leaves(
      after(goneTo({ visit: second, arriveAt: at('14:00') }), ['13:20', { type: 'VisitorArrived', visitor: teacher }]),
      '13:40',
    );
    expect(contactsOf(toArrive)).toEqual({ depart: at('13:00'), leave: at('13:40') });
    expect(who(toArrive).revised).toEqual({ arriveAt: at('14:00') });
  });

  it('a time that has gone by is not waited for, and neither is this very moment', () => {
    const late = leaves(there, '14:00');
    expect(contactsOf(late)).toEqual({ depart: at('13:00'), arrive: at('13:20') });
    expect(who(late).revised).toEqual({ leaveAt: at('14:30') });
    const tooLate = leaves(there, '14:30');
    expect(contactsOf(tooLate)).toEqual({ depart: at('13:00'), arrive: at('13:20'), leave: at('14:30') });
    expect(who(tooLate).revised).toEqual({});
  });

  it('where they never said that they were there, a time gone by counts from now', () => {
    expect(contactsOf(leaves(goneTo(later), '14:00'))).toEqual({ depart: at('13:00'), arrive: at('14:00') });
  });

  it('other times that were said of them stay as they were', () => {
    const revised = after(there, [
      '13:30',
      { type: 'TimesRevised', visitor: teacher, plan: { returnAt: at('16:00'), leaveAt: at('13:50') }, spoken: true },
    ]);
    expect(who(leaves(revised, '13:40')).revised).toEqual({ returnAt: at('16:00'), arriveAt: at('14:00'), leaveAt: at('14:30') });
    expect(who(leaves(revised, '14:35')).revised).toEqual({ returnAt: at('16:00') });
  });

  it('it is nobody’s but the visitor’s who left', () => {
    expect(who(leaves(there, '13:40'), assistant)).toEqual(who(there, assistant));
  });
});

describe('at a later home without a word of having left the one before', () => {
  const there = after(goneTo(later), ['13:20', { type: 'VisitorArrived', visitor: teacher }]);

  it('they are there, and their leaving of it is waited for', () => {
    const next = after(there, ['14:10', { type: 'VisitorArrived', visitor: teacher, place: second }]);
    expect(contactsOf(next)).toEqual({ depart: at('13:00'), arrive: at('14:10') });
    expect(who(next).revised).toEqual({ leaveAt: at('14:30') });
    expect(who(next).stops).toEqual([
      { visit: first, arrivedAt: at('13:20') },
      { visit: second, arrivedAt: at('14:10') },
    ]);
  });

  it('too late to leave it in time, they are taken to have left', () => {
    const next = after(there, ['14:40', { type: 'VisitorArrived', visitor: teacher, place: second }]);
    expect(contactsOf(next)).toEqual({ depart: at('13:00'), arrive: at('14:40'), leave: at('14:40') });
    expect(who(next).revised).toEqual({});
  });

  it('a second word from there changes no time', () => {
    const next = after(
      there,
      ['14:10', { type: 'VisitorArrived', visitor: teacher, place: second }],
      ['14:15', { type: 'VisitorLeft', visitor: teacher, place: second }],
    );
    const again = after(next, ['14:20', { type: 'VisitorArrived', visitor: teacher, place: second }]);
    expect(contactsOf(again)).toEqual({ depart: at('13:00'), arrive: at('14:20'), leave: at('14:15') });
    expect(who(again).revised).toEqual(who(next).revised);
    expect(who(again).stops.at(-1)).toEqual({ visit: second, arrivedAt: at('14:10'), leftAt: at('14:15') });
  });

  it('a home that is not of their round changes no time', () => {
    for (const visit of [there, goneTo()]) {
      const next = after(visit, ['14:10', { type: 'VisitorArrived', visitor: teacher, place: third }]);
      expect(contactsOf(next)).toEqual({ depart: at('13:00'), arrive: at('14:10') });
      expect(who(next).revised).toBeUndefined();
    }
  });

  it('nor does the visit’s own home', () => {
    const next = after(goneTo(later), ['13:20', { type: 'VisitorArrived', visitor: teacher }]);
    expect(contactsOf(next)).toEqual({ depart: at('13:00'), arrive: at('13:20') });
    expect(who(next).revised).toBeUndefined();
  });
});

// ------------------------------------------------------------------------------------------------ what is heard of them

describe('whoever is heard of after the door', () => {
  it('is out from the first word, and not from the next', () => {
    const seen = after(
      prepared,
      ['13:10', { type: 'VisitorCheckedIn', visitor: teacher }],
      ['13:20', { type: 'VisitorCheckedIn', visitor: teacher }],
    );
    expect(who(seen)).toEqual({ person: teacher, contacts: {}, inBreach: false, stops: [], outSince: at('13:10') });
  });

  it('is out though the visit had been called off, or they were not to go', () => {
    const off = after(
      prepared,
      ['12:00', { type: 'VisitorNotGoing', visitor: teacher, reason: 'ill' }],
      ['12:01', { type: 'VisitCancelled', reason: 'no' }],
    );
    const there = after(off, ['13:10', { type: 'VisitorArrived', visitor: teacher }]);
    expect(there).not.toHaveProperty('ended');
    expect(who(there)).not.toHaveProperty('notGoing');
    expect(after(off, ['13:10', { type: 'VisitorAccountedFor', visitor: teacher }]).ended).toBe('cancelled');
  });

  it('has a time to be back that was said once they were out, and not one said before', () => {
    const expects = (visit: Visit): Visit =>
      after(
        visit,
        ['13:05', { type: 'AlarmEnded', alarm: 'a1', because: 'stood-down', visitors: { [teacher]: at('13:30') } }],
        ['13:10', { type: 'VisitorCheckedIn', visitor: teacher }],
      );
    expect(
      who(after(prepared, ['13:05', { type: 'AlarmEnded', alarm: 'a1', because: 'stood-down', visitors: { [teacher]: at('13:30') } }]))
        .expectedAt,
    ).toBe(at('13:30'));
    expect(who(expects(prepared)).expectedAt).toBeUndefined();
    expect(who(expects(goneTo())).expectedAt).toBe(at('13:30'));
  });

  it('who was back and goes again starts afresh', () => {
    const back = after(
      goneTo(later),
      ['13:20', { type: 'VisitorArrived', visitor: teacher }],
      ['13:30', { type: 'TimesRevised', visitor: teacher, plan: { returnAt: at('16:00') }, spoken: true }],
      ['13:50', { type: 'VisitorReturned', visitor: teacher }],
    );
    expect(who(back)).toMatchObject({ accountedForAt: at('13:50'), outSince: at('13:00') });
    expect(who(after(back, ['14:10', { type: 'VisitorDepartedInBreach', visitor: teacher, unmet: [] }]))).toEqual({
      person: teacher,
      contacts: { depart: at('14:10') },
      inBreach: true,
      stops: [],
      outSince: at('14:10'),
      ahead: [later],
    });
  });

  it('who is out already and goes without signing out loses nothing of what was said', () => {
    const there = after(
      goneTo(),
      ['13:20', { type: 'VisitorArrived', visitor: teacher }],
      ['13:25', { type: 'VisitorDepartedInBreach', visitor: teacher, unmet: [] }],
    );
    expect(who(there)).toMatchObject({
      contacts: { depart: at('13:25'), arrive: at('13:20') },
      outSince: at('13:00'),
      inBreach: true,
      stops: [{ visit: first, arrivedAt: at('13:20') }],
    });
  });

  it('is back when they say so, or is watched on where nobody has heard of it who should', () => {
    const back = after(goneTo(), ['14:20', { type: 'VisitorReturned', visitor: teacher, endsAt: 'home' }]);
    expect(who(back)).toMatchObject({ contacts: { return: at('14:20') }, accountedForAt: at('14:20'), endsAt: 'home' });
    const unheard = after(goneTo(), ['14:20', { type: 'VisitorReturned', visitor: teacher, unheard: true }]);
    expect(who(unheard)).toMatchObject({ contacts: { return: at('14:20') } });
    expect(who(unheard)).not.toHaveProperty('accountedForAt');
    expect(who(unheard)).not.toHaveProperty('endsAt');
  });

  it('changes the plan by what they say as they go, and takes back what was said of those times alone', () => {
    const said = after(prepared, ['12:50', { type: 'TimesRevised', plan: { returnAt: at('16:00'), leaveAt: at('15:30') }, spoken: true }]);
    const going = (type: 'VisitorDeparted' | 'VisitorDepartedInBreach', plan?: { returnAt: Visit['changedAt'] }): Visit =>
      after(said, ['13:00', { ...(type === 'VisitorDeparted' ? { type, ticks: [] } : { type, unmet: [] }), visitor: teacher, plan }]);
    for (const type of ['VisitorDeparted', 'VisitorDepartedInBreach'] as const) {
      const visit = going(type, { returnAt: at('15:00') });
      expect(visit.plan).toEqual({ ...prepared.plan, returnAt: at('15:00') });
      expect(visit.revised).toEqual({ leaveAt: at('15:30') });
      expect(going(type).revised).toEqual(said.revised);
    }
  });

  it('has ticked what they say as they go, each line by each person', () => {
    const visit = after(
      bare,
      ['12:50', { type: 'PromptsTicked', visitor: assistant, ticks: ['a', 'b'] }],
      ['13:00', { type: 'VisitorDeparted', visitor: teacher, ticks: ['a', 'c'] }],
    );
    expect(visit.ticks).toEqual([`a#${assistant}`, `b#${assistant}`, `a#${teacher}`, `c#${teacher}`]);
  });
});

describe('a stop', () => {
  const arrives = (time: string, more: object = {}): readonly [string, Happening] => [
    time,
    { type: 'VisitorArrived', visitor: teacher, ...more },
  ];

  it('keeps when they came and when somebody met them, first', () => {
    const met = after(goneTo(), arrives('13:20'), arrives('13:25', { metBy: 'Mrs Larch' }), arrives('13:30', { metBy: 'Mr Larch' }));
    expect(who(met).stops).toEqual([{ visit: first, arrivedAt: at('13:20'), metAt: at('13:25') }]);
    expect(contactsOf(met).arrive).toBe(at('13:30'));
  });

  it('keeps who else may be in that house, by the last word of it', () => {
    const beside = after(goneTo(), arrives('13:20', { beside: [deputy] }), arrives('13:25'));
    expect(who(beside).stops).toEqual([{ visit: first, arrivedAt: at('13:20'), beside: [deputy] }]);
  });

  it('keeps how it ended and when they left, by the last word of it', () => {
    const left = after(
      goneTo(),
      arrives('13:20'),
      ['13:40', { type: 'VisitorLeft', visitor: teacher, outcome: 'nobody-home', next: 'school' }],
      ['13:45', { type: 'VisitorLeft', visitor: teacher }],
    );
    expect(who(left).stops).toEqual([{ visit: first, arrivedAt: at('13:20'), leftAt: at('13:45'), outcome: 'nobody-home' }]);
    expect(who(left).next).toBe('school');
  });
});

describe('what is taken back', () => {
  const back = after(
    goneTo(),
    ['13:10', { type: 'VisitorArrived', visitor: teacher, place: second, metBy: 'Mrs Larch' }],
    ['13:15', { type: 'VisitorLeft', visitor: teacher, place: second }],
    ['13:20', { type: 'VisitorArrived', visitor: teacher, metBy: 'Mrs Larch' }],
    ['14:00', { type: 'VisitorLeft', visitor: teacher, outcome: 'completed' }],
    ['14:20', { type: 'VisitorReturned', visitor: teacher }],
  );
  const before = { visit: second, arrivedAt: at('13:10'), metAt: at('13:10'), leftAt: at('13:15') };
  const all = { depart: at('13:00'), arrive: at('13:20'), leave: at('14:00'), return: at('14:20') };
  const takenBack = (what: 'depart' | 'arrive' | 'leave' | 'return', from = back): Visitor =>
    who(after(from, ['14:30', { type: 'ContactCorrected', visitor: teacher, what }]));

  it('is that alone: their return, and they are watched again', () => {
    const { return: _return, ...contacts } = all;
    const now = takenBack('return');
    expect(now.contacts).toEqual(contacts);
    expect(now).not.toHaveProperty('accountedForAt');
    expect(now.stops).toEqual(who(back).stops);
  });

  it('their leaving, of the last home alone; they are still back where they said so', () => {
    const { leave: _leave, ...contacts } = all;
    const now = takenBack('leave');
    expect(now.contacts).toEqual(contacts);
    expect(now.accountedForAt).toBe(at('14:20'));
    expect(now.stops).toEqual([before, { visit: first, arrivedAt: at('13:20'), metAt: at('13:20'), outcome: 'completed' }]);
  });

  it('their leaving, and with it the end of the watch where that was what ended it', () => {
    const ended = after(
      goneTo(),
      ['14:00', { type: 'VisitorLeft', visitor: teacher }],
      ['14:00', { type: 'VisitorAccountedFor', visitor: teacher }],
    );
    expect(who(ended).accountedForAt).toBe(at('14:00'));
    expect(takenBack('leave', ended)).not.toHaveProperty('accountedForAt');
    expect(takenBack('arrive', ended).accountedForAt).toBe(at('14:00'));
  });

  it('their arrival, with whoever met them', () => {
    const { arrive: _arrive, ...contacts } = all;
    const now = takenBack('arrive');
    expect(now.contacts).toEqual(contacts);
    expect(now.accountedForAt).toBe(at('14:20'));
    expect(now.stops).toEqual([before, { visit: first, leftAt: at('14:00'), outcome: 'completed' }]);
  });

  it('their departure, and no stop', () => {
    const { depart: _depart, ...contacts } = all;
    expect(takenBack('depart')).toMatchObject({ contacts, accountedForAt: at('14:20'), stops: who(back).stops });
  });

  it('the return, where nobody could make out what', () => {
    given(...out, says('14:20', teacher, 'return', { visitor: 'all' }))
      .when(says('14:25', teacher, 'correct', { so: 'not yet' }))
      .records({ type: 'ContactCorrected', visitor: teacher, what: 'return', so: 'not yet' });
    given(...out, says('14:20', teacher, 'return', { visitor: 'all' }))
      .when(says('14:25', office, 'correct', { visitor: assistant, what: 'depart' }))
      .records({ type: 'ContactCorrected', visitor: assistant, what: 'depart' });
  });
});

describe('new times', () => {
  const revise = (visit: Visit, more: object): Visit => after(visit, ['13:30', { type: 'TimesRevised', spoken: true, plan: {}, ...more }]);

  it('of everybody take the place of what was said of one', () => {
    const one = revise(goneTo(), { visitor: teacher, plan: { returnAt: at('16:00'), leaveAt: at('15:00') } });
    expect(who(one).revised).toEqual({ returnAt: at('16:00'), leaveAt: at('15:00') });
    expect(who(one, assistant)).not.toHaveProperty('revised');
    expect(one.revised).toEqual({});
    const both = revise(one, { plan: { returnAt: at('15:00') } });
    expect(both.revised).toEqual({ returnAt: at('15:00') });
    expect(who(both).revised).toEqual({ leaveAt: at('15:00') });
    expect(who(both, assistant)).not.toHaveProperty('revised');
    expect(revise(both, { plan: { leaveAt: at('14:00') } }).revised).toEqual({ returnAt: at('15:00'), leaveAt: at('14:00') });
    expect(who(revise(one, { visitor: teacher, plan: { returnAt: at('17:00') } })).revised).toEqual({
      returnAt: at('17:00'),
      leaveAt: at('15:00'),
    });
  });

  it('take the place of when they were expected after an alarm', () => {
    const expected = after(goneTo(), [
      '13:20',
      { type: 'AlarmEnded', alarm: 'a1', because: 'stood-down', visitors: { [teacher]: at('15:00') } },
    ]);
    expect(who(revise(expected, { visitor: teacher, plan: { returnAt: at('16:00') } }))).not.toHaveProperty('expectedAt');
    expect(who(revise(expected, { plan: { returnAt: at('16:00') } }))).not.toHaveProperty('expectedAt');
    expect(who(revise(expected, { visitor: assistant, plan: { returnAt: at('16:00') } })).expectedAt).toBe(at('15:00'));
    expect(who(revise(expected, { where: 'the library' })).expectedAt).toBe(at('15:00'));
  });

  it('say where they are; where the outing ends only a word that somebody heard says', () => {
    const heard = revise(goneTo(), { plan: { endsAt: 'home', startsFrom: 'home' }, where: 'the library' });
    expect(heard).toMatchObject({ plan: { ...goneTo().plan, endsAt: 'home' }, whereabouts: 'the library', revised: {} });
    const typed = revise(goneTo(), { plan: { endsAt: 'home' }, spoken: false });
    expect(typed.plan).toEqual(goneTo().plan);
    expect(typed).not.toHaveProperty('whereabouts');
    expect(revise(heard, { plan: { returnAt: at('16:00') } })).toMatchObject({ plan: heard.plan, whereabouts: 'the library' });
  });
});

// ------------------------------------------------------------------------------------------------ alarms

const openedAs = (alarm: string, kind: 'distress' | 'concern' | 'overdue', more: object = {}): Happening => ({
  type: 'AlarmOpened',
  alarm,
  kind,
  of: 'return',
  visitors: [teacher],
  ladder: 'missing',
  quiet: [],
  reads: 'logistics',
  ...more,
});

describe('a closed visit', () => {
  const closed = after(
    goneTo(),
    ['14:00', { type: 'VisitorReturned', visitor: teacher }],
    ['14:10', { type: 'VisitWrittenUp', answers: [] }],
    ['14:20', { type: 'VisitClosed' }],
  );
  const marks = ({ closed: is, seemsClosed }: Visit) => ({ closed: is, seemsClosed });

  it('is opened again by a call for help, and seems closed to whoever is on it', () => {
    expect(marks(closed)).toEqual({ closed: true, seemsClosed: false });
    expect(marks(after(closed, ['15:00', openedAs('h1', 'distress')]))).toEqual({ closed: false, seemsClosed: true });
    expect(marks(after(goneTo(), ['15:00', openedAs('h1', 'distress')]))).toEqual({ closed: false, seemsClosed: false });
  });

  it('is opened openly by any other alarm, also after a call for help', () => {
    for (const kind of ['concern', 'overdue'] as const) {
      expect(marks(after(closed, ['15:00', openedAs('a1', kind)]))).toEqual({ closed: false, seemsClosed: false });
      expect(marks(after(closed, ['15:00', openedAs('h1', 'distress')], ['15:01', openedAs('a1', kind)]))).toEqual({
        closed: false,
        seemsClosed: false,
      });
    }
  });

  it('is opened by what is heard after the door, and by what is taken back', () => {
    for (const heard of [
      { type: 'VisitorArrived', visitor: teacher },
      { type: 'VisitorCheckedIn', visitor: teacher },
      { type: 'ContactCorrected', visitor: teacher, what: 'return' },
    ] as const)
      expect(marks(after(closed, ['15:00', heard]))).toEqual({ closed: false, seemsClosed: false });
  });

  it('stays closed for a note, a reference, or what is passed on', () => {
    for (const heard of [
      { type: 'NoteMade', words: 'x' },
      { type: 'PassedOn', to: 'x', words: 'y' },
      { type: 'ReferenceRecorded', system: 'CPOMS', reference: '12' },
    ] as const)
      expect(marks(after(closed, ['15:00', heard]))).toEqual({ closed: true, seemsClosed: false });
    expect(after(closed, ['15:00', { type: 'ReferenceRecorded', system: 'CPOMS', reference: '12' }]).references).toEqual([
      { system: 'CPOMS', reference: '12' },
    ]);
  });

  it('that seemed closed is closed at last', () => {
    const seems = after(closed, ['15:00', openedAs('h1', 'distress')], ['15:10', { type: 'VisitClosed', seeming: true }]);
    expect(marks(seems)).toEqual({ closed: false, seemsClosed: true });
    expect(marks(after(seems, ['15:20', { type: 'VisitClosed' }]))).toEqual({ closed: true, seemsClosed: false });
  });
});

describe('an alarm', () => {
  const late = openedAs('a1', 'overdue', { due: at('14:59'), visitors: [teacher, assistant] });
  const climbing = after(
    goneTo(),
    ['15:00', late],
    ['15:00', { type: 'RungBegun', alarm: 'a1', rung: 1, name: 'worker', due: at('15:00'), why: 'due', told: [office] }],
  );
  const alarmOf = (visit: Visit, id = 'a1') => visit.alarms.find((alarm) => alarm.id === id)!;

  it('that is overdue waits for everybody who is late; another waits for nobody', () => {
    expect(alarmOf(after(goneTo(), ['15:00', late]))).toEqual({
      id: 'a1',
      kind: 'overdue',
      of: 'return',
      awaits: [
        { clock: 'return', visitor: teacher },
        { clock: 'return', visitor: assistant },
      ],
      visitors: [teacher, assistant],
      ladder: 'missing',
      quiet: [],
      reads: 'logistics',
      openedAt: at('15:00'),
      due: at('14:59'),
      attempts: [],
      told: [],
      sent: { reached: 0, failed: 0 },
    });
    const call = openedAs('h1', 'distress', { call: 'help', words: 'come', place: second, beside: [deputy], quiet: ['visitors'] });
    expect(alarmOf(after(goneTo(), ['15:00', call]), 'h1')).toMatchObject({
      awaits: [],
      call: 'help',
      words: 'come',
      place: second,
      beside: [deputy],
      quiet: ['visitors'],
    });
  });

  it('that another joins waits for both, and names each once', () => {
    const joined = after(climbing, ['15:05', { type: 'AlarmJoined', alarm: 'a1', clock: 'round-return', visitors: [assistant, deputy] }]);
    expect(alarmOf(joined).awaits.slice(2)).toEqual([
      { clock: 'round-return', visitor: assistant },
      { clock: 'round-return', visitor: deputy },
    ]);
    expect(alarmOf(joined).visitors).toEqual([teacher, assistant, deputy]);
    expect(alarmOf(joined)).not.toHaveProperty('goOn');
  });

  it('that somebody has is held no longer when another joins it, but while their hold had ended it changes nothing', () => {
    const held = after(climbing, ['15:02', { type: 'AlarmAcknowledged', alarm: 'a1', until: at('15:10') }]);
    expect(alarmOf(held).held).toEqual({ by: office, until: at('15:10') });
    const joins = (time: string) => alarmOf(after(held, [time, { type: 'AlarmJoined', alarm: 'a1', clock: 'return', visitors: [deputy] }]));
    expect(joins('15:09')).toMatchObject({ goOn: { from: at('15:09'), why: 'hold-ended' } });
    expect(joins('15:09')).not.toHaveProperty('held');
    expect(joins('15:10').held).toEqual({ by: office, until: at('15:10') });
    expect(joins('15:10')).not.toHaveProperty('goOn');
  });

  it('goes on at once after an attempt that failed, at the step that was begun last and no other', () => {
    const tried = (rung: number, result: 'no-answer' | 'reached-safe' | 'reached-needs-help') =>
      alarmOf(
        after(
          climbing,
          ['15:01', { type: 'AlarmAcknowledged', alarm: 'a1', until: at('15:10') }],
          ['15:03', { type: 'AttemptLogged', alarm: 'a1', rung, result }],
        ),
      );
    for (const result of ['no-answer', 'reached-needs-help'] as const) {
      expect(tried(1, result)).toMatchObject({ goOn: { from: at('15:03'), why: 'attempt-failed' }, attempts: [{ result }] });
      expect(tried(1, result)).not.toHaveProperty('held');
    }
    for (const nothing of [tried(1, 'reached-safe'), tried(2, 'no-answer')]) {
      expect(nothing).toMatchObject({ held: { by: office } });
      expect(nothing).not.toHaveProperty('goOn');
      expect(nothing.attempts).toHaveLength(1);
    }
  });

  it('that goes on to a step forgets the hold, and counts its messages anew', () => {
    const marked = after(climbing, [
      '15:01',
      { type: 'NoticesMarked', marks: [{ notice: 'n', to: office, channel: 'text', about: 'rung:a1/1', outcome: 'accepted' }] },
    ]);
    const next = after(
      marked,
      ['15:02', { type: 'AttemptLogged', alarm: 'a1', rung: 1, result: 'no-answer' }],
      [
        '15:03',
        {
          type: 'RungBegun',
          alarm: 'a1',
          rung: 2,
          name: 'location',
          due: at('15:02'),
          why: 'attempt-failed',
          told: [],
          passedOver: 'quiet',
        },
      ],
    );
    expect(alarmOf(next).rung).toEqual({ index: 2, begunAt: at('15:03'), due: at('15:02'), told: [], passedOver: true });
    expect(alarmOf(next)).not.toHaveProperty('goOn');
    expect(alarmOf(next).sent).toEqual({ reached: 0, failed: 0 });
    expect(alarmOf(climbing).rung?.passedOver).toBe(false);
  });

  it('counts whom its last step reached and whom it did not; a message about something else counts for nothing', () => {
    const mark = (about: string, outcome: 'accepted' | 'uncertain' | 'failed') =>
      ({ notice: 'n', to: office, channel: 'text', about, outcome }) as const;
    const marked = (...marks: readonly ReturnType<typeof mark>[]) =>
      alarmOf(after(climbing, ['15:01', { type: 'NoticesMarked', marks: [...marks] }]));
    expect(marked(mark('rung:a1/1', 'accepted'), mark('rung:a1/1', 'uncertain'), mark('rung:a1/1', 'failed'))).toMatchObject({
      sent: { reached: 2, failed: 1 },
      told: [
        { person: office, channel: 'text' },
        { person: office, channel: 'text' },
      ],
    });
    expect(marked(mark('rung:a1/2', 'accepted'), mark('rung:a1/12', 'failed'))).toMatchObject({
      sent: { reached: 0, failed: 0 },
      told: [{ person: office }],
    });
    expect(
      marked(
        mark('over:a1', 'accepted'),
        mark('notice:rung:a1/1', 'failed'),
        mark('rung:a1/1/2', 'accepted'),
        mark('rung:a2/1', 'accepted'),
      ),
    ).toEqual(alarmOf(climbing));
  });

  it('keeps that the police were rung', () => {
    const rung = after(climbing, ['15:20', { type: 'PoliceRung', alarm: 'a1', rangBy: head, reference: '77' }]);
    expect(alarmOf(rung).police).toMatchObject({ rangBy: head, reference: '77' });
  });

  it('that ends is held by nobody, and leaves the others as they are', () => {
    const two = after(
      climbing,
      ['15:02', openedAs('a2', 'concern')],
      ['15:03', { type: 'AlarmAcknowledged', alarm: 'a1', until: at('15:10') }],
    );
    const over = after(two, ['15:05', { type: 'AlarmEnded', alarm: 'a1', because: 'contact' }]);
    expect(alarmOf(over).ended).toMatchObject({ because: 'contact' });
    expect(alarmOf(over)).not.toHaveProperty('held');
    expect(alarmOf(over, 'a2')).toEqual(alarmOf(two, 'a2'));
    expect(over.visitors).toEqual(two.visitors);
  });

  it('says, as it ends, of each visitor how they are', () => {
    const said = (visitors: Readonly<Record<string, 'accounted-for' | Visit['changedAt']>>): Visit =>
      after(
        after(climbing, ['15:01', { type: 'VisitorLeft', visitor: teacher }], ['15:01', { type: 'VisitorReturned', visitor: teacher }]),
        ['15:05', { type: 'AlarmEnded', alarm: 'a1', because: 'stood-down', visitors }],
      );
    const ended = said({ [teacher]: at('16:00'), [assistant]: 'accounted-for', [deputy]: at('17:00') });
    expect(who(ended)).toMatchObject({ expectedAt: at('16:00'), contacts: { depart: at('13:00') }, outSince: at('13:00') });
    expect(contactsOf(ended)).toEqual({ depart: at('13:00') });
    expect(who(ended)).not.toHaveProperty('accountedForAt');
    expect(who(ended, assistant)).toMatchObject({ notGoing: 'stood down' });
    expect(who(ended, assistant)).not.toHaveProperty('accountedForAt');
    expect(who(ended, deputy)).toEqual({ person: deputy, contacts: {}, inBreach: false, stops: [], expectedAt: at('17:00') });
    const fine = after(climbing, [
      '15:05',
      { type: 'AlarmEnded', alarm: 'a1', because: 'stood-down', visitors: { [teacher]: 'accounted-for' } },
    ]);
    expect(who(fine).accountedForAt).toBe(at('15:05'));
    expect(who(fine)).not.toHaveProperty('notGoing');
  });
});

// ------------------------------------------------------------------------------------------------ what an alarm waits for

describe('an alarm that waits for a word from a home', () => {
  const clock = (id: string, expects: 'depart' | 'arrive' | 'leave' | 'return') =>
    ({ id, expects, due: 'returnAt', runsFrom: 'departed', grace: 'PT0S', ladder: 'missing' }) as const;
  const waits = (clockId: string, visitors: readonly string[]): readonly [string, Happening] => [
    '14:00',
    { ...openedAs('a1', 'overdue', { of: clockId, visitors }) },
  ];
  const watched = (...ahead: readonly Ahead[]): Visit =>
    after(goneTo(...ahead), [
      '13:00',
      {
        type: 'WatchSet',
        watch: { ...prepared.watch!, clocks: [clock('arrival', 'arrive'), clock('leaving', 'leave'), clock('return', 'return')] },
      },
    ]);
  const all = (visit: Visit): Visit =>
    after(
      visit,
      waits('arrival', [teacher, assistant]),
      ['14:00', { type: 'AlarmJoined', alarm: 'a1', clock: 'leaving', visitors: [teacher] }],
      ['14:00', { type: 'AlarmJoined', alarm: 'a1', clock: 'return', visitors: [teacher] }],
    );
  const awaited = (visit: Visit) => visit.alarms.flatMap((alarm) => alarm.awaits.map((w) => `${w.clock} ${w.visitor}`));

  it('waits no more for the arrival of whoever has arrived, and for nothing else less', () => {
    const there = after(all(watched()), ['14:05', { type: 'VisitorArrived', visitor: teacher }]);
    expect(awaited(there)).toEqual([`arrival ${assistant}`, `leaving ${teacher}`, `return ${teacher}`]);
  });

  it('waits for neither of whoever has left, but for their return', () => {
    const left = after(all(watched()), ['14:05', { type: 'VisitorLeft', visitor: teacher }]);
    expect(awaited(left)).toEqual([`arrival ${assistant}`, `return ${teacher}`]);
  });

  it('takes an arrival at the next home for the leaving of the one before', () => {
    const next = after(all(watched(later)), ['14:05', { type: 'VisitorArrived', visitor: teacher, place: second }]);
    expect(awaited(next)).toEqual([`arrival ${assistant}`, `return ${teacher}`]);
    const notTheirs = after(all(watched(later)), ['14:05', { type: 'VisitorArrived', visitor: assistant, place: second }]);
    expect(awaited(notTheirs)).toEqual([`arrival ${teacher}`, `leaving ${teacher}`, `return ${teacher}`]);
  });

  it('waits on for whoever was not heard of, and where what was said is something else', () => {
    const before = all(watched());
    for (const heard of [
      { type: 'VisitorArrived', visitor: deputy },
      { type: 'VisitorCheckedIn', visitor: teacher },
    ] as const)
      expect(awaited(after(before, ['14:05', heard]))).toEqual(awaited(before));
  });

  it('that is over is left as it was', () => {
    const over = after(all(watched()), ['14:03', { type: 'AlarmEnded', alarm: 'a1', because: 'contact' }]);
    expect(awaited(after(over, ['14:05', { type: 'VisitorArrived', visitor: teacher }]))).toEqual(awaited(over));
  });
});

// ------------------------------------------------------------------------------------------------ what it adds up to

describe('what was said of a visit', () => {
  it('keeps each answer with who gave it and when; of a signature, what was signed', () => {
    const visit = after(
      bare,
      [
        '09:00',
        {
          type: 'QuestionsAnswered',
          answers: [
            { question: 'class', value: 'Willow' },
            { question: 'mobile', subject: teacher, value: '1' },
            { question: 'x', subject: '', value: 2 },
          ],
        },
      ],
      ['09:05', { type: 'QuestionsAnswered', answers: [{ question: 'class', value: 'Oak' }] }],
      [
        '09:10',
        {
          type: 'RiskAssessed',
          visitor: teacher,
          answers: [{ question: 'read-it', value: true }],
          basis: 'this text',
          mobile: '07700 900001',
          safeWord: 'folder',
        },
      ],
      ['09:15', { type: 'RiskAssessed', visitor: assistant, answers: [], basis: 'this text' }],
      ['15:00', { type: 'VisitWrittenUp', answers: [{ question: 'outcome', value: 'completed' }] }],
    );
    expect(visit.answers).toEqual({
      class: { value: 'Oak', by: office, at: at('09:05') },
      [`mobile#${teacher}`]: { value: '1', by: office, at: at('09:00') },
      x: { value: 2, by: office, at: at('09:00') },
      'read-it': { value: true, by: office, at: at('09:10'), basis: 'this text' },
      outcome: { value: 'completed', by: office, at: at('15:00') },
    });
    expect(who(visit)).toMatchObject({ mobile: '07700 900001', safeWord: 'folder' });
    expect(Object.keys(who(visit, assistant))).not.toContain('mobile');
    expect([bare.writtenUp, visit.writtenUp]).toEqual([false, true]);
  });

  it('keeps who agreed to what last; what lapses is gone alone', () => {
    const agreed = (time: string, agreements: string[], basis: string): readonly [string, Happening] => [
      time,
      { type: 'VisitAgreed', agreements, basis },
    ];
    const twice = after(bare, agreed('09:00', ['a', 'b'], 'one'), agreed('09:05', ['b', 'c'], 'two'));
    expect(twice.agreements).toEqual([
      { agreement: 'a', by: office, at: at('09:00'), basis: 'one' },
      { agreement: 'b', by: office, at: at('09:05'), basis: 'two' },
      { agreement: 'c', by: office, at: at('09:05'), basis: 'two' },
    ]);
    expect(after(twice, ['09:10', { type: 'AgreementsLapsed', agreements: ['b'] }]).agreements.map((a) => a.agreement)).toEqual(['a', 'c']);
    expect(after(bare, ['09:00', { type: 'VisitAuthorised' }]).authorised).toBe(true);
    expect(after(prepared, ['09:00', { type: 'AuthorisationLapsed' }]).authorised).toBe(false);
  });

  it('keeps whom it found in breach, nudges and tasks', () => {
    const visit = after(
      prepared,
      ['13:00', { type: 'BreachFound', visitors: [assistant], unmet: [] }],
      ['13:01', { type: 'VisitorsNudged', clock: 'return', due: at('14:30'), visitors: [teacher, assistant] }],
      ['13:02', { type: 'TaskOwed', task: 'family-told', of: [head] }],
    );
    expect([who(visit).inBreach, who(visit, assistant).inBreach]).toEqual([false, true]);
    expect(visit.nudged).toEqual([`return#${teacher}@${at('14:30')}`, `return#${assistant}@${at('14:30')}`]);
    expect(visit.tasks).toEqual([{ task: 'family-told', of: [head], since: at('13:02') }]);
  });

  it('keeps every fact, when it last changed, and the keys that were pressed', () => {
    const noted = { ...fact('13:00', { type: 'NoteMade', words: 'x' }), key: { id: 'k1', body: 'b1' } };
    const plain = fact('13:05', { type: 'NoteMade', words: 'y' });
    const one = evolve(evolve(prepared, noted), plain);
    expect(one.keys).toEqual({ ...prepared.keys, k1: 'b1' });
    expect(one.changedAt).toBe(at('13:05'));
    expect(one.history.slice(-2)).toEqual([noted, plain]);
    expect(evolveAll(prepared, [noted, plain])).toEqual(one);
    expect(evolveAll(one, [])).toEqual(one);
  });

  it('begins as it was asked for, and what it began with changes nothing of it a second time', () => {
    const key = { id: 'k0', body: 'b0' };
    const [requestedBy] = bare.history;
    const again = evolve(bare, requestedBy!);
    expect({ ...again, history: bare.history }).toEqual(bare);
    expect(bare).toMatchObject({
      requester: teacher,
      requestedAt: at('08:30'),
      revised: {},
      keys: {},
      tasks: [],
      closed: false,
      seemsClosed: false,
      writtenUp: false,
      authorised: false,
    });
    const stored = { ...bare, history: [{ ...requestedBy!, key, follows: second } as VisitEvent], version: 3, owed: {}, tally: {} };
    expect(visitOf(stored)).toMatchObject({ keys: { k0: 'b0' }, follows: second, version: 3 });
    expect(bare).not.toHaveProperty('follows');
  });

  it('adds up to an allegation where it began with one, with nobody going anywhere', () => {
    const made = fact('20:00', {
      type: 'AllegationMade',
      policy: bare.policy,
      of: first,
      household: 'hampton-home-1',
      visitors: [teacher, assistant],
      about: [teacher],
      words: 'He shouted',
    });
    const tally = { 'a1/1': { n: 1, firstAt: at('21:00'), lastAt: at('21:00'), accepted: 1, failed: 0, uncertain: 0, to: [head] } };
    const note = fact('20:10', { type: 'NoteMade', words: 'x' });
    const item = visitOf({ school: 'hampton', visit: 'AL-000001', version: 2, history: [made, note], owed: {}, tally });
    expect(item).toMatchObject({
      visit: 'AL-000001',
      version: 2,
      tally,
      household: 'hampton-home-1',
      requester: office,
      plan: { startsFrom: 'school', endsAt: 'school' },
      allegation: { of: first, about: [teacher], words: 'He shouted' },
      visitors: [{ person: teacher, contacts: {}, inBreach: false, stops: [] }, { person: assistant }],
      history: [made, note],
      changedAt: at('20:10'),
    });
    expect(evolve(item, made).allegation).toEqual(item.allegation);
    expect(shadowOf(item, known)).toMatchObject({ list: 'allegations', card: { stage: 'requested', watched: false } });
    expect(shadowOf(item, known)).not.toHaveProperty('household');
    expect(shadowOf(bare, known)).toMatchObject({ list: 'open', household: 'hampton-home-1' });
  });

  it('is of no visit where there is no history', () => {
    expect(() => visitOf({ school: 'hampton', visit: first, version: 1, history: [], owed: {}, tally: {} })).toThrow(
      'visit hampton/HV-000001 does not begin with its request',
    );
  });
});

// ------------------------------------------------------------------------------------------------ how it ended

describe('how a visit ended', () => {
  it('is said by leaving with an outcome, or by answering the question that asks for it', () => {
    const said = (happening: Happening): boolean => outcomeSaid([fact('14:00', { type: 'NoteMade' }), fact('14:00', happening)], known);
    expect(said({ type: 'VisitorLeft', visitor: teacher, outcome: 'completed' })).toBe(true);
    expect(said({ type: 'VisitorLeft', visitor: teacher })).toBe(false);
    expect(said({ type: 'VisitorArrived', visitor: teacher })).toBe(false);
    for (const type of ['QuestionsAnswered', 'VisitWrittenUp'] as const) {
      expect(
        said({
          type,
          answers: [
            { question: 'class', value: 1 },
            { question: 'outcome', value: 'completed' },
          ],
        }),
      ).toBe(true);
      expect(said({ type, answers: [{ question: 'class', value: 1 }] })).toBe(false);
      expect(said({ type, answers: [] })).toBe(false);
    }
    expect(outcomeSaid([], known)).toBe(false);
  });

  const left = (outcome: string | undefined, place: string | undefined, person = teacher): readonly [string, Happening] => [
    '14:00',
    { type: 'VisitorLeft', visitor: person, outcome, place },
  ];

  it('inside a home, where one of them says so of that home', () => {
    expect(wasInside(after(goneTo(), left('completed', undefined)), first, known)).toBe(true);
    expect(wasInside(after(goneTo(), left('nobody-home', undefined)), first, known)).toBe(false);
    expect(wasInside(goneTo(), first, known)).toBe(false);
    const apart = after(goneTo(), left('nobody-home', undefined), left('completed', second, assistant));
    expect([wasInside(apart, first, known), wasInside(apart, second, known), wasInside(apart, third, known)]).toEqual([false, true, false]);
    expect(wasInside(after(goneTo(), left('nobody-home', undefined), left('completed', undefined, assistant)), first, known)).toBe(true);
  });

  it('as it was written up, whatever was said at the door; of another home the door counts', () => {
    const written = (value: string): readonly [string, Happening] => [
      '15:00',
      { type: 'VisitWrittenUp', answers: [{ question: 'outcome', value }] },
    ];
    expect(wasInside(after(goneTo(), left('completed', undefined), written('nobody-home')), first, known)).toBe(false);
    expect(wasInside(after(goneTo(), left('nobody-home', undefined), written('completed')), first, known)).toBe(true);
    expect(wasInside(after(goneTo(), left('nobody-home', second), written('completed')), second, known)).toBe(false);
    const unasked: Known = { ...known, rules: { ...known.rules, questions: known.rules.questions.filter((q) => q.fills !== 'outcome') } };
    expect(wasInside(after(goneTo(), left('completed', undefined)), first, unasked)).toBe(false);
  });
});

describe('the lists and the board', () => {
  const back: readonly (readonly [string, Happening])[] = [
    ['14:00', { type: 'VisitorReturned', visitor: teacher }],
    ['14:10', { type: 'VisitWrittenUp', answers: [] }],
    ['14:20', { type: 'VisitClosed' }],
  ];

  it('say when it is planned, of what kind, whose and where, and how each visitor is', () => {
    expect(shadowOf(goneTo(), known)).toMatchObject({
      list: 'open',
      household: 'hampton-home-1',
      plannedAt: at('13:00'),
      changedAt: at('13:00'),
      outcome: { stage: 'out', entered: false },
    });
    expect(shadowOf(goneTo(), known).card).toEqual({
      stage: 'out',
      type: 'induction',
      household: 'hampton-home-1',
      plannedAt: at('13:00'),
      plannedUntil: at('14:30'),
      changedAt: at('13:00'),
      requester: teacher,
      visitors: [
        { person: teacher, state: 'signed-out' },
        { person: assistant, state: 'expected' },
      ],
      watched: true,
      outAt: at('13:00'),
    });
  });

  it('have it among what is over once it is closed or called off, unless an alarm is open', () => {
    expect(shadowOf(after(goneTo(), ...back), known).list).toBe('done');
    const off = after(prepared, ['12:00', { type: 'VisitCancelled', reason: 'x' }]);
    expect(shadowOf(off, known)).toMatchObject({ list: 'done', card: { watched: false, stage: 'cancelled' } });
    const alarmed = after(off, ['12:01', openedAs('a1', 'concern')]);
    expect(shadowOf(alarmed, known)).toMatchObject({ list: 'open', card: { watched: true } });
    expect(shadowOf(after(alarmed, ['12:05', { type: 'AlarmEnded', alarm: 'a1', because: 'contact' }]), known)).toMatchObject({
      list: 'done',
      card: { watched: false },
    });
    expect(shadowOf(prepared, known)).toMatchObject({ list: 'open', card: { watched: false, stage: 'authorised' } });
  });

  it('show a closed visit as closed that a call for help keeps open', () => {
    const calls = after(goneTo(), ...back, ['15:00', openedAs('h1', 'distress')]);
    expect(shadowOf(calls, known)).toMatchObject({
      list: 'open',
      changedAt: at('14:20'),
      outcome: { stage: 'closed' },
      card: { stage: 'closed', watched: true },
    });
  });

  it('move by what everybody may know, not when the watch’s rules were copied', () => {
    const copied = after(bare, ['09:00', { type: 'WatchSet', watch: prepared.watch! }]);
    expect(shadowOf(copied, known).changedAt).toBe(at('08:30'));
    expect(shadowOf({ ...copied, history: copied.history.slice(1) }, known).changedAt).toBe(copied.requestedAt);
  });

  it('know whether any of them got inside this home', () => {
    const left = after(goneTo(), ['14:00', { type: 'VisitorLeft', visitor: teacher, outcome: 'completed', place: second }]);
    expect(shadowOf(left, known).outcome.entered).toBe(false);
    expect(shadowOf(after(left, ['14:30', { type: 'VisitorLeft', visitor: assistant, outcome: 'completed' }]), known).outcome.entered).toBe(
      true,
    );
  });
});

// ------------------------------------------------------------------------------------------------ whom it is about

describe('a word after the door', () => {
  const stays = given(...authorised, says('12:00', assistant, 'not-going', { reason: 'Ill' }));

  it('of all is of everybody who goes', () => {
    stays
      .when(says('13:10', office, 'check-in', { visitor: 'all' }))
      .records('WatchSet', { type: 'VisitorDepartedInBreach', visitor: teacher }, { type: 'VisitorCheckedIn', visitor: teacher });
  });

  it('of one named is of them: on the visit, or of the school; of nobody else', () => {
    given(...out)
      .when(says('13:10', office, 'check-in', { visitor: assistant }))
      .records({ type: 'VisitorCheckedIn', visitor: assistant });
    given(...out)
      .when(says('13:10', office, 'check-in', { visitor: deputy }))
      .records({ type: 'VisitorDepartedInBreach', visitor: deputy }, { type: 'VisitorCheckedIn', visitor: deputy });
    given(...out)
      .when(says('13:10', office, 'check-in', { visitor: 'constructor' }))
      .records({ type: 'NoteMade', unread: { command: 'check-in', visitor: 'constructor' } });
    const { [assistant]: _left, ...staff } = known.staff;
    given(...out, knowing({ ...known, staff }))
      .when(says('13:10', office, 'check-in', { visitor: assistant }))
      .records({ type: 'VisitorCheckedIn', visitor: assistant });
  });

  it('without a name is the caller’s own, where they go or go on visits', () => {
    given(...out)
      .when(says('13:10', teacher, 'check-in'))
      .records({ type: 'VisitorCheckedIn', visitor: teacher });
    given(...out)
      .when(says('13:10', familySupport, 'check-in'))
      .records({ type: 'VisitorDepartedInBreach', visitor: familySupport }, { type: 'VisitorCheckedIn', visitor: familySupport });
    given(...out)
      .when(says('13:10', office, 'check-in'))
      .records({ type: 'NoteMade', unread: { command: 'check-in' } });
    given(...out)
      .when(says('13:10', 'machine:mis', 'check-in', { words: 'x' }))
      .records({ type: 'NoteMade', unread: { command: 'check-in', words: 'x' } });
  });

  it.each([
    ['note', { words: 'x' }, { type: 'NoteMade', words: 'x', visitor: undefined }],
    ['revise', { plan: { returnAt: at('15:00') } }, { type: 'TimesRevised', visitor: undefined }],
    ['correct', { what: 'return' }, { type: 'NoteMade', unread: { command: 'correct', what: 'return' } }],
  ] as const)('of the visit itself is of nobody: %s', (name, body, wanted) => {
    given(...out)
      .when(says('13:10', familySupport, name, body))
      .records(wanted);
  });

  it('from somebody on no visit that says "back" puts nobody out', () => {
    given(...out)
      .when(says('13:10', familySupport, 'return', { words: 'they are back' }))
      .records({ type: 'NoteMade', unread: { command: 'return', words: 'they are back' } });
    given(...out)
      .when(says('13:10', office, 'return', { visitor: familySupport }))
      .records({ type: 'VisitorDepartedInBreach', visitor: familySupport }, { type: 'VisitorReturned', visitor: familySupport });
    given(...out)
      .when(says('13:10', familySupport, 'leave'))
      .records({ type: 'VisitorDepartedInBreach', visitor: familySupport }, { type: 'VisitorLeft', visitor: familySupport });
  });

  it('that is no news but says something new is kept', () => {
    const there = given(...out, says('13:20', teacher, 'arrive'));
    there.when(says('13:25', teacher, 'arrive', { words: 'x' })).records({ type: 'VisitorArrived', words: 'x' });
    there.when(says('13:25', teacher, 'arrive', { metBy: 'Mrs Larch' })).records({ type: 'VisitorArrived', metBy: 'Mrs Larch' });
    there
      .when(says('13:25', teacher, 'arrive', {}, { unread: { metBy: 1 } }))
      .records({ type: 'NoteMade', unread: { metBy: 1, command: 'arrive' } });
    const left = there.and(says('13:50', teacher, 'leave'));
    left.when(says('13:55', teacher, 'leave')).recordsNothing();
    for (const body of [{ words: 'x' }, { outcome: 'completed' }, { next: 'school' }])
      left.when(says('13:55', teacher, 'leave', body)).records({ type: 'VisitorLeft', ...body });
    const back = left.and(says('14:10', teacher, 'return'));
    back.when(says('14:12', teacher, 'return')).recordsNothing();
    for (const body of [{ words: 'x' }, { seenBy: 'Maureen Tidy' }, { endsAt: 'home' }])
      back.when(says('14:12', teacher, 'return', body)).records({ type: 'VisitorReturned', ...body });
  });

  it('at another home of the round is of that home', () => {
    const there = given(...out, says('13:20', teacher, 'arrive'));
    there
      .when(says('13:25', teacher, 'arrive', {}, { place: second }))
      .records({ type: 'VisitorArrived', visitor: teacher, place: second });
    const left = there.and(says('13:30', teacher, 'leave'));
    left.when(says('13:35', teacher, 'leave', {}, { place: second })).records({ type: 'VisitorLeft', visitor: teacher, place: second });
    left.when(says('13:35', teacher, 'check-in', {}, { place: second })).records({ type: 'VisitorCheckedIn', place: second });
    left
      .when(says('13:35', teacher, 'note', { words: 'x' }, { place: second }))
      .records({ type: 'NoteMade', visitor: teacher, place: second });
  });

  it('of all is no news of those of whom it was said already', () => {
    given(...out, says('13:20', teacher, 'arrive'))
      .when(says('13:25', office, 'arrive', { visitor: 'all' }))
      .records({ type: 'VisitorArrived', visitor: assistant });
  });
});

describe('whoever went without signing out', () => {
  it('says so once; a reason with it is kept', () => {
    given(...out)
      .when(says('13:10', teacher, 'depart-in-breach'))
      .recordsNothing();
    given(...out)
      .when(says('13:10', teacher, 'depart-in-breach', { reason: 'Urgent' }))
      .records({ type: 'NoteMade', unread: { command: 'depart-in-breach', reason: 'Urgent' } });
  });

  it('without a name is told of as whoever may have gone', () => {
    const one = given(...authorised, says('13:00', teacher, 'depart', { ticks }));
    one
      .when(says('13:10', office, 'depart-in-breach'))
      .records(
        { type: 'NoteMade', unread: { command: 'depart-in-breach' } },
        { type: 'AlarmOpened', call: 'unwatched', visitors: [assistant] },
        'RungBegun',
      );
    given(...out)
      .when(says('13:10', office, 'depart-in-breach'))
      .records('NoteMade', { type: 'AlarmOpened', call: 'unwatched', visitors: [teacher, assistant] }, 'RungBegun');
  });

  it('is judged by the plan that they give as they say so', () => {
    const gone = given(...authorised).when(
      says('13:10', teacher, 'depart-in-breach', { plan: { returnAt: at('15:10') }, reason: 'Urgent' }),
    );
    gone.records({ type: 'VisitorDepartedInBreach', plan: { returnAt: at('15:10') }, reason: 'Urgent' });
    expect(gone.visit.plan.returnAt).toBe(at('15:10'));
  });

  it('is told of where only the clock for those without one would watch them, but not as they come back', () => {
    const knows = setTo({ 'rung-wait': undefined, 'assumed-stay': undefined });
    const bareOf = (): Given => givenOf(asked({ plan: {} }, teacher, knows), knows);
    bareOf()
      .when(says('13:20', teacher, 'arrive'))
      .records(
        'WatchSet',
        'VisitorDepartedInBreach',
        { type: 'AlarmOpened', call: 'unwatched', visitors: [teacher] },
        'VisitorArrived',
        'RungBegun',
      );
    expect(bareOf().when(says('13:20', teacher, 'return')).visit.alarms).toEqual([]);
  });
});

describe('a call that ends the watch', () => {
  const home = given(
    ...authorised,
    knowing(setTo({ 'home-contact': 'leave' })),
    says('13:00', teacher, 'depart', { visitor: 'all', ticks }),
    says('13:05', office, 'revise', { plan: { endsAt: 'home' }, means: 'telephone' }),
  );

  it('does so where they go home, and not on the way to another visit', () => {
    home
      .when(says('14:00', teacher, 'leave'))
      .records({ type: 'VisitorLeft', visitor: teacher }, { type: 'VisitorAccountedFor', visitor: teacher });
    home.when(says('14:00', teacher, 'leave', { next: 'home' })).records('VisitorLeft', 'VisitorAccountedFor');
    home.when(says('14:00', teacher, 'leave', { next: second })).records('VisitorLeft');
    given(...out)
      .when(says('14:00', teacher, 'leave'))
      .records('VisitorLeft');
    home
      .and(says('14:00', teacher, 'leave'))
      .when(says('14:05', teacher, 'leave', { words: 'x' }))
      .records('VisitorLeft');
  });
});

describe('a return that somebody must have heard', () => {
  const gone = (): Given => ready(stBenedicts).and(departs(stBenedicts));
  const { first: one, id } = stBenedicts;
  const says_ = (by: string, seenBy?: string) =>
    gone().when(says('14:20', by, 'return', { visitor: one, ...(seenBy === undefined ? {} : { seenBy }) }));

  it('counts where they record it themselves, or are named, by id or by name', () => {
    for (const heard of [
      says_(id('deputy')),
      says_(one, id('deputy')),
      says_(one, ` ${id('deputy').toUpperCase()} `),
      says_(one, 'olivia sharma'),
      says_(one, 'Olivia Sharma '),
      says_(id('office'), 'Francis Adeyemi'),
    ])
      expect(who(heard.visit, one).accountedForAt).toBe(at('14:20'));
  });

  it('counts for nothing from anybody else', () => {
    for (const unheard of [says_(one), says_(id('office')), says_(one, 'Yvonne Marsh'), says_(one, 'Olivia'), says_(one, '')]) {
      expect(who(unheard.visit, one)).not.toHaveProperty('accountedForAt');
      expect(who(unheard.visit, one).contacts.return).toBe(at('14:20'));
    }
  });

  it('is said anew until somebody has heard of it', () => {
    says_(one)
      .and()
      .when(says('14:25', one, 'return'))
      .records({ type: 'VisitorReturned', unheard: true });
  });

  it('is not asked for by other schools', () => {
    given(...out)
      .when(says('14:20', teacher, 'return'))
      .records({ type: 'VisitorReturned', unheard: undefined });
  });
});

describe('new times that somebody says', () => {
  const late = given(...out, passing('15:00'));
  const says_ = (by: string, more: object = {}) => late.when(says('15:05', by, 'revise', { plan: { returnAt: at('16:00') }, ...more }));

  it('end an alarm where a named person heard them', () => {
    for (const means of [undefined, 'telephone', 'a text read aloud', ' rang '])
      says_(office, { means }).records({ type: 'TimesRevised', spoken: true, means }, { type: 'AlarmEnded', because: 'revised' });
  });

  it('do not where they were typed, or came from a visitor or a machine', () => {
    for (const means of ['text', 'SMS', 'email', 'e-mail', ' Typed ', 'app', 'form', 'page', 'link'])
      says_(office, { means }).records({ type: 'TimesRevised', spoken: false });
    says_(teacher).records({ type: 'TimesRevised', spoken: false });
    says_('machine:mis').records({ type: 'TimesRevised', spoken: false });
  });

  it('do not where one of those waited for is late still', () => {
    says_(office, { visitor: teacher }).records({ type: 'TimesRevised', visitor: teacher, spoken: true });
    late.when(says('15:05', office, 'revise', { plan: { returnAt: at('14:35') } })).records({ type: 'TimesRevised', spoken: true });
    late
      .when(says('15:05', office, 'revise', { plan: { returnAt: at('14:36') } }))
      .records('TimesRevised', { type: 'AlarmEnded', because: 'revised' });
    late
      .when(says('15:05', office, 'revise', { place: 'the library', toldBy: 'Joel' }))
      .records({ type: 'TimesRevised', plan: {}, where: 'the library', toldBy: 'Joel' });
  });

  it('end none while a call for help is open, and no other alarm', () => {
    late
      .and(says('15:02', teacher, 'raise-alarm', { kind: 'help' }))
      .when(says('15:04', office, 'revise', { plan: { returnAt: at('16:00') } }))
      .records('TimesRevised');
    given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'illness' }))
      .when(says('13:35', office, 'revise', { plan: { returnAt: at('16:00') } }))
      .records('TimesRevised');
  });

  it('are everybody’s where the one named is not on the visit', () => {
    says_(office, { visitor: deputy }).records(
      { type: 'VisitorDepartedInBreach', visitor: deputy },
      { type: 'TimesRevised', visitor: deputy },
    );
    says_(office, { visitor: 'nobody-we-know' }).records({ type: 'TimesRevised', visitor: undefined }, 'AlarmEnded');
  });
});

describe('a call from the page', () => {
  it('is of the one who calls, of the one named, or of everybody who goes', () => {
    given(...out)
      .when(says('13:30', assistant, 'raise-alarm', { kind: 'illness', words: 'x' }))
      .records({ type: 'AlarmOpened', of: 'illness', call: 'illness', words: 'x', visitors: [assistant] }, 'RungBegun');
    given(...out)
      .when(says('13:30', office, 'raise-alarm', { kind: 'illness', visitor: assistant }))
      .records({ type: 'AlarmOpened', visitors: [assistant] }, 'RungBegun');
    given(...out)
      .when(says('13:30', office, 'raise-alarm', { kind: 'illness' }, { place: second }))
      .records({ type: 'AlarmOpened', visitors: [teacher, assistant], place: second }, 'RungBegun');
  });
});
