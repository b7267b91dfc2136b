import { describe, expect, it } from 'vitest';
import type { Stage } from '../../functions/domain/policy/policy.ts';
import { type StageCard, stageCard } from '../../functions/domain/visit/stage-card.ts';
import type * as z from 'zod';
import { asked, type Given, givenOf, knowing, ruledBy, says, withPerson } from '../support/given.ts';
import { answers, assistant, deputy, executiveHead, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const clauses = ['HA-99'];
const say = 'Please read this.';
const stages = ['during' as const];
const question = { ask: 'What is it?', type: 'text' as const, clauses };
const knows = ruledBy({
  prompts: [
    { id: 'to-all', stages, say, clauses, tick: 'asked' },
    { id: 'to-office', stages, say, clauses, to: ['office'] },
    { id: 'on-foot', stages, say, clauses, when: [{ of: 'travel', is: ['foot'] }] },
    { id: 'elsewhere', stages: ['leave'], say, clauses },
    { id: 'known-once', stages, say, clauses, tick: 'once' },
    { id: 'in-trouble', stages, say, clauses, when: [{ of: 'raised.kinds', is: ['distress'] }] },
  ],
  questions: [
    { ...question, id: 'open-to-all', stage: 'during', reads: 'logistics' },
    { ...question, id: 'for-the-head', stage: 'during', reads: 'concern', by: ['head-of-school'] },
    { ...question, id: 'of-each', stage: 'during', about: 'visitor', by: ['self'] },
    { ...question, id: 'after-help', stage: 'during', when: [{ of: 'raised', is: ['help'] }] },
    {
      ...{ ...question, id: 'dog', stage: 'during', type: 'hazard', controls: ['to-all', 'on-foot'] },
      printed: { people: 'The visitors', severity: 'A bite', likelihood: 'Remote', level: 'Low' },
    },
  ],
});
const gone = givenOf(
  asked({}, teacher, knows),
  knows,
  says('08:35', teacher, 'answer', { answers }),
  says('08:40', head, 'authorise'),
  says('13:00', teacher, 'depart', { visitor: 'all', ticks }),
);
const cardOf = (visit: Given, person: string | undefined, stage: z.infer<typeof Stage> = 'during'): StageCard =>
  stageCard(visit.visit, stage, { person }, visit.known);
/** Of the lines above: the school has others of its own. */
const shownTo = (visit: Given, person: string | undefined, stage?: z.infer<typeof Stage>): readonly string[] =>
  cardOf(visit, person, stage)
    .prompts.map(({ id }) => id)
    .filter((id) => knows.rules.prompts.some((prompt) => prompt.id === id && prompt.clauses.includes('HA-99')));
const askedOf = (visit: Given, person: string, id: string) => cardOf(visit, person).questions.find((q) => q.id === id);

describe('the card of a stage', () => {
  it('has the lines of that stage that are for whoever reads it, and that apply', () => {
    expect(shownTo(gone, teacher)).toEqual(['to-all', 'known-once']);
    expect(shownTo(gone.and(says('13:10', teacher, 'answer', { answers: { travel: 'foot' } })), teacher)).toEqual([
      'to-all',
      'on-foot',
      'known-once',
    ]);
    expect(shownTo(gone, office)).toEqual(['to-office']);
    expect(shownTo(gone, executiveHead)).toEqual([]);
    expect(shownTo(gone, teacher, 'leave')).toEqual(['elsewhere']);
  });

  it('says of a line that can be ticked whether this person has', () => {
    const ticked = (visit: Given, person: string) => cardOf(visit, person).prompts.find(({ id }) => id === 'to-all')?.ticked;
    expect(ticked(gone, teacher)).toBe(false);
    const one = gone.and(says('13:10', teacher, 'tick', { ticks: ['to-all'] }));
    expect([ticked(one, teacher), ticked(one, assistant)]).toEqual([true, false]);
    expect(cardOf(one, office).prompts.find(({ id }) => id === 'to-office')).not.toHaveProperty('ticked');
  });

  it('knows of a line that is ticked once what their record says, of this version and no other', () => {
    const ticked = (kept: string) =>
      cardOf(gone.and(knowing(withPerson(teacher, { ticked: { [kept]: '2026-01-05T09:00:00Z' } }, knows))), teacher)
        .prompts.filter(({ clauses: cited, ticked: isTicked }) => cited.includes('HA-99') && isTicked === true)
        .map(({ id }) => id);
    expect(ticked('known-once@1')).toEqual(['known-once']);
    expect(ticked('known-once@2')).toEqual([]);
    expect(ticked('to-all@1')).toEqual([]);
  });

  it('asks of each visitor, and says whose answer counts', () => {
    expect(askedOf(gone, teacher, 'of-each')?.of).toEqual([
      { subject: teacher, answered: false, yours: true },
      { subject: assistant, answered: false, yours: false },
    ]);
    expect(askedOf(gone, teacher, 'for-the-head')?.of).toEqual([{ subject: '', answered: false, yours: false }]);
    expect(askedOf(gone, head, 'for-the-head')?.of).toEqual([{ subject: '', answered: false, yours: true }]);
  });

  it('tells an answer to those who may read it, and to others that there is one', () => {
    const said = gone.and(
      says('13:10', teacher, 'answer', { answers: { 'open-to-all': 'The back gate' } }),
      says('13:11', head, 'answer', { answers: { 'for-the-head': 'I rang them' } }),
    );
    expect(askedOf(said, office, 'open-to-all')?.of).toMatchObject([{ answered: true, value: 'The back gate' }]);
    expect(askedOf(said, head, 'for-the-head')?.of).toMatchObject([{ answered: true, value: 'I rang them' }]);
    expect(askedOf(said, office, 'for-the-head')?.of).toEqual([{ subject: '', answered: true, yours: false }]);
  });

  it('has of a hazard what is printed and what keeps it down, in the order of the form', () => {
    expect(askedOf(gone, teacher, 'dog')).toMatchObject({ printed: { level: 'Low' }, controls: [{ id: 'to-all' }, { id: 'on-foot' }] });
  });

  it('is as if nothing had been said, for whoever goes, after a call for help', () => {
    const called = gone.and(says('13:30', teacher, 'raise-alarm', { kind: 'help' }));
    for (const who of [teacher, assistant]) expect(JSON.stringify(cardOf(called, who)), who).toBe(JSON.stringify(cardOf(gone, who)));
    expect(askedOf(called, head, 'after-help')).toBeDefined();
    expect(askedOf(gone, head, 'after-help')).toBeUndefined();
  });

  it('has nothing for a machine: it is for people', () => {
    expect(cardOf(gone, undefined)).toEqual({ stage: 'during', prompts: [], questions: [] });
  });

  it('does not read out a safe word, though it has been given', () => {
    const words = ruledBy(
      { questions: [{ id: 'word', ask: 'Your word?', stage: 'during', type: 'word', about: 'visitor', clauses }] },
      knows,
    );
    const given = givenOf(asked({}, teacher, words), words, says('08:40', teacher, 'assess', { safeWord: 'marmalade', signed: true }));
    for (const who of [teacher, office, deputy, head]) {
      expect(askedOf(given, who, 'word')?.of[0], who).toMatchObject({ subject: teacher, answered: true });
      expect(JSON.stringify(cardOf(given, who)), who).not.toContain('marmalade');
    }
  });
});

describe('ticking a line', () => {
  it('is noted of whoever says it, once', () => {
    const one = says('13:10', teacher, 'tick', { ticks: ['to-all', 'to-all'] });
    gone.when(one).records({ type: 'PromptsTicked', visitor: teacher, ticks: ['to-all'] });
    gone.and(one).when(one).recordsNothing();
  });

  it('may be noted for one who says it by telephone, or for all', () => {
    gone
      .when(says('13:10', office, 'tick', { visitor: assistant, ticks: ['to-all'] }))
      .records({ type: 'PromptsTicked', visitor: assistant });
    gone
      .when(says('13:10', office, 'tick', { visitor: 'all', ticks: ['to-all'] }))
      .records({ type: 'PromptsTicked', visitor: teacher }, { type: 'PromptsTicked', visitor: assistant });
  });

  it('is of nobody who is not on the visit, and of no line that the policy does not have', () => {
    gone.when(says('13:10', office, 'tick', { ticks: ['to-all'] })).refuses('unknown-visitor');
    gone.when(says('13:10', teacher, 'tick', { ticks: ['to-all', 'made-up'] })).refuses('unknown-prompt');
  });

  it('may be done at any stage, and before they leave counts for it', () => {
    const ready = givenOf(
      asked({}, teacher, knows),
      knows,
      says('08:35', teacher, 'answer', { answers }),
      says('08:40', head, 'authorise'),
    );
    ready.when(says('13:00', teacher, 'depart', { visitor: 'all' })).refusesFor(...ticks);
    ready
      .and(says('08:50', teacher, 'tick', { visitor: 'all', ticks }))
      .when(says('13:00', teacher, 'depart', { visitor: 'all' }))
      .records('VisitorDeparted', 'VisitorDeparted');
    gone
      .and(says('14:20', teacher, 'return', { visitor: 'all' }))
      .when(says('14:30', teacher, 'tick', { ticks: ['to-all'] }))
      .records('PromptsTicked');
  });
});
