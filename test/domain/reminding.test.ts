/** What is said again: how often, to whom, with what came of it; who hears that it is over; and whose word was heard. */
import { describe, expect, it } from 'vitest';
import {
  earliest,
  epochOf,
  HourOfDay,
  inLondon,
  Instant,
  latest,
  Length,
  lengthInMilliseconds,
  plus,
} from '../../functions/domain/time.ts';
import type { SendResult } from '../../functions/domain/visit/commands.ts';
import { commandBodies, commandOf } from '../../functions/domain/visit/commands.ts';
import { keepUp } from '../../functions/domain/visit/decide.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { draftOf } from '../../functions/domain/visit/draft.ts';
import { nextRung, toldOf } from '../../functions/domain/visit/ladder.ts';
import { heldBy, isFree } from '../../functions/domain/visit/messages.ts';
import { openAlarms } from '../../functions/domain/visit/relations.ts';
import { listen, mightHoldTheWord, type Overheard } from '../../functions/domain/visit/safe-word.ts';
import type { OwedNotice, Visit } from '../../functions/domain/visit/visit.ts';
import { nextDue, setWatch } from '../../functions/domain/visit/watch.ts';
import {
  asked,
  authorised,
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
  withPerson,
} from '../support/given.ts';
import { answers, assistant, at, deputy, executiveHead, head, office, teacher, ticks } from '../support/hampton-visit.ts';

type Outcome = SendResult['outcome'];
const always = (outcome: Outcome) => () => outcome;
const byText =
  (text: Outcome, email: Outcome) =>
  ({ channel }: OwedNotice): Outcome =>
    channel === 'text' ? text : email;

const off = given(says('09:00', teacher, 'cancel', { reason: 'Ill' }));
const overdue = given(...out, passing('15:00'));
const police = given(...out, passing('15:30'));
/** Out from a school that is set so. */
const outWhere = (knows: Known): Given =>
  givenOf(
    asked({}, teacher, knows),
    knows,
    says('08:35', teacher, 'answer', { answers }),
    says('08:40', head, 'authorise'),
    says('13:00', teacher, 'depart', { visitor: 'all', ticks }),
    look('13:00'),
  );
const without = (setting: string): Known => {
  const { [setting]: _setting, ...values } = known.settings.values;
  return { ...known, settings: { ...known.settings, values } };
};
const marks = ({ visit }: Pick<Given, 'visit'>): readonly string[] =>
  visit.history.flatMap((e) => (e.type === 'NoticesMarked' ? e.marks.map((m) => `${m.channel} ${m.to} ${m.about} ${m.outcome}`) : []));
const bothWays = (about: string, ...people: readonly string[]): readonly string[] =>
  people.flatMap((person) => [`text ${person} ${about}`, `email ${person} ${about}`]);
const owed = ({ visit }: Pick<Given, 'visit'>, kind: string): readonly OwedNotice[] =>
  Object.values(visit.owed).filter((notice) => notice.about.kind === kind);

const clock = (at_: string): string => inLondon(Instant.parse(at_)).time + at_.slice(16, 19);
/** `15:00:30 2 nobody-reached of 15:00:30 empty`: begun when, which step, why, due when, passed over why. */
const steps = ({ visit }: Pick<Given, 'visit'>, alarm = 'a1'): readonly string[] =>
  visit.history.flatMap((e) =>
    e.type === 'RungBegun' && e.alarm === alarm
      ? [[clock(e.at), e.rung, e.why, 'of', clock(e.due), ...(e.passedOver === undefined ? [] : [e.passedOver])].join(' ')]
      : [],
  );

describe('a reminder of a task', () => {
  it('is counted: how often, from when to when, with what came of it, and to whom', () => {
    expect(off.and(look('09:00')).visit.tally['task:family-told-off']).toEqual({
      n: 1,
      firstAt: at('09:00'),
      lastAt: at('09:00'),
      accepted: 2,
      failed: 0,
      uncertain: 0,
      to: [office],
    });
    expect(off.and(passing('12:00')).visit.tally['task:family-told-off']).toEqual({
      n: 4,
      firstAt: at('09:00'),
      lastAt: at('12:00'),
      accepted: 8,
      failed: 0,
      uncertain: 0,
      to: [office],
    });
  });

  it('is counted by what came of each: taken, refused, or perhaps sent', () => {
    const both = off.and(look('09:00', byText('failed', 'accepted')), look('10:00', byText('failed', 'accepted')));
    expect(both.visit.tally['task:family-told-off']).toMatchObject({ n: 2, accepted: 2, failed: 2, uncertain: 0 });
    // Six answers that never came, and it counts as perhaps sent.
    const unknown = off.and(passing('09:59', byText('unknown', 'accepted')));
    expect(unknown.visit.tally['task:family-told-off']).toMatchObject({ n: 1, accepted: 1, failed: 0, uncertain: 1 });
  });

  it('is no fact of the history, from the first on', () => {
    expect(marks(off.and(passing('12:00'))).filter((line) => line.includes('task:'))).toEqual([]);
  });

  it('of one task is counted for that task alone', () => {
    const stood = overdue.and(
      says('15:02', office, 'record-police', { alarm: 'a1' }),
      says('15:05', head, 'stand-down', {
        alarm: 'a1',
        how: 'I spoke to both',
        visitors: { [teacher]: 'accounted-for', [assistant]: 'accounted-for' },
      }),
      passing('15:24'),
    );
    expect(stood.visit.tally).toEqual({
      'task:police-called-off#a1': {
        n: 2,
        firstAt: at('15:05'),
        lastAt: at('15:15'),
        accepted: 12,
        failed: 0,
        uncertain: 0,
        to: [office, deputy, head],
      },
    });
  });

  it('comes once where the school has not said how often', () => {
    const knows = without('remind-every');
    const once = givenOf(asked({}, teacher, knows), knows, says('09:00', teacher, 'cancel', { reason: 'Ill' }), look('09:00'));
    expect(once.visit.tally['task:family-told-off']?.n).toBe(1);
    expect(nextDue(once.visit, knows, { held: true })).toBeUndefined();
    once.when(look('18:00')).sends();
  });

  it('never comes faster than each minute, whatever was set', () => {
    const knows = setTo({ 'remind-every': 'PT1S' });
    const fast = givenOf(asked({}, teacher, knows), knows, says('09:00', teacher, 'cancel', { reason: 'Ill' }), look('09:00'));
    expect(nextDue(fast.visit, knows, { held: true })).toBe(at('09:01'));
  });

  it('is next due an hour after the last, and never once it is done', () => {
    expect(nextDue(off.visit, known, { held: true })).toBe(at('09:00'));
    expect(nextDue(off.and(look('09:10')).visit, known, { held: true })).toBe(at('10:10'));
    const done = off.and(
      look('09:00'),
      says('09:30', office, 'answer', { answers: { 'family-told-off': { 'no-need': 'They cancelled themselves' } } }),
      look('09:30'),
    );
    expect(nextDue(done.visit, known, { held: true })).toBeUndefined();
  });

  it('that is not sent yet when the task is done is not sent', () => {
    const waiting = off.and(look('09:00', always('later')));
    const done = waiting.and(
      says('09:00:05', office, 'answer', { answers: { 'family-told-off': { 'no-need': 'They cancelled themselves' } } }),
    );
    done.when(look('09:00:30')).tells('task:family-told-off');
    expect(owed(done.and(look('09:00:30')), 'task')).toEqual([]);
    expect(done.and(look('09:00:30')).visit.tally['task:family-told-off']).toMatchObject({ accepted: 0, failed: 0, uncertain: 0 });
  });

  it('that nobody answers for is tried on: it is not given up with the sixth try, as a step of a ladder is', () => {
    let visit = off.visit;
    for (let n = 0; n < 8; n += 1)
      visit = { ...keepUp(visit, { type: 'look', lease: `l${String(n)}` }, known, at(`09:0${String(n)}`)).visit, version: 10 + n };
    expect(owed({ visit }, 'task').map((n) => [n.to, n.tries])).toEqual([
      [office, 8],
      [office, 8],
    ]);
  });
});

describe('the last step of a ladder, said again', () => {
  it('is counted by what came of it, for everybody together', () => {
    const twice = police.and(passing('15:40', byText('accepted', 'failed')), passing('15:50'));
    expect(twice.visit.tally['a1/4']).toEqual({
      n: 2,
      firstAt: at('15:40'),
      lastAt: at('15:50'),
      accepted: 6,
      failed: 2,
      uncertain: 0,
      to: [head, office],
    });
  });

  it('is counted as perhaps sent after two answers that never came', () => {
    const unsure = police.and(passing('15:45', byText('unknown', 'accepted')));
    expect(unsure.visit.tally['a1/4']).toMatchObject({ n: 1, accepted: 2, failed: 0, uncertain: 2 });
  });

  it('names everybody to whom it ever went, each once, though others have the hours now', () => {
    const night = police.and(passing('17:00'));
    expect(night.visit.tally['a1/4']?.to).toEqual([head, office, executiveHead]);
    night
      .and(says('17:01', teacher, 'return', { visitor: 'all' }))
      .when(look('17:01'))
      .tells('over:a1', office, head, executiveHead);
  });

  it('stands in the history the first time alone', () => {
    expect(marks(police.and(passing('16:30'))).filter((line) => line.includes('rung:'))).toEqual([
      ...[office].flatMap((who) => [`text ${who} rung:a1/1 accepted`, `email ${who} rung:a1/1 accepted`]),
      ...[office].flatMap((who) => [`text ${who} rung:a1/2 accepted`, `email ${who} rung:a1/2 accepted`]),
      ...[head, executiveHead].flatMap((who) => [`text ${who} rung:a1/3 accepted`, `email ${who} rung:a1/3 accepted`]),
      ...[head, office].flatMap((who) => [`text ${who} rung:a1/4 accepted`, `email ${who} rung:a1/4 accepted`]),
    ]);
  });

  it('is said once where the time before did not go: what was never sent is taken back', () => {
    const down = police.and(passing('15:49', always('later')));
    const again = down.and(look('15:50', always('later')));
    expect(owed(again, 'rung').map((n) => [n.to, n.channel, n.queuedAt])).toEqual([
      [head, 'text', at('15:50')],
      [head, 'email', at('15:50')],
      [office, 'text', at('15:50')],
      [office, 'email', at('15:50')],
    ]);
    expect(again.visit.tally['a1/4']?.n).toBe(2);
  });

  it('keeps what is in the air of the time before', () => {
    const air = police.and(look('15:40', always('unknown')), look('15:50', always('later')));
    expect(
      owed(air, 'rung')
        .map((n) => n.queuedAt)
        .toSorted(),
    ).toEqual([...Array.from({ length: 4 }, () => at('15:40')), ...Array.from({ length: 4 }, () => at('15:50'))]);
  });

  it('waits for a hold, though that is shorter than its pause, and then keeps its pause again', () => {
    const held = police.and(says('15:35', head, 'acknowledge', { alarm: 'a1', until: at('15:36') }));
    expect(nextDue(held.visit, known, { held: true })).toBe(at('15:36'));
    const after = held.and(look('15:36'));
    expect(after.visit.tally['a1/4']?.n).toBe(1);
    expect(nextDue(after.visit, known, { held: true })).toBe(at('15:46'));
  });
});

describe('a message that could not be sent', () => {
  const first = given(...out, passing('14:59:59'));

  it('has used up no try, and says how often it was put off', () => {
    const later = first.and(look('15:00', byText('later', 'accepted')));
    expect(owed(later, 'rung')).toEqual([
      {
        id: expect.any(String) as string,
        to: office,
        channel: 'text',
        about: { kind: 'rung', alarm: 'a1', rung: 1, cycle: 0 },
        queuedAt: at('15:00'),
        tries: 0,
        timeOuts: 0,
        putOff: 1,
        notBefore: at('15:00:15'),
      },
    ]);
    const twice = later.and(look('15:00:15', always('later')));
    expect(owed(twice, 'rung')).toMatchObject([{ tries: 0, putOff: 2, timeOuts: 0, notBefore: at('15:00:45') }]);
  });

  it('without an answer has used one up, and is not put off', () => {
    const unknown = first.and(look('15:00', byText('unknown', 'accepted')));
    const [notice] = owed(unknown, 'rung');
    expect(notice).toMatchObject({ tries: 1, timeOuts: 1, notBefore: at('15:00:15') });
    expect(notice?.putOff).toBeUndefined();
    expect(notice?.lease).toBeUndefined();
  });

  it('is put off for as long however its tries ended, by how many there were', () => {
    const mixed = first.and(look('15:00', byText('later', 'accepted')), look('15:00:15', always('unknown')));
    expect(owed(mixed, 'rung')).toMatchObject([{ tries: 1, putOff: 1, timeOuts: 1, notBefore: at('15:00:45') }]);
  });

  it('is free when its pause is over and nobody holds it', () => {
    const notice: OwedNotice = {
      ...{ id: 'n1', to: office, channel: 'text', queuedAt: at('15:00'), tries: 0, timeOuts: 0 },
      about: { kind: 'rung', alarm: 'a1', rung: 1, cycle: 0 },
    };
    const lease = { by: 'one', until: at('15:00:20') };
    expect(isFree(notice, at('15:00'))).toBe(true);
    expect([isFree({ ...notice, lease }, at('15:00:19')), isFree({ ...notice, lease }, at('15:00:20'))]).toEqual([false, true]);
    const put = { ...notice, notBefore: at('15:00:30') };
    expect([isFree(put, at('15:00:29')), isFree(put, at('15:00:30'))]).toEqual([false, true]);
    expect(isFree({ ...put, lease }, at('15:00:25'))).toBe(false);
  });
});

describe('how a message ended', () => {
  const begin = given(...out, passing('14:59:59')).visit;
  const held: Visit = { ...keepUp(begin, { type: 'look', lease: 'one' }, known, at('15:00')).visit, version: begin.version + 1 };
  const [text, email] = owed({ visit: held }, 'rung');
  const marking = (results: readonly SendResult[], lease?: string, visit = held) =>
    keepUp(visit, { type: 'mark', results, ...(lease === undefined ? {} : { lease }) }, known, at('15:00:05'));

  it('is held by whoever took it, until its time is over', () => {
    expect(heldBy(held, 'one', at('15:00:19'))).toEqual([text, email]);
    expect(heldBy(held, 'one', at('15:00:20'))).toEqual([]);
    expect(heldBy(held, 'two', at('15:00:19'))).toEqual([]);
  });

  it.each(['later', 'unknown'] as const)('"%s" is for whoever still holds it to say', (outcome) => {
    const results = [{ notice: text!.id, outcome }];
    expect(marking(results, 'two').visit).toEqual(held);
    expect(marking(results, 'one').visit.owed[text!.id]?.notBefore).toBe(at('15:00:20'));
    expect(marking(results).visit.owed[text!.id]?.notBefore).toBe(at('15:00:20'));
  });

  it.each(['accepted', 'failed'] as const)('"%s" ends it, whoever holds it', (outcome) => {
    const done = marking([{ notice: text!.id, outcome }], 'two');
    expect(Object.keys(done.visit.owed)).toEqual([email!.id]);
    expect(done.events).toMatchObject([{ type: 'NoticesMarked', marks: [{ notice: text!.id, outcome }] }]);
  });

  it('is written down whole: which, to whom, by which way, about what, and the sender’s reference', () => {
    expect(marking([{ notice: text!.id, outcome: 'accepted', reference: 'SM1' }]).events).toMatchObject([
      {
        type: 'NoticesMarked',
        marks: [{ notice: text!.id, to: office, channel: 'text', about: 'rung:a1/1', outcome: 'accepted', reference: 'SM1' }],
      },
    ]);
  });

  it('of a message that nobody knows is no news', () => {
    for (const outcome of ['accepted', 'failed', 'later', 'unknown'] as const) {
      const told = marking([{ notice: 'n0-0', outcome }]);
      expect([told.events, told.visit]).toEqual([[], held]);
    }
  });

  it('is one fact for all that ended together, and the others stay owed', () => {
    const one = marking([
      { notice: text!.id, outcome: 'accepted' },
      { notice: email!.id, outcome: 'later' },
    ]);
    expect(one.events).toMatchObject([{ type: 'NoticesMarked', marks: [{ channel: 'text' }] }]);
    expect(Object.values(one.visit.owed).map((n) => [n.channel, n.putOff])).toEqual([['email', 1]]);
  });
});

describe('somebody who has left the school', () => {
  const { [office]: _office, ...staff } = known.staff;
  const left = knowing({ ...known, staff });
  const first = given(...out, passing('14:59:59'));

  it('cannot be reached: what was never sent has failed, and the next step comes at once', () => {
    const gone = first.and(look('15:00', always('later')), left, look('15:00:30'), look('15:00:30'));
    expect(marks(gone).filter((line) => line.includes('a1/1'))).toEqual([
      `text ${office} rung:a1/1 failed`,
      `email ${office} rung:a1/1 failed`,
    ]);
    expect(steps(gone)).toEqual([
      '15:00:00 1 due of 15:00:00',
      '15:00:30 2 nobody-reached of 15:00:30 empty',
      '15:00:30 3 due of 15:00:30',
    ]);
  });

  it('has perhaps heard what was in the air', () => {
    const gone = first.and(look('15:00', always('unknown')), left, look('15:00:30'));
    expect(marks(gone).filter((line) => line.includes('a1/1'))).toEqual([
      `text ${office} rung:a1/1 uncertain`,
      `email ${office} rung:a1/1 uncertain`,
    ]);
    expect(gone.visit.alarms[0]?.rung?.index).toBe(1);
  });
});

describe('a question to somebody who is late', () => {
  const nudged = given(...out, passing('14:44:59'));

  it('that has not gone is not sent once they are missed', () => {
    const late = nudged.and(look('14:45', always('later')));
    late.when(look('15:00')).tells('nudge:round-return');
    expect(marks(late.and(look('15:00'))).filter((line) => line.includes('nudge'))).toEqual([]);
  });

  it('that is in the air then was perhaps sent', () => {
    const late = nudged.and(look('14:45', always('unknown')), look('15:00'));
    expect(marks(late).filter((line) => line.includes('nudge'))).toHaveLength(6);
    expect(
      marks(late)
        .filter((line) => line.includes('nudge'))
        .every((line) => line.endsWith('uncertain')),
    ).toBe(true);
  });

  it('goes to both and to the office, once each way, and stands in the history', () => {
    nudged.when(look('14:45')).sends(...bothWays('nudge:round-return', teacher, assistant, office));
    expect(marks(nudged.and(look('14:45'))).filter((line) => line.includes('nudge'))).toHaveLength(6);
  });

  it('goes about the one who is out alone, once the other is back', () => {
    given(...out, says('14:00', assistant, 'return', { visitor: assistant }), look('14:00'))
      .when(passing('14:45'))
      .tells('nudge:round-return', teacher, office);
  });

  it('that has not gone is still sent about the one who is not back', () => {
    const one = nudged.and(look('14:45', always('later')), says('14:46', teacher, 'return', { visitor: teacher }));
    one.when(look('14:46')).tells('nudge:round-return', teacher, assistant, office);
  });
});

describe('the steps of a ladder', () => {
  it('say when each was due and why it began', () => {
    expect(steps(given(...out, passing('15:30')))).toEqual([
      '15:00:00 1 due of 15:00:00',
      '15:10:00 2 due of 15:10:00',
      '15:20:00 3 due of 15:20:00',
      '15:30:00 4 due of 15:30:00',
    ]);
  });

  it('of an alarm that somebody raised begin when it was raised', () => {
    const ill = given(...out, says('13:30', office, 'raise-alarm', { kind: 'illness' }), passing('13:45'));
    expect(steps(ill)[0]).toBe('13:30:00 1 due of 13:30:00');
  });

  it('are caught up with two minutes apart, or as fast as the school’s own pause where that is shorter', () => {
    const slow = given(...out, passing('14:59'), look('16:00'), passing('16:05'));
    expect(steps(slow)).toEqual(['16:00:00 1 due of 15:00:00', '16:02:00 2 due of 15:10:00', '16:04:00 3 due of 15:20:00']);
    const fast = outWhere(setTo({ 'rung-wait': 'PT1M' })).and(passing('14:59'), look('16:00'), passing('16:02'));
    expect(steps(fast)).toEqual(['16:00:00 1 due of 15:00:00', '16:01:00 2 due of 15:01:00', '16:02:00 3 due of 15:02:00']);
  });

  it('wait for the end of a hold', () => {
    const held = overdue.and(says('15:04', office, 'acknowledge', { alarm: 'a1' }));
    expect(nextRung(held.visit, held.visit.alarms[0]!)).toEqual({
      at: at('15:14'),
      due: at('15:14'),
      rung: 2,
      why: 'hold-ended',
      repeat: false,
    });
    expect(steps(held.and(passing('15:24')))).toEqual([
      '15:00:00 1 due of 15:00:00',
      '15:14:00 2 hold-ended of 15:14:00',
      '15:24:00 3 due of 15:24:00',
    ]);
  });

  it('go on at once where nobody could be reached, and that step has its whole pause', () => {
    const nobody = given(...out, passing('15:00', byText('failed', 'failed')));
    expect(steps(nobody)).toEqual([
      '15:00:00 1 due of 15:00:00',
      '15:00:00 2 nobody-reached of 15:00:00',
      '15:00:00 3 nobody-reached of 15:00:00',
      '15:00:00 4 nobody-reached of 15:00:00',
    ]);
    expect(nextDue(nobody.visit, known, { held: true })).toBe(at('15:10'));
  });

  it('do not go on while one message is still to go, or one has arrived', () => {
    const still = given(...out, passing('14:59:59'), look('15:00', byText('failed', 'later')));
    expect(steps(still)).toEqual(['15:00:00 1 due of 15:00:00']);
    expect(nextRung(still.visit, still.visit.alarms[0]!)).toMatchObject({ rung: 2, at: at('15:10'), why: 'due' });
    const one = given(...out, passing('14:59:59'), look('15:00', byText('failed', 'accepted')));
    expect(nextRung(one.visit, one.visit.alarms[0]!)).toMatchObject({ rung: 2, at: at('15:10'), why: 'due' });
  });

  it('are not kept back by what is owed of another step or of another alarm', () => {
    // The office cannot be reached by any message of the second step, while one of the first is still owed.
    const first = given(...out, passing('14:59:59'), look('15:00', byText('accepted', 'later')));
    const second = first.and(
      says('15:01', head, 'escalate', { alarm: 'a1' }),
      look('15:01', ({ about }) => (about.kind === 'rung' && about.rung === 2 ? 'failed' : 'later')),
    );
    expect(steps(second).slice(0, 3)).toEqual([
      '15:00:00 1 due of 15:00:00',
      '15:01:00 2 escalated of 15:01:00',
      '15:01:00 3 nobody-reached of 15:01:00',
    ]);
  });

  it('are over with the alarm, or where it has no ladder', () => {
    const [alarm] = overdue.visit.alarms;
    expect(nextRung(overdue.visit, { ...alarm!, ladder: 'nowhere' })).toBeUndefined();
    const back = overdue.and(says('15:01', teacher, 'return', { visitor: 'all' }));
    expect(nextRung(back.visit, back.visit.alarms[0]!)).toBeUndefined();
  });

  it('at the last keep their pause, from when it began and then from each repeat', () => {
    expect(nextRung(police.visit, police.visit.alarms[0]!)).toEqual({
      at: at('15:40'),
      due: at('15:40'),
      rung: 4,
      why: 'due',
      repeat: true,
    });
    const again = police.and(passing('15:40'));
    expect(nextRung(again.visit, again.visit.alarms[0]!)).toMatchObject({ at: at('15:50'), repeat: true });
    const held = police.and(says('15:35', head, 'acknowledge', { alarm: 'a1' }));
    expect(nextRung(held.visit, held.visit.alarms[0]!)).toMatchObject({ at: at('15:45'), due: at('15:45'), repeat: true });
  });

  it('that nobody holds tell everybody in charge at the last, and failing them everybody at school', () => {
    const nobodyIs = (...ids: readonly string[]) =>
      ids.reduce((so, id) => withPerson(id, { duties: [], mobile: undefined, email: undefined }, so), known);
    police
      .and(knowing(nobodyIs(head, office)))
      .when(look('15:40'))
      .tells('rung:a1/4', deputy, executiveHead);
    const rest = police.and(knowing(nobodyIs(head, office, executiveHead, deputy)));
    const others = Object.keys(known.staff).filter((id) => ![head, office, executiveHead, deputy, teacher, assistant].includes(id));
    rest.when(look('15:40')).tells('rung:a1/4', ...others);
  });
});

describe('going on by hand', () => {
  const go = (time: string, body: object = {}) => says(time, head, 'escalate', { alarm: 'a1', ...body });

  it('from the step that the caller saw; where it has moved on since, that was what they wanted', () => {
    overdue.when(go('15:05', { rung: 1 })).records({ type: 'RungBegun', rung: 2, why: 'escalated', due: at('15:05') });
    overdue
      .and(passing('15:10'))
      .when(go('15:11', { rung: 1 }))
      .recordsNothing();
    overdue
      .and(passing('15:10'))
      .when(go('15:11', { rung: 2 }))
      .records({ type: 'RungBegun', rung: 3 });
  });

  it('to a step that is begun, or is past, does nothing', () => {
    const second = overdue.and(passing('15:10'));
    second.when(go('15:11', { to: 2 })).recordsNothing();
    second.when(go('15:11', { to: 1 })).recordsNothing();
    second.when(go('15:11', { to: 3 })).records({ type: 'RungBegun', rung: 3 });
    second.when(go('15:11', { to: 4, rung: 1 })).records({ type: 'RungBegun', rung: 4 });
  });

  it('from the last step tells its people again', () => {
    police.when(go('15:31')).records({ type: 'RungBegun', rung: 4, why: 'escalated', told: [head, office] });
  });

  it('names the step and the alarm that are not there', () => {
    const { decision } = overdue.when(go('15:05', { to: 5 }));
    expect(decision.accepted || decision.refusal.message).toBe('The ladder has no such rung. 5');
    const other = overdue.when(says('15:05', head, 'escalate', { alarm: 'a9' })).decision;
    expect(other.accepted || other.refusal.message).toBe('This visit has no such alarm. a9');
    const over = overdue.and(says('15:04', teacher, 'return', { visitor: 'all' })).when(go('15:05')).decision;
    expect(over.accepted || over.refusal.message).toBe('That alarm has ended. a1');
  });

  it.each(['acknowledge', 'escalate', 'log-attempt', 'stand-down'] as const)('%s is for a person who is not on the visit', (type) => {
    const body = { alarm: 'a1', ...{ rung: 1, result: 'no-answer', how: 'Spoke to them', visitors: {} } };
    const sent = Object.fromEntries(
      Object.entries(body).filter(([name]) =>
        ({
          acknowledge: ['alarm'],
          escalate: ['alarm'],
          'log-attempt': ['alarm', 'rung', 'result'],
          'stand-down': ['alarm', 'how', 'visitors'],
        })[type].includes(name),
      ),
    );
    overdue.when(says('15:05', 'machine:mis', type, sent)).refuses('a-person-must');
    overdue.when(says('15:05', teacher, type, sent)).refuses('own-alarm');
    overdue.when(says('15:05', teacher, type, { ...sent, alarm: 'a9' })).refuses('own-alarm');
    overdue.when(says('15:05', office, type, { ...sent, alarm: 'a9' })).refuses('unknown-alarm');
  });
});

describe('having an alarm', () => {
  const has = (body: object) => overdue.when(says('15:05', office, 'acknowledge', { alarm: 'a1', ...body }));

  it('until a time that is past is for as long as the school set', () => {
    has({ until: at('15:05') }).records({ type: 'AlarmAcknowledged', until: at('15:15') });
    has({ until: at('15:00') }).records({ type: 'AlarmAcknowledged', until: at('15:15') });
    has({ until: at('15:05:01') }).records({ type: 'AlarmAcknowledged', until: at('15:05:01') });
  });
});

describe('an attempt', () => {
  it('that found somebody in need during a call for help opens no second one', () => {
    given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'help' }), look('13:30'))
      .when(says('13:31', office, 'log-attempt', { alarm: 'h1', rung: 1, result: 'reached-needs-help' }))
      .records('AttemptLogged', { type: 'RungBegun', alarm: 'h1', rung: 2, why: 'attempt-failed' });
  });

  it('that found somebody in need calls for help for all whom the alarm is about, in the words that were said', () => {
    const { visit } = overdue.and(
      says('15:03', office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'reached-needs-help', words: 'Locked in' }),
    );
    expect(visit.alarms.find(({ id }) => id === 'h1')).toMatchObject({ visitors: [teacher, assistant], words: 'Locked in', of: 'help' });
  });

  it('names its step by number, and the number is said where there is none', () => {
    const { decision } = overdue.when(says('15:03', office, 'log-attempt', { alarm: 'a1', rung: 5, result: 'no-answer' }));
    expect(decision.accepted || decision.refusal.message).toBe('The ladder has no such rung. 5');
    overdue.when(says('15:03', office, 'log-attempt', { alarm: 'a1', rung: 4, result: 'no-answer' })).records('AttemptLogged');
  });
});

describe('a call for help', () => {
  const called = given(...out, says('13:30', teacher, 'raise-alarm', { kind: 'help' }), look('13:30'));
  /** Before anybody has gone, by the safe word that the assistant has signed. */
  const early = given(
    authorised[0]!,
    says('08:38', assistant, 'assess', { safeWord: 'red pen', signed: true }),
    authorised[1]!,
    says('12:00', office, 'note', { words: 'He asks about the red pen' }),
    look('12:00'),
  );
  const rings = (who: string, alarm: string) => says('13:31', who, 'record-police', { alarm, at: at('13:31'), by: 'Me', reference: 'C 1' });

  it('is none to whoever goes, not even to record that the police were rung', () => {
    called.when(rings(teacher, 'h1')).refuses('unknown-alarm');
    called.when(rings(assistant, 'h1')).refuses('unknown-alarm');
    called.when(rings('machine:mis', 'h1')).refuses('a-person-must');
    called.when(rings(office, 'h1')).records({ type: 'PoliceRung', alarm: 'h1', rangAt: at('13:31'), rangBy: 'Me', reference: 'C 1' });
    overdue.when(rings(assistant, 'a1')).records({ type: 'PoliceRung', alarm: 'a1' });
  });

  it('that a visitor made who then stayed behind is none to them either, whatever they do', () => {
    const stayed = early.and(says('12:05', assistant, 'not-going', { reason: 'Ill' }));
    stayed.when(says('12:10', assistant, 'acknowledge', { alarm: 'h1' })).refuses('unknown-alarm');
    stayed.when(rings(assistant, 'h1')).refuses('unknown-alarm');
  });

  const down = (time: string, visitors: object, who = head, alarm = 'h1') =>
    says(time, who, 'stand-down', { alarm, how: 'I spoke to both', visitors });

  it('is over when something is said of each visitor, by name', () => {
    const { decision } = called.when(down('13:40', {}));
    // The one whose call it is.
    expect(decision.accepted || decision.refusal.message).toBe(
      `Say of each visitor that they are accounted for, or when they are now expected. ${teacher}`,
    );
    const both = overdue.when(down('15:05', {}, head, 'a1')).decision;
    expect(both.accepted || both.refusal.message).toBe(
      `Say of each visitor that they are accounted for, or when they are now expected. ${teacher}, ${assistant}`,
    );
  });

  it('is not over with a time that is now, or with somebody whom the visit does not know', () => {
    called.when(down('13:40', { [teacher]: at('13:40') })).refuses('expected-in-the-past');
    called.when(down('13:40', { [teacher]: at('13:40:01') })).records({ type: 'AlarmEnded', alarm: 'h1' });
    const { decision } = called.when(down('13:40', { [teacher]: 'accounted-for', [office]: 'accounted-for' }));
    expect(decision.accepted || decision.refusal.message).toBe(`Nobody of that name is going on this visit. ${office}`);
  });

  it('that ended in another way is over to everybody', () => {
    const back = overdue.and(says('15:01', office, 'return', { visitor: 'all' }));
    back.when(down('15:02', {}, office, 'a1')).refuses('alarm-over');
  });

  it('of somebody who stays behind says nothing that must be said again', () => {
    early
      .and(says('12:05', office, 'not-going', { visitor: assistant, reason: 'Ill' }))
      .when(down('12:10', {}))
      .records({ type: 'AlarmEnded', alarm: 'h1' });
  });

  it('keeps whoever goes from standing it down, though the school named them, where somebody else is named too', () => {
    const named = called.and(knowing(setTo({ 'stand-down-by': [teacher, deputy] })));
    named.when(down('13:40', { [teacher]: 'accounted-for' }, office)).refuses('not-yours-to-stand-down');
    named.when(down('13:40', { [teacher]: 'accounted-for' }, deputy)).records({ type: 'AlarmEnded', alarm: 'h1' });
  });
});

describe('that it is over', () => {
  const home = says('15:05', teacher, 'return', { visitor: 'all' });

  it('is told by the way by which they heard of it, and by no other', () => {
    const half = given(...out, passing('14:59:59'), look('15:00', byText('accepted', 'failed')), home);
    half.when(look('15:05')).sends(`text ${office} over:a1`);
    const other = given(...out, passing('14:59:59'), look('15:00', byText('failed', 'accepted')), home);
    other.when(look('15:05')).sends(`email ${office} over:a1`);
  });

  it('is not texted to a telephone that they have no longer', () => {
    overdue
      .and(knowing(withPerson(office, { mobile: undefined })), (story) => ({
        story: { ...story, visit: { ...story.visit, watch: { ...story.visit.watch!, contacts: {} } } },
        decision: { accepted: true, visit: story.visit, events: [] },
      }))
      .and(home)
      .when(look('15:05'))
      .sends(`email ${office} over:a1`);
  });

  it('is told of each alarm by itself, though they were told so of one before', () => {
    const twice = overdue.and(
      says('15:01', office, 'raise-alarm', { kind: 'illness' }),
      look('15:01'),
      home,
      look('15:05'),
      says('15:06', head, 'stand-down', { alarm: 'a2', how: 'Better', visitors: {} }),
    );
    twice.when(look('15:06')).sends(...bothWays('over:a2', office, deputy, head));
  });

  it('is told of the last step by both ways, to everybody to whom it was repeated', () => {
    const repeated = police.and(passing('15:40', byText('accepted', 'failed')));
    repeated
      .and(says('15:41', teacher, 'return', { visitor: 'all' }))
      .when(look('15:41'))
      .sends(...bothWays('over:a1', office, head, executiveHead));
  });

  it('takes back what was not sent, and of other alarms nothing', () => {
    const two = given(
      ...out,
      passing('14:59:59'),
      look('15:00', always('later')),
      says('15:00:01', office, 'raise-alarm', { kind: 'illness' }),
      says('15:00:05', teacher, 'return', { visitor: 'all' }),
    );
    expect(owed(two, 'rung').map((n) => n.about.kind === 'rung' && n.about.alarm)).toEqual(['a2', 'a2', 'a2', 'a2', 'a2', 'a2']);
    expect(owed(two, 'over')).toEqual([]);
  });

  it('comes at once where what was in the air has ended, and after it where it has not', () => {
    const held = given(...out, passing('14:59:59'));
    const sending: Visit = keepUp(held.visit, { type: 'look', lease: 'one' }, known, at('15:00')).visit;
    const over = (time: string) =>
      owed(
        held
          .and((story) => ({
            story: { ...story, visit: { ...sending, version: 40 } },
            decision: { accepted: true, visit: sending, events: [] },
          }))
          .and(says(time, teacher, 'return', { visitor: 'all' })),
        'over',
      ).map((n) => [n.channel, n.notBefore]);
    expect(over('15:00:19')).toEqual([
      ['text', at('15:00:20')],
      ['email', at('15:00:20')],
    ]);
    expect(over('15:00:20')).toEqual([
      ['text', undefined],
      ['email', undefined],
    ]);
  });

  it('goes to everybody who may have heard of that alarm, each way once', () => {
    const told = { person: head, channel: 'text' as const };
    const tally = { n: 1, firstAt: at('15:40'), lastAt: at('15:40'), accepted: 1, failed: 0, uncertain: 0, to: [head] };
    const alarm = { ...police.visit.alarms[0]!, told: [told, told, { person: office, channel: 'email' as const }] };
    const standing: Visit = { ...police.visit, owed: {}, tally: { 'a1/4': tally, 'a10/4': { ...tally, to: [deputy] } } };
    expect(toldOf(standing, alarm)).toEqual([told, { person: office, channel: 'email' }, { person: head, channel: 'email' }]);
  });
});

describe('a safe word', () => {
  const assessed = (word: string, who = teacher) => says('08:55', who, 'assess', { safeWord: word, signed: true });
  const [answering, agreeing, leaving, sending] = out;
  const outWith = (...more: readonly ReturnType<typeof assessed>[]): Given => given(answering!, ...more, agreeing!, leaving!, sending!);
  const one = outWith(assessed('green folder'));
  const heardIn = (
    { visit, known: knows, now }: Given,
    words: unknown,
    overheard: Overheard = {},
    who?: readonly string[],
    press: object = {},
  ) => {
    const command = commandOf('note', commandBodies.note.parse({ words: typeof words === 'string' ? words : 'Nothing' }));
    const draft = draftOf(visit, knows, now, { person: office, by: office, via: 'api', ...press });
    return openAlarms(listen(draft, command, overheard, who).visit).filter((alarm) => alarm.call === 'word');
  };

  it('calls for help for whoever signed it, and for nobody else', () => {
    expect(heardIn(one, 'The green folder').map((alarm) => alarm.visitors)).toEqual([[teacher]]);
    const two = outWith(assessed('green folder'), assessed('red pen', assistant));
    expect(heardIn(two, 'A red pen, please').map((alarm) => alarm.visitors)).toEqual([[assistant]]);
    expect(heardIn(two, 'A red pen and the green folder').map((alarm) => alarm.visitors)).toEqual([[teacher, assistant]]);
    expect(heardIn(two, 'A pen and a folder')).toEqual([]);
  });

  it('calls for help too for those of whom it was said, each once', () => {
    expect(heardIn(one, 'Green folder', {}, [assistant, teacher]).map((alarm) => alarm.visitors)).toEqual([[teacher, assistant]]);
    expect(heardIn(one, 'Nothing', {}, [assistant])).toEqual([]);
  });

  it('that was signed on another page is heard on this one, at that home, with whoever goes there', () => {
    const nobody = given(...out);
    const overheard: Overheard = { place: 'HV-000009', safeWords: { [assistant]: 'Red  Pen!' }, beside: ['hampton-family-support'] };
    expect(heardIn(nobody, 'the red-pen')).toEqual([]);
    expect(heardIn(nobody, 'the red-pen', overheard)).toMatchObject([
      { visitors: [assistant], place: 'HV-000009', beside: ['hampton-family-support'], call: 'word', of: 'help', kind: 'distress' },
    ]);
  });

  it('is heard at the start, at the end and across lines, but not in part of a word', () => {
    for (const words of ['green folder?', 'My GREEN\n  FOLDER', '"Green...folder"'.replaceAll('"', '')])
      expect(heardIn(one, words), words).toHaveLength(1);
    for (const words of ['greenfolder', 'evergreen folder', 'green folder2', 'green a folder'])
      expect(heardIn(one, words), words).toEqual([]);
  });

  it('is heard in letters of any script, and in figures', () => {
    const numbered = outWith(assessed('Café 21'));
    expect(heardIn(numbered, 'see you at café 21')).toHaveLength(1);
    expect(heardIn(numbered, 'see you at caf 21')).toEqual([]);
    expect(heardIn(numbered, 'see you at café 2')).toEqual([]);
  });

  it('is heard in what could not be read, however deep it lies, and in what was sent as a whole', () => {
    expect(heardIn(one, 7, {}, [], { unread: { a: [{ b: 'green folder' }] } })).toHaveLength(1);
    expect(heardIn(one, 7, {}, [], { unread: { a: null, b: 7, c: ['green', 'folder'] } })).toHaveLength(1);
    expect(heardIn(one, 7, {}, [], { whole: 'green folder' })).toHaveLength(1);
    expect(heardIn(one, 7, {}, [], { whole: { remark: { deep: 'green folder' } } })).toHaveLength(1);
    expect(heardIn(one, 7, {}, [], { whole: ['green folder'] })).toHaveLength(1);
    expect(heardIn(one, 7, {}, [], { whole: null, unread: {} })).toEqual([]);
  });

  it.each(['type', 'visitor', 'at', 'safeWord'])('is not heard in the %s of what was sent as a whole', (name) => {
    expect(heardIn(one, 7, {}, [], { whole: { [name]: 'green folder' } })).toEqual([]);
    expect(heardIn(one, 7, {}, [], { whole: { [name]: 'green folder', remark: 'green folder' } })).toHaveLength(1);
  });

  it('that nobody used leaves all as it was', () => {
    one.when(says('13:30', office, 'note', { words: 'All well' })).records({ type: 'NoteMade', words: 'All well' });
  });

  it('might be there once somebody has signed one, here or on another page', () => {
    expect(mightHoldTheWord(one.visit, {})).toBe(true);
    expect(mightHoldTheWord(given(...out).visit, {})).toBe(false);
    expect(mightHoldTheWord(given(...out).visit, { safeWords: {} })).toBe(false);
    expect(mightHoldTheWord(given(...out).visit, { safeWords: { [teacher]: 'red pen' } })).toBe(true);
  });
});

describe('the form of times', () => {
  it.each(['2000-01-01T00:00:00Z', '2199-12-31T23:59:59.999Z'])('takes %s', (text) => {
    expect(Instant.safeParse(text).success).toBe(true);
  });

  it.each(['1999-12-31T23:59:59Z', '2200-01-01T00:00:00Z'])('refuses %s, which is no time of a visit', (text) => {
    expect(Instant.safeParse(text).error?.issues.map((i) => i.message)).toEqual(['a time in this century or the next']);
  });

  it('says what it wants instead', () => {
    expect(Instant.safeParse('soon').error?.issues[0]?.message).toBe('a time with its date and zone, like 2026-06-22T09:00:00Z');
    expect(Length.safeParse('soon').error?.issues[0]?.message).toBe('a length like PT30M or PT1H30M');
    expect(HourOfDay.safeParse('soon').error?.issues[0]?.message).toBe('an hour of the day like 15:30');
  });

  it('keeps every part in its place', () => {
    expect(epochOf(Instant.parse('2026-06-22T13:45:56.789Z'))).toBe(Date.UTC(2026, 5, 22, 13, 45, 56, 789));
    expect(Instant.parse('2026-06-02T03:04:05.006Z')).toBe('2026-06-02T03:04:05.006Z');
    expect(Instant.parse('2026-06-22T23:59:59.999Z')).toBe('2026-06-22T23:59:59.999Z');
  });

  it.each(['PT10M', 'PT12H', 'PT90S', 'PT1H15M30S', 'P12D', 'P2W', 'P3M', 'P10Y'])('takes %s as a length', (text) => {
    expect(Length.safeParse(text).success).toBe(true);
  });

  it.each(['xPT30M', 'PT30Mx', 'PT30M1H', 'P1H', 'PT1D', '1D', 'P1D ', ''])('refuses "%s" as a length', (text) => {
    expect(Length.safeParse(text).success).toBe(false);
  });

  it.each(['00:00', '09:59', '19:05', '20:00', '23:59'])('takes %s as an hour', (text) => {
    expect(HourOfDay.safeParse(text).success).toBe(true);
  });

  it.each(['x12:30', '12:300', '12:3', '12-30', '1a:30', '30:00', '2a:00', '12:3a'])('refuses "%s" as an hour', (text) => {
    expect(HourOfDay.safeParse(text).success).toBe(false);
  });

  it.each([
    ['PT45S', 45_000],
    ['PT10M', 600_000],
    ['PT2H', 7_200_000],
    ['P2D', 172_800_000],
    ['PT1H1M1S', 3_661_000],
    ['P1M', 0],
    ['P12Y', 0],
  ])('knows how long %s is', (length, milliseconds) => {
    expect(lengthInMilliseconds(length)).toBe(milliseconds);
  });

  it('adds minutes as minutes, and months and years by the calendar', () => {
    const noon = Instant.parse('2027-02-28T12:00:00Z');
    expect(plus(noon, 'PT5M')).toBe('2027-02-28T12:05:00.000Z');
    expect(plus(noon, 'P1Y')).toBe('2028-02-28T12:00:00.000Z');
    expect(plus(noon, 'P10M')).toBe('2027-12-28T12:00:00.000Z');
    expect(plus(noon, 'P1W')).toBe('2027-03-07T12:00:00.000Z');
  });

  it('knows the days of the week', () => {
    const days = ['22', '23', '24', '25', '26', '27', '28', '29'].map((day) => inLondon(Instant.parse(`2026-06-${day}T12:00:00Z`)).weekday);
    expect(days).toEqual([1, 2, 3, 4, 5, 6, 7, 1]);
  });

  it('finds the first and the last', () => {
    const [a, b] = [at('09:00'), at('10:00')];
    expect([earliest([b, undefined, a]), earliest([undefined, b]), earliest([])]).toEqual([a, b, undefined]);
    expect([latest(a, b), latest(b, a), latest(a, a)]).toEqual([b, b, a]);
  });
});

describe('the rules of a watch that runs', () => {
  const fresh = withPerson(office, { mobile: '+447700900999' }, setTo({ 'ack-hold': 'PT5M', 'assumed-stay': 'PT2H', 'rung-wait': 'PT3M' }));
  const watchAt = ({ visit }: Given, knows: Known) => setWatch(draftOf(visit, knows, at('15:00'), { by: office, via: 'api' })).visit.watch;

  it('stay as they were while somebody is out or an alarm is open, whatever is set meanwhile', () => {
    const running = given(...out);
    expect(watchAt(running, fresh)).toEqual(running.visit.watch);
    const home = given(
      ...out,
      says('13:30', office, 'raise-alarm', { kind: 'illness' }),
      says('14:00', teacher, 'return', { visitor: 'all' }),
    );
    expect(watchAt(home, fresh)).toEqual(home.visit.watch);
  });

  it('are those of the school before anybody has gone', () => {
    expect(watchAt(given(...authorised), fresh)).toMatchObject({ hold: 'PT5M', assumedStay: 'PT2H' });
    expect(watchAt(given(...authorised), fresh)?.contacts[office]?.mobile).toBe('+447700900999');
  });

  it('are given what they lacked', () => {
    const running = given(...out);
    const { assumedStay: _stay, ...watch } = running.visit.watch!;
    const lacking = { ...running, visit: { ...running.visit, watch: { ...watch, clocks: [], ladders: {}, contacts: {} } } };
    expect(watchAt(lacking, known)).toEqual(running.visit.watch);
  });
});
