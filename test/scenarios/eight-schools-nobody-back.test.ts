import { beforeAll, describe, expect, it } from 'vitest';
import { allEight, allThere, told, toldAt } from '../support/eight-schools.ts';
import { accepted, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const schools = allEight(cloud);

/** One afternoon at all eight: they went at one, were there, have left at five past two, and nobody comes back. Tuesday 22 June 2027. */
interface Heard {
  readonly board: readonly unknown[];
  readonly sent: readonly string[];
  readonly over: readonly string[];
  readonly after: readonly string[];
  readonly stage: string;
}
const heard = new Map<string, Heard>();

beforeAll(async () => {
  const visits = await allThere(cloud, schools);
  await clock.at('14:05');
  for (const { visit, first } of visits) {
    accepted(await visit.says(first, 'leave', { visitor: 'all', outcome: 'completed', next: 'school' }));
    await visit.sent();
  }
  await clock.at('16:00');
  for (const { id, school, visit, both } of visits) {
    const sent = await visit.sent();
    const board = await school.board('office');
    const stood = accepted(await visit.says('head', 'stand-down', { alarm: 'a1', how: 'Both are here', visitors: both('accounted-for') }));
    heard.set(id, { sent, board, over: await visit.sent(), after: [], stage: stood.stage });
  }
  await clock.at('20:00');
  for (const { id, visit } of visits) heard.set(id, { ...heard.get(id)!, after: await visit.sent() });
}, 150_000);

const every = (minutes: number, from: string): readonly string[] => {
  const [h = 0, m = 0] = from.split(':').map(Number);
  const hours: string[] = [];
  for (let at = h * 60 + m; at <= 16 * 60; at += minutes)
    hours.push(`${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`);
  return hours;
};
const leads = ['dsl', 'deputy-dsl', 'rhise-lead'];
const team = ['family-worker', 'therapist', 'office', 'deputy', 'head'];

describe.each([
  {
    id: 'roselyn-house',
    says: 'a quarter of an hour after their time, then its safeguarding leads, the home, and the police',
    sent: [
      ...told('14:45', 'rung:a1/1', 'office'),
      ...told('14:55', 'rung:a1/2', ...leads),
      ...told('15:05', 'rung:a1/3', ...leads, 'office'),
      ...toldAt(every(10, '15:15'), 'rung:a1/4', ...leads, 'head', 'office'),
    ],
    over: [...leads, 'head', 'office'],
  },
  {
    id: 'st-benedicts',
    says: 'asked five minutes after their time, then office, leadership, the home, and the police',
    sent: [
      ...told('14:35', 'nudge:return', 'teacher', 'learning-mentor', 'office', 'office-assistant'),
      ...told('14:50', 'rung:a1/1', 'office', 'office-assistant'),
      ...told('15:00', 'rung:a1/2', 'assistant-head', 'deputy', 'head'),
      ...told('15:10', 'rung:a1/3', 'assistant-head', 'deputy', 'office', 'office-assistant'),
      ...toldAt(every(10, '15:20'), 'rung:a1/4', 'assistant-head', 'deputy', 'head', 'office', 'office-assistant'),
    ],
    over: ['assistant-head', 'deputy', 'head', 'office', 'office-assistant'],
  },
  {
    id: 'kingsdown',
    says: 'after ten minutes whoever has the office in the afternoon, then head and DSL, the home, and the police',
    sent: [
      ...told('14:40', 'rung:a1/1', 'reception'),
      ...told('14:45', 'rung:a1/2', 'head', 'dsl', 'deputy-dsl'),
      ...told('14:55', 'rung:a1/3', 'dsl', 'deputy-dsl'),
      ...toldAt(every(10, '15:00'), 'rung:a1/4', 'head', 'dsl', 'deputy-dsl', 'reception'),
    ],
    over: ['reception', 'head', 'dsl', 'deputy-dsl'],
  },
  {
    id: 'lancaster',
    says: 'after twenty minutes office and DSLs, then leadership, and the police every five minutes',
    sent: [
      ...told('14:50', 'rung:a1/1', 'office', 'dsl', 'pastoral'),
      ...told('15:00', 'rung:a1/2', 'head', 'deputy', 'dsl'),
      ...toldAt(every(5, '15:10'), 'rung:a1/3', 'head', 'deputy', 'dsl', 'pastoral'),
    ],
    over: ['office', 'dsl', 'pastoral', 'head', 'deputy'],
  },
  {
    id: 'st-nicholas',
    says: 'on the minute the office, then the home, the head, and the police',
    sent: [
      ...told('14:30', 'rung:a1/1', 'office'),
      ...told('14:40', 'rung:a1/2', 'office'),
      ...told('14:50', 'rung:a1/3', 'head'),
      ...toldAt(every(10, '14:55'), 'rung:a1/4', 'head', 'deputy', 'inclusion', 'office'),
    ],
    over: ['office', 'head', 'deputy', 'inclusion'],
  },
  {
    id: 'st-christopher',
    says: 'after half an hour their line manager and the office, then the safeguarding team rings the home, and the police',
    sent: [
      ...told('15:00', 'rung:a1/1', 'deputy', 'office'),
      ...told('15:10', 'rung:a1/2', 'dsl', 'welfare', 'therapist'),
      ...toldAt(every(15, '15:20'), 'rung:a1/3', 'head', 'deputy', 'dsl'),
    ],
    over: ['deputy', 'office', 'dsl', 'welfare', 'therapist', 'head'],
  },
  {
    id: 'hampton',
    says: 'asked after a quarter of an hour, the office after half an hour, then the home, both heads, and the police',
    sent: [
      ...told('14:45', 'nudge:round-return', 'teacher', 'assistant', 'office'),
      ...told('15:00', 'rung:a1/1', 'office'),
      ...told('15:10', 'rung:a1/2', 'office'),
      ...told('15:20', 'rung:a1/3', 'head', 'executive-head'),
      ...toldAt(every(10, '15:30'), 'rung:a1/4', 'head', 'office'),
    ],
    over: ['office', 'head', 'executive-head'],
  },
  {
    id: 'the-harbour',
    says: 'on the minute whoever of the team is not out with them, then the heads, and the police',
    sent: [
      ...told('14:30', 'rung:a1/1', ...team),
      ...told('14:35', 'rung:a1/2', 'head', 'deputy'),
      ...toldAt(every(10, '14:45'), 'rung:a1/3', ...team),
    ],
    over: team,
  },
])('nobody comes back at $id', ({ id, says, sent, over }) => {
  const at = (): Heard => heard.get(id)!;

  it(`tells ${says}, again and again`, () => {
    expect(at().sent).toEqual(sent);
    expect(at().board).toMatchObject([{ state: 'overdue' }]);
  });

  it('tells everybody who was told that it is over once the head has stood it down, and then nobody anything more', () => {
    expect(at().over).toEqual(told('16:00', 'over:a1', ...over));
    expect(at().stage).toBe('returned');
    expect(at().after).toEqual([]);
  });
});
