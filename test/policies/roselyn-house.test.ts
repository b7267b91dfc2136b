import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../functions/application/outcome.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { type Afternoon, afternoonAt, schoolOf, type SchoolOfTests } from '../support/afternoon.ts';
import { expectAccepted } from '../support/hampton-visit.ts';
import { jsonIn } from '../support/policy-files.ts';
import { at, dsl, head, mentor, office, out as bothOut, prepared, requestAt, ticks, tutor, words } from '../support/roselyn-visit.ts';

const policy = Policy.parse(jsonIn('policies/roselyn-house.json'));
const rules = rulesOf(policy);

const leads = [dsl, 'roselyn-house-deputy-dsl', 'roselyn-house-rhise-lead'];
const word = words.safe;
const request = requestAt(at);

const school = (values: Record<string, unknown> = {}): SchoolOfTests => {
  const { file, policy: theirs } = schoolOf('local/schools/roselyn-house.json');
  return { file: { ...file, settings: { values: { ...file.settings.values, ...values } } }, policy: theirs };
};
const morning = async (values: Record<string, unknown> = {}): Promise<Afternoon> => afternoonAt(school(values), at('09:00'));

const departs = async (a: Afternoon): Promise<Outcome> => a.says(tutor, 'depart', { visitor: 'all', ticks });
/** Both have signed out at one o'clock. */
async function out(a: Afternoon): Promise<Afternoon> {
  await bothOut(a, word);
  a.sent();
  return a;
}
const missing = (outcome: Outcome): readonly string[] =>
  outcome.outcome === 'refused'
    ? outcome.refusal.unmet.length > 0
      ? outcome.refusal.unmet.map((u) => u.code)
      : [outcome.refusal.code]
    : [];
const texted = (a: Afternoon): readonly string[] =>
  a.sent().flatMap((line) => (line.startsWith('text ') ? [line.split(' ')[1] ?? ''] : []));
const watched = async (a: Afternoon): Promise<readonly string[]> =>
  (await a.visit()).visitors.filter((v) => v.accountedForAt === undefined).map((v) => v.person);
const raised = async (a: Afternoon): Promise<readonly string[]> => (await a.visit()).alarms.map((alarm) => alarm.of);

describe("Roselyn House's policy: who agrees", () => {
  it("takes a safeguarding lead's word and nobody else's, whatever kind of visit it is", async () => {
    const a = await morning();
    await prepared(a, word);
    expect(missing(await a.says(head, 'authorise', {}))).toEqual(['not-yours-to-agree']);
    expect(missing(await departs(a))).toEqual(['safeguarding-lead']);
    expectAccepted(await a.says(dsl, 'authorise', {}));
    expect(policy.gates.find(({ id }) => id === 'safeguarding-lead')).toMatchObject({ by: ['dsl'], step: 'depart', clauses: ['RH-01'] });
    expect(policy.gates.find(({ id }) => id === 'safeguarding-lead')?.when).toBeUndefined();
  });

  it('wants both a safeguarding lead and the headteacher when a visit reaches into the evening', async () => {
    for (const [first, lacking, second] of [
      [dsl, 'evening', head],
      [head, 'safeguarding-lead', dsl],
    ] as const) {
      const a = await morning();
      await prepared(a, word, { plan: { departAt: at('16:30'), returnAt: at('17:30') } });
      await a.until(at('16:30'));
      expectAccepted(await a.says(first, 'authorise', {}));
      expect(missing(await departs(a))).toEqual([lacking]);
      expectAccepted(await a.says(second, 'authorise', {}));
      expectAccepted(await departs(a));
    }
  });

  it('has a safeguarding lead decide whether one goes or two, and lets nobody take two for granted', async () => {
    const a = await morning();
    await prepared(a, word, { visitors: [{ person: tutor }] });
    expect(missing(await a.says(tutor, 'answer', { answers: { staffing: 'accompanied' } }))).toEqual(['not-yours-to-answer']);
    expectAccepted(await a.says(tutor, 'answer', { answers: { circumstances: 'adverse' } }));
    expect(missing(await a.says(dsl, 'authorise', {}))).toEqual(['two-if-aware']);
    expectAccepted(await a.says(dsl, 'answer', { answers: { 'why-alone': 'A second person would make it worse' } }));
    expectAccepted(await a.says(dsl, 'authorise', {}));
    expectAccepted(await a.says(dsl, 'answer', { answers: { staffing: 'accompanied' } }));
    expect((await a.visit()).agreements).toEqual([]);
    expect(missing(await a.says(dsl, 'authorise', {}))).toEqual(['companion']);
  });
});

describe("Roselyn House's policy: the assessment", () => {
  it('is signed by each visitor themselves before anybody authorises, also when two go', async () => {
    const a = await morning();
    await prepared(a, word);
    expectAccepted(await a.says(tutor, 'answer', { answers: { vulnerable: 'The mentor is expecting' } }));
    expect(missing(await a.says(dsl, 'authorise', {}))).toEqual(['signed']);
    expect(missing(await a.says(tutor, 'assess', { visitor: mentor, answers: {}, signed: true }))).toEqual(['sign-your-own']);
  });

  it('does not take a hazard that is printed as low for an answer', () => {
    const hazards = policy.questions.filter(({ type }) => type === 'hazard');
    expect(hazards.map(({ printed }) => printed?.level)).toEqual(['Low', 'Low', 'Low', 'Low', 'Low']);
    const gate = policy.gates.find(({ id }) => id === 'assessed');
    expect(gate?.check === 'answered' ? gate.questions : []).toEqual(expect.arrayContaining(hazards.map(({ id }) => id)));
  });

  it('lets a child be looked in on without telling the family, and wants the reason of any other silence', async () => {
    const a = await morning();
    const check = { absent: 'Since Thursday', 'no-answer': 'Three calls', concern: 'Not seen by anybody' };
    expect(missing(await a.request(tutor, { ...request, reason: 'safe-check' }))).toEqual(['safe-check-facts']);
    expectAccepted(await a.request(tutor, { ...request, reason: 'safe-check', answers: { 'safe-check-facts': check } }));
    expect(missing(await departs(a))).not.toContain('family-informed');
    expectAccepted(await a.request(tutor, request));
    expect(missing(await departs(a))).toContain('family-informed');
    expectAccepted(await a.says(tutor, 'answer', { answers: { 'family-informed': { 'why-not': 'Their number is out of order' } } }));
    expect(missing(await departs(a))).not.toContain('family-informed');
  });
});

describe("Roselyn House's policy: the watch", () => {
  it('says nothing of an hour, an order or a grace, so the school has to before anybody goes', async () => {
    expect(policy.settings.filter(({ stated }) => stated !== undefined).map(({ id }) => id)).toEqual(['unannounced-reasons']);
    expect(policy.clocks).toMatchObject([{ expects: 'return', due: 'plan.returnAt', grace: '$grace', ladder: '$overdue-ladder' }]);
    for (const unset of ['grace', 'overdue-ladder', 'duress-ladder', 'evening-from']) {
      const a = await morning({ [unset]: undefined });
      await prepared(a, word);
      expectAccepted(await a.says(dsl, 'authorise', {}));
      await a.until(at('13:00'));
      expect(missing(await departs(a)), unset).toEqual(['watch-ready']);
    }
  });

  it('climbs the ladder of the school from its grace on, ending with the police', async () => {
    const a = await out(await morning());
    const heard: [string, readonly string[]][] = [];
    for (const time of ['14:44', '14:45', '14:55', '15:05', '15:15']) {
      await a.until(at(time));
      heard.push([time, texted(a)]);
    }
    expect(heard).toEqual([
      ['14:44', []],
      ['14:45', [office]],
      ['14:55', leads],
      ['15:05', [...leads, office]],
      ['15:15', [...leads, head, office]],
    ]);
  });

  it('ends with the call on leaving for whoever goes home, and for nobody who comes back to school or goes elsewhere', async () => {
    for (const [next, left] of [
      ['home', [mentor]],
      ['school', [tutor, mentor]],
      ['next-visit', [tutor, mentor]],
      ['other', [tutor, mentor]],
      [undefined, [tutor, mentor]],
    ] as const) {
      const a = await out(await morning());
      expectAccepted(await a.says(office, 'leave', { visitor: tutor, outcome: 'completed', next }));
      expect(await watched(a), next).toEqual(left);
      expect(a.sent()).toEqual([`email ${office} notice:left`]);
    }
  });

  it('does not take the one who goes back to school for home because the other went home', async () => {
    const a = await out(await morning());
    expectAccepted(await a.says(office, 'leave', { visitor: tutor, outcome: 'completed', next: 'home' }));
    expectAccepted(await a.says(office, 'leave', { visitor: mentor, outcome: 'completed', next: 'school' }));
    expect(await watched(a)).toEqual([mentor]);
  });

  it('tells office and safeguarding leads at once of whoever left to be safe, and watches on even if they go home', async () => {
    const a = await out(await morning());
    expectAccepted(await a.says(tutor, 'leave', { visitor: 'all', outcome: 'abandoned-safety', next: 'home' }));
    expect(await watched(a)).toEqual([tutor, mentor]);
    expect(texted(a)).toEqual([office, ...leads]);
  });

  it('tells everybody of a changed plan who was told of the first', async () => {
    const a = await out(await morning());
    expectAccepted(await a.says(tutor, 'revise', { visitor: 'all', plan: { returnAt: at('15:30') }, place: 'The clinic' }));
    const told = a.sent();
    for (const person of [office, ...leads, tutor, mentor]) expect(told).toContain(`email ${person} notice:revised`);
    await a.until(at('15:44'));
    expect(texted(a)).toEqual([]);
    await a.until(at('15:45'));
    expect(texted(a)).toEqual([office]);
  });
});

describe("Roselyn House's policy: when something is wrong", () => {
  it('tells every safeguarding lead at once of a child alone, and again until it is stood down', async () => {
    const a = await out(await morning());
    expectAccepted(await a.says(tutor, 'raise-alarm', { visitor: tutor, kind: 'child-alone' }));
    expect(texted(a)).toEqual(leads);
    await a.until(at('13:10'));
    expect(texted(a)).toEqual(leads);
    expectAccepted(await a.says(dsl, 'acknowledge', { alarm: 'a1' }));
    await a.until(at('13:20'));
    expect(texted(a)).toEqual(leads);
    expectAccepted(await a.says(dsl, 'stand-down', { alarm: 'a1', how: 'Her aunt is with her', visitors: { [tutor]: at('14:30') } }));
    a.sent();
    await a.until(at('14:00'));
    expect(texted(a)).toEqual([]);
  });

  it('takes a child alone at the door, or on leaving, for more than nobody being in', async () => {
    const atTheDoor = await out(await morning());
    expectAccepted(await atTheDoor.says(tutor, 'answer', { answers: { door: 'child-only' } }));
    expect(await raised(atTheDoor)).toEqual(['child-alone']);
    expectAccepted(await atTheDoor.says(tutor, 'leave', { visitor: 'all', outcome: 'child-only', next: 'school' }));
    expect(await raised(atTheDoor)).toEqual(['child-alone']);

    const onLeaving = await out(await morning());
    expectAccepted(await onLeaving.says(tutor, 'leave', { visitor: 'all', outcome: 'child-only', next: 'school' }));
    expect(texted(onLeaving)).toEqual(leads);
  });

  it('tells office, safeguarding leads and companions of an illness, and asks for no form yet', async () => {
    const a = await out(await morning());
    expectAccepted(await a.says(mentor, 'raise-alarm', { visitor: mentor, kind: 'illness' }));
    const told = a.sent();
    // All at once, in no order.
    expect(told.filter((line) => line.startsWith('text ')).toSorted()).toEqual(
      [
        ...[tutor, mentor].map((person) => `text ${person} notice:companions`),
        ...[office, ...leads].map((person) => `text ${person} rung:a1/1`),
      ].toSorted(),
    );
    expect(told).toContain(`email ${tutor} notice:companions`);
    expect((await a.visit()).tasks).toEqual([]);
    expectAccepted(await a.says(tutor, 'return', { visitor: 'all' }));
    expect((await a.visit()).tasks.map(({ task, of }) => [task, of])).toEqual([['incident-details', [tutor, mentor]]]);
  });
});

describe("Roselyn House's policy: afterwards", () => {
  it('wants a report and a CPOMS entry of every visit, also of one on which nobody was in', async () => {
    const a = await out(await morning());
    expectAccepted(await a.says(tutor, 'leave', { visitor: 'all', outcome: 'nobody-home', next: 'school' }));
    expectAccepted(await a.says(tutor, 'return', { visitor: 'all' }));
    expect(missing(await a.says(tutor, 'close', {}))).toEqual(['incident-said', 'concern-discussed', 'reported', 'on-cpoms']);
    const written = {
      report: 'Nobody came to the door',
      incident: ['none'],
      'any-concern': 'none',
      cpoms: { reference: 'C-81', details: true },
    };
    expectAccepted(await a.says(tutor, 'write-up', { answers: written }));
    expectAccepted(await a.says(tutor, 'close', {}));
  });

  it('has a call for help written down before the visit is closed, once it has been stood down', async () => {
    const a = await out(await morning());
    expectAccepted(await a.says(office, 'check-in', { visitor: tutor, words: word }));
    const visitors = { [tutor]: 'accounted-for', [mentor]: 'accounted-for' } as const;
    expectAccepted(await a.says(dsl, 'stand-down', { alarm: 'h1', how: 'I met them at the corner', visitors }));
    const written = {
      report: 'We were kept from leaving',
      incident: ['none'],
      'any-concern': 'none',
      cpoms: { reference: 'C-82', details: true },
    };
    expectAccepted(await a.says(dsl, 'write-up', { answers: written }));
    expect(missing(await a.says(dsl, 'close', {}))).toEqual(['outcome-said', 'call-explained']);
    expectAccepted(await a.says(dsl, 'answer', { answers: { outcome: 'left-early', incident: ['threat'] } }));
    expect(missing(await a.says(dsl, 'close', {}))).toEqual(['alarm-open']);
    expectAccepted(await a.says(dsl, 'stand-down', { alarm: 'a1', how: 'We have talked it over', visitors: {} }));
    expect(missing(await a.says(dsl, 'close', {}))).toEqual(['after-incident', 'after-incident']);
  });

  it('keeps what is said on a visit from staff who have nothing to do with the child', () => {
    const mayRead = (of: string) => rules.access.find((row) => row.of === of)?.to;
    expect(mayRead('content')).toEqual(['visitors', 'involved', 'dsl', 'headteacher']);
    expect(mayRead('concern')).toEqual(['dsl', 'headteacher']);
    expect(mayRead('logistics')).toContain('office');
  });
});
