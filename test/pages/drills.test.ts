import { beforeEach, describe, expect, it } from 'vitest';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { at, head, office, teacher } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';

let a: Afternoon;
let pages: ReturnType<typeof pagesOf>;
beforeEach(async () => {
  a = await afternoonAt(hampton(), at('09:00'));
  pages = pagesOf(a);
});

/** The address of one that was begun, and whose first messages have gone. */
async function begun(): Promise<string> {
  const { status, headers } = await pages.post(office, '/drills', { ladder: 'missing', reason: 'Each half term' });
  expect(status).toBe(303);
  await a.drain();
  return headers['location'] ?? '';
}

describe('drills', () => {
  it('are begun from a form, once however often it is sent, and listed', async () => {
    expect((await pages.get(office, '/drills')).text).toContain('There was none yet');
    const fields = { ladder: 'missing', key: 'one-press' };
    const [first, second] = [await pages.post(office, '/drills', fields), await pages.post(office, '/drills', fields)];
    expect(second.headers['location']).toBe(first.headers['location']);
    const { text } = await pages.get(head, '/drills');
    expect(text).toMatch(/DR-\w+ Missing 9am, by .* Under way Nobody has/);
  });

  it('cannot be begun without a ladder, or twice at once: the form says so and keeps what was written', async () => {
    const none = await pages.post(office, '/drills', { reason: 'Each half term' });
    expect(none.status).toBe(400);
    expect(none.html).toContain('href="#ladder"');
    expect(none.text).toContain('Each half term');
    await begun();
    const twice = await pages.post(office, '/drills', { ladder: 'missing' });
    expect(twice.status).toBe(409);
    expect(twice.text).toContain('Stand it down first');
  });

  it('say step by step who was told by what, and when, also as a picture', async () => {
    const path = await begun();
    await a.until(at('09:12'));
    const { status, html, text } = await pages.get(office, path);
    expect(status).toBe(200);
    expect(text).toMatch(/text sent, email sent/);
    expect(html).toMatch(/<desc id="steps-says">Step 1 at 9am, Step 2 at 9\.10am\. Nobody answered\.<\/desc>/);
    expect(html).toContain('ds-ladder__rung--now');
  });

  it('are answered, gone on with and ended by one press each', async () => {
    const path = await begun();
    await a.until(at('09:03'));
    expect((await pages.post(office, `${path}/acknowledge`)).headers['location']).toBe(path);
    expect((await pages.get(office, path)).text).toMatch(/First answer .* after 3 minutes/);
    expect((await pages.post(office, `${path}/log-attempt`, { rung: '1', result: 'no-answer', who: 'Joel' })).status).toBe(303);
    expect((await pages.post(head, `${path}/escalate`)).status).toBe(303);
    expect((await pages.post(head, `${path}/record-police`)).status).toBe(303);
    expect((await pages.post(head, `${path}/stand-down`, { how: 'Three minutes' })).status).toBe(303);
    const { html, text } = await pages.get(office, path);
    expect(text).toContain('How it went Three minutes');
    expect(html).not.toContain('End the drill');
  });

  it('ask for what is missing', async () => {
    const path = await begun();
    for (const [command, field] of [
      ['stand-down', 'how'],
      ['log-attempt', 'result'],
    ]) {
      const { status, html } = await pages.post(office, `${path}/${command ?? ''}`, { rung: '1', who: 'Joel' });
      expect(status).toBe(400);
      expect(html).toContain(`href="#${field ?? ''}"`);
      expect(html).toContain(`id="${field ?? ''}"`);
    }
    expect((await pages.post(office, `${path}/nothing`)).status).toBe(404);
  });

  it('are for those in charge; whoever goes on visits sees none', async () => {
    const path = await begun();
    expect((await pages.get(teacher, '/drills')).status).toBe(403);
    expect((await pages.get(teacher, path)).status).toBe(403);
    expect((await pages.get(office, '/drills/DR-000000')).status).toBe(404);
  });
});
