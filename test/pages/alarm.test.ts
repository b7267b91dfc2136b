import { describe, expect, it } from 'vitest';
import { barsOf } from '../../functions/pages/pictures/ladder.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { assistant, at, gone, head, office, out, teacher } from '../support/hampton-visit.ts';
import { pagesOf } from '../support/pages.ts';

const path = '/visits/HV-000001/alarms/a1';
const overdue = async () => {
  const a = await gone();
  await a.until(at('15:00'));
  return { a, pages: pagesOf(a) };
};
/** What a form of the page sends, by what is pressed. */
const formIn = (html: string, press: string): Readonly<Record<string, string>> => {
  const form = html.split('<form').find((part) => part.includes(`name="press" value="${press}"`)) ?? '';
  return Object.fromEntries(
    [...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
};

describe('an alarm', () => {
  it('is shown as its steps: who is told, whom to ring, what to say, when, and the clause', async () => {
    const { pages } = await overdue();
    const { status, text, html } = await pages.get(office, path);
    expect(status).toBe(200);
    expect(text).toMatch(/Nobody has it\. The next step is at 3\.10pm/);
    expect(text).toMatch(/1 Ring the visitors Now, since 3pm Not back half an hour .* HA-62 For Maureen [^.]*\. [^:]*: 07700 9\d+/);
    expect(text).toMatch(/2 Ring the home At 3\.10pm .* HA-63/);
    expect(text).toMatch(/3 Tell .* and .* At 3\.20pm/);
    expect(text).toMatch(/4 Ring the police At 3\.30pm .* HA-65 .* 999/);
    expect(html).toMatch(/<svg [^>]*role="img"[^>]*><title [^>]*>The ladder: 0 steps of 4 behind us, step 1 now/);
  });

  it('says above its buttons whom to ring now, whichever step it is at', async () => {
    const { a, pages } = await overdue();
    const above = async (): Promise<string> => (await pages.get(office, path)).text.split('I have it')[0] ?? '';
    expect(await above()).toMatch(/Ring the visitors: Not back half an hour .* HA-62 Priya Raman: 07700 9\d+/);
    await a.until(at('15:10'));
    expect(await above()).toMatch(/Ring the home: No word .* HA-63 The Okonjo-Bell family: 020 7946 0101/);
  });

  it('is taken by one press, and two presses are one', async () => {
    const { a, pages } = await overdue();
    const sent = formIn((await pages.get(office, path)).html, 'have');
    const first = await pages.post(office, path, sent);
    expect([first.status, first.headers['location']]).toEqual([303, `${path}?after=have`]);
    expect((await pages.post(office, path, sent)).status).toBe(303);
    expect((await pages.get(office, `${path}?after=have`)).text).toContain('You have it until 3.10pm. Then it goes on by itself.');
    expect((await a.visit()).history.filter(({ type }) => type === 'AlarmAcknowledged')).toHaveLength(1);
  });

  it('stays with whoever had it first: the second is told who has it and until when, and may take it over', async () => {
    const { pages } = await overdue();
    const [mine, theirs] = [formIn((await pages.get(office, path)).html, 'have'), formIn((await pages.get(head, path)).html, 'have')];
    await pages.post(office, path, mine);
    await pages.post(head, path, theirs);
    const second = await pages.get(head, `${path}?after=have`);
    expect(second.text).toMatch(/Maureen [^.]* has it until 3\.10pm, and had it before you/);
    expect(second.text).toMatch(/Take it over from Maureen/);
    await pages.post(head, path, formIn(second.html, 'have'));
    expect((await pages.get(head, path)).text).toContain('You have it until 3.10pm.');
  });

  it('goes on to its next step when nobody answers, and says what was tried', async () => {
    const { pages } = await overdue();
    await pages.post(office, path, formIn((await pages.get(office, path)).html, 'no-answer'));
    const { text } = await pages.get(office, `${path}?after=no-answer`);
    expect(text).toContain('Written down: no answer. The next step begins.');
    expect(text).toMatch(/1 Ring the visitors Begun at 3pm .*3pm: Maureen [^,]*, no answer\./);
    expect(text).toMatch(/2 Ring the home Now, since 3pm .* 0\d+/);
  });

  it('says that 999 was called, by whom and when', async () => {
    const { pages } = await overdue();
    await pages.post(head, path, formIn((await pages.get(head, path)).html, '999'));
    expect((await pages.get(head, `${path}?after=999`)).text).toMatch(/The police were rung at 3pm by [A-Z][^.]*\. Add their reference/);
  });

  it('says of no press that it was made unless it was', async () => {
    const { pages } = await overdue();
    const plain = await pages.get(office, path);
    for (const after of ['have', 'no-answer', '999', 'needs-help', 'nonsense'])
      expect((await pages.get(office, `${path}?after=${after}`)).text).toBe(plain.text);
  });

  it('opens a call for help where they were reached and need it, after which nobody rings them', async () => {
    const { a, pages } = await overdue();
    await pages.post(office, path, formIn((await pages.get(office, path)).html, 'needs-help'));
    expect((await a.visit()).alarms.map(({ kind }) => kind)).toContain('distress');
    await a.drain();
    const { text } = await pages.get(office, path);
    expect(text).toContain('Do not ring: a call could put them in danger.');
    expect(text).not.toMatch(/07700 900\d{3}: |Ada: 07700/);
  });

  it('shows a button that it does not know as it stands, with what to do', async () => {
    const { pages } = await overdue();
    const { status, text } = await pages.post(office, path, { press: 'explode' });
    expect(status).toBe(400);
    expect(text).toContain('Press one of the buttons below.');
  });

  it('is not there for whoever is on a visit on which help was called for, nor to be worked by them', async () => {
    const a = await gone();
    await a.says(assistant, 'raise-alarm', { kind: 'help' });
    const pages = pagesOf(a);
    for (const who of [teacher, assistant]) {
      expect((await pages.get(who, '/visits/HV-000001/alarms/h1')).status).toBe(404);
      expect((await pages.post(who, '/visits/HV-000001/alarms/h1', { press: 'have' })).status).toBe(404);
      expect((await pages.get(who, '/visits/HV-000001/alarms/h1')).html).toBe((await pages.get(who, '/visits/HV-000001/alarms/h7')).html);
      expect((await pages.get(who, '/visits/HV-000001/alarms/h1/stand-down')).status).toBe(404);
    }
    expect((await pages.get(office, '/visits/HV-000001/alarms/h1')).text).toContain('Call for help');
  });

  it('shows whoever is on the visit what they raised openly, and nothing of how it is worked', async () => {
    const a = await gone();
    await a.says(teacher, 'raise-alarm', { kind: 'illness' });
    const { status, text } = await pagesOf(a).get(teacher, path);
    expect([status, text]).toEqual([200, expect.stringContaining('Raised at 1pm')]);
    expect(text).not.toMatch(/HA-\d|I have it|Ring the police/);
    expect((await pagesOf(a).post(teacher, path, { press: 'have' })).status).toBe(409);
  });
});

describe('standing an alarm down', () => {
  it('is asked after "Spoke to them: safe", which is written down at once', async () => {
    const { a, pages } = await overdue();
    const { headers } = await pages.post(office, path, formIn((await pages.get(office, path)).html, 'safe'));
    expect(headers['location']).toBe(`${path}/stand-down`);
    expect((await a.visit()).history.at(-1)).toMatchObject({ type: 'AttemptLogged', result: 'reached-safe' });
    expect((await pages.get(office, `${path}/stand-down`)).html).toContain('Spoke to them</textarea>');
  });

  it('wants to know of each whether they are back or when they will be, and keeps what was said', async () => {
    const { a, pages } = await overdue();
    const { status, text, html } = await pages.post(office, `${path}/stand-down`, {
      how: 'Spoke to Priya',
      [`is-${teacher}`]: 'out',
      [`until-${teacher}`]: 'two',
    });
    expect(status).toBe(400);
    expect(text).toMatch(/There is a problem Say by when .* will be back, like 4.15pm Say whether .* is back or still out/);
    for (const kept of ['Spoke to Priya</textarea>', 'value="two"', `href="#until-${teacher}"`, `href="#is-${assistant}"`])
      expect(html).toContain(kept);
    expect((await a.visit()).alarms[0]).not.toHaveProperty('ended');
  });

  it('takes no time that has passed', async () => {
    const { pages } = await overdue();
    const { status, text } = await pages.post(office, `${path}/stand-down`, {
      how: 'Spoke to both',
      [`is-${teacher}`]: 'accounted-for',
      [`is-${assistant}`]: 'out',
      [`until-${assistant}`]: '2.30pm',
    });
    expect([status, text]).toEqual([400, expect.stringContaining('That has passed')]);
  });

  it('ends it, and watches again for whoever is still out', async () => {
    const { a, pages } = await overdue();
    const { headers } = await pages.post(office, `${path}/stand-down`, {
      how: 'Spoke to both',
      [`is-${teacher}`]: 'accounted-for',
      [`is-${assistant}`]: 'out',
      [`until-${assistant}`]: '4.15pm',
    });
    expect(headers['location']).toBe(path);
    expect((await pages.get(office, path)).text).toMatch(/It is over since 3pm\. It was stood down\. Spoke to both/);
    expect((await pages.get(office, '/board')).text).toMatch(/1 person is out .*to be back by 4.15pm/);
    expect((await a.visit()).alarms[0]).toMatchObject({ ended: { because: 'stood-down' } });
  });

  it('is not for whom the school has not named for a call for help, and says so', async () => {
    const { file, policy } = hampton();
    const a = await afternoonAt(
      { file: { ...file, settings: { values: { ...file.settings.values, 'stand-down-by': [head] } } }, policy },
      at('08:30'),
    );
    await out(a);
    await a.says(assistant, 'raise-alarm', { kind: 'help' });
    const { status, text } = await pagesOf(a).post(office, '/visits/HV-000001/alarms/h1/stand-down', {
      how: 'Spoke to both',
      [`is-${teacher}`]: 'accounted-for',
      [`is-${assistant}`]: 'accounted-for',
    });
    expect(status).toBe(409);
    expect(text).toContain('There is a problem');
  });
});

describe('the picture of a ladder', () => {
  it('fills from the first step to the last, within its width', () => {
    expect(barsOf([1, 0.5, 0, 0])).toEqual([
      { x: 0, width: 22.75, filled: 22.75 },
      { x: 25.75, width: 22.75, filled: 11.38 },
      { x: 51.5, width: 22.75, filled: 0 },
      { x: 77.25, width: 22.75, filled: 0 },
    ]);
    expect(barsOf([7, -1]).map(({ filled }) => filled)).toEqual([48.5, 0]);
    expect(barsOf([])).toEqual([]);
  });
});
