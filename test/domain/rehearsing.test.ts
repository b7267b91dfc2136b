import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { decideDrill, laddersOf } from '../../functions/domain/visit/drill.ts';
import { rehearse, type Rehearsal } from '../../functions/domain/visit/rehearse.ts';
import { longestText } from '../../functions/domain/visit/wording.ts';
import { eight, missed } from '../support/five-schools.ts';
import { givenOf, known, passing, setTo, withPerson } from '../support/given.ts';
import { at, deputy, executiveHead, head, office } from '../support/hampton-visit.ts';
import { matching } from '../support/matching.ts';

const rehearsed = (ladder: string, time: string, knows: Known = known): Rehearsal => rehearse('hampton', ladder, head, knows, at(time))[0]!;
/** `15:00 worker: office`, and what is passed over. */
const timeline = ({ rungs = [], repeatsAt }: Rehearsal): readonly string[] => [
  ...rungs.map(
    ({ at: when, id, told, passedOver }) =>
      `${hour(when)} ${id}: ${passedOver ?? told.map(({ person, channels }) => `${person.replace('hampton-', '')} ${channels.join('+')}`).join(', ')}`,
  ),
  ...(repeatsAt === undefined ? [] : [`${hour(repeatsAt)} again`]),
];
const hour = (when: string): string => new Date(Date.parse(when) + 3_600_000).toISOString().slice(11, 16);

describe('a rehearsal', () => {
  it('says when each step would begin, whom it would tell by what, and when the last is told again', () => {
    expect(timeline(rehearsed('missing', '15:00'))).toEqual([
      '15:00 worker: office text+email',
      '15:10 location: office text+email',
      '15:20 lead: head text+email, executive-head text+email',
      '15:30 police: head text+email, office text+email',
      '15:40 again',
    ]);
  });

  it('goes by who is on duty at that hour', () => {
    expect(timeline(rehearsed('missing', '16:25'))).toEqual([
      '16:25 worker: office text+email',
      '16:35 location: head text+email, executive-head text+email',
      '16:45 lead: head text+email, executive-head text+email',
      '16:55 police: head text+email, executive-head text+email',
      '17:05 again',
    ]);
  });

  it('shows the steps that nobody could take, and goes past them at once', () => {
    const nobody = withPerson(office, { mobile: undefined, email: undefined });
    const noEmail = withPerson(executiveHead, { email: undefined }, nobody);
    expect(timeline(rehearsed('missing', '15:00', noEmail))).toEqual([
      '15:00 worker: empty',
      '15:00 location: empty',
      '15:00 lead: head text+email, executive-head text',
      '15:10 police: head text+email',
      '15:20 again',
    ]);
  });

  it('shows the steps that are passed over so that nobody rings a house where somebody is in danger', () => {
    const ring = { id: 'ring', do: 'ring-visitors', tell: ['office'], wait: 'PT5M', say: 'Ring them.' };
    const everybody = { id: 'all', do: 'tell', tell: ['dsl'], wait: 'PT5M', say: 'Open the page.' };
    expect(timeline(rehearsed('help-ladder', '15:00', setTo({ 'help-ladder': { rungs: [ring, everybody] } })))).toEqual([
      '15:00 ring: quiet',
      `15:00 all: ${deputy.replace('hampton-', '')} text+email, head text+email`,
      '15:05 again',
    ]);
  });

  it('says who only a visit can name', () => {
    expect(rehearsed('not-signed-out', '15:00').rungs?.[0]).toMatchObject({ onlyOnVisit: ['visitors'], told: [{ person: office }] });
  });

  it('has the words of each step, as a phone would show them in earnest and in a drill', () => {
    const [first, , , police] = rehearsed('missing', '15:00').rungs ?? [];
    expect(first?.inEarnest).toEqual({
      subject: 'Visit HV-000000: act now',
      text: 'Visit HV-000000: (Who it is, and since when.) Not back half an hour after their time. Ring each visitor now and record what came of it. (link)',
    });
    expect(police?.inEarnest.text).toContain('Ring the police');
    expect(police?.inDrill).toEqual({
      subject: 'DRILL DR-000000: please answer it',
      text: 'DRILL DR-000000: an exercise, about nobody. A message without DRILL is real. Do not ring: say on the page that you would ring the police. (link)',
    });
    expect(rehearsed('allegation', '15:00').rungs?.[0]?.inEarnest.text).toMatch(/^AL-000000: Something has been said/);
  });

  it('runs to the end of a ladder that is longer than any drill', () => {
    const slow = rehearsed('missing', '09:00', setTo({ 'rung-wait': 'PT1H30M' }));
    expect(timeline(slow).map((line) => line.slice(0, 5))).toEqual(['09:00', '10:30', '12:00', '13:30', '13:40']);
  });

  it('of a ladder that is not set has no steps, and of a name that is none nothing', () => {
    expect(rehearse('hampton', 'help-ladder', head, setTo({ 'help-ladder': undefined }), at('15:00'))).toEqual([
      { ladder: 'help-ladder', climbedBy: ['help'] },
    ]);
    expect(rehearse('hampton', 'nothing', head, known, at('15:00'))).toEqual([]);
  });
});

describe.each(eight.map((one) => [one.name, one] as const))('at %s', (_, one) => {
  const { name, known: knows, id } = one;

  it('every ladder can be rehearsed, by day, by night and in the holidays, and always reaches somebody in the end', () => {
    for (const time of ['2026-06-22T10:00:00Z', '2026-06-22T22:30:00Z', '2026-08-15T12:00:00Z']) {
      const all = rehearse(name, undefined, id('head'), knows, Instant.parse(time));
      expect(all.map(({ ladder }) => ladder)).toEqual(laddersOf(knows.rules).map((ladder) => ladder.name));
      for (const { ladder, rungs = [], repeatsAt } of all) {
        expect(rungs.length, ladder).toBeGreaterThan(0);
        expect(rungs.map(({ rung }) => rung)).toEqual(rungs.map((__, i) => i + 1));
        expect(rungs.at(-1)?.told.length, ladder).toBeGreaterThan(0);
        expect(repeatsAt, ladder).toBeDefined();
        for (const { inEarnest, inDrill, say } of rungs) {
          expect(inDrill, ladder).toEqual({ subject: matching(/^DRILL /), text: matching(/^DRILL /) });
          expect(inEarnest.text, ladder).toContain(say.slice(0, 40));
          expect(inEarnest.text.length).toBeLessThanOrEqual(longestText);
        }
      }
    }
  });

  it('a rehearsal tells whom a drill tells, at the same times', () => {
    for (const { name: ladder } of laddersOf(knows.rules)) {
      const press = { person: id('head'), by: id('head'), via: 'api' } as const;
      const begun = decideDrill({ school: name, visit: 'DR-000001' }, { ladder }, press, knows, at('08:30'));
      const { visit } = givenOf(begun, knows, passing('10:29'));
      const begunThen = visit.history.flatMap((event) => (event.type === 'RungBegun' ? [[event.name, event.at, event.told]] : []));
      const [{ rungs = [] } = {}] = rehearse(name, ladder, id('head'), knows, at('08:30'));
      const soFar = rungs.filter(({ at: when }) => when <= at('10:29'));
      expect(soFar.map(({ id: rung, at: when, told }) => [rung, when, told.map(({ person }) => person)])).toEqual(begunThen);
    }
  });

  it('a rehearsal tells whom the ladder tells in earnest, but for those whom only a visit names', () => {
    const { visit } = missed(one).and(passing('17:30'));
    const [alarm] = visit.alarms;
    const begun = visit.history.flatMap((event) => (event.type === 'RungBegun' && event.alarm === alarm?.id ? [event] : []));
    const ladder = alarm?.ladder.replace('$', '');
    const [{ rungs = [] } = {}] = rehearse(name, ladder, id('head'), knows, begun[0]?.at ?? at('15:00'));
    for (const { id: rung, told, onlyOnVisit } of rungs) {
      const inEarnest = begun.find((event) => event.name === rung)?.told;
      if (onlyOnVisit.length === 0)
        expect(
          told.map(({ person }) => person),
          rung,
        ).toEqual(inEarnest);
    }
    expect(begun.map(({ name: rung, at: when }) => [rung, when])).toEqual(rungs.map(({ id: rung, at: when }) => [rung, when]));
  });
});
