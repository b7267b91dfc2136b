/** Two afternoons, alike but for a call for help in one of them: whoever is on the visit can tell them apart by nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { veiled } from '../../functions/domain/visit/veil.ts';
import type { CommandName } from '../../functions/domain/visit/commands.ts';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import { boardRow, shown } from '../../functions/domain/visit/shown.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { given, type Given, leavesSchool, look, passing, says, tries } from '../support/given.ts';
import { answers, assistant, at, deputy, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const word = 'green folder';
/** As long, so that nothing else differs. */
const ordinary = 'blue  folder';

const before = given(
  says('08:35', teacher, 'answer', { answers }),
  says('08:36', teacher, 'assess', { safeWord: word, signed: true }),
  says('08:40', head, 'authorise'),
  says('13:00', teacher, 'depart', { visitor: 'all', ticks }),
  look('13:00'),
);

// ------------------------------------------------------------------------------------------------ what happens

interface Press {
  readonly who: string;
  readonly what: CommandName;
  readonly body: object;
  /** From the page of another visit, on which the deputy goes as well. */
  readonly there?: true;
}
type Happens = { readonly waits: number } | { readonly leaves: string } | Press;

const anyone = fc.constantFrom(teacher, assistant, office, head);
const visitor = fc.constantFrom(teacher, assistant, 'all');
const minutes = (least: number, most: number) => fc.integer({ min: least, max: most });
const press = (what: CommandName, body: fc.Arbitrary<object>, who: fc.Arbitrary<string> = anyone): fc.Arbitrary<Press> =>
  fc.record({ who, what: fc.constant(what), body });
const closing = { 'any-concern': 'none' };

const happens: fc.Arbitrary<Happens> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ waits: minutes(1, 50) }) },
  fc.record({ leaves: fc.constantFrom(office, deputy, assistant) }),
  press('arrive', fc.record({ visitor })),
  press('leave', fc.record({ visitor, outcome: fc.constantFrom('completed', 'abandoned-doubt', 'nobody-home') })),
  { weight: 3, arbitrary: press('return', fc.record({ visitor })) },
  press('check-in', fc.record({ visitor, words: fc.constant('All is well') })),
  press('note', fc.constant({ words: 'Nothing new' })),
  press('raise-alarm', fc.record({ kind: fc.constantFrom('illness', 'child-alone', 'other') })),
  press('correct', fc.record({ visitor: fc.constantFrom(teacher, assistant), what: fc.constantFrom('return', 'leave', 'arrive') })),
  press(
    'revise',
    minutes(20, 120).map((m) => ({ plan: { returnAt: new Date(Date.parse(at('14:00')) + m * 60_000).toISOString() } })),
  ),
  press('acknowledge', fc.constant({ alarm: 'a1' })),
  press('log-attempt', fc.constant({ alarm: 'a1', rung: 1, result: 'no-answer' })),
  press('escalate', fc.constant({ alarm: 'a1' }), fc.constantFrom(teacher, assistant)),
  press('record-police', fc.constant({ alarm: 'a1' })),
  press('answer', fc.constant({ answers: closing }), fc.constantFrom(teacher, head)),
  { weight: 2, arbitrary: press('write-up', fc.constant({ answers: closing }), fc.constantFrom(teacher, head)) },
  { weight: 3, arbitrary: press('close', fc.constant({}), fc.constantFrom(teacher, assistant)) },
);

/** In one afternoon with the call, in the other without it; each way that there is. */
const calls: Readonly<Record<string, (calling: boolean) => Press | undefined>> = {
  'the silent button': (calling) => (calling ? { who: teacher, what: 'raise-alarm', body: { kind: 'help' } } : undefined),
  'the word in a message': (calling) => ({ who: teacher, what: 'note', body: { words: calling ? word : ordinary } }),
  'the word in a return': (calling) => ({ who: assistant, what: 'return', body: { visitor: 'all', words: calling ? word : ordinary } }),
  'the word in a leaving': (calling) => ({ who: teacher, what: 'leave', body: { visitor: 'all', words: calling ? word : ordinary } }),
  'the word in what is refused': (calling) => ({ who: teacher, what: 'cancel', body: { reason: calling ? word : ordinary } }),
  'the word in an answer': (calling) => ({
    who: teacher,
    what: 'answer',
    body: { answers: { 'parent-questions': calling ? word : ordinary } },
  }),
};

// ------------------------------------------------------------------------------------------------ living through it

/** What the visitors are shown, and what each press of theirs is answered, one after another. */
function lives(
  story: readonly Happens[],
  call: Press | undefined,
  calledAfter: number,
  { whose = [teacher, assistant], evening = true }: { readonly whose?: readonly string[]; readonly evening?: boolean } = {},
): { readonly seen: readonly string[]; readonly end: Given } {
  let so = before;
  let clock = Date.parse(at('13:10'));
  const seen: string[] = [];
  const now = (): string => new Date(clock).toISOString();
  const does = ({ who, what, body, there }: Press): void => {
    const said = says(now(), who, what, body, there ? { place: 'HV-000002', beside: [deputy] } : {});
    const answer = so.when(said);
    if (whose.includes(who)) seen.push(JSON.stringify({ what, answer: answer.decision.accepted ? 'done' : answer.decision.refusal }));
    so = so.and(tries(said), look(now()));
  };
  story.forEach((happening, i) => {
    // The button is pressed in one of the two alone: that it was done is no news to whoever pressed it.
    if (i === calledAfter && call !== undefined) does(call);
    if (call?.what === 'raise-alarm' && i === calledAfter) seen.pop();
    if ('waits' in happening) {
      clock += happening.waits * 60_000;
      so = so.and(passing(now()));
    } else if ('leaves' in happening) {
      if (Object.hasOwn(so.known.staff, happening.leaves)) so = so.and(leavesSchool(now(), happening.leaves), look(now()));
    } else does(happening);
    seen.push(...whatTheySee(so, whose));
  });
  if (evening) clock += 3 * 3_600_000;
  so = so.and(passing(now()));
  seen.push(...whatTheySee(so, whose));
  return { seen, end: so };
}

const whatTheySee = ({ visit, known, now }: Given, whose: readonly string[]): readonly string[] =>
  [...whose.flatMap((person) => [shown(visit, { person }, known, now), boardRow(visit, { person }, known, now)]), listed(visit, known)].map(
    (view) => JSON.stringify(view ?? null).replaceAll(word, ordinary),
  );

/** As a list shows it, and where it stands in one. */
const listed = (visit: Visit, known: Given['known']) => {
  const { card, changedAt } = shadowOf(visit, known);
  const { watched: _watched, alarmed: _alarmed, ...row } = card;
  return { row, changedAt };
};

describe.each(Object.keys(calls))('%s', (way) => {
  it('leaves nothing by which anybody on the visit could tell', () => {
    const covered = { overdue: 0, closed: 0 };
    fc.assert(
      fc.property(fc.array(happens, { minLength: 3, maxLength: 14 }), minutes(0, 6), (story, calledAfter) => {
        const call = calls[way]!;
        const after = Math.min(calledAfter, story.length - 1);
        const helped = lives(story, call(true), after);
        const plain = lives(story, call(false), after);
        helped.seen.forEach((view, n) => expect(JSON.parse(view)).toEqual(JSON.parse(plain.seen[n]!)));
        expect(helped.seen).toEqual(plain.seen);
        expect(helped.end.visit.alarms.filter(({ kind }) => kind === 'distress').length).toBeGreaterThan(0);
        if (plain.end.visit.alarms.some(({ kind }) => kind === 'overdue')) covered.overdue += 1;
        if (veiled(plain.end.visit).closed) covered.closed += 1;
      }),
      { numRuns: 25, seed: 20_260_622 },
    );
    // The afternoons were ones in which much could have told.
    expect(covered.overdue).toBeGreaterThan(0);
  });
});

describe('a call from the page of another visit', () => {
  const theirs = fc.oneof(
    { weight: 2, arbitrary: fc.record({ waits: minutes(1, 4) }) },
    press('arrive', fc.record({ visitor }), fc.constantFrom(teacher, assistant, office)),
    press('leave', fc.record({ visitor, outcome: fc.constantFrom('completed', 'abandoned-doubt') }), fc.constantFrom(teacher, office)),
    press('return', fc.record({ visitor }), fc.constantFrom(teacher, assistant, office)),
    press('note', fc.constant({ words: 'Nothing new' }), fc.constantFrom(teacher, deputy)),
    press('raise-alarm', fc.record({ kind: fc.constantFrom('illness', 'child-alone') }), fc.constantFrom(teacher, deputy)),
    press('acknowledge', fc.constant({ alarm: 'a1' }), fc.constantFrom(deputy, office)),
    press('escalate', fc.constant({ alarm: 'a1' }), fc.constant(deputy)),
    press('write-up', fc.constant({ answers: closing }), fc.constantFrom(teacher, head)),
    press('close', fc.constant({}), fc.constantFrom(teacher, assistant, deputy)),
  );

  it.each([
    ['before anybody has come there: while nobody is late all is shown and done as before', [], false],
    [
      'once somebody has come there, however late it gets',
      [{ who: teacher, what: 'arrive', body: { visitor: teacher }, there: true }],
      true,
    ],
  ] as const)('tells whoever goes on that one nothing, %s', (_, first, evening) => {
    fc.assert(
      fc.property(fc.array(theirs, { minLength: 2, maxLength: 10 }), minutes(0, 4), (story, calledAfter) => {
        const after = Math.min(calledAfter, story.length - 1);
        const [helped, plain] = [word, ordinary].map((words) =>
          lives([...first, ...story], { who: teacher, what: 'note', body: { words }, there: true }, first.length + after, {
            whose: [deputy],
            evening,
          }),
        );
        helped!.seen.forEach((view, n) => expect(JSON.parse(view)).toEqual(JSON.parse(plain!.seen[n]!)));
        expect(helped!.end.visit.alarms.some(({ beside }) => beside?.includes(deputy))).toBe(true);
      }),
      { numRuns: 15, seed: 20_260_622 },
    );
  });
});

it('is seen by whoever can act on it all the same', () => {
  const { end } = lives([{ waits: 5 }], calls['the word in a return']!(true), 0);
  for (const person of [office, deputy, head])
    expect(JSON.stringify(shown(end.visit, { person }, end.known, end.now)['alarms']), person).toContain('"kind":"distress"');
});
