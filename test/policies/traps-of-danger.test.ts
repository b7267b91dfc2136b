/**
 * What makes danger hard to get right, one rule after another: a word that nobody in the house may notice, a form that must not
 * stand in the way, a child who is not "nobody in", something said against a visitor, one of a pair who falls ill.
 */
import { describe, expect, it } from 'vitest';
import { listAllegations, makeAllegation, readAllegation, seeToAllegation } from '../../functions/application/allegations.ts';
import { running } from '../../functions/domain/policy/clocks.ts';
import { afterTheDoor, type AfterTheDoor, type CommandName } from '../../functions/domain/visit/commands.ts';
import { alarmFor } from '../../functions/domain/visit/consequences.ts';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import { boardRow, shown } from '../../functions/domain/visit/shown.ts';
import { wordingOf } from '../../functions/domain/visit/wording.ts';
import { afternoonAt, schoolOf } from '../support/afternoon.ts';
import {
  departs,
  eight,
  five,
  gone,
  hampton,
  kingsdown,
  missed,
  type OneSchool,
  ready,
  requested,
  roselynHouse,
  roselynPrepared,
  roselynSigns,
  safeWord,
  stBenedicts,
  theHarbour,
  times,
  where,
} from '../support/five-schools.ts';
import {
  type Answer,
  eventsOf,
  type Given,
  knownOf,
  look,
  passing,
  says,
  setTo,
  type Step,
  tries,
  withHome,
  seenBy,
  type Standing,
} from '../support/given.ts';
import { at, expectAccepted } from '../support/hampton-visit.ts';

type Decided = Pick<Answer, 'decision'>;

const opened = (answer: Decided) => eventsOf(answer).flatMap((e) => (e.type === 'AlarmOpened' ? [e.of] : []));
const told = (answer: Decided) => eventsOf(answer).flatMap((e) => (e.type === 'RungBegun' ? e.told : []));
const open = ({ visit }: Pick<Standing, 'visit'>) => visit.alarms.filter((alarm) => alarm.ended === undefined);
const waitsFor = ({ visit, known }: Standing): readonly string[] =>
  running(visit, known).flatMap((r) => (r.clock.expects === 'return' ? [r.visitor] : []));
const dueAt = ({ visit, known }: Standing): readonly string[] => [
  ...new Set(running(visit, known).flatMap((r) => (r.clock.expects === 'return' ? [r.due] : []))),
];
const textOf = (story: Standing, person: string): string => JSON.stringify(seenBy(story, person));
const everybodyAt = (one: OneSchool): readonly string[] => Object.keys(one.known.staff);
const toThose = (sent: readonly string[], ...people: readonly string[]): readonly string[] =>
  sent.filter((line) => people.includes(line.split(' ')[1] ?? ''));
const sayOf = (one: OneSchool, id: string): string => one.rules.alarms.find((alarm) => alarm.id === id)?.say ?? '';
const optionsOf = (one: OneSchool, question: string) => one.rules.questions.find((q) => q.id === question)?.options ?? [];

const rose = roselynHouse;
const ids = (one: OneSchool, ...posts: readonly string[]): readonly string[] => posts.map((post) => one.id(post));
const leadsOfRoselyn = ids(rose, 'dsl', 'deputy-dsl', 'rhise-lead');

/** Words can be given in all of these. */
const sayings: readonly (readonly [CommandName, (words: string) => object])[] = [
  ['check-in', (words) => ({ words })],
  ['note', (words) => ({ words })],
  ['arrive', (words) => ({ metBy: words })],
  ['leave', (words) => ({ next: words })],
  ['return', (words) => ({ seenBy: words })],
  ['revise', (words) => ({ place: words })],
  ['correct', (words) => ({ so: words })],
  ['depart-in-breach', (words) => ({ reason: words })],
  ['raise-alarm', (words) => ({ kind: 'other', words })],
  ['answer', (words) => ({ answers: { report: words } })],
  ['record-reference', (words) => ({ system: 'Diary', reference: words })],
  ['pass-on', (words) => ({ to: 'The office', words })],
];

describe("T21: Roselyn House's safe word is a call for help that nobody in the house can notice", () => {
  const out = gone(rose);
  const innocent = 'the green folder';
  const instead = `Could you look for ${safeWord.toUpperCase()}?`;

  it.each(sayings)('said in %s it is acted on at once: at the first step, with no grace', (name, body) => {
    for (const who of [rose.first, rose.id('office')]) {
      const said = out.when(says('13:30', who, name, { ...body(instead), ...(name in afterTheDoor ? { visitor: rose.first } : {}) }));
      expect(opened(said), who).toContain('safe-word');
      const alarm = said.visit.alarms.find(({ of }) => of === 'safe-word')!;
      expect(alarm).toMatchObject({ kind: 'distress', ladder: '$duress-ladder', rung: { index: 1, begunAt: at('13:30') } });
      expect(alarm.rung?.told).toEqual([...leadsOfRoselyn, ...ids(rose, 'head', 'office')]);
    }
  });

  it.each(sayings)('whoever said it in %s is shown what they would be shown of any other words', (name, body) => {
    const after = (words: string) => out.and(tries(says('13:30', rose.first, name, body(words))), look('13:30'));
    for (const person of [rose.first, rose.second])
      expect(textOf(after(safeWord), person)).toBe(textOf(after(innocent), person).replaceAll(innocent, safeWord));
  });

  it('in what is refused it is heard as well, and refused it stays', () => {
    const refused = out.when(says('13:30', rose.first, 'answer', { answers: { nonsense: instead } })).refuses('unknown-question');
    expect(open(refused).map(({ of }) => of)).toEqual(['safe-word']);
  });

  it('nothing goes to a phone in the house, nobody rings them or the home, and the clocks run on', () => {
    const said = out.and(says('13:30', rose.id('office'), 'check-in', { visitor: rose.first, words: instead }));
    const later = said.when(passing('16:00'));
    expect(toThose(later.sent.slice(out.sent.length), rose.first, rose.second)).toEqual([]);
    const passedOver = eventsOf(later).flatMap((e) => (e.type === 'RungBegun' && e.passedOver === 'quiet' ? [e.name] : []));
    expect(passedOver).toEqual(['visitors', 'home']);
  });

  it('an ordinary "all fine" or "back" afterwards takes nothing back: somebody who has been named has to have seen them safe', () => {
    const said = out.and(says('13:30', rose.first, 'check-in', { words: safeWord }));
    const back = said.and(
      says('13:40', rose.first, 'check-in', { words: 'All fine now' }),
      says('14:00', rose.first, 'return', { visitor: 'all', seenBy: 'Reception' }),
    );
    expect(open(back).map(({ of }) => of)).toEqual(['safe-word']);
    const safe = { visitors: { [rose.first]: 'accounted-for', [rose.second]: 'accounted-for' } };
    back
      .when(says('14:05', rose.id('office'), 'stand-down', { alarm: 'h1', how: 'They walked in', ...safe }))
      .refuses('not-yours-to-stand-down');
    expect(open(back.and(says('14:05', rose.id('dsl'), 'stand-down', { alarm: 'h1', how: 'I met them', ...safe })))).toEqual([]);
  });

  it('what the school then does is no part of the policy, so the school has said it before anybody goes', () => {
    expect(rose.rules.settings.find(({ id }) => id === 'duress-ladder')?.stated).toBeUndefined();
    const silent = where(rose, setTo({ 'duress-ladder': undefined }, rose.known));
    ready(silent).when(departs(silent)).refusesFor('watch-ready');
  });
});

describe('T22: the safe word is in front of whoever answers the phone, and of nobody else', () => {
  const out = gone(rose);
  const called = out.and(says('13:30', rose.first, 'raise-alarm', { kind: 'help' }), passing('16:00'));

  it('whoever takes calls, in and out of hours, sees it on the page of the visit', () => {
    const readers = everybodyAt(rose).filter((person) => textOf(out, person).includes(safeWord));
    expect(readers).toEqual(ids(rose, 'office', 'reception', 'dsl', 'deputy-dsl', 'rhise-lead', 'head'));
  });

  it('a safeguarding lead who goes along does not see it in the house', () => {
    const along = out.and(says('13:10', rose.id('rhise-lead'), 'arrive', { visitor: rose.id('rhise-lead') }));
    expect(textOf(along, rose.id('rhise-lead'))).not.toContain(safeWord);
  });

  it('it is on no board, in no list and in no timer', () => {
    for (const person of everybodyAt(rose))
      expect(JSON.stringify(boardRow(called.visit, { person }, called.known, called.now)), person).not.toContain(safeWord);
    expect(JSON.stringify(shadowOf(called.visit, called.known))).not.toContain(safeWord);
  });

  it('no message carries it, whatever it is about', () => {
    const steps: readonly (readonly [Given, Step])[] = [
      [ready(rose), departs(rose)],
      [out, says('13:30', rose.first, 'check-in', { words: safeWord })],
      [out, says('13:30', rose.first, 'raise-alarm', { kind: 'illness', words: safeWord })],
      [out, says('13:30', rose.first, 'revise', { plan: { returnAt: at('15:00') }, place: safeWord })],
    ];
    for (const [from, step] of steps) {
      const { visit, known } = from.and(step);
      const owed = Object.values(visit.owed);
      expect(owed.length).toBeGreaterThan(0);
      for (const notice of owed) expect(JSON.stringify([notice, wordingOf(notice, visit, known, 'link')])).not.toContain(safeWord);
    }
  });
});

describe("T23: the safe word is Roselyn House's, the exit code is St Benedict's, and a silent call for help is everybody's", () => {
  it.each(eight)('$name asks for a safe word if it is Roselyn House, and otherwise not', (one) => {
    expect(one.rules.questions.some((q) => q.type === 'word')).toBe(one === rose);
    expect(one.rules.settings.some((s) => s.id === 'duress-ladder')).toBe(one === rose);
  });

  it('Roselyn House lets nobody go whose word is not known', () => {
    const refused = requested(rose).when(departs(rose));
    const codes = refused.decision.accepted ? [] : refused.decision.refusal.unmet.map((u) => u.code);
    expect(codes).toContain('word-known');
  });

  it("St Benedict's has two partners agree on a code, which the school need not know", () => {
    const code = stBenedicts.rules.questions.find((q) => q.clauses.includes('SB-49'));
    expect(code).toMatchObject({ type: 'tick', when: [{ of: 'visitors.all', atLeast: 2 }] });
    expect(eight.filter((one) => one.rules.questions.some((q) => q.id === 'exit-code'))).toEqual([stBenedicts]);
  });

  it.each(eight)('$name: a visitor can call for help, and neither of them is shown or sent a thing', (one) => {
    const out = gone(one);
    const called = out.and(says('13:10', one.first, 'raise-alarm', { kind: 'help' }), look('13:10'));
    expect(open(called).map(({ kind }) => kind)).toEqual(['distress']);
    expect(called.sent.length).toBeGreaterThan(out.sent.length);
    expect(toThose(called.sent.slice(out.sent.length), one.first, one.second)).toEqual([]);
    for (const person of [one.first, one.second]) expect(textOf({ ...called, now: out.now }, person)).toBe(textOf(out, person));
  });
});

describe('T24: two who go together at Roselyn House have one word, or whoever takes the calls knows both', () => {
  const words = { [rose.second]: 'a red pen' };
  const agreeing = says('09:30', rose.id('dsl'), 'authorise');

  it('two words are settled on one before anybody authorises', () => {
    const two = requested(rose).and(...roselynPrepared([rose.first, rose.second], words));
    two.when(agreeing).refusesFor('one-word');
    expect(two.and(roselynSigns(rose.second), agreeing).visit.authorised).toBe(true);
  });

  it('where the school has it so, both may stand, and either is a call for help of both', () => {
    const both = where(rose, setTo({ 'pair-words': 'both' }, rose.known));
    const out = requested(both).and(...roselynPrepared([rose.first, rose.second], words), agreeing, departs(rose));
    for (const word of [safeWord, 'a red pen']) {
      const said = out.when(says('13:30', rose.id('office'), 'note', { words: `Asked about ${word}` }));
      expect(opened(said), word).toEqual(['safe-word']);
    }
    expect(textOf(out, rose.id('office'))).toContain('a red pen');
  });
});

describe('T25: an odd call from a visit may be a call for help', () => {
  it.each(eight)('$name says so to the office where it takes calls', (one) => {
    const toOffice = one.rules.prompts.filter((p) => p.stages.includes('incident') && p.to.includes('office'));
    expect(toOffice).toHaveLength(1);
    expect(toOffice[0]?.say).toMatch(/visitor rings .*advice.* may be calling for help/);
  });

  it('at Roselyn House asking a senior for advice is what a threatened visitor was told to say', () => {
    const odd = rose.rules.prompts.find((p) => p.id === 'odd-call');
    const theirs = rose.rules.prompts.find((p) => p.to.includes('visitors') && p.clauses.includes('RH-83'));
    expect(odd).toMatchObject({ clauses: ['RH-83'], say: expect.stringMatching(/answer as if nothing were wrong/) as string });
    expect(theirs?.say).toMatch(/ask a senior colleague for advice/);
  });
});

describe('T26: after the school door nothing is refused, whoever says it, in any order and with anything left out', () => {
  const names = Object.keys(afterTheDoor) as AfterTheDoor[]; // the keys of the table are the names
  const stages = (one: OneSchool): readonly (readonly [string, Given])[] => [
    ['only asked for', requested(one)],
    ['ready', ready(one)],
    ['out', gone(one)],
    ['missed', missed(one)],
    ['back', gone(one).and(says('14:20', one.id('head'), 'return', { visitor: 'all' }))],
    ['called off', requested(one).and(says('09:45', one.first, 'cancel', { reason: 'Ill' }))],
  ];

  it.each(eight)('$name', (one) => {
    for (const [stage, from] of stages(one))
      for (const name of names)
        for (const who of [one.first, one.id('office'), one.id('technician'), 'machine:mis'])
          for (const body of [{}, { visitor: one.second }])
            expect(from.when(says('15:30', who, name, body)).decision.accepted, `${stage}: ${name} by ${who}`).toBe(true);
  });

  it.each(five)('$name: somebody who only arrived, and said nothing of who let them in, is out and watched', (one) => {
    const there = ready(one).and(says('13:25', one.first, 'arrive', {}));
    expect(waitsFor(there)).toContain(one.first);
    expect(there.visit.visitors.find((v) => v.person === one.first)?.contacts.arrive).toBe(at('13:25'));
  });
});

describe('T27: whoever leaves although they were refused is watched, and it is told', () => {
  const heads: Readonly<Record<string, readonly string[]>> = {
    'roselyn-house': ids(rose, 'dsl', 'deputy-dsl', 'rhise-lead', 'head'),
    'st-benedicts': ids(stBenedicts, 'deputy', 'head'),
    kingsdown: ids(kingsdown, 'dsl', 'deputy-dsl', 'head'),
    hampton: ids(hampton, 'deputy', 'head'),
    'the-harbour': ids(theHarbour, 'head'),
  };
  const unmetOf = ({ decision }: Decided) => (decision.accepted ? [] : decision.refusal.unmet.map((u) => u.code));

  it.each(five)('$name', (one) => {
    const refused = requested(one).when(departs(one));
    const codes = unmetOf(refused);
    expect(codes.length).toBeGreaterThan(0);

    const breach = requested(one)
      .and(look('09:45'))
      .when(says('13:00', one.id('office'), 'depart-in-breach', { visitor: 'all' }));
    expect(waitsFor(breach)).toEqual([one.first, one.second]);
    const [departed] = eventsOf(breach).filter((e) => e.type === 'VisitorDepartedInBreach');
    expect(departed?.type === 'VisitorDepartedInBreach' ? departed.unmet.map((u) => u.code) : []).toEqual(expect.arrayContaining(codes));
    breach
      .and()
      .when(look('13:00'))
      .tells('notice:breach', ...heads[one.name]!);
    expect(seenBy(breach, one.id('head'))['visitors']).toMatchObject([{ inBreach: true }, { inBreach: true }]);
  });

  it.each(five)('$name: it excuses nobody who has not gone yet, and is no agreement', (one) => {
    const refused = requested(one).when(departs(one));
    const gone_ = requested(one).and(says('13:00', one.first, 'depart-in-breach'));
    const second = gone_.when(says('13:01', one.second, 'depart', { ticks: one.ticks }));
    expect(unmetOf(second)).toEqual(unmetOf(refused));
    expect(second.visit.agreements).toEqual([]);
  });
});

describe('T28: 999 first, and any form later', () => {
  it.each(eight)('$name opens an incident with 999', (one) => {
    const [first] = one.rules.prompts.filter((p) => p.stages.includes('incident') && p.to.includes('visitors'));
    expect(first?.say).toContain('999');
    expect(first?.tick).toBeUndefined();
  });

  it.each(eight)('$name says 999 to whoever reports violence, an illness or a child in danger', (one) => {
    for (const call of ['help', 'violence', 'illness', 'child-alone', 'child-in-danger'] as const)
      expect(alarmFor(call, one.known)?.say, call).toContain('999');
  });

  it("says it as Doorstep's own where the policy does not: only Hampton and the Trust send a threatened visitor to the police", () => {
    const by = (one: OneSchool) => one.rules.prompts.find((p) => p.stages.includes('incident') && p.to.includes('visitors'))?.clauses;
    expect([rose, stBenedicts, theHarbour].map(by)).toEqual([['DS-09'], ['DS-09'], ['DS-09']]);
    expect([hampton, kingsdown].map(by)).toEqual([['HA-56'], ['ST-83']]);
  });

  it.each(five)('$name: a report that comes late is no breach, and silence meanwhile is watched', (one) => {
    const called = gone(one).and(says('13:10', one.first, 'raise-alarm', { kind: 'violence' }));
    const silent = called.when(passing('15:10'));
    expect(opened(silent).length).toBeGreaterThan(0);
    const late = called.when(says('17:00', one.first, 'note', { words: 'Safe now. He had a knife' }));
    expect(late.decision.accepted).toBe(true);
    expect(late.visit.visitors.some((v) => v.inBreach)).toBe(false);
  });
});

describe("T29: a visitor may turn back, and needs nobody's leave for it", () => {
  const turningBack: Readonly<Record<string, readonly string[]>> = {
    'roselyn-house': ['turned-back', 'left-early', 'abandoned-safety'],
    'st-benedicts': ['turned-back', 'parent-uneasy', 'left-unsafe'],
    hampton: ['abandoned-door', 'abandoned-doubt', 'abandoned-safety'],
    'the-harbour': ['not-entered-uneasy', 'left-early'],
  };
  const ways = (one: OneSchool): readonly string[] => turningBack[one.name] ?? ['abandoned-animals', 'abandoned-safety', 'incident'];

  it.each(eight)('$name takes it as it is said, at the door and inside', (one) => {
    for (const outcome of ways(one)) {
      expect(optionsOf(one, 'outcome').map(({ id }) => id)).toContain(outcome);
      const left = gone(one).when(says('13:25', one.first, 'leave', { visitor: 'all', outcome }));
      expect(eventsOf(left)[0]).toMatchObject({ type: 'VisitorLeft', outcome });
    }
  });

  it.each(eight)('$name finds no fault in how it words it', (one) => {
    for (const { say } of optionsOf(one, 'outcome'))
      expect(say).not.toMatch(/\b(fail|refus|should|fault|blame|permission|allowed|unable)/i);
  });

  it.each(eight)('$name lets them stay at school too, after everybody has agreed', (one) => {
    expect(ready(one).when(says('12:50', one.first, 'not-going', { reason: 'It does not feel right' })).decision.accepted).toBe(true);
    expect(ready(one).when(says('12:50', one.first, 'cancel', { reason: 'It does not feel right' })).decision.accepted).toBe(true);
  });

  it("Roselyn House: a visitor who is worried does not go, a safeguarding lead's word or no, and nobody answers for them", () => {
    const agreed = ready(rose).and(look('09:45'));
    agreed
      .when(says('12:50', rose.id('dsl'), 'answer', { answers: { 'safety-concern': { [rose.second]: false } } }))
      .refuses('not-yours-to-answer');
    const worried = agreed.and(says('12:50', rose.second, 'answer', { answers: { 'safety-concern': { [rose.second]: true } } }));
    worried.when(look('12:50')).tells('notice:veto', ...leadsOfRoselyn);
    worried.when(departs(rose)).refusesFor('own-veto');
  });
});

describe('T30: a child at home alone is more than nobody being in', () => {
  const first: Readonly<Record<string, readonly string[]>> = {
    'roselyn-house': leadsOfRoselyn,
    'st-benedicts': ids(stBenedicts, 'deputy'),
    kingsdown: ids(kingsdown, 'dsl', 'family-worker', 'deputy-dsl'),
    hampton: ids(hampton, 'deputy', 'head', 'office'),
    'the-harbour': ids(theHarbour, 'head'),
  };
  const call = (one: OneSchool): Step => says('13:22', one.first, 'raise-alarm', { visitor: one.first, kind: 'child-alone' });

  it.each(five)('$name: those who lead on safeguarding hear it at once, while the visitors wait outside', (one) => {
    const said = gone(one).when(call(one));
    expect([...told(said)].sort()).toEqual([...first[one.name]!].sort());
    expect(waitsFor(said)).toEqual([one.first, one.second]);
    expect(alarmFor('child-alone', one.known)?.say).toMatch(/stay outside|do not go in/i);
  });

  it.each(eight)('$name: how the visit ended can say so, and whoever leaves with only that is heard', (one) => {
    const childOnly = one === stBenedicts ? 'no-adult' : 'child-only';
    expect(optionsOf(one, 'outcome').find(({ id }) => id === childOnly)?.entered).toBe(false);
    const left = says('13:30', one.first, 'leave', { visitor: 'all', outcome: childOnly });
    expect(opened(gone(one).when(left))).toHaveLength(1);
    expect(opened(gone(one).and(call(one)).when(left))).toEqual([]);
    const nobody = says('13:30', one.first, 'leave', { visitor: 'all', outcome: 'nobody-home' });
    expect(opened(gone(one).when(nobody))).toEqual([]);
  });

  it.each(five)('$name: they may have to wait past their time, which is moved and not taken for being missed', (one) => {
    const plan = { arriveAt: at('13:22'), leaveAt: at('15:10'), returnAt: at('15:30') };
    const waiting = gone(one).and(
      says('13:18', one.first, 'arrive', { visitor: 'all' }),
      call(one),
      says('14:00', one.id('head'), 'revise', { plan, place: 'Still outside, waiting for her aunt', means: 'telephone' }),
    );
    expect(opened(waiting.when(passing('15:09')))).toEqual([]);
    expect(dueAt(waiting)).toEqual([at('15:30')]);
    expect(opened(waiting.when(passing('16:30')))).not.toEqual([]);
  });
});

describe('T31: when a concern is passed on is what each school says', () => {
  const worry = (one: OneSchool, time: string, question: string, value: string | boolean) =>
    gone(one).when(says(time, one.first, 'answer', { answers: { [question]: value } }));

  it('Roselyn House: a child alone now, another concern on arrival back, what was disclosed now', () => {
    const later = gone(rose).and(says('13:30', rose.first, 'answer', { answers: { 'any-concern': 'on-return' } }));
    expect(open(later)).toEqual([]);
    const back = later.and(look('13:30'), says('14:20', rose.first, 'return', { visitor: 'all' }));
    back.when(look('14:20')).tells('notice:concern-on-return', ...leadsOfRoselyn);
    expect(told(worry(rose, '13:30', 'any-concern', 'disclosed'))).toEqual(leadsOfRoselyn);
    expect(optionsOf(rose, 'any-concern').find(({ id }) => id === 'on-return')?.say).toMatch(/as soon as I am back/);
    expect(sayOf(rose, 'child-alone')).toMatch(/Every safeguarding lead has been told/);
  });

  it("St Benedict's: by its usual procedures, whose contact hears it at once", () => {
    expect(told(worry(stBenedicts, '13:30', 'any-concern', 'safeguarding'))).toEqual(ids(stBenedicts, 'deputy'));
    expect(sayOf(stBenedicts, 'concern')).toMatch(/safeguarding contact has been told/);
  });

  it('the Trust: to the DSL at once, whatever it is', () => {
    expect(told(worry(kingsdown, '13:30', 'safeguarding', true))).toEqual(ids(kingsdown, 'dsl', 'deputy-dsl'));
    expect(sayOf(kingsdown, 'concern')).toMatch(/The DSL has been told/);
  });

  it('the Trust: and of a child who is no pupil yet somebody tells the local authority, by voice, until it is done', () => {
    const known = knownOf(schoolOf('local/schools/kingsdown.json'), 3);
    const small = { reason: 'pre-eyfs', pupil: 'p-114', answers: { 'why-not-school': 'He is two', 'on-roll': false } };
    const visited = (one: OneSchool, request: object) =>
      gone(one, { request: { ...request } }).when(says('13:30', one.first, 'raise-alarm', { kind: 'child-in-danger' }));
    const notYet = visited(where(kingsdown, known), small);
    expect(notYet.visit.tasks.map(({ task }) => task)).toContain('authority-told');
    expect(notYet.known.rules.notices.find((n) => n.byHand === 'authority-told')).toMatchObject({ tell: ['local-authority', 'dsl'] });
    const done = notYet.and(
      says('13:40', kingsdown.id('dsl'), 'answer', { answers: { 'authority-told': { who: 'The duty desk', when: at('13:38') } } }),
    );
    done.when(passing('14:20')).tells('task:authority-told');
    expect(visited(kingsdown, {}).visit.tasks.map(({ task }) => task)).not.toContain('authority-told');
  });

  it('Hampton: back at school to the safeguarding lead, unless it cannot wait', () => {
    expect(sayOf(hampton, 'concern')).toMatch(/come back to school and tell the safeguarding lead/);
    expect(sayOf(hampton, 'concern-now')).toMatch(/School has been told and will ring you/);
    expect(told(worry(hampton, '13:30', 'any-concern', 'now'))).toEqual(ids(hampton, 'deputy', 'head', 'office'));
    expect(optionsOf(hampton, 'any-concern').map(({ id }) => id)).toEqual(['none', 'tell-dsl', 'now']);
  });

  it('The Harbour says nothing of it, and it is raised as anything else is', () => {
    const said = gone(theHarbour).when(says('13:30', theHarbour.first, 'raise-alarm', { kind: 'child-in-danger' }));
    expect(told(said)).toEqual(ids(theHarbour, 'head'));
  });

  it.each([
    { ...rose, question: 'any-concern', value: 'disclosed' },
    { ...stBenedicts, question: 'any-concern', value: 'safeguarding' },
    { ...kingsdown, question: 'safeguarding', value: true },
    { ...hampton, question: 'any-concern', value: 'now' },
  ])('$name: it can be recorded at any time', ({ question, value, ...one }) => {
    const record = (time: string): Step => says(time, one.first, 'answer', { answers: { [question]: value } });
    const back = gone(one).and(says('14:20', one.id('head'), 'return', { visitor: 'all' }));
    for (const [from, time] of [
      [ready(one), '10:00'],
      [gone(one), '13:30'],
      [back, '15:00'],
    ] as const)
      expect(opened(from.when(record(time))), time).toHaveLength(1);
  });
});

describe('T32: what is said against a visitor goes to the headteacher alone, and is no part of the visit', () => {
  const may = { may: () => true };
  const said = { words: 'His mother says that she pushed him' };
  const allegation = 'AL-000001';

  const alleging = async (one: OneSchool, people: readonly string[]) => {
    const a = await afternoonAt(schoolOf(`local/schools/${one.name}.json`), at('09:00'));
    const { type, ...request } = one.request;
    const visitors = people.map((person) => ({ person }));
    expectAccepted(
      await a.request(one.first, {
        ...(type === undefined ? {} : { type }),
        ...request,
        household: one.known.household!.id,
        visitors,
        plan: times,
      }),
    );
    a.sent();
    const before = await a.visit();
    const press = { person: one.id('office'), by: one.id('office'), via: 'api' as const, key: { id: 'said-1', body: 'b' } };
    const made = await makeAllegation(a.deps, a.school, allegation, { visit: a.id, about: [one.first], ...said }, press, may);
    expectAccepted(made);
    await a.drain();
    return { a, before, press };
  };
  const headOf = (one: OneSchool) => one.id('head');
  const instead: Readonly<Record<string, string>> = {
    'roselyn-house': 'proprietor',
    'st-benedicts': 'deputy',
    hampton: 'executive-head',
  };

  it.each(eight)('$name tells the head, by a message that says nothing, and nobody else can read it', async (one) => {
    const { a } = await alleging(one, [one.first, one.second]);
    expect(a.sent()).toEqual([`text ${headOf(one)} rung:a1/1`, `email ${headOf(one)} rung:a1/1`]);
    for (const { text } of a.notices.outbox.filter(({ about }) => about === 'rung:a1/1')) {
      expect(text).not.toMatch(/pushed|mother/);
      expect(text).not.toContain(one.known.staff[one.first]!.firstName);
    }
    const readers = await Promise.all(
      everybodyAt(one).map(async (person) => [
        person,
        (await listAllegations(a.deps, a.school, person)).length,
        (await readAllegation(a.deps, a.school, allegation, person)) !== undefined,
      ]),
    );
    expect(readers.filter(([, listed, read]) => listed !== 0 || read)).toEqual([[headOf(one), 1, true]]);
  });

  it.each(eight)('$name: on the visit there is nothing of it, for anybody, and it holds up nothing there', async (one) => {
    const { a, before } = await alleging(one, [one.first, one.second]);
    expect(await a.visit()).toEqual(before);
    for (const person of everybodyAt(one)) {
      const seen = JSON.stringify(shown(await a.visit(), { person }, one.known, a.clock.now()));
      expect(seen, person).not.toMatch(/pushed|allegation"|AL-0/);
    }
  });

  it.each(eight)('$name: where the head went along, it goes to whom the school has named, and not to the head', async (one) => {
    const { a } = await alleging(one, [one.first, headOf(one)]);
    const other = one.id(instead[one.name] ?? 'deputy');
    expect(new Set(a.sent().map((line) => line.split(' ')[1]))).toEqual(new Set([other]));
    expect(await readAllegation(a.deps, a.school, allegation, headOf(one))).toBeUndefined();
    expect(await readAllegation(a.deps, a.school, allegation, other)).toBeDefined();
    expect(one.rules.settings.find(({ id }) => id === 'allegation-instead')?.stated).toBeUndefined();
  });

  it('it goes on asking until the head has seen to it, and whoever it is about cannot', async () => {
    const { a, press } = await alleging(kingsdown, [kingsdown.first, kingsdown.second]);
    a.sent();
    await a.passes('PT1H');
    expect(a.sent()).toEqual([`text ${headOf(kingsdown)} rung:a1/1`, `email ${headOf(kingsdown)} rung:a1/1`]);
    const end = { type: 'stand-down', alarm: 'a1', how: 'Seen to', visitors: {} } as const;
    const by = (person: string) =>
      seeToAllegation(a.deps, a.school, allegation, end, { ...press, person, by: person, key: { id: person, body: 'e' } });
    expect(await by(kingsdown.first)).toEqual({ outcome: 'no-such-visit' });
    expectAccepted(await by(headOf(kingsdown)));
    a.sent();
    await a.passes('PT3H');
    expect(a.sent()).toEqual([]);
  });
});

describe('T33: one of two falls ill', () => {
  const cannot = (one: OneSchool): Step => says('12:30', one.second, 'not-going', { reason: 'Ill' });

  it.each([
    { ...rose, codes: ['companion', 'safeguarding-lead'] },
    { ...stBenedicts, codes: ['first-visit'] },
    { ...kingsdown, codes: ['two-if-decided', 'assessment-seen', 'visitors-chosen', 'approved'] },
    { ...hampton, codes: ['pair', 'assistant', 'timetable'] },
    { ...theHarbour, codes: ['pair'] },
  ])('$name: before they go, the other does not go alone on what was settled for two: $codes', ({ codes, ...one }) => {
    const left = ready(one)
      .and(cannot(one))
      .when(departs(one))
      .refusesFor(...codes);
    expect(left.visit.agreements).toEqual([]);
  });

  it("St Benedict's: to a home that was visited before, one goes alone only if that was assessed", () => {
    const before = where(stBenedicts, withHome({}, { entered: true }, stBenedicts.known));
    const left = ready(before).and(cannot(before));
    left.when(departs(before)).refusesFor('assessed', 'later-visit');
    const assessed = left.and(says('12:40', before.first, 'answer', { answers: { solo: true } }));
    expect(assessed.when(departs(before)).decision.accepted).toBe(true);
  });

  it('The Harbour puts the visit off, or another of the team goes, and somebody is reminded of it', () => {
    const left = ready(theHarbour).and(look('09:45'), cannot(theHarbour));
    left.when(look('12:30')).tells('task:withdrawn', theHarbour.first);
    expect(optionsOf(theHarbour, 'withdrawn').map(({ id }) => id)).toEqual(['reschedule', 'substitute']);
    const substitute = { visitors: [{ person: theHarbour.first }, { person: theHarbour.id('family-worker') }] };
    expect(left.and(says('12:40', theHarbour.first, 'amend', substitute)).when(departs(theHarbour)).decision.accepted).toBe(true);
  });

  const ill = (one: OneSchool): Step => says('13:30', one.second, 'raise-alarm', { visitor: one.second, kind: 'illness' });

  it.each([hampton, theHarbour])('$name: on the visit, neither of them stays on alone', (one) => {
    expect(alarmFor('illness', one.known)?.say).toMatch(/Neither of you stays on alone/);
  });

  it.each([
    { ...rose, posts: ['office', 'dsl', 'deputy-dsl', 'rhise-lead'] },
    { ...stBenedicts, posts: ['assistant-head', 'deputy', 'head', 'office', 'office-assistant'] },
    { ...kingsdown, posts: ['reception'] },
    { ...hampton, posts: ['deputy', 'head', 'office'] },
    { ...theHarbour, posts: ['family-worker', 'therapist', 'office', 'deputy', 'head'] },
  ])('$name: school hears of it at once, and both are still watched', ({ posts, ...one }) => {
    const said = gone(one).when(ill(one));
    expect([...told(said)].sort()).toEqual([...ids(one, ...posts)].sort());
    expect(waitsFor(said)).toEqual([one.first, one.second]);
  });

  it.each([
    { ...rose, hurt: { incident: ['injury'] } },
    { ...kingsdown, hurt: { injured: true } },
  ])('$name: an injury has a protocol of its own, owed until it is done', ({ hurt, ...one }) => {
    const back = gone(one).and(ill(one), says('14:20', one.id('head'), 'return', { visitor: 'all' }));
    const said = back.and(says('14:30', one.first, 'answer', { answers: hurt }));
    expect(said.visit.tasks.map(({ task }) => task)).toContain('injury-protocol');
  });

  it.each(five)(
    '$name: the one who is well may go along to the hospital: a change of plan with a new time, and nobody is missing',
    (one) => {
      const plan = { leaveAt: at('15:10'), returnAt: at('16:00') };
      const there = gone(one).and(
        says('13:18', one.first, 'arrive', { visitor: 'all' }),
        ill(one),
        says('13:40', one.id('office'), 'revise', { plan, place: 'The hospital', toldBy: one.first, means: 'telephone' }),
        says('13:45', one.first, 'leave', { visitor: 'all', outcome: 'left-early', next: 'other' }),
      );
      expect(opened(there.when(passing('15:59')))).toEqual([]);
      expect([waitsFor(there), dueAt(there)]).toEqual([[one.first, one.second], [at('16:00')]]);
      expect(seenBy(there, one.id('head'))['whereabouts']).toBe('The hospital');
      expect(opened(there.when(passing('17:00')))).toHaveLength(1);
    },
  );
});
