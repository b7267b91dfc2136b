/** What follows from a command, whichever it was: agreements that lapse, the authorisation, the watch, alarms, notices, tasks. */
import { isAgreed, lapsed } from '../policy/gates.ts';
import { answers, answerTo, applies, mayAnswer, subjectsOf } from '../policy/questions.ts';
import type { Alarm, Call, Occasion, Question } from '../policy/policy.ts';
import { newlyNamed, receivers } from '../policy/receivers.ts';
import { climb } from './ladder.ts';
import { type Draft, queue, record, through } from './draft.ts';
import { answerKey } from './evolve.ts';
import { running } from '../policy/clocks.ts';
import { goes, going, isLinked, isOut, mayBeThere, openAlarms, stageOf, withThoseBeside } from './relations.ts';
import type { Known } from './decision.ts';
import { isAskedBehind, veiled } from './veil.ts';
import type { Visit, VisitEvent, VisitId } from './visit.ts';
import { endAlarms, lastPlace, nextAlarm, setWatch } from './watch.ts';

/** Everything that follows, given the visit as it was before the command; `undefined` where it has just been requested. */
export const consequences = (draft: Draft, before: Visit | undefined): Draft =>
  through(
    draft,
    lapse,
    authorise,
    (so) => openByAnswers(so, before),
    endAlarms,
    watchEverybody,
    oweTasks,
    (so) => tell(so, before),
    climb,
  );

// ------------------------------------------------------------------------------------------------ agreements

function lapse(draft: Draft): Draft {
  if (!isBeforeTheDoor(draft)) return draft;
  const gone = lapsed(draft.visit, draft.known);
  return gone.length === 0 ? draft : record(draft, { type: 'AgreementsLapsed', agreements: [...gone] });
}

/** A visit is authorised while every agreement that applies stands. Its clocks start then, and with them the copy of its rules. */
function authorise(draft: Draft): Draft {
  if (!isBeforeTheDoor(draft)) return draft;
  const agreed = isAgreed(draft.visit, draft.known);
  if (agreed === draft.visit.authorised) return draft;
  return agreed ? setWatch(record(draft, { type: 'VisitAuthorised' })) : record(draft, { type: 'AuthorisationLapsed' });
}

const isBeforeTheDoor = ({ visit, known }: Draft): boolean => ['requested', 'authorised'].includes(stageOf(visit, known.leads));

// ------------------------------------------------------------------------------------------------ alarms that answers open

function openByAnswers(draft: Draft, before: Visit | undefined): Draft {
  return draft.known.rules.alarms.reduce((so, alarm) => {
    if (alarm.opensWhen === undefined || alarm.kind === 'allegation') return so;
    const element = { when: alarm.opensWhen };
    const already = before !== undefined && applies(element, before, so.known);
    return already || !applies(element, so.visit, so.known) ? so : openAlarm(so, alarm, { visitors: going(so.visit).map((v) => v.person) });
  }, draft);
}

/** The policy's alarm for what was said; the school's own comes before Doorstep's. */
export const alarmFor = (call: Call, { rules }: Pick<Known, 'rules'>): Alarm | undefined =>
  rules.alarms.findLast((alarm) => alarm.opensOn.includes(call)) ?? rules.alarms.findLast((alarm) => alarm.opensOn.includes('other'));

interface Raised {
  readonly visitors: readonly string[];
  readonly call?: Call;
  readonly words?: string;
  readonly position?: { readonly latitude: number; readonly longitude: number };
  /** At whose home, where it is known. */
  readonly place?: VisitId;
  /** Who goes on the visit from whose page it came. */
  readonly beside?: readonly string[] | undefined;
}

/** Opens an alarm, with its ladder copied beforehand where no watch has been set or the ladder was not in it. */
export function openAlarm(draft: Draft, alarm: Alarm, { visitors, call, words, position, place, beside }: Raised): Draft {
  const watched = draft.visit.watch?.ladders[alarm.ladder] === undefined ? setWatch(draft) : draft;
  // A ladder that the school has not set cannot be climbed: everybody in charge is told instead, though never of an allegation.
  const fallback =
    alarm.kind === 'allegation' ? undefined : watched.known.rules.alarms.findLast((a) => a.opensOn.includes('unwatched'))?.ladder;
  const ladder = watched.visit.watch?.ladders[alarm.ladder] === undefined ? (fallback ?? alarm.ladder) : alarm.ladder;
  return record(watched, {
    type: 'AlarmOpened',
    alarm: nextAlarm(watched.visit, alarm.kind),
    kind: alarm.kind,
    of: alarm.id,
    call,
    visitors: [...visitors],
    ladder,
    quiet: alarm.quiet,
    reads: alarm.reads,
    words,
    position,
    place: place ?? lastPlace(watched.visit, visitors),
    ...(alarm.kind === 'distress' ? besides(watched.visit, visitors, beside) : {}),
  });
}

/** Who may be in the same house and is not on this visit: whoever goes on the one to that home. */
function besides(visit: Visit, visitors: readonly string[], page: readonly string[] = []): { readonly beside?: string[] } {
  const there = visit.visitors.filter((v) => visitors.includes(v.person)).flatMap((v) => v.stops.at(-1)?.beside ?? []);
  const beside = [...new Set([...page, ...there])].filter((person) => !goes(visit, person));
  return beside.length === 0 ? {} : { beside };
}

/** Nobody is out with neither a clock that waits for their return nor an alarm that is theirs: where that would be, somebody is told at once. */
function watchEverybody(draft: Draft): Draft {
  const { visit, known } = draft;
  const returns = running(visit, known).filter((r) => r.clock.expects === 'return');
  const unwatched = visit.visitors.filter(
    (v) =>
      isOut(v) &&
      !isLinked(v, known.leads) &&
      !returns.some((r) => r.visitor === v.person) &&
      // A call for help covers them too, but who is on the visit would see that they are not told of this.
      !openAlarms(visit).some((alarm) => alarm.kind !== 'distress' && alarm.visitors.includes(v.person)),
  );
  const alarm = alarmFor('unwatched', known);
  return unwatched.length === 0 || alarm === undefined
    ? draft
    : openAlarm(draft, alarm, { visitors: unwatched.map((v) => v.person), call: 'unwatched' });
}

// ------------------------------------------------------------------------------------------------ tasks and notices

function oweTasks(draft: Draft): Draft {
  return draft.known.rules.questions.reduce((so, question) => {
    const { task } = question;
    if (task === undefined || !applies(question, so.visit, so.known)) return so;
    return subjectsOf(question, so.visit, so.known)
      .filter((subject) => !so.visit.tasks.some((t) => t.task === answerKey(question.id, subject)))
      .filter((subject) => !answers(question, answerTo(question, subject, so.visit, so.known), subject, so.visit, so.known))
      .reduce((to, subject) => {
        const of = [...whoOwes(question, task.of, subject, to)];
        return record(to, { type: 'TaskOwed', task: answerKey(question.id, subject), of });
      }, so);
  }, draft);
}

/** Whoever is there and whose answer counts, else everybody of whom it is asked; of what is kept from the visitors, none of them where there is somebody else. */
function whoOwes(question: Question, who: readonly string[], subject: string, { visit, known, now }: Draft): readonly string[] {
  const there = receivers(who, visit, known, now).filter((person) => mayAnswer(question, person, subject, visit, known));
  const all = there.length > 0 ? there : receivers(who, visit, known);
  if (isAskedBehind(answerKey(question.id, subject), veiled(visit), known)) return all;
  const others = all.filter((person) => !mayBeThere(withThoseBeside(visit), person));
  return others.length > 0 ? others : all;
}

/** The policy's notices of what has just happened: once each, however many did it. */
function tell(draft: Draft, before: Visit | undefined): Draft {
  const happened = new Set(draft.events.flatMap(occasionsOf));
  // It is no news to whoever has left that they have.
  const gone = draft.events.flatMap((event) => (event.type === 'PersonLeft' ? [event.person] : []));
  return draft.known.rules.notices.reduce((so, notice) => {
    if (!applies(notice, so.visit, so.known)) return so;
    const isAnswered = notice.on.includes('answered');
    const holdsNow = isAnswered && (before === undefined || !applies(notice, before, so.known));
    const about = { kind: 'notice' as const, notice: notice.id };
    if (holdsNow || notice.on.some((occasion) => occasion !== 'answered' && happened.has(occasion)))
      return queue(
        so,
        about,
        receivers(notice.tell, so.visit, so.known, so.now).filter((person) => !gone.includes(person)),
      );
    return isAnswered && before !== undefined ? queue(so, about, newlyNamed(notice.tell, before, so.visit, so.known, so.now)) : so;
  }, draft);
}

function occasionsOf(event: VisitEvent): readonly Occasion[] {
  switch (event.type) {
    case 'VisitRequested':
      return ['requested'];
    case 'VisitAmended':
      return ['amended'];
    case 'VisitAuthorised':
      return ['authorised'];
    case 'VisitDeclined':
      return ['declined'];
    case 'VisitSentBack':
      return ['sent-back'];
    case 'AgreementsLapsed':
      return ['lapsed'];
    case 'VisitorDeparted':
      return ['departed'];
    case 'VisitorDepartedInBreach':
      return ['departed', 'departed-in-breach'];
    case 'BreachFound':
      return ['departed-in-breach'];
    case 'VisitorArrived':
      return ['arrived'];
    case 'VisitorLeft':
      return ['left'];
    case 'VisitorReturned':
      return ['returned'];
    case 'TimesRevised':
      return ['revised'];
    case 'VisitCancelled':
      return ['cancelled'];
    case 'VisitRescheduled':
      return ['rescheduled', 'cancelled'];
    case 'VisitWrittenUp':
      return ['written-up'];
    case 'PersonLeft':
      return ['person-left'];
    case 'VisitClosed':
      return event.seeming === true ? [] : ['closed'];
    default:
      return [];
  }
}
