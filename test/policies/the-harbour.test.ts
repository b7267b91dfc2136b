import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { Policy } from '../../functions/domain/policy/policy.ts';
import { Instant, plus } from '../../functions/domain/time.ts';
import { afternoonAt, type Afternoon, schoolOf } from '../support/afternoon.ts';
import { expectAccepted } from '../support/hampton-visit.ts';
import { jsonIn } from '../support/policy-files.ts';

const policy = Policy.parse(jsonIn('policies/the-harbour.json'));
const rules = rulesOf(policy);

describe("The Harbour's policy", () => {
  it('waits for three calls - on arriving, on leaving, on being back - without a minute of grace, even if nobody signed out', () => {
    const clocks = policy.clocks.map(({ expects, due, runsFrom, grace }) => ({ expects, due, runsFrom, grace }));
    expect(clocks).toEqual([
      { expects: 'arrive', due: 'plan.arriveAt', runsFrom: 'authorised', grace: 'PT0S' },
      { expects: 'leave', due: 'plan.leaveAt', runsFrom: 'authorised', grace: 'PT0S' },
      { expects: 'return', due: 'plan.returnAt', runsFrom: 'authorised', grace: 'PT0S' },
    ]);
  });

  it('has somebody of the team try the visitors, then rings the police: never the family, and nobody senior between', () => {
    expect(policy.clocks.filter(({ ladder }) => ladder === 'no-call').map(({ expects }) => expects)).toEqual(['arrive', 'leave']);
    expect(policy.ladders.map(({ rungs }) => rungs.map(({ do: what, clauses }) => [what, clauses.join()]))).toEqual([
      [
        ['ring-visitors', 'HB-42,HB-43'],
        ['ring-police', 'HB-44'],
      ],
    ]);
    expect(policy.ladders.flatMap(({ rungs }) => rungs.flatMap(({ tell, instead }) => [...tell, ...(instead ?? [])]))).toEqual([
      '@contact-person',
      'team',
      '@contact-person',
      'team',
    ]);
  });

  it("leaves whoever is not back, and any other worry about the visitors, to the service's own procedure", () => {
    expect(policy.clocks.find(({ expects }) => expects === 'return')?.ladder).toBe('$escalation');
    expect(rules.alarms.filter(({ ladder }) => ladder === '$escalation').flatMap(({ opensOn }) => opensOn)).toEqual(['illness', 'other']);
    expect(policy.gates.find(({ id }) => id === 'watch-ready')).toMatchObject({ check: 'ready', step: 'depart', clauses: ['HB-20'] });
  });

  it('states no time and no order where its text is silent', () => {
    expect(policy.settings.filter(({ stated }) => stated !== undefined)).toEqual([]);
    expect(policy.settings.map(({ id }) => id)).toEqual(['school-hours', 'escalation', 'concern-ladder', 'rung-wait']);
  });

  it("asks for nobody's agreement", () => {
    expect(rules.gates.filter(({ check }) => check === 'approved')).toEqual([]);
  });

  it('sends two of its own staff, whatever the risk and however often they have been there', () => {
    expect(policy.gates.find(({ clauses }) => clauses.includes('HB-24'))).toEqual({
      id: 'pair',
      step: 'depart',
      check: 'holds',
      test: { of: 'visitors.staff', atLeast: 2 },
      warns: false,
      say: expect.any(String) as string,
      clauses: ['HB-24', 'HB-25'],
    });
  });

  it('has the talk with the home school again for a visit on another day', () => {
    expect(policy.questions.find(({ id }) => id === 'home-school-talk')).toMatchObject({ about: 'visit', type: 'list' });
  });

  it('tells the whole team when a visit is planned and again when they leave, each time with the home', () => {
    const told = policy.notices.filter(({ clauses }) => clauses.includes('HB-16'));
    expect(told.map(({ on }) => on)).toEqual([['authorised'], ['departed', 'departed-in-breach']]);
    for (const { tell, shows } of told) expect({ tell, shows }).toEqual({ tell: ['team'], shows: ['plan', 'name', 'address', 'phone'] });
  });

  it("gives the home school the home's name, address and number and nothing else, by hand, before anybody goes", () => {
    const notice = policy.notices.find(({ clauses }) => clauses.includes('HB-17'));
    expect(notice).toMatchObject({ shows: ['name', 'address', 'phone'], byHand: 'school-told' });
    expect(notice?.tell).toContain('home-school');
    expect(policy.gates.find(({ id }) => id === notice?.byHand)).toMatchObject({ step: 'depart', questions: ['school-told'] });
  });

  it('asks for a dog to be in another room, and calls no visit off for an animal', () => {
    const refusing = policy.gates.filter(({ warns }) => !warns);
    expect(refusing.flatMap((gate) => (gate.check === 'answered' ? gate.questions : []))).not.toContain('dogs-apart');
    expect(policy.gates.find(({ clauses }) => clauses.includes('HB-23'))).toMatchObject({ warns: true });
  });

  it('counts nobody as having gone in where nobody was in, or only somebody else', () => {
    const outcomes = policy.questions.find(({ id }) => id === 'outcome')?.options ?? [];
    expect(outcomes.filter(({ entered }) => entered === false).map(({ id }) => id)).toEqual([
      'nobody-home',
      'arranged-person-absent',
      'child-only',
      'not-entered-uneasy',
    ]);
  });

  it('knows no safe word, no written notice and no other record system', () => {
    expect(policy.questions.filter(({ type, prints }) => type === 'word' || type === 'signature' || prints !== undefined)).toEqual([]);
    expect(policy.gates.filter(({ step }) => step === 'close')).toEqual([]);
  });
});

describe('an afternoon at The Harbour', () => {
  const harbour = schoolOf('local/schools/the-harbour.json');
  const at = (time: string): Instant => Instant.parse(`2026-06-22T${time.length === 5 ? `${time}:00` : time}+01:00`);
  const [teacher, mentor, therapist] = ['the-harbour-teacher', 'the-harbour-mentor', 'the-harbour-therapist'] as const;
  const team = ['family-worker', 'therapist', 'office', 'deputy', 'head'].map((post) => `the-harbour-${post}`);

  const plan = { departAt: at('13:00'), arriveAt: at('13:20'), leaveAt: at('14:10'), returnAt: at('14:30') };
  const tomorrow = Object.fromEntries(Object.entries(plan).map(([time, then]) => [time, plus(then, 'P1D')]));
  const asked = {
    reason: 'understand-child',
    purpose: 'To hear how he finds the mornings',
    household: 'the-harbour-home-1',
    visitors: [{ person: teacher }, { person: mentor }],
    plan,
    answers: { 'why-not-public': 'He speaks freely only at home' },
  };
  const answers = {
    'home-school-talk': [{ school: 'Little Haven Primary', person: 'Ms Dray', by: teacher, when: at('08:50') }],
    incidents: 'none-found',
    'family-told': { length: 50, topics: 'Mornings, and getting ready' },
    'school-told': [{ who: 'Ms Dray', when: at('08:50'), how: 'By telephone' }],
    'contact-person': therapist,
  };

  const requested = async (): Promise<Afternoon> => {
    const a = await afternoonAt(harbour, at('09:00'));
    expectAccepted(await a.request(teacher, asked));
    return a;
  };
  const out = async (): Promise<Afternoon> => {
    const a = await requested();
    expectAccepted(await a.says(teacher, 'answer', { answers }));
    await a.until(at('13:00'));
    expectAccepted(await a.says(teacher, 'depart', { visitor: 'all', ticks: ['carry-phone'] }));
    a.sent();
    return a;
  };
  const texted = (a: Afternoon, rung: string): readonly string[] =>
    a.sent().flatMap((sent) => {
      const [channel, contact, about] = sent.split(' ');
      return channel === 'text' && about === `rung:${rung}` && contact !== undefined ? [contact] : [];
    });

  it('sends nobody out of school hours, on the minute of their end at the latest', async () => {
    const a = await afternoonAt(harbour, at('09:00'));
    expectAccepted(await a.request(teacher, { ...asked, plan: { ...plan, returnAt: at('15:30') } }));
    expect(await a.request(teacher, { ...asked, plan: { ...plan, returnAt: at('15:31') } })).toMatchObject({
      outcome: 'refused',
      refusal: { unmet: [{ code: 'in-school-hours', clauses: ['HB-18'] }] },
    });
  });

  it("does not count the home school's staff as one of the two", async () => {
    const a = await requested();
    expectAccepted(await a.says(teacher, 'answer', { answers }));
    expectAccepted(await a.says(teacher, 'amend', { visitors: [{ person: teacher }, { person: 'the-harbour-school-mentor' }] }));
    await a.until(at('13:00'));
    expect(await a.says(teacher, 'depart', { visitor: 'all', ticks: ['carry-phone'] })).toMatchObject({
      outcome: 'refused',
      refusal: { unmet: [{ code: 'pair', clauses: ['HB-24', 'HB-25'] }] },
    });
  });

  it('has whoever is rung try them first, and goes to the police as soon as that has failed', async () => {
    const a = await out();
    await a.until(at('13:20'));
    expect(texted(a, 'a1/1')).toEqual([therapist]);
    await a.until(at('13:22'));
    expectAccepted(await a.says(therapist, 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer' }));
    expect(new Set(texted(a, 'a1/2'))).toEqual(new Set(team));
  });

  it('reminds of a second to go until the visit is put off, and then of telling the family and the home school', async () => {
    const a = await requested();
    expectAccepted(await a.says(mentor, 'not-going', { visitor: mentor, reason: 'Ill' }));
    expect(a.sent()).toContain(`email ${teacher} task:withdrawn`);
    expectAccepted(await a.says(teacher, 'reschedule', { reason: 'One of us is ill', plan: tomorrow }));
    await a.passes('PT3H');
    const sent = new Set(a.sent());
    expect(sent).toContain(`email ${teacher} task:off-told`);
    expect((await a.visit()).tally['task:withdrawn']?.n).toBe(1);
  });
});
