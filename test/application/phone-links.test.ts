import { describe, expect, it } from 'vitest';
import { makePhoneLink, openPhoneLink } from '../../functions/application/phone-links.ts';
import { settle } from '../../functions/application/settle.ts';
import { plus } from '../../functions/domain/time.ts';
import { longestText } from '../../functions/domain/visit/wording.ts';
import { type Afternoon, afternoonAt, hampton } from '../support/afternoon.ts';
import { assistant, at, expectAccepted, gone, office, out, teacher } from '../support/hampton-visit.ts';

const site = 'https://doorstep.example';
const theirOwn = /^https:\/\/doorstep\.example\/v\/([A-Za-z0-9]{22})$/;
/** Where each message leads, the last word of it. */
const linksIn = (a: Afternoon) =>
  a.notices.outbox.map(({ contact, channel, text }) => ({ to: `${channel} ${contact}`, link: text.trim().split(/\s/).at(-1) ?? '' }));
const opened = async (a: Afternoon, link: string) => openPhoneLink(a.deps, theirOwn.exec(link)?.[1] ?? '');

describe('a text', () => {
  it('to somebody who goes leads to their own page, and whatever else goes out to the page of the visit', async () => {
    const a = await gone();
    await a.until(at('15:01'));
    const sent = linksIn(a);
    const own = sent.filter(({ link }) => theirOwn.test(link));

    expect(new Set(own.map(({ to }) => to))).toEqual(new Set([`text ${teacher}`, `text ${assistant}`]));
    expect(sent.filter(({ to }) => to === `text ${teacher}`).every(({ link }) => theirOwn.test(link))).toBe(true);
    for (const { link } of sent.filter((one) => !own.includes(one))) expect(link).toBe(`${site}/${a.school}/${a.id}`);
    expect(sent.some(({ to }) => to === `text ${office}`)).toBe(true);
    for (const { to, link } of own) expect(`text ${(await opened(a, link))?.person ?? ''}`).toBe(to);
  });

  it('goes all the same where no link can be made, with the address that everybody has', async () => {
    const a = await gone();
    a.clock.set(at('14:45'));
    const links = { ...a.deps.links, make: () => Promise.reject(new Error('the lights went out')) };
    await settle({ ...a.deps, links }, { school: a.school, visit: a.id });

    const sent = linksIn(a).filter(({ to }) => to === `text ${teacher}`);
    expect(sent.at(-1)).toEqual({ to: `text ${teacher}`, link: `${site}/${a.school}/${a.id}` });
  });

  it('stays within two parts, and a link is made for none that is not sent', async () => {
    const a = await gone();
    const made: string[] = [];
    const make: typeof a.deps.links.make = async (link) => {
      made.push(link.person);
      return a.deps.links.make(link);
    };
    const far = `${site}${'.execute-api.eu-west-2.amazonaws.com'.repeat(3)}`;
    const deps = { ...a.deps, links: { ...a.deps.links, make }, phonePage: (link: string) => `${far}/v/${link}` };
    a.clock.set(at('14:45'));
    await settle(deps, { school: a.school, visit: a.id });

    const texts = a.notices.outbox.filter(({ channel, about }) => channel === 'text' && about.startsWith('nudge:'));
    expect(texts.every(({ text }) => text.length <= longestText)).toBe(true);
    expect(made.toSorted()).toEqual([assistant, teacher]);
    await settle(deps, { school: a.school, visit: a.id });
    expect(made).toHaveLength(2);
  });
});

describe('somebody who was signed out at a desk', () => {
  const texted = (a: Afternoon) => a.notices.outbox.filter(({ about }) => about === 'page');

  it('is texted the link to their own page when that is asked for, and nobody else is', async () => {
    const a = await gone();
    expectAccepted(await a.says(office, 'text-page', { visitor: assistant }));
    expect(texted(a).map(({ channel, contact }) => `${channel} ${contact}`)).toEqual([`text ${assistant}`]);
    expect(texted(a)[0]?.text).toMatch(new RegExp(`^${a.id}: your page for today\\. https://doorstep\\.example/v/`));
    const link = linksIn(a).find(({ to }) => to === `text ${assistant}`)?.link ?? '';
    expect((await opened(a, link))?.person).toBe(assistant);
  });

  it('is sent nothing while a call for help is open, and whoever asked is answered the same', async () => {
    const answered = async (kind: 'help' | 'illness') => {
      const a = await gone();
      expectAccepted(await a.says(teacher, 'raise-alarm', { kind }));
      const { outcome } = await a.says(assistant, 'text-page', { visitor: assistant });
      return { outcome, texts: texted(a).length };
    };
    expect(await answered('help')).toEqual({ outcome: 'accepted', texts: 0 });
    expect(await answered('illness')).toEqual({ outcome: 'accepted', texts: 1 });
  });

  it('asks for it in the minutes after leaving alone: in a home that no text comes would tell of a call for help', async () => {
    const a = await gone();
    await a.until(plus(a.clock.now(), 'PT9M'));
    expectAccepted(await a.says(assistant, 'text-page', { visitor: assistant }));
    await a.until(plus(a.clock.now(), 'PT1M'));
    expect(await a.says(assistant, 'text-page', { visitor: assistant })).toMatchObject({ refusal: { code: 'not-at-this-stage' } });
    expectAccepted(await a.says(office, 'text-page', { visitor: assistant }));
    expect(texted(a)).toHaveLength(2);
  });

  it('is texted no link that opens nothing, and neither is anybody who does not go', async () => {
    const a = await gone();
    expect(await a.says(office, 'text-page', { visitor: office })).toMatchObject({ refusal: { code: 'unknown-visitor' } });
    expectAccepted(await a.says(assistant, 'return', {}));
    expect(await a.says(office, 'text-page', { visitor: assistant })).toMatchObject({ refusal: { code: 'not-at-this-stage' } });
    expect(texted(a)).toEqual([]);
  });
});

describe('the link of a visitor', () => {
  it('says whose it is and of which visit, and is known to have ended four hours after they are back', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    await out(a);
    const link = await makePhoneLink(a.deps, { school: a.school, visit: a.id }, teacher);
    expect(await openPhoneLink(a.deps, link)).toMatchObject({ person: teacher, ref: { school: a.school, visit: a.id }, hasEnded: false });
    a.clock.set(at('14:20'));
    expectAccepted(await a.says(teacher, 'return', {}));
    a.clock.set(at('18:19'));
    expect((await openPhoneLink(a.deps, link))?.hasEnded).toBe(false);
    a.clock.set(at('18:20'));
    expect((await openPhoneLink(a.deps, link))?.hasEnded).toBe(true);
  });

  it('that is none of ours leads nowhere', async () => {
    const a = await gone();
    expect(await openPhoneLink(a.deps, 'A'.repeat(22))).toBeUndefined();
  });

  it('changes nothing when it is opened', async () => {
    const a = await gone();
    const link = await makePhoneLink(a.deps, { school: a.school, visit: a.id }, teacher);
    const before = await a.visit();
    await openPhoneLink(a.deps, link);
    expect(await a.visit()).toEqual(before);
  });
});
