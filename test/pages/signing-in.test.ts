import { describe, expect, it } from 'vitest';
import { plus } from '../../functions/domain/time.ts';
import type { Response } from '../../functions/http/http.ts';
import { tokenField } from '../../functions/pages/forms/form.ts';
import { pageEndpoints } from '../../functions/pages/pages.ts';
import type { PageDeps } from '../../functions/pages/page.ts';
import { localPath } from '../../functions/pages/sign-in/local-path.ts';
import type { Provider } from '../../functions/pages/sign-in/provider.ts';
import { whoRanOutBy, whoSignedInBy } from '../../functions/pages/who-signed-in.ts';
import { type Afternoon, afternoonAt, hampton } from '../support/afternoon.ts';
import { assistant, at, gone, office, teacher } from '../support/hampton-visit.ts';

const elsewhere = 'https://accounts.example/authorize';
const emailOf: Readonly<Record<string, string>> = {
  [office]: 'office@hampton.example',
  [teacher]: 'priya.raman@hampton.example',
  [assistant]: 'joel.whitlock@hampton.example',
};

/** Who comes back is whoever the code names. */
const obliging: Provider = {
  whereToAsk: async ({ state }) => `${elsewhere}?state=${state}`,
  whoCameBack: async (query, { state }) =>
    query.get('state') === state
      ? { outcome: 'known', email: query.get('code') ?? '', verified: query.get('verified') !== 'no' }
      : { outcome: 'refused' },
  whereToSignOut: async (then) => `https://accounts.example/logout?then=${encodeURIComponent(then)}`,
};

/** A browser of somebody at Hampton. */
function browserOf(a: Afternoon, { signIn = { provider: obliging }, baseUrl = 'https://doorstep.example' }: Partial<PageDeps> = {}) {
  const all = pageEndpoints({ ...a.deps, baseUrl, whoSignedIn: whoSignedInBy(a.deps, baseUrl), signIn });
  const jar = new Map<string, string>();
  const ask = async (
    method: 'GET' | 'POST',
    target: string,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<Response & { readonly body: string }> => {
    const url = new URL(target, baseUrl);
    const found = all.find((endpoint) => endpoint.method === method && endpoint.path === url.pathname);
    if (found === undefined) throw new Error(`no page answers ${method} ${target}`);
    const {
      cookies = [],
      body = '',
      ...answer
    } = await found.answer({
      method,
      path: url.pathname,
      params: {},
      query: Object.fromEntries(url.searchParams),
      headers: { origin: new URL(baseUrl).origin },
      cookies: Object.fromEntries(jar),
      body: Buffer.from(new URLSearchParams(fields).toString()),
    });
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return { ...answer, cookies, body };
  };
  const get = (target: string) => ask('GET', target);
  const goes = async (then = '/', school = a.school): Promise<string> => {
    const { status, headers } = await get(`/sign-in/go?${new URLSearchParams({ school, then }).toString()}`);
    expect(status).toBe(302);
    return new URL(headers['location'] ?? '').searchParams.get('state') ?? '';
  };
  const comesBack = (state: string, code: string, more = {}) =>
    get(`/sign-in/back?${new URLSearchParams({ state, code, ...more }).toString()}`);
  return {
    jar,
    get,
    goes,
    comesBack,
    post: (target: string, fields: Readonly<Record<string, string>>) => ask('POST', target, fields),
    signsIn: async (person: string, then = '/') => comesBack(await goes(then), emailOf[person] ?? person),
    /** Whether the home page does not lead them to where they sign in. */
    isIn: async (): Promise<boolean> => (await get('/')).headers['location'] === undefined,
  };
}

const morning = () => afternoonAt(hampton(), at('08:30'));
const leaves = async (a: Afternoon, person: string): Promise<void> => {
  const was = (await a.schools.person(a.school, person))!;
  await a.schools.putPerson(a.school, { ...was.value, leftAt: a.clock.now() }, was.version);
};

describe('the page to sign in on', () => {
  it('has a link for each school, which keeps where somebody wanted to go', async () => {
    const a = await morning();
    await a.deps.schoolList.add({ id: 'st-nicholas', name: 'St Nicholas Church of England Academy', since: at('08:00') });
    const { body } = await browserOf(a).get('/sign-in?then=%2Fvisits%2FHV-000001');
    expect(body).toContain('href="/sign-in/go?school=hampton&amp;then=%2Fvisits%2FHV-000001"');
    expect(body).toContain('Sign in to St Nicholas Church of England Academy');
  });

  it('leaves out a school that has left', async () => {
    const a = await morning();
    await a.deps.schoolList.add({ id: 'st-nicholas', name: 'St Nicholas', since: at('08:00') });
    await a.deps.schoolList.leaves('st-nicholas', at('08:20'));
    const browser = browserOf(a);
    expect((await browser.get('/sign-in')).body).not.toContain('St Nicholas');
    expect((await browser.get('/sign-in?school=st-nicholas')).status).toBe(400);
  });

  it('asks which school where there are many, and says what to do where that is none', async () => {
    const a = await morning();
    for (let n = 1; n <= 299; n += 1)
      await a.deps.schoolList.add({ id: `school-${String(n)}`, name: `School ${String(n)} & Nursery`, since: at('08:00') });
    const browser = browserOf(a);
    const asked = (await browser.get('/sign-in')).body;
    expect([asked.includes('name="school"'), asked.includes('School 17')]).toEqual([true, false]);
    const wrong = await browser.get('/sign-in?school=Not%20%3Cone%3E');
    expect([wrong.status, wrong.body.includes('value="Not &lt;one&gt;"'), wrong.body.includes('small letters and dashes')]).toEqual([
      400,
      true,
      true,
    ]);
    expect(wrong.body).toContain('<title>Error: Sign in');
    expect(wrong.body).toMatch(/govuk-error-summary.*href="#school".*id="school"/s);
    for (const written of ['school-17', 'school 17 & NURSERY'])
      expect((await browser.get(`/sign-in?${new URLSearchParams({ school: written }).toString()}`)).body).toContain(
        'href="/sign-in/go?school=school-17&amp;',
      );
  });

  it('takes what somebody writes where the list of schools cannot be read', async () => {
    const a = await morning();
    const all = () => Promise.reject(new Error('the table is away'));
    const browser = browserOf({ ...a, deps: { ...a.deps, schoolList: { ...a.deps.schoolList, all } } });
    expect((await browser.get('/sign-in')).body).toContain('name="school"');
    expect((await browser.get('/sign-in?school=Hampton')).body).toContain('Sign in to Hampton');
    expect((await browser.signsIn(office)).status).toBe(303);
  });

  it('says that nobody can sign in yet where nobody has set that up', async () => {
    const a = await morning();
    const { signIn: _none, ...deps } = {
      ...a.deps,
      baseUrl: 'https://doorstep.example',
      whoSignedIn: async () => undefined,
      signIn: undefined,
    };
    const page = pageEndpoints(deps).find(({ path }) => path === '/sign-in')!;
    const request = { method: 'GET', path: '/sign-in', params: {}, query: {}, headers: {}, cookies: {}, body: Buffer.alloc(0) };
    expect((await page.answer(request)).body).toContain('Nobody can sign in here yet');
  });

  it('says so where the provider does not answer, and what to do when somebody is out', async () => {
    const away = { ...obliging, whereToAsk: () => Promise.reject(new Error('away')) };
    const browser = browserOf(await morning(), { signIn: { provider: away } });
    const answer = await browser.get('/sign-in/go?school=hampton');
    expect([answer.status, answer.broke?.length]).toEqual([503, 1]);
    expect(answer.body).toContain('999');
  });
});

describe('whoever comes back from the provider', () => {
  it('is signed in by their email address, however it is written, and is where they wanted to go', async () => {
    const browser = browserOf(await morning());
    const answer = await browser.comesBack(await browser.goes('/visits/HV-000001?from=text'), 'Office@HAMPTON.example');
    expect([answer.status, answer.headers['location']]).toEqual([303, '/visits/HV-000001?from=text']);
    expect((await browser.get('/')).body).toContain('Maureen');
  });

  it('has a cookie that no script reads and no other site sends, for https alone where there is https', async () => {
    const a = await morning();
    const [cookie = ''] = (await browserOf(a).signsIn(office)).cookies ?? [];
    expect(cookie).toMatch(/^__Host-doorstep=[^;]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/);
    const [plain = ''] = (await browserOf(a, { baseUrl: 'http://localhost:3000' }).signsIn(office)).cookies ?? [];
    expect(plain).toMatch(/^doorstep=[^;]+; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/);
  });

  it.each([
    [
      'with another state',
      async (browser: ReturnType<typeof browserOf>) => browser.comesBack(`${await browser.goes()}x`, emailOf[office]!),
    ],
    [
      'to a browser that never went',
      async (browser: ReturnType<typeof browserOf>) => {
        const state = await browser.goes();
        browser.jar.clear();
        return browser.comesBack(state, emailOf[office]!);
      },
    ],
    [
      'a second time',
      async (browser: ReturnType<typeof browserOf>) => {
        const state = await browser.goes();
        await browser.comesBack(state, 'nobody@hampton.example');
        return browser.comesBack(state, emailOf[office]!);
      },
    ],
    [
      'with a cookie that names another school or place than they went with',
      async (browser: ReturnType<typeof browserOf>) => {
        const state = await browser.goes('/', 'st-nicholas');
        const [[name, value] = ['', '']] = browser.jar;
        const fields = new URLSearchParams(Buffer.from(value, 'base64url').toString());
        fields.set('school', 'hampton');
        browser.jar.set(name, Buffer.from(fields.toString()).toString('base64url'));
        return browser.comesBack(state, emailOf[office]!);
      },
    ],
  ])('%s is not signed in, and may start again', async (_, comes) => {
    const browser = browserOf(await morning());
    const answer = await comes(browser);
    expect([answer.status, answer.body.includes('Start again'), await browser.isIn()]).toEqual([400, true, false]);
  });

  it('within ten minutes is signed in, and later is not', async () => {
    const a = await morning();
    const browser = browserOf(a);
    const late = await browser.goes();
    a.clock.advance('PT10M');
    expect((await browser.comesBack(late, emailOf[office]!)).status).toBe(400);
    const state = await browser.goes();
    a.clock.advance('PT9M');
    expect((await browser.comesBack(state, emailOf[office]!)).status).toBe(303);
  });

  it.each([
    ['nobody at the school has', 'anna@elsewhere.example', {}, 'does not know you'],
    ['only somebody of another school has', 'jo@st-nicholas.example', {}, 'does not know you'],
    ['nobody has confirmed', emailOf[office]!, { verified: 'no' }, 'is not confirmed'],
    ['the provider does not tell', '', {}, 'is not confirmed'],
  ])('with an address that %s is told whom to ask', async (_, email, more, said) => {
    const browser = browserOf(await morning());
    const answer = await browser.comesBack(await browser.goes(), email, more);
    expect([answer.status, await browser.isIn()]).toEqual([403, false]);
    expect(answer.body).toContain(said);
    expect(answer.body).toMatch(/Ask /);
  });

  it('with an address that two people share is told so, and is neither of them', async () => {
    const a = await morning();
    const was = (await a.schools.person(a.school, assistant))!;
    await a.schools.putPerson(a.school, { ...was.value, email: emailOf[teacher]!.toUpperCase() }, was.version);
    const browser = browserOf(a);
    const answer = await browser.signsIn(teacher);
    expect([answer.status, answer.body.includes('More than one person'), await browser.isIn()]).toEqual([403, true, false]);
  });

  it('who has left is let in only while they are out, and until that visit is closed', async () => {
    const a = await gone();
    await leaves(a, teacher);
    await leaves(a, office);
    const [out, other] = [browserOf(a), browserOf(a)];
    expect([(await out.signsIn(teacher)).status, (await other.signsIn(office)).status]).toEqual([303, 403]);
    expect(await out.isIn()).toBe(true);
  });

  it('ends whatever session was in that browser before', async () => {
    const a = await morning();
    const browser = browserOf(a);
    await browser.signsIn(office);
    const before = new Map(browser.jar);
    await browser.signsIn(teacher);
    const old = browserOf(a);
    for (const [name, value] of before) old.jar.set(name, value);
    expect([await browser.isIn(), await old.isIn()]).toEqual([true, false]);
  });
});

describe('whoever is signed in', () => {
  it('stays so for as long as they use it, for ten hours without, and for seven days at most', async () => {
    const a = await morning();
    const browser = browserOf(a);
    await browser.signsIn(office);
    const start = a.clock.now();
    for (let hours = 9; hours < 7 * 24; hours += 9) {
      a.clock.set(plus(start, `PT${String(hours)}H`));
      expect(await browser.isIn(), `after ${String(hours)} hours`).toBe(true);
    }
    a.clock.set(plus(start, 'P7D'));
    expect(await browser.isIn()).toBe(false);

    await browser.signsIn(office);
    a.clock.advance('PT10H');
    expect(await browser.isIn()).toBe(false);
  });

  it('is noted to be there at most once in five minutes', async () => {
    const a = await morning();
    const noted: string[] = [];
    const seen: typeof a.deps.sessions.seen = async (id, when) => {
      noted.push(when);
      return a.deps.sessions.seen(id, when);
    };
    const browser = browserOf({ ...a, deps: { ...a.deps, sessions: { ...a.deps.sessions, seen } } });
    await browser.signsIn(office);
    for (const minute of ['08:31', '08:34', '08:35', '08:36', '08:39', '08:40']) {
      a.clock.set(at(minute));
      await browser.get('/');
    }
    expect(noted).toEqual([at('08:35'), at('08:40')]);
  });

  it('is so no more from the moment they leave the school', async () => {
    const a = await morning();
    const browser = browserOf(a);
    await browser.signsIn(teacher);
    expect(await browser.isIn()).toBe(true);
    await leaves(a, teacher);
    expect(await browser.isIn()).toBe(false);
  });

  it('is known to have been there once their session has run out, and not once they have signed out', async () => {
    const a = await morning();
    const browser = browserOf(a);
    await browser.signsIn(office);
    const was = () =>
      whoRanOutBy(
        a.deps,
        'https://doorstep.example',
      )({
        ...{ method: 'POST', path: '/', params: {}, query: {}, headers: {}, body: Buffer.alloc(0) },
        cookies: Object.fromEntries(browser.jar),
      });
    a.clock.advance('PT10H');
    expect([await browser.isIn(), (await was())?.caller.id]).toEqual([false, office]);
    await a.deps.sessions.end([...browser.jar.values()][0]!);
    expect(await was()).toBeUndefined();
  });

  it('signs out with one press, after which what the browser had is worth nothing', async () => {
    const a = await morning();
    const browser = browserOf(a);
    await browser.signsIn(office);
    const had = new Map(browser.jar);
    const { token } = (await a.deps.sessions.read([...had.values()][0]!))!;
    const answer = await browser.post('/sign-out', { [tokenField]: `${token}@${a.school}` });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('href="https://accounts.example/logout?then=https%3A%2F%2Fdoorstep.example%2Fsign-in"');
    expect(browser.jar.size).toBe(0);
    for (const [name, value] of had) browser.jar.set(name, value);
    expect(await browser.isIn()).toBe(false);
  });

  it('is signed out though the provider does not answer', async () => {
    const a = await morning();
    const away = { ...obliging, whereToSignOut: () => Promise.reject(new Error('away')) };
    const browser = browserOf(a, { signIn: { provider: away } });
    await browser.signsIn(office);
    const { token } = (await a.deps.sessions.read([...browser.jar.values()][0]!))!;
    expect((await browser.post('/sign-out', { [tokenField]: `${token}@${a.school}` })).status).toBe(200);
    expect(await browser.isIn()).toBe(false);
  });
});

describe('where somebody wanted to go', () => {
  it.each(['/', '/visits/HV-000001', '/board?paused=1', '/v/0123456789ABCDEFGHIJKL'])('may be a page of ours: %s', (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([
    ...['https://evil.example/', '//evil.example', '/\\evil.example', '\\\\evil.example', '/.//evil.example', '/./\\evil.example'],
    ...['javascript:alert(1)', '/\t/evil.example', '/\n/evil.example', 'evil', '', '/%', '/sign-in/go?school=a', '/sign-out', undefined],
  ])('is home where it is anything else: %j', (path) => {
    const where = localPath(path);
    expect(['/', '/%']).toContain(where);
    expect(new URL(where, 'https://doorstep.example').origin).toBe('https://doorstep.example');
  });
});
