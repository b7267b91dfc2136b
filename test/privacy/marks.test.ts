/** Whatever somebody writes into Doorstep is in its table and in the answers to whoever may read it, and nowhere else. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { logCodes } from '../../functions/http/log-line.ts';
import {
  cannotBeRead,
  endTheVisit,
  everythingBreaks,
  fillEveryForm,
  liveTheVisit,
  lookAtEverything,
  type MarkedDay,
  markedSchool,
  openEveryLink,
  writeEverything,
} from '../support/marked-day.ts';
import type { Answered } from '../support/watched-service.ts';

/**
 * Before the door these come too late; nobody knows the code of a test; the policy proposed is no policy; a visit is not closed with things
 * to do; that they read the policy each says for themselves; the walk knows no machine, and nobody to erase.
 */
const refused = ['close', 'confirm', 'decline', 'foreseen', 'not-going', 'policies', 'read-policy', 'revoke', 'send-back', 'tick'];

/** At the one school where everybody signs a safe word everything is done that can be. */
const schools = { 'roselyn-house': 'everything', hampton: 'a visit' } as const;

/** Who goes, who may act, and somebody with no part in it. */
const readersOf = ({ name, cast, somebody }: MarkedDay): readonly string[] => [`${name}-tutor`, cast.office, somebody];

async function lived(name: string, how: 'everything' | 'a visit'): Promise<MarkedDay> {
  const day = await markedSchool(name);
  if (how === 'everything') await day.posts(day.cast.head, '/webhooks', { url: 'https://mis.example.org/doorstep' });
  const visit = await liveTheVisit(day);
  if (how === 'everything') {
    await lookAtEverything(day, visit, readersOf(day));
    await openEveryLink(day);
    await fillEveryForm(day, visit, [day.cast.head]);
  }
  await endTheVisit(day, visit);
  if (how === 'everything') {
    await writeEverything(day, visit);
    await everythingBreaks(day, visit);
    await cannotBeRead(day, visit);
  }
  return day;
}

describe.each(Object.entries(schools))('what is written on a day at %s', (name, how) => {
  let day: MarkedDay;
  beforeAll(async () => {
    day = await lived(name, how);
  }, 240_000);
  const found = (text: string): readonly string[] => day.marks.in(text);
  /** Of each the marks that are in it, and what it is; those with none are left out. */
  const finds = (those: readonly (readonly [what: string, text: string])[]): readonly string[] => [
    ...new Set(those.flatMap(([what, text]) => found(text).map((mark) => `${mark} in ${what}`))),
  ];
  /** Besides what was sent for it, which whoever sent it knows. */
  const news = ({ sent, text, headers }: Answered): readonly string[] => {
    const known = found(sent);
    return found(`${text} ${JSON.stringify(headers)}`).filter((mark) => !known.includes(mark));
  };

  it('is in no line of a log, whatever goes wrong', () => {
    expect(finds(day.service.lines.map((line) => [line, line]))).toEqual([]);
  });

  it('is in no metric', () => {
    expect(finds(day.service.metrics.map((line) => ['a metric', line]))).toEqual([]);
    expect(day.service.metrics.length).toBeGreaterThan(100);
  });

  it('is in no timer, neither its name nor what it says, in no poke and in no webhook', () => {
    const wired = day.service.wired.filter(({ service }) => service !== 'notices');
    expect(finds(wired.map(({ service, bytes }) => [`${service} ${bytes}`, bytes]))).toEqual([]);
    expect(new Set(wired.map(({ service }) => service))).toEqual(
      new Set(['scheduler', 'pokes', ...(how === 'everything' ? ['webhooks'] : [])]),
    );
  });

  it('is in no text and no email but for first names, and the number or address that each goes to', () => {
    const messages = day.service.wired.flatMap(({ bytes, message }) => (message === undefined ? [] : [{ bytes, message }]));
    expect(messages.length).toBeGreaterThan(20);
    const said = messages.flatMap(({ bytes, message }) => {
      const own = found(message.to);
      return found(bytes).flatMap((mark) => (own.includes(mark) ? [] : [`${mark} in ${message.about}`]));
    });
    expect([...new Set(said)].filter((one) => !/^\S+\.firstName in /.test(one))).toEqual([]);
  });

  it('is in no address: where an answer leads, what a page links to, where a form goes, and no cookie', () => {
    const addresses = day.service.answers.flatMap(({ what, headers, cookies, text }): (readonly [string, string])[] => [
      [`location of ${what}`, headers['location'] ?? ''],
      [`cookie of ${what}`, cookies.join()],
      ...[...text.matchAll(/ (?:href|action|src)="([^"]*)"/g)].map(([, link = '']): readonly [string, string] => [`link of ${what}`, link]),
    ]);
    // A child's id is an id: it is in the address of the page with all that is kept of them.
    const found = finds(addresses.filter(([, address]) => !/^(tel|sms):/.test(address)));
    expect(found.filter((one) => !/^home\.pupils\.id in link of \S+ GET \/kept\//.test(one))).toEqual([]);
  });

  it('is in no answer that says that something was not done, but what was sent with it', () => {
    const problems = day.service.answers.filter(
      ({ status, headers }) => status >= 400 && headers['content-type'] === 'application/problem+json',
    );
    expect(problems.flatMap((one) => news(one).map((mark) => `${mark} in ${one.what} ${String(one.status)}`))).toEqual([]);
  });

  it('is in no answer to another school, nor to somebody who is nobody', () => {
    const others = day.service.answers.filter(
      ({ who, what }) => (who === undefined && !what.includes('/v/')) || who?.includes('@') === true,
    );
    expect(others.flatMap((one) => news(one).map((mark) => `${mark} in ${one.what}`))).toEqual([]);
  });

  it.runIf(how === 'everything')('is on no page of somebody whom the API does not show it', () => {
    for (const reader of readersOf(day)) {
      const got = day.service.answers.filter(({ who, what, status }) => who === reader && what.includes(' GET ') && status < 400);
      const [fromApi, fromPages] = [got.filter(({ what }) => what.includes('/v1/')), got.filter(({ what }) => !what.includes('/v1/'))];
      const mayRead = new Set(fromApi.flatMap(({ text }) => found(text)));
      // Their own, where they had sent them; what a form was filled with stands in no other answer.
      const sent = new Set(day.service.answers.filter(({ who }) => who === reader).flatMap((one) => found(one.sent)));
      expect(mayRead.size, reader).toBeGreaterThan(10);
      expect(fromPages.length, reader).toBeGreaterThan(30);
      expect(
        finds(fromPages.map(({ what, text }) => [what, text])).filter((one) => ![...mayRead, ...sent].includes(one.split(' in ')[0] ?? '')),
      ).toEqual([]);
    }
  });

  it.runIf(how === 'everything')('as the safe word is shown to whoever may take the call, and not to whoever signed it', () => {
    const shownTo = new Set(day.service.answers.filter(({ text }) => text.includes(`"safeWord":"${day.safeWord}`)).map(({ who }) => who));
    expect(shownTo).toEqual(new Set([day.cast.office, day.cast.dsl, day.cast.head]));
  });

  it('leaves lines each with a code that never changes, and with ids and places in the code alone', () => {
    const Line = z.strictObject({ attributes: z.record(z.string(), z.unknown()) });
    const lines = day.service.lines.map((line) => Line.parse(JSON.parse(line)).attributes);
    expect(lines.map(({ message }) => message).filter((message) => !logCodes.includes(String(message)))).toEqual([]);
    const ofLambda = [
      'level',
      'message',
      'timestamp',
      'service',
      'cold_start',
      'function_arn',
      'function_memory_size',
      'function_name',
      'function_request_id',
      'sampling_rate',
    ];
    const ours = ['error', 'at', 'what', 'route', 'school', 'visit', 'finding', 'poke', 'kind', 'id'];
    expect([...new Set(lines.flatMap((line) => Object.keys(line)))].filter((field) => ![...ofLambda, ...ours].includes(field))).toEqual([]);
    if (how === 'everything') expect(logCodes.filter((code) => !lines.some(({ message }) => message === code))).toEqual([]);
  });

  it.runIf(how === 'everything')('is written at every address of the API, and done at nearly all of them', () => {
    const done = new Set(day.service.answers.filter(({ status }) => status < 300).map(({ what }) => what.replace(/^\S+ /, '')));
    const all = day.service.answers.map(({ what }) => what.replace(/^\S+ /, '')).filter((what) => what.includes('/v1/'));
    expect(
      [...new Set(all)]
        .filter((what) => !done.has(what))
        .map((what) => what.split('/').at(-1))
        .toSorted(),
    ).toEqual(refused);
  });
});
