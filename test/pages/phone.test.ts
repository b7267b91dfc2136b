import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { makePhoneLink } from '../../functions/application/phone-links.ts';
import { Unreadable } from '../../functions/domain/unreadable.ts';
import { addressOf } from '../../functions/pages/look/addresses.ts';
import { assetNamed } from '../../functions/pages/look/assets.ts';
import { type Afternoon, afternoonAt, hampton, schoolOf } from '../support/afternoon.ts';
import * as of from '../support/hampton-visit.ts';
import { pagesOf, type Shown } from '../support/pages.ts';
import * as roselyn from '../support/roselyn-visit.ts';

const { assistant, at, office, teacher } = of;

/** The phone of somebody on the visit that was asked for last. */
async function phoneOf(a: Afternoon, person = teacher, visit = a.id) {
  const link = await makePhoneLink(a.deps, { school: a.school, visit }, person);
  const pages = pagesOf(a);
  const path = `/v/${link}`;
  return {
    path,
    look: (query = '') => pages.get(undefined, `${path}${query}`),
    press: async (name: string, fields: Readonly<Record<string, string | readonly string[]>> = {}, headers = {}): Promise<Shown> => {
      const answer = await pages.post(undefined, path, { press: name, visit, ...fields }, headers);
      await a.drain();
      return answer;
    },
  };
}

async function onTheWay() {
  const a = await afternoonAt(hampton(), at('08:30'));
  await of.out(a);
  return { a, ...(await phoneOf(a)) };
}

/** The school that asks most of whoever is out. */
async function onARound() {
  const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('08:30'));
  const { lead } = await roselyn.outOnARound(a, roselyn.words.safe);
  return { a, lead, ...(await phoneOf(a, roselyn.tutor, lead)) };
}

/** What the buttons say: the one that is expected, and the others. */
const bigButtons = ({ html }: Shown): readonly string[] => buttons(html, 'govuk-button ds-big-button');
const buttons = (html: string, classes: string): readonly string[] =>
  [...html.matchAll(new RegExp(`<button type="submit" class="${classes}">([^<]*)`, 'g'))].map(([, text = '']) => text);
/** The fields that stand hidden in the form of a button. */
function hiddenBeside(html: string, button: string): Readonly<Record<string, string>> {
  const form = [...html.matchAll(/<form.*?<\/form>/gs)].map(([text]) => text).find((text) => text.includes(button)) ?? '';
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}
const eventsOf = async (a: Afternoon, ...types: readonly string[]) =>
  (await a.visit()).history.filter(({ type }) => types.includes(type)).map(({ type, by, via }) => `${type} ${by} ${via}`);
const callsFor = async (a: Afternoon, kind = 'distress', visit = a.id) =>
  (await a.visit(visit)).alarms.filter((alarm) => alarm.kind === kind);

describe('the phone page', () => {
  it('asks for no sign-in, and has the next step as its one big button, whatever it is by now', async () => {
    const { a, look, press } = await onTheWay();
    expect(bigButtons(await look())).toEqual(['I have arrived']);
    expect((await look()).text).toContain('On the way. Be back by 2.30pm.');
    await press('arrive');
    expect(bigButtons(await look())).toEqual(['I have left the home']);
    await press('leave', { outcome: 'went-ahead' });
    expect(bigButtons(await look())).toEqual(['I am back']);
    await press('return');
    expect(bigButtons(await look())).toEqual([]);
    expect((await look()).text).toContain('You are back since 1pm.');
    expect(await eventsOf(a, 'VisitorArrived', 'VisitorLeft', 'VisitorReturned')).toEqual(
      ['VisitorArrived', 'VisitorLeft', 'VisitorReturned'].map((type) => `${type} ${teacher} phone-link`),
    );
  });

  it('says that they were to be back once that time is over', async () => {
    const { a, look } = await onTheWay();
    await a.until(at('14:30'));
    expect((await look()).text).toContain('On the way. Be back by 2.30pm.');
    await a.until(at('14:31'));
    expect((await look()).text).toContain('On the way. You were to be back by 2.30pm. Say below where you are, or how late you will be.');
  });

  it('is answered after each press with the page as it now is, which may be loaded again', async () => {
    const { look, path, press } = await onTheWay();
    const { status, headers } = await press('arrive');
    expect([status, headers['location']]).toEqual([303, `${path}?sent=1`]);
    expect((await look('?sent=1')).text).toContain('The school has it.');
    expect((await look()).text).not.toContain('The school has it.');
  });

  it('changes nothing by being looked at: scanners of texts follow links', async () => {
    const { a, look } = await onTheWay();
    const before = await a.visit();
    await look('?press=arrive&sent=1&about=violence');
    expect(await a.visit()).toEqual(before);
  });

  it('shows the lines of the policy for where they are, with their clauses, and takes what is ticked', async () => {
    const { a, look, press } = await onTheWay();
    expect((await look()).text).toContain('Wear your badge where it can be seen, all the time. HA-48');
    const ticks = [...(await look()).html.matchAll(/name="ticks"[^>]*value="([^"]*)"/g)].map(([, tick = '']) => tick);
    expect(ticks.length).toBeGreaterThan(2);
    expect((await press('tick', { ticks })).status).toBe(303);
    expect((await a.visit()).ticks).toEqual(expect.arrayContaining(ticks.map((tick) => `${tick}#${teacher}`)));
    expect((await press('tick')).status).toBe(400);
  });

  it('rings and texts the office with one tap', async () => {
    const { look } = await onTheWay();
    const { html } = await look();
    expect(html).toContain('href="tel:+447700900121"');
    expect(html).toContain('href="sms:+447700900121"');
    expect(html).toContain('href="tel:999"');
  });

  it('is said of everybody who is together only where they say so', async () => {
    const { a, press } = await onTheWay();
    await press('arrive');
    expect((await a.visit()).visitors.map(({ stops }) => stops.length)).toEqual([1, 0]);
    await press('leave', { all: 'yes' });
    expect((await a.visit()).visitors.map(({ stops }) => stops[0]?.leftAt !== undefined)).toEqual([true, true]);
  });

  it('takes back what was pressed by mistake, and they are watched again', async () => {
    const { a, look, press } = await onTheWay();
    await press('return');
    expect((await look()).text).toContain('I am not back');
    await press('correct', { what: 'return' });
    expect((await a.visit()).visitors[0]).not.toHaveProperty('accountedForAt', expect.any(String));
  });

  it('is the same for whoever has signed in and goes, and for nobody who does not go', async () => {
    const { a } = await onTheWay();
    const pages = pagesOf(a);
    expect(bigButtons(await pages.get(assistant, `/visits/${a.id}/phone`))).toEqual(['I have arrived']);
    expect((await pages.post(assistant, `/visits/${a.id}/phone`, { press: 'arrive' })).headers['location']).toBe(
      `/visits/${a.id}/phone?sent=1`,
    );
    expect(await eventsOf(a, 'VisitorArrived')).toEqual([`VisitorArrived ${assistant} form`]);
    expect((await pages.get(office, `/visits/${a.id}/phone`)).status).toBe(403);
  });

  it.each([
    ['with little that is asked', onTheWay],
    ['with much', onARound],
  ])('is light enough for one bar of signal, with its style and its script, %s', async (_, begin) => {
    const { look, press } = await begin();
    await press('arrive');
    const { html } = await look();
    const assets = ['phone.css', 'phone.js', 'mark.svg'].map((name) => assetNamed(addressOf(name).replace('/assets/', ''))?.body ?? '');
    const bytes = [html, ...assets].map((text) => brotliCompressSync(text).byteLength);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(15 * 1024);
  });
});

describe('what the policy asks while they are out', () => {
  const answer = (stage: string, fields: Readonly<Record<string, string>>) => ['answer', { stage, ...fields }] as const;
  const answersOf = async (a: Afternoon, visit = a.id) =>
    Object.fromEntries(Object.entries((await a.visit(visit)).answers).map(([id, { value }]) => [id, value]));

  it('stands on the page where it is asked, closed until it is opened, and is taken with one press', async () => {
    const { a, look, path, press } = await onTheWay();
    expect((await look()).html).toMatch(/<details class="govuk-details"><summary[^>]*><span[^>]*>To answer at the door: 1</);
    expect((await look()).text).toContain('Who came to the door? HA-46');
    const { status, headers } = await press(...answer('arrive', { 'a.door': 'parent' }));
    expect([status, headers['location']]).toEqual([303, `${path}?sent=1`]);
    expect(await answersOf(a)).toMatchObject({ door: 'parent' });
    expect(await eventsOf(a, 'QuestionsAnswered')).toContain(`QuestionsAnswered ${teacher} phone-link`);
    expect((await look()).text).toContain('Answered at the door');
  });

  it('is opened where an answer brings another question with it', async () => {
    const { look, path, press } = await onTheWay();
    expect((await press(...answer('arrive', { 'a.door': 'stranger' }))).headers['location']).toBe(`${path}?asks=arrive`);
    const { html, text } = await look('?asks=arrive');
    expect(html).toMatch(/<details class="govuk-details" open=""><summary[^>]*><span[^>]*>To answer at the door: 1</);
    expect(text).toContain('What you answered brings a question with it');
    expect(text).toContain('do you feel safe?');
  });

  it('is answered with what the school says to it, where that cannot wait', async () => {
    const { a, look, press } = await onTheWay();
    await press(...answer('arrive', { 'a.door': 'child-only' }));
    expect(await callsFor(a, 'concern')).toHaveLength(1);
    expect((await look()).text).toContain('Raised at 1pm: Stay outside.');
  });

  it('is not shown again once it was answered: the screen is seen in the home', async () => {
    const { a, look, press } = await onTheWay();
    await press('arrive');
    await press(...answer('during', { 'a.parent-questions': 'Whether he may bring his rabbit' }));
    expect(await answersOf(a)).toMatchObject({ 'parent-questions': 'Whether he may bring his rabbit' });
    await press(...answer('arrive', { 'a.door': 'parent' }));
    const { html, text } = await look();
    expect(text).toContain('Answered already. Answer again only to change it.');
    expect(html).not.toMatch(/rabbit|checked/);
  });

  it('is asked still once they have come away, and how it ended with it', async () => {
    const { a, look, press } = await onTheWay();
    await press('arrive');
    expect((await look()).html).not.toContain('name="a.outcome"');
    await press('leave');
    expect((await look()).text).toContain('To answer at the door: 1');
    await press(...answer('leave', { 'a.outcome': 'nobody-home' }));
    expect((await look()).text).toContain('What does the slip you left say');
    await press(...answer('leave', { 'a.slip.time-time': '1.05pm', 'a.slip.name': 'Ada', 'a.slip.number': '01632 960 121' }));
    expect(await answersOf(a)).toMatchObject({ outcome: 'nobody-home', slip: { time: at('13:05'), name: 'Ada' } });
  });

  it('is taken however late it comes', async () => {
    const { a, press } = await onTheWay();
    await press('arrive');
    await press('leave');
    await press('return');
    expect((await press(...answer('arrive', { 'a.door': 'parent' }))).status).toBe(303);
    expect(await answersOf(a)).toMatchObject({ door: 'parent' });
  });

  it('is asked again where it cannot be read, with what was written and what to do', async () => {
    const { a, press } = await onTheWay();
    await press('arrive');
    await press('leave', { outcome: 'nobody-home' });
    const wrong = await press(...answer('leave', { 'a.slip.time-time': 'after lunch', 'a.slip.name': 'Ada' }));
    expect(wrong.status).toBe(400);
    expect(wrong.html).toContain('<a href="#a.slip.time-time">Write a time of the day, like 4.15pm');
    expect(wrong.html).toContain('value="after lunch"');
    expect((await press(...answer('leave', {}))).text).toContain('Answer what you can, then send it');
    expect((await press('answer', { stage: 'leave' }, { accept: 'application/json' })).html).toBe('{"taken":false}');
    expect(await answersOf(a)).not.toHaveProperty('slip');
  });

  it('adds to a list what stood there before, once however often the same form is sent', async () => {
    const { a, lead, press } = await onARound();
    await press('arrive');
    for (const [name, key] of [
      ['Rose', 'one'],
      ['Jo', 'two'],
      ['Jo', 'two'],
    ] as const)
      expect((await press('answer', { stage: 'during', 'a.spoke-to.0.name': name, key })).status).toBe(303);
    expect((await answersOf(a, lead))['spoke-to']).toEqual([{ name: 'Rose' }, { name: 'Jo' }]);
  });
});

describe('a press', () => {
  it('is done once however often the same form is sent, and with other words in it is another', async () => {
    const { a, press } = await onTheWay();
    for (const words of ['Here', 'Here', 'Here, and all is well'])
      expect((await press('check-in', { words, key: 'same' })).status).toBe(303);
    expect(await eventsOf(a, 'VisitorCheckedIn')).toHaveLength(2);
  });

  it('is about the home that the form was made for, however late it comes', async () => {
    const { a, press } = await onTheWay();
    await press('arrive', { visit: 'HV-999999' });
    expect(await eventsOf(a, 'VisitorArrived')).toHaveLength(1);
  });

  it('keeps the phone’s own time, which moves no clock', async () => {
    const { a, press } = await onTheWay();
    await press('arrive', { at: '2026-06-22T11:59:00.000Z' });
    expect((await a.visit()).history.at(-1)).toMatchObject({ type: 'VisitorArrived', at: at('13:00'), saidAt: '2026-06-22T11:59:00.000Z' });
  });

  it('that nobody can make out is kept, and never refused', async () => {
    const { a, press } = await onTheWay();
    expect((await press('dance', { words: 'On the table' })).status).toBe(303);
    expect((await a.visit()).history.at(-1)).toMatchObject({ type: 'NoteMade', words: 'On the table' });
  });

  it('from a page of somebody else is not done', async () => {
    const { a, press } = await onTheWay();
    const answer = await press('return', {}, { origin: 'https://evil.example' });
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('was not sent')]);
    expect(await eventsOf(a, 'VisitorReturned')).toEqual([]);
  });

  it('from a browser that does not say whence is done: no other site has the link', async () => {
    const { a, press } = await onTheWay();
    expect((await press('raise-alarm', { kind: 'help' }, { origin: '' })).status).toBe(303);
    expect(await callsFor(a)).toHaveLength(1);
  });

  it('by the outbox is answered with whether it was taken, and where to look', async () => {
    const { a, press } = await onTheWay();
    const json = { accept: 'application/json' };
    const answered = async (name: string, fields = {}, headers = {}) => {
      const { status, html } = await press(name, fields, { ...json, ...headers });
      const answer: unknown = JSON.parse(html);
      return [status, answer];
    };
    expect(await answered('arrive')).toEqual([200, { taken: true, see: '?sent=1' }]);
    expect(await answered('raise-alarm', { kind: 'help' })).toEqual([200, { taken: true, see: '?sent=1' }]);
    expect(await answered('raise-alarm', { kind: 'illness' })).toEqual([200, { taken: true, see: '?about=illness' }]);
    expect(await answered('revise', { until: 'soon' })).toEqual([200, { taken: true, see: '?unread=1' }]);
    expect(await answered('tick')).toEqual([400, { taken: false }]);
    expect(await answered('arrive', {}, { origin: 'https://evil.example' })).toEqual([403, { taken: false }]);
    const { status, html } = await pagesOf(a).post(undefined, `/visits/${a.id}/phone`, { press: 'arrive' }, json);
    expect([status, html]).toEqual([401, '{"taken":false}']);
  });
});

describe('help', () => {
  it('is on every state of the page, asks nothing, and tells the school at once', async () => {
    const { a, look, press } = await onTheWay();
    for (const step of ['arrive', 'leave', 'return']) {
      expect(buttons((await look()).html, 'govuk-button govuk-button--warning ds-big-button')).toEqual(['Help']);
      await press(step);
    }
    a.sent();
    await press('raise-alarm', { kind: 'help' });
    expect(await callsFor(a)).toMatchObject([{ call: 'help', visitors: [teacher] }]);
    expect(a.sent()).toContain(`text ${office} rung:h1/1`);
  });

  it('is answered with nothing that shows it to whoever looks over their shoulder', async () => {
    const [called, other] = [await onTheWay(), await onTheWay()];
    const help = await called.press('raise-alarm', { kind: 'help' });
    const well = await other.press('note');
    expect(help).toEqual(well);
    expect(await callsFor(called.a)).toHaveLength(1);
    expect(await called.look('?sent=1')).toEqual(await other.look('?sent=1'));
  });

  it('pressed twice in one form is one call, and pressed again is another', async () => {
    const { a, press } = await onTheWay();
    for (const key of ['one', 'one', 'two']) await press('raise-alarm', { kind: 'help', key });
    expect(await callsFor(a)).toHaveLength(2);
  });

  it('has a position only where that was sent with it', async () => {
    const { a, press } = await onTheWay();
    await press('raise-alarm', { kind: 'help' });
    await press('raise-alarm', { kind: 'help', where: 'yes', latitude: '51.5', longitude: '-0.25' });
    expect((await callsFor(a)).map(({ position }) => position)).toEqual([undefined, { latitude: 51.5, longitude: -0.25 }]);
  });
});

describe('something that is wrong', () => {
  it('is said by one press, and answered with what the school says to it', async () => {
    const { a, look, path, press } = await onTheWay();
    const answer = await press('raise-alarm', { kind: 'child-alone', words: 'She is four' });
    expect(answer.headers['location']).toBe(`${path}?about=child-alone`);
    expect((await look('?about=child-alone')).text).toContain('If a child is alone, stay outside.');
    expect(await callsFor(a, 'concern')).toMatchObject([{ call: 'child-alone', words: 'She is four' }]);
    expect((await look()).text).toContain('Raised at 1pm: School has been told');
  });

  it.each(['violence', 'illness', 'child-alone', 'child-in-danger', 'other'])('may be %s', async (kind) => {
    const { a, look, press } = await onTheWay();
    expect((await look()).html).toContain(`name="kind" value="${kind}"`);
    await press('raise-alarm', { kind });
    expect((await a.visit()).alarms).toMatchObject([{ call: kind }]);
  });
});

describe('running late', () => {
  const due = async (a: Afternoon) => (await a.visit()).visitors.map(({ revised }) => revised?.returnAt);

  it('is a quarter or half an hour more at one press, and says until when', async () => {
    const { a, look, press } = await onTheWay();
    const { html, text } = await look();
    expect(text).toContain('15 minutes: back by 2.45pm');
    await press('revise', hiddenBeside(html, '30 minutes'));
    expect((await look()).text).toContain('Be back by 3pm.');
    expect(await due(a)).toEqual([at('15:00'), undefined]);
  });

  it.each([
    ['15:05', '15:05'],
    ['3.05pm', '15:05'],
    ['3:05', '15:05'],
  ])('may be till %s, however it is written', async (typed, time) => {
    const { a, look, press } = await onTheWay();
    await press('revise', { ...hiddenBeside((await look()).html, 'Send the new time'), until: typed });
    expect(await due(a)).toEqual([at(time), undefined]);
  });

  it('till an hour that nobody can read moves no clock, is kept as it was typed, and is asked for again', async () => {
    const { a, press } = await onTheWay();
    const answer = await press('revise', { until: 'before tea', place: 'At the hospital' });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('<a href="#until">Enter the time as 4.45pm.');
    expect(answer.html).toContain('value="before tea"');
    expect(await due(a)).toEqual([undefined, undefined]);
    const said = (await a.visit()).history.find(({ type }) => type === 'TimesRevised');
    expect(said).toMatchObject({ where: 'At the hospital', spoken: false });
    expect(JSON.stringify(said)).toContain('before tea');
  });
});

describe('before the door', () => {
  it('they may not leave before what is missing is there, each with its clause', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    of.expectAccepted(await a.request(teacher, of.induction));
    const { look, press } = await phoneOf(a);
    const { text } = await look();
    expect(text).toContain('You may not leave yet');
    expect(text).toMatch(/HA-\d\d/);
    const refused = await press('depart');
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('There is a problem');
    expect((await press('depart', {}, { accept: 'application/json' })).html).toBe('{"taken":false}');
  });

  it('whoever says that they have left already is watched from then on', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    of.expectAccepted(await a.request(teacher, of.induction));
    const { press, look } = await phoneOf(a);
    await press('depart-in-breach', { reason: 'The bus was early' });
    expect((await a.visit()).visitors[0]).toMatchObject({ inBreach: true });
    expect(bigButtons(await look())).toEqual(['I have arrived']);
  });

  it('they sign out with the lines ticked that have to be', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    await of.authorised(a);
    a.clock.set(at('13:00'));
    const { look, press } = await phoneOf(a);
    expect(bigButtons(await look())).toEqual(['I am leaving now']);
    const refused = await press('depart');
    expect(refused.status).toBe(409);
    expect((await press('depart', { ticks: of.ticks, all: 'yes' })).status).toBe(303);
    expect((await a.visit()).visitors.every(({ outSince }) => outSince !== undefined)).toBe(true);
  });

  it('whoever is not going says why, and is asked where they do not', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    await of.authorised(a);
    const { look, press } = await phoneOf(a);
    const asked = await press('not-going');
    expect([asked.status, asked.html]).toEqual([400, expect.stringContaining('<a href="#stay-reason">')]);
    await press('not-going', { reason: 'A cold' });
    expect((await look()).text).toContain('You are not going on this visit.');
  });
});

describe('a link', () => {
  it('that has ended shows the number of the office, and takes nothing', async () => {
    const { a, look, press } = await onTheWay();
    await press('return', { all: 'yes' });
    a.clock.set(at('17:00'));
    const before = await a.visit();
    for (const { status, text, html } of [await look(), await press('raise-alarm', { kind: 'help' })]) {
      expect(status).toBe(410);
      expect(text).toContain('Nothing that is pressed here reaches the school');
      expect(html).toContain('tel:');
      expect(text).not.toContain('Larch Walk');
    }
    expect((await press('note', {}, { accept: 'application/json' })).html).toBe('{"taken":false}');
    expect(await a.visit()).toEqual(before);
  });

  it.each([
    ['cancel', teacher, 'This visit was called off'],
    ['decline', of.head, 'This visit was declined'],
  ] as const)(
    'of a visit that came to nothing (%s) says so, watches whoever goes all the same, and ends that day',
    async (how, who, says) => {
      const a = await afternoonAt(hampton(), at('08:30'));
      await a.request(teacher, of.induction);
      const { look, press } = await phoneOf(a);
      of.expectAccepted(await a.says(who, how, { reason: 'Snow' }));
      const { text } = await look();
      expect(text).toContain(`You have not signed out. ${says} Nobody expects you to go.`);
      expect(text).not.toMatch(/to leave at|See to what is missing/);
      a.clock.set(at('12:31'));
      expect((await look()).status).toBe(410);
      a.clock.set(at('12:29'));
      await press('depart-in-breach', { all: 'yes' });
      expect((await a.visit()).visitors.map(({ inBreach, outSince }) => [inBreach, outSince])).toEqual([
        [true, at('12:29')],
        [true, at('12:29')],
      ]);
      a.clock.set(at('20:00'));
      expect((await look()).text).toContain('On the way.');
    },
  );

  it('that is none of ours leads nowhere', async () => {
    const { a } = await onTheWay();
    expect((await pagesOf(a).get(undefined, `/v/${'A'.repeat(22)}`)).status).toBe(404);
  });

  it('is good for somebody who left the school while they were out', async () => {
    const { a, look, press } = await onTheWay();
    const kept = (await a.schools.person(a.school, teacher))!;
    await a.schools.putPerson(a.school, { ...kept.value, leftAt: at('13:10') }, kept.version);
    expect(bigButtons(await look())).toEqual(['I have arrived']);
    expect((await press('raise-alarm', { kind: 'help' })).status).toBe(303);
    expect(await callsFor(a)).toHaveLength(1);
  });

  it('of a visit that can no longer be read still has somebody look, and says that it was not done', async () => {
    const { a, path } = await onTheWay();
    const asked: string[] = [];
    const visits: typeof a.deps.visits = {
      ...a.deps.visits,
      read: () => Promise.reject(new Unreadable('its row')),
      putAside: async (ref, ...given) => {
        asked.push(ref.visit);
        return a.deps.visits.putAside(ref, ...given);
      },
    };
    const pressing = pagesOf(a, { visits }).post(undefined, path, { press: 'raise-alarm', kind: 'help', visit: a.id });
    await expect(pressing).rejects.toThrow(Unreadable);
    expect(asked).toEqual([a.id]);
  });
});
