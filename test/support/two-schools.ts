/** The same afternoon at two schools whose policies differ at every point: what each needs to be told, and whom it goes by. */
import { accepted, type Cloud, type OneVisit, type School } from './scenario.ts';

export interface SchoolOfStory {
  readonly school: School;
  /** The two who go; the first asks for the visit. */
  readonly first: string;
  readonly second: string;
  /** Who agrees to it, and may stand an alarm down. */
  readonly agrees: string;
  readonly homes: readonly [string, string, string];
  readonly request: Readonly<Record<string, unknown>>;
  /** What is answered beforehand. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** What is ticked on leaving. */
  readonly ticks: readonly string[];
  /** How it ended, in the policy's words. */
  readonly outcome: string;
  readonly writeUp: Readonly<Record<string, unknown>>;
}

/** Both schools on this cloud. */
export function bothSchools(cloud: Cloud): { readonly hampton: SchoolOfStory; readonly lighthouse: SchoolOfStory } {
  return {
    hampton: {
      school: cloud.school('hampton'),
      first: 'teacher',
      second: 'assistant',
      agrees: 'head',
      homes: ['hampton-home-1', 'hampton-home-2', 'hampton-home-3'],
      request: { type: 'induction', purpose: 'To meet the family before September' },
      answers: {
        class: { class: 'Willow', teacher: 'hampton-teacher' },
        'risk-decision': 'acceptable',
        'recent-violence': false,
        'notice-sent': '2027-06-15',
        'notice-how': 'letter',
        'violence-now': false,
      },
      ticks: ['carry-phone', 'safety-first'],
      outcome: 'completed',
      writeUp: { 'any-concern': 'none', 'settling-in': { story: 'The one about the bear' } },
    },
    lighthouse: {
      school: cloud.school('lighthouse'),
      first: 'tutor',
      second: 'second-tutor',
      agrees: 'dsl',
      homes: ['lighthouse-home-1', 'lighthouse-home-2', 'lighthouse-home-3'],
      request: { type: 'tutoring', reason: 'ill' },
      answers: { animals: 'A cat, in the kitchen' },
      ticks: [],
      outcome: 'done',
      writeUp: { report: 'Two chapters' },
    },
  };
}

/** What is done on such an afternoon, step by step: out at one, back at half past two. */
export function afternoonOf({ clock }: Cloud, story: SchoolOfStory) {
  const { school, first, second, agrees } = story;
  const people = [first, second].map((name) => ({ person: school.person(name) }));

  const steps = {
    /** Asked for. */
    requested: (changes: Readonly<Record<string, unknown>> = {}): Promise<OneVisit> =>
      school.requested(first, {
        ...story.request,
        household: story.homes[0],
        visitors: people,
        plan: { departAt: clock.time('13:00'), arriveAt: clock.time('13:20'), leaveAt: clock.time('14:10'), returnAt: clock.time('14:30') },
        ...changes,
      }),
    /** Asked for, prepared and agreed to. */
    async authorised(changes?: Readonly<Record<string, unknown>>): Promise<OneVisit> {
      const visit = await steps.requested(changes);
      accepted(await visit.says(first, 'answer', { answers: story.answers }));
      accepted(await visit.says(agrees, 'authorise'));
      return visit;
    },
    /** Both have signed out at one. */
    async out(changes?: Readonly<Record<string, unknown>>): Promise<OneVisit> {
      const visit = await steps.authorised(changes);
      await clock.at('13:00');
      accepted(await visit.says(first, 'depart', { visitor: 'all', ticks: story.ticks }));
      return visit;
    },
    /** They have been there, and have left the home; nobody is back. */
    async onTheWayBack(changes?: Readonly<Record<string, unknown>>): Promise<OneVisit> {
      const visit = await steps.out(changes);
      await clock.at('13:15');
      accepted(await visit.says(first, 'arrive', { visitor: 'all' }));
      await clock.at('14:05');
      accepted(await visit.says(first, 'leave', { visitor: 'all', outcome: story.outcome }));
      return visit;
    },
    /** Written up and closed, whatever went before. */
    async closed(visit: OneVisit): Promise<void> {
      accepted(await visit.says(first, 'write-up', { answers: story.writeUp }));
      accepted(await visit.says(first, 'close'));
    },
  };
  return steps;
}
