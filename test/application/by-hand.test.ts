/** Visits that cannot be read, or whose school cannot: a person is asked to look. */
import { describe, expect, it } from 'vitest';
import { makeAllegation } from '../../functions/application/allegations.ts';
import { beginDrill } from '../../functions/application/drills.ts';
import { beginErrands } from '../../functions/application/errands.ts';
import { readSchool } from '../../functions/application/school.ts';
import { sweep, type SweepDeps } from '../../functions/application/sweep.ts';
import { Unreadable } from '../../functions/domain/unreadable.ts';
import { type Instant, plus } from '../../functions/domain/time.ts';
import { afternoonAt, type Afternoon, hampton } from '../support/afternoon.ts';
import { assistant, at, gone, head, office, teacher } from '../support/hampton-visit.ts';

const press = (person: string) => ({ person, by: person, via: 'api', key: { id: 'one', body: 'b' } }) as const;

const ref = (a: Afternoon) => ({ school: a.school, visit: a.id });

/** Every minute from one time to another; who was asked by text to check by hand, and when. */
async function sweptFrom(a: Afternoon, from: Instant, until: Instant, deps: Partial<SweepDeps> = {}): Promise<readonly string[]> {
  const told: string[] = [];
  for (let now = from; now <= until; now = plus(now, 'PT1M')) {
    a.clock.set(now);
    const before = a.notices.outbox.length;
    await sweep({ ...a.deps, shards: 1, ...deps }, now);
    const texts = a.notices.outbox.slice(before).filter((m) => m.about === 'by-hand' && m.channel === 'text');
    told.push(...texts.map(({ contact }) => `${now.slice(11, 16)} ${contact}`));
    a.pokes.take();
  }
  return told;
}

const unreadable = () => Promise.reject(new Unreadable('stored it does not parse'));

describe('F23: a visit that cannot be read', () => {
  it('has whoever is in charge asked once an hour, and nobody who is out on it', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    a.visits.spoil(ref(a));

    const told = await sweptFrom(a, at('14:45'), at('15:59'));

    expect(told.filter((line) => line.endsWith(office))).toEqual([`13:47 ${office}`, `14:47 ${office}`]);
    expect(told.filter((line) => line.endsWith(head))).toEqual([`13:47 ${head}`, `14:47 ${head}`]);
    expect(told.filter((line) => line.endsWith(teacher) || line.endsWith(assistant))).toEqual([]);
  });

  it('is looked at every ten minutes, and its ladder goes on once it has been mended', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    a.visits.spoil(ref(a));
    await sweptFrom(a, at('14:45'), at('15:06'));
    a.visits.spoil(ref(a), false);
    a.sent();

    await a.until(at('15:11'));

    expect(a.sent().filter((line) => line.startsWith('text'))).toContain(`text ${office} rung:a1/1`);
    expect((await a.visits.aside(ref(a)))?.times).toBe(0);
  });

  it('is asked about again with the next sweep where nobody could be told', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    a.visits.spoil(ref(a));
    a.notices.answer({ outcome: 'later', times: 8 });

    const told = await sweptFrom(a, at('14:45'), at('14:51'));

    expect(told.filter((line) => line.endsWith(office))).toEqual([`13:50 ${office}`]);
  });

  it('is named with the others that cannot be read in one message to each', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    const bad = [a.id];
    for (let n = 1; n <= 4; n += 1) {
      await a.request('hampton-nursery-teacher', {
        type: 'induction',
        purpose: 'To meet the family',
        household: 'hampton-home-2',
        visitors: [{ person: 'hampton-nursery-teacher' }, { person: 'hampton-nursery-assistant' }],
        plan: { departAt: at('16:00'), returnAt: at('17:00') },
      });
      await a.says(office, 'raise-alarm', { kind: 'illness' });
      bad.push(a.id);
    }
    for (const visit of bad) a.visits.spoil({ school: a.school, visit });
    a.clock.set(at('15:00'));

    const swept = await sweep({ ...a.deps, shards: 1 }, at('15:00'));

    expect(swept.unreadable).toBe(5);
    const texts = a.notices.outbox.filter((m) => m.about === 'by-hand' && m.channel === 'text' && m.contact === office);
    expect(texts).toHaveLength(1);
    for (const visit of bad) expect(texts[0]?.text).toContain(visit);
    expect(texts[0]?.text).toContain('Priya and Joel out, to be heard of by 15:00');
  });
});

describe('a school whose settings, policy or staff cannot be read', () => {
  it.each([
    ['its settings', { context: unreadable }],
    ['anything of its people', { context: unreadable, person: unreadable }],
  ])('has whoever is in charge of each visit asked, though %s cannot be read', async (_, spoilt) => {
    const a = await gone();
    await a.until(at('13:05'));

    const told = await sweptFrom(a, at('14:45'), at('14:50'), { schools: { ...a.schools, ...spoilt } });

    expect(told).toContain(`13:47 ${office}`);
  });

  it('has them asked as well where it is never found out why a visit cannot be served', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    const schools = { ...a.schools, context: () => Promise.reject(new Error('no reason')) };

    const told = await sweptFrom(a, at('14:45'), at('15:00'), { schools });

    expect(told).toContain(`13:55 ${office}`);
    expect(told.filter((line) => line < '13:55')).toEqual([]);
  });

  it('keeps no ladder waiting that can be climbed again with the next sweep', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    const away = { ...a.schools, context: () => Promise.reject(new Error('no reason')) };
    // Nobody looked for half an hour, and then the table was away for a minute.
    expect(await sweptFrom(a, at('15:30'), at('15:30'), { schools: away })).toContain(`14:30 ${office}`);
    a.sent();

    a.clock.set(at('15:31'));
    await a.sweepNow();

    expect(a.sent().filter((line) => line.startsWith('text'))).toContain(`text ${office} rung:a1/1`);
  });

  it('is asked about once an hour all the same, while nobody finds out why', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    const away = { ...a.schools, context: () => Promise.reject(new Error('no reason')) };

    const told = await sweptFrom(a, at('15:00'), at('17:29'), { schools: away });

    expect(told.filter((line) => line.endsWith(office))).toHaveLength(3);
  });

  it('is asked about again with the next sweep where nobody could be told', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    const away = { ...a.schools, context: () => Promise.reject(new Error('no reason')) };
    a.notices.answer({ outcome: 'later', times: 8 });

    const told = await sweptFrom(a, at('15:30'), at('15:31'), { schools: away });

    expect(told.filter((line) => line.endsWith(office))).toEqual([`14:31 ${office}`]);
  });
});

describe('what is no visit and cannot be looked after', () => {
  it('has nobody asked how everybody is: the looking after records, or a drill', async () => {
    const a = await gone();
    const school = (await readSchool(a.schools, a.school))!;
    const drill = await beginDrill(a.deps, school, { ladder: 'missing' }, () => 'DR-000001', press(head));
    expect(drill.outcome).toBe('accepted');
    await beginErrands(a.deps, a.school);
    await a.drain();
    for (const visit of ['DR-000001', 'ER-UPKEEP']) a.visits.spoil({ school: a.school, visit });
    await a.says(office, 'return', { visitor: 'all' });

    a.clock.set(at('13:10'));
    expect(await sweptFrom(a, at('13:10'), at('13:30'))).toEqual([]);
    expect(await sweptFrom(a, plus(at('05:00'), 'PT24H'), plus(at('05:30'), 'PT24H'))).toEqual([]);
  });

  it('has nobody told of an allegation but whom it is for: where they have left, nobody', async () => {
    const a = await gone();
    const allegation = { visit: a.id, about: [teacher], words: 'He shouted' };
    const made = await makeAllegation(a.deps, a.school, 'AL-000001', allegation, press(office), { may: () => true });
    expect(made.outcome).toBe('accepted');
    await a.drain();
    a.visits.spoil({ school: a.school, visit: 'AL-000001' });
    expect(new Set((await sweptFrom(a, at('13:10'), at('15:10'))).map((line) => line.slice(6)))).toEqual(new Set([head]));
    const { value, version } = (await a.schools.person(a.school, head))!;
    await a.schools.putPerson(a.school, { ...value, leftAt: at('15:10') }, version);

    expect(await sweptFrom(a, at('15:11'), at('17:00'))).toEqual([]);
  });
});

describe('whoever calls for help on a visit that cannot be read', () => {
  const calls = (a: Afternoon) => expect(a.says(teacher, 'raise-alarm', { kind: 'help' })).rejects.toBeInstanceOf(Unreadable);

  it('is asked about within minutes, and not when they were to be back', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    a.visits.spoil(ref(a));
    await calls(a);

    expect(await sweptFrom(a, at('13:06'), at('13:20'))).toContain(`12:07 ${office}`);
  });

  it('is asked about again, though somebody was asked already', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    a.visits.spoil(ref(a));
    await sweptFrom(a, at('14:45'), at('14:50'));
    await calls(a);

    expect(await sweptFrom(a, at('14:51'), at('15:00'))).toContain(`13:52 ${office}`);
  });

  it('is asked about though they press without end', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    a.visits.spoil(ref(a));
    const told: string[] = [];
    for (const time of ['13:06', '13:07', '13:08', '13:09', '13:10']) {
      await calls(a);
      told.push(...(await sweptFrom(a, at(time), at(time))));
    }

    expect(told).toContain(`12:07 ${office}`);
  });

  it('is not hidden from anybody by whoever only says that they are well', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    a.visits.spoil(ref(a));
    await expect(a.says(teacher, 'check-in', {})).rejects.toBeInstanceOf(Unreadable);

    expect(await sweptFrom(a, at('13:06'), at('13:20'))).toContain(`12:07 ${office}`);
    await expect(a.says(teacher, 'check-in', {})).rejects.toBeInstanceOf(Unreadable);
    expect(await sweptFrom(a, at('13:21'), at('13:40'))).toEqual([]);
  });
});

describe('whoever is out, where nobody can be found to ask', () => {
  it('is asked about as soon as somebody can, and not an hour later', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    a.visits.spoil(ref(a));
    await sweptFrom(a, at('14:45'), at('14:48'), { schools: { ...a.schools, context: unreadable, person: unreadable } });

    const told = await sweptFrom(a, at('14:49'), at('14:55'));

    expect(told).toContain(`13:50 ${office}`);
  });
});

describe('what is no visit and cannot be read', () => {
  const allegation = 'AL-SAID1234';
  const byHand = (a: Afternoon) => a.notices.outbox.filter((m) => m.about === 'by-hand');

  /** Something was said against the teacher, who is back from the visit; then its row cannot be read. */
  async function said(): Promise<Afternoon> {
    const a = await gone();
    const press = { person: office, by: office, via: 'api' as const, key: { id: 'said-1', body: 'b' } };
    await makeAllegation(a.deps, a.school, allegation, { visit: a.id, about: [teacher], words: 'Shouted at the child' }, press, {
      may: () => true,
    });
    a.visits.spoil({ school: a.school, visit: allegation });
    return a;
  }

  it('an allegation is checked by those alone who are told of it', async () => {
    const a = await said();

    await sweptFrom(a, at('13:00'), at('13:10'));

    expect(new Set(byHand(a).map(({ contact }) => contact))).toEqual(new Set([head]));
  });

  it('an allegation is told to nobody else where none of those can be found any more', async () => {
    const a = await said();
    const person = (school: string, id: string) => (id === head ? Promise.resolve(undefined) : a.schools.person(school, id));

    await sweptFrom(a, at('13:00'), at('13:10'), { schools: { ...a.schools, person } });

    expect(byHand(a)).toEqual([]);
  });

  it('a drill, and what a school owes itself, have nobody told to find out how everybody is', async () => {
    const a = await afternoonAt(hampton(), at('08:30'));
    const school = await readSchool(a.schools, a.school);
    if (school === undefined) throw new Error('no school');
    await beginErrands(a.deps, a.school);
    await beginDrill(a.deps, school, { ladder: 'missing' }, () => 'DR-TRIED123', { person: office, by: office, via: 'api' });
    for (const visit of ['DR-TRIED123', 'ER-UPKEEP']) a.visits.spoil({ school: a.school, visit });

    await sweptFrom(a, at('08:30'), at('08:40'));

    expect(byHand(a)).toEqual([]);
  });
});

describe('a sweep that has more to serve than it has time for', () => {
  it('still has somebody asked about what cannot be read, and says that it has swept', async () => {
    const a = await gone();
    await a.until(at('13:05'));
    a.visits.spoil(ref(a));
    const many = Array.from({ length: 100 }, (_, n) => ({
      ref: { school: a.school, visit: `HV-1${String(n).padStart(5, '0')}` },
      dueAt: at('14:46'),
    }));
    a.clock.set(at('14:50'));
    const began = a.clock.now();
    let reads = 0;
    const slow = {
      ...a.visits,
      due: async () => ({ visits: [{ ref: ref(a), dueAt: at('14:45') }, ...many] }),
      read: async (of: { readonly school: string; readonly visit: string }) => {
        // Ten at a time take eight seconds.
        reads += 1;
        if (reads % 10 === 0) a.clock.set(plus(a.clock.now(), 'PT8S'));
        return a.visits.read(of);
      },
    };

    const swept = await sweep({ ...a.deps, visits: slow, shards: 1 }, began);

    expect(swept.unreadable).toBe(1);
    expect(a.clock.now() <= plus(began, 'PT45S')).toBe(true);
    expect(a.notices.outbox.filter((m) => m.about === 'by-hand').length).toBeGreaterThan(0);
  });
});
