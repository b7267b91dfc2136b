import { describe, expect, it } from 'vitest';
import { running } from '../../functions/domain/policy/clocks.ts';
import type { Policy } from '../../functions/domain/policy/policy.ts';
import { madeUp } from '../support/afternoon.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import { asked, authorised, given, type Given, givenOf, known, look, out, passing, says, setTo, type Step } from '../support/given.ts';
import { answers, assistant, at, executiveHead, familySupport, head, office, teacher, ticks } from '../support/hampton-visit.ts';
import { Instant } from '../../functions/domain/time.ts';

const duesOf = ({ visit, known: knows }: Given): readonly string[] =>
  running(visit, knows).map((r) => `${r.clock.id} ${r.visitor} ${r.due}`);
const answer = says('08:36', teacher, 'answer', { answers });
const agreed = says('08:50', head, 'authorise');
const leave = (time: string, more: object = {}) => says(time, teacher, 'depart', { visitor: 'all', ticks, ...more });
const planned = (departAt: string, returnAt: string) => givenOf(asked({ plan: { departAt, returnAt } }), known, answer, agreed);

describe('a return that is due at 14:30', () => {
  it('is shown as due at 14:30, asked about at 14:45 and an alarm at 15:00', () => {
    const [clock] = running(given(...out).visit, known);
    expect(clock).toMatchObject({ due: at('14:30'), nudgeAt: at('14:45'), alarmAt: at('15:00') });
  });

  it('brings nothing before 14:45', () => {
    given(...out)
      .when(passing('14:44:59'))
      .sends();
  });

  it('is asked about at 14:45: the visitors and the office', () => {
    given(...out)
      .when(passing('14:45'))
      .tells('nudge:round-return', teacher, assistant, office)
      .records({ type: 'VisitorsNudged', visitors: [teacher, assistant], due: at('14:30') }, 'NoticesMarked');
  });

  it('is asked about once', () => {
    given(...out, passing('14:45'))
      .when(passing('14:59:59'))
      .sends();
  });

  it('brings the first step of the ladder at 15:00, not before', () => {
    const nudged = given(...out, passing('14:59:59'));
    nudged.when(look('14:59:59')).recordsNothing();
    nudged
      .when(look('15:00'))
      .records(
        { type: 'AlarmOpened', kind: 'overdue', visitors: [teacher, assistant] },
        { type: 'RungBegun', rung: 1, name: 'worker', due: at('15:00') },
        'NoticesMarked',
      );
  });

  it('may bring the ladder before its time, by hand, once an alarm is raised', () => {
    given(...out)
      .when(says('14:35', office, 'raise-alarm', { kind: 'other' }))
      .records({ type: 'AlarmOpened', kind: 'concern' }, { type: 'RungBegun', rung: 1 });
  });

  it('is not asked about any more once the alarm is there, even where nobody looked before', () => {
    given(...out)
      .when(look('15:05'))
      .records('AlarmOpened', 'RungBegun', 'NoticesMarked');
  });

  it('is looked at again at just those moments', () => {
    const gone = given(...out);
    expect(nextDue(gone.visit, known, { held: true })).toBe(at('14:45'));
    expect(nextDue(gone.and(passing('14:45')).visit, known, { held: true })).toBe(at('15:00'));
    expect(nextDue(gone.and(says('14:00', teacher, 'return', { visitor: 'all' })).visit, known, { held: true })).toBeUndefined();
  });
});

describe('a new time', () => {
  const revise = (time: string, who: string, returnAt: string, body: object = {}) =>
    says(time, who, 'revise', { plan: { returnAt }, ...body });

  it('moves the question and the alarm', () => {
    const [clock] = running(given(...out, revise('14:20', office, at('15:10'), { toldBy: teacher, means: 'phone' })).visit, known);
    expect(clock).toMatchObject({ due: at('15:10'), nudgeAt: at('15:25'), alarmAt: at('15:40') });
  });

  it('makes the old moments pass in silence', () => {
    given(...out, revise('14:20', office, at('15:10'), { toldBy: teacher, means: 'phone' }), look('14:20'))
      .when(passing('15:24:59'))
      .sends();
  });

  it('that is earlier brings the alarm earlier', () => {
    given(...out, revise('13:30', office, at('14:00')))
      .when(passing('14:30'))
      .records('NoticesMarked', 'VisitorsNudged', 'NoticesMarked', 'AlarmOpened', 'RungBegun', 'NoticesMarked');
  });

  it('is told to the office and the head of school', () => {
    given(...out, revise('14:20', teacher, at('15:10')))
      .when(look('14:20'))
      .sends(`email ${office} notice:revised`, `email ${head} notice:revised`);
  });

  it('keeps who said so, by what means, and whether anybody heard a voice', () => {
    given(...out)
      .when(revise('14:20', office, at('15:10'), { toldBy: teacher, means: 'phone' }))
      .records({ type: 'TimesRevised', plan: { returnAt: at('15:10') }, by: office, toldBy: teacher, means: 'phone', spoken: true });
    given(...out)
      .when(revise('14:20', teacher, at('15:10')))
      .records({ type: 'TimesRevised', spoken: false });
    given(...out)
      .when(revise('14:20', office, at('15:10'), { means: 'text' }))
      .records({ type: 'TimesRevised', spoken: false });
  });

  it('may lie after the end of the day: the fixed hours cap what was planned, not what was said', () => {
    const [clock] = running(given(...out, revise('15:00', office, at('17:00'))).visit, known);
    expect(clock?.due).toBe(at('17:00'));
  });

  it('may be another place without a new time', () => {
    const there = given(...out).when(says('14:00', office, 'revise', { place: 'Kingston Hospital', toldBy: teacher, means: 'phone' }));
    expect(there.visit.whereabouts).toBe('Kingston Hospital');
    expect(running(there.visit, known)[0]?.due).toBe(at('14:30'));
  });
});

describe('lunch and the end of the day', () => {
  it('cap a return that was planned for later', () => {
    expect(running(planned(at('09:30'), at('14:30')).and(leave('09:30')).visit, known)[0]?.due).toBe(at('12:30'));
    expect(running(planned(at('13:00'), at('16:30')).and(leave('13:00')).visit, known)[0]?.due).toBe(at('15:45'));
  });

  it('leave an earlier return as it is', () => {
    expect(running(planned(at('09:30'), at('11:00')).and(leave('09:30')).visit, known)[0]?.due).toBe(at('11:00'));
  });

  it('go by when they left, not by when they meant to', () => {
    const late = leave('12:40', { plan: { returnAt: at('14:30') } });
    expect(running(planned(at('12:00'), at('14:30')).and(late).visit, known)[0]?.due).toBe(at('14:30'));
  });

  it('do not cap family support', () => {
    const { class: _class, ...rest } = answers;
    const visit = givenOf(
      asked(
        {
          type: 'family-support',
          visitors: [{ person: familySupport }, { person: assistant }],
          plan: { departAt: at('10:00'), returnAt: at('14:30') },
        },
        familySupport,
      ),
      known,
      says('08:36', familySupport, 'answer', { answers: rest }),
      agreed,
      says('10:00', familySupport, 'depart', { visitor: 'all', ticks }),
    );
    expect(duesOf(visit)).toEqual([`return ${familySupport} ${at('14:30')}`, `return ${assistant} ${at('14:30')}`]);
  });

  it('are the hours on the wall, in winter as in summer', () => {
    const winter = (time: string): string => Instant.parse(`2027-01-18T${time}:00Z`);
    const visit = planned(winter('09:30'), winter('14:30')).and(says(winter('09:30'), teacher, 'depart', { visitor: 'all', ticks }));
    expect(running(visit.visit, known)[0]?.due).toBe('2027-01-18T12:30:00.000Z');
    expect(running(planned(at('09:30'), at('14:30')).and(leave('09:30')).visit, known)[0]?.due).toBe('2026-06-22T11:30:00.000Z');
  });

  it('hold on the day on which the clocks change', () => {
    const sunday = planned('2026-03-29T08:30:00Z', '2026-03-29T13:30:00Z').and(
      says('08:55', teacher, 'answer', { answers: { 'notice-sent': '2026-03-20' } }),
      says('2026-03-29T08:30:00Z', teacher, 'depart', { visitor: 'all', ticks }),
    );
    expect(running(sunday.visit, known)[0]?.due).toBe('2026-03-29T11:30:00.000Z');
  });
});

describe('a visit that ends at home', () => {
  const homeward = (contact: string) => {
    const knows = setTo({ 'home-contact': contact });
    return givenOf(
      asked({ plan: { departAt: at('13:00'), returnAt: at('15:00'), endsAt: 'home' } }, teacher, knows),
      knows,
      answer,
      agreed,
      leave('13:00'),
      look('13:00'),
    );
  };

  it('is watched until they say that they are home, where the school wants that', () => {
    const left = homeward('return').and(says('14:00', teacher, 'leave', { visitor: 'all', outcome: 'completed' }));
    expect(duesOf(left)).toHaveLength(2);
  });

  it('is over when they leave the family, where the school takes that', () => {
    homeward('leave')
      .when(says('14:00', teacher, 'leave', { outcome: 'completed' }))
      .records('VisitorLeft', { type: 'VisitorAccountedFor', visitor: teacher });
    const both = homeward('leave').and(says('14:00', teacher, 'leave', { visitor: 'all', outcome: 'completed' }));
    expect(duesOf(both)).toEqual([]);
    both.when(passing('18:00')).sends();
  });

  it('at school is not over when they leave the family', () => {
    const left = given(...out, says('14:00', teacher, 'leave', { visitor: 'all', outcome: 'completed' }));
    expect(duesOf(left)).toHaveLength(2);
  });
});

describe('nobody home, turned back, left in doubt', () => {
  it.each(['nobody-home', 'abandoned-door', 'abandoned-doubt', 'family-declined'])(
    'is an outcome (%s): the watch goes on until they are back',
    (outcome) => {
      const left = given(...out, says('13:20', teacher, 'leave', { visitor: 'all', outcome }), look('13:20'));
      expect(duesOf(left)).toHaveLength(2);
      left.when(passing('15:00')).tells('rung:a1/1', office);
    },
  );

  it('and the home is not rung where they left because it was not safe', () => {
    const left = given(...out, says('13:20', teacher, 'leave', { visitor: 'all', outcome: 'abandoned-safety' }), look('13:20'));
    expect(duesOf(left)).toHaveLength(2);
    const missed = left.and(passing('15:00'));
    missed.when(passing('15:10')).tells('rung:a2/3', head, executiveHead).tells('rung:a2/2');
  });

  it('cannot be a cancelling: they are out', () => {
    given(...out)
      .when(says('13:20', teacher, 'cancel', { reason: 'Nobody in' }))
      .refuses('not-at-this-stage');
  });
});

describe('somebody without a time to be back', () => {
  it('is due after the stay that the school assumes', () => {
    const gone = givenOf(asked({ plan: { departAt: at('13:00') } }), known).and(says('13:10', teacher, 'depart-in-breach'));
    expect(duesOf(gone)).toEqual([`round-return ${teacher} ${at('14:10')}`]);
  });
});

// A school that waits for a word on arriving, on leaving the home and on being back.
const three: Policy = {
  ...known.rules,
  clocks: (['arrive', 'leave', 'return'] as const).map((expects) => ({
    id: `${expects}-clock`,
    clauses: ['XX-01'],
    expects,
    due: `plan.${expects}At` as const,
    runsFrom: expects === 'arrive' ? ('authorised' as const) : ('departed' as const),
    grace: 'PT0S',
    ladder: 'missing',
  })),
};
const knows = { ...known, rules: three };
const times = { departAt: at('13:00'), arriveAt: at('13:20'), leaveAt: at('14:10'), returnAt: at('14:30') };
const threeClocks = (...steps: readonly Step[]) => givenOf(asked({ plan: times }, teacher, knows), knows, answer, agreed, ...steps);
const clocksOf = ({ visit }: Given, person = teacher): readonly string[] =>
  running(visit, knows)
    .filter((r) => r.visitor === person)
    .map((r) => r.clock.expects);

describe('of three clocks', () => {
  it('arriving ends only the first: leaving is still waited for', () => {
    expect(clocksOf(threeClocks(leave('13:00'), says('13:18', teacher, 'arrive')))).toEqual(['leave', 'return']);
  });

  it('leaving ends the first two: a missed arrival is no alarm any more', () => {
    expect(clocksOf(threeClocks(leave('13:00'), says('13:30', teacher, 'leave')))).toEqual(['return']);
  });

  it('being back ends all three', () => {
    expect(clocksOf(threeClocks(leave('13:00'), says('13:30', teacher, 'return')))).toEqual([]);
  });

  it('a check-in ends none', () => {
    expect(clocksOf(threeClocks(leave('13:00'), says('13:30', teacher, 'check-in')))).toEqual(['arrive', 'leave', 'return']);
  });

  it('each is for each visitor alone', () => {
    expect(clocksOf(threeClocks(leave('13:00'), says('13:18', teacher, 'arrive')), assistant)).toEqual(['arrive', 'leave', 'return']);
  });

  it('the one for leaving raises the alarm though the return lies ahead', () => {
    threeClocks(leave('13:00'), look('13:00'), says('13:18', teacher, 'arrive', { visitor: 'all' }))
      .when(look('14:10'))
      .records({ type: 'AlarmOpened', of: 'leave-clock' }, 'RungBegun', 'NoticesMarked');
  });

  it('one that runs out while the ladder is climbed joins it, and ends a hold', () => {
    threeClocks(leave('13:00'), look('13:20'), says('14:05', office, 'acknowledge', { alarm: 'a1' }))
      .when(look('14:10'))
      .records(
        { type: 'AlarmJoined', alarm: 'a1', clock: 'leave-clock' },
        { type: 'RungBegun', rung: 2, why: 'hold-ended' },
        'NoticesMarked',
      );
  });

  it('the one for arriving runs even where nobody signed out', () => {
    expect(clocksOf(threeClocks())).toEqual(['arrive']);
    threeClocks()
      .when(look('13:20'))
      .records({ type: 'AlarmOpened', of: 'arrive-clock', visitors: [teacher, assistant] }, 'RungBegun', 'NoticesMarked');
  });

  it('of a person who is not going none runs', () => {
    expect(clocksOf(threeClocks(says('12:00', assistant, 'not-going', { reason: 'Ill' })), assistant)).toEqual([]);
  });

  it('the times that were confirmed at the door are the ones that hold', () => {
    const late = threeClocks(
      says('13:40', teacher, 'depart', {
        visitor: 'all',
        ticks,
        plan: { arriveAt: at('14:00'), leaveAt: at('14:50'), returnAt: at('15:10') },
      }),
    );
    expect(running(late.visit, knows)[0]?.due).toBe(at('14:00'));
  });
});

describe('another school', () => {
  it('has its own clocks by its own policy', () => {
    expect(madeUp().policy.clocks.map((clock) => clock.expects)).not.toEqual(known.rules.clocks.map((clock) => clock.expects));
  });

  it('waits for nobody who has not left', () => {
    expect(duesOf(given(...authorised)).every((due) => due.startsWith('departure'))).toBe(true);
  });
});
