import { describe, expect, it } from 'vitest';
import { readKnown } from '../../functions/application/known.ts';
import { running } from '../../functions/domain/policy/clocks.ts';
import { stageOf } from '../../functions/domain/visit/relations.ts';
import { shown } from '../../functions/domain/visit/shown.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import { afternoonAt, type Afternoon, hampton, schoolOf } from '../support/afternoon.ts';
import { answers, assistant, at, deputy, expectAccepted, head, induction, office, teacher, ticks } from '../support/hampton-visit.ts';

const [first, second, third] = ['HV-000001', 'HV-000002', 'HV-000003'] as const;

/** Two homes, or three, in one outing that is due back at 14:30; each agreed to. */
async function round(homes: number, missing: Partial<typeof answers> = {}): Promise<Afternoon> {
  const a = await afternoonAt(hampton(), at('08:30'));
  for (let n = 1; n <= homes; n += 1) {
    expectAccepted(await a.request(teacher, { ...induction, household: `hampton-home-${String(n)}`, round: { id: 'monday', order: n } }));
    expectAccepted(await a.says(teacher, 'answer', { answers: { ...answers, ...(n === 2 ? missing : {}) } }));
    expectAccepted(await a.says(head, 'authorise', {}));
  }
  await a.until(at('13:00'));
  return a;
}
const depart = (a: Afternoon) => a.says(teacher, 'depart', { visitor: 'all', ticks }, { visit: first });
async function gone(homes = 2): Promise<Afternoon> {
  const a = await round(homes);
  expectAccepted(await depart(a));
  a.sent();
  return a;
}
const clocksOf = async (a: Afternoon, visit: string): Promise<readonly string[]> => {
  const stored = await a.visit(visit);
  return running(stored, (await readKnown(a.deps, stored))!).map((r) => `${r.visitor} ${r.clock.expects}`);
};
const stageIn = async (a: Afternoon, visit: string): Promise<string> => {
  const stored = await a.visit(visit);
  return stageOf(stored, (await readKnown(a.deps, stored))!.leads);
};

describe('an outing to several homes', () => {
  it('is decided once, at the first departure, against every home', async () => {
    const a = await round(2, { 'violence-now': true });
    const refused = await depart(a);
    expect(refused).toMatchObject({ outcome: 'refused', refusal: { unmet: [{ code: 'asked-again', visit: second }] } });
  });

  it('is watched in the first visit alone, with one return', async () => {
    const a = await gone();
    expect(await clocksOf(a, first)).toEqual([`${teacher} return`, `${assistant} return`]);
    expect(await clocksOf(a, second)).toEqual([]);
    await a.until(at('14:59'));
    a.sent();
    await a.until(at('15:01'));
    expect(a.sent()).toEqual([`text ${office} rung:a1/1`, `email ${office} rung:a1/1`]);
  });

  it('that ends before a later home leaves that visit due by its own clocks', async () => {
    const a = await gone();
    await a.until(at('14:00'));
    expectAccepted(await a.says(teacher, 'return', { visitor: 'all' }, { visit: first }));
    const stored = await a.visits.read({ school: a.school, visit: second });
    const visit = await a.visit(second);
    expect(stored?.dueAt).toBe(nextDue(visit, (await readKnown(a.deps, visit))!, { held: true }));
  });

  it('counts a word that names nobody for nobody, wherever it is said', async () => {
    const a = await gone();
    await a.says(office, 'return', {}, { visit: second });
    await a.says(teacher, 'return', {}, { visit: second, unread: { visitor: 7 } });
    expect(await clocksOf(a, first)).toEqual([`${teacher} return`, `${assistant} return`]);
  });

  it('watches whoever goes to a later home after the outing is over', async () => {
    const a = await gone();
    await a.says(teacher, 'return', { visitor: 'all' }, { visit: first });
    await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: second });
    expect(await clocksOf(a, second)).toEqual([`${teacher} return`, `${assistant} return`]);
    expect((await a.visit(second)).visitors.every((v) => v.inBreach)).toBe(true);
  });

  it('watches nobody twice: that an outing before was not over counts where they are out by now', async () => {
    const a = await gone();
    await a.says(teacher, 'return', { visitor: 'all' }, { visit: first });
    await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: second });
    expectAccepted(await a.says(teacher, 'correct', { visitor: teacher, what: 'return' }, { visit: first }));
    expectAccepted(await a.says(assistant, 'depart-in-breach', { visitor: assistant }, { visit: first }));
    expect(await clocksOf(a, first)).toEqual([]);
    expect(await clocksOf(a, second)).toEqual([`${teacher} return`, `${assistant} return`]);
  });

  it('tells nobody of a call for help who goes on another visit to the same home', async () => {
    const a = await round(1);
    const later = { ...induction, household: 'hampton-home-2', round: { id: 'monday', order: 2 } };
    expectAccepted(await a.request(teacher, { ...later, visitors: [{ person: teacher }, { person: assistant }, { person: deputy }] }));
    expectAccepted(await a.says(teacher, 'depart-in-breach', { visitor: teacher }, { visit: first }));
    expectAccepted(await a.says(deputy, 'arrive', {}, { visit: second }));
    expectAccepted(await a.says(teacher, 'arrive', {}, { visit: second }));
    a.sent();
    for (const visit of [second, first]) {
      expectAccepted(await a.says(teacher, 'raise-alarm', { kind: 'help' }, { visit }));
      expect(
        a
          .sent()
          .filter((line) => line.includes('rung:'))
          .map((line) => line.split(' ')[1]),
      ).not.toContain(deputy);
    }
    const lead = await a.visit(first);
    const known = (await readKnown(a.deps, lead))!;
    expect(lead.alarms.map((alarm) => alarm.id)).toEqual(['h1', 'h2']);
    expect(JSON.stringify(shown(lead, { person: deputy }, known, a.clock.now()))).not.toMatch(/distress|"h1"/);
    expect(JSON.stringify(shown(lead, { person: office }, known, a.clock.now()))).toContain('distress');
  });

  it('expects whoever is stood down on an outing before where they are out by now', async () => {
    const a = await gone();
    await a.says(teacher, 'raise-alarm', { kind: 'illness' }, { visit: first });
    await a.says(teacher, 'return', { visitor: 'all' }, { visit: first });
    await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: second });
    const visitors = { [teacher]: at('16:00'), [assistant]: 'accounted-for' } as const;
    expectAccepted(await a.says(head, 'stand-down', { alarm: 'a1', how: 'I rang them', visitors }, { visit: first }));
    expect(await clocksOf(a, first)).toEqual([]);
    const there = await a.visit(second);
    const due = running(there, (await readKnown(a.deps, there))!).filter((r) => r.visitor === teacher);
    expect(due.map((r) => r.due)).toEqual([at('16:00')]);
  });

  it('moves the times of everybody who is out, though each went from another home', async () => {
    const a = await round(2);
    expectAccepted(await a.says(teacher, 'depart', { visitor: teacher, ticks }, { visit: first }));
    expectAccepted(await a.says(assistant, 'depart-in-breach', { visitor: assistant }, { visit: second }));
    await a.says(office, 'revise', { plan: { returnAt: at('14:00') }, means: 'telephone' }, { visit: first });
    for (const [visit, person] of [
      [first, teacher],
      [second, assistant],
    ] as const) {
      const stored = await a.visit(visit);
      const due = running(stored, (await readKnown(a.deps, stored))!).filter((r) => r.visitor === person);
      expect(due.map((r) => r.due)).toEqual([at('14:00')]);
    }
  });

  it('knows at which home they were last: that is the one to ring', async () => {
    const a = await gone();
    await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: first });
    await a.says(teacher, 'leave', { visitor: 'all', outcome: 'completed', next: second }, { visit: first });
    await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: second });
    await a.until(at('15:01'));
    expect((await a.visit(first)).alarms[0]?.place).toBe(second);
  });

  it('takes what is said on a later visit to where they are watched', async () => {
    const a = await gone();
    expectAccepted(await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: second }));
    const lead = await a.visit(first);
    expect(lead.history.filter((e) => e.type === 'VisitorArrived').map((e) => 'place' in e && e.place)).toEqual([second, second]);
    expect((await a.visit(second)).visitors.every((v) => v.outSince === undefined)).toBe(true);
    expect(await stageIn(a, second)).toBe('out');
  });

  it('is over for all of its homes when they are back', async () => {
    const a = await gone();
    await a.says(teacher, 'leave', { visitor: 'all', outcome: 'completed', next: second }, { visit: first });
    await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: second });
    expectAccepted(await a.says(teacher, 'return', { visitor: 'all' }, { visit: second }));
    expect([await stageIn(a, first), await stageIn(a, second)]).toEqual(['returned', 'returned']);
    a.sent();
    await a.until(at('18:00'));
    expect(a.sent()).toEqual([]);
  });

  it('asks of no later home whether they have gone', async () => {
    const a = await gone();
    await a.until(at('14:00'));
    expect(a.sent()).toEqual([]);
  });

  it('takes in a home that nobody had planned, when they say that they go there next', async () => {
    const a = await gone();
    const { round: _round, ...alone } = { ...induction, household: 'hampton-home-3', round: undefined };
    expectAccepted(await a.request(teacher, alone));
    expectAccepted(await a.says(teacher, 'leave', { visitor: 'all', next: third, outcome: 'completed' }, { visit: first }));
    expect((await a.visit(third)).visitors.map((v) => v.lead)).toEqual([first, first]);
    expect(await clocksOf(a, first)).toEqual([`${teacher} return`, `${assistant} return`]);
    expect(await clocksOf(a, third)).toEqual([]);
  });

  it('keeps with each home whether they got inside it, and lets each visit put right its own', async () => {
    const a = await gone();
    const entered = async () =>
      Promise.all(
        [1, 2].map(async (n) => {
          const home = await a.schools.household('hampton', `hampton-home-${String(n)}`);
          return home?.value.enteredOn;
        }),
      );
    expectAccepted(await a.says(teacher, 'leave', { visitor: 'all', outcome: 'nobody-home', next: second }, { visit: first }));
    expectAccepted(await a.says(teacher, 'arrive', { visitor: 'all' }, { visit: second }));
    expectAccepted(await a.says(teacher, 'leave', { visitor: 'all', outcome: 'completed' }, { visit: second }));
    expect(await entered()).toEqual([undefined, second]);
    expectAccepted(await a.says(teacher, 'leave', { visitor: 'all', outcome: 'completed' }, { visit: first }));
    expectAccepted(await a.says(teacher, 'leave', { visitor: 'all', outcome: 'nobody-home' }, { visit: second }));
    expect(await entered()).toEqual([first, undefined]);
  });

  it('hears a call for help from any of its pages', async () => {
    const a = await gone();
    expectAccepted(await a.says(teacher, 'raise-alarm', { kind: 'help' }, { visit: second }));
    expect((await a.visit(first)).alarms.map((alarm) => alarm.kind)).toEqual(['distress']);
    expect(a.sent()).toContain(`text ${office} rung:h1/1`);
  });
});

describe('somebody heard of on the wrong visit', () => {
  it('counts where they are out', async () => {
    const a = await gone();
    expectAccepted(await a.request(teacher, { ...induction, household: 'hampton-home-3' }));
    expectAccepted(await a.says(teacher, 'return', { visitor: teacher }, { visit: third }));
    expect((await a.visit(first)).visitors.find((v) => v.person === teacher)?.accountedForAt).toBe(at('13:00'));
    expect((await a.visit(third)).visitors.every((v) => v.outSince === undefined)).toBe(true);
  });
});

describe('an outing of two homes at The Harbour, each with times of its own', () => {
  const id = (post: string): string => `the-harbour-${post}`;
  const [mentor, tutor] = [id('mentor'), id('teacher')];

  async function bothHomes(): Promise<Afternoon> {
    const a = await afternoonAt(schoolOf('local/schools/the-harbour.json'), at('08:30'));
    for (const [n, plan] of [
      [1, { departAt: at('13:00'), arriveAt: at('13:20'), leaveAt: at('13:40'), returnAt: at('14:40') }],
      [2, { departAt: at('13:00'), arriveAt: at('13:50'), leaveAt: at('14:10'), returnAt: at('14:40') }],
    ] as const) {
      expectAccepted(
        await a.request(tutor, {
          reason: 'understand-child',
          purpose: 'To hear what school is like for him',
          household: id(`home-${String(n)}`),
          visitors: [{ person: tutor }, { person: mentor }],
          plan,
          round: { id: 'monday', order: n },
          answers: { 'why-not-public': 'He speaks freely only at home' },
        }),
      );
      expectAccepted(
        await a.says(tutor, 'answer', {
          answers: {
            'home-school-talk': [{ school: 'Little Haven Primary', person: 'Ms Dray', by: tutor, when: at('08:50') }],
            incidents: 'none-found',
            'family-told': { length: 20, topics: 'What he likes' },
            'school-told': [{ who: 'Ms Dray', when: at('08:50'), how: 'By telephone' }],
            'contact-person': id('therapist'),
          },
        }),
      );
    }
    await a.until(at('13:00'));
    expectAccepted(await a.says(tutor, 'depart', { visitor: 'all', ticks: ['carry-phone'] }, { visit: first }));
    await a.until(at('13:19'));
    expectAccepted(await a.says(tutor, 'arrive', { visitor: 'all' }, { visit: first }));
    await a.until(at('13:39'));
    return a;
  }
  const openedIn = async (a: Afternoon): Promise<readonly string[]> =>
    (await a.visit(first)).history.flatMap((e) =>
      e.type === 'AlarmOpened' || e.type === 'AlarmJoined' ? [`${e.at.slice(11, 16)} ${e.type === 'AlarmOpened' ? e.of : e.clock}`] : [],
    );

  it.each([
    ['where they say that they go there', { next: second }],
    ['where they only say that they have left', {}],
  ])('is waited for at the second home as well, %s', async (_how, more) => {
    const a = await bothHomes();
    expectAccepted(await a.says(tutor, 'leave', { visitor: 'all', ...more }, { visit: first }));
    await a.until(at('13:49'));
    expect(await openedIn(a)).toEqual([]);
    await a.until(at('14:11'));
    expect(await openedIn(a)).toEqual(['12:50 arrival', '13:10 leaving']);
  });

  it('is waited for until they leave it, once they have come to it', async () => {
    const a = await bothHomes();
    // Nobody said that they had left the first.
    await a.until(at('13:45'));
    expect(await openedIn(a)).toEqual(['12:40 leaving']);
    expectAccepted(await a.says(tutor, 'arrive', { visitor: 'all' }, { visit: second }));
    expect((await a.visit(first)).alarms.map((alarm) => alarm.ended?.because)).toEqual(['contact']);
    await a.until(at('14:11'));
    expect(await openedIn(a)).toEqual(['12:40 leaving', '13:10 leaving']);
  });

  it('is waited for there no more by those who go back to school instead, nor by a late word about the first', async () => {
    const a = await bothHomes();
    expectAccepted(await a.says(tutor, 'leave', { visitor: tutor, next: 'school' }, { visit: first }));
    expectAccepted(await a.says(tutor, 'leave', { visitor: mentor, next: second }, { visit: first }));
    expectAccepted(await a.says(mentor, 'arrive', {}, { visit: second }));
    expectAccepted(await a.says(mentor, 'leave', {}, { visit: second }));
    expectAccepted(await a.says(mentor, 'leave', { words: 'I forgot to say' }, { visit: first }));
    await a.until(at('14:39'));
    expect(await openedIn(a)).toEqual([]);
  });
});
