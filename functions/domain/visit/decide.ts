import type { Instant } from '../time.ts';
import { acknowledge, escalate, logAttempt, recordPolice, standDown } from './about-an-alarm.ts';
import { afterDoor, type Pressed } from './after-the-door.ts';
import { close, passOn, recordReference, writeUp } from './after-the-visit.ts';
import {
  amend,
  answer,
  assess,
  authorise,
  cancel,
  checked,
  decline,
  depart,
  isRefusal,
  notGoing,
  readAnswers,
  reschedule,
  sendBack,
  type Step,
  textPage,
  tick,
  unknownPerson,
} from './before-the-door.ts';
import { type Command, isAfterTheDoor, type Press, type RequestBody, type Upkeep } from './commands.ts';
import { consequences } from './consequences.ts';
import type { Decision, Known } from './decision.ts';
import { type Draft, draftOf, record, refusal } from './draft.ts';
import { begin } from './evolve.ts';
import { climb } from './ladder.ts';
import { isTaken } from './allegation.ts';
import { isTried } from './drill.ts';
import { isVisit } from './relations.ts';
import { mark, noteReceipt } from './messages.ts';
import { joinDigest } from './pace.ts';
import { listen, mightHoldTheWord } from './safe-word.ts';
import type { EventOf, Request, Visit, VisitId, VisitRef } from './visit.ts';
import { endAlarms, look } from './watch.ts';

/** What goes with a command that names another item: where it was pressed, or the visit that takes this one's place. */
export interface Elsewhere extends Pressed {
  /** The visit that follows a rescheduled one. */
  readonly to?: VisitId;
  /** It was carried out where it was pressed; here it is only listened to. */
  readonly onlyHeard?: true;
}

/**
 * What happens when `command` reaches a visit: the facts to record and what they make of it, or why it is refused, with
 * every unmet gate and its clauses. A repeated command changes nothing and is accepted.
 */
export function decide(visit: Visit, command: Command, press: Press, known: Known, now: Instant, elsewhere: Elsewhere = {}): Decision {
  if (press.key !== undefined && Object.hasOwn(visit.keys, press.key.id)) return { accepted: true, visit, events: [] };
  const draft = draftOf(visit, known, now, press);
  // What an errand is about is said elsewhere: in the policy, or by whoever was written to.
  const isOther = (visit.allegation !== undefined && !isTaken(command)) || (visit.drill !== undefined && !isTried(command));
  if (visit.errand !== undefined || isOther) return { accepted: false, refusal: refusal('not-at-this-stage') };
  const step = elsewhere.onlyHeard === true ? draft : carried(draft, command, elsewhere);
  if (isRefusal(step)) {
    const heard = following(hear(draft, command, elsewhere), visit, elsewhere);
    return { accepted: false, refusal: step, ...(heard.visit === visit ? {} : { heard: accepted(heard) }) };
  }
  // What is said after the door has been listened to with whom it is about.
  const isDone = isAfterTheDoor(command.type) && elsewhere.onlyHeard !== true;
  return accepted(following(isDone ? step : hear(step, command, elsewhere), visit, elsewhere));
}

/**
 * A safe word is heard whatever became of the press, once for each. Where nothing else came of it, that it was heard leaves no
 * key: the press is then no better known than one without the word.
 */
function hear(draft: Draft, command: Command, elsewhere: Elsewhere): Draft {
  const { key } = draft.press;
  if (key === undefined || draft.events.length > 0) return listen(draft, command, elsewhere);
  const listening = { ...draft, press: { ...draft.press, key: { ...key, id: `heard:${key.id}` } } };
  return Object.hasOwn(draft.visit.keys, listening.press.key.id) ? listening : listen(listening, command, elsewhere);
}

/** What follows. Where a safe word might have been said it does even if nothing was: nobody can tell by it that one was. */
function following(draft: Draft, before: Visit, elsewhere: Elsewhere): Draft {
  if (draft.visit === before && !mightHoldTheWord(before, elsewhere)) return draft;
  return isVisit(before) ? consequences(draft, before) : climb(draft);
}

/** What Doorstep itself does: serve what is due, and note how sends ended. It is never refused. */
export function keepUp(visit: Visit, upkeep: Upkeep, known: Known, now: Instant): Extract<Decision, { accepted: true }> {
  const draft = draftOf(visit, known, now, { by: 'doorstep', via: 'timer' });
  switch (upkeep.type) {
    case 'look':
      return accepted(look(draft, upkeep.lease));
    case 'looked-after':
      return accepted(record(draft, { type: 'LookedAfter', next: upkeep.next }));
    case 'mark':
      return accepted(endAlarms(mark(draft, upkeep.results, upkeep.lease)));
    case 'join':
      return accepted(joinDigest(draft, upkeep.entry));
    case 'receipt':
      return accepted(noteReceipt(draft, upkeep));
  }
}

/** A visit is asked for. Refused where a gate of the request is unmet, or somebody is unknown. */
export function decideRequest(
  ref: VisitRef,
  request: Request,
  asked: Pick<RequestBody, 'follows' | 'answers'>,
  press: Press,
  known: Known,
  policy: EventOf<'VisitRequested'>['policy'],
  now: Instant,
): Decision {
  const requested: EventOf<'VisitRequested'> = {
    type: 'VisitRequested',
    at: now,
    by: press.by,
    via: press.via,
    policy,
    request,
    follows: asked.follows,
    key: press.key,
  };
  const asking = { ...draftOf(begin(ref, requested), known, now, press), events: [requested] };
  const stranger = unknownPerson(asking, [...request.visitors.map((v) => v.person), ...(request.involved ?? [])]);
  if (stranger !== undefined) return { accepted: false, refusal: refusal('unknown-person', stranger) };
  if (known.household === undefined || known.household.erasedAt !== undefined)
    return { accepted: false, refusal: refusal('unknown-household', request.household) };
  const read = readAnswers(asking, asked.answers);
  if ('code' in read) return { accepted: false, refusal: read };
  const step = checked(read.length === 0 ? asking : record(asking, { type: 'QuestionsAnswered', answers: [...read] }), 'request');
  return isRefusal(step) ? { accepted: false, refusal: step } : accepted(consequences(step, undefined));
}

const accepted = ({ visit, events }: Draft): Extract<Decision, { accepted: true }> => ({ accepted: true, visit, events });

function carried(draft: Draft, command: Command, elsewhere: Elsewhere): Step {
  switch (command.type) {
    case 'amend':
      return amend(draft, command);
    case 'reschedule':
      return reschedule(draft, command, elsewhere.to);
    case 'answer':
      return answer(draft, command);
    case 'tick':
      return tick(draft, command);
    case 'not-going':
      return notGoing(draft, command);
    case 'assess':
      return assess(draft, command);
    case 'authorise':
      return authorise(draft, command);
    case 'decline':
      return decline(draft, command);
    case 'send-back':
      return sendBack(draft, command);
    case 'cancel':
      return cancel(draft, command);
    case 'depart':
      return depart(draft, command);
    case 'text-page':
      return textPage(draft, command);

    case 'depart-in-breach':
    case 'arrive':
    case 'check-in':
    case 'leave':
    case 'return':
    case 'revise':
    case 'correct':
    case 'raise-alarm':
    case 'note':
      return afterDoor(draft, command, elsewhere);

    case 'acknowledge':
      return acknowledge(draft, command);
    case 'log-attempt':
      return logAttempt(draft, command);
    case 'escalate':
      return escalate(draft, command);
    case 'record-police':
      return recordPolice(draft, command);
    case 'stand-down':
      return standDown(draft, command);

    case 'write-up':
      return writeUp(draft, command);
    case 'record-reference':
      return recordReference(draft, command);
    case 'pass-on':
      return passOn(draft, command);
    case 'close':
      return close(draft);
  }
}
