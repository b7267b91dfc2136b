import { describe, expect, it } from 'vitest';
import { plus } from '../../functions/domain/time.ts';
import type { Afternoon } from '../support/afternoon.ts';
import type { Answered } from '../support/api.ts';
import { dsl, head, lighthouse, office, requested, secondTutor, tutor } from '../support/lighthouse-visit.ts';
import { containing, having, including, matching } from '../support/matching.ts';

/** The school, where nothing is known of this person's contacts. */
const unconfirmed = async (id = tutor) => {
  const { afternoon, call } = await lighthouse();
  await changed(afternoon, id, { contacts: undefined });
  const sends = (who: string, body: object = {}, key?: string): Promise<Answered> =>
    call(who, 'POST', `/people/${id}/test`, key === undefined ? { body } : { body, key });
  const confirms = (who: string, channel: string, code: string): Promise<Answered> =>
    call(who, 'POST', `/people/${id}/confirm`, { body: { channel, code } });
  const standing = async (who = office) => (await call(who, 'GET', `/people/${id}`)).body['contacts'];
  /** The code that came last by this way. */
  const code = async (channel: string): Promise<string> => {
    await afternoon.drain();
    const message = afternoon.notices.outbox.findLast(
      (one) => one.contact === id && one.channel === channel && one.about === 'errand:test',
    );
    return /\b\d{6}\b/.exec(message?.text ?? '')?.[0] ?? '';
  };
  return { afternoon, call, sends, confirms, standing, code };
};

async function changed({ schools, school }: Afternoon, id: string, changes: object): Promise<void> {
  const before = (await schools.person(school, id))!;
  await schools.putPerson(school, { ...before.value, ...changes }, before.version);
}

const another = (code: string): string => (code === '111111' ? '222222' : '111111');

describe('a test message', () => {
  it('goes out by every way that leads to the person, each with a code of its own', async () => {
    const { afternoon, sends, code } = await unconfirmed();

    expect(await sends(office)).toMatchObject({ status: 202, body: { person: tutor, channels: ['text', 'email'] } });
    await afternoon.drain();

    expect(afternoon.sent()).toEqual([`text ${tutor} errand:test`, `email ${tutor} errand:test`]);
    expect(await code('text')).toMatch(/^\d{6}$/);
    expect(await code('email')).not.toBe(await code('text'));
  });

  it('goes out by one way where one is asked for', async () => {
    const { afternoon, sends } = await unconfirmed();

    expect((await sends(office, { channel: 'email' })).body).toMatchObject({ channels: ['email'] });
    await afternoon.drain();

    expect(afternoon.sent()).toEqual([`email ${tutor} errand:test`]);
  });

  it('is sent by whoever sees to contacts and by the person themselves, and by nobody else', async () => {
    const { call, sends } = await unconfirmed();
    for (const who of [office, dsl, head, tutor]) {
      const id = who === tutor ? tutor : secondTutor;
      const answer = who === tutor ? await sends(who) : await call(who, 'POST', `/people/${id}/test`, { body: { channel: 'text' } });
      expect(answer.status, who).toBe(202);
    }
    for (const who of [secondTutor, 'machine:write']) expect((await sends(who)).status, who).toBe(403);
    expect((await call(office, 'POST', '/people/nobody/test', { body: {} })).status).toBe(404);
  });

  it('is one message, however often the same is sent', async () => {
    const { afternoon, sends } = await unconfirmed();
    const first = await sends(office, {}, 'one-key');

    expect(await sends(office, {}, 'one-key')).toEqual(first);
    expect((await sends(office, { channel: 'text' }, 'one-key')).status).toBe(422);
    await afternoon.drain();

    expect(afternoon.sent()).toHaveLength(2);
  });

  it('is the same one still when others have gone since', async () => {
    const { afternoon, sends } = await unconfirmed();
    const first = await sends(office, { channel: 'text' }, 'one-key');
    await afternoon.passes('PT1H');
    for (const _ of [1, 2, 3]) await sends(office, { channel: 'text' });

    expect(await sends(office, { channel: 'text' }, 'one-key')).toEqual(first);
  });

  it('wants a name of its own', async () => {
    const { call } = await unconfirmed();

    expect(await call(office, 'POST', `/people/${tutor}/test`, { body: {}, key: null })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/headers/Idempotency-Key' }] },
    });
  });

  it('goes to one phone three times in an hour, and then it is said from when on', async () => {
    const { afternoon, sends } = await unconfirmed();
    await sends(office, { channel: 'text' });
    await afternoon.passes('PT20M');
    for (const _ of [2, 3]) expect((await sends(office, { channel: 'text' })).status).toBe(202);
    await afternoon.drain();
    afternoon.sent();

    const refused = await sends(office);
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '2400' }, body: { detail: containing('14:00') } });
    await afternoon.drain();
    expect(afternoon.sent()).toEqual([]);
    // By the other way it goes all the same, and by this one after the hour.
    expect((await sends(office, { channel: 'email' })).status).toBe(202);
    await afternoon.passes('PT40M');
    expect((await sends(office, { channel: 'text' })).status).toBe(202);
  });

  it('counts for a phone, whichever number it has', async () => {
    const { afternoon, sends } = await unconfirmed();
    for (const _ of [1, 2, 3]) await sends(office, { channel: 'text' });
    await changed(afternoon, tutor, { mobile: '+447700900998' });

    expect((await sends(office, { channel: 'text' })).status).toBe(429);
  });

  it('goes nowhere where there is no number', async () => {
    const { afternoon, sends, confirms } = await unconfirmed();
    await changed(afternoon, tutor, { mobile: undefined });

    expect((await sends(office)).body).toMatchObject({ channels: ['email'] });
    expect(await sends(office, { channel: 'text' })).toMatchObject({ status: 409, body: { detail: containing('mobile number') } });
    expect((await confirms(office, 'text', '123456')).status).toBe(409);
    await changed(afternoon, tutor, { email: undefined });
    expect(await sends(office)).toMatchObject({ status: 409, body: { detail: containing('no email address') } });
  });

  it('shows its code to nobody but whoever has the phone', async () => {
    const { call, sends, code } = await unconfirmed();
    const answer = await sends(office);
    const codes = [await code('text'), await code('email')];

    const answers = [
      answer,
      await call(office, 'GET', `/people/${tutor}`),
      await call(tutor, 'GET', `/people/${tutor}`),
      await call(head, 'GET', '/people'),
      await call(head, 'GET', '/visits'),
    ];
    for (const { text } of answers) {
      for (const one of codes) expect(text).not.toContain(one);
      expect(text).not.toContain('ER-');
    }
  });
});

describe('a code that is given back', () => {
  it('confirms the number it went to, and no other', async () => {
    const { sends, confirms, standing, code } = await unconfirmed();
    await sends(office);
    const text = await code('text');
    expect(await standing()).toEqual({ text: { state: 'unconfirmed' }, email: { state: 'unconfirmed' } });

    // It came to the phone: it says nothing of the email.
    expect((await confirms(tutor, 'email', text)).status).toBe(409);
    expect(await confirms(tutor, 'text', text)).toMatchObject({ status: 200, body: { contacts: { text: { state: 'confirmed' } } } });
    expect(await standing()).toEqual({
      text: { state: 'confirmed', since: matching(/^2026-06-22T12:00/) },
      email: { state: 'unconfirmed' },
    });
    expect((await confirms(tutor, 'text', text)).status).toBe(200);
  });

  it('is taken from whoever sees to contacts too, to whom it was told', async () => {
    const { sends, confirms, code } = await unconfirmed();
    await sends(tutor, { channel: 'text' });
    const text = await code('text');

    expect((await confirms(secondTutor, 'text', text)).status).toBe(403);
    expect((await confirms('machine:write', 'text', text)).status).toBe(403);
    expect((await confirms(office, 'text', text)).status).toBe(200);
  });

  it('confirms nothing where it is the wrong one, and after five wrong ones nothing at all', async () => {
    const { sends, confirms, standing, code } = await unconfirmed();
    await sends(office, { channel: 'text' });
    const text = await code('text');

    for (const _ of [1, 2, 3, 4])
      expect(await confirms(tutor, 'text', another(text))).toMatchObject({ status: 409, body: { type: '/problems/wrong-code' } });
    expect(await standing()).toMatchObject({ text: { state: 'unconfirmed' } });
    await confirms(tutor, 'text', another(text));
    expect(await confirms(tutor, 'text', text)).toMatchObject({ status: 409, body: { type: '/problems/nothing-to-confirm' } });
    expect(await standing()).toMatchObject({ text: { state: 'unconfirmed' } });

    await sends(office, { channel: 'text' });
    expect((await confirms(tutor, 'text', await code('text'))).status).toBe(200);
  });

  it('is six figures', async () => {
    const { confirms } = await unconfirmed();

    expect((await confirms(tutor, 'text', '12345')).body).toMatchObject({
      errors: [{ pointer: '/code', message: containing('six figures') }],
    });
  });

  it('counts for seven days', async () => {
    const { afternoon, sends, confirms, code } = await unconfirmed();
    await sends(office);
    const [text, email] = [await code('text'), await code('email')];

    afternoon.clock.set(plus(afternoon.clock.now(), 'P6D'));
    expect((await confirms(tutor, 'text', text)).status).toBe(200);
    afternoon.clock.set(plus(afternoon.clock.now(), 'P1D'));
    expect((await confirms(tutor, 'email', email)).status).toBe(409);
  });

  it('counts for the number it went to: another is unconfirmed, whoever has the code', async () => {
    const { afternoon, call, sends, confirms, standing, code } = await unconfirmed();
    await sends(office, { channel: 'text' });
    const text = await code('text');
    await changed(afternoon, tutor, { mobile: '+447700900998' });
    expect((await confirms(tutor, 'text', text)).status).toBe(409);

    await sends(office, { channel: 'text' });
    await confirms(tutor, 'text', await code('text'));
    expect(await standing()).toMatchObject({ text: { state: 'confirmed' } });
    const record = { name: 'Ines Duarte', firstName: 'Ines', duties: ['visitor'], roles: ['tutor'], mobile: '+447700900997' };
    expect((await call(head, 'PUT', `/people/${tutor}`, { body: record })).body).toMatchObject({
      contacts: { text: { state: 'unconfirmed' } },
    });
  });

  it('stays what it was where the rest of the record is written, and is written by nobody else', async () => {
    const { call } = await lighthouse();
    const { mobile, email } = (await call(office, 'GET', `/people/${tutor}`)).body;
    const record = { name: 'Ines Duarte', firstName: 'Ines', duties: ['visitor'], roles: ['tutor'], mobile, email };
    const put = (more: object) => call(head, 'PUT', `/people/${tutor}`, { body: { ...record, ...more } });

    expect((await put({})).body).toMatchObject({ contacts: { text: { state: 'confirmed' }, email: { state: 'confirmed' } } });
    expect((await put({ contacts: {} })).body).toMatchObject({ contacts: { text: { state: 'confirmed' }, email: { state: 'confirmed' } } });
  });
});

describe('contacts in doubt', () => {
  it('are listed for whoever reaches people for the school', async () => {
    const { afternoon, call } = await unconfirmed();
    const listed = async (query: string) =>
      ((await call(office, 'GET', `/people?${query}`)).body['people'] as readonly { readonly id: string }[]).map(({ id }) => id); // a list of people

    expect(await listed('flagged=true')).toEqual([tutor]);
    expect(await listed('flagged=true&duty=office')).toEqual([]);
    expect(await listed('flagged=false')).toEqual(including(secondTutor, office));
    expect(await listed('flagged=false')).not.toContain(tutor);
    const was = (await afternoon.schools.person('lighthouse', secondTutor))!;
    const { mobile: _mobile, email: _email, ...without } = was.value;
    await afternoon.schools.putPerson('lighthouse', without, was.version);
    // Nothing that is sent can come to whoever has no way at all.
    expect(await listed('flagged=true')).toEqual([secondTutor, tutor]);
    expect(await listed('flagged=false')).not.toContain(secondTutor);
    for (const who of [secondTutor, 'machine:read']) expect((await call(who, 'GET', '/people?flagged=true')).status, who).toBe(403);
    expect((await call(office, 'GET', '/people?flagged=perhaps')).status).toBe(400);
  });

  it('are shown to keepers and to whose they are', async () => {
    const { call, standing } = await unconfirmed();

    expect(await standing(tutor)).toEqual(await standing(office));
    expect((await call(secondTutor, 'GET', `/people/${tutor}`)).body).not.toHaveProperty('contacts');
  });

  it('are shown where a visit is planned until each is confirmed, and keep nobody from leaving', async () => {
    const { afternoon, call, sends, confirms, code } = await unconfirmed();
    const visit = await requested(call, afternoon);
    const outstanding = async (who: string, action: string) =>
      ((await call(who, 'GET', visit)).body['actions'] as readonly { readonly name: string; readonly outstanding?: unknown }[]).find(
        ({ name }) => name === action,
      )?.outstanding;
    const flag = having({
      code: 'reachable',
      clauses: ['DS-24'],
      missing: [`text#${tutor}`],
      wants: { kind: 'contacts', contacts: [{ person: tutor, channel: 'text', state: 'unconfirmed' }] },
    });

    expect(await outstanding(tutor, 'depart')).toEqual(including(flag));
    expect(await outstanding(dsl, 'authorise')).toEqual(including(flag));
    await sends(tutor, { channel: 'text' });
    await confirms(tutor, 'text', await code('text'));
    expect(await outstanding(tutor, 'depart')).not.toEqual(including(having({ code: 'reachable' })));
  });
});
