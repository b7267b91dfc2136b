import { beforeEach, describe, expect, it } from 'vitest';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { type Answered, apiOf } from '../support/api.ts';
import { assistant, at, deputy, executiveHead, expectAccepted, head, induction, office, out, teacher } from '../support/hampton-visit.ts';

let a: Afternoon;
let call: ReturnType<typeof apiOf>;
beforeEach(async () => {
  // The deputy goes on visits too.
  const { file, policy } = hampton();
  const people = file.people.map((person) =>
    person.id === deputy ? { ...person, duties: [...person.duties, 'visitor' as const] } : person,
  );
  a = await afternoonAt({ file: { ...file, people }, policy }, at('08:30'));
  call = apiOf(a);
});
const june = (who: string): Promise<Answered> => call(who, 'GET', '/doing?from=2026-06&to=2026-06');
const back = async (time: string): Promise<void> => {
  await a.until(at(time));
  expectAccepted(await a.says(teacher, 'return', { visitor: 'all' }));
};

describe('how the school is doing', () => {
  it('counts what went, what was late and what came of it, and names nobody', async () => {
    await out(a);
    await a.until(at('15:12'));
    expectAccepted(await a.says(head, 'acknowledge', { alarm: 'a1' }));
    await back('15:20');
    const answer = await june(office);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{ at: at('15:20'), from: '2026-06', to: '2026-06', isWhole: true },
        months: [{ month: '2026-06', visits: 1, onTime: 0, late: 1, overdue: 1, help: 0, answered: { n: 1, worst: 720 } }],
        total: { visits: 1, ended: { n: 1, worst: 1200 } },
      },
    });
    expect(answer.text).not.toMatch(/HV-|hampton-/);
  });

  it('is by whole months, of the school year so far where none are named, and of two years at most', async () => {
    const { body } = await call(head, 'GET', '/doing');
    expect(body).toMatchObject({ from: '2025-09', to: '2026-06' });
    expect(body['months']).toHaveLength(10);
    for (const wrong of ['from=2026-06-01', 'from=2026-07&to=2026-06', 'from=2024-06&to=2026-06', 'to=2026-13', 'day=1'])
      expect((await call(head, 'GET', `/doing?${wrong}`)).status, wrong).toBe(400);
  });

  it('is for those in charge and whoever keeps the records, and for no machine', async () => {
    for (const who of [office, deputy, head, executiveHead, 'hampton-technician']) expect((await june(who)).status, who).toBe(200);
    for (const who of [teacher, assistant, 'machine:read', 'machine:write']) expect((await june(who)).status, who).toBe(403);
  });

  it('is the same for somebody on a visit whether or not there was a call for help on it, before and after', async () => {
    const seen = async (kind: string | undefined): Promise<readonly string[]> => {
      const b = await afternoonAt(hampton(), at('08:30'));
      await out(b, { ...induction, visitors: [{ person: teacher }, { person: assistant }, { person: deputy }] });
      const answers: string[] = [];
      const look = async (): Promise<void> => {
        answers.push((await apiOf(b)(deputy, 'GET', '/doing')).text);
      };
      await b.until(at('13:30'));
      if (kind === 'help') expectAccepted(await b.says(deputy, 'raise-alarm', { kind }));
      await look();
      await b.until(at('14:20'));
      expectAccepted(await b.says(teacher, 'return', { visitor: 'all' }));
      await look();
      await b.until(at('14:40'));
      if (kind === 'help')
        expectAccepted(
          await b.says(head, 'stand-down', {
            ...{ alarm: 'h1', how: 'Spoke to them' },
            visitors: { [teacher]: 'accounted-for', [assistant]: 'accounted-for', [deputy]: 'accounted-for' },
          }),
        );
      await look();
      const others = JSON.parse((await apiOf(b)(head, 'GET', '/doing')).text) as { readonly total: { readonly help: number } }; // as it is sent
      expect(others.total.help).toBe(kind === 'help' ? 1 : 0);
      return answers;
    };
    expect(await seen('help')).toEqual(await seen(undefined));
  });

  it('counts what is closed as it was', async () => {
    await out(a);
    await back('14:20');
    const before = (await june(head)).body;
    await a.until(at('15:30'));
    await a.says(teacher, 'write-up', { answers: { 'any-concern': 'none' } });
    await a.says(teacher, 'close', {});
    const after = (await june(head)).body;
    expect({ ...after, at: before['at'] }).toEqual(before);
    expect(before).toMatchObject({ total: { visits: 1, onTime: 1 } });
  });

  it('says so where a visit with an alarm cannot be read, and counts the others', async () => {
    await out(a);
    await a.until(at('15:12'));
    await back('15:20');
    await a.until(at('15:40'));
    a.visits.spoil({ school: a.school, visit: a.id });
    expect((await june(head)).body).toMatchObject({ isWhole: false, total: { visits: 1, late: 1, overdue: 0 } });
  });
});
