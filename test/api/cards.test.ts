import { describe, expect, it } from 'vitest';
import { dsl, lighthouse, office, out, requested, secondTutor, tutor } from '../support/lighthouse-visit.ts';

describe('the card of a stage of a visit', () => {
  it('shows and asks whoever is on it what the policy has for that stage', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    const { status, body } = await call(tutor, 'GET', `${visit}/cards/arrive`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      stage: 'arrive',
      prompts: [{ id: 'wait', say: 'Wait to be asked in.', clauses: ['LH-17'] }],
      questions: [],
    });
    expect((await call(tutor, 'GET', `${visit}/cards/prepare`)).body).toMatchObject({
      prompts: [],
      questions: [
        { id: 'animals', of: [{ subject: '', answered: true, yours: true, value: 'A cat, in the kitchen' }] },
        { id: 'arrives', of: [{ answered: true }] },
        { id: 'leaves', of: [{ answered: true }] },
        { id: 'returns', of: [{ answered: true }] },
      ],
    });
  });

  it('has no line for those who do not go, and what they may not read it does not say', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    expect((await call(office, 'GET', `${visit}/cards/arrive`)).body).toMatchObject({ prompts: [] });
    const { body } = await call(office, 'GET', `${visit}/cards/prepare`);
    expect(body['questions']).toMatchObject([{ id: 'animals', of: [{ answered: true }] }, {}, {}, {}]);
    expect(JSON.stringify(body)).not.toContain('A cat');
    expect(JSON.stringify((await call(dsl, 'GET', `${visit}/cards/prepare`)).body)).toContain('A cat');
  });

  it('is for those who may read the visit, and has nothing for a machine', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    expect((await call(secondTutor, 'GET', `${visit}/cards/arrive`)).status).toBe(403);
    expect((await call(undefined, 'GET', `${visit}/cards/arrive`)).status).toBe(401);
    expect((await call('machine:read', 'GET', `${visit}/cards/arrive`)).status).toBe(403);
  });

  it('is there of no stage that there is not, and of no visit', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    expect((await call(tutor, 'GET', `${visit}/cards/teatime`)).status).toBe(404);
    expect((await call(tutor, 'GET', '/visits/HV-0000000/cards/arrive')).status).toBe(404);
  });

  it('is not answered again to somebody who has it already', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await requested(call, afternoon);
    const { headers } = await call(tutor, 'GET', `${visit}/cards/arrive`);
    const again = () => call(tutor, 'GET', `${visit}/cards/arrive`, { headers: { 'if-none-match': headers['etag']! } });
    expect((await again()).status).toBe(304);
  });

  it('lets whoever goes tick its lines, and nobody else', async () => {
    const { afternoon, call } = await lighthouse();
    const visit = await out(call, afternoon);
    expect((await call(tutor, 'POST', `${visit}/tick`, { body: { ticks: ['made-up'] } })).status).toBe(409);
    expect((await call(tutor, 'POST', `${visit}/tick`, { body: { ticks: ['wait'] } })).status).toBe(200);
    expect((await call(secondTutor, 'POST', `${visit}/tick`, { body: { ticks: ['wait'] } })).status).toBe(403);
  });
});
