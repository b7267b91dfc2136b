import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIncident, isOver, keptUntil } from '../../functions/domain/retention.ts';
import { plus } from '../../functions/domain/time.ts';
import { commandBodies, commandOf, type CommandName } from '../../functions/domain/visit/commands.ts';
import { decide, keepUp } from '../../functions/domain/visit/decide.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { decideDrill, laddersOf, type Trying } from '../../functions/domain/visit/drill.ts';
import { shownDrill } from '../../functions/domain/visit/drill-report.ts';
import { erasedHistory } from '../../functions/domain/visit/erase.ts';
import { visitOf } from '../../functions/domain/visit/fold.ts';
import { boardRow } from '../../functions/domain/visit/shown.ts';
import { shadowOf } from '../../functions/domain/visit/shadow.ts';
import type { OwedNotice, Visit } from '../../functions/domain/visit/visit.ts';
import { nextDue } from '../../functions/domain/visit/watch.ts';
import { wordingOf } from '../../functions/domain/visit/wording.ts';
import { eight } from '../support/five-schools.ts';
import { type Given, givenOf, known, look, passing, says, setTo, type Step, withPerson } from '../support/given.ts';
import { at, deputy, executiveHead, head, office } from '../support/hampton-visit.ts';
import { having, including, matching } from '../support/matching.ts';

const ref = { school: 'hampton', visit: 'DR-000001' };
const press = { person: deputy, by: deputy, via: 'api', key: { id: 'drill-1', body: 'abc' } } as const;
const asked = (changes: Partial<Trying> = {}, knows = known) =>
  decideDrill(ref, { ladder: 'missing', ...changes }, press, knows, at('08:30'));
const drill = (...steps: readonly Step[]): Given => givenOf(asked(), known, ...steps);
const drillOf = (ladder: string, knows: Known, ...steps: readonly Step[]): Given => givenOf(asked({ ladder }, knows), knows, ...steps);
const both = (who: string, about: string): readonly string[] => [`text ${who} ${about}`, `email ${who} ${about}`];
const textsTo = (who: string, { sent }: Pick<Given, 'sent'>): readonly string[] =>
  sent.filter((line) => line.startsWith(`text ${who} `)).map((line) => line.split(' ')[2] ?? '');
const stoodDown = (time: string): Step => says(time, head, 'stand-down', { alarm: 'a1', how: 'Everybody answered' });

describe('a drill', () => {
  it('climbs the school’s own ladder, step by step, with nobody out', () => {
    const { sent, visit } = drill(passing('09:00'));
    expect(sent).toEqual([
      ...both(office, 'rung:a1/1'),
      ...both(office, 'rung:a1/2'),
      ...both(head, 'rung:a1/3'),
      ...both(executiveHead, 'rung:a1/3'),
      ...both(head, 'rung:a1/4'),
      ...both(office, 'rung:a1/4'),
    ]);
    expect(visit.visitors).toEqual([]);
  });

  it('goes by the ladder and the people as they are when it is begun', () => {
    const knows = setTo({ tracker: ['executive-headteacher'], 'rung-wait': 'PT5M' });
    const { sent } = givenOf(asked({}, knows), knows, passing('08:35'));
    expect(sent).toEqual([...both(executiveHead, 'rung:a1/1'), ...both(executiveHead, 'rung:a1/2')]);
  });

  it('waits for the time that it was asked for, and for no time that has gone by', () => {
    const later = givenOf(asked({ at: at('10:00') }), known, passing('09:59'));
    expect(later.sent).toEqual([]);
    expect(later.and(passing('10:00')).sent).toEqual(both(office, 'rung:a1/1'));
    expect(shownDrill(later.visit, known)).toMatchObject({ state: 'waiting', startsAt: at('10:00') });
    expect(givenOf(asked({ at: at('08:00') }), known, look('08:30')).sent).toEqual(both(office, 'rung:a1/1'));
    // It can be called off before.
    expect(nextDue(later.and(stoodDown('09:59'), look('09:59')).visit, known, { held: true })).toBeUndefined();
  });

  it('is held by whoever has it, and goes on when their time is over', () => {
    const held = drill(look('08:30'), says('08:32', office, 'acknowledge', { alarm: 'a1' }), passing('08:41'));
    expect(held.sent).toEqual(both(office, 'rung:a1/1'));
    held.when(passing('08:42')).tells('rung:a1/2', office);
  });

  it('goes on at once where somebody was tried in vain', () => {
    drill(look('08:30'))
      .when(says('08:31', office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer' }))
      .records('AttemptLogged', { type: 'RungBegun', rung: 2, why: 'attempt-failed' });
  });

  it('opens no call for help, whatever somebody says in it', () => {
    drill(look('08:30'))
      .when(says('08:31', office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'reached-needs-help' }))
      .records('AttemptLogged', { type: 'RungBegun', rung: 2 });
  });

  it('ends when it is stood down, with nobody to account for, and whoever was told of it is told so', () => {
    const over = drill(look('08:30'), stoodDown('08:36'), look('08:36'));
    expect(over.sent.slice(2)).toEqual(both(office, 'over:a1'));
    expect(over.and(passing('2026-06-24T09:00:00+01:00')).sent).toEqual(over.sent);
  });

  it('is over by itself once the last step has repeated twice, and never goes on for a day', () => {
    const day = drill(passing('2026-06-23T08:30:00+01:00'));
    expect(textsTo(head, day)).toEqual(['rung:a1/3', 'rung:a1/4', 'rung:a1/4', 'rung:a1/4', 'over:a1']);
    expect(day.visit.alarms[0]?.ended).toMatchObject({ because: 'lapsed', at: at('09:30') });
    expect(nextDue(day.visit, known, { held: true })).toBeUndefined();
  });

  it('is over after two hours, however slow its ladder is', () => {
    const slow = drillOf('pass-on', setTo({ 'remind-every': 'PT1H30M' }), passing('2026-06-23T08:30:00+01:00'));
    expect(textsTo(head, slow)).toEqual(['rung:a1/1', 'rung:a1/1', 'over:a1']);
    expect(slow.visit.alarms[0]?.ended).toMatchObject({ because: 'lapsed', at: at('10:30') });
  });

  it('that nobody looked after for hours is over at once, without its steps being caught up', () => {
    const { sent } = drill(look('08:30'), look('12:00'));
    expect(sent.slice(2)).toEqual(both(office, 'over:a1'));
  });

  it('rings nobody whom the ladder leaves alone in earnest', () => {
    const ring = { id: 'ring', do: 'ring-visitors', tell: ['office'], wait: 'PT5M', say: 'Ring them.' };
    const police = { id: 'police', do: 'ring-police', tell: ['dsl'], wait: 'PT5M', say: 'Ring the police.' };
    const quiet = drillOf('help-ladder', setTo({ 'help-ladder': { rungs: [ring, police] } }), look('08:30'));
    expect(textsTo(office, quiet)).toEqual([]);
    expect(textsTo(deputy, quiet)).toEqual(['rung:a1/2']);
    expect(shownDrill(quiet.visit, quiet.known)).toMatchObject({ rungs: [{ passedOver: 'quiet' }, { begunAt: at('08:30') }] });
  });

  it('tells the head alone, where only the head would be told', () => {
    expect(new Set(drillOf('allegation', known, passing('09:00')).sent)).toEqual(new Set(both(head, 'rung:a1/1')));
    // In earnest nobody else would be told either, though they are in charge.
    const away = withPerson(head, { mobile: undefined, email: undefined }, setTo({ 'allegation-instead': [] }));
    expect(drillOf('allegation', away, passing('09:00')).sent).toEqual([]);
  });

  it('is refused where there is no such ladder, or the school has not set it, with those that there are', () => {
    const names = laddersOf(known.rules).map(({ name }) => name);
    expect(names).toEqual(including('missing', 'help-ladder', 'violence'));
    const unset = asked({ ladder: 'help-ladder' }, setTo({ 'help-ladder': undefined }));
    expect(unset.accepted ? '' : unset.refusal.message).not.toContain('help-ladder');
    for (const decision of [asked({ ladder: 'nothing' }), unset]) {
      expect(decision.accepted ? undefined : decision.refusal.code).toBe('unknown-ladder');
      expect(decision.accepted ? '' : decision.refusal.message).toContain('missing, ');
    }
  });

  it('takes what is said about an alarm and nothing else', () => {
    const { visit } = drill(look('08:30'));
    const bodies: Partial<Record<CommandName, object>> = {
      'log-attempt': { alarm: 'a1', rung: 1, result: 'no-answer' },
      'stand-down': { alarm: 'a1', how: 'Done' },
    };
    const taken = (Object.keys(commandBodies) as CommandName[]).filter((name) => {
      const body = commandBodies[name].safeParse(bodies[name] ?? { alarm: 'a1' });
      const command = commandOf(name, body.success ? body.data : {});
      return decide(visit, command, { person: head, by: head, via: 'api' }, known, at('08:31')).accepted;
    });
    expect(taken).toEqual(['acknowledge', 'log-attempt', 'escalate', 'record-police', 'stand-down']);
  });

  it('is begun once by the same press, and is the same when it is read again', () => {
    const { visit } = drill();
    const { history, owed, tally, version } = visit;
    expect(visitOf({ ...ref, version, history: [...history], owed, tally })).toEqual(visit);
    expect(visit.keys).toEqual({ 'drill-1': 'abc' });
  });
});

// ------------------------------------------------------------------------------------------------ what is said

const link = 'https://doorstep.example/v1/schools/hampton/drills/DR-000001';
/** A drill is looked at for each step, for two repeats and for its end. */
const mostLooks = 20;
/** Everything that is owed of it at some time: first messages, repeats, what may be one, and that it is over. */
function everyMessage(ladder: string, knows: Known): readonly { readonly notice: OwedNotice; readonly visit: Visit }[] {
  const begun = asked({ ladder }, knows);
  if (!begun.accepted) return [];
  const all: { readonly notice: OwedNotice; readonly visit: Visit }[] = [];
  let { visit } = begun;
  let now = at('08:30');
  for (let looks = 0; looks < mostLooks && now <= at('11:00'); looks += 1) {
    const seen = keepUp(visit, { type: 'look', lease: now }, knows, now).visit;
    all.push(...Object.values(seen.owed).map((notice) => ({ notice, visit: seen })));
    const results = Object.keys(seen.owed).map((notice) => ({ notice, outcome: 'accepted' as const }));
    visit = { ...keepUp({ ...seen, version: seen.version + 1 }, { type: 'mark', results }, knows, now).visit, version: seen.version + 2 };
    now = nextDue(visit, knows, { held: false }) ?? at('23:00');
  }
  return all;
}

describe('what a drill says', () => {
  const all = eight.flatMap(({ known: knows }) =>
    laddersOf(knows.rules).flatMap(({ name }) => everyMessage(name, knows).map((one) => ({ ...one, knows }))),
  );

  it('there is at every school, of every step and of the end', () => {
    expect(all.length).toBeGreaterThan(500);
    expect(new Set(all.map(({ notice }) => notice.about.kind))).toEqual(new Set(['rung', 'over']));
  });

  it('begins with DRILL, in the subject and in the text, whatever becomes of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.integer({ min: 1, max: 6 }), fc.constantFrom('text', 'email'), (one, tries, channel) => {
        const { subject, text } = wordingOf({ ...one.notice, tries, channel }, one.visit, one.knows, link);
        expect([subject, text]).toEqual([matching(/^DRILL DR-/), matching(/^DRILL /)]);
        expect(text).toContain(link);
      }),
    );
  });

  it('never tells anybody to ring the police, nor quotes who would', () => {
    for (const { notice, visit, knows } of all) {
      const { text } = wordingOf({ ...notice, channel: 'email' }, visit, knows, link);
      expect(text.replace('say on the page that you would ring the police', '')).not.toMatch(/999|police/i);
      const { about } = notice;
      if (about.kind === 'rung') expect(text).toContain('Do not ring');
    }
  });

  it('says nothing that could be taken for news of a real alarm that goes on beside it', () => {
    for (const { notice, visit, knows } of all) {
      const { subject, text } = wordingOf({ ...notice, channel: 'text' }, visit, knows, link);
      expect(text).toContain('A message without DRILL is real.');
      expect(`${subject} ${text}`).not.toMatch(/nobody is missing|it is over|nothing more to do/i);
    }
  });
});

// ------------------------------------------------------------------------------------------------ what came of it

describe('the report of a drill', () => {
  const answered = drill(
    passing('08:40'),
    says('08:43', office, 'acknowledge', { alarm: 'a1', until: at('08:45') }),
    passing('08:45'),
    says('08:50', head, 'log-attempt', { alarm: 'a1', rung: 3, result: 'no-answer', words: 'Would ring the office' }),
    look('08:50', ({ channel }) => (channel === 'text' ? 'accepted' : 'failed')),
    stoodDown('08:52'),
  );

  it('says of each step whom it told by what, and how long it took until somebody answered', () => {
    expect(shownDrill(answered.visit, known)).toMatchObject({
      id: 'DR-000001',
      ladder: 'missing',
      begunBy: deputy,
      state: 'over',
      secondsToAnswer: 13 * 60,
      firstAnswer: { by: office, at: at('08:43'), rung: 2 },
      ended: 'stood-down',
      endedBy: head,
      neverAnswered: [executiveHead],
      rungs: [
        { rung: 1, begunAt: at('08:30'), answeredAt: null, secondsToAnswer: null, messages: { accepted: 2, failed: 0, uncertain: 0 } },
        {
          rung: 2,
          begunAt: at('08:40'),
          told: [{ person: office, name: 'Maureen Tidy', text: 'accepted', email: 'accepted' }],
          answeredAt: at('08:43'),
          answeredBy: office,
          secondsToAnswer: 180,
        },
        { rung: 3, begunAt: at('08:45'), answeredBy: head, secondsToAnswer: 300 },
        { rung: 4, begunAt: at('08:50'), answeredAt: null, messages: { accepted: 2, failed: 2 } },
      ],
    });
  });

  it('counts the repeats of the last step with it', () => {
    const lapsed = drill(passing('12:00'));
    const last = shownDrill(lapsed.visit, known)['rungs'];
    expect(last).toEqual(including(having({ rung: 4, repeats: 2, messages: { accepted: 12, failed: 0, uncertain: 0 } })));
  });

  it('takes nobody for somebody who answered because they began it', () => {
    const begunByOffice = decideDrill(ref, { ladder: 'missing' }, { ...press, person: office, by: office }, known, at('08:30'));
    expect(shownDrill(givenOf(begunByOffice, known, passing('08:40')).visit, known)).toMatchObject({ neverAnswered: [office] });
  });

  it('says what still waits to be sent', () => {
    expect(shownDrill(drill().visit, known)).toMatchObject({
      rungs: [{ told: [{ person: office, text: 'waiting', email: 'waiting' }] }, {}, {}, {}],
    });
  });
});

// ------------------------------------------------------------------------------------------------ where it is

describe('a drill is no visit', () => {
  it('and stands on no board, in no list of visits and in no home’s', () => {
    const moments = [drill(), drill(passing('08:50')), drill(passing('12:00')), drill(stoodDown('08:31'))];
    for (const { visit, now } of moments) {
      const shadow = shadowOf(visit, known);
      expect(shadow.list).toBe('drills');
      expect(shadow.household).toBeUndefined();
      expect(boardRow({ ...visit, alarms: [] }, { person: head }, known, now)).toBeUndefined();
    }
  });

  it('is kept like a visit on which nothing was wrong, and is over when its alarm is', () => {
    const police = drill(passing('09:00'), says('09:01', head, 'record-police', { alarm: 'a1' }));
    const over = police.and(stoodDown('09:02'), look('09:02'));
    expect([isOver(police.visit), isOver(over.visit)]).toEqual([false, true]);
    expect(isIncident(over.visit, known)).toBe(false);
    expect(keptUntil(over.visit, known)).toBe(plus(over.visit.changedAt, 'P6Y'));
  });

  it('and is erased so that nothing is left of whom it told, or why it was held', () => {
    const why = givenOf(asked({ reason: 'Since Maureen was late in May' }), known, passing('08:50'), stoodDown('08:52'), look('08:52'));
    const history = erasedHistory({ history: [...why.visit.history] }, 'kept-no-longer', 'doorstep', () => 'office', known, at('09:00'));
    const left = visitOf({ ...ref, version: 2, history: [...history], owed: {}, tally: {} });
    expect(JSON.stringify(left)).not.toMatch(/Maureen|hampton-|07700|example|Everybody answered/);
    expect(shadowOf(left, known).list).toBe('erased');
    expect(shownDrill(left, known)).toMatchObject({ ladder: 'missing', rungs: [{ secondsToAnswer: null }, {}, {}, {}] });
  });
});
