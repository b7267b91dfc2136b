import { describe, expect, it } from 'vitest';
import { type Outing, rehearseVisit, type RehearsedVisit } from '../../functions/domain/visit/rehearse-visit.ts';
import { given, known, knownOf, out, passing } from '../support/given.ts';
import { assistant, at, deputy, head, office, teacher } from '../support/hampton-visit.ts';
import { schoolOf } from '../support/afternoon.ts';

const ends = { startsFrom: 'school', endsAt: 'school' } as const;
const outing: Outing = {
  type: 'induction',
  visitors: [teacher, assistant],
  plan: { departAt: at('13:00'), returnAt: at('14:30'), ...ends },
  last: 'depart',
};
const rehearsed = (changes: Partial<Outing> = {}, knows = known): RehearsedVisit =>
  rehearseVisit('hampton', { ...outing, ...changes }, office, knows);
const told = ({ tellings }: RehearsedVisit, what = 'rung') =>
  tellings.filter((one) => one.what === what).map((one) => [one.at, ...one.told.map(({ person }) => person)]);

describe('a rehearsal of a visit', () => {
  it('tells the same people at the same times as the visit would if nobody came back', () => {
    const { visit } = given(...out, passing('15:29'));
    const really = visit.history.flatMap((event) => (event.type === 'RungBegun' ? [[event.at, ...event.told]] : []));
    expect(told(rehearsed()).slice(0, really.length)).toEqual(really);
    expect(really.length).toBeGreaterThan(2);
  });

  it('says what is waited for, who is asked before that, and when the last step is told again', () => {
    const of = rehearsed();
    expect(of.clocks).toMatchObject([{ expects: 'return', dueAt: at('14:30'), alarmAt: at('15:00') }]);
    expect(told(of, 'nudge')).toEqual([
      [at('14:45'), teacher, assistant],
      [at('14:45'), office],
    ]);
    expect(of.repeatsAt! > of.tellings.at(-1)!.at).toBe(true);
  });

  it('shows each text as it would come, and by which ways', () => {
    const [first] = rehearsed().tellings.filter(({ what }) => what === 'rung');
    expect(first).toMatchObject({ alarm: 'overdue', rung: 1, told: [{ person: office, channels: ['text', 'email'] }] });
    expect(first?.text).toMatch(/^Visit HV-000000: .* due 14:30 and not heard from\..* \(link\)$/);
  });

  it('never tells whoever goes on it', () => {
    const of = rehearsed({ visitors: [deputy, head] });
    expect(of.tellings.filter(({ what }) => what === 'rung').flatMap((one) => one.told.map(({ person }) => person))).not.toContain(head);
  });

  it('goes by what is heard of them last', () => {
    const harbour = schoolOf('local/schools/the-harbour.json');
    const plan = { departAt: at('13:00'), arriveAt: at('13:20'), leaveAt: at('14:00'), returnAt: at('14:30'), ...ends };
    const alarmAt = (last: Outing['last']): string | undefined =>
      rehearseVisit('the-harbour', { visitors: [harbour.file.people[0]!.id], plan, last }, 'x', knownOf(harbour)).tellings.find(
        ({ what }) => what === 'rung',
      )?.at;
    expect(['depart', 'arrive', 'leave'].map((last) => alarmAt(last as Outing['last']))).toEqual([at('13:20'), at('14:00'), at('14:30')]); // of the three
  });

  it('of a call for help climbs that ladder at once, and the late return later', () => {
    const of = rehearsed({ last: 'help' });
    expect(told(of)[0]).toEqual([at('13:00'), office, deputy, head]);
    expect(of.tellings[0]).toMatchObject({ alarm: 'distress' });
    expect(told(of, 'nudge')).toEqual([]);
  });
});
