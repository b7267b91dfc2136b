import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../functions/domain/policy/policy.ts';
import { type ShownQuestion, type StageCard, stageCard } from '../../functions/domain/visit/stage-card.ts';
import type { Given } from '../support/given.ts';
import { says, seenBy } from '../support/given.ts';
import { gone, requested, roselynHouse, roselynPrepared } from '../support/five-schools.ts';

const { first: tutor, second: mentor, id } = roselynHouse;
const asked = requested(roselynHouse);
const prepared = asked.and(...roselynPrepared([tutor, mentor]));

const onForm = (so: Given, question: string): ShownQuestion | undefined =>
  stageCard(so.visit, 'assessment', { person: tutor }, so.known).questions.find((one) => one.id === question);
const travels = (person: string, how: string) => says('09:40', person, 'answer', { answers: { travel: { [person]: how } } });

describe('a hazard on the form', () => {
  it('is shown as it is printed, with what is done about it: lines to read, questions, demands, and who is told', () => {
    const { printed, controls } = onForm(asked, 'aggression') ?? {};
    expect(printed).toMatchObject({ likelihood: 'Remote', level: 'Low' });
    expect(controls?.map((control) => [control.id, control.does])).toEqual([
      ['see-policy', 'line'],
      ['tell-safeguarding', 'tells'],
      ['two-if-aware', 'demands'],
      ['signed-out', 'tells'],
      ['carry-phone', 'line'],
    ]);
    const lines = roselynHouse.rules.prompts.filter((prompt) => prompt.id === 'see-policy');
    expect(controls?.[0]?.say).toBe(lines[0]?.say);
  });

  it('names an alarm by its name, and what is asked by its question', () => {
    expect(onForm(asked, 'ill-or-hurt')?.controls).toEqual(
      expect.arrayContaining([
        { id: 'illness', does: 'tells', say: 'A visitor ill or hurt' },
        { id: 'injury-protocol', does: 'asks', say: 'I have gone through the injury-at-work protocol.' },
      ]),
    );
  });

  it('has no controls where it is no hazard', () => {
    expect(onForm(asked, 'vulnerable')).not.toHaveProperty('controls');
  });

  it('is changed in the words of whoever judges it', () => {
    const changed = { raised: true, likelihood: 'Likely', level: 'High' };
    const so = asked.and(says('09:40', mentor, 'answer', { answers: { aggression: { [mentor]: changed } } }));
    expect(onForm(so, 'aggression')?.of.find(({ subject }) => subject === mentor)).toMatchObject({ answered: true, value: changed });
  });

  it('is not answered by other words alone: it is confirmed with them, or raised', () => {
    const so = asked.and(says('09:40', mentor, 'answer', { answers: { aggression: { [mentor]: { severity: 'Bruises' } } } }));
    expect(onForm(so, 'aggression')?.of.find(({ subject }) => subject === mentor)).toMatchObject({ answered: false });
  });
});

describe('what is asked of each, and hangs on their own answer', () => {
  const byBus = prepared.and(travels(mentor, 'public'));

  it('is asked of those of whom it holds', () => {
    expect(onForm(prepared, 'driving')?.of.map(({ subject }) => subject)).toEqual([tutor, mentor]);
    expect(onForm(byBus, 'driving')?.of.map(({ subject }) => subject)).toEqual([tutor]);
  });

  it('is demanded of nobody else', () => {
    const unsaid = asked.and(travels(tutor, 'car'), travels(mentor, 'foot')).when(says('09:45', id('dsl'), 'authorise'));
    const missing = unsaid.decision.accepted ? [] : unsaid.decision.refusal.unmet.flatMap((unmet) => unmet.missing);
    expect(missing).toContain(`driving#${tutor}`);
    expect(missing).not.toContain(`driving#${mentor}`);
  });

  it('may be answered before what it hangs on, in any order', () => {
    const early = asked.and(
      says('09:40', mentor, 'answer', { answers: { driving: { [mentor]: { confirmed: true } } } }),
      travels(mentor, 'car'),
    );
    expect(onForm(early, 'driving')?.of.find(({ subject }) => subject === mentor)).toMatchObject({ answered: true });
  });
});

describe('where somebody said that they go next', () => {
  it('is shown to whoever reads when and where, and to nobody else', () => {
    const left = gone(roselynHouse).and(says('14:05', tutor, 'leave', { outcome: 'completed', next: 'school' }));
    const next = (person: string) => (seenBy(left, person)['visitors'] as readonly { readonly next?: string }[])[0]?.next; // a list for every person
    expect([next(id('office')), next(mentor), next(id('technician'))]).toEqual(['school', 'school', undefined]);
  });
});

// What was tried to reach the family is not asked where there is another reason.
const tried = [{ date: '2026-06-19', means: 'Telephone' }];
const out = gone(roselynHouse, { request: { answers: { 'failed-contacts': tried } } });

/** What one more line, at the door, shows to somebody. */
const besideIt = (beside: readonly string[], who: string): StageCard['prompts'][number]['beside'] => {
  const line: Prompt = {
    id: 'extra',
    stages: ['arrive'],
    to: ['visitors', 'office'],
    say: 'Remember it.',
    beside: [...beside],
    clauses: ['RH-35'],
  };
  return stageCard(out.visit, 'arrive', { person: id(who) }, { ...out.known, rules: { ...out.known.rules, prompts: [line] } }).prompts[0]
    ?.beside;
};

describe('a line of the policy with answers beside it', () => {
  it('shows what was said to those questions, and nothing of others', () => {
    expect(besideIt(['purpose', 'vulnerable'], 'tutor')).toMatchObject([
      { question: 'purpose', subject: '', value: 'To agree on the way back to school' },
      { question: 'vulnerable', value: 'None' },
    ]);
  });

  it('shows of a question about each visitor what each said', () => {
    expect(besideIt(['travel'], 'office')).toMatchObject([
      { subject: id('tutor'), value: 'car' },
      { subject: id('mentor'), value: 'car' },
    ]);
  });

  it('leaves out what this reader may not read, what was not answered and what is not asked of this visit', () => {
    expect(besideIt(['purpose', 'travel'], 'office')).toMatchObject([{ question: 'travel' }, { question: 'travel' }]);
    expect(besideIt(['report', 'failed-contacts'], 'tutor')).toEqual([]);
  });
});
