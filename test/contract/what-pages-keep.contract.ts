import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoDrafts } from '../../functions/adapters/aws/dynamo-drafts.ts';
import { dynamoLinks } from '../../functions/adapters/aws/dynamo-links.ts';
import { dynamoSessions } from '../../functions/adapters/aws/dynamo-sessions.ts';
import { type MemoryClock, memoryClock } from '../../functions/adapters/memory/memory-clock.ts';
import { epochOf, plus } from '../../functions/domain/time.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type { Draft, Drafts } from '../../functions/ports/drafts.ts';
import type { Links } from '../../functions/ports/links.ts';
import type { Sessions } from '../../functions/ports/sessions.ts';
import type { Engine, TestTable } from '../support/dynalite.ts';
import { at, refTo, school } from '../support/samples.ts';

export interface WhatPagesKeep {
  readonly sessions: Sessions;
  readonly drafts: Drafts;
  readonly links: Links;
}

/** What every keeper of them does. Each test is about a person of its own. */
export function whatPagesKeepContract(open: (clock: Clock) => WhatPagesKeep): void {
  const opened = (): WhatPagesKeep & { readonly clock: MemoryClock } => {
    const clock = memoryClock(at('09:00'));
    return { ...open(clock), clock };
  };

  describe('a session', () => {
    it('is found by its id, and by nothing else', async () => {
      const { sessions } = opened();
      const { id, session } = await sessions.begin({ school, person: 'anna' }, at('09:00'));

      expect(await sessions.read(id)).toEqual(session);
      expect(session).toMatchObject({ school, person: 'anna', startedAt: at('09:00'), seenAt: at('09:00') });
      expect(await sessions.read(session.token)).toBeUndefined();
      expect(await sessions.read('')).toBeUndefined();
    });

    it('has an id and a token of its own each time', async () => {
      const { sessions } = opened();
      const one = await sessions.begin({ school, person: 'bea' }, at('09:00'));
      const other = await sessions.begin({ school, person: 'bea' }, at('09:00'));

      expect(new Set([one.id, other.id, one.session.token, other.session.token]).size).toBe(4);
    });

    it('notes when it was last used', async () => {
      const { sessions } = opened();
      const { id, session } = await sessions.begin({ school, person: 'carl' }, at('09:00'));
      await sessions.seen(id, at('10:00'));

      expect(await sessions.read(id)).toEqual({ ...session, seenAt: at('10:00') });
    });

    it('that has ended is no more, whoever uses it then', async () => {
      const { sessions } = opened();
      const { id } = await sessions.begin({ school, person: 'dora' }, at('09:00'));
      await sessions.end(id);
      await sessions.end(id);
      await sessions.seen(id, at('10:00'));
      await sessions.seen('never was', at('10:00'));

      expect([await sessions.read(id), await sessions.read('never was')]).toEqual([undefined, undefined]);
    });

    it('ends with all of that person, and nobody else of a like name', async () => {
      const { sessions } = opened();
      const theirs = [
        await sessions.begin({ school, person: 'ed' }, at('09:00')),
        await sessions.begin({ school, person: 'ed' }, at('09:30')),
      ];
      const others = [
        await sessions.begin({ school, person: 'eddy' }, at('09:00')),
        await sessions.begin({ school: 'hill', person: 'ed' }, at('09:00')),
      ];
      await sessions.endAllOf(school, 'ed');

      for (const { id } of theirs) expect(await sessions.read(id)).toBeUndefined();
      for (const { id, session } of others) expect(await sessions.read(id)).toEqual(session);
    });
  });

  describe('a form that somebody has begun', () => {
    const draft = (person: string, more: Partial<Draft> = {}): Draft => ({
      ...{ school, person, form: 'request', step: 'home', changedAt: at('09:00') },
      answers: { household: 'h-1', visitors: ['one', 'two'], words: 'As she said: "not now"\r\n' },
      ...more,
    });

    it('is there for whoever began it, as they left it', async () => {
      const { drafts } = opened();
      await drafts.put(draft('anna'));
      const later = draft('anna', { step: 'when', answers: { household: 'h-2' }, changedAt: at('09:10') });
      await drafts.put(later);

      expect(await drafts.read({ school, person: 'anna', form: 'request' })).toEqual(later);
      expect(await drafts.read({ school, person: 'ann', form: 'request' })).toBeUndefined();
      expect(await drafts.read({ school, person: 'anna', form: 'write-up:HV-000001' })).toBeUndefined();
    });

    it('stands in the list of all of theirs', async () => {
      const { drafts } = opened();
      const both = [draft('bea'), draft('bea', { form: 'write-up:HV-000001' })];
      for (const one of both.toReversed()) await drafts.put(one);
      await drafts.put(draft('beat'));

      expect(await drafts.allOf(school, 'bea')).toEqual(both);
    });

    it('is kept for seven days after it was last changed', async () => {
      const { drafts, clock } = opened();
      await drafts.put(draft('carl'));
      clock.set(plus(at('08:59'), 'P7D'));
      expect(await drafts.allOf(school, 'carl')).toHaveLength(1);
      clock.set(plus(at('09:00'), 'P7D'));

      expect([await drafts.read(draft('carl')), await drafts.allOf(school, 'carl')]).toEqual([undefined, []]);
    });

    it('is gone once it was sent or thrown away, and may be begun anew', async () => {
      const { drafts } = opened();
      await drafts.put(draft('dora'));
      await drafts.remove(draft('dora'));
      await drafts.remove(draft('dora', { form: 'another' }));
      expect(await drafts.allOf(school, 'dora')).toEqual([]);
      await drafts.put(draft('dora', { answers: {} }));

      expect(await drafts.read(draft('dora'))).toEqual(draft('dora', { answers: {} }));
    });

    it('goes with all of that person', async () => {
      const { drafts } = opened();
      for (const one of [draft('ed'), draft('ed', { form: 'close:HV-000001' }), draft('eddy')]) await drafts.put(one);
      await drafts.removeAllOf(school, 'ed');

      expect(await drafts.allOf(school, 'ed')).toEqual([]);
      expect(await drafts.allOf(school, 'eddy')).toHaveLength(1);
    });
  });

  describe('a link to a phone page', () => {
    const link = (n: number, person = 'anna') => ({ ref: refTo(n), person, madeAt: at('09:00') });

    it('is 22 letters and figures, which say whose it is', async () => {
      const { links } = opened();
      const secrets = [await links.make(link(1)), await links.make(link(1)), await links.make(link(1, 'bea'))];

      expect(new Set(secrets).size).toBe(3);
      for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9]{22}$/);
      expect(await Promise.all(secrets.map((secret) => links.find(secret)))).toEqual([link(1), link(1), link(1, 'bea')]);
      expect(await links.find('A'.repeat(22))).toBeUndefined();
    });

    it('is known for 400 days', async () => {
      const { links, clock } = opened();
      const secret = await links.make(link(2));
      clock.advance('P399D');
      expect(await links.find(secret)).toEqual(link(2));
      clock.advance('P1D');

      expect(await links.find(secret)).toBeUndefined();
    });

    it('of somebody is forgotten, and then all of that visit', async () => {
      const { links } = opened();
      const [anna, ann, other] = [await links.make(link(3)), await links.make(link(3, 'ann')), await links.make(link(4))];
      const found = () => Promise.all([anna, ann, other].map(async (secret) => (await links.find(secret))?.person));
      await links.forget(refTo(3), 'anna');
      expect(await found()).toEqual([undefined, 'ann', 'anna']);
      await links.forget(refTo(3));
      await links.forget(refTo(3));

      expect(await found()).toEqual([undefined, undefined, 'anna']);
    });
  });
}

export function whatPagesKeepInDynamodb(start: () => Promise<Engine>): void {
  let engine: Engine;
  let table: TestTable;
  beforeAll(async () => {
    engine = await start();
    table = await engine.table();
  });
  afterAll(() => engine.close());

  const openIn = ({ client, table: name }: TestTable, clock: Clock): WhatPagesKeep => {
    const kept = { client, table: name, clock };
    return { sessions: dynamoSessions(kept), drafts: dynamoDrafts(kept), links: dynamoLinks(kept) };
  };
  whatPagesKeepContract((clock) => openIn(table, clock));

  describe('the table', () => {
    const inATable = async () => {
      const own = await engine.table();
      const clock = memoryClock(at('09:00'));
      const rows = async (): Promise<readonly Record<string, unknown>[]> =>
        (await own.client.send(new ScanCommand({ TableName: own.table, ConsistentRead: true }))).Items ?? [];
      return { ...openIn(own, clock), clock, rows };
    };
    const secondsAt = (days: number): number => epochOf(at('09:00')) / 1000 + days * 24 * 60 * 60;

    it('holds no id of a session and no link: whoever reads it can sign in as nobody', async () => {
      const { sessions, links, rows } = await inATable();
      const { id } = await sessions.begin({ school, person: 'anna' }, at('09:00'));
      const secret = await links.make({ ref: refTo(), person: 'anna', madeAt: at('09:00') });

      const all = JSON.stringify(await rows());
      expect([all.includes(id), all.includes(secret), id.length]).toEqual([false, false, 43]);
    });

    it('may clear each of them away once its time is over', async () => {
      const { sessions, drafts, links, rows } = await inATable();
      await sessions.begin({ school, person: 'anna' }, at('09:00'));
      await drafts.put({ school, person: 'anna', form: 'request', answers: {}, step: 'home', changedAt: at('09:00') });
      await links.make({ ref: refTo(), person: 'anna', madeAt: at('09:00') });

      const expiries = (await rows()).map((row) => [String(row['sk']).split('#')[0], row['expiresAt']]);
      expect(expiries.toSorted()).toEqual([
        ['DRAFT', secondsAt(7)],
        ['LINK', secondsAt(400)],
        ['LINK', secondsAt(400)],
        ['SESSION', secondsAt(7)],
        ['SESSION', secondsAt(7)],
      ]);
    });

    it('is left with keys alone, which are cleared away, of what somebody ended, sent and is to be forgotten', async () => {
      const { sessions, drafts, links, rows, clock } = await inATable();
      await sessions.begin({ school, person: 'anna' }, at('09:00'));
      await drafts.put({ school, person: 'anna', form: 'request', answers: { words: 'Wren' }, step: 'home', changedAt: at('09:00') });
      await links.make({ ref: refTo(), person: 'anna', madeAt: at('09:00') });
      clock.advance('P1D');
      await sessions.endAllOf(school, 'anna');
      await drafts.removeAllOf(school, 'anna');
      await links.forget(refTo(), 'anna');

      for (const { pk: _pk, sk: _sk, ...row } of await rows()) expect(row).toEqual({ expiresAt: secondsAt(1) });
    });
  });
}
