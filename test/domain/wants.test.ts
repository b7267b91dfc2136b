/** What a refusal says would satisfy it, so that a form or a script can go on without knowing the policy. */
import { describe, expect, it } from 'vitest';
import { findings } from '../../functions/domain/policy/gates.ts';
import { changesOfDuty, isInSchoolHours, isSchoolDay, officeIsOpen, orDeputy } from '../../functions/domain/policy/duty.ts';
import { inPerson, receivers, rungReceivers } from '../../functions/domain/policy/receivers.ts';
import { Instant } from '../../functions/domain/time.ts';
import type { Step as Gated } from '../../functions/domain/policy/policy.ts';
import { parsePolicy } from '../../functions/domain/policy/read-policy.ts';
import { mobileOf } from '../../functions/domain/policy/questions.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { checkSettings } from '../../functions/domain/policy/settings.ts';
import { type Change, changed } from '../support/bad-policies.ts';
import { asked, authorised, given, givenOf, known, ruledBy, says, setTo, withHome, withPerson } from '../support/given.ts';
import { answers, assistant, at, deputy, executiveHead, familySupport, head, office, teacher } from '../support/hampton-visit.ts';
import { jsonIn, madeUpClauses, ownClauses } from '../support/policy-files.ts';

const clauses = ['HA-10'];
const { visit } = given(...authorised);

type Elements = Parameters<typeof ruledBy>[0];
type Asks = NonNullable<Elements['questions']>[number];
type Test = Readonly<Record<string, unknown>> & { readonly of: string };

/** Everything that is missing at a step for one gate or tick, and what would do. */
const lacking = (code: string, knows: Known, of: Visit = visit, step: Gated = 'depart') =>
  findings(step, of, knows)
    .unmet.filter((unmet) => unmet.code === code)
    .map(({ missing, wants }) => ({ missing, wants }));

/** The school's policy also asks this, and wants it answered before anybody leaves. */
const asking = (question: Partial<Asks>, of: Known = known): Known =>
  ruledBy(
    {
      questions: [{ id: 'extra', ask: 'What?', stage: 'prepare', type: 'text', clauses, ...question }],
      gates: [{ id: 'wanted', step: 'depart', check: 'answered', questions: ['extra'], say: 'Answer it.', clauses }],
    },
    of,
  );
/** It also wants this to hold. */
const testing = (test: Test, of: Known = known): Known =>
  ruledBy({ gates: [{ id: 'wanted', step: 'depart', check: 'holds', test, say: 'Mend it.', clauses }] }, of);

const plain = { kind: 'answer', question: 'extra', ask: 'What?', type: 'text', about: 'visit' };

describe('what the request says is asked for in the request', () => {
  const refused = (changes: object) => {
    const decision = asked(changes);
    return decision.accepted ? [] : decision.refusal.unmet.map(({ code, missing, wants }) => ({ code, missing, wants }));
  };

  it('the kind of visit, with the kinds there are, and what it is for', () => {
    expect(refused({ type: undefined, purpose: undefined })).toEqual([
      {
        code: 'purpose',
        missing: ['type'],
        wants: {
          kind: 'request',
          field: 'type',
          ask: 'What kind of visit is it?',
          type: 'choice',
          options: [
            { id: 'induction', say: 'Induction: meeting a child who is about to start' },
            { id: 'family-support', say: 'Family support: made by the family support worker' },
          ],
        },
      },
      { code: 'purpose', missing: ['purpose'], wants: { kind: 'request', field: 'purpose', ask: 'What is the visit for?', type: 'text' } },
    ]);
  });

  it('the reason', () => {
    const options = [{ id: 'settling', say: 'Settling in', clauses }];
    expect(lacking('wanted', asking({ fills: 'reason', type: 'choice', options }))).toEqual([
      {
        missing: ['extra'],
        wants: { kind: 'request', field: 'reason', ask: 'What?', type: 'choice', options: [{ id: 'settling', say: 'Settling in' }] },
      },
    ]);
  });

  it('the address of the home, and its telephone number', () => {
    const homeless = withHome({}, { address: '' });
    expect(lacking('record', homeless)).toEqual([
      { missing: ['address'], wants: { kind: 'request', field: 'home.address', ask: 'What is the address?', type: 'text' } },
    ]);
    const silent = asking({ fills: 'home.phones', type: 'phone', about: 'home' }, withHome({}, { phones: [] }));
    expect(lacking('wanted', silent)).toEqual([
      { missing: ['extra'], wants: { kind: 'request', field: 'home.phones', ask: 'What?', type: 'phone' } },
    ]);
    expect(
      lacking('wanted', asking({ fills: 'home.phones', type: 'phone', about: 'home' }, withHome({}, { phones: ['+441632960001'] }))),
    ).toEqual([]);
  });

  it('only one of the values that would do', () => {
    expect(lacking('wanted', testing({ of: 'type', is: ['family-support'] }))).toMatchObject([
      { missing: ['type'], wants: { kind: 'request', field: 'type', is: ['family-support'] } },
    ]);
    expect(lacking('wanted', testing({ of: 'type', not: ['induction'] }))).toMatchObject([
      { missing: ['type'], wants: { kind: 'request', field: 'type', not: ['induction'] } },
    ]);
  });
});

describe('what the plan says is asked for in the plan', () => {
  const unplanned = givenOf(asked({ plan: {} }), known).visit;

  it('each time by its name', () => {
    expect(lacking('record', known, unplanned)).toEqual([
      { missing: ['leaves-at'], wants: { kind: 'plan', times: ['departAt'] } },
      { missing: ['return-time'], wants: { kind: 'plan', times: ['returnAt'] } },
    ]);
  });

  it('where it starts and ends, and which places would do', () => {
    const fromHome = givenOf(asked({ plan: { departAt: at('13:00'), returnAt: at('14:30'), startsFrom: 'home' } }), known).visit;
    expect(lacking('wanted', testing({ of: 'plan.startsFrom', is: ['school', 'other'] }), fromHome)).toEqual([
      { missing: ['plan.startsFrom'], wants: { kind: 'plan', times: ['startsFrom'], is: ['school', 'other'] } },
    ]);
    expect(lacking('wanted', testing({ of: 'plan.startsFrom', not: ['home'] }), fromHome)).toEqual([
      { missing: ['plan.startsFrom'], wants: { kind: 'plan', times: ['startsFrom'], not: ['home'] } },
    ]);
  });

  it('even where the policy asks no question about it', () => {
    expect(lacking('wanted', testing({ of: 'plan.arriveAt', is: [at('13:20')] }))).toEqual([
      { missing: ['plan.arriveAt'], wants: { kind: 'plan', times: ['arriveAt'], is: [at('13:20')] } },
    ]);
  });
});

describe('what a question asks is to be answered', () => {
  it('with nothing more said where nothing more is asked', () => {
    expect(lacking('wanted', asking({}))).toEqual([{ missing: ['extra'], wants: plain }]);
    const [unmet] = lacking('wanted', asking({}));
    expect(Object.keys(unmet!.wants)).not.toContain('among');
    expect(Object.keys(unmet!.wants)).not.toContain('offVisit');
    expect(Object.keys(unmet!.wants)).not.toContain('form');
    expect(Object.keys(unmet!.wants)).not.toContain('before');
  });

  it('by one of its options', () => {
    const options = [
      { id: 'yes', say: 'Yes', entered: true, clauses },
      { id: 'no', say: 'No' },
    ];
    expect(lacking('wanted', asking({ type: 'choice', options }))).toEqual([
      {
        missing: ['extra'],
        wants: {
          ...{ ...plain, type: 'choice' },
          options: [
            { id: 'yes', say: 'Yes' },
            { id: 'no', say: 'No' },
          ],
        },
      },
    ]);
  });

  it('by the fields of a record, any one set that is enough, those whose answer counts and whom it may name', () => {
    const question = {
      type: 'record' as const,
      fields: { with: 'person', why: 'text' } as const,
      enough: [['with'], ['why']],
      by: ['head-of-school' as const],
      among: ['dsl' as const],
      offVisit: true,
    };
    expect(lacking('wanted', asking(question))).toEqual([
      {
        missing: ['extra'],
        wants: {
          ...{ ...plain, type: 'record' },
          fields: { with: 'person', why: 'text' },
          enough: [['with'], ['why']],
          by: ['head-of-school'],
          among: ['dsl'],
          offVisit: true,
        },
      },
    ]);
  });

  it('beside what the form has printed, and on which form', () => {
    const printed = { people: 'Staff', severity: '3', likelihood: '2', level: '6' };
    expect(lacking('wanted', asking({ type: 'hazard', printed, form: 'decision' }))).toEqual([
      { missing: ['extra'], wants: { ...plain, type: 'hazard', printed, form: 'decision' } },
    ]);
  });

  it('of each visitor of whom it is missing', () => {
    const each = asking({ about: 'visitor' });
    expect(lacking('wanted', each)).toEqual([
      { missing: [`extra#${teacher}`, `extra#${assistant}`], wants: { ...plain, about: 'visitor' } },
    ]);
    const half = given(...authorised).visit;
    const said = { ...half, answers: { ...half.answers, [`extra#${teacher}`]: { value: 'Here', by: teacher, at: at('08:50') } } };
    expect(lacking('wanted', each, said)).toEqual([{ missing: [`extra#${assistant}`], wants: { ...plain, about: 'visitor' } }]);
  });

  it('only where it applies', () => {
    const when = [{ of: 'type', is: ['family-support'] }];
    expect(lacking('wanted', asking({ when }))).toEqual([]);
  });

  it('of a whole form, each question on it', () => {
    const formed = ruledBy({ gates: [{ id: 'wanted', step: 'depart', check: 'answered', form: 'decision', say: 'Fill it in.', clauses }] });
    const { visit: blank } = given();
    expect(lacking('wanted', formed, blank).map(({ missing, wants }) => [missing, wants.kind === 'answer' && wants.form])).toEqual([
      [['checked'], 'decision'],
      [['professionals'], 'decision'],
      [['risk-decision'], 'decision'],
      [['recent-violence'], 'decision'],
    ]);
  });
});

describe('what has to hold says of what it is, and which values would do', () => {
  const lone = { kind: 'test' };

  it('an answer other than the one that was given', () => {
    const high = given(says('08:35', teacher, 'answer', { answers: { ...answers, 'risk-decision': 'high' } })).visit;
    expect(lacking('not-high', known, high)).toMatchObject([
      { missing: ['risk-decision'], wants: { kind: 'answer', question: 'risk-decision', not: ['high'], form: 'decision' } },
    ]);
    expect(lacking('asked-again', known, given().visit)).toMatchObject([
      { missing: ['violence-now'], wants: { kind: 'answer', question: 'violence-now', type: 'yes-no', is: [false] } },
    ]);
  });

  it('a day before that of the visit, or before a time that is not known yet', () => {
    const [unmet] = lacking('notice', known, given().visit);
    expect(unmet).toMatchObject({ missing: ['notice-sent'], wants: { kind: 'answer', question: 'notice-sent', before: '2026-06-22' } });
    const unplanned = givenOf(asked({ plan: {} }), known).visit;
    expect(lacking('notice', known, unplanned)).toMatchObject([{ wants: { kind: 'answer', before: 'plan.departAt' } }]);
  });

  it('how many there are to be', () => {
    expect(lacking('wanted', testing({ of: 'visitors.staff', atLeast: 3 }))).toEqual([
      { missing: ['visitors.staff'], wants: { ...lone, test: { of: 'visitors.staff', atLeast: 3 } } },
    ]);
    expect(lacking('wanted', testing({ of: 'visitors.all', atLeast: 2 }))).toEqual([]);
    const counted = asking({ type: 'count' });
    expect(lacking('wanted', testing({ of: 'extra', atLeast: 2 }, counted))).toMatchObject([
      { missing: ['extra'], wants: { kind: 'answer', question: 'extra', atLeast: 2 } },
    ]);
  });

  it('who is to be among them, by what they do or by whom an answer names', () => {
    expect(lacking('wanted', testing({ of: 'visitors.roles', is: ['family-support-worker'] }))).toEqual([
      { missing: ['visitors.roles'], wants: { ...lone, test: { of: 'visitors.roles', is: ['family-support-worker'] } } },
    ]);
    const without = givenOf(
      asked({ visitors: [{ person: familySupport }, { person: assistant }] }),
      known,
      says('08:35', teacher, 'answer', { answers }),
    ).visit;
    expect(lacking('class-teacher', known, without)).toEqual([
      { missing: ['visitors'], wants: { ...lone, test: { of: 'visitors', is: [teacher] } } },
    ]);
    expect(lacking('wanted', testing({ of: 'visitors', not: ['@class', 'nobody'] }))).toEqual([
      { missing: ['visitors'], wants: { ...lone, test: { of: 'visitors', not: [teacher, 'nobody'] } } },
    ]);
  });

  it('each setting by what the school set', () => {
    expect(lacking('wanted', testing({ of: 'type', is: ['$home-contact', 'family-support'] }))).toMatchObject([
      { wants: { is: ['return', 'family-support'] } },
    ]);
  });

  it('of which of the visitors it does not hold', () => {
    const question: Asks = { id: 'fit', ask: 'Are you well?', stage: 'prepare', type: 'yes-no', about: 'visitor', clauses };
    const fit = (is: boolean) => testing({ of: 'fit', is: [is] }, ruledBy({ questions: [question] }));
    const said = {
      ...visit,
      answers: {
        ...visit.answers,
        [`fit#${teacher}`]: { value: true, by: teacher, at: at('08:50') },
        [`fit#${assistant}`]: { value: false, by: assistant, at: at('08:50') },
      },
    };
    expect(lacking('wanted', fit(true), said)).toMatchObject([
      { missing: [`fit#${assistant}`], wants: { kind: 'answer', question: 'fit', about: 'visitor', is: [true] } },
    ]);
    expect(lacking('wanted', fit(false), said)).toMatchObject([{ missing: [`fit#${teacher}`] }]);
    const nobodyUnwell = testing({ of: 'fit', not: [false] }, ruledBy({ questions: [question] }));
    expect(lacking('wanted', nobodyUnwell, said)).toMatchObject([
      { missing: [`fit#${teacher}`, `fit#${assistant}`], wants: { not: [false] } },
    ]);
  });
});

describe('what only a setting of the school tells', () => {
  it.each([
    ['school-hours', 'school-hours', { from: '09:00', to: '15:00', days: [1] }, true, false],
    ['evening', 'evening-from', '17:00', true, true],
  ] as const)('%s is asked of the school while it is not set, and of the plan once it is', (of, setting, value, _day, is) => {
    expect(lacking('wanted', testing({ of, is: [true] }))).toEqual([{ missing: [of], wants: { kind: 'settings', settings: [setting] } }]);
    const set = setTo({ [setting]: value });
    expect(lacking('wanted', testing({ of, is: [is] }, set))).toEqual([{ missing: [of], wants: { kind: 'test', test: { of, is: [is] } } }]);
  });
});

describe('who has to agree', () => {
  it('is named by their post', () => {
    expect(lacking('timetable', known, given().visit)).toEqual([
      { missing: ['head-of-school'], wants: { kind: 'agreement', agreement: 'timetable', by: ['head-of-school'] } },
    ]);
    expect(lacking('timetable', known)).toEqual([]);
  });
});

describe('what is to be ticked', () => {
  it('is named with those who have not ticked it yet', () => {
    const tick = (prompt: string, ...missing: string[]) => [{ missing, wants: { kind: 'tick', prompt } }];
    expect(lacking('carry-phone', known)).toEqual(tick('carry-phone', teacher, assistant));
    const one = given(...authorised, says('12:00', teacher, 'tick', { ticks: ['carry-phone'] })).visit;
    expect(lacking('carry-phone', known, one)).toEqual(tick('carry-phone', assistant));
    expect(lacking('safety-first', known, one)).toEqual(tick('safety-first', teacher, assistant));
    expect(lacking('carry-phone', known, one, 'authorise')).toEqual([]);
  });

  it('is asked of nobody who stays behind', () => {
    const left = { ...visit, visitors: visit.visitors.map((v) => (v.person === assistant ? { ...v, notGoing: 'ill' } : v)) };
    expect(lacking('carry-phone', known, left)).toEqual([{ missing: [teacher], wants: { kind: 'tick', prompt: 'carry-phone' } }]);
  });

  it('goes with the words that are to be ticked', () => {
    const [found] = findings('depart', visit, known).unmet.filter(({ code }) => code === 'carry-phone');
    expect(found).toMatchObject({ clauses: ['HA-34'], message: 'I am carrying a charged phone, on the number given here.' });
  });
});

describe('what a watch still needs', () => {
  it('the settings that are not made, by name', () => {
    expect(lacking('watch-ready', setTo({ repeat: undefined, 'rung-wait': undefined }))).toContainEqual({
      missing: ['$repeat', '$rung-wait'],
      wants: { kind: 'settings', settings: ['repeat', 'rung-wait'] },
    });
  });

  it('the times that are not given, each once', () => {
    const unplanned = givenOf(asked({ plan: {} }), known).visit;
    expect(lacking('watch-ready', setTo({ 'lunch-return': undefined, 'end-of-day-return': undefined }), unplanned)).toContainEqual({
      missing: ['plan.departAt', 'plan.returnAt'],
      wants: { kind: 'plan', times: ['departAt', 'returnAt'] },
    });
  });

  const unreachable = { mobile: undefined, email: undefined };

  it('somebody for each step that nobody could take, each named once, and whom these tell', () => {
    const rungs = ['not-signed-out/ask', 'missing/worker', 'missing/location'];
    expect(lacking('watch-ready', withPerson(office, unreachable))).toEqual([
      { missing: rungs, wants: { kind: 'receivers', rungs, tell: ['visitors', 'office', '$tracker'] } },
    ]);
    expect(lacking('watch-ready', withPerson(executiveHead, unreachable))).toEqual([]);
  });

  it('somebody who takes a call for help at any moment of the visit', () => {
    const rungs = [{ id: 'one', do: 'tell', tell: ['executive-headteacher'], wait: 'PT3M', say: 'Help them.' }];
    const helped = setTo({ 'help-ladder': { rungs } }, withPerson(executiveHead, unreachable));
    const missing = ['$help-ladder/one'];
    expect(lacking('watch-ready', helped)).toEqual([
      { missing, wants: { kind: 'receivers', rungs: missing, tell: ['executive-headteacher'] } },
    ]);
    const unplanned = givenOf(asked({ plan: {} }), known).visit;
    expect(lacking('watch-ready', helped, unplanned).flatMap((unmet) => unmet.missing)).not.toContain('$help-ladder/one');
    const onlyBack = givenOf(asked({ plan: { returnAt: at('14:30') } }), known).visit;
    expect(lacking('watch-ready', helped, onlyBack).flatMap((unmet) => unmet.missing)).toContain('$help-ladder/one');
  });

  it('somebody who is on duty when a step would come, counted from the one before it', () => {
    // Missed at 15:00, the second step comes at 15:10 and is there while the office is.
    const openUntil = (to: string, wait = 'PT10M') =>
      setTo({ 'office-hours': { from: '08:00', to, days: [1] }, 'out-of-hours': ['office'], 'rung-wait': wait });
    const found = (knows: Known) => lacking('watch-ready', knows).flatMap((unmet) => unmet.missing);
    expect(found(openUntil('15:11'))).toEqual([]);
    expect(found(openUntil('15:10'))).toEqual(['missing/location']);
    expect(found(openUntil('15:11', 'PT11M'))).toEqual(['missing/location']);
    expect(found(openUntil('15:00'))).toEqual(['missing/worker', 'missing/location']);
  });

  it('somebody who is on duty for a call for help when the office shuts during the visit, and not after it', () => {
    const found = (to: string) => {
      const rungs = [{ id: 'one', do: 'tell', tell: ['office'], wait: 'PT3M', say: 'Help them.' }];
      const set = { 'help-ladder': { rungs }, 'office-hours': { from: '08:00', to, days: [1] }, 'out-of-hours': ['office'] };
      return lacking('watch-ready', setTo(set)).flatMap((unmet) => unmet.missing.filter((rung) => rung === '$help-ladder/one'));
    };
    expect(found('13:00')).toEqual(['$help-ladder/one']);
    expect(found('14:00')).toEqual(['$help-ladder/one']);
    expect(found('14:31')).toEqual([]);
  });

  it('no time for somebody who stays behind', () => {
    const nobody = {
      ...visit,
      plan: { ...visit.plan, returnAt: undefined },
      visitors: visit.visitors.map((v) => ({ ...v, notGoing: 'ill' })),
    };
    expect(lacking('watch-ready', known, nobody)).toEqual([]);
  });
});

describe('the number of a visitor', () => {
  const numbered = asking({ id: 'mobile', fills: 'visitor.mobile', type: 'phone', about: 'visitor' });
  const signed = (mobile: string | undefined): Visit => ({
    ...visit,
    visitors: visit.visitors.map((v) => (v.person === teacher ? { ...v, mobile } : v)),
  });
  const said = (value: unknown, of = visit): Visit => ({
    ...of,
    answers: { ...of.answers, [`mobile#${teacher}`]: { value: value as string, by: teacher, at: at('08:50') } },
  });

  it('is the one signed for this visit, else the one answered for it, else the one on record', () => {
    expect(mobileOf(teacher, said('07700 900222', signed('07700 900333')), numbered)).toBe('07700 900333');
    expect(mobileOf(teacher, said('07700 900222'), numbered)).toBe('07700 900222');
    expect(mobileOf(teacher, visit, numbered)).toBe('+447700900111');
    expect(mobileOf(teacher, said(7), numbered)).toBe('+447700900111');
    expect(mobileOf(assistant, said('07700 900222', signed('07700 900333')), numbered)).toBe('+447700900112');
  });

  it('is on record of somebody who is not on the visit, and of nobody who has left', () => {
    expect(mobileOf(head, visit, numbered)).toBe('+447700900141');
    expect(mobileOf('hampton-nobody', visit, numbered)).toBeUndefined();
    const { questions } = known.rules;
    const unasked = { ...known, rules: { ...known.rules, questions: questions.filter(({ fills }) => fills !== 'visitor.mobile') } };
    expect(mobileOf(teacher, said('07700 900222'), unasked)).toBe('+447700900111');
  });

  it('is missing of whom it is missing', () => {
    expect(lacking('record', withPerson(assistant, { mobile: undefined }))).toMatchObject([
      { missing: [`mobile#${assistant}`], wants: { kind: 'answer', question: 'mobile', type: 'phone', about: 'visitor' } },
    ]);
  });
});

describe('a policy that is refused says which of its elements to mend', () => {
  const sound = jsonIn('test/support/schools/policies/made-up.json');
  const said = (change: Change): readonly string[] => {
    const parsed = parsePolicy(changed(sound, change), [...ownClauses, ...madeUpClauses]);
    return parsed.ok ? [] : parsed.complaints;
  };
  const own = ['LH-01'];
  const form = { id: 'blue', name: 'Blue form', clauses: own };
  const access = { id: 'readers', of: 'content', to: ['dsl'], clauses: own };
  const setting = { id: 'more', ask: 'What?', type: 'who', clauses: own };

  it.each([
    ['Form', 'forms', form],
    ['Access', 'access', access],
    ['Setting', 'settings', setting],
    ['About', 'about', { id: 'scope', is: 'Everybody', clauses: own }],
    ['Question', 'questions', { id: 'more', ask: 'What?', stage: 'prepare', type: 'text', clauses: own }],
    ['Gate', 'gates', { id: 'more', step: 'depart', check: 'answered', questions: ['animals'], say: 'Say it.', clauses: own }],
    ['Prompt', 'prompts', { id: 'more', stages: ['prepare'], say: 'Mind.', clauses: own }],
    [
      'Clock',
      'clocks',
      { id: 'more', expects: 'return', due: 'plan.returnAt', runsFrom: 'departed', grace: 'PT5M', ladder: 'find', clauses: own },
    ],
    ['Ladder', 'ladders', { id: 'more', rungs: [{ id: 'one', do: 'tell', tell: ['office'], wait: 'PT5M', say: 'Go.', clauses: own }] }],
    ['Alarm', 'alarms', { id: 'more', kind: 'concern', name: 'More', say: 'Heard.', ladder: 'child', opensOn: ['other'], clauses: own }],
    ['Notice', 'notices', { id: 'more', on: ['departed'], tell: ['dsl'], say: 'Gone.', clauses: own }],
  ])('%s, where one is there twice', (kind, group, element) => {
    const complaint = `${kind} "${element.id}" is there twice: give each its own name.`;
    const list = (sound as Record<string, unknown[]>)[group]!;
    expect(said({ [group]: [...list, element, element] })).toContain(complaint);
    expect(said({ [group]: [...list, element] })).not.toContain(complaint);
  });

  it.each([
    ['Setting "more"', 'ask', { 'settings/+': { ...setting, ask: ' ' } }],
    ['Form "blue"', 'name', { 'forms/+': { ...form, name: '' } }],
    ['Prompt "wait"', 'say', { 'prompts/wait/say': '' }],
    ['Alarm "child-alone"', 'name', { 'alarms/child-alone/name': '' }],
    ['Alarm "child-alone"', 'say', { 'alarms/child-alone/say': '' }],
    ['Notice "away"', 'say', { 'notices/away/say': '' }],
  ] as readonly (readonly [string, string, Change])[])('%s, where it has nothing in %s', (place, field, change) => {
    expect(said(change)).toContain(`${place} has nothing in "${field}": write what is to be read.`);
  });

  it('an allegation that opens on anything else, or that others may read', () => {
    const against = {
      id: 'allegation',
      kind: 'allegation',
      name: 'Said',
      say: 'Heard.',
      ladder: 'child',
      reads: 'allegation',
      clauses: own,
    };
    const complaint =
      'Alarm "allegation" is for what is said against a visitor: let it open on the call "allegation" alone, and be read as an allegation.';
    const with_ = (more: object): readonly string[] => said({ 'alarms/+': { ...against, opensOn: ['allegation'], ...more } });
    expect(with_({})).not.toContain(complaint);
    expect(with_({ opensWhen: [{ of: 'in-breach', is: [true] }] })).toContain(complaint);
    expect(with_({ reads: 'concern' })).toContain(complaint);
    expect(with_({ opensOn: ['allegation', 'other'] })).toContain(complaint);
    expect(with_({ opensOn: ['other'] })).toContain(complaint);
  });

  it('a day that is to lie before anything but a planned time', () => {
    const sent = { id: 'sent', ask: 'When?', stage: 'prepare', type: 'date', clauses: own };
    const before = (fact: string): readonly string[] =>
      said({
        'questions/+': sent,
        'gates/+': { id: 'soon', step: 'depart', check: 'holds', test: { of: 'sent', before: fact }, say: 'Sooner.', clauses: own },
      });
    const complaint = (fact: string) =>
      `Gate "soon" wants "sent" to lie before "${fact}", which is no planned time: name one, like "plan.departAt".`;
    for (const time of ['plan.departAt', 'plan.arriveAt', 'plan.leaveAt', 'plan.returnAt']) expect(before(time), time).toEqual([]);
    for (const other of ['plan.startsFrom', 'plan.endsAt', 'outcome']) expect(before(other), other).toContain(complaint(other));
  });
});

describe('what a school sets is not without end', () => {
  const settings = (values: object) =>
    checkSettings(known.rules, known.staff, values as Readonly<Record<string, unknown>>).map(({ path }) => path.join('/'));
  const many = (count: number, one: unknown): readonly unknown[] => Array.from({ length: count }, () => one);
  const term = { from: '2026-01-05', to: '2026-04-02' };

  it.each([
    ['deputies', { for: teacher, by: [assistant] }, 50],
    ['rota', { duty: 'office', people: [office], from: '08:00', to: '12:00' }, 50],
    ['term-dates', term, 50],
    ['out-of-hours', 'dsl', 50],
    ['closed-days', '2026-06-22', 200],
  ])('%s', (id, one, most) => {
    expect(settings({ [id]: many(most, one) })).toEqual([]);
    expect(settings({ [id]: many(most + 1, one) })).toEqual([id]);
  });

  it('and may leave turns and deputies empty, but neither its terms nor who answers', () => {
    expect(settings({ deputies: [], rota: [], 'closed-days': [] })).toEqual([]);
    expect(settings({ 'term-dates': [], 'out-of-hours': [] })).toEqual(['term-dates', 'out-of-hours']);
  });

  it('and names what is wrong in each row', () => {
    const row = { duty: 'office', people: [office, 'nobody'], from: '12:00', to: '08:00' };
    expect(settings({ rota: [{ ...row, people: [office], to: '13:00' }, row] })).toEqual(['rota/1/from', 'rota/1/people/1']);
    expect(settings({ rota: [{ ...row, people: [office], to: '12:00' }] })).toEqual(['rota/0/from']);
    expect(
      settings({
        deputies: [
          { for: teacher, by: [assistant], from: '2026-06-22', to: '2026-06-22' },
          { for: 'nobody', by: [teacher, 'stranger'], from: '2026-06-23', to: '2026-06-22' },
          { for: teacher, by: [teacher], from: '2026-06-23' },
        ],
      }),
    ).toEqual(['deputies/1/from', 'deputies/1/for', 'deputies/1/by/1', 'deputies/2/by']);
    expect(settings({ 'term-dates': [{ from: '2026-04-02', to: '2026-01-05' }] })).toEqual(['term-dates']);
    expect(settings({ 'term-dates': [{ from: '2026-04-02', to: '2026-04-02' }] })).toEqual([]);
  });
});

describe('the hours of a school', () => {
  const hours = { from: '08:30', to: '15:00', days: [1] };
  const summer = { from: '2026-06-22', to: '2026-06-22' };
  const on = (day: string, time: string): Instant => Instant.parse(`2026-06-${day}T${time}:00+01:00`);

  it('are none until they are set, and then theirs with the last minute, on their days, on a school day', () => {
    const isIn = (knows: Known, time: string, day = '22'): boolean => isInSchoolHours(knows, on(day, time));
    expect(isIn(known, '12:00')).toBe(false);
    const set = setTo({ 'school-hours': hours });
    expect(['08:29', '08:30', '14:59', '15:00', '15:01'].map((time) => isIn(set, time))).toEqual([false, true, true, true, false]);
    expect(isIn(set, '12:00', '23')).toBe(false);
    expect(isIn(setTo({ 'closed-days': ['2026-06-22'] }, set), '12:00')).toBe(false);
  });

  it('of the office are all of them until they are set, and then theirs without the last minute', () => {
    const isOpen = (knows: Known, time: string): boolean => officeIsOpen(knows, on('22', time));
    expect(isOpen(setTo({ 'office-hours': undefined }), '03:00')).toBe(true);
    const set = setTo({ 'office-hours': hours });
    expect(['08:29', '08:30', '14:59', '15:00'].map((time) => isOpen(set, time))).toEqual([false, true, true, false]);
    expect(isOpen(setTo({ 'closed-days': ['2026-06-22'] }, set), '12:00')).toBe(false);
  });

  it('are those of its terms, the first and the last day among them; without terms every day is one', () => {
    const days = (values: object) => ['21', '22', '23'].map((day) => isSchoolDay(setTo({ ...values }), on(day, '12:00')));
    expect(days({ 'term-dates': [summer] })).toEqual([false, true, false]);
    expect(days({ 'term-dates': undefined, 'closed-days': undefined })).toEqual([true, true, true]);
    expect(days({ 'term-dates': [summer], 'closed-days': ['2026-06-22'] })).toEqual([false, false, false]);
    expect(days({ 'term-dates': [{ from: '2026-01-05', to: '2026-04-02' }, summer] })).toEqual([false, true, false]);
  });

  it('change who is on duty when the office opens or shuts and when a turn begins or ends, while somebody is out', () => {
    const rota = [{ duty: 'office', people: [office], from: '12:00', to: '13:30' }];
    const set = setTo({ rota, 'office-hours': { from: '08:30', to: '13:00', days: [1] } });
    expect([...changesOfDuty(set, at('08:00'), at('15:00'))].sort()).toEqual([at('08:30'), at('12:00'), at('13:00'), at('13:30')]);
    expect(changesOfDuty(set, at('12:30'), at('13:30'))).toEqual([at('13:00')]);
    expect(changesOfDuty(setTo({ rota: undefined, 'office-hours': undefined }), at('08:00'), at('15:00'))).toEqual([]);
  });
});

describe('whoever stands in', () => {
  const told = (row: object, knows = known) =>
    orDeputy(head, visit, setTo({ deputies: [{ for: head, by: [deputy], ...row }] }, knows), at('12:00'));

  it('does so on the days that are given, with a beginning or an end alone too', () => {
    expect(told({ from: '2026-06-22' })).toEqual([deputy]);
    expect(told({ from: '2026-06-23' })).toEqual([head]);
    expect(told({ to: '2026-06-22' })).toEqual([deputy]);
    expect(told({ to: '2026-06-21' })).toEqual([head]);
    expect(told({ from: '2026-06-20', to: '2026-06-21' })).toEqual([head]);
  });

  it('does so without days only where the person cannot be reached, is on the visit, or has left', () => {
    expect(told({})).toEqual([head]);
    expect(told({}, withPerson(head, { mobile: undefined, email: undefined }))).toEqual([deputy]);
    const { [head]: _gone, ...staff } = known.staff;
    expect(told({}, { ...known, staff })).toEqual([deputy]);
    const goes = setTo({ deputies: [{ for: teacher, by: [deputy] }] });
    expect(orDeputy(teacher, visit, goes, at('12:00'))).toEqual([deputy]);
    expect(orDeputy(head, visit, goes, at('12:00'))).toEqual([head]);
  });
});

describe('who is meant', () => {
  const meant = (who: string, of = visit, knows = known) => receivers([who], of, knows);

  it('by each word for somebody on the visit or about it', () => {
    const oneStays = { ...visit, visitors: visit.visitors.map((v) => (v.person === assistant ? { ...v, notGoing: 'ill' } : v)) };
    expect(meant('visitors', oneStays)).toEqual([teacher]);
    expect(meant('self', oneStays)).toEqual([teacher]);
    expect(meant('companions', oneStays)).toEqual([teacher]);
    expect(meant('requester')).toEqual([teacher]);
    expect(meant('approver')).toEqual([head]);
    expect(meant('approver', given().visit)).toEqual([]);
    expect(meant('line-manager')).toEqual([head]);
    expect(meant('involved')).toEqual([]);
    expect(meant('involved', { ...visit, involved: [deputy] })).toEqual([deputy]);
    expect(meant('told', given().visit)).toEqual([]);
  });

  it('by an answer: whoever it names and nobody else, and nobody while it is not given', () => {
    expect(meant('@class')).toEqual([teacher]);
    expect(meant('@class', given().visit)).toEqual([]);
    expect(meant('@nothing')).toEqual([]);
  });

  it('by a setting, a duty or an id; nobody outside the school, and nobody who is not on its staff', () => {
    expect(meant('$tracker')).toEqual([office]);
    expect(meant('dsl')).toEqual([deputy, head]);
    expect(meant(executiveHead)).toEqual([executiveHead]);
    expect(meant('family')).toEqual([]);
    expect(meant('hampton-nobody')).toEqual([]);
    expect(receivers(['dsl', head, 'head-of-school'], visit, known)).toEqual([deputy, head]);
  });

  it('of a rung: whoever can be reached and is not on the visit, else whoever is told instead', () => {
    const ids = (tell: readonly string[], instead?: readonly string[], knows = known) =>
      rungReceivers({ tell, instead }, visit, knows).map(({ id }) => id);
    expect(ids(['dsl', teacher])).toEqual([deputy, head]);
    expect(ids(['dsl'], ['office'])).toEqual([deputy, head]);
    expect(ids([teacher], ['office'])).toEqual([office]);
    expect(ids([teacher])).toEqual([]);
    expect(ids(['office'], ['head-of-school'], withPerson(office, { mobile: undefined, email: undefined }))).toEqual([head]);
  });

  it('of a rung in person: those told, and whoever is told instead where none of them can be reached', () => {
    const ids = (tell: readonly string[], instead?: readonly string[], knows = known) => inPerson({ tell, instead }, visit, knows);
    const away = withPerson(office, { mobile: undefined, email: undefined });
    expect(ids(['office', teacher], ['dsl'])).toEqual([office]);
    expect(ids(['office'], ['dsl'], away)).toEqual([office, deputy, head]);
    expect(ids(['office'], ['office', assistant], away)).toEqual([office]);
    expect(ids([teacher], ['dsl'])).toEqual([deputy, head]);
    expect(ids([teacher])).toEqual([]);
  });
});
