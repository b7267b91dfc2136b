import { describe, expect, it } from 'vitest';
import { running } from '../../functions/domain/policy/clocks.ts';
import { stageOf, stateOf } from '../../functions/domain/visit/relations.ts';
import { authorised, given, type Given, knowing, look, out, passing, says, setTo } from '../support/given.ts';
import { assistant, at, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const stateIn = ({ visit }: Pick<Given, 'visit'>, person: string) =>
  stateOf(
    visit,
    visit.visitors.find((v) => v.person === person)!,
  );

describe('signing out', () => {
  it('is done by each alone', () => {
    const first = given(...authorised).when(says('13:00', teacher, 'depart', { ticks }));
    first.records({ type: 'VisitorDeparted', visitor: teacher });
    expect([stateIn(first, teacher), stateIn(first, assistant)]).toEqual(['signed-out', 'expected']);
    first
      .and()
      .when(says('13:02', assistant, 'depart', { ticks }))
      .records({ type: 'VisitorDeparted', visitor: assistant });
  });

  it('may be done for both at once, or by the office for somebody', () => {
    given(...authorised)
      .when(says('13:00', teacher, 'depart', { visitor: 'all', ticks }))
      .records('VisitorDeparted', 'VisitorDeparted');
    given(...authorised)
      .when(says('13:00', office, 'depart', { visitor: teacher, ticks }))
      .records({ type: 'VisitorDeparted', visitor: teacher, by: office });
  });

  it('a second time is no news', () => {
    given(...out)
      .when(says('13:01', teacher, 'depart', { ticks }))
      .recordsNothing();
  });

  it('tells the office and the head of school, who get their copy of the record', () => {
    given(...authorised, says('13:00', teacher, 'depart', { visitor: 'all', ticks }))
      .when(look('13:00'))
      .sends(`email ${office} notice:copy`, `email ${head} notice:copy`);
  });

  it('confirms or changes the times, and the changed ones hold', () => {
    const later = given(...authorised).when(says('13:05', teacher, 'depart', { visitor: 'all', ticks, plan: { returnAt: at('15:10') } }));
    expect(later.visit.plan.returnAt).toBe(at('15:10'));
  });

  it('copies the rules of the watch, so that a setting changed later does not change it', () => {
    const gone = given(...out, knowing(setTo({ 'rung-wait': 'PT1H' })));
    expect(gone.visit.watch?.ladders['missing']?.map((rung) => rung.wait)).toEqual(['PT10M', 'PT10M', 'PT10M', 'PT10M']);
  });

  it('of the second does not put other rules under the watch of the first', () => {
    const both = given(
      ...authorised,
      says('13:00', teacher, 'depart', { ticks }),
      knowing(setTo({ 'rung-wait': 'PT1H' })),
      says('13:02', assistant, 'depart', { ticks }),
    );
    expect(both.visit.watch?.ladders['missing']?.[0]?.wait).toBe('PT10M');
  });

  it('is for nobody but the visitors', () => {
    given(...authorised)
      .when(says('13:00', office, 'depart', { ticks }))
      .refuses('unknown-visitor');
  });
});

describe('a visit of two', () => {
  it('is out as soon as one is, and back when both are', () => {
    const one = given(...authorised, says('13:00', teacher, 'depart', { ticks }));
    expect(stageOf(one.visit)).toBe('out');
    const both = one.and(says('13:02', assistant, 'depart', { ticks }), says('14:00', teacher, 'return'));
    expect(stageOf(both.visit)).toBe('out');
    expect(stageOf(both.and(says('14:05', assistant, 'return')).visit)).toBe('returned');
  });

  it('has each of them on site, away and back on their own', () => {
    const there = given(...out, says('13:20', teacher, 'arrive'));
    expect([stateIn(there, teacher), stateIn(there, assistant)]).toEqual(['on-site', 'signed-out']);
    const left = there.and(says('13:25', assistant, 'arrive'), says('14:00', assistant, 'leave'));
    expect([stateIn(left, teacher), stateIn(left, assistant)]).toEqual(['on-site', 'left']);
  });

  it('goes on being watched for the one who is not back', () => {
    given(...out, says('14:20', teacher, 'return'))
      .when(passing('15:00'))
      .records(
        { type: 'VisitorsNudged', visitors: [assistant] },
        { type: 'NoticesMarked' },
        { type: 'AlarmOpened', visitors: [assistant] },
        'RungBegun',
        'NoticesMarked',
      );
  });
});

describe('at the planned start with nobody signed out', () => {
  it('the visitors and the office are asked a quarter of an hour later: gone, late or off?', () => {
    const waiting = given(...authorised);
    waiting.when(passing('13:14')).sends();
    waiting
      .when(passing('13:15'))
      .records('AlarmOpened', { type: 'RungBegun', name: 'ask', told: [teacher, assistant, office] }, 'NoticesMarked');
  });

  it('nobody is asked where the visit was called off', () => {
    given(...authorised, says('12:00', teacher, 'cancel', { reason: 'Ill' }), look('12:00'))
      .when(look('13:15'))
      .tells('rung:a1/1');
  });

  it('the question is over as soon as both have signed out', () => {
    const asking = given(...authorised, passing('13:15'));
    asking
      .and(says('13:20', teacher, 'depart', { ticks, plan: { returnAt: at('14:30') } }))
      .when(says('13:21', assistant, 'depart', { ticks, plan: { returnAt: at('14:30') } }))
      .records('VisitorDeparted', { type: 'AlarmEnded', because: 'contact' });
  });

  it('the question is over when the visit is called off, or whoever is missing is not going', () => {
    const asking = given(...authorised, passing('13:15'));
    asking
      .when(says('13:20', office, 'cancel', { reason: 'The family rang' }))
      .records('VisitCancelled', { type: 'AlarmEnded', because: 'cancelled' }, 'TaskOwed');
    asking
      .and(says('13:20', teacher, 'depart', { ticks, plan: { returnAt: at('14:30') } }))
      .when(says('13:21', office, 'not-going', { visitor: assistant, reason: 'Ill' }))
      .records('VisitorNotGoing', { type: 'BreachFound', visitors: [teacher] }, { type: 'AlarmEnded', because: 'contact' });
  });

  it('whoever is stood down with a later time is asked again then, and once gone is due as they say on leaving', () => {
    const later = given(
      ...authorised,
      passing('13:15'),
      says('13:20', office, 'stand-down', {
        alarm: 'a1',
        how: 'They rang',
        visitors: { [teacher]: at('14:00'), [assistant]: at('14:00') },
      }),
      look('13:20'),
    );
    later.when(passing('13:59')).sends();
    later.when(passing('14:15')).tells('rung:a2/1', teacher, assistant, office);
    const gone = later.and(says('13:50', teacher, 'depart', { visitor: 'all', ticks, plan: { returnAt: at('15:10') } }));
    expect(running(gone.visit, gone.known).map((r) => r.due)).toEqual([at('15:10'), at('15:10')]);
  });
});
