/**
 * What makes preparing a visit hard to get right, one rule after another: who may agree and for how long, how many go, forms
 * that must not pass as they are printed, and checklists that must not become walls.
 */
import { describe, expect, it } from 'vitest';
import { findings, mayAgreeTo } from '../../functions/domain/policy/gates.ts';
import { valuesOf } from '../../functions/domain/policy/questions.ts';
import { Instant } from '../../functions/domain/time.ts';
import { stageOf } from '../../functions/domain/visit/relations.ts';
import { stageCard } from '../../functions/domain/visit/stage-card.ts';
import {
  asksFor,
  departs,
  five,
  hampton,
  kingsdown,
  type OneSchool,
  ready,
  requested,
  roselynHouse,
  roselynPrepared,
  stBenedicts,
  theHarbour,
  where,
} from '../support/five-schools.ts';
import { type Given, look, says, setTo, type Step, withHome } from '../support/given.ts';
import { at } from '../support/hampton-visit.ts';

/** Roselyn, whose own form is long. */
const rose = roselynHouse;
const both = ({ first, second }: OneSchool): readonly string[] => [first, second];
const rosePrepared = (people = both(rose), request: object = {}): Given =>
  requested(rose, { people, request: { ...request } }).and(...roselynPrepared(people));
const mayAgree = (one: OneSchool, visit: Given['visit'], ...posts: readonly string[]) =>
  Object.fromEntries(posts.map((post) => [post, mayAgreeTo(one.id(post), visit, one.known)]));
const unmet = ({ visit, known }: Given): readonly string[] => [
  ...new Set(findings('depart', visit, known).unmet.flatMap(({ code, wants }) => (wants.kind === 'tick' ? [] : [code]))),
];
const outstanding = ({ visit, known }: Given, step: 'authorise' | 'depart' | 'close' = 'depart'): readonly string[] =>
  findings(step, visit, known).outstanding.map(({ code }) => code);
const answer = (one: OneSchool, answers: object, time = '09:45'): Step => says(time, one.first, 'answer', { answers });
const amends = (one: OneSchool, changes: object, time = '10:00'): Step => says(time, one.first, 'amend', changes);

describe('T34: who may agree is what each policy says', () => {
  it('Roselyn: a safeguarding lead and nobody else: the headteacher is refused', () => {
    const prepared = rosePrepared();
    prepared.when(says('09:30', rose.id('head'), 'authorise')).refuses('not-yours-to-agree');
    prepared.when(says('09:30', rose.id('assistant-head'), 'authorise')).refuses('not-yours-to-agree');
    expect(prepared.when(says('09:30', rose.id('deputy-dsl'), 'authorise')).decision.accepted).toBe(true);
  });

  it('the trust: the headteacher, a senior leader or a safeguarding lead', () => {
    const { visit } = requested(kingsdown);
    const may = mayAgree(kingsdown, visit, 'head', 'deputy', 'dsl', 'office');
    for (const post of ['head', 'deputy', 'dsl']) expect(may[post], post).toContain('approved');
    expect(may['office']).toEqual([]);
  });

  it('Hampton: the head of school, and no other safeguarding lead', () => {
    const { visit } = requested(hampton);
    expect(mayAgree(hampton, visit, 'head', 'deputy', 'executive-head')).toEqual({
      head: ['timetable'],
      deputy: [],
      'executive-head': [],
    });
  });

  it.each([stBenedicts, theHarbour])('$name: the policy names nobody, and nobody is invented', (one) => {
    const asked = requested(one);
    expect(mayAgree(one, asked.visit, 'head', 'deputy', 'office')).toEqual({ head: [], deputy: [], office: [] });
    expect(stageOf(one === stBenedicts ? ready(one).visit : asked.visit)).toBe('authorised');
  });
});

describe("T35: the headteacher's agreement to an evening comes on top", () => {
  const evening = { plan: { departAt: at('18:00'), arriveAt: at('18:20'), leaveAt: at('19:00'), returnAt: at('19:20') } };
  const lead = says('09:30', rose.id('dsl'), 'authorise');
  const head = says('09:35', rose.id('head'), 'authorise');

  it('neither is enough alone, and both are', () => {
    const prepared = rosePrepared(both(rose), evening);
    expect(unmet(prepared.and(lead))).toEqual(expect.arrayContaining(['evening']));
    expect(unmet(prepared.and(head))).toEqual(expect.arrayContaining(['safeguarding-lead']));
    const agreed = unmet(prepared.and(lead, head));
    expect(agreed).not.toContain('evening');
    expect(agreed).not.toContain('safeguarding-lead');
  });

  it('goes by the clock on the wall, in summer as in winter', () => {
    const plan = (departAt: string) => ({
      plan: { departAt: Instant.parse(departAt), returnAt: Instant.parse(departAt.replace('T16', 'T17')) },
    });
    const isEvening = (departAt: string) =>
      valuesOf('evening', requested(rose, { request: plan(departAt) }).visit, {
        ...rose.known,
        settings: { ...rose.known.settings, values: { ...rose.known.settings.values, 'evening-from': '18:30' } },
      });
    expect(isEvening('2026-06-22T16:40:00Z')).toEqual([true]); // back at 18:40 in London
    expect(isEvening('2026-12-14T16:40:00Z')).toEqual([false]); // back at 17:40
  });
});

describe('T36: the trust contradicts itself on who agrees', () => {
  const more = (one: OneSchool, answers: object) => requested(one).and(...one.ready(both(one)), answer(one, answers));

  it('one approver is enough unless the safeguarding lead is asked for as well', () => {
    expect(unmet(ready(kingsdown))).not.toContain('dsl-where-asked');
    const asked = more(kingsdown, { 'dsl-needed': true });
    expect(unmet(asked)).toContain('dsl-where-asked');
    expect(
      unmet(asked.and(says('09:50', kingsdown.id('dsl'), 'authorise'), says('09:51', kingsdown.id('head'), 'authorise'))),
    ).not.toContain('dsl-where-asked');
  });

  it('a school may want the safeguarding lead always', () => {
    const always = where(kingsdown, setTo({ 'dsl-also': true }, kingsdown.known));
    expect(unmet(requested(always))).toContain('dsl-always');
  });
});

describe('T37: nobody agrees to their own visit', () => {
  it.each([
    { ...rose, approver: 'rhise-lead', other: 'dsl' },
    { ...hampton, approver: 'head', other: undefined },
    { ...kingsdown, approver: 'dsl', other: 'head' },
  ])('$name: $approver may not, where they go themselves', ({ approver, other, ...one }) => {
    const { visit } = requested(one, { people: [one.first, one.id(approver)] });
    expect(mayAgreeTo(one.id(approver), visit, one.known)).toEqual([]);
    if (other !== undefined) expect(mayAgreeTo(one.id(other), visit, one.known)).not.toEqual([]);
  });

  it('nor decides, as whoever oversees it, how many go', () => {
    const own = requested(rose, { people: [rose.first, rose.id('rhise-lead')] });
    own.when(says('09:00', rose.id('rhise-lead'), 'answer', { answers: { staffing: 'accompanied' } })).refuses('not-yours-to-answer');
    expect(own.when(says('09:00', rose.id('dsl'), 'answer', { answers: { staffing: 'accompanied' } })).decision.accepted).toBe(true);
  });
});

describe("T38: St Benedict's has an agreement only where there is a risk", () => {
  it('with none marked nobody is asked; with one marked the line manager is', () => {
    expect(stageOf(ready(stBenedicts).visit)).toBe('authorised');
    const risky = ready(stBenedicts).and(answer(stBenedicts, { threats: { present: true, measures: ['Meet on the doorstep'] } }));
    expect(unmet(risky).some((code) => code === 'line-manager' || code === 'manager-asked')).toBe(true);
  });
});

describe('T39: an agreement is to the visit as it stood', () => {
  const other: Readonly<Record<string, string>> = {
    'roselyn-house': 'attendance',
    kingsdown: 'family-worker',
    hampton: 'nursery-assistant',
  };
  const changes = (one: OneSchool): readonly (readonly [string, Step])[] => [
    ['other visitors', amends(one, { visitors: [{ person: one.first }, { person: one.id(other[one.name] ?? '') }] })],
    ['one in place of two', says('10:00', one.second, 'not-going', { reason: 'Ill' })],
    [
      'another day',
      amends(one, {
        plan: {
          departAt: at('13:00').replace('06-22', '06-23'),
          arriveAt: at('13:20').replace('06-22', '06-23'),
          leaveAt: at('14:10').replace('06-22', '06-23'),
          returnAt: at('14:30').replace('06-22', '06-23'),
        },
      }),
    ],
    ['setting off from home', amends(one, { plan: { startsFrom: 'home' } })],
  ];

  it.each([rose, kingsdown, hampton].flatMap((one) => changes(one).map(([what, change]) => ({ one, name: one.name, what, change }))))(
    '$name: $what, and it has to be agreed to again',
    ({ one, change }) => {
      const agreed = ready(one);
      expect(agreed.visit.agreements).not.toEqual([]);
      expect(agreed.and(change).visit.agreements).toEqual([]);
    },
  );

  it.each([rose, kingsdown, hampton])('$name: a quarter of an hour later is the same visit', (one) => {
    const later = amends(one, { plan: { departAt: at('13:15') } });
    expect(ready(one).and(later).visit.agreements).not.toEqual([]);
  });

  it.each([rose, kingsdown])('$name: a new address takes with it what was signed and agreed for the old one', (one) => {
    const agreed = ready(one);
    const moved = { ...agreed.known, household: { ...agreed.known.household!, address: '1 New Road' } };
    const lacking = findings('depart', agreed.visit, moved).unmet.map(({ code }) => code);
    expect(lacking).toContain(one === rose ? 'safeguarding-lead' : 'approved');
    if (one === rose) expect(lacking).toContain('signed');
  });

  it('a bedroom that is needed after all has to be agreed to', () => {
    const bedroom = ready(kingsdown).and(answer(kingsdown, { 'bedroom-required': true }));
    expect(bedroom.visit.agreements).toEqual([]);
  });
});

describe('T40: four rules on how many go', () => {
  const alone = (one: OneSchool): Given => ready(one, { people: [one.first] });

  it.each([rose, kingsdown])('$name: one may go where that was settled', (one) => {
    const left = alone(one).when(departs(one));
    expect(left.decision.accepted).toBe(true);
  });

  it("St Benedict's: not on the first occasion", () => {
    expect(unmet(alone(stBenedicts))).toEqual(['first-visit']);
  });

  it('Hampton: never', () => {
    expect(unmet(requested(hampton, { people: [hampton.first] }))).toContain('pair');
  });

  it('The Harbour: never, and only its own count', () => {
    expect(unmet(alone(theHarbour))).toContain('pair');
    expect(unmet(ready(theHarbour, { people: [theHarbour.first, theHarbour.id('school-mentor')] }))).toContain('pair');
  });

  it('Roselyn: whoever decides is asked whether two would make matters worse', () => {
    const card = stageCard(requested(rose).visit, 'authorise', { person: rose.id('dsl') }, rose.known);
    expect(card.prompts.some(({ clauses }) => clauses.includes('RH-86'))).toBe(true);
  });
});

describe("T41: the first occasion at St Benedict's is until somebody has been inside that home", () => {
  const solo = (entered: boolean) =>
    ready(where(stBenedicts, withHome({}, { entered }, stBenedicts.known)), { people: [stBenedicts.first] });

  it('takes two until then', () => {
    expect(unmet(solo(false))).toEqual(['first-visit']);
  });

  it('afterwards takes an assessment that one may go alone', () => {
    expect(unmet(solo(true))).toContain('later-visit');
    expect(unmet(solo(true).and(answer(stBenedicts, { solo: true })))).toEqual([]);
  });
});

describe("T42: a social worker does not make the pair at St Benedict's", () => {
  it('two of the staff go', () => {
    const along = ready(stBenedicts, { people: [stBenedicts.first] }).and(
      answer(stBenedicts, { companions: [{ name: 'Ms Ford', agency: 'Social care' }] }),
    );
    expect(unmet(along)).toEqual(['first-visit']);
  });
});

describe('T43: the family support worker does not go alone either', () => {
  it('Hampton: two go on every visit', () => {
    const worker = hampton.id('family-support');
    const asked = { people: [worker], request: { type: 'family-support' } };
    expect(unmet(requested(hampton, asked))).toContain('pair');
  });
});

describe('T44: a teaching assistant or a learning support assistant', () => {
  it.each(['assistant', 'nursery-assistant'])('Hampton: the %s goes with the class teacher', (assistant) => {
    expect(unmet(requested(hampton, { people: [hampton.first, hampton.id(assistant)] }))).not.toContain('assistant');
  });

  it('Hampton: another teacher is neither', () => {
    expect(unmet(requested(hampton, { people: [hampton.first, hampton.id('nursery-teacher')] }))).toContain('assistant');
  });
});

describe('T45: what is printed on the form is no answer', () => {
  it('Roselyn: each hazard is confirmed or raised by each who goes', () => {
    const blank = Object.fromEntries(both(rose).map((person) => [person, {}]));
    const opened = rosePrepared().and(answer(rose, { aggression: blank }));
    expect(findings('authorise', opened.visit, opened.known).unmet.map(({ code }) => code)).toContain('assessed');
  });

  it('the trust: the same', () => {
    const opened = ready(kingsdown).and(answer(kingsdown, { aggression: {} }));
    expect(unmet(opened)).toContain('assessed');
  });

  it('Roselyn: what somebody raises reaches the safeguarding leads', () => {
    const raised = Object.fromEntries(both(rose).map((person) => [person, { raised: true }]));
    const told = rosePrepared()
      .and(look('09:40'))
      .and(answer(rose, { aggression: raised }))
      .when(look('09:46'));
    expect(told.sent.filter((line) => line.endsWith('notice:raised-hazard')).length).toBeGreaterThan(0);
  });

  it('the trust: what was raised lapses what was agreed', () => {
    expect(ready(kingsdown).and(answer(kingsdown, { aggression: { raised: true } })).visit.agreements).toEqual([]);
  });
});

describe('T46: nobody computes a risk: somebody judges it', () => {
  it.each(five)('$name: no question asks for a score', ({ rules }) => {
    expect(rules.questions.filter(({ type, form }) => form !== undefined && type === 'count')).toEqual([]);
    for (const { printed } of rules.questions) for (const cell of Object.values(printed ?? {})) expect(cell).not.toMatch(/^\d+$/);
  });

  it('Hampton: a person says acceptable, high or unacceptable, and two of these end it', () => {
    const judged = (risk: string) => unmet(ready(hampton).and(answer(hampton, { 'risk-decision': risk })));
    expect(judged('acceptable').filter((code) => code.startsWith('not-'))).toEqual([]);
    expect(judged('high')).toContain('not-high');
    expect(judged('unacceptable')).toContain('not-unacceptable');
  });

  it('a hazard that is raised refuses nothing by itself: whoever agrees judges it', () => {
    const raised = ready(kingsdown).and(
      answer(kingsdown, { aggression: { raised: true } }),
      says('09:50', kingsdown.id('head'), 'authorise'),
      says('09:51', kingsdown.id('deputy'), 'authorise'),
    );
    expect(raised.when(departs(kingsdown)).decision.accepted).toBe(true);
  });
});

describe("T47: Hampton's checklist may help, and stops nobody", () => {
  it('is shown, may be ticked, and leaving it out refuses nothing', () => {
    const visit = ready(hampton);
    const lines = stageCard(visit.visit, 'prepare', { person: hampton.first }, hampton.known).prompts.filter(
      ({ form }) => form === 'checklist',
    );
    expect(lines.length).toBeGreaterThan(3);
    expect(visit.when(departs(hampton)).decision.accepted).toBe(true);
    const [line] = lines;
    const ticked = visit.and(says('10:00', hampton.first, 'tick', { ticks: [line?.id] }));
    const again = stageCard(ticked.visit, 'prepare', { person: hampton.first }, hampton.known).prompts.find(({ id }) => id === line?.id);
    expect(again?.ticked).toBe(true);
  });
});

describe("T48: Roselyn's form is each visitor's own, in a pair too", () => {
  it('one signature of two is not enough, and nobody signs for another', () => {
    const [signs, , ...others] = roselynPrepared(both(rose)).slice(2);
    const one = requested(rose).and(...roselynPrepared(both(rose)).slice(0, 2), signs!, ...others.slice(-2));
    const lacking = findings('depart', one.visit, one.known).unmet.find(({ code }) => code === 'signed');
    expect(lacking?.missing).toEqual([`signature#${rose.second}`]);
    one.when(says('09:25', rose.first, 'assess', { visitor: rose.second, signed: true })).refuses('sign-your-own');
  });
});

describe('T49: "safeguarding team aware" is a line of its own', () => {
  it('Roselyn: it is missed for itself, and so is who is particularly at risk', () => {
    const lines = ['vulnerable', 'team-aware'];
    const { visit, known } = requested(rose);
    const missed = findings('authorise', visit, known).unmet.flatMap(({ missing }) => missing);
    expect(missed).toEqual(expect.arrayContaining(lines));
    const one = requested(rose).and(answer(rose, { vulnerable: 'None' }));
    const left = findings('authorise', one.visit, one.known).unmet.flatMap(({ missing }) => missing);
    expect(lines.map((line) => left.includes(line))).toEqual([false, true]);
  });
});

describe('T50: "a week or more" never refuses a safe and well check', () => {
  const absent = (request: object) => asksFor(kingsdown, { request: { ...request } });
  const why = { 'why-not-school': 'Nobody answers' };

  it('the trust: under a week is pointed out and refuses nothing', () => {
    const week = kingsdown.known.settings.values['week'] === 'school' ? 'week-of-school' : 'week-of-days';
    const answers = { ...why, absence: { from: '2026-06-19', attempts: 'Three calls' }, [week]: false };
    const asked = requested(kingsdown, { request: { reason: 'absent-week-no-response', answers } });
    expect(outstanding(asked)).toContain(week);
  });

  it('the trust: a safe and well check has no minimum', () => {
    expect(absent({ type: 'safe-and-well', reason: 'safe-and-well', answers: why }).accepted).toBe(true);
  });
});

describe('T51: whether a visit is needed is asked by three of the five, each in its own way', () => {
  const without: Readonly<Record<string, readonly string[]>> = {
    'roselyn-house': [],
    'st-benedicts': ['SB-07'],
    kingsdown: ['ST-46'],
    hampton: [],
    'the-harbour': ['HB-05'],
  };

  it.each(five)('$name', (one) => {
    const asked = asksFor(one, { request: { answers: {} } });
    expect(asked.accepted ? [] : asked.refusal.clauses).toEqual(without[one.name]);
  });

  it('Hampton offers one to every family instead', () => {
    const nobodyAsked = where(hampton, withHome({}, {}, { ...hampton.known, household: { ...hampton.known.household!, answers: {} } }));
    const asked = asksFor(nobodyAsked);
    expect(asked.accepted ? [] : asked.refusal.clauses).toContain('HA-08');
  });
});
