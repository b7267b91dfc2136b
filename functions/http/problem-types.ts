/**
 * Every kind of problem that Doorstep answers with, by the last part of its `type`. A name that was given out is never given another
 * meaning. The page of each, the contract and docs/api-answers.md say what stands here.
 */

export interface ProblemType {
  readonly status: number;
  readonly title: string;
  /** What has happened, and that nothing was done where nothing was. */
  readonly means: string;
  /** What whoever wrote the caller's program, or sits before it, does now. */
  readonly mend: string;
  /** May the very same request be sent again? `soon`: after the seconds that `Retry-After` says. */
  readonly again: 'no' | 'soon' | 'after-mending';
}

const asThingsAre = (means: string, mend: string): ProblemType => ({
  status: 409,
  title: 'Not as things are',
  means,
  mend,
  again: 'after-mending',
});

/** Why a visit is as it was: what the policy or the visit itself says. One for each code of a refusal, or outcome.ts does not compile. */
const refusals = {
  unmet: asThingsAre(
    'The school’s policy asks for something that is missing. `unmet` lists it all, each with the clauses behind it and what is wanted.',
    'Do what `unmet` asks for (most of it is an answer, sent with `answer`), then send the same again with a new key.',
  ),
  'not-at-this-stage': asThingsAre('The visit is past that, or not there yet.', 'Read the visit: `actions` says what can be done now.'),
  'already-out': asThingsAre('Somebody has left already.', 'What changes from now on is said with `revise`.'),
  'unknown-visitor': asThingsAre('The visit has no visitor of that id.', 'Send the id of one of its `visitors`.'),
  'sign-your-own': asThingsAre('Each visitor signs their own risk assessment.', 'Let that person sign.'),
  'own-visit': asThingsAre('Nobody agrees to a visit that they go on.', 'Let somebody else agree to it.'),
  'not-yours-to-agree': asThingsAre('The policy asks somebody else to agree.', 'Read the visit: `waitingFor` names whom.'),
  'a-person-must': asThingsAre(
    'The school’s policy wants a person to do this, and no machine may.',
    'Leave it to whoever is asked for it in Doorstep.',
  ),
  'unknown-question': asThingsAre('The policy of this visit asks no such question.', 'Read the questions of `policy`.'),
  'wrong-answer': asThingsAre(
    'The answer does not fit its question: `answer` says which, and about whom.',
    'Send one of the form that the question has.',
  ),
  'not-yours-to-answer': asThingsAre('The policy asks somebody else for this answer.', 'Let them answer.'),
  'unknown-prompt': asThingsAre('The policy has no such line to tick.', 'Read the card of the stage.'),
  'unknown-alarm': asThingsAre('The visit has no such alarm.', 'Read the visit’s `alarms`.'),
  'alarm-over': asThingsAre('That alarm has ended.', 'Nothing is left to do about it.'),
  'own-alarm': asThingsAre('Whoever is on the visit does not take its alarm.', 'Let somebody else have it.'),
  'not-yours-to-stand-down': asThingsAre('The school has named who says that a call for help is over.', 'Ask one of them.'),
  'unknown-rung': asThingsAre('The ladder has no such rung.', 'Read the alarm.'),
  'say-of-each-visitor': asThingsAre(
    'Of each visitor it has to be said that they are accounted for, or when they are expected now.',
    'Send `visitors` with every one of them.',
  ),
  'expected-in-the-past': asThingsAre('A time at which somebody is expected now lies in the past.', 'Send one that is to come.'),
  'unknown-person': asThingsAre('Nobody of that id works at the school.', 'Read `people`, or put them there first.'),
  'unknown-household': asThingsAre('The school knows no such home.', 'Read `households`, or put it there first.'),
  'times-out-of-order': asThingsAre(
    'Leaving, arriving, setting off back and returning come in that order, and the return lies in the future.',
    'Send times that do.',
  ),
  'another-day': asThingsAre('The visit was planned for another day.', 'Send `amend` with today’s times, or `reschedule`.'),
  'said-elsewhere': asThingsAre(
    'That is no answer to a question: it belongs in the request, its plan, its home, or in leaving.',
    'Say it there.',
  ),
  'alarm-open': asThingsAre('An alarm is open.', 'It has to be stood down first, by a person.'),
  'unknown-ladder': asThingsAre('The school has no such ladder, or has not set it.', 'Send one that `detail` names.'),
  'drill-running': asThingsAre('A drill of that ladder is under way.', 'Wait until it is over, or stand it down.'),
  'no-policy': asThingsAre('The school has no policy in force.', 'Somebody there has to set it up first.'),
} as const satisfies Readonly<Record<string, ProblemType>>;

export const problemTypes = {
  invalid: {
    status: 400,
    title: 'Something sent is not as it should be',
    means:
      'It was not understood, and nothing was done. `errors` says where (a JSON pointer into the body, or `/query/…`, `/headers/…`) and what is wrong there, everything at once.',
    mend: 'Send what the contract asks for.',
    again: 'no',
  },
  'not-signed-in': {
    status: 401,
    title: 'Sign in first',
    means: 'There was no token, or one that opens nothing: wrong, revoked, or its time is over.',
    mend: 'Send `Authorization: Bearer` with a key that the school made for you. If it stopped working, ask the school.',
    again: 'no',
  },
  forbidden: {
    status: 403,
    title: 'This is not yours to do',
    means: 'Whoever asked is known, and may not do this: a machine’s scope, or a person’s duties, do not reach so far.',
    mend: 'Leave it to whoever may. No key lets a machine agree to a visit, stand an alarm down or read what a visit is about.',
    again: 'no',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    means: 'No such thing, or none of this school: which of the two is not said.',
    mend: 'Look at the address, and at the id in it.',
    again: 'no',
  },
  'method-not-allowed': {
    status: 405,
    title: 'That cannot be done here',
    means: 'There is such an address, and it takes other methods: `Allow` names them.',
    mend: 'Use one of those.',
    again: 'no',
  },
  ...refusals,
  'would-leave-nobody': {
    status: 409,
    title: 'Somebody would be missing',
    means: 'After this change nobody would be there for something that the policy needs: `consequences` says what. Nothing was changed.',
    mend: 'Show it to a person. To do it all the same send it again with `"sure": true`.',
    again: 'no',
  },
  'key-shown': {
    status: 409,
    title: 'Its key was shown once',
    means: 'This very request has made the machine already, and the answer to it held the key, which nobody can find out again.',
    mend: 'If the key is lost, revoke the machine and make another.',
    again: 'no',
  },
  'in-the-way': {
    status: 409,
    title: 'This cannot be erased yet',
    means: 'A legal hold, or a visit that is not over, keeps it.',
    mend: 'Release the hold, or wait until the visit is closed.',
    again: 'after-mending',
  },
  'not-merged': {
    status: 409,
    title: 'These two cannot be merged so',
    means: 'They are one home already, or one of them is part of another.',
    mend: 'Read `detail`: it names the home that is meant.',
    again: 'no',
  },
  merged: {
    status: 409,
    title: 'This home was merged into another',
    means: 'What is known of it stands under the other’s id, which `detail` names.',
    mend: 'Read that one, and write it there. From now on use its id.',
    again: 'no',
  },
  'no-contact': {
    status: 409,
    title: 'There is nowhere to send it',
    means: 'The person’s record has no number or address of that kind.',
    mend: 'Put it there first.',
    again: 'after-mending',
  },
  'wrong-code': {
    status: 409,
    title: 'That is not the code',
    means: 'It is none of the codes that went there in the last seven days.',
    mend: 'Look at the message again. After five wrong codes a new test message is needed.',
    again: 'no',
  },
  'nothing-to-confirm': {
    status: 409,
    title: 'There is no code to give back',
    means: 'No test message went to the present number or address in the last seven days, or too many wrong codes were given.',
    mend: 'Send a new test message.',
    again: 'no',
  },
  'version-there-already': {
    status: 409,
    title: 'That version is there already',
    means: 'A version of a policy never changes, and that name is taken.',
    mend: 'Give this one another name.',
    again: 'no',
  },
  'school-left': {
    status: 409,
    title: 'Your school has left Doorstep',
    means: 'Nothing new begins there. Whoever is out is watched until they are back.',
    mend: 'Stop asking for this school.',
    again: 'no',
  },
  changed: {
    status: 412,
    title: 'It has changed since you read it',
    means: 'The `If-Match` that was sent is of what it was before. Nothing was changed.',
    mend: 'Read it again, look whether your change is still right, and send it with the ETag of that answer.',
    again: 'no',
  },
  'too-large': {
    status: 413,
    title: 'That is too long',
    means: 'The body is longer than is read, or the record can hold no more of it.',
    mend: 'Send less. What is said after the door and about an alarm still goes into a visit that is full.',
    again: 'no',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'That kind of body is not read here',
    means: 'The body says that it is something else than what is read here, which `detail` names.',
    mend: 'Send it as that, with its `Content-Type`.',
    again: 'no',
  },
  'key-reused': {
    status: 422,
    title: 'That key was sent with something else',
    means: 'An `Idempotency-Key` belongs to one request: this one came before with another body. Nothing was done.',
    mend: 'Send what is new with a key that is new.',
    again: 'no',
  },
  'precondition-required': {
    status: 428,
    title: 'Say which version you are changing',
    means: 'A machine says what it has seen of a record before it changes it.',
    mend: 'Read it, and send its ETag as `If-Match`; where it is new, `If-None-Match: *`.',
    again: 'no',
  },
  'too-often': {
    status: 429,
    title: 'Not so soon',
    means: 'It would be too often: `detail` says of what.',
    mend: 'Wait as long as `Retry-After` says.',
    again: 'soon',
  },
  unexpected: {
    status: 500,
    title: 'Something went wrong here',
    means: 'Nobody foresaw this. It may have been done or not.',
    mend: 'Send the same again with the same key, after a pause: it is done once however often it comes.',
    again: 'soon',
  },
  busy: {
    status: 503,
    title: 'Not done: try again in a moment',
    means: 'Something that Doorstep needs is away, or too many changed the same thing at once.',
    mend: 'Send the same again with the same key, after `Retry-After`.',
    again: 'soon',
  },
} as const satisfies Readonly<Record<string, ProblemType>>;

export type ProblemName = keyof typeof problemTypes;
/** Each that a visit, or the policy, may have against what is asked. The names are the keys of the table. */
export const refusalNames = Object.keys(refusals) as readonly (keyof typeof refusals)[];

export const isProblemName = (name: string): name is ProblemName => Object.hasOwn(problemTypes, name);
