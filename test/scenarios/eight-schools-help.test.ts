import { beforeAll, describe, expect, it } from 'vitest';
import { allEight, allThere, told, toldAt } from '../support/eight-schools.ts';
import { accepted, refused, type ShownVisit, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const schools = allEight(cloud);

interface Heard {
  readonly before: ShownVisit;
  readonly called: ShownVisit;
  readonly seen: ShownVisit;
  readonly board: readonly unknown[];
  readonly help: readonly string[];
  readonly toOffice: string | undefined;
  readonly over: readonly string[];
  readonly answered: ShownVisit;
  readonly violence: readonly string[];
  readonly phones: readonly string[];
}
const heard = new Map<string, Heard>();

/** Tuesday 22 June 2027: at half past one a call for help from inside, over at twenty to two; at ten to two violence. */
beforeAll(async () => {
  const visits = await allThere(cloud, schools);

  await clock.at('13:30');
  const calls = new Map<string, Pick<Heard, 'before' | 'called' | 'seen' | 'board'>>();
  for (const { id, school, visit, first, second } of visits) {
    await visit.sent();
    const before = await visit.seenBy(second);
    const called = accepted(await visit.says(second, 'raise-alarm', { kind: 'help', words: 'He has a knife' }));
    calls.set(id, { before, called, seen: await visit.seenBy(first), board: await school.board('office') });
  }
  await clock.at('13:36');
  const help = new Map<string, readonly string[]>();
  for (const { id, visit } of visits) help.set(id, await visit.sent());
  await clock.at('13:40');
  const over = new Map<string, readonly string[]>();
  const toOffice = new Map<string, string | undefined>();
  for (const { id, visit, both } of visits) {
    await visit.sent();
    const stands = { alarm: 'h1', how: 'The police are with them', visitors: both(clock.time('14:30')) };
    toOffice.set(id, refused(await visit.says('office', 'stand-down', stands)).code);
    accepted(await visit.says('head', 'stand-down', stands));
    over.set(id, await visit.sent());
  }

  await clock.at('13:50');
  const answers = new Map<string, ShownVisit>();
  for (const { id, visit, first } of visits) {
    await visit.sent();
    answers.set(id, accepted(await visit.says(first, 'raise-alarm', { kind: 'violence' })));
  }
  await clock.at('14:00');
  for (const { id, school, visit, first, second } of visits)
    heard.set(id, {
      ...calls.get(id)!,
      help: help.get(id)!,
      toOffice: toOffice.get(id),
      over: over.get(id)!,
      answered: answers.get(id)!,
      violence: await visit.sent(),
      phones: [...(await school.phone(first)), ...(await school.phone(second))],
    });
}, 150_000);

const leads = ['dsl', 'deputy-dsl', 'rhise-lead'];
const team = ['family-worker', 'therapist', 'office', 'deputy', 'head'];
const leadership = ['assistant-head', 'deputy', 'head', 'office', 'office-assistant'];
const getAway = 'Get away if you can and ring 999. School has been told.';
const getOut = 'Get out and ring 999. School has been told; anything else can wait until you are safe.';

describe.each([
  {
    id: 'roselyn-house',
    help: toldAt(['13:30'], 'rung:h1/1', ...leads, 'head', 'office').concat(told('13:33', 'rung:h1/2', ...leads, 'head', 'office')),
    over: [...leads, 'head', 'office'],
    says: getAway,
    violence: [
      ...told('13:50', 'rung:h2/1', ...leads, 'head', 'office'),
      ...toldAt(['13:53', '13:58'], 'rung:h2/2', ...leads, 'head', 'office'),
    ],
  },
  {
    id: 'st-benedicts',
    help: [...told('13:30', 'rung:h1/1', ...leadership), ...told('13:33', 'rung:h1/2', ...leadership)],
    over: leadership,
    says: getAway,
    violence: [...told('13:50', 'rung:h2/1', ...leadership), ...toldAt(['13:53', '13:58'], 'rung:h2/2', ...leadership)],
  },
  {
    id: 'kingsdown',
    help: [
      ...told('13:30', 'rung:h1/1', 'reception', 'dsl', 'deputy-dsl', 'head'),
      ...told('13:33', 'rung:h1/2', 'deputy', 'dsl', 'deputy-dsl', 'head'),
    ],
    over: ['reception', 'deputy', 'dsl', 'deputy-dsl', 'head'],
    says: getOut,
    violence: [
      ...told('13:50', 'rung:h2/1', 'head', 'dsl', 'deputy-dsl'),
      ...told('13:55', 'rung:h2/2', 'head', 'dsl', 'deputy-dsl', 'reception'),
    ],
  },
  {
    id: 'lancaster',
    help: [
      ...told('13:30', 'rung:h1/1', 'dsl', 'pastoral', 'deputy', 'head', 'office'),
      ...told('13:32', 'rung:h1/2', 'head', 'deputy', 'dsl'),
    ],
    over: ['dsl', 'pastoral', 'deputy', 'head', 'office'],
    says: getOut,
    violence: [
      ...told('13:50', 'rung:h2/1', 'head', 'dsl', 'pastoral', 'deputy'),
      ...told('14:00', 'rung:h2/2', 'head', 'dsl', 'pastoral', 'deputy', 'office'),
    ],
  },
  {
    id: 'st-nicholas',
    help: [
      ...told('13:30', 'rung:h1/1', 'head', 'dsl', 'inclusion', 'office'),
      ...told('13:33', 'rung:h1/2', 'head', 'dsl', 'inclusion', 'deputy'),
    ],
    over: ['head', 'dsl', 'inclusion', 'office', 'deputy'],
    says: getOut,
    violence: [
      ...told('13:50', 'rung:h2/1', 'head', 'dsl', 'inclusion', 'office'),
      ...told('13:53', 'rung:h2/2', 'head', 'dsl', 'inclusion', 'office'),
    ],
  },
  {
    id: 'st-christopher',
    help: [...told('13:30', 'rung:h1/1', 'office', 'head', 'deputy', 'dsl'), ...told('13:35', 'rung:h1/2', 'head', 'deputy', 'office')],
    over: ['office', 'head', 'deputy', 'dsl'],
    says: getOut,
    violence: [...told('13:50', 'rung:h2/1', 'head', 'dsl', 'deputy'), ...told('13:55', 'rung:h2/2', 'head', 'dsl', 'deputy', 'office')],
  },
  {
    id: 'hampton',
    help: [...told('13:30', 'rung:h1/1', 'office', 'deputy', 'head'), ...told('13:33', 'rung:h1/2', 'office', 'head', 'executive-head')],
    over: ['office', 'deputy', 'head', 'executive-head'],
    says: getAway,
    violence: [
      ...told('13:50', 'rung:h2/1', 'office', 'deputy', 'head'),
      ...told('14:00', 'rung:h2/2', 'office', 'head', 'executive-head'),
    ],
  },
  {
    id: 'the-harbour',
    help: [...told('13:30', 'rung:h1/1', ...team), ...told('13:33', 'rung:h1/2', ...team)],
    over: team,
    says: getAway,
    violence: [...told('13:50', 'rung:h2/1', ...team), ...toldAt(['13:53', '13:58'], 'rung:h2/2', ...team)],
  },
])('at $id', ({ id, help, over, says, violence }) => {
  const at = (): Heard => heard.get(id)!;

  it('a call for help is told at once to whom the school named for it, and minutes later to whoever rings the police', () => {
    expect(at().help).toEqual(help);
    expect(at().board).toMatchObject([{ state: 'help' }]);
  });

  it('to whoever is on the visit everything is as it was, and nothing is said in answer', () => {
    expect(at().called).toEqual(at().before);
    expect(at().seen).toEqual(at().before);
    expect(at().called.said).toBeUndefined();
  });

  it('only somebody whom the school named for it says that it is over, and everybody who was told hears so', () => {
    expect(at().toOffice).toBe('not-yours-to-stand-down');
    expect(at().over).toEqual(told('13:40', 'over:h1', ...over));
  });

  it('violence is answered with 999 in the words of its policy, and told in its own order', () => {
    expect(at().answered.said).toBe(says);
    expect(at().violence).toEqual(violence);
  });

  it("nothing of either comes to a visitor's phone", () => {
    expect(at().phones).toEqual([]);
  });
});
