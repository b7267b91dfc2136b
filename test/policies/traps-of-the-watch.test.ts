/**
 * What makes the watch hard to get right, one rule after another: where five policies differ, where a phone deceives, where a
 * list that everybody shares would be wrong for somebody. Each is tried at the schools that it is about.
 */
import { describe, expect, it } from 'vitest';
import { readKnown } from '../../functions/application/known.ts';
import { running } from '../../functions/domain/policy/clocks.ts';
import { OwnLadder } from '../../functions/domain/policy/policy.ts';
import { rungsOf } from '../../functions/domain/visit/ladder.ts';
import { boardRow } from '../../functions/domain/visit/shown.ts';
import { inLondon } from '../../functions/domain/time.ts';
import type { OwedNotice } from '../../functions/domain/visit/visit.ts';
import { wordingOf } from '../../functions/domain/visit/wording.ts';
import { afternoonAt, hampton as hamptonFile } from '../support/afternoon.ts';
import {
  asksFor,
  departs,
  eight,
  five,
  gone,
  hampton,
  kingsdown,
  missed,
  missedAt,
  type OneSchool,
  ready,
  requested,
  roselynHouse,
  stBenedicts,
  theHarbour,
  times,
  where,
} from '../support/five-schools.ts';
import { type Answer, eventsOf, look, passing, says, setTo, withPerson, seenBy, type Standing } from '../support/given.ts';
import { answers, assistant, at, expectAccepted, head, induction, teacher, ticks } from '../support/hampton-visit.ts';

type Decided = Pick<Answer, 'decision'>;

const waitsFor = ({ visit, known }: Standing): readonly string[] => running(visit, known).map((r) => `${r.clock.expects} ${r.visitor}`);
const dueAt = ({ visit, known }: Standing, expects = 'return'): readonly string[] => [
  ...new Set(running(visit, known).flatMap((r) => (r.clock.expects === expects ? [r.due] : []))),
];
const begun = (answer: Decided, alarm = 'a1') => eventsOf(answer).flatMap((e) => (e.type === 'RungBegun' && e.alarm === alarm ? [e] : []));
const opened = (answer: Decided) => eventsOf(answer).flatMap((e) => (e.type === 'AlarmOpened' ? [e] : []));
const alarm = ({ visit }: Pick<Standing, 'visit'>, id = 'a1') => visit.alarms.find((one) => one.id === id)!;
const refusedFor = ({ decision }: Decided): readonly string[] =>
  decision.accepted ? [] : decision.refusal.unmet.length > 0 ? decision.refusal.unmet.map((u) => u.code) : [decision.refusal.code];
const lackedBy = ({ decision }: Decided): readonly string[] => (decision.accepted ? [] : decision.refusal.unmet.flatMap((u) => u.missing));

const secondStep = (one: OneSchool): string =>
  ({ 'roselyn-house': '14:55', 'st-benedicts': '15:00', kingsdown: '14:45', hampton: '15:10', 'the-harbour': '13:25' })[one.name]!;

describe('T1: where a policy says nothing of somebody who does not come back, the school has to, and until then nobody leaves', () => {
  it.each([roselynHouse, stBenedicts, kingsdown])('$name has no grace, no order and no repeat that it did not set itself', (one) => {
    for (const unset of ['grace', 'overdue-ladder', 'repeat']) {
      expect(one.rules.settings.find(({ id }) => id === unset)?.stated, unset).toBeUndefined();
      const silent = where(one, setTo({ [unset]: undefined }, one.known));
      const refused = ready(silent).when(departs(silent)).refusesFor('watch-ready');
      expect(lackedBy(refused)).toContain(`$${unset}`);
    }
  });

  it('Roselyn House asks nobody when they will be back, and nobody leaves without having said so', () => {
    const { returnAt: _unsaid, ...plan } = times;
    const refused = ready(roselynHouse, { request: { plan } }).when(departs(roselynHouse)).refusesFor('watch-ready');
    expect(lackedBy(refused)).toEqual(['plan.returnAt']);
  });

  it("St Benedict's does not either: then it is the stay or the hour that the school set, or nobody leaves", () => {
    const { returnAt: _unsaid, ...plan } = times;
    const dueWith = (stay: string) =>
      dueAt(gone(where(stBenedicts, setTo({ 'assumed-stay': stay }, stBenedicts.known)), { request: { plan } }));
    expect([dueWith('PT1H'), dueWith('PT8H')]).toEqual([[at('14:00')], [at('18:00')]]);
    const unset = where(stBenedicts, setTo({ 'latest-return': undefined }, stBenedicts.known));
    const refused = ready(unset, { request: { plan } }).when(departs(unset)).refusesFor('watch-ready');
    expect(lackedBy(refused)).toEqual(['$latest-return', 'plan.returnAt']);
  });

  it("a ladder that the school set says that it is the school's, one of a policy names its clauses", () => {
    for (const [one, setBySchool] of [
      [roselynHouse, true],
      [stBenedicts, true],
      [kingsdown, true],
      [hampton, false],
      [theHarbour, false],
    ] as const)
      expect(seenBy(missed(one), one.id('head'))['alarms'], one.name).toMatchObject([
        { ladder: expect.arrayContaining([expect.objectContaining({ setBySchool })]) as unknown },
      ]);
  });
});

describe('T2: each school goes by its own order', () => {
  const order = (one: OneSchool) => {
    const story = gone(one).when(passing('15:45'));
    const steps = rungsOf(story.visit, alarm(story));
    return begun(story).map(({ rung, at: then }) => `${inLondon(then).time} ${String(steps[rung - 1]?.do)}`);
  };

  it('Hampton rings the home before it asks anybody senior, and the police last', () => {
    expect(order(hampton)).toEqual(['15:00 ring-visitors', '15:10 ring-address', '15:20 tell', '15:30 ring-police']);
  });

  it('The Harbour never rings the home, and goes to the police after one try', () => {
    expect(order(theHarbour)).toEqual(['13:20 ring-visitors', '13:25 ring-police']);
    const all = [...theHarbour.rules.ladders, ...Object.values(gone(theHarbour).visit.watch?.ladders ?? {}).map((rungs) => ({ rungs }))];
    expect(all.flatMap(({ rungs }) => rungs.map((rung) => rung.do))).not.toContain('ring-address');
  });
});

describe("T3: Hampton's three times are three things", () => {
  const out = gone(hampton);
  const stateAt = (time: string) => {
    const { visit, known } = out.and(passing(time));
    return boardRow(visit, { person: head }, known, at(time))?.state;
  };

  it('at their time they show as due, and nobody is told', () => {
    expect([stateAt('14:29'), stateAt('14:30')]).toEqual(['out', 'due']);
    out.when(passing('14:44:59')).sends();
  });

  it('a quarter of an hour later they should have rung: they are asked, and so is the office', () => {
    out.when(passing('14:45')).tells('nudge:round-return', teacher, assistant, 'hampton-office');
  });

  it('half an hour later is the latest for the first step', () => {
    out.when(passing('14:59:59')).tells('rung:a1/1');
    out.when(passing('15:00')).tells('rung:a1/1', 'hampton-office');
  });

  it('whoever is worried sooner waits for none of it', () => {
    out
      .and(passing('14:31'))
      .when(says('14:31', 'hampton-office', 'raise-alarm', { visitor: 'all', kind: 'other' }))
      .records({ type: 'AlarmOpened', of: 'other' }, { type: 'RungBegun', told: expect.arrayContaining([head]) as unknown });
  });
});

describe('T4: a new time of return takes the place of the old one', () => {
  const rung = (time: string) =>
    says(time, 'hampton-office', 'revise', { plan: { returnAt: at('15:30') }, toldBy: 'Priya', means: 'telephone' });

  it.each([roselynHouse, stBenedicts, kingsdown, hampton])('$name: nothing is done at the old one, and everything at the new', (one) => {
    const later = gone(one).and(says('14:00', one.id('office'), 'revise', { plan: { returnAt: at('15:30') }, means: 'telephone' }));
    const hour = `${String(Number(missedAt(one).slice(0, 2)) + 1)}${missedAt(one).slice(2)}`;
    const before = later.when(passing(hour));
    expect(opened(before).map((e) => [e.at, e.due])).toEqual([[at(hour), at(hour)]]);
  });

  it('the old one and the new, who said so and by what means all stay in the history', () => {
    const twice = gone(hampton).and(
      rung('14:00'),
      says('14:20', 'hampton-office', 'revise', { plan: { returnAt: at('16:00') }, toldBy: 'Priya', means: 'text' }),
    );
    expect(twice.visit.plan.returnAt).toBe(at('14:30'));
    const said = twice.visit.history.flatMap((e) =>
      e.type === 'TimesRevised' ? [[e.plan.returnAt, e.by, e.toldBy, e.means, e.spoken]] : [],
    );
    expect(said).toEqual([
      [at('15:30'), 'hampton-office', 'Priya', 'telephone', true],
      [at('16:00'), 'hampton-office', 'Priya', 'text', false],
    ]);
  });

  it("one that was typed on a visitor's phone shows as unspoken, and ends nothing that runs", () => {
    const typed = missed(hampton).and(says('15:02', teacher, 'revise', { plan: { returnAt: at('16:00') } }));
    expect(alarm(typed).ended).toBeUndefined();
    expect(seenBy(typed, 'hampton-office')['history']).toContainEqual(expect.objectContaining({ type: 'TimesRevised', spoken: false }));
    expect(alarm(missed(hampton).and(rung('15:02'))).ended?.because).toBe('revised');
  });
});

describe("T5: Hampton's visitors are due back once a round, and it is known at which home they were last", () => {
  const [first, second] = ['HV-000001', 'HV-000002'] as const;
  const morning = async () => {
    const a = await afternoonAt(hamptonFile(), at('08:30'));
    for (const n of [1, 2]) {
      const plan = { departAt: at('09:30'), returnAt: at('15:00') };
      expectAccepted(
        await a.request(teacher, { ...induction, plan, household: `hampton-home-${String(n)}`, round: { id: 'monday', order: n } }),
      );
      expectAccepted(await a.says(teacher, 'answer', { answers }));
      expectAccepted(await a.says(head, 'authorise', {}));
    }
    await a.until(at('09:30'));
    expectAccepted(await a.says(teacher, 'depart', { visitor: 'all', ticks }, { visit: first }));
    return a;
  };

  it('by lunch, whatever time each visit was planned for, and no home alarms by itself', async () => {
    const a = await morning();
    const dues = await Promise.all(
      [first, second].map(async (id) => {
        const stored = await a.visit(id);
        return running(stored, (await readKnown(a.deps, stored))!).map((r) => r.due);
      }),
    );
    expect(dues).toEqual([[at('12:30'), at('12:30')], []]);
    a.sent();
    await a.until(at('12:44'));
    expect(a.sent()).toEqual([]);
  });

  it('the home to be rung is the one where they were last', async () => {
    const a = await morning();
    await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: first });
    await a.says(teacher, 'leave', { visitor: 'all', outcome: 'completed', next: second }, { visit: first });
    await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: second });
    await a.until(at('13:10'));
    const { alarms } = await a.visit(first);
    expect(alarms.map(({ place, rung, openedAt }) => [place, rung?.index, openedAt])).toEqual([[second, 2, at('13:00')]]);
  });
});

describe('T6: The Harbour waits for three calls, and one of them does not stand for the next', () => {
  const out = gone(theHarbour);
  const arrived = out.and(says('13:18', theHarbour.first, 'arrive', { visitor: 'all' }));

  it('whoever rang on arriving and not on leaving is missed then, though nobody is due back yet', () => {
    arrived.when(passing('14:09:59')).sends(`email ${theHarbour.id('therapist')} notice:arrived`);
    const story = arrived.when(passing('14:10'));
    expect(opened(story)).toMatchObject([{ of: 'leaving', ladder: 'no-call', at: at('14:10') }]);
    story.tells('rung:a1/1', theHarbour.id('therapist'));
    expect(dueAt(story)).toEqual([at('14:30')]);
  });

  it('who rang only on leaving is not looked for as never arrived, and nobody rings the police', () => {
    const story = out.and(says('13:15', theHarbour.first, 'leave', { visitor: 'all', outcome: 'nobody-home' })).when(passing('14:29'));
    expect(opened(story)).toEqual([]);
    expect(story.visit.visitors.map((v) => v.contacts.arrive)).toEqual([undefined, undefined]);
    expect(opened(story.and().when(passing('14:30')))).toMatchObject([{ of: 'return', ladder: '$escalation' }]);
  });

  it('whoever is back is waited for no more, whatever calls were never made', () => {
    const back = out.and(says('13:10', theHarbour.first, 'return', { visitor: 'all' }));
    expect(waitsFor(back)).toEqual([]);
    back.when(passing('16:00')).sends();
  });
});

describe('T7: that nobody signed out does not mean that nobody went', () => {
  it('The Harbour misses them at the planned arrival all the same, to the second', () => {
    const waiting = ready(theHarbour);
    expect(opened(waiting.when(passing('13:19:59'))).map((e) => e.of)).toEqual(['departure']);
    const story = waiting.when(passing('13:20'));
    expect(opened(story)).toContainEqual(expect.objectContaining({ of: 'arrival', ladder: 'no-call', at: at('13:20') }));
    story.tells('rung:a2/1', theHarbour.id('therapist'));
  });

  it.each([
    { ...roselynHouse, time: '13:15', office: ['office'] },
    { ...stBenedicts, time: '13:15', office: ['office', 'office-assistant'] },
    { ...kingsdown, time: '13:15', office: ['reception'] },
    { ...hampton, time: '13:15', office: ['office'] },
    { ...theHarbour, time: '13:10', office: ['office'] },
  ])('$name asks the visitors and the office at $time whether they have gone, are late, or are off', ({ time, office, ...one }) => {
    const waiting = ready(one).and(look('09:45'));
    const story = waiting.when(passing(time)).tells('rung:a1/1', one.first, one.second, ...office.map((post) => one.id(post)));
    expect(opened(story)).toMatchObject([{ of: 'departure', at: at(time) }]);
    expect(rungsOf(story.visit, alarm(story))[0]?.say).toMatch(/Gone, late, or off\?/);
  });
});

describe('T8: to have left the home is not to be back', () => {
  it.each(five)('$name goes on waiting for those who come back to school', (one) => {
    const left = gone(one).and(says('14:05', one.first, 'leave', { visitor: 'all', outcome: 'completed', next: 'school' }));
    expect(waitsFor(left)).toEqual([`return ${one.first}`, `return ${one.second}`]);
  });

  it("at St Benedict's that the office saw them come in is not enough: somebody of the leadership team has to hear it", () => {
    const seen = gone(stBenedicts).and(says('14:20', stBenedicts.id('office'), 'return', { visitor: 'all', seenBy: 'Office' }));
    expect(waitsFor(seen)).toEqual([`return ${stBenedicts.first}`, `return ${stBenedicts.second}`]);
    expect(opened(seen.when(passing('14:50')))).toMatchObject([{ of: 'return' }]);
    for (const heard of [
      says('14:25', stBenedicts.id('deputy'), 'return', { visitor: 'all' }),
      says('14:25', stBenedicts.first, 'return', { visitor: 'all', seenBy: stBenedicts.known.staff[stBenedicts.id('head')]!.name }),
    ])
      expect(waitsFor(seen.and(heard))).toEqual([]);
  });
});

describe('T9: where the visitors go afterwards is asked at the request, and each school says what then ends the watch', () => {
  const home = { plan: { ...times, endsAt: 'home' } };
  const leaves = (one: OneSchool, next = 'home') => says('14:05', one.first, 'leave', { visitor: 'all', outcome: 'completed', next });
  const bothBack = (one: OneSchool) => [`return ${one.first}`, `return ${one.second}`];

  it.each(five)('$name asks it before anybody agrees', (one) => {
    const asks = one.rules.questions.some((q) => q.fills === 'plan.endsAt' && q.stage === 'request');
    const settles = one.rules.gates.some((g) => g.step === 'request' && g.check === 'holds' && g.test.of === 'plan.endsAt');
    expect(asks || settles).toBe(true);
  });

  it('at Roselyn House the call on leaving ends it for whoever goes straight home, and no return is waited for', () => {
    const left = gone(roselynHouse, { request: home }).and(leaves(roselynHouse));
    expect(waitsFor(left)).toEqual([]);
    left.when(passing('18:00')).tells('rung:a1/1');
  });

  it("at St Benedict's nobody goes straight home: everybody signs back in", () => {
    const refused = asksFor(stBenedicts, { request: home });
    expect(refusedFor({ decision: refused })).toEqual(['ends-at-school']);
    expect(waitsFor(gone(stBenedicts).and(leaves(stBenedicts)))).toEqual(bothBack(stBenedicts));
  });

  it('at Hampton the head of school agrees to it first, and the school has said whether leaving or being home ends it', () => {
    const unagreed = requested(hampton, { request: home }).and(hampton.ready([])[0]!);
    expect(refusedFor(unagreed.when(departs(hampton)))).toContain('to-home');

    const untilHome = gone(hampton, { request: home }).and(leaves(hampton));
    expect(waitsFor(untilHome)).toEqual(bothBack(hampton));
    expect(waitsFor(untilHome.and(says('14:30', teacher, 'return', { visitor: 'all', endsAt: 'home' })))).toEqual([]);

    const untilLeft = where(hampton, setTo({ 'home-contact': 'leave' }, hampton.known));
    expect(waitsFor(gone(untilLeft, { request: home }).and(leaves(hampton)))).toEqual([]);
    const unset = where(hampton, setTo({ 'home-contact': undefined }, hampton.known));
    expect(lackedBy(ready(unset, { request: home }).when(departs(unset)))).toEqual(['$home-contact']);
  });

  it.each([kingsdown, theHarbour])('$name says nothing of it, so they are waited for until they say that they are home', (one) => {
    const left = gone(one, { request: home }).and(leaves(one));
    expect(waitsFor(left)).toEqual(bothBack(one));
    const said = left.and(says('14:25', one.first, 'return', { endsAt: 'home' }));
    expect(waitsFor(said)).toEqual([`return ${one.second}`]);
    expect(opened(said.when(passing('15:30')))).toMatchObject([{ of: 'return', visitors: [one.second] }]);
  });
});

describe('T10: between one home and the next nobody is unwatched', () => {
  it('at Roselyn House the call that says where next ends nothing until it says home', () => {
    const place = 'HV-000002';
    const both = [`return ${roselynHouse.first}`, `return ${roselynHouse.second}`];
    const say = (time: string, what: 'arrive' | 'leave', body: object, at_?: string) =>
      says(time, roselynHouse.first, what, { visitor: 'all', ...body }, at_ === undefined ? {} : { place: at_ });
    const on = gone(roselynHouse).and(say('13:40', 'leave', { outcome: 'completed', next: place }));
    expect(waitsFor(on)).toEqual(both);
    expect(waitsFor(gone(roselynHouse).and(say('13:40', 'leave', { outcome: 'completed', next: 'next-visit' })))).toEqual(both);
    const there = on.and(say('13:50', 'arrive', {}, place));
    expect(waitsFor(there)).toEqual(both);
    expect(waitsFor(there.and(say('14:20', 'leave', { outcome: 'completed', next: 'home' }, place)))).toEqual([]);
  });
});

describe('T11: people are watched, not visits', () => {
  const oneBack = (one: OneSchool) => gone(one).and(says('14:08', one.id('head'), 'return', { visitor: one.first }));

  it.each(five)('$name: that one of the two is back says nothing of the other', (one) => {
    const story = oneBack(one).when(passing('15:10'));
    const missing = opened(story);
    expect(missing.length).toBeGreaterThan(0);
    for (const one_ of missing) expect(one_.visitors).toEqual([one.second]);
  });

  it.each(five)('$name: the message names whoever is missing, and nobody else', (one) => {
    const story = oneBack(one).and(passing('15:10'));
    const notice: OwedNotice = {
      id: 'n1-1',
      to: one.id('office'),
      channel: 'text',
      about: { kind: 'rung', alarm: 'a1', rung: 1, cycle: 0 },
      queuedAt: story.now,
      tries: 1,
      timeOuts: 0,
    };
    const { text } = wordingOf(notice, story.visit, story.known, 'https://doorstep.example/v');
    const called = (person: string) => story.known.staff[person]!.firstName;
    expect(text).toContain(`${called(one.second)} due`);
    expect(text).not.toContain(called(one.first));
  });

  it.each(five)('$name: each signs out for themselves', (one) => {
    const alone = ready(one).and(says('13:00', one.first, 'depart', { ticks: one.ticks }));
    expect(alone.visit.visitors.map((v) => v.contacts.depart)).toEqual([at('13:00'), undefined]);
  });
});

describe('T12: however a visit ended, the visitors are out until each of them is accounted for', () => {
  it.each(five)('$name: nobody in, turned back, broken off - all of them are reasons, and none is an end', (one) => {
    const outcomes = one.rules.questions.find((q) => q.id === 'outcome')?.options ?? [];
    expect(outcomes.length).toBeGreaterThan(3);
    for (const { id } of outcomes) {
      const left = gone(one).and(says('13:30', one.first, 'leave', { visitor: 'all', outcome: id }));
      expect(waitsFor(left), id).toEqual([`return ${one.first}`, `return ${one.second}`]);
    }
  });

  it.each(five)('$name: after the door nothing can be cancelled or put off', (one) => {
    gone(one)
      .when(says('13:10', one.first, 'cancel', { reason: 'They rang: not today' }))
      .refuses('not-at-this-stage');
    gone(one)
      .when(says('13:10', one.first, 'reschedule', { reason: 'Not today', plan: {} }))
      .refuses('not-at-this-stage');
  });
});

describe('T13: whoever leaves later than planned says their times anew, or that they still hold', () => {
  const anew = { plan: { arriveAt: at('14:00'), leaveAt: at('14:50'), returnAt: at('15:10') } };

  it.each(five)('$name: forty minutes late, the old times are not taken for granted', (one) => {
    const late = ready(one).when(departs(one, '13:40')).refusesFor('times-said');
    expect(late.decision.accepted ? [] : late.decision.refusal.unmet).toMatchObject([
      { wants: { kind: 'plan', times: one === theHarbour ? ['arriveAt', 'leaveAt', 'returnAt'] : ['returnAt'] } },
    ]);
  });

  it.each(five)('$name: the times that they give then are those that are watched by and told', (one) => {
    const left = ready(one)
      .and(look('09:45'))
      .when(departs(one, '13:40', anew));
    expect(dueAt(left)).toEqual([at('15:10')]);
    expect(left.visit.plan).toMatchObject(anew.plan);
    const told = left.and().when(look('13:40'));
    expect(opened(told)).toEqual([]);
    expect(told.sent.filter((line) => /notice:(signed-out|leaving|gone|copy)/.test(line))).not.toEqual([]);
    expect(seenBy(told, one.id('head'))['plan']).toMatchObject({ returnAt: at('15:10') });
  });

  it.each(five)('$name: the same times again will do, if they still hold', (one) => {
    const { departAt: _planned, ...same } = times;
    const plan = { ...same, arriveAt: at('13:45') };
    expect(dueAt(ready(one).when(departs(one, '13:40', { plan })))).toEqual([at('14:30')]);
  });

  it.each(five)('$name: a few minutes are not late', (one) => {
    expect(dueAt(ready(one).when(departs(one, '13:10')))).toEqual([at('14:30')]);
  });

  it('only one of the times at The Harbour is not enough: it waits for three calls', () => {
    const refused = ready(theHarbour).when(departs(theHarbour, '13:40', { plan: { arriveAt: at('14:00'), leaveAt: at('14:20') } }));
    expect(lackedBy(refused)).toEqual(['plan.returnAt']);
  });
});

describe('T14: every step has somebody on duty at the hour at which it would come', () => {
  const shutFrom2 = { 'office-hours': { from: '08:00', to: '14:00', days: [1, 2, 3, 4, 5] }, rota: [] };
  const officeOnly = (one: OneSchool): readonly string[] =>
    Object.values(one.known.staff)
      .filter(({ duties }) => duties.length === 1 && duties[0] === 'office')
      .map(({ id }) => id);

  it.each(eight)('$name: when the office is shut, those answer whom the school named for it', (one) => {
    const early = where(one, setTo(shutFrom2, one.known));
    const story = gone(early).when(passing('17:30'));
    const steps = eventsOf(story).flatMap((e) => (e.type === 'RungBegun' && e.at >= at('14:00') ? [e] : []));
    expect(steps.length).toBeGreaterThan(2);
    for (const { name, told } of steps) {
      expect(told, name).not.toEqual([]);
      expect(
        told.filter((person) => officeOnly(one).includes(person)),
        name,
      ).toEqual([]);
    }
  });

  it.each([
    { ...roselynHouse, rungs: ['$overdue-ladder/visitors'] },
    { ...hampton, rungs: ['missing/worker', 'missing/location'] },
  ])('$name: with nobody named for it, nobody leaves, and the steps are named: $rungs', ({ rungs, ...one }) => {
    const nobody = where(one, setTo({ ...shutFrom2, 'out-of-hours': [] }, one.known));
    const refused = ready(nobody).when(departs(nobody)).refusesFor('watch-ready');
    expect(lackedBy(refused)).toEqual(rungs);
  });

  it('a turn of the rota that ends while they are out counts too, though somebody is there when they leave and when they are due', () => {
    const turn = (duty: string, from: string, to: string) => ({ duty, people: [roselynHouse.id('head')], from, to, days: [1] });
    const onDuty = (...hours: readonly (readonly [string, string])[]) =>
      where(
        roselynHouse,
        setTo(
          {
            rota: ['dsl', 'headteacher'].flatMap((duty) => hours.map(([from, to]) => turn(duty, from, to))),
            'out-of-hours': [],
          },
          roselynHouse.known,
        ),
      );
    const gap = onDuty(['08:00', '13:30'], ['14:00', '17:00']);
    expect(lackedBy(ready(gap).when(departs(gap)))).toContain('leads-now/every-lead');
    const none = onDuty(['08:00', '13:30'], ['13:30', '17:00']);
    expect(lackedBy(ready(none).when(departs(none)))).not.toContain('leads-now/every-lead');
  });

  it('on a day on which school is shut the office is, whoever would have had their turn', () => {
    const shut = where(roselynHouse, setTo({ 'closed-days': ['2026-06-22'] }, roselynHouse.known));
    const [first] = begun(gone(shut).when(passing('14:45')));
    expect(first?.told).toEqual([...['dsl', 'deputy-dsl', 'rhise-lead', 'head'].map(roselynHouse.id)]);
  });

  it('out of term too', () => {
    const holiday = where(hampton, setTo({ 'term-dates': [{ from: '2026-09-01', to: '2026-12-18' }] }, hampton.known));
    expect(begun(gone(holiday).when(passing('15:00')))[0]?.told).toEqual([head, 'hampton-executive-head']);
  });

  it('whoever is away that day is stood in for', () => {
    const deputies = [{ for: roselynHouse.id('office'), by: [roselynHouse.id('reception')], from: '2026-06-22', to: '2026-06-22' }];
    const away = where(roselynHouse, setTo({ deputies }, roselynHouse.known));
    expect(begun(gone(away).when(passing('14:45')))[0]?.told).toEqual([roselynHouse.id('reception')]);
  });

  it('and so is whoever cannot be reached at all', () => {
    const silent = { mobile: undefined, email: undefined };
    const known = setTo(
      { deputies: [{ for: theHarbour.id('therapist'), by: [theHarbour.id('office')] }] },
      withPerson(theHarbour.id('therapist'), silent, theHarbour.known),
    );
    expect(begun(gone(where(theHarbour, known)).when(passing('13:20')))[0]?.told).toEqual([theHarbour.id('office')]);
  });
});

describe('T15: a message that was sent is not a person who was told', () => {
  it.each(five)('$name: where nobody says that they have it, the next are told when the time of the step is over', (one) => {
    const story = missed(one);
    expect(alarm(story).sent.reached).toBeGreaterThan(0);
    expect(alarm(story).held).toBeUndefined();
    expect(begun(story.when(passing(secondStep(one))))).toMatchObject([{ rung: 2, why: 'due' }]);
  });

  it.each(five)('$name: an attempt that came to nothing brings the next step at once', (one) => {
    const minute = `${missedAt(one)}:30`;
    const story = missed(one).when(says(minute, one.id('head'), 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer' }));
    expect(begun(story)).toMatchObject([{ rung: 2, why: 'attempt-failed', at: at(minute) }]);
  });

  it.each(five)('$name: "I have it" holds the next step for a while, and then it comes', (one) => {
    const story = missed(one).and(says(`${missedAt(one)}:30`, one.id('head'), 'acknowledge', { alarm: 'a1' }));
    expect(alarm(story).held?.by).toBe(one.id('head'));
    expect(begun(story.when(passing('16:00')))[0]).toMatchObject({ rung: 2, why: 'hold-ended' });
  });
});

describe('T16: that the police are rung is for a person to do, and to say', () => {
  it.each(five)('$name: Doorstep never says that they know before somebody has said so', (one) => {
    const story = missed(one);
    const last = rungsOf(story.visit, alarm(story)).length;
    expect(rungsOf(story.visit, alarm(story))[last - 1]?.do).toBe('ring-police');
    const atLast = story.and(passing('16:30'));
    expect(alarm(atLast).rung?.index).toBe(last);
    expect(seenBy(atLast, one.id('head'))['alarms']).toContainEqual(expect.objectContaining({ id: 'a1', police: null }));
    const rung = atLast.and(
      says('16:31', one.id('head'), 'record-police', { alarm: 'a1', at: at('16:29'), by: 'The head', reference: 'CAD 31' }),
    );
    expect(seenBy(rung, one.id('head'))['alarms']).toContainEqual(
      expect.objectContaining({ police: { rangAt: at('16:29'), rangBy: 'The head', reference: 'CAD 31' } }),
    );
  });

  it.each(five)('$name: anybody may ring 999 straight away: no earlier step has to be done first', (one) => {
    const story = missed(one);
    const last = rungsOf(story.visit, alarm(story)).length;
    const minute = `${missedAt(one)}:10`;
    expect(story.when(says(minute, one.id('office'), 'record-police', { alarm: 'a1' })).decision.accepted).toBe(true);
    expect(begun(story.when(says(minute, one.id('office'), 'escalate', { alarm: 'a1', to: last })))).toMatchObject([
      { rung: last, why: 'escalated' },
    ]);
  });

  it.each(five)('$name: whoever rings has names, numbers, car, address, the last that was heard and what was tried before them', (one) => {
    const driver = where(one, withPerson(one.first, { vehicle: 'Green Kia, HB21 AAA' }, one.known));
    const story = gone(driver).and(
      says('13:15', one.first, 'arrive', { visitor: 'all' }),
      passing('15:00'),
      says('15:00:30', one.id('head'), 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer', who: 'both mobiles' }),
    );
    const { name, mobile } = story.known.staff[one.first]!;
    const seen = seenBy(story, one.id('head'));
    expect(seen['visitors']).toContainEqual(
      expect.objectContaining({ person: one.first, name, mobile, vehicle: 'Green Kia, HB21 AAA', arrivedAt: at('13:15') }),
    );
    expect(seen['household']).toMatchObject({ address: story.known.household!.address });
    expect(JSON.stringify(seen['alarms'])).toContain('both mobiles');
  });
});

describe('T17: whoever was alarmed hears that it is over', () => {
  const accounted = (one: OneSchool) => ({ [one.first]: 'accounted-for' as const, [one.second]: 'accounted-for' as const });

  it.each(five)('$name: everybody who was told is told, and nobody else', (one) => {
    const second = missed(one).and(passing(secondStep(one)));
    const told = [...new Set(alarm(second).told.map(({ person }) => person))];
    expect(told.length).toBeGreaterThan(0);
    const over = second.and(says(`${secondStep(one)}:30`, one.id('head'), 'return', { visitor: 'all' }));
    over.when(look(`${secondStep(one)}:30`)).tells('over:a1', ...told);
  });

  it.each(five)('$name: if the police were rung, somebody owes them another call', (one) => {
    const minute = secondStep(one);
    const story = missed(one).and(
      passing(minute),
      says(`${minute}:10`, one.id('head'), 'record-police', { alarm: 'a1', by: 'The head' }),
      says(`${minute}:30`, one.id('head'), 'stand-down', { alarm: 'a1', how: 'They are in my room', visitors: accounted(one) }),
    );
    expect(story.visit.tasks.map(({ task }) => task)).toContain('police-called-off#a1');
  });

  it.each(five)('$name: a call for help is not over because a phone says that all is well', (one) => {
    const called = gone(one).and(says('13:30', one.second, 'raise-alarm', { kind: 'violence' }));
    const well = called.and(
      says('13:40', one.second, 'check-in', { visitor: 'all', words: 'All fine' }),
      says('13:45', one.first, 'return', { visitor: 'all', seenBy: one.id('head') }),
    );
    expect(alarm(well, 'h1').ended).toBeUndefined();
    well
      .when(says('13:46', one.id('technician'), 'stand-down', { alarm: 'h1', how: 'They texted', visitors: accounted(one) }))
      .refuses('not-yours-to-stand-down');
    well.when(says('13:46', one.first, 'stand-down', { alarm: 'h1', how: 'All fine', visitors: accounted(one) })).refuses('own-alarm');
    const met = says('13:50', one.id('head'), 'stand-down', { alarm: 'h1', how: 'I met them at the gate', visitors: accounted(one) });
    expect(alarm(well.and(met), 'h1').ended?.because).toBe('stood-down');
  });

  it.each(five)('$name: the police are not the end: it goes on until each is accounted for', (one) => {
    const rung = missed(one).and(passing('16:00'), says('16:01', one.id('head'), 'record-police', { alarm: 'a1' }));
    const last = rungsOf(rung.visit, alarm(rung)).length;
    const later = rung.and(passing('16:45'));
    expect(alarm(later).ended).toBeUndefined();
    expect(later.visit.tally[`a1/${String(last)}`]?.n).toBeGreaterThan(2);
    later
      .when(says('16:46', one.id('head'), 'stand-down', { alarm: 'a1', how: 'One rang', visitors: { [one.first]: 'accounted-for' } }))
      .refuses('say-of-each-visitor');
  });
});

describe('T18: a check that comes twice, or late, or as they come in does no harm', () => {
  it.each(five)('$name: twice is once', (one) => {
    const story = missed(one);
    story
      .when(look(missedAt(one)))
      .recordsNothing()
      .sends();
    expect(story.and(look(`${missedAt(one)}:01`)).visit.alarms).toHaveLength(1);
  });

  it.each(five)('$name: one that comes after they are back finds nothing to do', (one) => {
    gone(one)
      .and(says('13:10', one.id('head'), 'return', { visitor: 'all' }), look('13:10'))
      .when(look('17:00'))
      .recordsNothing()
      .sends();
  });

  it.each(five)('$name: a return in the very second of it wins', (one) => {
    const before = gone(one).and(look('13:19:59'));
    const back = before.and(says(missedAt(one), one.id('head'), 'return', { visitor: 'all' }));
    back.when(look(missedAt(one))).tells('rung:a1/1');
    expect(back.visit.alarms).toEqual([]);
  });

  it.each(five)('$name: an hour late it goes through the steps in their order', (one) => {
    const first = gone(one).when(look('15:50'));
    expect(begun(first).map(({ rung }) => rung)).toEqual([1]);
    expect(begun(first.and().when(passing('16:10'))).map(({ rung }) => rung)).toEqual(
      rungsOf(first.visit, alarm(first))
        .map((_rung, i) => i + 1)
        .slice(1),
    );
  });
});

describe('T19: who rings, and whom', () => {
  it("Hampton's tracker rings the worker and the home, and the step to school is the heads'", () => {
    const tracker = where(hampton, setTo({ tracker: ['hampton-deputy'] }, hampton.known));
    expect(begun(gone(tracker).when(passing('15:20'))).map(({ told }) => told)).toEqual([
      ['hampton-deputy'],
      ['hampton-deputy'],
      [head, 'hampton-executive-head'],
    ]);
  });

  it('at The Harbour each of the two who are out is tried', () => {
    const story = missed(theHarbour);
    expect(alarm(story).visitors).toEqual([theHarbour.first, theHarbour.second]);
    expect(rungsOf(story.visit, alarm(story))[0]?.say).toMatch(/each visitor/);
  });

  it('whom The Harbour is rung by is not one of the two who are out', () => {
    const named = ready(theHarbour).and(says('09:30', theHarbour.first, 'answer', { answers: { 'contact-person': theHarbour.second } }));
    named.when(departs(theHarbour)).refusesFor('contact-person');
  });

  it('and where they went all the same, the rest of the team is told instead', () => {
    const along = gone(theHarbour).and(says('13:05', theHarbour.id('therapist'), 'arrive', { visitor: theHarbour.id('therapist') }));
    const told = begun(along.when(passing('14:10')))[0]?.told ?? [];
    expect(told).toEqual(['family-worker', 'office', 'deputy', 'head'].map(theHarbour.id));
  });
});

describe('T20: a call to the home gives nothing away, and is not made while somebody there may be dangerous', () => {
  const ownLadders = (one: OneSchool) =>
    Object.values(one.known.settings.values).flatMap((value) => OwnLadder.safeParse(value).data?.rungs ?? []);
  const toTheHome = eight.flatMap((one) =>
    [...one.rules.ladders.flatMap(({ rungs }) => rungs), ...ownLadders(one)]
      .filter((rung) => rung.do === 'ring-address')
      .map((rung) => ({ name: one.name, say: rung.say })),
  );

  it('is made by six of the eight, of whom The Harbour is not one', () => {
    expect(toTheHome.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['roselyn-house', 'st-benedicts', 'kingsdown', 'hampton', 'st-nicholas', 'st-christopher']),
    );
    expect(toTheHome.map(({ name }) => name)).not.toContain('the-harbour');
  });

  it.each(toTheHome)('$name: it asks whether they are there, and does not say why they came', ({ say }) => {
    expect(say).toMatch(/ask only whether (they|the visitors) are there/i);
    expect(say).toMatch(/not (say )?why they came/);
  });

  it.each(eight)('$name: whatever is called out - help, violence - neither the home nor the visitors are rung while it is open', (one) => {
    for (const kind of ['help', 'violence'] as const) {
      const called = gone(one).and(says('13:10', one.first, 'raise-alarm', { kind }), look('13:10'));
      expect(alarm(called, 'h1')).toMatchObject({ kind: 'distress', quiet: ['visitors', 'address'] });
      const story = called.when(passing('16:30'));
      const steps = (id: string) =>
        begun(story, id).map(({ rung, told }) => ({ ...rungsOf(story.visit, alarm(story, id))[rung - 1], told }));
      for (const { id } of story.visit.alarms)
        for (const step of steps(id))
          if (step.do === 'ring-address' || step.do === 'ring-visitors') expect(step.told, `${id} ${String(step.id)}`).toEqual([]);
      expect(story.visit.alarms.some(({ kind: other }) => other === 'overdue')).toBe(true);
      expect(story.sent.slice(called.sent.length).filter((line) => line.includes(one.first) || line.includes(one.second))).toEqual([]);
    }
  });

  it.each([
    { ...roselynHouse, outcome: 'abandoned-safety' },
    { ...kingsdown, outcome: 'incident' },
  ])('$name: nor is the home that they left to be safe', ({ outcome, ...one }) => {
    const fled = gone(one).and(says('13:30', one.first, 'leave', { visitor: 'all', outcome }), look('13:30'));
    const overdue = fled.when(passing('16:00'));
    const late = overdue.visit.alarms.find(({ kind }) => kind === 'overdue')!;
    const home = begun(overdue, late.id).filter(({ rung }) => rungsOf(overdue.visit, late)[rung - 1]?.do === 'ring-address');
    expect(home).toMatchObject([{ passedOver: 'quiet', told: [] }]);
  });
});
