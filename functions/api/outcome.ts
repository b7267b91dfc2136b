import type { Outcome } from '../application/outcome.ts';
import type { Refusal } from '../domain/visit/decision.ts';
import { shown } from '../domain/visit/shown.ts';
import { type Answer, ok, type Response } from '../http/http.ts';
import { busy, changed, forbidden, keyReused, notFound, problem, tooLarge } from '../http/problem.ts';
import type { Asked } from './asked.ts';
import { viewerOn } from './who-may.ts';

/** The answer to a command: the visit as this caller is shown it, or why not. `unread` names what was not understood. */
export function answerTo(asked: Asked, outcome: Outcome, answer: Answer = {}): Response {
  switch (outcome.outcome) {
    case 'accepted':
      return ok(shown(outcome.visit, viewerOn(asked.caller, outcome.visit, outcome.known), outcome.known, outcome.now), answer);
    case 'refused':
      return refused(outcome.refusal);
    case 'no-such-visit':
      return notFound;
    case 'forbidden':
      return forbidden;
    case 'key-reused':
      return keyReused;
    case 'changed':
      return changed;
    case 'too-long':
      return tooLarge('This visit can hold no more of that. What is said after the door, and about an alarm, still goes in.');
    case 'busy':
      return busy;
  }
}

export const refused = ({ code, message, clauses, unmet, answer }: Refusal): Response =>
  problem({
    type: code,
    detail: message,
    more: { code, clauses, unmet, ...(answer === undefined ? {} : { answer }) },
  });
