import { describe, expect, it } from 'vitest';
import { running } from '../../functions/domain/policy/clocks.ts';
import { openAlarms, stageOf } from '../../functions/domain/visit/relations.ts';
import { given, known, knowing, look, out, passing, says, setTo, type Step } from '../support/given.ts';
import { assistant, at, deputy, executiveHead, head, office, teacher } from '../support/hampton-visit.ts';

const overdue = given(...out, passing('15:00'));
const back = (time: string, who: string): Step => says(time, who, 'return');
const revise = (time: string, who: string, body: object = {}) => says(time, who, 'revise', { plan: { returnAt: at('16:00') }, ...body });
const bothBack = { [teacher]: 'accounted-for', [assistant]: 'accounted-for' };
const standDown = (time: string, visitors: object, who = head, alarm = 'a1') =>
  says(time, who, 'stand-down', { alarm, how: 'I spoke to both of them', visitors });

describe('an alarm that somebody is overdue', () => {
  it('ends when everybody whom it waits for is back, not when one is', () => {
    const one = overdue.when(back('15:03', teacher)).records('VisitorReturned');
    one.and().when(back('15:04', assistant)).records('VisitorReturned', { type: 'AlarmEnded', because: 'contact' });
  });

  it('ends by a return in the very second of the check', () => {
    given(...out, passing('14:59'), says('15:00', teacher, 'return', { visitor: 'all' }))
      .when(look('15:00'))
      .recordsNothing();
  });

  it('does not end by arriving, checking in, leaving or a note', () => {
    for (const type of ['arrive', 'check-in', 'leave', 'note'] as const) {
      const said = overdue.when(says('15:03', teacher, type, { visitor: 'all' }));
      expect(openAlarms(said.visit), type).toHaveLength(1);
    }
  });

  it('ends by a new time that somebody heard', () => {
    overdue
      .when(revise('15:03', office, { toldBy: teacher, means: 'phone' }))
      .records('TimesRevised', { type: 'AlarmEnded', because: 'revised' });
  });

  it('does not end by a new time that was typed, on a phone that anybody may hold', () => {
    overdue.when(revise('15:03', teacher)).records('TimesRevised');
    overdue.when(revise('15:03', office, { means: 'text' })).records('TimesRevised');
    overdue.and(revise('15:03', teacher)).when(passing('15:10')).tells('rung:a1/2', office);
  });

  it('does not end by a new time that is past already', () => {
    overdue
      .when(says('15:03', office, 'revise', { plan: { returnAt: at('14:31') }, toldBy: teacher, means: 'phone' }))
      .records('TimesRevised');
  });

  it('comes again where the new time passes too', () => {
    overdue
      .and(revise('15:03', office, { toldBy: teacher, means: 'phone' }))
      .when(passing('16:30'))
      .tells('rung:a2/1', head, executiveHead)
      .tells('nudge:round-return', teacher, assistant, office);
  });

  it('goes no further once it has ended', () => {
    overdue
      .and(says('15:03', teacher, 'return', { visitor: 'all' }), look('15:03'))
      .when(passing('23:00'))
      .sends();
  });
});

describe('everybody who was told of an alarm', () => {
  it('is told that it is over, by the way they were told', () => {
    overdue
      .and(passing('15:20'), says('15:21', teacher, 'return', { visitor: 'all' }))
      .when(look('15:21'))
      .sends(...[office, head, executiveHead].flatMap((who) => [`text ${who} over:a1`, `email ${who} over:a1`]));
  });

  it('is told so once', () => {
    overdue
      .and(says('15:03', teacher, 'return', { visitor: 'all' }), look('15:03'))
      .when(passing('20:00'))
      .sends();
  });

  it('is told nothing where nothing had reached them', () => {
    given(
      ...out,
      passing('14:59:59'),
      look('15:00', () => 'later'),
      says('15:00:05', teacher, 'return', { visitor: 'all' }),
    )
      .when(look('15:00:30'))
      .tells('rung:a1/1');
  });

  it('hears it after what was in the air, where the answer came only then', () => {
    const inTheAir = given(...out, passing('14:59:59'));
    const sending = inTheAir.and(
      look('15:00', () => 'unknown'),
      says('15:00:05', teacher, 'return', { visitor: 'all' }),
    );
    expect(
      Object.values(sending.visit.owed)
        .filter((n) => n.about.kind === 'over')
        .map((n) => n.to),
    ).toEqual([office, office]);
  });
});

describe('standing down', () => {
  it('says of each visitor that they are accounted for', () => {
    overdue.when(standDown('15:05', {})).refuses('say-of-each-visitor');
    overdue.when(standDown('15:05', { [teacher]: 'accounted-for' })).refuses('say-of-each-visitor');
    const stood = overdue
      .when(standDown('15:05', bothBack))
      .records({ type: 'AlarmEnded', because: 'stood-down', how: 'I spoke to both of them' });
    expect(stageOf(stood.visit)).toBe('returned');
    expect(running(stood.visit, known)).toEqual([]);
  });

  it('or by when they are now expected, and then they are watched until that', () => {
    const stood = overdue.and(standDown('15:05', { [teacher]: 'accounted-for', [assistant]: at('16:30') }), look('15:05'));
    expect(running(stood.visit, known).map((r) => [r.visitor, r.due])).toEqual([[assistant, at('16:30')]]);
    stood.when(passing('17:00')).tells('rung:a2/1', head, executiveHead);
  });

  it('is not to expect somebody in the past', () => {
    overdue.when(standDown('15:05', { ...bothBack, [assistant]: at('15:00') })).refuses('expected-in-the-past');
  });

  it('expects somebody again who was thought to be back', () => {
    const again = overdue.and(back('15:02', teacher), standDown('15:05', { [teacher]: at('16:30'), [assistant]: 'accounted-for' }));
    expect(running(again.visit, known).map((r) => r.visitor)).toEqual([teacher]);
  });

  it('is for a person who says how they know, and who is not on the visit', () => {
    overdue.when(standDown('15:05', bothBack, teacher)).refuses('own-alarm');
    overdue.when(standDown('15:05', bothBack, 'machine:mis')).refuses('a-person-must');
    expect(() => overdue.when(says('15:05', head, 'stand-down', { alarm: 'a1', how: ' ', visitors: bothBack }))).toThrow(
      /say how you know/,
    );
  });

  it('says nothing of people who are not on the visit', () => {
    overdue.when(standDown('15:05', { ...bothBack, [office]: 'accounted-for' })).refuses('unknown-visitor');
  });

  it('a second time by the same person is no news; by another, it is over', () => {
    const stood = overdue.and(standDown('15:05', bothBack));
    stood.when(standDown('15:06', bothBack)).recordsNothing();
    stood.when(standDown('15:06', bothBack, executiveHead)).refuses('alarm-over');
  });

  it('tells everybody who was told', () => {
    overdue.and(standDown('15:05', bothBack)).when(look('15:05')).sends(`text ${office} over:a1`, `email ${office} over:a1`);
  });

  it('after the police were rung makes somebody ring them again, until that is recorded', () => {
    const rung = overdue.and(says('15:02', office, 'record-police', { alarm: 'a1', by: 'Maureen', reference: 'CAD 1' }));
    const stood = rung.when(standDown('15:05', bothBack)).records('AlarmEnded', { type: 'TaskOwed', task: 'police-called-off#a1' });
    const asked = stood.and(look('15:05'));
    asked.when(passing('15:15')).tells('task:police-called-off#a1', office, 'hampton-deputy', head);
    const done = says('15:10', office, 'answer', {
      answers: { 'police-called-off': { a1: { who: 'Maureen', when: '2026-06-22T15:09:00+01:00' } } },
    });
    asked.and(done).when(passing('18:00')).sends();
  });
});

describe('a call for help', () => {
  const called = given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'help' }), look('13:30'));

  it('does not end by an all-clear from a phone: neither a return nor a note nor a new time', () => {
    for (const [type, body] of [
      ['return', { visitor: 'all' }],
      ['check-in', { words: 'All fine' }],
      ['revise', { plan: { returnAt: at('16:00') } }],
    ] as const) {
      expect(openAlarms(called.and(says('13:40', teacher, type, body)).visit), type).toHaveLength(1);
    }
  });

  it('ends by standing down alone', () => {
    called.when(standDown('13:50', bothBack, head, 'h1')).records({ type: 'AlarmEnded', because: 'stood-down' });
  });

  it('keeps an overdue alarm open as well, until it is stood down', () => {
    const late = called.and(passing('15:00'));
    expect(openAlarms(late.visit)).toHaveLength(2);
    const home = late.and(says('15:05', teacher, 'return', { visitor: 'all' }));
    expect(openAlarms(home.visit)).toHaveLength(2);
    // That they are back somebody may have made them say.
    home.when(standDown('15:10', {}, head, 'h1')).refuses('say-of-each-visitor');
    home
      .when(standDown('15:10', bothBack, head, 'h1'))
      .records({ type: 'AlarmEnded', alarm: 'h1' }, { type: 'AlarmEnded', alarm: 'a1', because: 'contact' });
  });

  it('is not ended for anybody by an alarm beside it that is', () => {
    const late = called.and(passing('15:00'));
    late.when(standDown('15:05', bothBack, head, 'a1')).records({ type: 'AlarmEnded', alarm: 'a1' });
    expect(openAlarms(late.and(standDown('15:05', bothBack, head, 'a1')).visit).map((a) => a.id)).toEqual(['h1']);
  });
});

describe('who says that a call for help is over', () => {
  const called = given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'help' }), look('13:30'));

  it('is whom the school has named for it, and nobody else', () => {
    called.when(standDown('13:50', bothBack, office, 'h1')).refuses('not-yours-to-stand-down');
    called.when(standDown('13:50', bothBack, deputy, 'h1')).records({ type: 'AlarmEnded', by: deputy });
  });

  it('is anybody in charge, where everybody whom it named is out there', () => {
    const nobody = called.and(knowing(setTo({ 'stand-down-by': [teacher] })));
    nobody.when(standDown('13:50', bothBack, office, 'h1')).records({ type: 'AlarmEnded', by: office });
  });
});

describe('an alarm about something else', () => {
  it('ends by standing down alone, even with everybody back', () => {
    const ill = given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'illness' }), look('13:30'));
    const home = ill.and(says('14:00', teacher, 'return', { visitor: 'all' }));
    expect(openAlarms(home.visit)).toHaveLength(1);
    home.when(says('14:01', head, 'close')).refuses('alarm-open');
    home.when(standDown('14:05', {})).records('AlarmEnded');
  });
});
