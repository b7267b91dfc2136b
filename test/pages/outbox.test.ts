import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  completed,
  failed,
  next,
  type Press,
  put,
  type Queue,
  queueIn,
  refused,
  soonest,
  taken,
  woken,
} from '../../functions/pages/scripts/outbox/queue.ts';

const press = (id: string, more: Partial<Press> = {}): Press => ({
  id,
  path: '/v/a-link',
  fields: [
    ['press', 'arrive'],
    ['key', id],
    ['at', 'now'],
  ],
  says: 'I have arrived',
  at: 0,
  first: false,
  tries: 0,
  nextAt: 0,
  ...more,
});
const help = (id: string, more: Partial<Press> = {}): Press =>
  press(id, { fields: [['press', 'raise-alarm']], says: 'a message', first: true, ...more });
const ids = (queue: Queue): readonly string[] => queue.map(({ id }) => id);

describe('a press that waits on the phone', () => {
  it('goes in the order in which it was pressed, one after another', () => {
    const queue = [press('arrive'), press('leave', { at: 9000 })];
    expect(next(queue, 10_000, [])?.id).toBe('arrive');
    expect(next(queue, 10_000, ['arrive'])).toBeUndefined();
    expect(next(taken(queue, 'arrive'), 10_000, [])?.id).toBe('leave');
  });

  it('that calls for help goes first, and waits for nothing that is underway', () => {
    const queue = [press('arrive'), help('help', { at: 9000 })];
    expect(next(queue, 10_000, [])?.id).toBe('help');
    expect(next(queue, 10_000, ['arrive'])?.id).toBe('help');
    expect(next(queue, 10_000, ['help'])).toBeUndefined();
  });

  it('goes again after 4, 8, 16 and then every 30 seconds, and holds up none that came later', () => {
    let queue: Queue = [press('arrive'), press('leave')];
    const waited = [0, 0, 0, 0, 0].map((_, n) => {
      queue = failed(queue, 'arrive', n * 100_000);
      return (queue[0]!.nextAt - n * 100_000) / 1000;
    });
    expect(waited).toEqual([4, 8, 16, 30, 30]);
    expect(next(queue, 400_001, [])?.id).toBe('leave');
    expect(soonest(taken(queue, 'leave'))).toBe(430_000);
  });

  it('goes at once when the network is back or somebody looks at the page', () => {
    const queue = woken(failed([press('arrive')], 'arrive', 1000), 2000);
    expect(next(queue, 2000, [])?.id).toBe('arrive');
    expect(soonest([])).toBeUndefined();
  });

  it('of two taps of one thumb is one, and pressed again later is another', () => {
    const once = put([], press('first'));
    expect(ids(put(once, press('second', { at: 1999 })))).toEqual(['first']);
    expect(ids(put(once, press('second', { at: 2000 })))).toEqual(['first', 'second']);
    expect(ids(put(once, press('second', { at: 1, fields: [['press', 'leave']] })))).toEqual(['first', 'second']);
    expect(ids(put(once, press('second', { at: 1, path: '/v/another' })))).toEqual(['first', 'second']);
  });

  it('gets the position that was asked for as long as it has not been tried, and goes then', () => {
    const position: Press['fields'] = [['latitude', '51.5']];
    const [with_] = completed([help('help', { nextAt: 5000 })], 'help', position, 1000);
    expect(with_).toMatchObject({
      fields: [
        ['press', 'raise-alarm'],
        ['latitude', '51.5'],
      ],
      nextAt: 1000,
    });
    const tried = failed([help('help')], 'help', 0);
    expect(completed(tried, 'help', position, 1000)).toEqual(tried);
  });

  it('that the school did not take is not sent again, and not forgotten', () => {
    const queue = refused([press('arrive')], 'arrive');
    expect(next(woken(queue, 99_000), 99_000, [])).toBeUndefined();
    expect(soonest(queue)).toBeUndefined();
    expect(ids(queue)).toEqual(['arrive']);
  });

  it('is there again as it was kept, and what is no press of this page is not', () => {
    const queue = [press('arrive'), refused([help('help')], 'help')[0]!];
    expect(queueIn(JSON.stringify(queue))).toEqual(queue);
    expect(queueIn(null)).toEqual([]);
    expect(queueIn('"something else"')).toEqual([]);
    expect(queueIn(JSON.stringify([null, 7, {}, { ...press('out'), path: 'https://evil.example/v/x' }]))).toEqual([]);
  });

  it('is lost by nothing but the answer of the school, whatever happens in whatever order', () => {
    const happening = fc.oneof(
      fc.record({ what: fc.constant('put' as const), n: fc.nat(5) }),
      fc.record({ what: fc.constantFrom('failed' as const, 'woken' as const, 'refused' as const, 'completed' as const), n: fc.nat(5) }),
    );
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (all) => {
        const wanted = new Set<string>();
        const queue = all.reduce<Queue>((so, { what, n }, now) => {
          const id = String(n);
          switch (what) {
            case 'put':
              if (wanted.has(id)) return so;
              wanted.add(id);
              return put(so, press(id, { at: now * 3000, first: n % 2 === 0 }));
            case 'failed':
              return failed(so, id, now * 3000);
            case 'woken':
              return woken(so, now * 3000);
            case 'refused':
              return refused(so, id);
            case 'completed':
              return completed(so, id, [], now * 3000);
          }
        }, []);
        expect(new Set(ids(queue))).toEqual(wanted);
      }),
    );
  });
});
