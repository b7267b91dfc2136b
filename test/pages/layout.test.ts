import { renderToString } from 'hono/jsx/dom/server';
import { describe, expect, it } from 'vitest';
import { Layout, type LayoutProps } from '../../functions/pages/layout.tsx';
import { addressOf } from '../../functions/pages/look/addresses.ts';
import { assetNamed } from '../../functions/pages/look/assets.ts';

const page = (props: Partial<LayoutProps> = {}): string => renderToString(Layout({ title: 'Who is out', ...props }));
const band = (alarms: { readonly overdue: number; readonly help: number }): string | undefined =>
  /<p class="ds-alarm__text">(.*?) <a/.exec(page({ alarms: { ...alarms, href: '/board' } }))?.[1];

describe('every page', () => {
  it('is named after what it is, and after Doorstep', () => {
    expect(page()).toContain('<title>Who is out – Doorstep</title>');
  });

  it('lets somebody on a keyboard skip what stands on every page', () => {
    const [, target] = /href="#([^"]+)" class="govuk-skip-link"/.exec(page())!;

    expect(page()).toContain(`<main id="${target!}"`);
  });

  it('says at the bottom that nobody else is watching, and whom to ring in danger', () => {
    expect(page()).toContain('not a monitored alarm service. In danger, ring 999.');
  });

  it('has nothing in it that its own security policy would refuse', () => {
    const html = page({ scripts: ['copy'], person: { name: 'Ravi', token: 't' }, nav: [{ text: 'Home', href: '/' }] });

    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=")/);
    const loaded = [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(loaded).toEqual([addressOf('mark.svg'), addressOf('pages.css'), addressOf('copy.js')]);
  });

  it('shows where somebody is among the places where they can go', () => {
    const nav = [
      { text: 'Home', href: '/' },
      { text: 'Who is out', href: '/board', current: true },
    ];

    expect(page({ nav })).toContain('<a class="ds-nav__link" href="/board" aria-current="page">Who is out</a>');
    expect(page({ nav })).toContain('<a class="ds-nav__link" href="/">Home</a>');
  });

  it('signs somebody out by a form of their own, never by a link', () => {
    const html = page({ person: { name: 'Ravi "Chandra"', token: 'a-token' } });

    expect(html).toContain('<form class="ds-header__out" method="post" action="/sign-out">');
    expect(html).toContain('value="a-token"');
    expect(html).toContain('Ravi &quot;Chandra&quot;');
  });

  it('leads nowhere for whoever came by a link to their phone and is not signed in', () => {
    expect(page({ sheet: 'phone' })).not.toMatch(/<a href="\/"/);
    expect(page()).toMatch(/<a href="\/" class="ds-header__home"/);
  });
});

describe('what stands on top of every page', () => {
  it.each([
    [{ overdue: 1, help: 0 }, '1 visit is overdue.'],
    [{ overdue: 3, help: 0 }, '3 visits are overdue.'],
    [{ overdue: 0, help: 1 }, 'Somebody has called for help.'],
    [{ overdue: 0, help: 2 }, 'Help is called for on 2 visits.'],
    [{ overdue: 2, help: 1 }, 'Somebody has called for help. 2 visits are overdue.'],
  ])('says in words what cannot wait: %j', (alarms, words) => {
    expect(band(alarms)).toBe(words);
  });

  it('stands before everything else, and is spoken at once', () => {
    const html = page({ alarms: { overdue: 1, help: 0, href: '/board' } });

    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf('<header'));
    expect(html.indexOf('role="alert"')).toBeGreaterThan(0);
  });

  it('is not there while all is well', () => {
    expect(page({ alarms: { overdue: 0, help: 0, href: '/board' } })).not.toContain('ds-alarm');
    expect(page()).not.toContain('ds-alarm');
  });
});

describe('what a page loads', () => {
  it('is there under the name that changes with it, and under no other', () => {
    const name = addressOf('pages.css').replace('/assets/', '');

    expect(name).toMatch(/^pages-[0-9a-f]{8}[.]css$/);
    expect(assetNamed(name)).toMatchObject({ type: 'text/css; charset=utf-8' });
    expect(assetNamed('pages.css')).toBeUndefined();
    expect(assetNamed('__proto__')).toBeUndefined();
  });

  it('cannot be asked for under a name that nothing has', () => {
    expect(() => addressOf('pagers.css')).toThrow('npm run look');
  });
});
