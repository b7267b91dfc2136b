import { describe, expect, it } from 'vitest';
import { carryOut } from '../../functions/application/carry-out.ts';
import { requestVisit } from '../../functions/application/request-visit.ts';
import { RequestBody } from '../../functions/domain/visit/commands.ts';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { assistant, at, authorised, expectAccepted, head, office, out, teacher } from '../support/hampton-visit.ts';

const morning = () => afternoonAt(hampton(), at('08:30'));
const anybody = { may: () => true };
const press = (key?: string, body = 'b') => ({
  person: teacher,
  by: teacher,
  via: 'api' as const,
  ...(key === undefined ? {} : { key: { id: key, body } }),
});
const arrive = { type: 'arrive' } as const;
const ref = (a: Afternoon) => ({ school: a.school, visit: a.id });

describe('a command', () => {
  it('is written once, with its events, and told to whoever looks after what is due', async () => {
    const a = await morning();
    await out(a);
    const before = await a.visit();
    expectAccepted(await carryOut(a.deps, ref(a), arrive, press(), anybody));
    const now = await a.visit();
    expect(now.version).toBe(before.version + 1);
    expect(now.history.at(-1)).toMatchObject({ type: 'VisitorArrived', visitor: teacher });
    expect(a.pokes.waiting).toEqual([ref(a)]);
  });

  it('sends nothing itself', async () => {
    const a = await morning();
    await out(a);
    a.sent();
    expectAccepted(await carryOut(a.deps, ref(a), { type: 'raise-alarm' }, press(), anybody));
    expect(a.sent()).toEqual([]);
    await a.drain();
    expect(a.sent()).toContain(`text ${office} rung:h1/1`);
  });

  it('that brings nothing new is not written, and is told all the same', async () => {
    const a = await morning();
    await out(a);
    expectAccepted(await a.says(teacher, 'arrive', {}));
    const { version } = await a.visit();
    expectAccepted(await carryOut(a.deps, ref(a), arrive, press(), anybody));
    expect((await a.visit()).version).toBe(version);
    expect(a.pokes.waiting).toHaveLength(1);
  });

  it('goes through where nobody can be told: the sweep finds what is due', async () => {
    const a = await morning();
    await out(a);
    a.pokes.fail();
    expectAccepted(await carryOut(a.deps, ref(a), { type: 'raise-alarm' }, press(), anybody));
    a.sent();
    await a.sweepNow();
    expect(a.sent()).toContain(`text ${office} rung:h1/1`);
  });

  it('that is refused leaves nothing behind', async () => {
    const a = await morning();
    expectAccepted(
      await a.request(teacher, {
        type: 'induction',
        purpose: 'To meet',
        household: 'hampton-home-1',
        visitors: [{ person: teacher }],
        plan: {},
      }),
    );
    const before = await a.visit();
    expect((await a.says(teacher, 'depart', { ticks: [] })).outcome).toBe('refused');
    expect(await a.visit()).toEqual(before);
  });

  it('about no visit, or by somebody who may not, is not carried out', async () => {
    const a = await morning();
    await out(a);
    expect((await carryOut(a.deps, { school: a.school, visit: 'HV-999999' }, arrive, press(), anybody)).outcome).toBe('no-such-visit');
    expect((await carryOut(a.deps, { school: 'elsewhere', visit: a.id }, arrive, press(), anybody)).outcome).toBe('no-such-visit');
    expect((await carryOut(a.deps, ref(a), arrive, press(), { may: () => false })).outcome).toBe('forbidden');
    expect((await carryOut(a.deps, ref(a), { type: 'cancel', reason: 'x' }, press(), { may: () => true, seen: () => false })).outcome).toBe(
      'changed',
    );
  });
});

describe('a race that is lost', () => {
  it('is read and decided again, until it is won', async () => {
    const a = await morning();
    await out(a);
    a.visits.conflict(5);
    expectAccepted(await carryOut(a.deps, ref(a), arrive, press(), anybody));
    expect((await a.visit()).history.filter((e) => e.type === 'VisitorArrived')).toHaveLength(1);
  });

  it('twelve times over is said to be busy, and nothing is lost by sending it again', async () => {
    const a = await morning();
    await out(a);
    a.visits.conflict(12);
    expect((await carryOut(a.deps, ref(a), arrive, press('k'), anybody)).outcome).toBe('busy');
    expectAccepted(await carryOut(a.deps, ref(a), arrive, press('k'), anybody));
    expect((await a.visit()).history.filter((e) => e.type === 'VisitorArrived')).toHaveLength(1);
  });

  it('is decided on what is true then: two who come back at once are both back', async () => {
    const a = await morning();
    await out(a);
    await Promise.all([a.says(teacher, 'return', {}), a.says(assistant, 'return', {})]);
    expect((await a.visit()).visitors.map((v) => v.accountedForAt)).toEqual([at('13:00'), at('13:00')]);
  });
});

describe('a key', () => {
  it('makes a press count once, whatever else happened meanwhile', async () => {
    const a = await morning();
    await out(a);
    for (let n = 0; n < 3; n += 1) expectAccepted(await a.says(teacher, 'raise-alarm', {}, { key: 'press-1' }));
    expectAccepted(await a.says(office, 'note', { words: 'Ringing her' }));
    expectAccepted(await a.says(teacher, 'raise-alarm', {}, { key: 'press-1' }));
    expect((await a.visit()).alarms).toHaveLength(1);
  });

  it('with something else is a mistake, and says so', async () => {
    const a = await morning();
    await out(a);
    expectAccepted(await carryOut(a.deps, ref(a), arrive, press('k', 'one'), anybody));
    expect((await carryOut(a.deps, ref(a), { type: 'leave' }, press('k', 'two'), anybody)).outcome).toBe('key-reused');
  });

  it('asks for a visit once', async () => {
    const a = await morning();
    await authorised(a);
    const first = await a.visit();
    const body = RequestBody.parse({
      type: 'induction',
      purpose: 'To meet the family',
      household: 'hampton-home-1',
      visitors: [{ person: teacher }],
      plan: {},
    });
    const again = (key: string) =>
      requestVisit(
        a.deps,
        a.school,
        a.id,
        body,
        'h-new',
        { person: teacher, by: teacher, via: 'api', key: { id: key, body: 'b' } },
        anybody,
      );
    expectAccepted(await again('ask-1'));
    expect(await a.visit()).toEqual(first);
  });
});

describe('a record that has grown very long', () => {
  it('takes only what keeps somebody safe', async () => {
    const a = await morning();
    await out(a);
    for (let n = 0; n < 110; n += 1) expectAccepted(await a.says(office, 'note', { words: 'x'.repeat(1900) }, { settled: false }));
    expect((await a.says(teacher, 'answer', { answers: { 'parent-questions': 'None' } })).outcome).toBe('too-long');
    expectAccepted(await a.says(teacher, 'arrive', {}));
    expectAccepted(await a.says(office, 'raise-alarm', {}));
    expectAccepted(await a.says(office, 'acknowledge', { alarm: 'h1' }));
  });
});

describe('what is said about a home or a colleague', () => {
  it('is kept with them, and the next visit reads it there', async () => {
    const a = await morning();
    await authorised(a);
    expectAccepted(await a.says(head, 'answer', { answers: { 'offer-answer': 'declined' } }));
    expect((await a.schools.household(a.school, 'hampton-home-1'))?.value.answers['offer-answer']).toMatchObject({
      value: 'declined',
      by: head,
    });
    const next = await a.request(teacher, {
      type: 'induction',
      purpose: 'To meet',
      household: 'hampton-home-1',
      visitors: [{ person: teacher }],
      plan: {},
    });
    expect(next).toMatchObject({ outcome: 'refused', refusal: { clauses: ['HA-08'] } });
  });
});

describe('a visit that is put off', () => {
  it('is a new one: no agreement and no answer of the day goes with it', async () => {
    const a = await morning();
    await authorised(a);
    expectAccepted(await a.says(teacher, 'reschedule', { reason: 'Snow', plan: { departAt: at('13:00'), returnAt: at('14:30') } }));
    const old = await a.visit();
    expect(old.ended).toBe('cancelled');
    const moved = old.history.find((e) => e.type === 'VisitRescheduled');
    const next = await a.visit(moved?.type === 'VisitRescheduled' ? moved.to : undefined);
    expect(next).toMatchObject({ follows: a.id, agreements: [], authorised: false, purpose: old.purpose });
    expect(Object.keys(next.answers)).toEqual(['class']);
  });
});
