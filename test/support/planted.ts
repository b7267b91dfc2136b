/**
 * A school at which every free word, name, address, number and answer says who may read it: so that whatever is found in an
 * answer can be held against who asked. Who reads what is said here by hand, field by field, and not taken from the tables of
 * functions/domain/reading/, which it is to hold to.
 */
import type { Household } from '../../functions/domain/household.ts';
import type { Person } from '../../functions/domain/person.ts';
import { Question, type ReadingClass } from '../../functions/domain/policy/policy.ts';
import { type Instant, Length } from '../../functions/domain/time.ts';
import type { Answer, EventOf, VisitEvent } from '../../functions/domain/visit/visit.ts';

/** What a caller is to a record. */
export type Part = ReadingClass | 'everybody' | 'person' | 'keeper' | 'own' | 'outside';
export type Parts = ReadonlySet<Part>;

export interface Mark {
  /** As it stands in an answer. */
  readonly text: string;
  /** In which record it is, and who reads it there. */
  readonly of: string;
  readonly reads: (parts: Parts) => boolean;
}

/** Anybody who is one of these. */
export const any =
  (...wanted: readonly (Part | ((parts: Parts) => boolean))[]) =>
  (parts: Parts): boolean =>
    wanted.some((one) => (typeof one === 'string' ? parts.has(one) : one(parts)));
/** Whoever is all of these. */
export const all =
  (...wanted: readonly (Part | ((parts: Parts) => boolean))[]) =>
  (parts: Parts): boolean =>
    wanted.every((one) => (typeof one === 'string' ? parts.has(one) : one(parts)));
const nobody = (): boolean => false;

export type Say = (name: string, reads: (parts: Parts) => boolean) => string;

/** Words that are marked as they are said: `«AttemptLogged.who of out»`. */
export function marking(of: string, marks: Mark[]): Say {
  return (name, reads) => {
    const text = `«${name} of ${of}»`;
    marks.push({ text, of, reads });
    return text;
  };
}

// ------------------------------------------------------------------------------------------------ questions

export const classes: readonly ReadingClass[] = ['logistics', 'content', 'concern', 'allegation', 'safe-word'];
const abouts = ['visit', 'home', 'person'] as const;

/** One question of each class about a visit, a home and a person: `ask-concern-home`. */
export const questions: readonly Question[] = abouts.flatMap((about) =>
  classes.map((reads) =>
    Question.parse({
      id: `ask-${reads}-${about}`,
      ask: `About the ${about}`,
      stage: 'prepare',
      type: 'text',
      about,
      reads,
      clauses: ['DS-12'],
    }),
  ),
);
const answersTo = (about: (typeof abouts)[number], say: Say): Readonly<Record<string, string>> =>
  Object.fromEntries(classes.map((one) => [`ask-${one}-${about}`, say(`a ${one} answer about the ${about}`, any(one))]));

// ------------------------------------------------------------------------------------------------ records

export function plantedHome(id: string, at: Instant, say: Say, marks: Mark[]): Household {
  const record = any('logistics', 'content', 'keeper');
  const inside = any('content', 'keeper');
  /** A number is kept as one, so that it is its own mark. */
  const number = (text: string, reads: Mark['reads']): string => {
    marks.push({ text, of: 'home', reads });
    return text;
  };
  return {
    id,
    name: say('home.name', record),
    address: say('home.address', record),
    formerAddresses: [{ address: say('home.formerAddress', inside), until: '2026-01-01' }],
    phones: [number('+447700900985', record)],
    adults: [
      {
        id: 'adult-1',
        name: say('adult.name', inside),
        title: say('adult.title', inside),
        relationship: say('adult.relationship', inside),
        phones: [number('+447700900986', inside)],
      },
    ],
    pupils: [{ id: say('pupil.id', inside), name: say('pupil.name', inside), onRoll: true }],
    hazards: [{ what: say('hazard.what', any('content')), on: '2026-01-01', saidBy: say('hazard.saidBy', any('content')) }],
    animals: say('home.animals', inside),
    entered: true,
    enteredOn: say('home.enteredOn', inside),
    answers: Object.fromEntries(Object.entries(answersTo('home', say)).map(([question, value]) => [question, { value, by: 'seed', at }])),
    mergedFrom: [],
    changed: { at, by: say('home.changed', inside) },
  };
}

/** Somebody's record. Of their own they read every answer; whoever reaches people reads the others’ logistics. */
export function plantedPerson(person: Person, at: Instant, say: Say, of: string, marks: Mark[]): Person {
  const kept = any('own', 'keeper');
  /** What has a form of its own, so that the mark is the value as it is. */
  const raw = (text: string): string => {
    marks.push({ text, of, reads: kept });
    return text;
  };
  const answers = classes.map((one): [string, string] => [
    `ask-${one}-person`,
    say(`a ${one} answer about the person`, any('own', all('keeper', one === 'logistics' ? 'keeper' : one))),
  ]);
  return {
    ...person,
    name: say('person.name', any('everybody')),
    firstName: say('person.first', kept),
    roles: [say('person.role', any('everybody'))],
    mobile: raw('+447700900987'),
    email: raw('marked-email@example.org'),
    vehicle: say('person.vehicle', kept),
    answers: Object.fromEntries(answers.map(([question, value]) => [question, { value, by: 'seed', at }])),
    ticked: { [say('person.ticked', kept)]: at },
  };
}

// ------------------------------------------------------------------------------------------------ a visit

export interface Cast {
  readonly requester: string;
  readonly approver: string;
  readonly involved: string;
  readonly told: string;
  /** Both go. */
  readonly visitor: string;
  readonly companion: string;
  /** Goes too, and has no name in any test. */
  readonly third: string;
  readonly office: string;
}

export interface PlantedVisit {
  readonly policy: EventOf<'VisitRequested'>['policy'];
  readonly home: string;
  readonly day: (time: string) => Instant;
  readonly cast: Cast;
  readonly say: Say;
}

type Told = { readonly [Type in VisitEvent['type']]: readonly EventOf<Type>[] };

/** Every type of event there is, each with every word it may hold. One that is forgotten does not compile. */
export function plantedEvents({ policy, home, day, cast, say }: PlantedVisit): Told {
  const { requester, approver, involved, told, visitor, companion, third, office } = cast;
  const at = day('12:00');
  const by = (who: string, of = say): { readonly at: Instant; readonly by: string; readonly via: 'api'; readonly saidAt: string } => ({
    at,
    by: who,
    via: 'api',
    saidAt: of('saidAt', nobody),
  });
  const content = any('content');
  const logistics = any('logistics');
  /** Said by somebody at school: in the house nobody reads it. */
  const added = all('outside', 'content');
  const worked = all('outside', 'logistics');
  const answer = (one: ReadingClass): Answer => ({
    question: `ask-${one}-visit`,
    value: say(`a ${one} answer`, one === 'safe-word' ? any('safe-word') : any(one)),
  });
  const concernWords = all('outside', any('concern', 'logistics'), any('content', 'concern'));
  const openWords = all('outside', any('content', 'logistics'));
  const help = all('person', openWords);
  return {
    VisitRequested: [
      {
        ...by(requester),
        type: 'VisitRequested',
        policy,
        request: {
          type: say('visit.type', any('everybody')),
          reason: say('visit.reason', content),
          purpose: say('visit.purpose', content),
          pupil: say('visit.pupil', any('everybody')),
          household: home,
          visitors: [visitor, companion, third].map((person) => ({ person, onVisit: say('visitor.onVisit', any('everybody')) })),
          plan: {
            departAt: day('13:00'),
            arriveAt: day('13:20'),
            leaveAt: day('14:10'),
            returnAt: day('14:30'),
            startsFrom: 'school',
            endsAt: 'school',
          },
          involved: [involved],
        },
      },
    ],
    VisitAmended: [{ ...by(requester), type: 'VisitAmended', changes: {} }],
    VisitDeclined: [{ ...by(office), type: 'VisitDeclined', reason: say('VisitDeclined.reason', content) }],
    VisitSentBack: [{ ...by(office), type: 'VisitSentBack', reason: say('VisitSentBack.reason', content) }],
    VisitCancelled: [{ ...by(office), type: 'VisitCancelled', reason: say('VisitCancelled.reason', content) }],
    VisitRescheduled: [{ ...by(office), type: 'VisitRescheduled', reason: say('VisitRescheduled.reason', content) }],
    QuestionsAnswered: [{ ...by(requester), type: 'QuestionsAnswered', answers: classes.map(answer) }],
    PromptsTicked: [{ ...by(office), type: 'PromptsTicked', visitor, ticks: [say('PromptsTicked.ticks', all('person', 'outside'))] }],
    VisitorNotGoing: [{ ...by(office), type: 'VisitorNotGoing', visitor: third, reason: say('VisitorNotGoing.reason', content) }],
    RiskAssessed: [
      {
        ...by(visitor),
        type: 'RiskAssessed',
        visitor,
        answers: [],
        mobile: say('visitor.mobile', logistics),
        safeWord: say('visitor.safeWord', all('outside', 'safe-word')),
        basis: say('RiskAssessed.basis', nobody),
      },
    ],
    VisitAgreed: [
      {
        ...by(approver),
        type: 'VisitAgreed',
        agreements: ['agreed'],
        basis: say('VisitAgreed.basis', nobody),
        note: say('VisitAgreed.note', content),
      },
    ],
    AgreementsLapsed: [{ ...by('doorstep'), type: 'AgreementsLapsed', agreements: [say('AgreementsLapsed.agreements', any('person'))] }],
    VisitAuthorised: [{ ...by('doorstep'), type: 'VisitAuthorised' }],
    AuthorisationLapsed: [{ ...by('doorstep'), type: 'AuthorisationLapsed' }],
    WatchSet: [
      {
        ...by('doorstep'),
        type: 'WatchSet',
        watch: {
          clocks: [],
          ladders: {
            help: [{ id: 'one', do: 'tell', tell: ['office'], wait: Length.parse('PT10M'), say: say('rung.say', any('outside')) }],
          },
          hold: Length.parse('PT10M'),
          contacts: { [visitor]: { mobile: say('WatchSet.contacts', nobody) } },
        },
      },
    ],
    WatchLinked: [],
    AllegationMade: [],
    PersonLeft: [],
    LookedAfter: [],
    ErrandBegun: [],
    DigestJoined: [],
    DrillBegun: [],
    WatchCopied: [],
    WordsErased: [],
    VisitorDeparted: [
      { ...by(companion), type: 'VisitorDeparted', visitor: companion, ticks: [say('VisitorDeparted.ticks', any('person'))] },
    ],
    VisitorDepartedInBreach: [
      { ...by(visitor), type: 'VisitorDepartedInBreach', visitor, reason: say('VisitorDepartedInBreach.reason', content), unmet: [] },
    ],
    VisitorArrived: [
      {
        ...by(office),
        type: 'VisitorArrived',
        visitor,
        metBy: say('VisitorArrived.metBy', content),
        words: say('VisitorArrived.words', added),
      },
      { ...by(visitor), type: 'VisitorArrived', visitor, words: say('VisitorArrived.words of the visitor', content) },
    ],
    VisitorCheckedIn: [{ ...by(office), type: 'VisitorCheckedIn', visitor, words: say('VisitorCheckedIn.words', added) }],
    VisitorLeft: [
      {
        ...by(office),
        type: 'VisitorLeft',
        visitor,
        words: say('VisitorLeft.words', added),
        outcome: say('visitor.outcome', logistics),
        next: say('visitor.next', logistics),
      },
    ],
    VisitorReturned: [
      {
        ...by(office),
        type: 'VisitorReturned',
        visitor: third,
        words: say('VisitorReturned.words', added),
        seenBy: say('VisitorReturned.seenBy', content),
        endsAt: say('VisitorReturned.endsAt', any('person')),
      },
    ],
    VisitorAccountedFor: [{ ...by('doorstep'), type: 'VisitorAccountedFor', visitor: third }],
    TimesRevised: [
      {
        ...by(office),
        type: 'TimesRevised',
        plan: {},
        where: say('TimesRevised.where', content),
        toldBy: say('TimesRevised.toldBy', logistics),
        means: say('TimesRevised.means', logistics),
        spoken: true,
      },
    ],
    BreachFound: [{ ...by('doorstep'), type: 'BreachFound', visitors: [visitor], unmet: [] }],
    ContactCorrected: [{ ...by(office), type: 'ContactCorrected', visitor: third, what: 'arrive', so: say('ContactCorrected.so', added) }],
    NoteMade: [
      {
        ...by(office),
        type: 'NoteMade',
        words: say('NoteMade.words', added),
        unread: { [say('unread.name', all('person', 'outside'))]: say('unread.value', nobody) },
      },
      { ...by(visitor), type: 'NoteMade', words: say('NoteMade.words of the visitor', content) },
    ],
    VisitorsNudged: [
      { ...by('doorstep'), type: 'VisitorsNudged', clock: say('VisitorsNudged.clock', all('person', 'outside')), due: at, visitors: [] },
    ],
    AlarmOpened: [
      {
        ...by('doorstep'),
        ...{
          type: 'AlarmOpened',
          alarm: 'a1',
          kind: 'overdue',
          of: 'return',
          visitors: [visitor],
          ladder: 'help',
          quiet: [],
          reads: 'logistics',
        },
      },
      {
        ...by(visitor),
        ...{
          type: 'AlarmOpened',
          alarm: 'a2',
          kind: 'concern',
          of: 'other',
          visitors: [visitor],
          ladder: 'help',
          quiet: [],
          reads: 'concern',
        },
        words: say('concern.words', concernWords),
      },
      {
        ...by(visitor),
        ...{
          type: 'AlarmOpened',
          alarm: 'h1',
          kind: 'distress',
          of: 'help',
          visitors: [visitor],
          ladder: 'help',
          quiet: [],
          reads: 'logistics',
        },
        words: say('help.words', help),
        position: { latitude: 51.987654, longitude: -0.123456 },
      },
    ],
    AlarmJoined: [],
    RungBegun: [
      {
        ...by('doorstep'),
        type: 'RungBegun',
        alarm: 'a1',
        rung: 1,
        name: say('RungBegun.name', all('person', 'outside')),
        due: at,
        why: 'due',
        told: [],
      },
    ],
    AlarmAcknowledged: [{ ...by(office), type: 'AlarmAcknowledged', alarm: 'a1', until: day('23:00') }],
    AttemptLogged: [
      {
        ...by(office),
        ...{ type: 'AttemptLogged', alarm: 'a1', rung: 1, result: 'no-answer' },
        who: say('AttemptLogged.who', worked),
        means: say('AttemptLogged.means', worked),
        words: say('AttemptLogged.words', added),
      },
    ],
    PoliceRung: [
      {
        ...by(office),
        ...{ type: 'PoliceRung', alarm: 'a1', rangAt: at },
        rangBy: say('PoliceRung.rangBy', worked),
        reference: say('PoliceRung.reference', worked),
      },
    ],
    AlarmEnded: [
      { ...by(office), type: 'AlarmEnded', alarm: 'a2', because: 'stood-down', how: say('concern.how', concernWords) },
      { ...by(office), type: 'AlarmEnded', alarm: 'h1', because: 'stood-down', how: say('help.how', help) },
    ],
    NoticesMarked: [
      {
        ...by('doorstep'),
        type: 'NoticesMarked',
        marks: [
          {
            notice: say('mark.notice', nobody),
            to: told,
            channel: 'text',
            about: say('mark.about', all('person', 'outside')),
            outcome: 'accepted',
            reference: say('mark.reference', nobody),
          },
        ],
      },
    ],
    PageTexted: [{ ...by(office), type: 'PageTexted', visitor: say('PageTexted.visitor', any('person')) }],
    TaskOwed: [{ ...by('doorstep'), type: 'TaskOwed', task: 'ask-logistics-visit', of: [say('TaskOwed.of', any('person'))] }],
    VisitWrittenUp: [{ ...by(office), type: 'VisitWrittenUp', answers: [] }],
    ReferenceRecorded: [
      {
        ...by(office),
        type: 'ReferenceRecorded',
        system: say('ReferenceRecorded.system', content),
        reference: say('ReferenceRecorded.reference', content),
      },
    ],
    PassedOn: [{ ...by(office), type: 'PassedOn', to: say('PassedOn.to', added), words: say('PassedOn.words', added) }],
    VisitClosed: [],
  };
}
