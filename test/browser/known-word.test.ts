import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aLook, aLookAtColours, faultsOf, narrow, startChromium, widthOfText } from './chromium.ts';
import { findChromium } from './find-chromium.ts';
import { serve } from './fixture-pages.ts';

const good = '<main><h1>Who is out</h1><p>Nobody is out.</p></main>';

const url = await serve({
  '/good': { body: good },
  '/refused': { status: 400, body: '<main><h1>There is a problem</h1></main>' },
  '/too-wide': { body: '<main><h1>Who is out</h1><table class="board" width="900"><tr><td>Nobody</td></tr></table></main>' },
  '/blank': { body: '<main><h1></h1></main>' },
  '/no-label': { body: '<main><h1>Who goes?</h1><input type="text" /></main>' },
  '/pale': { head: '<link rel="stylesheet" href="/pale.css" />', body: good },
  '/pale.css': { type: 'text/css', body: 'p { color: #bbb }' },
  '/small': {
    head: '<link rel="stylesheet" href="/small.css" />',
    body: `<main><h1>Sign out</h1><button>a</button><button>b</button></main>`,
  },
  '/small.css': {
    type: 'text/css',
    body: 'button { width: 12px; height: 12px; padding: 0; margin: 0; border: 0; background: #000; color: #fff }',
  },
  '/known': {
    body: `<main><h1>Who goes?</h1><input class="govuk-radios__input" id="a" type="radio" aria-expanded="false" /><label for="a">Two</label></main>
      <p class="govuk-breadcrumbs">Home</p>`,
  },
  '/alike': {
    body: `<main><h1>Who goes?</h1><input class="choice" id="a" type="radio" aria-expanded="false" /><label for="a">Two</label></main>
      <p class="crumbs">Home</p>`,
  },
  '/inline': { body: '<main><h1>Who is out</h1><p style="color: red">Late</p></main>' },
  '/broken': { head: '<script src="/broken.js"></script>', body: good },
  '/broken.js': { type: 'text/javascript', body: 'notThere();' },
  '/lost': { head: '<link rel="stylesheet" href="/not-there.css" />', body: good },
  '/script': { head: '<script src="/script.js" defer></script>', body: good },
  '/script.js': { type: 'text/javascript', body: 'document.querySelector("p").textContent = "A script ran.";' },
});
const chromium = await startChromium();

const at = async (path: string, ...window: Parameters<typeof chromium.page>) => {
  const page = await chromium.page(...window);
  await page.goto(url + path);
  return page;
};
const faults = async (path: string, ...window: Parameters<typeof chromium.page>) => faultsOf(await at(path, ...window));

describe('the browser of the tests', () => {
  it('has a font: a known word takes up room', async () => {
    expect(await widthOfText(await at('/good'), 'h1')).toBeGreaterThan(50);
  });

  it('runs scripts, and runs none where a phone has none', async () => {
    expect(await (await at('/script')).textContent('p')).toBe('A script ran.');
    expect(await (await at('/script', { javaScript: false })).textContent('p')).toBe('Nobody is out.');
  });
});

describe('a look at a page', () => {
  it.each([true, false])('finds nothing wrong with a good one, scripts or none: %s', async (javaScript) => {
    await aLook(await at('/good', { javaScript }));
  });

  it('finds nothing wrong with one that says what to put right', async () => {
    await aLook(await at('/refused'));
  });

  it('sees one that has to be pushed sideways on a phone, and says by what', async () => {
    expect(await faults('/too-wide')).toEqual([expect.stringMatching(/^at 320 px: it is 9\d\d px wide, by table\.board/)]);
  });

  it.each([
    ['/blank', 'no heading of the page can be seen'],
    ['/no-label', 'label'],
    ['/pale', 'color-contrast'],
    ['/small', 'target-size'],
  ])('sees that at %s there is %s to complain of, on a phone and on a screen', async (path, what) => {
    const found = await faults(path);

    for (const width of [320, 1280]) expect(found).toContainEqual(expect.stringContaining(`at ${width} px: ${what}`));
  });

  it('sees words that are too pale when only colours are looked at', async () => {
    await aLookAtColours(await at('/good'));
    await expect(aLookAtColours(await at('/pale'))).rejects.toThrow('deeply equal');
  });

  it('passes over what govuk-frontend does knowingly, and over nothing that only looks like it', async () => {
    expect(await faults('/known')).toEqual([]);
    expect(await faultsOf(await at('/alike'), [narrow])).toEqual([
      expect.stringContaining('aria-allowed-attr'),
      expect.stringContaining('region'),
    ]);
  });

  it.each([
    ['/inline', /Content Security Policy/],
    ['/broken', /notThere is not defined/],
    ['/lost', /404/],
  ])('hears what the browser complains of at %s', async (path, complaint) => {
    expect(await faults(path)).toEqual([expect.stringMatching(complaint)]);
  });

  it('hears of what is against the content security policy where no script runs', async () => {
    expect(await faults('/inline', { javaScript: false })).toEqual([expect.stringMatching(/Content Security Policy/)]);
  });
});

describe('where the browser cannot start', () => {
  /** A program of this machine that does nothing but say this and end. */
  const program = (says: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'chromium');
    writeFileSync(path, `#!/bin/sh\necho '${says}' >&2\nexit 127\n`);
    chmodSync(path, 0o700);
    return path;
  };

  it.each([
    {
      where: 'a library is missing',
      machine: () => ({ given: program('chromium: error while loading shared libraries: libgcc_s.so.1: cannot open shared object file') }),
      why: 'this machine has no libgcc_s.so.1',
    },
    { where: 'it was named and is not there', machine: () => ({ given: '/not/there' }), why: 'there is no /not/there' },
    { where: 'it says something else', machine: () => ({ given: program('No usable sandbox!') }), why: 'No usable sandbox!' },
    {
      where: 'the machine is of another kind',
      machine: () => ({ given: '', platform: 'darwin', arch: 'arm64' }),
      why: /is for Linux on x64, and this is darwin on arm64; let DOORSTEP_TEST_CHROMIUM name/,
    },
    {
      where: 'it has nowhere to be unpacked to',
      machine: () => ({ given: '', cache: '/dev/null/cache' }),
      why: /could not be unpacked into \/dev\/null/,
    },
  ])('says so in one sentence when $where', async ({ machine, why }) => {
    const found = await findChromium(machine());

    expect(found).toEqual({ cannotStart: expect.stringMatching(/^The browser of the tests cannot start: [^\n]+\.$/) as string });
    expect('cannotStart' in found && found.cannotStart).toMatch(why);
  });
});
