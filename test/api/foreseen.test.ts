import { describe, expect, it } from 'vitest';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { apiOf } from '../support/api.ts';
import { assistant, at, induction, teacher } from '../support/hampton-visit.ts';

async function atHampton() {
  const afternoon = await afternoonAt(hampton(), at('09:00'));
  return { afternoon, call: apiOf(afternoon) };
}
const codesIn = (list: unknown): readonly unknown[] => (list as readonly { readonly code: string }[]).map(({ code }) => code); // as unmet is
const path = '/visits/foreseen';

describe('what is foreseen of a visit', () => {
  it('is what the policy wants of it, step by step, and keeps nothing', async () => {
    const { call } = await atHampton();
    const { status, body } = await call(teacher, 'POST', path, { body: { household: 'hampton-home-1' } });
    const unmet = body['unmet'] as Readonly<Record<string, unknown>>; // as foresee.ts has it
    expect(status).toBe(200);
    expect(codesIn(unmet['request'])).toContain('purpose');
    expect(codesIn(unmet['depart'])).not.toContain('purpose');
    expect((await call(teacher, 'GET', '/visits')).body['visits']).toEqual([]);
  });

  it('wants before a request what a request is refused for', async () => {
    const { call } = await atHampton();
    const wanting = { ...induction, household: 'hampton-home-1', type: 'family-support' };
    const foreseen = await call(teacher, 'POST', path, { body: wanting });
    const refused = await call(teacher, 'POST', '/visits', { body: wanting });
    expect(refused.status).toBe(409);
    expect((foreseen.body['unmet'] as Readonly<Record<string, unknown>>)['request']).toEqual(refused.body['unmet']); // as above
  });

  it('counts no answer to what is not asked of such a visit', async () => {
    const { call } = await atHampton();
    const answers = { class: { class: 'Willow', teacher } };
    const counted = async (type: string) => (await call(teacher, 'POST', path, { body: { ...induction, type, answers } })).body['counted'];
    expect(await counted('induction')).toEqual(['class']);
    expect(await counted('family-support')).toEqual([]);
  });

  it('is refused like a request for an answer that does not fit, and for somebody whom nobody knows', async () => {
    const { call } = await atHampton();
    const wrong = await call(teacher, 'POST', path, { body: { ...induction, answers: { class: 'Willow' } } });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'wrong-answer', answer: { question: 'class' } } });
    const stranger = await call(teacher, 'POST', path, { body: { ...induction, visitors: [{ person: 'nobody' }] } });
    expect(stranger).toMatchObject({ status: 409, body: { code: 'unknown-person' } });
  });

  it('is for whoever may open homes, and for no machine', async () => {
    const { call } = await atHampton();
    for (const who of [teacher, assistant, 'hampton-office', 'hampton-technician'])
      expect((await call(who, 'POST', path, { body: induction })).status, who).toBe(200);
    for (const who of ['machine:read', 'machine:write']) expect((await call(who, 'POST', path, { body: induction })).status, who).toBe(403);
  });
});
