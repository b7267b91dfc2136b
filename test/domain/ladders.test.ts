import { describe, expect, it } from 'vitest';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import {
  asked,
  given,
  type Given,
  givenOf,
  knowing,
  known,
  look,
  out,
  passing,
  says,
  setTo,
  type Step,
  withPerson,
} from '../support/given.ts';
import { answers, assistant, at, executiveHead, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const overdue = given(...out, passing('15:00'));
const missed = (time: string, rung: number): Step =>
  says(time, office, 'log-attempt', { alarm: 'a1', rung, result: 'no-answer', means: 'phone' });
const begun = ({ visit }: Pick<Given, 'visit'>): readonly string[] =>
  visit.history.flatMap((e) => (e.type === 'RungBegun' ? [`${e.at.slice(11, 16)} ${e.name} ${e.passedOver ?? e.why}`] : []));

describe('the ladder of somebody who is missing', () => {
  it('is the order of the policy: the visitors, the home, the head, the police', () => {
    expect(begun(given(...out, passing('15:30')))).toEqual([
      '14:00 worker due',
      '14:10 location due',
      '14:20 lead due',
      '14:30 police due',
    ]);
  });

  it('tells whom each step names', () => {
    overdue.when(passing('15:10')).tells('rung:a1/2', office);
    overdue.and(passing('15:10')).when(passing('15:20')).tells('rung:a1/3', head, executiveHead);
    overdue.and(passing('15:20')).when(passing('15:30')).tells('rung:a1/4', head, office);
  });

  it('tells each by text and by email', () => {
    given(...out, passing('14:59'))
      .when(look('15:00'))
      .sends(`text ${office} rung:a1/1`, `email ${office} rung:a1/1`);
  });

  it('gives each step its time, to the second', () => {
    overdue.when(passing('15:09:59')).sends();
    overdue.when(passing('15:10')).records({ type: 'RungBegun', rung: 2 }, 'NoticesMarked');
  });

  it('begins a step once, however often somebody looks', () => {
    overdue.and(look('15:10')).when(look('15:10')).recordsNothing();
  });
});

describe('an attempt that failed', () => {
  it('brings the next step at once', () => {
    overdue.when(missed('15:03', 1)).records('AttemptLogged', { type: 'RungBegun', rung: 2, why: 'attempt-failed', at: at('15:03') });
  });

  it('gives the next step its whole time from then', () => {
    const next = overdue.and(missed('15:03', 1), look('15:03'));
    next.when(passing('15:12:59')).sends();
    next.when(passing('15:13')).tells('rung:a1/3', head, executiveHead);
  });

  it('of an older step is written down and moves nothing', () => {
    const second = overdue.and(missed('15:03', 1), look('15:03'));
    second.when(missed('15:04', 1)).records({ type: 'AttemptLogged', rung: 1 });
    second.and(missed('15:04', 1)).when(passing('15:12:59')).sends();
  });

  it('ends a hold', () => {
    overdue
      .and(says('15:02', office, 'acknowledge', { alarm: 'a1' }))
      .when(missed('15:03', 1))
      .records('AttemptLogged', { type: 'RungBegun', rung: 2 });
  });

  it('does not bring a repeat of the last step at once', () => {
    const last = given(...out, passing('15:30'));
    last.when(missed('15:31', 4)).records('AttemptLogged');
    last.and(missed('15:31', 4)).when(passing('15:39:59')).sends();
  });

  it('that reached them safe moves nothing: what ends it is their return or a word', () => {
    overdue
      .when(says('15:03', office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'reached-safe', who: 'Priya' }))
      .records('AttemptLogged');
  });

  it('that reached somebody in need opens a call for help', () => {
    overdue
      .when(says('15:03', office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'reached-needs-help', words: 'Locked in' }))
      .records(
        'AttemptLogged',
        { type: 'AlarmOpened', kind: 'distress', call: 'help' },
        { type: 'RungBegun', alarm: 'a1', rung: 2, passedOver: 'quiet' },
        { type: 'RungBegun', alarm: 'a1', rung: 3 },
        { type: 'RungBegun', alarm: 'h1', rung: 1 },
      );
  });

  it('names a step that the ladder has, of an alarm that is there', () => {
    overdue.when(missed('15:03', 9)).refuses('unknown-rung');
    overdue.when(says('15:03', office, 'log-attempt', { alarm: 'a7', rung: 1, result: 'no-answer' })).refuses('unknown-alarm');
  });
});

describe('"I have it"', () => {
  const held = overdue.and(says('15:04', office, 'acknowledge', { alarm: 'a1' }));

  it('holds the ladder for as long as the school set', () => {
    held.when(passing('15:13:59')).sends();
    held.when(passing('15:14')).records({ type: 'RungBegun', rung: 2, why: 'hold-ended', at: at('15:14') }, 'NoticesMarked');
  });

  it('says until when it holds', () => {
    overdue.when(says('15:04', office, 'acknowledge', { alarm: 'a1' })).records({ type: 'AlarmAcknowledged', until: at('15:14') });
  });

  it('may hold it for a shorter time, never for a longer one', () => {
    overdue
      .when(says('15:04', office, 'acknowledge', { alarm: 'a1', until: at('15:08') }))
      .records({ type: 'AlarmAcknowledged', until: at('15:08') });
    overdue
      .when(says('15:04', office, 'acknowledge', { alarm: 'a1', until: at('18:00') }))
      .records({ type: 'AlarmAcknowledged', until: at('15:14') });
  });

  it('takes it from nobody who took it since whoever says so looked, and lets two presses be one', () => {
    held.when(says('15:05', head, 'acknowledge', { alarm: 'a1', seen: null })).records();
    held.when(says('15:05', head, 'acknowledge', { alarm: 'a1', seen: office })).records({ type: 'AlarmAcknowledged', by: head });
    held.when(says('15:05', office, 'acknowledge', { alarm: 'a1', seen: null })).records({ type: 'AlarmAcknowledged', by: office });
    // Whoever says nothing of whom they saw means it.
    held.when(says('15:05', head, 'acknowledge', { alarm: 'a1' })).records({ type: 'AlarmAcknowledged', by: head });
  });

  it('is not safety: the alarm stays open', () => {
    expect(held.visit.alarms.every((alarm) => alarm.ended === undefined)).toBe(true);
  });

  it('of one alarm holds no other', () => {
    const two = overdue.and(
      says('15:01', office, 'raise-alarm', { kind: 'illness' }),
      look('15:01'),
      says('15:02', office, 'acknowledge', { alarm: 'a2' }),
    );
    two.when(passing('15:10')).tells('rung:a1/2', office);
  });

  it('holds the repeats of the last step as well', () => {
    const last = given(...out, passing('15:30'), says('15:38', head, 'acknowledge', { alarm: 'a1' }));
    last.when(passing('15:47:59')).sends();
    last.when(passing('15:48')).tells('rung:a1/4', head, office);
  });

  it('is refused for an alarm that is over, or is not there', () => {
    overdue.when(says('15:04', office, 'acknowledge', { alarm: 'a9' })).refuses('unknown-alarm');
    overdue
      .and(says('15:04', teacher, 'return', { visitor: 'all' }))
      .when(says('15:05', office, 'acknowledge', { alarm: 'a1' }))
      .refuses('alarm-over');
  });
});

describe('going on by hand', () => {
  it('begins the next step now, or any that is named', () => {
    overdue.when(says('15:01', office, 'escalate', { alarm: 'a1' })).records({ type: 'RungBegun', rung: 2, why: 'escalated' });
    overdue
      .when(says('15:01', office, 'escalate', { alarm: 'a1', to: 4 }))
      .records({ type: 'RungBegun', rung: 4, name: 'police', why: 'escalated' });
    overdue.when(says('15:01', office, 'escalate', { alarm: 'a1', to: 5 })).refuses('unknown-rung');
  });

  it('back to an earlier step climbs from there, and the last keeps its pause', () => {
    const again = given(...out, passing('15:50'), says('15:51', office, 'escalate', { alarm: 'a1', to: 3 }), look('15:51'));
    again.when(passing('16:01')).sends(...[head, office].flatMap((who) => [`text ${who} rung:a1/4`, `email ${who} rung:a1/4`]));
  });
});

describe('a step that nobody can take', () => {
  const nobodyLeads = [head, executiveHead].reduce(
    (so, id) => withPerson(id, { mobile: undefined, email: undefined, duties: [] }, so),
    known,
  );

  it('is passed over at once, and the history says so', () => {
    const climbed = overdue.and(knowing(nobodyLeads), passing('15:20'));
    expect(begun(climbed).slice(2)).toEqual(['14:20 lead empty', '14:20 police due']);
  });

  it('is never the last: everybody in charge is told instead', () => {
    const gone = withPerson(office, { duties: [], mobile: undefined, email: undefined }, nobodyLeads);
    overdue.and(knowing(gone)).when(passing('15:30')).tells('rung:a1/4', 'hampton-deputy');
  });

  it('goes by who is on duty then: out of hours somebody answers for the office', () => {
    // The office shuts at 16:30.
    const late = given(
      ...out,
      says('14:00', office, 'revise', { plan: { returnAt: at('16:20') }, toldBy: teacher, means: 'phone' }),
      look('14:00'),
    );
    late.when(passing('16:50')).tells('rung:a1/1', head, executiveHead);
  });

  it('is left at once where every message surely failed', () => {
    given(...out, passing('14:59'))
      .when(look('15:00', (notice) => (notice.to === office ? 'failed' : 'accepted')))
      .tells('rung:a1/3', head, executiveHead);
  });

  it('is not left while one of its messages may have got through', () => {
    given(...out, passing('14:59'))
      .when(look('15:00', (notice) => (notice.channel === 'text' ? 'failed' : 'accepted')))
      .tells('rung:a1/2');
  });
});

describe('the last step', () => {
  const police = given(...out, passing('15:30'));

  it('repeats until somebody has acted', () => {
    const day = police.when(passing('2026-06-23T15:30:00+01:00'));
    expect(day.sent.filter((line) => line === `text ${head} rung:a1/4`)).toHaveLength(1 + 24 * 6);
  });

  it('is counted, not written down each time', () => {
    const day = police.and(passing('2026-06-23T15:30:00+01:00'));
    expect(day.visit.history).toHaveLength(police.visit.history.length);
    expect(day.visit.tally['a1/4']).toMatchObject({
      n: 144,
      firstAt: at('15:40'),
      lastAt: '2026-06-23T14:30:00.000Z',
    });
    expect(day.visit.tally['a1/4']?.accepted).toBeGreaterThan(500);
  });

  it('keeps its pause where every message failed', () => {
    const failing = police.and(passing('15:40', () => 'failed'));
    failing.when(passing('15:49:59')).sends();
    failing.when(passing('15:50')).tells('rung:a1/4', head, office);
  });

  it('is not repeated for the time in which nobody looked', () => {
    police.when(look('18:00')).sends(...[head, executiveHead].flatMap((who) => [`text ${who} rung:a1/4`, `email ${who} rung:a1/4`]));
  });

  it('always has a next moment', () => {
    expect(nextDue(police.visit, known, { held: true })).toBe(at('15:40'));
  });

  it('never repeats faster than a minute, whatever was set', () => {
    const knows = setTo({ repeat: 'PT1S' });
    const fast = givenOf(
      asked({}, teacher, knows),
      knows,
      says('08:35', teacher, 'answer', { answers }),
      says('08:40', head, 'authorise'),
      says('13:00', teacher, 'depart', { visitor: 'all', ticks }),
      passing('15:30'),
    );
    fast.when(passing('15:30:59')).sends();
  });
});

describe('after an outage', () => {
  const late = given(...out, passing('14:59')).and(look('16:00'));

  it('the ladder begins where it was, at once', () => {
    expect(begun(late)).toEqual(['15:00 worker due']);
  });

  it('it catches up in order, at least two minutes apart', () => {
    expect(begun(late.and(passing('16:10')))).toEqual(['15:00 worker due', '15:02 location due', '15:04 lead due', '15:06 police due']);
  });

  it('each step still says when it was due', () => {
    late.when(look('16:02')).records({ type: 'RungBegun', due: at('15:10') }, 'NoticesMarked');
  });
});

describe('ringing the police', () => {
  it('is for anybody at any time, whatever step the ladder is at', () => {
    overdue
      .when(says('15:01', teacher, 'record-police', { alarm: 'a1', by: 'Priya', reference: 'CAD 1' }))
      .records({ type: 'PoliceRung', reference: 'CAD 1' });
  });

  it('moves nothing on the ladder', () => {
    overdue
      .and(says('15:01', office, 'record-police', { alarm: 'a1' }))
      .when(passing('15:10'))
      .tells('rung:a1/2', office);
  });

  it('is a person’s act', () => {
    overdue.when(says('15:01', 'machine:mis', 'record-police', { alarm: 'a1' })).refuses('a-person-must');
  });

  it('about an alarm that is over is recorded too', () => {
    overdue
      .and(says('15:01', teacher, 'return', { visitor: 'all' }))
      .when(says('15:02', office, 'record-police', { alarm: 'a1', at: at('15:00') }))
      .records({ type: 'PoliceRung', rangAt: at('15:00') }, { type: 'TaskOwed', task: 'police-called-off#a1' });
  });

  it('is never said for them', () => {
    expect(given(...out, passing('16:00')).visit.alarms[0]?.police).toBeUndefined();
  });
});

describe('whoever is on the visit', () => {
  it('is told nothing by the ladder, whatever duties they hold', () => {
    const knows = withPerson(assistant, { duties: ['visitor', 'head-of-school'] });
    const both = givenOf(
      asked({}, teacher, knows),
      knows,
      says('08:35', teacher, 'answer', { answers }),
      says('08:40', head, 'authorise'),
      says('13:00', teacher, 'depart', { visitor: 'all', ticks }),
      passing('15:10'),
    );
    both.when(passing('15:20')).tells('rung:a1/3', head, executiveHead);
  });
});
