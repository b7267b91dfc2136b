/**
 * What makes the door, and what is told and kept afterwards, hard to get right, one rule after another: five schools that each
 * say something else, a family that was promised something, names that must not be guessed.
 */
import { describe, expect, it } from 'vitest';
import { citations } from '../../functions/domain/policy/citations.ts';
import { running } from '../../functions/domain/policy/clocks.ts';
import { findings } from '../../functions/domain/policy/gates.ts';
import { Policy, Stage } from '../../functions/domain/policy/policy.ts';
import { alarmFor } from '../../functions/domain/visit/consequences.ts';
import { classesFor } from '../../functions/domain/reading/who.ts';
import { type ShownPrompt, stageCard } from '../../functions/domain/visit/stage-card.ts';
import { wordingOf } from '../../functions/domain/visit/wording.ts';
import { clauses, jsonIn } from '../support/policy-files.ts';
import {
  asksFor,
  departs,
  eight,
  five,
  gone,
  hampton,
  kingsdown,
  type OneSchool,
  ready,
  requested,
  roselynHouse,
  stBenedicts,
  theHarbour,
} from '../support/five-schools.ts';
import { type Given, look, says, seenBy, type Step } from '../support/given.ts';
import { at } from '../support/hampton-visit.ts';

const rose = roselynHouse;
const card = (one: OneSchool, stage: string, { visit, known }: Pick<Given, 'visit' | 'known'> = requested(one), post?: string) =>
  stageCard(visit, Stage.parse(stage), { person: post === undefined ? one.first : one.id(post) }, known);
const lines = (prompts: readonly ShownPrompt[]): string => prompts.map(({ say }) => say).join('\n');
const unmet = ({ visit, known }: Pick<Given, 'visit' | 'known'>, step: 'depart' | 'close' = 'depart'): readonly string[] => [
  ...new Set(findings(step, visit, known).unmet.flatMap(({ code, wants }) => (wants.kind === 'tick' ? [] : [code]))),
];
const outcomes = ({ rules }: OneSchool): readonly string[] =>
  rules.questions.find(({ fills }) => fills === 'outcome')?.options?.map(({ id }) => id) ?? [];
const entering = ({ rules }: OneSchool, outcome: string): boolean | undefined =>
  rules.questions.find(({ fills }) => fills === 'outcome')?.options?.find(({ id }) => id === outcome)?.entered;
const answer = (one: OneSchool, answers: object, time = '14:50', post?: string): Step =>
  says(time, post === undefined ? one.first : one.id(post), 'answer', { answers });
/** Both are back at twenty to three. */
const back = (one: OneSchool, outcome = 'completed'): Given =>
  gone(one).and(
    says('13:18', one.first, 'arrive', { visitor: 'all' }),
    says('14:05', one.first, 'leave', { visitor: 'all', outcome }),
    says('14:25', one.first, 'return', { visitor: 'all', seenBy: one.id('head') }),
    look('14:26'),
  );
const documentOf = (policy: string): Policy => Policy.parse(jsonIn(`policies/${policy}.json`));

describe('T52: "an adult is there" is five different tests', () => {
  const says_: Readonly<Record<string, RegExp>> = {
    'roselyn-house': /responsible adult asks you in/,
    'st-benedicts': /No adult in the house/,
    kingsdown: /parental responsibility/,
    hampton: /parent or carer at home/,
    'the-harbour': /stay outside/,
  };

  it.each(five)('$name says its own at the door', (one) => {
    const said = lines(card(one, 'arrive').prompts);
    expect(said).toMatch(says_[one.name] ?? /nothing/);
    // Only Roselyn and the trust speak of a responsible adult, and only the trust of parental responsibility.
    const others = Object.entries(says_).filter(([other]) => other !== one.name && !['roselyn-house', 'the-harbour'].includes(other));
    for (const [, words] of others) expect(said).not.toMatch(words);
  });

  it.each([
    { ...rose, outcome: 'no-adult' },
    { ...stBenedicts, outcome: 'no-adult' },
    { ...kingsdown, outcome: 'no-responsible-adult' },
    { ...hampton, outcome: 'abandoned-door' },
    { ...theHarbour, outcome: 'arranged-person-absent' },
  ])('$name: turning back for want of the right one is an end that was no visit inside', ({ outcome, ...one }) => {
    expect(outcomes(one)).toContain(outcome);
    expect(entering(one, outcome)).toBe(false);
  });

  it.each(five)('$name: whoever opens the door, the arrival is taken', (one) => {
    const there = gone(one).when(says('13:18', one.first, 'arrive', { visitor: 'all', metBy: 'A grandmother' }));
    expect(there.decision.accepted).toBe(true);
  });
});

describe('T53: parental responsibility, and the care of every day', () => {
  it('the trust prompts both lines and records both facts', () => {
    const said = lines([...card(kingsdown, 'arrive').prompts, ...card(kingsdown, 'during').prompts]);
    expect(said).toMatch(/parental responsibility/);
    const spoke = kingsdown.rules.questions.find(({ clauses: cited }) => cited.includes('ST-67'));
    expect(Object.keys(spoke?.fields ?? {})).toEqual(expect.arrayContaining(['dayToDay', 'parentalResponsibility']));
    const door = kingsdown.rules.questions.find(({ clauses: cited }) => cited.includes('ST-65'));
    expect(door?.options?.map(({ id }) => id)).toEqual(expect.arrayContaining(['parent', 'carer']));
  });
});

describe('T54: bedrooms', () => {
  it('Roselyn: never, nor upstairs, and nobody is asked about an exception', () => {
    expect(lines(card(rose, 'during').prompts)).toMatch(/Never go upstairs[\s\S]*Never go into a child's or young person's bedroom/);
    expect(rose.rules.questions.filter(({ ask }) => /bedroom/i.test(ask))).toEqual([]);
  });

  it('the trust: never, unless all of its controls are there', () => {
    expect(lines(card(kingsdown, 'during').prompts)).toMatch(/Do not go into a bedroom/);
    const needed = requested(kingsdown).and(answer(kingsdown, { 'bedroom-required': true }, '09:00'));
    const missing = unmet(needed);
    expect(missing).toEqual(expect.arrayContaining(['bedroom-agreed', 'bedroom-signed', 'bedroom-company']));
  });

  it('the trust: gone without them, it is never again', () => {
    const needed = requested(kingsdown).and(
      answer(kingsdown, { 'bedroom-required': true }, '09:00'),
      says('13:00', kingsdown.first, 'depart-in-breach', { visitor: 'all' }),
    );
    expect(lines(card(kingsdown, 'during', needed).prompts)).toMatch(/do not go into a bedroom/);
  });

  it.each([stBenedicts, hampton, theHarbour])('$name: silent, and no ban is invented', ({ rules }) => {
    expect(JSON.stringify([rules.prompts, rules.questions, rules.gates])).not.toMatch(/bedroom|upstairs/i);
  });
});

describe('T55: animals', () => {
  it('only the trust calls a visit off for them', () => {
    expect(eight.filter((one) => outcomes(one).includes('abandoned-animals')).map(({ name }) => name)).toEqual([
      'kingsdown',
      'lancaster',
      'st-nicholas',
      'st-christopher',
    ]);
  });

  it('Roselyn: not in the room; The Harbour: asked beforehand, dogs in another room', () => {
    expect(lines(card(rose, 'arrive').prompts)).toMatch(/no animal in the room/);
    const asked = card(theHarbour, 'prepare').questions.map(({ id }) => id);
    expect(asked).toContain('animals');
    const dogs = ready(theHarbour).and(answer(theHarbour, { animals: 'dogs' }, '09:00'));
    expect(card(theHarbour, 'prepare', dogs).questions.map(({ id }) => id)).toContain('dogs-apart');
  });

  it.each([stBenedicts, hampton])('$name: silent', ({ rules }) => {
    expect(JSON.stringify([rules.prompts, rules.questions])).not.toMatch(/animal|\bdogs?\b/i);
  });
});

describe('T56: identification', () => {
  it('Roselyn: never on a lanyard round the neck; Hampton: a badge that can be seen', () => {
    expect(lines(card(rose, 'prepare').prompts)).toMatch(/never on a lanyard/);
    expect(lines(card(hampton, 'prepare').prompts)).toMatch(/badge where it can be seen/);
  });

  it.each(five.filter(({ name }) => name !== 'hampton'))('$name: nobody is told to wear a badge', (one) => {
    for (const stage of ['prepare', 'arrive']) expect(lines(card(one, stage).prompts)).not.toMatch(/wear your badge/i);
  });
});

describe('T57: parking', () => {
  it('Roselyn by light and without reversing, The Harbour in view and facing the way out, the others not at all', () => {
    const parking = /\bPark\b/;
    const told = five.map((one) => {
      const byCar = one === rose ? ready(one) : requested(one);
      return [
        one.name,
        [...card(one, 'travel', byCar).prompts, ...card(one, 'arrive', byCar).prompts].filter(({ say }) => parking.test(say)),
      ] as const;
    });
    const said = Object.fromEntries(told.map(([name, prompts]) => [name, lines(prompts)]));
    expect(said['roselyn-house']).toMatch(/well lit.*without reversing/);
    expect(said['the-harbour']).toMatch(/house can be seen[\s\S]*facing the way/);
    for (const name of ['st-benedicts', 'hampton']) expect(said[name]).toBe('');
  });
});

describe('T58: nobody in', () => {
  const leavesSomething = (one: OneSchool) => {
    const there = gone(one).and(
      says('13:18', one.first, 'arrive', { visitor: 'all' }),
      says('13:22', one.first, 'leave', { visitor: 'all', outcome: 'nobody-home' }),
    );
    return card(one, 'leave', there).questions.filter(({ prints }) => prints === 'slip');
  };

  it("Hampton leaves a slip with the time, a name and a number; St Benedict's a note", () => {
    expect(Object.keys(leavesSomething(hampton)[0]?.fields ?? {})).toEqual(['time', 'name', 'number']);
    expect(leavesSomething(stBenedicts)).toHaveLength(1);
  });

  it.each([rose, kingsdown, theHarbour])('$name leaves nothing: it could tell others of the visit', (one) => {
    expect(leavesSomething(one)).toEqual([]);
  });
});

describe('T59: a pair waits outside until both are there', () => {
  it('Roselyn: going in before is pointed out afterwards and refuses nothing', () => {
    const early = gone(rose).and(
      says('13:15', rose.first, 'arrive', { visitor: rose.first, metBy: 'His mother' }),
      says('13:25', rose.second, 'arrive', { visitor: rose.second }),
    );
    expect(findings('close', early.visit, early.known).outstanding.map(({ code }) => code)).toContain('in-early');
    const together = gone(rose).and(says('13:15', rose.first, 'arrive', { visitor: 'all', metBy: 'His mother' }));
    expect(findings('close', together.visit, together.known).outstanding.map(({ code }) => code)).not.toContain('in-early');
  });

  it('Roselyn: where one never comes, that one is still waited for', () => {
    const one = gone(rose).and(says('13:15', rose.first, 'arrive', { visitor: rose.first }));
    expect(new Set(running(one.visit, one.known).map(({ visitor }) => visitor))).toEqual(new Set([rose.first, rose.second]));
  });
});

describe('T60: speaking with a child in confidence', () => {
  it("St Benedict's: whoever goes alone is told that only one of the family can be in sight", () => {
    const alone = requested(stBenedicts, { people: [stBenedicts.first] });
    expect(lines(card(stBenedicts, 'prepare', alone).prompts)).toMatch(/You are going alone[\s\S]*family/);
    expect(lines(card(stBenedicts, 'prepare').prompts)).not.toMatch(/You are going alone/);
  });

  it("St Benedict's: who was in sight is asked for, and refuses nothing", () => {
    const spoke = back(stBenedicts).and(answer(stBenedicts, { 'in-confidence': true }));
    expect(findings('close', spoke.visit, spoke.known).outstanding.map(({ code }) => code)).toContain('in-sight');
  });
});

describe('T61: what one school asks of its staff is not shown as the policy of another', () => {
  it.each(five)('$name: every line on every card is of its own document, or says that it is of Doorstep', (one) => {
    const prefix = citations(documentOf(one.known.rules.id))[0]?.clauses[0]?.slice(0, 3) ?? 'none';
    const shown = Stage.options.flatMap((stage) => {
      const { prompts, questions } = card(one, stage);
      return [...prompts, ...questions].flatMap(({ clauses: cited }) => cited);
    });
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.filter((clause) => !clause.startsWith(prefix) && !clause.startsWith('DS-'))).toEqual([]);
  });

  it('the phone that stays on, and saying so, is of the trust alone', () => {
    expect(five.filter((one) => /phone stays on/.test(lines(card(one, 'arrive').prompts))).map(({ name }) => name)).toEqual(['kingsdown']);
  });
});

describe('T62: a visit that is not announced', () => {
  it.each([
    {
      ...rose,
      unannounced: {
        type: 'emergency',
        reason: 'safe-check',
        answers: {
          'safe-check-facts': { absent: 'Since Monday', 'no-answer': 'Three calls', concern: 'She is seven' },
          'failed-contacts': [{ date: '2026-06-19', means: 'Telephone' }],
        },
      },
    },
    {
      ...stBenedicts,
      unannounced: { type: 'safe-and-well', answers: { 'earlier-steps': [{ what: 'A call', on: '2026-06-19', result: 'No answer' }] } },
    },
    { ...kingsdown, unannounced: { type: 'safe-and-well', reason: 'safe-and-well', answers: { 'why-not-school': 'Nobody answers' } } },
  ])('$name: allowed, to see that a child is safe', ({ unannounced, ...one }) => {
    const lacking = unmet(requested(one, { request: unannounced }));
    expect(lacking.filter((code) => ['family-informed', 'appointment', 'five-things', 'arranged'].includes(code))).toEqual([]);
  });

  it.each([
    { ...hampton, code: 'HA-18' },
    { ...theHarbour, code: 'HB-13' },
  ])('$name: not allowed', ({ code, ...one }) => {
    const asked = requested(one);
    expect(findings('depart', asked.visit, asked.known).unmet.flatMap(({ clauses: cited }) => cited)).toContain(code);
  });
});

describe('T63: who hears that they have left', () => {
  const told = (one: OneSchool): readonly string[] => {
    const { known } = one;
    const sent = gone(one).sent.filter((line) => line.includes(' notice:'));
    const ofLeaving = known.rules.notices.filter(({ on }) => on.includes('departed')).map(({ id }) => `notice:${id}`);
    return [...new Set(sent.filter((line) => ofLeaving.includes(line.split(' ')[2] ?? '')).map((line) => line.split(' ')[1] ?? ''))].sort();
  };
  const posts: Readonly<Record<string, readonly string[]>> = {
    'roselyn-house': ['office', 'dsl', 'deputy-dsl', 'rhise-lead', 'tutor', 'mentor'],
    'st-benedicts': ['office', 'office-assistant', 'assistant-head', 'deputy', 'head'],
    kingsdown: ['reception'],
    hampton: ['office', 'head'],
    'the-harbour': ['teacher', 'mentor', 'family-worker', 'therapist', 'office', 'deputy', 'head'],
  };

  it.each(five)('$name', (one) => {
    expect(told(one)).toEqual((posts[one.name] ?? []).map((post) => one.id(post)).sort());
  });
});

describe('T64: what a message carries', () => {
  it.each(five)('$name: no purpose, no family, no address, no telephone number of the home', (one) => {
    const { visit, known } = ready(one).and(look('12:50'), departs(one));
    const home = known.household;
    const secrets = [
      visit.purpose,
      home?.name,
      home?.address,
      ...(home?.phones ?? []),
      ...(home?.adults ?? []).map(({ name }) => name),
      ...(home?.pupils ?? []).map(({ name }) => name),
    ];
    const owed = Object.values(visit.owed);
    expect(owed.length).toBeGreaterThan(0);
    for (const notice of owed) {
      const { subject, text } = wordingOf(notice, visit, known, 'https://d.example/x');
      for (const secret of secrets) if (secret !== undefined && secret !== '') expect(`${subject}\n${text}`).not.toContain(secret);
    }
  });

  it('what a policy wants left with somebody is on the page, and named by the notice', () => {
    const shows = (one: OneSchool, on: 'departed' | 'authorised') =>
      one.rules.notices.filter((n) => n.on.includes(on)).flatMap((n) => n.shows);
    expect(shows(theHarbour, 'authorised')).toEqual(expect.arrayContaining(['name', 'address', 'phone']));
    expect(shows(hampton, 'departed')).toContain('record');
  });
});

describe('T65: the home school is outside', () => {
  it('The Harbour: telling it by hand is recorded, and until then nobody leaves', () => {
    const { request } = theHarbour;
    expect(unmet(requested(theHarbour, { request }))).toContain('school-told');
    expect(unmet(ready(theHarbour))).not.toContain('school-told');
    const byHand = theHarbour.rules.notices.filter(({ tell }) => tell.includes('home-school'));
    expect(byHand.length).toBeGreaterThan(0);
    for (const { byHand: question } of byHand) expect(theHarbour.rules.questions.map(({ id }) => id)).toContain(question);
  });
});

describe('T66: which record system, and when', () => {
  const wantsCpoms = (one: OneSchool, so = back(one)): boolean =>
    findings('close', so.visit, so.known).unmet.some(({ missing }) => missing.includes('cpoms'));

  it("Roselyn and St Benedict's: an entry for every visit", () => {
    expect([wantsCpoms(rose), wantsCpoms(stBenedicts)]).toEqual([true, true]);
    expect(wantsCpoms(rose, back(rose, 'nobody-home'))).toBe(true);
  });

  it('the trust and The Harbour: none; Hampton: only where there was a concern', () => {
    expect([wantsCpoms(kingsdown), wantsCpoms(theHarbour), wantsCpoms(hampton)]).toEqual([false, false, false]);
    const worried = gone(hampton).and(says('13:30', hampton.first, 'raise-alarm', { kind: 'other' }));
    expect(wantsCpoms(hampton, worried)).toBe(true);
  });

  it('the trust: logging it elsewhere is pointed out and stops nobody', () => {
    const { visit, known } = ready(kingsdown);
    expect(findings('depart', visit, known).outstanding.map(({ code }) => code)).toContain('inventory');
  });
});

describe('T67: what a family is told of who reads it is true', () => {
  const reads = (one: OneSchool, post: string) => [...classesFor({ person: one.id(post) }, gone(one).visit, one.known)];

  it.each([rose, kingsdown])('$name: the office sees who is where, and not what it is about', (one) => {
    expect(reads(one, 'office')).toContain('logistics');
    expect(reads(one, 'office')).not.toContain('content');
    expect(reads(one, 'office')).not.toContain('concern');
  });

  it.each([rose, kingsdown])('$name: nobody else of the staff reads any of it', (one) => {
    expect(reads(one, 'attendance')).toEqual([]);
  });

  it.each(eight)('$name: a machine sees status and no words', (one) => {
    const seen = seenBy(gone(one), { machine: 'read' });
    for (const field of ['purpose', 'reason', 'answers', 'history', 'whereabouts']) expect(seen).not.toHaveProperty(field);
    expect(seen.stage).toBe('out');
  });
});

describe('T68: children of whom there is no record', () => {
  it.each(five)('$name: a visit needs no pupil', (one) => {
    const asked = asksFor(one, {
      request: {
        ...one.request,
        pupil: null,
        answers: {
          ...(one.request['answers'] as object | undefined),
          ...(one.rules.questions.some(({ id }) => id === 'on-roll') ? { 'on-roll': false } : {}),
        },
      },
    });
    expect(asked.accepted).toBe(true);
  });

  it('the trust: of a child who has not started yet the local authority is the way', () => {
    const asked = requested(kingsdown, {
      request: { pupil: null, answers: { 'why-not-school': 'She starts in September', 'on-roll': false } },
    });
    expect(card(kingsdown, 'prepare', asked).questions.map(({ id }) => id)).toContain('authority-contact');
  });
});

describe("T69: no adult's name is made out of the child's", () => {
  it.each([
    { ...stBenedicts, question: 'adult-name' },
    { ...theHarbour, question: 'adults-names' },
  ])('$name: the names are asked for, and empty until somebody writes them', ({ question, ...one }) => {
    const home = { ...one.known.household!, answers: {} };
    const { visit } = requested(one);
    const asked = stageCard(visit, 'prepare', { person: one.first }, { ...one.known, household: home }).questions.find(
      ({ id }) => id === question,
    );
    expect(home.pupils.length).toBeGreaterThan(0);
    expect(asked?.of.map(({ answered }) => answered)).toEqual((asked?.of ?? []).map(() => false));
    expect(asked?.of.length).toBeGreaterThan(0);
  });
});

describe('T70: whose name, and leaving from where', () => {
  it('Hampton: the record holds who goes and what the family is called', () => {
    const unnamed = {
      ...hampton.known,
      household: { ...hampton.known.household!, answers: { 'offer-answer': { value: 'accepted', by: 'seed', at: at('08:00') } } },
    };
    const { visit } = ready(hampton);
    const missing = findings('depart', visit, unnamed).unmet.flatMap(({ missing: of }) => of);
    expect(missing).toContain('family-name');
    expect(seenBy(ready(hampton), hampton.id('office'))['visitors']).toHaveLength(2);
  });

  it('Hampton: setting off from home the head of school has agreed to, and no departure from the office is made up', () => {
    const fromHome = requested(hampton, { request: { plan: { departAt: at('13:00'), returnAt: at('14:30'), startsFrom: 'home' } } });
    expect(unmet(fromHome)).toContain('from-home');
  });
});

describe('T71: after a visit that was abandoned', () => {
  it('Hampton: the head of school and the executive headteacher say what happens next; the visitors cannot', () => {
    const abandoned = back(hampton, 'abandoned-doubt');
    const strategy = { with: hampton.id('executive-head'), when: at('14:50'), settled: 'They come to us', 'another-day': true };
    abandoned.when(answer(hampton, { strategy })).refuses('not-yours-to-answer');
    abandoned.when(answer(hampton, { strategy: { ...strategy, with: hampton.first } }, '15:00', 'head')).refuses('wrong-answer');
    expect(abandoned.when(answer(hampton, { strategy }, '15:00', 'head')).decision.accepted).toBe(true);
    expect(abandoned.visit.tasks).toMatchObject([{ task: 'strategy', of: [hampton.id('head')] }]);
  });

  it('Hampton: another visit is one that the head of school agrees to', () => {
    expect(unmet(requested(hampton))).toContain('timetable');
  });
});

describe('T72: a policy that is out of review', () => {
  it('Hampton: four years on, visits go ahead: it is reminded of, and blocks nothing', () => {
    const review = documentOf('hampton').about.find(({ id }) => id === 'review');
    const version = documentOf('hampton').about.find(({ id }) => id === 'version');
    expect(review).toMatchObject({ every: 'P1Y' });
    expect(version).toMatchObject({ from: '2022-09-01' });
    expect(ready(hampton).when(departs(hampton)).decision.accepted).toBe(true);
  });
});

describe("T73: the trust's numbers and slips of the pen", () => {
  it('"officer" is the office: it is told where the visit is', () => {
    const told = documentOf('southend').notices.filter(({ clauses: cited }) => cited.includes('ST-122'));
    expect(told.map(({ tell, shows }) => [tell, shows.includes('address')])).toEqual([[['office'], true]]);
  });

  it('the row that runs over two lines is one hazard', () => {
    const rows = documentOf('southend').questions.filter(
      ({ type, clauses: cited }) => type === 'hazard' && (cited.includes('ST-126') || cited.includes('ST-127')),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.clauses).toEqual(expect.arrayContaining(['ST-126', 'ST-127']));
  });
});

describe('T74: dropping off work is a visit', () => {
  it('Roselyn: agreed to and watched like any other, though nobody means to go in', () => {
    const request = { type: 'procedural', reason: 'work-drop-or-collect', answers: { 'expects-to-enter': false } };
    expect(unmet(requested(rose, { request }))).toEqual(expect.arrayContaining(['safeguarding-lead', 'assessed']));
    const out = gone(rose, { request });
    expect(running(out.visit, out.known).map(({ clock }) => clock.expects)).toContain('return');
  });
});

describe('T75: "report back" and "report back or telephone"', () => {
  const left = (next: string) => gone(rose).and(says('14:05', rose.first, 'leave', { visitor: 'all', outcome: 'completed', next }));
  const waited = ({ visit, known }: Given) => running(visit, known).filter(({ clock }) => clock.expects === 'return').length;

  it('Roselyn: the call when going home ends the watch; coming back to school it does not', () => {
    expect(waited(left('home'))).toBe(0);
    expect(waited(left('school'))).toBe(2);
  });
});

describe("T76: Roselyn's summary says it again", () => {
  const pairs = [
    ['RH-24', 'RH-68'],
    ['RH-26', 'RH-69'],
    ['RH-28', 'RH-70'],
    ['RH-29', 'RH-75'],
    ['RH-30', 'RH-76'],
    ['RH-31', 'RH-67'],
    ['RH-36', 'RH-77'],
    ['RH-55', 'RH-78'],
    ['RH-35', 'RH-79'],
    ['RH-52', 'RH-80'],
    ['RH-56', 'RH-81'],
  ] as const;

  it.each(pairs)('%s and %s are carried once', (first, again) => {
    const carried = citations(documentOf('roselyn-house'));
    const ofBoth = carried.filter(({ clauses: cited }) => cited.includes(first) && cited.includes(again));
    expect(ofBoth.length).toBeGreaterThan(0);
    expect(carried.filter(({ clauses: cited }) => cited.includes(again) && !cited.includes(first))).toEqual([]);
  });

  it('an appointment is asked for before they go', () => {
    expect(documentOf('roselyn-house').questions.find(({ clauses: cited }) => cited.includes('RH-76'))?.stage).toBe('request');
  });
});

describe('T77: "finished" and "returned safely" are two moments', () => {
  it("St Benedict's: leadership hears at both, and the second is the one that counts", () => {
    const leaders = ['assistant-head', 'deputy', 'head'].map((post) => stBenedicts.id(post));
    const there = gone(stBenedicts).and(says('13:18', stBenedicts.first, 'arrive', { visitor: 'all' }));
    const left = there.and(says('14:05', stBenedicts.first, 'leave', { visitor: 'all', outcome: 'completed' }));
    expect(running(left.visit, left.known).length).toBeGreaterThan(0);
    left.when(look('14:06')).tells('notice:finished', ...leaders);
    const home = left.and(look('14:06'), says('14:25', stBenedicts.id('head'), 'return', { visitor: 'all' }));
    expect(running(home.visit, home.known)).toEqual([]);
    home.when(look('14:26')).tells('notice:back', ...leaders);
  });
});

describe("T78: two blank bullets in St Benedict's", () => {
  it('are not filled in: its 53 clauses are all there is', () => {
    const own = clauses.filter(({ id }) => id.startsWith('SB-'));
    expect(own.map(({ id }) => id)).toEqual(Array.from({ length: 53 }, (_, n) => `SB-${String(n + 1).padStart(2, '0')}`));
    const cited = citations(documentOf('st-benedicts')).flatMap((citation) => citation.clauses);
    expect(cited.filter((id) => !own.some((clause) => clause.id === id))).toEqual([]);
  });
});

describe('T79: "abuse against the visit" is something said against the visitor', () => {
  it('Roselyn: it goes to the headteacher alone', () => {
    const alarm = alarmFor('allegation', rose.known);
    expect(alarm?.clauses).toContain('RH-66');
    const ladder = rose.rules.ladders.find(({ id }) => id === alarm?.ladder);
    expect(ladder?.rungs.flatMap(({ tell }) => tell)).toEqual(['headteacher']);
  });
});
