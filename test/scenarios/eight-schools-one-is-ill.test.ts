import { beforeAll, describe, expect, it } from 'vitest';
import { allEight, told } from '../support/eight-schools.ts';
import { accepted, refused, type ShownVisit, startSchools } from '../support/scenario.ts';

const cloud = await startSchools();
const { clock } = cloud;
const schools = allEight(cloud);

interface Heard {
  readonly codes: readonly string[];
  readonly clauses: readonly string[];
  readonly breach: readonly string[];
  readonly out: ShownVisit;
  readonly late: readonly string[];
  readonly seen: ShownVisit;
}
const heard = new Map<string, Heard>();

/** Tuesday 22 June 2027: all is prepared for two, one is ill at half past twelve, and the other goes all the same. */
beforeAll(async () => {
  await clock.newDay();
  const visits = [];
  for (const one of schools) visits.push({ ...one, ...(await one.ready()) });
  await clock.at('12:30');
  for (const { visit, second } of visits) accepted(await visit.says(second, 'not-going', { reason: 'Ill' }));
  await clock.at('13:00');
  const said: Record<string, Partial<Heard>> = {};
  for (const { id, visit, first, ticks } of visits) {
    const { unmet, clauses } = refused(await visit.says(first, 'depart', { ticks }));
    await visit.sent();
    const out = accepted(await visit.says(first, 'depart-in-breach', { reason: 'The family is waiting' }));
    const breach = (await visit.sent()).filter((line) => line.endsWith('notice:breach'));
    said[id] = { codes: unmet.map(({ code }) => code), clauses, out, breach };
  }
  await clock.at('13:15');
  for (const { visit, first } of visits) accepted(await visit.says(first, 'arrive'));
  await clock.at('14:05');
  for (const { visit, first } of visits) accepted(await visit.says(first, 'leave', { outcome: 'completed', next: 'school' }));
  for (const { visit } of visits) await visit.sent();
  await clock.at('15:01');
  // Each of its parts is there.
  for (const { id, visit } of visits) {
    const late = (await visit.sent()).filter((line) => line.endsWith('rung:a1/1'));
    heard.set(id, { ...said[id], late, seen: await visit.seenBy('head') } as Heard);
  }
}, 150_000);

const leads = ['dsl', 'deputy-dsl', 'rhise-lead'];
const agreements = ['assessment-seen', 'visitors-chosen', 'approved'];

describe.each([
  {
    id: 'roselyn-house',
    /** Agreed to was a visit by two. */
    lacks: ['companion', 'safeguarding-lead'],
    clauses: ['RH-01', 'RH-26', 'RH-69'],
    tells: [...leads, 'head'],
    late: told('14:45', 'rung:a1/1', 'office'),
  },
  {
    id: 'st-benedicts',
    lacks: ['first-visit'],
    clauses: ['SB-06', 'SB-10', 'SB-34'],
    tells: ['deputy', 'head'],
    late: told('14:50', 'rung:a1/1', 'office', 'office-assistant'),
  },
  {
    id: 'kingsdown',
    lacks: [...agreements, 'two-if-decided'],
    clauses: ['ST-102', 'ST-16', 'ST-21', 'ST-22', 'ST-48', 'ST-49'],
    tells: ['head', 'dsl', 'deputy-dsl'],
    late: told('14:40', 'rung:a1/1', 'reception'),
  },
  {
    id: 'lancaster',
    lacks: [...agreements, 'two-if-decided'],
    clauses: ['ST-102', 'ST-16', 'ST-21', 'ST-22', 'ST-48', 'ST-49'],
    tells: ['head', 'dsl', 'pastoral'],
    late: told('14:50', 'rung:a1/1', 'office', 'dsl', 'pastoral'),
  },
  {
    id: 'st-nicholas',
    lacks: [...agreements, 'dsl-always', 'beside-dsl-always', 'two-if-decided'],
    clauses: ['ST-102', 'ST-16', 'ST-21', 'ST-22', 'ST-48', 'ST-49'],
    tells: ['head', 'dsl', 'inclusion'],
    late: told('14:30', 'rung:a1/1', 'office'),
  },
  {
    id: 'st-christopher',
    lacks: [...agreements, 'two-if-decided'],
    clauses: ['ST-102', 'ST-16', 'ST-21', 'ST-22', 'ST-48', 'ST-49'],
    tells: ['head', 'dsl'],
    late: told('15:00', 'rung:a1/1', 'deputy', 'office'),
  },
  {
    id: 'hampton',
    lacks: ['timetable', 'pair', 'assistant'],
    clauses: ['HA-12', 'HA-17', 'HA-23', 'HA-84'],
    tells: ['deputy', 'head'],
    late: told('15:00', 'rung:a1/1', 'office'),
  },
  {
    id: 'the-harbour',
    lacks: ['pair'],
    clauses: ['HB-24', 'HB-25'],
    tells: ['head'],
    late: told('14:30', 'rung:a1/1', 'family-worker', 'mentor', 'therapist', 'office', 'deputy', 'head'),
  },
])('one of a pair is ill at $id', ({ id, lacks, clauses, tells, late }) => {
  const at = (): Heard => heard.get(id)!;

  it('the other may not leave, by what its policy says of two, and not on what was agreed for two', () => {
    expect(at().codes).toEqual(lacks);
    expect(at().clauses.toSorted()).toEqual(clauses);
  });

  it('whoever goes all the same is told of by name of what was missing, and is watched alone', () => {
    expect(at().breach).toEqual(told('13:00', 'notice:breach', ...tells));
    const breach = at().out.history.find(({ type }) => type === 'VisitorDepartedInBreach');
    expect((breach?.['unmet'] as { code: string }[]).map(({ code }) => code)).toEqual(expect.arrayContaining(lacks));
    expect(at().late).toEqual(late);
    const { first } = schools.find((one) => one.id === id)!;
    expect(at().seen.alarms).toMatchObject([{ kind: 'overdue', visitors: [`${id}-${first}`] }]);
  });
});
