import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, browserAt, controlAt } from '../support/browser.ts';
import { type LocalCloud, startLocalCloud } from '../support/local-cloud.ts';

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud();
});
afterAll(() => cloud.stop());

const office = 'hampton-office';
const browser = (): Browser => browserAt(cloud.url);
const signedIn = async (person = office): Promise<Browser> => {
  const one = browser();
  await one.follow(await one.saysWhoTheyAre('hampton', person));
  return one;
};
const isIn = async (one: Browser): Promise<boolean> => (await one.load('/')).status === 200;

describe('somebody who opens a page and is not signed in', () => {
  it('says who they are with one click, and is on the page that they wanted', async () => {
    const one = browser();
    const { url, html } = await one.opens('/visits/HV-000001');
    expect(new URL(url).pathname).toBe('/sign-in');
    const link = /href="(\/sign-in\/go\?school=hampton&amp;[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const choice = await one.opens(link);
    expect(choice.html).toContain(`value="hampton/${office}"`);
    const home = await one.follow(await one.load(choice.url, { person: `hampton/${office}` }));
    expect(new URL(home.url).pathname).toBe('/visits/HV-000001');
    expect((await one.load('/')).html).toContain('Maureen');
  });

  it('of another school than they chose is not known there', async () => {
    const one = browser();
    const asked = (await one.load('/sign-in/go?school=lancaster&then=/')).location;
    const back = await one.follow(await one.saysWhoTheyAre('hampton', office, { via: asked }));
    expect([back.status, await isIn(one)]).toEqual([403, false]);
    expect(back.html).toContain('Nobody who works at Lancaster has the email address office@hampton.example');
  });
});

describe('what comes back from the provider', () => {
  const refusedAs = async (one: Browser, address: string): Promise<void> => {
    const { status, html } = await one.load(address);
    expect([status, html.includes('You are not signed in')]).toEqual([400, true]);
    expect(await isIn(one)).toBe(false);
  };

  it('signs in nobody where its state is another', async () => {
    const one = browser();
    const back = new URL((await one.saysWhoTheyAre('hampton', office)).location);
    back.searchParams.set('state', 'another');
    await refusedAs(one, back.href);
  });

  it('signs in nobody a second time, though the browser still has all that it went with', async () => {
    const one = browser();
    const back = (await one.saysWhoTheyAre('hampton', office)).location;
    const had = new Map(one.jar);
    expect((await one.load(back)).status).toBe(303);
    one.jar.clear();
    for (const [name, cookie] of had) one.jar.set(name, cookie);
    await refusedAs(one, back);
  });

  it('signs in nobody with a code that was given to another browser, which alone knows its secret half', async () => {
    const [theirs, mine] = [browser(), browser()];
    const code = new URL((await theirs.saysWhoTheyAre('hampton', 'hampton-head')).location).searchParams.get('code') ?? '';
    const back = new URL((await mine.saysWhoTheyAre('hampton', office)).location);
    back.searchParams.set('code', code);
    await refusedAs(mine, back.href);
  });

  it('signs in nobody where it was made for another asking', async () => {
    const one = browser();
    const asked = new URL((await one.load('/sign-in/go?school=hampton&then=/')).location);
    asked.searchParams.set('nonce', 'of-another');
    await refusedAs(one, (await one.saysWhoTheyAre('hampton', office, { via: asked.href })).location);
  });

  it('signs in nobody who turned back at the provider', async () => {
    const one = browser();
    const state = new URL((await one.load('/sign-in/go?school=hampton&then=/')).location).searchParams.get('state') ?? '';
    const iss = `${cloud.url}/_local/sign-in`;
    await refusedAs(one, `/sign-in/back?${new URLSearchParams({ error: 'access_denied', state, iss }).toString()}`);
  });

  it('is asked for with PKCE, without which the provider gives nothing', async () => {
    const one = browser();
    const asked = new URL((await one.load('/sign-in/go?school=hampton&then=/')).location);
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'code_challenge_method']) asked.searchParams.delete(name);
    const { location } = await one.load(asked.href);
    await refusedAs(one, location);
  });
});

describe('a session', () => {
  it('ends when somebody signs out, and their account’s own with one more press', async () => {
    const one = await signedIn();
    const had = new Map(one.jar);
    const token = /name="token" value="([^"]+)"/.exec((await one.load('/')).html)?.[1] ?? '';
    const out = await one.load('/sign-out', { token });
    expect([out.status, await isIn(one)]).toEqual([200, false]);
    const elsewhere = /href="([^"]+\/session\/end[^"]*)"/.exec(out.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const back = `${cloud.url}/sign-in`;
    expect(Object.fromEntries(new URL(elsewhere).searchParams)).toMatchObject({ post_logout_redirect_uri: back, logout_uri: back });
    const asks = await one.load(elsewhere);
    expect(asks.html).toContain('name="logout" value="yes"');
    one.jar.clear();
    for (const [name, cookie] of had) one.jar.set(name, cookie);
    expect(await isIn(one)).toBe(false);
  });

  it('is over after a night, however far time was moved, and somebody signs in anew', async () => {
    const one = await signedIn();
    await controlAt(cloud.url, '/clock', { advance: 'PT9H' });
    expect(await isIn(one)).toBe(true);
    await controlAt(cloud.url, '/clock', { advance: 'PT10H' });
    expect(await isIn(one)).toBe(false);
    await controlAt(cloud.url, '/clock', { advance: 'P20D' });
    await one.follow(await one.saysWhoTheyAre('hampton', office));
    expect(await isIn(one)).toBe(true);
  });
});
