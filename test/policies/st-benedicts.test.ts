import { describe, expect, it } from 'vitest';
import { Household } from '../../functions/domain/household.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Instant } from '../../functions/domain/time.ts';
import type { AnswerValue } from '../../functions/domain/visit/visit.ts';
import { type Afternoon, afternoonAt, schoolOf } from '../support/afternoon.ts';
import { apiOf } from '../support/api.ts';
import { expectAccepted } from '../support/hampton-visit.ts';

const school = schoolOf('local/schools/st-benedicts.json');
const { policy } = school;
const rules = rulesOf(policy);
const citing = <Element extends { readonly clauses: readonly string[] }>(
  elements: readonly Element[],
  clause: string,
): readonly Element[] => elements.filter(({ clauses }) => clauses.includes(clause));

describe("St Benedict's policy, as it is written", () => {
  it('says nothing of somebody who does not come back, so the school sets the time, the grace and the ladder itself', () => {
    expect(policy.clocks).toHaveLength(1);
    expect(policy.clocks[0]).toMatchObject({
      latest: ['$latest-return'],
      nudge: { after: '$nudge-after' },
      grace: '$grace',
      ladder: '$overdue-ladder',
    });
    expect(policy.settings.filter(({ stated }) => stated !== undefined)).toEqual([]);
    expect(policy.settings.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['latest-return', 'nudge-after', 'grace', 'overdue-ladder', 'safeguarding-contact', 'concern-receivers']),
    );
  });

  it('waits until each has signed back in at school: leaving the home ends nothing, and nobody goes home instead', () => {
    expect(policy.clocks[0]).toMatchObject({ expects: 'return', due: 'plan.returnAt', runsFrom: 'departed' });
    expect(policy.clocks[0]?.endsOn).toBeUndefined();
    expect(policy.gates.find(({ id }) => id === 'ends-at-school')).toMatchObject({
      step: 'request',
      test: { of: 'plan.endsAt', is: ['school'] },
      clauses: ['SB-38'],
    });
  });

  it('counts them back only once leadership has heard it, and never because the office knows', () => {
    expect(policy.clocks[0]?.heardBy).toEqual(['slt', 'headteacher']);
    expect(citing(policy.notices, 'SB-50').map(({ on, tell }) => [on, tell])).toEqual([
      [['left'], ['slt', 'headteacher']],
      [['returned'], ['slt', 'headteacher']],
    ]);
  });

  it('tells leadership and office of every departure, with the numbers of those who went', () => {
    expect(citing(policy.notices, 'SB-35')).toMatchObject([
      { on: ['departed', 'departed-in-breach'], tell: ['slt', 'headteacher', 'office'], shows: ['plan', 'mobiles'] },
    ]);
    expect(citing(policy.notices, 'SB-35')[0]?.when).toBeUndefined();
  });

  it('takes every concern to the safeguarding contact first, whichever way it is raised', () => {
    const alarms = citing(rules.alarms, 'SB-44');
    expect(alarms.flatMap(({ opensOn }) => opensOn).sort()).toEqual(['child-alone', 'child-in-danger', 'other']);
    for (const alarm of alarms) {
      const ladder = policy.ladders.find(({ id }) => id === alarm.ladder);
      expect(ladder?.rungs[0]?.tell, alarm.id).toEqual(['$safeguarding-contact']);
    }
  });

  it('does not take a child alone for nobody home: they stay outside, and the alarm is raised', () => {
    expect(rules.alarms.find(({ id }) => id === 'child-alone')?.opensWhen).toContainEqual({ of: 'adult-present', is: [false] });
    const outcomes = policy.questions.find(({ id }) => id === 'outcome')?.options ?? [];
    expect(outcomes.filter(({ entered }) => entered === false).map(({ id }) => id)).toEqual(['nobody-home', 'no-adult', 'turned-back']);
    expect(policy.questions.find(({ id }) => id === 'note-left')?.when).toEqual([{ of: 'outcome', is: ['nobody-home'] }]);
  });

  it('excuses a safe and well check from the appointment and from nothing else', () => {
    const excused = policy.gates.filter(({ when }) => JSON.stringify(when ?? []).includes('safe-and-well')).map(({ id }) => id);
    expect(excused).toEqual(['appointment', 'five-things']);
  });

  it('has every visit logged on CPOMS before it is closed, whatever came of it', () => {
    expect(citing(policy.gates, 'SB-11')).toMatchObject([{ step: 'close', questions: ['cpoms'], warns: false }]);
    expect(citing(policy.gates, 'SB-11')[0]?.when).toBeUndefined();
  });

  it('refuses nothing over who was in sight of a child who spoke in confidence, and asks', () => {
    expect(citing(policy.gates, 'SB-45')).toMatchObject([{ step: 'close', warns: true }]);
    expect(policy.prompts.find(({ id }) => id === 'alone')?.when).toEqual([{ of: 'visitors.all', is: [1] }]);
  });
});

const at = (hour: string): Instant => Instant.parse(`2030-06-18T${hour}:00+01:00`);
const safe = { present: false };
const request = {
  type: 'home-visit',
  purpose: 'To find out with the family what keeps him from school',
  household: 'st-benedicts-home-2',
  visitors: [{ person: 'st-benedicts-teacher' }, { person: 'st-benedicts-learning-mentor' }],
  plan: { departAt: at('13:00'), returnAt: at('14:30') },
  answers: { 'earlier-steps': [{ what: 'A telephone call', on: '2030-06-14', result: 'No answer' }] },
};
const assessment = {
  abuse: safe,
  threats: safe,
  violence: safe,
  'false-claims': safe,
  checked: { sources: 'CPOMS and the family file', by: 'st-benedicts-teacher', on: '2030-06-17' },
  professionals: 'None known',
  location: { unsafe: false, lonely: false },
  challenging: false,
};
const preparation = {
  arranged: true,
  appointment: { at: at('13:20'), with: 'Mrs Rahimi' },
  'five-things': {
    arrival: true,
    length: true,
    happens: true,
    questions: true,
    brings: true,
    by: 'st-benedicts-teacher',
    on: '2030-06-17',
  },
  responsibility: { 'adult-1': 'yes' },
  'responsibility-checked': { 'adult-1': { by: 'st-benedicts-office', on: '2030-06-17' } },
  'exit-code': true,
};

const ticks = ['instinct'];

/** Asked for, assessed and prepared: nobody has agreed to it, nobody has ticked. */
async function prepared({ asked = {}, answers = {}, entered = false }: Otherwise = {}): Promise<Afternoon> {
  const afternoon = await afternoonAt(school, at('09:00'));
  const [home] = school.file.households.filter(({ id }) => id === request.household);
  if (entered && home !== undefined)
    await afternoon.schools.putHousehold('st-benedicts', Household.parse({ ...home, answers: {}, entered: true }), 1);
  expectAccepted(await afternoon.request('st-benedicts-teacher', { ...request, ...asked }));
  expectAccepted(await afternoon.says('st-benedicts-teacher', 'answer', { answers: { ...assessment, ...preparation, ...answers } }));
  await afternoon.until(at('13:00'));
  return afternoon;
}

interface Otherwise {
  readonly asked?: Record<string, unknown>;
  readonly answers?: Record<string, AnswerValue>;
  readonly entered?: boolean;
}

/** What stands in the way of everybody's signing out: none where they are out. */
async function departing(afternoon: Afternoon): Promise<readonly string[]> {
  const outcome = await afternoon.says('st-benedicts-teacher', 'depart', { visitor: 'all', ticks });
  if (outcome.outcome === 'refused') return outcome.refusal.unmet.map(({ code }) => code);
  expectAccepted(outcome);
  return [];
}

const alone = { visitors: [{ person: 'st-benedicts-teacher' }] };
const risky = { abuse: { present: true, measures: ['Meet in the front garden'] } };

describe("St Benedict's policy, as it is carried out", () => {
  it('needs nobody to agree to a visit for which no risk is marked', async () => {
    const afternoon = await prepared();
    expect((await afternoon.visit()).agreements).toEqual([]);
    expect(await departing(afternoon)).toEqual([]);
    expect(afternoon.sent()).toEqual(
      ['assistant-head', 'deputy', 'head', 'office', 'office-assistant'].map((who) => `email st-benedicts-${who} notice:leaving`),
    );
  });

  it('waits, once a risk is marked, for a line manager of those who go, and for nobody else', async () => {
    const afternoon = await prepared({ answers: risky });
    expect(await departing(afternoon)).toEqual(['line-manager']);
    expect(await afternoon.says('st-benedicts-head', 'authorise', {})).toMatchObject({ refusal: { code: 'not-yours-to-agree' } });
    expectAccepted(await afternoon.says('st-benedicts-assistant-head', 'authorise', {}));
    expect(await departing(afternoon)).toEqual([]);
  });

  it('asks the line manager again when another risk is marked', async () => {
    const afternoon = await prepared({ answers: risky });
    expectAccepted(await afternoon.says('st-benedicts-assistant-head', 'authorise', {}));
    expectAccepted(
      await afternoon.says('st-benedicts-teacher', 'answer', { answers: { threats: { present: true, measures: ['Two cars'] } } }),
    );
    expect(await departing(afternoon)).toEqual(['line-manager']);
  });

  it('wants strategies for a challenging family talked over, although nobody has to agree', async () => {
    expect(await departing(await prepared({ answers: { challenging: true } }))).toEqual(['strategies']);
  });

  it('sends two members of staff the first time, whatever the assessment says', async () => {
    expect(await departing(await prepared({ asked: alone, answers: { solo: true } }))).toEqual(['first-visit']);
  });

  it('lets one go alone to a home that was visited before, if the risk assessment says so', async () => {
    const unsaid = await prepared({ asked: alone, entered: true });
    expect(await departing(unsaid)).toEqual(['assessed', 'later-visit']);
    expectAccepted(await unsaid.says('st-benedicts-teacher', 'answer', { answers: { solo: false } }));
    expect(await departing(unsaid)).toEqual(['later-visit']);
    expectAccepted(await unsaid.says('st-benedicts-teacher', 'answer', { answers: { solo: true } }));
    expect(await departing(unsaid)).toEqual([]);
  });

  it('wants other ways tried first, also before a safe and well check', async () => {
    const afternoon = await afternoonAt(school, at('09:00'));
    const outcome = await afternoon.request('st-benedicts-teacher', { ...request, type: 'safe-and-well', answers: {} });
    expect(outcome).toMatchObject({ outcome: 'refused', refusal: { clauses: ['SB-07'] } });
  });

  it("climbs the school's own ladder, from its own grace on, when somebody has not signed back in", async () => {
    const afternoon = await prepared();
    expect(await departing(afternoon)).toEqual([]);
    afternoon.sent();
    const told = async (hour: string): Promise<readonly string[]> => {
      await afternoon.until(at(hour));
      // All that are sent at one moment go at once, in no order.
      return afternoon
        .sent()
        .filter((message) => message.startsWith('text'))
        .toSorted();
    };
    expect(await told('14:34')).toEqual([]);
    expect(await told('14:36')).toEqual(
      ['learning-mentor', 'office', 'office-assistant', 'teacher'].map((who) => `text st-benedicts-${who} nudge:return`),
    );
    expect(await told('14:49')).toEqual([]);
    expect(await told('14:51')).toEqual(['office', 'office-assistant'].map((who) => `text st-benedicts-${who} rung:a1/1`));
    expect(await told('15:01')).toEqual(['assistant-head', 'deputy', 'head'].map((who) => `text st-benedicts-${who} rung:a1/2`));
    expect(await told('15:11')).toContain('text st-benedicts-office rung:a1/3');
    expect(await told('15:21')).toContain('text st-benedicts-head rung:a1/4');
  });

  it('tells the safeguarding lead who is on duty at once of a child without an adult', async () => {
    const afternoon = await prepared();
    expect(await departing(afternoon)).toEqual([]);
    afternoon.sent();
    expectAccepted(await afternoon.says('st-benedicts-teacher', 'answer', { answers: { door: 'child', 'adult-present': false } }));
    expect(afternoon.sent()).toEqual(['text st-benedicts-deputy rung:a1/1', 'email st-benedicts-deputy rung:a1/1']);
  });

  it("keeps an adult's own title and names with the home, where the next visit reads them and the office may correct them", async () => {
    const afternoon = await afternoonAt(school, at('09:00'));
    const call = apiOf(afternoon);
    const [teacher, office] = ['st-benedicts-teacher', 'st-benedicts-office'] as const;
    const names = { title: 'Mrs', given: 'Laleh', family: 'Rahimi', confirmed: '2030-06-18' };
    expectAccepted(await afternoon.request(teacher, request));
    expectAccepted(await afternoon.says(teacher, 'answer', { answers: { 'adult-name': { 'adult-1': names } } }));
    const home = `/households/${request.household}`;
    const { id: _id, enteredOn: _on, ...seen } = (await call(office, 'GET', home)).body;
    expect(seen['answers']).toMatchObject({ 'adult-name#adult-1': { value: names, by: teacher } });

    const corrected = { ...names, given: 'Leila' };
    const put = async (answers: object): Promise<number> => (await call(office, 'PUT', home, { body: { ...seen, answers } })).status;
    expect(await put({ 'adult-name#adult-1': { given: 7 } })).toBe(400);
    expect(await put({ 'adult-name#adult-1': corrected })).toBe(200);
    expectAccepted(await afternoon.request(teacher, request));
    const { body } = await call(teacher, 'GET', `/visits/${(await afternoon.visit()).visit}/cards/prepare`);
    const questions = body['questions'] as readonly { readonly id: string; readonly of: unknown }[];
    expect(questions.find(({ id }) => id === 'adult-name')?.of).toEqual([
      { subject: 'adult-1', answered: true, yours: true, value: corrected },
    ]);
  });
});
