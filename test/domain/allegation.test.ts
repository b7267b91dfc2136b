import { describe, expect, it } from 'vitest';
import { alarmFor } from '../../functions/domain/visit/consequences.ts';
import { decideAllegation, shownAllegation, whoReads } from '../../functions/domain/visit/allegation.ts';
import { type CommandName, commandBodies } from '../../functions/domain/visit/commands.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import type { NoticeAbout, Visit } from '../../functions/domain/visit/visit.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import { wordingOf } from '../../functions/domain/visit/wording.ts';
import { schoolOf } from '../support/afternoon.ts';
import { type Given, givenOf, knowing, knownOf, look, passing, says, setTo, withPerson } from '../support/given.ts';
import { at } from '../support/hampton-visit.ts';
import { containing } from '../support/matching.ts';

interface AtSchool {
  readonly school: string;
  /** Two who go on visits. */
  readonly goes: readonly [string, string];
  /** Whom the school named for where the head is on the visit. */
  readonly instead: string;
  readonly clause: string;
}
const schools: readonly AtSchool[] = [
  { school: 'hampton', goes: ['teacher', 'assistant'], instead: 'executive-head', clause: 'DS-22' },
  { school: 'kingsdown', goes: ['teacher', 'assistant'], instead: 'deputy', clause: 'ST-95' },
  { school: 'lancaster', goes: ['teacher', 'assistant'], instead: 'deputy', clause: 'ST-95' },
  { school: 'roselyn-house', goes: ['tutor', 'mentor'], instead: 'proprietor', clause: 'RH-66' },
  { school: 'st-benedicts', goes: ['teacher', 'learning-mentor'], instead: 'deputy', clause: 'DS-22' },
  { school: 'st-christopher', goes: ['teacher', 'assistant'], instead: 'deputy', clause: 'ST-95' },
  { school: 'st-nicholas', goes: ['teacher', 'assistant'], instead: 'deputy', clause: 'ST-95' },
  { school: 'the-harbour', goes: ['teacher', 'mentor'], instead: 'deputy', clause: 'DS-22' },
];

const said = 'Mrs Whitcombe says that she was shouted at';
const visit = 'HV-7K2M9QR3';

/** A visit of these people, asked for. */
function visitAt(school: string, people: readonly string[], known: Known): Visit {
  const [first = ''] = people;
  const requested = {
    type: 'VisitRequested' as const,
    at: at('08:00'),
    by: first,
    via: 'api' as const,
    policy: known.settings.policy,
    request: {
      household: known.household?.id ?? '',
      visitors: people.map((person) => ({ person })),
      plan: { startsFrom: 'school' as const, endsAt: 'school' as const },
    },
  };
  return visitOf({ school, visit, version: 1, history: [requested], owed: {}, tally: {} });
}

const fileOf = (school: string) => schoolOf(`local/schools/${school}.json`);

/** Something is said against the first of these people at half past eight, and Doorstep looks. */
function alleged(
  { school, goes }: AtSchool,
  { people = goes, known = knownOf(fileOf(school)) }: { readonly people?: readonly string[]; readonly known?: Known } = {},
): Given {
  const on = people.map((name) => `${school}-${name}`);
  const [about = ''] = on;
  const office = `${school}-office`;
  const decision = decideAllegation(
    { school, visit: 'AL-7K2M9QR3' },
    { about: [about], words: said },
    visitAt(school, on, known),
    { person: office, by: office, via: 'api', key: { id: 'k', body: 'b' } },
    known,
    at('08:30'),
  );
  return givenOf(decision, known, look('08:30'));
}

const told = ({ sent }: Given): readonly string[] => [...new Set(sent.map((line) => line.split(' ')[1] ?? ''))];
const readers = ({ visit: item, known }: Given): readonly string[] => whoReads(item, known);

describe.each(schools)('something said against a visitor, at $school', (at_) => {
  const { school, goes, instead, clause } = at_;
  const head = `${school}-head`;
  const named = `${school}-${instead}`;
  const ours = (): Known => knownOf(fileOf(school));

  it('is told the head alone, who alone may read it', () => {
    const item = alleged(at_);
    expect(item.sent).toEqual([`text ${head} rung:a1/1`, `email ${head} rung:a1/1`]);
    expect(readers(item)).toEqual([head]);
    expect(alarmFor('allegation', item.known)).toMatchObject({ clauses: [clause], say: containing('told, and nobody else') });
  });

  it('is told whom the school named, and not the head, where the head is on that visit', () => {
    for (const people of [
      ['head', goes[0]],
      [goes[0], 'head'],
    ]) {
      const item = alleged(at_, { people });
      expect(told(item)).toEqual([named]);
      expect(readers(item)).toEqual([named]);
    }
  });

  it('is told nobody at all where all of those are on that visit, and is kept', () => {
    const item = alleged(at_, { people: ['head', instead] });
    expect(item.sent).toEqual([]);
    expect(readers(item)).toEqual([]);
    // Doorstep goes on looking: somebody may come to hold the post.
    const now = { ...item.known, staff: { ...item.known.staff, 'new-head': { ...item.known.staff[head]!, id: 'new-head' } } };
    expect(told(item.and(knowing(now), passing('10:30')))).toEqual(['new-head']);
  });

  it('is told no deputy of the head, and nobody who has their hours, by day or by night', () => {
    const others = Object.keys(ours().staff).filter((id) => id !== head);
    const away = { deputies: [{ for: head, by: others, from: '2020-01-01', to: '2040-01-01' }] };
    const hours = { from: '00:00', to: '23:59', days: [1, 2, 3, 4, 5, 6, 7] };
    const rota = {
      rota: [
        { duty: 'headteacher', people: others, ...hours },
        { duty: 'head-of-school', people: others, ...hours },
      ],
    };
    for (const values of [away, rota, { ...away, ...rota }, { 'out-of-hours': others, rota: [{ ...rota.rota[0], to: '00:01' }] }]) {
      const item = alleged(at_, { known: setTo(values, ours()) }).and(passing('23:00'));
      expect(told(item)).toEqual([head]);
      expect(readers(item)).toEqual([head]);
    }
  });

  it('is told nobody else where the head cannot be reached, save whom the school named', () => {
    const item = alleged(at_, { known: withPerson(head, { mobile: undefined, email: undefined }, ours()) });
    expect(told(item)).toEqual([named]);
    expect(readers(item)).toEqual([head, named]);
  });

  it('is told nobody else where the school has not set how often it is reminded, nor how its other ladders are climbed', () => {
    const { settings } = ours();
    const { 'allegation-instead': kept } = settings.values;
    const bare = { ...ours(), settings: { ...settings, values: { 'allegation-instead': kept } } };
    const item = alleged(at_, { known: bare }).and(passing('10:00'));
    expect(told(item)).toEqual([head]);
    expect(readers(item)).toEqual([head]);
    expect(item.sent.filter((line) => line.startsWith('text '))).toHaveLength(2);
  });

  it('is read by nobody on that visit, whatever duties they hold and whoever named them', () => {
    const every = {
      duties: ['headteacher', 'head-of-school', 'executive-headteacher', 'dsl', 'slt', 'office', 'team', 'admin', 'visitor'],
    };
    const people = goes.map((name) => `${school}-${name}`);
    const promoted = people.reduce(
      (so, person) => withPerson(person, every, so),
      setTo({ 'allegation-instead': [...people, head] }, ours()),
    );
    const item = alleged(at_, { known: promoted });
    expect(told(item)).toEqual([head]);
    expect(readers(item)).toEqual([head]);
  });

  it('is said again and again until the head has seen to it', () => {
    const item = alleged(at_).and(passing('12:31'));
    const every = Number(/PT(?:(\d+)H)?(?:(\d+)M)?/.exec(String(ours().settings.values['remind-every']))?.[1] ?? 0.5);
    expect(item.sent.filter((line) => line.startsWith('text '))).toHaveLength(1 + Math.floor(4 / every));
    expect(told(item)).toEqual([head]);

    const held = item.and(says('12:31', head, 'acknowledge', { alarm: 'a1' }));
    expect(held.visit.alarms).toMatchObject([{ held: { by: head } }]);
    const noted = held.and(says('12:40', head, 'note', { words: 'Spoke to the family' }));
    const over = noted.and(says('13:00', head, 'stand-down', { alarm: 'a1', how: 'Passed to the local authority' }));
    const later = over.and(look('13:00'), passing('2026-07-22T13:00:00+01:00'));
    expect(later.sent).toEqual(held.sent);
    expect(nextDue(later.visit, later.known, { held: true })).toBeUndefined();
    expect(shownAllegation(later.visit, later.known)).toMatchObject({
      visit,
      words: said,
      notes: [{ by: head, words: 'Spoke to the family' }],
      endedBy: head,
      how: 'Passed to the local authority',
    });
  });

  it('is named in its texts and emails by its own number alone: no name, no visit, no home, none of what was said', () => {
    const { visit: item, known } = alleged(at_);
    const about = (cycle: number): NoticeAbout => ({ kind: 'rung', alarm: 'a1', rung: 1, cycle });
    const secret = [
      ...Object.values(known.staff).flatMap(({ name, firstName }) => [name, firstName]),
      ...[known.household?.name, known.household?.address, ...(known.household?.phones ?? [])].flatMap((one) => one ?? []),
      visit,
      said,
      'shouted',
    ];
    for (const channel of ['text', 'email'] as const)
      for (const cycle of [0, 3]) {
        const notice = { id: 'n', to: head, channel, about: about(cycle), queuedAt: at('08:30'), tries: 1, timeOuts: 0 };
        const { subject, text } = wordingOf(notice, item, known, 'https://doorstep.example/AL-7K2M9QR3');
        for (const one of secret) expect(`${subject} ${text}`.split(/[^\p{L}\p{N}'-]+/u).join(' ')).not.toContain(` ${one} `);
        expect(text).toContain('AL-7K2M9QR3');
      }
  });

  it('is refused about somebody who is not on that visit', () => {
    const known = ours();
    const press = { person: head, by: head, via: 'api' as const };
    const on = visitAt(
      school,
      goes.map((name) => `${school}-${name}`),
      known,
    );
    for (const about of [[head], [`${school}-${goes[0]}`, head], ['nobody']])
      expect(decideAllegation({ school, visit: 'AL-7K2M9QR3' }, { about, words: said }, on, press, known, at('08:30'))).toMatchObject({
        accepted: false,
        refusal: { code: 'unknown-visitor' },
      });
  });
});

const [hampton] = schools;
if (hampton === undefined) throw new Error('a school');
const head = 'hampton-head';

describe('an allegation', () => {
  it('takes no command of a visit but that the head has it, a note, and that it is seen to', () => {
    const bodies: Partial<Record<CommandName, object>> = {
      reschedule: { reason: 'x', plan: {} },
      answer: { answers: {} },
      tick: { ticks: ['carry-phone'] },
      'not-going': { reason: 'x' },
      assess: { signed: true },
      'send-back': { reason: 'x' },
      decline: { reason: 'x' },
      cancel: { reason: 'x' },
      'log-attempt': { alarm: 'a1', rung: 1, result: 'no-answer' },
      escalate: { alarm: 'a1' },
      'record-police': { alarm: 'a1' },
      'record-reference': { system: 'CPOMS', reference: '1' },
      'pass-on': { to: 'x', words: 'x' },
    };
    const taken: readonly string[] = ['acknowledge', 'note', 'stand-down'];
    for (const name of Object.keys(commandBodies) as CommandName[]) {
      if (taken.includes(name)) continue;
      alleged(hampton)
        .when(says('09:00', head, name, bodies[name] ?? {}))
        .refuses('not-at-this-stage');
    }
  });

  it('is worked by nobody on that visit: to them it is not theirs', () => {
    const item = alleged(hampton);
    for (const name of ['acknowledge', 'stand-down'] as const)
      item
        .when(says('09:00', 'hampton-teacher', name, { alarm: 'a1', ...(name === 'stand-down' ? { how: 'x' } : {}) }))
        .refuses('own-alarm');
  });

  it('that the head has is said again when the time is over for which they had it, and not before', () => {
    const item = alleged(hampton).and(says('08:40', head, 'acknowledge', { alarm: 'a1' }));
    const until = item.visit.alarms[0]?.held?.until ?? '';
    const before = new Date(Date.parse(until) - 1000).toISOString();
    expect(item.and(passing(before)).sent).toEqual(item.sent);
    expect(item.and(passing(until)).sent.slice(item.sent.length)).toEqual([`text ${head} rung:a1/1`, `email ${head} rung:a1/1`]);
  });
});
