/** What is refused when it is loaded, and with what words: for whoever writes a school's policy down and has to mend it. */
import { describe, expect, it } from 'vitest';
import type { Clause } from '../../functions/domain/policy/clause.ts';
import { Fact, Occasion, Promised } from '../../functions/domain/policy/policy.ts';
import { parsePolicy } from '../../functions/domain/policy/read-policy.ts';
import { type Change, changed } from '../support/bad-policies.ts';
import { clauses as published, jsonIn, madeUpClauses, ownClauses } from '../support/policy-files.ts';

const sound = jsonIn('test/support/schools/policies/made-up.json');
const known = [...ownClauses, ...madeUpClauses];
const clauses = ['LH-01'];

const said = (policy: unknown, cited: readonly Clause[] = known): readonly string[] => {
  const parsed = parsePolicy(policy, cited);
  return parsed.ok ? [] : parsed.complaints;
};

const asks = (id: string, more: object): Change => ({
  'questions/+': { id, ask: 'What?', stage: 'prepare', type: 'text', clauses, ...more },
});
const wants = (id: string, more: object): Change => ({ 'gates/+': { id, step: 'depart', say: 'Mend this first.', clauses, ...more } });

/** A list that grows with what a policy can say. */
const oneOf = (options: readonly string[]): string =>
  `one of ${options
    .slice(0, -1)
    .map((option) => `"${option}"`)
    .join(', ')} or "${options.at(-1) ?? ''}"`;

/** What is wrong, how it came to be, and all that is said of it. */
type Row = readonly [wrong: string, change: Change, says: string | readonly string[]];

const refuses = (rows: readonly Row[]): void => {
  it.each(rows)('%s', (_, change, says) => {
    expect(said(changed(sound, change))).toEqual([says].flat());
  });
};

it('has nothing to say of the policy that all of these are made from', () => {
  expect(said(sound)).toEqual([]);
});

describe('a file is refused in which something is not written as it should be, and says where', () => {
  refuses([
    ['a field that is missing', { 'gates/dsl-agrees/say': undefined }, 'Gate "dsl-agrees" has no "say": write words in quotation marks.'],
    ['a field of the wrong type', { 'gates/dsl-agrees/say': 7 }, 'Gate "dsl-agrees" has 7 in "say": write words in quotation marks.'],
    [
      'a field that there is not',
      { 'gates/dsl-agrees/whom': ['dsl'] },
      'Gate "dsl-agrees" has "whom", and there is no such field: correct the name or leave it out.',
    ],
    [
      'two fields that there are not',
      { 'clocks/back/until': 'PT1H', 'clocks/back/till': 'PT1H' },
      'Clock "back" has "until" and "till", and there is no such field: correct the name or leave it out.',
    ],
    [
      'a clause that is written otherwise',
      { 'gates/dsl-agrees/clauses': ['LH4'] },
      'Gate "dsl-agrees" has "LH4" in "clauses, 1": write the number of a clause, like HA-33.',
    ],
    ['no clause at all', { 'gates/dsl-agrees/clauses': [] }, 'Gate "dsl-agrees" has an empty list in "clauses": put at least one in.'],
    [
      'one clause without a list',
      { 'gates/dsl-agrees/clauses': 'LH-04' },
      'Gate "dsl-agrees" has "LH-04" in "clauses": write a list in square brackets.',
    ],
    [
      'a duty that there is not',
      { 'gates/dsl-agrees/by': ['dsl', 'deputy-head'] },
      'Gate "dsl-agrees" has "deputy-head" in "by, 2": write one of "visitor", "office", "dsl", "slt", "headteacher", "head-of-school", "executive-headteacher", "team", "admin", "visitors", "companions", "self", "requester", "approver", "line-manager", "involved", "told", "home-school", "local-authority" or "family", or the name of a setting, like $rung-wait, or the name of a question, like @contact-person.',
    ],
    [
      'a stage that there is not',
      { 'questions/animals/stage': 'preparing' },
      'Question "animals" has "preparing" in "stage": write one of "staff", "home", "request", "assessment", "authorise", "prepare", "depart", "travel", "arrive", "during", "leave", "return", "incident", "write-up" or "cancel".',
    ],
    [
      'a step that there is not',
      { 'gates/dsl-agrees/step': 'arrive' },
      'Gate "dsl-agrees" has "arrive" in "step": write one of "request", "authorise", "depart" or "close".',
    ],
    [
      'a kind of gate that there is not',
      { 'gates/dsl-agrees/check': 'agreed' },
      'Gate "dsl-agrees" has "agreed" in "check": write one of "answered", "holds", "approved", "ready", "reachable", "reached" or "here".',
    ],
    [
      'a gate that does not say what it checks',
      { 'gates/dsl-agrees/check': undefined },
      'Gate "dsl-agrees" has no "check": write one of "answered", "holds", "approved", "ready", "reachable", "reached" or "here".',
    ],
    [
      'something about the policy that it does not say of itself',
      { 'about/version/id': 'edition' },
      'About "edition" has "edition" in "id": write one of "version", "owner", "scope", "settings-changed-by" or "review".',
    ],
    [
      'a type of question that there is not',
      { 'questions/animals/type': 'essay' },
      'Question "animals" has "essay" in "type": write one of "text", "yes-no", "tick", "date", "when", "minutes", "phone", "person", "count", "choice", "choices", "people", "record", "list", "signature", "word" or "hazard".',
    ],
    [
      'a type of field that there is not',
      { 'questions/animals/type': 'record', 'questions/animals/fields': { kind: 'words' } },
      'Question "animals" has "words" in "fields, kind": write one of "text", "yes-no", "tick", "date", "when", "minutes", "phone", "person" or "count".',
    ],
    [
      'a fact that there is not',
      { 'questions/type/fills': 'weather' },
      `Question "type" has "weather" in "fills": write ${oneOf(Fact.options)}.`,
    ],
    [
      'a name with capitals',
      { 'gates/dsl-agrees/id': 'DSL agrees' },
      'Gate "DSL agrees" has "DSL agrees" in "id": write small letters, figures and hyphens.',
    ],
    ['an element without a name', { 'prompts/wait/id': undefined }, 'Prompt number 1 has no "id": write words in quotation marks.'],
    ['an element that is nothing', { 'prompts/wait': null }, 'Prompt number 1 is nothing ("null"): write its fields in braces.'],
    [
      'an option without words',
      { 'questions/type/options/check/say': undefined },
      'Option "check" of question "type" has no "say": write words in quotation marks.',
    ],
    [
      'a rung without a time',
      { 'ladders/find/rungs/police/wait': undefined },
      'Rung "police" of ladder "find" has no "wait": write words in quotation marks.',
    ],
    [
      'a rung that nobody holds',
      { 'ladders/find/rungs/police/tell': [] },
      'Rung "police" of ladder "find" has an empty list in "tell": put at least one in.',
    ],
    [
      'something to do on a rung that there is not',
      { 'ladders/find/rungs/police/do': 'call-police' },
      'Rung "police" of ladder "find" has "call-police" in "do": write one of "ring-visitors", "ring-address", "tell" or "ring-police".',
    ],
    [
      'a length in words',
      { 'clocks/back/grace': 'ten minutes' },
      'Clock "back" has "ten minutes" in "grace": write a length like PT30M or PT1H30M.',
    ],
    [
      'an hour of the day that is no setting',
      { 'clocks/back/latest': ['16:30'] },
      'Clock "back" has "16:30" in "latest, 1": write the name of a setting, like $rung-wait.',
    ],
    [
      'a contact that there is not',
      { 'clocks/back/expects': 'come-home' },
      'Clock "back" has "come-home" in "expects": write one of "depart", "arrive", "leave" or "return".',
    ],
    [
      'a date in words',
      { 'about/version/from': '5 January 2026' },
      'About "version" has "5 January 2026" in "from": write a date like 2026-01-05.',
    ],
    [
      'a test of two things at once',
      { 'gates/somebody-goes/test': { of: 'visitors.staff', atLeast: 1, is: [1] } },
      'Gate "somebody-goes" has something wrong in "test": write exactly one of is, not, atLeast and before.',
    ],
    [
      'a test of nothing',
      { 'gates/somebody-goes/test': { of: 'visitors.staff' } },
      'Gate "somebody-goes" has something wrong in "test": write exactly one of is, not, atLeast and before.',
    ],
    [
      'a value that no test has',
      { 'gates/somebody-goes/test': { of: 'visitors.staff', is: [null] } },
      'Gate "somebody-goes" has nothing ("null") in "test, is, 1": write words in quotation marks, or true or false, or a number.',
    ],
    ['a condition without a test', { 'prompts/wait/when': [] }, 'Prompt "wait" has an empty list in "when": put at least one in.'],
    ['a notice on no occasion', { 'notices/away/on': [] }, 'Notice "away" has an empty list in "on": put at least one in.'],
    [
      'an occasion that there is not',
      { 'notices/away/on': ['gone'] },
      `Notice "away" has "gone" in "on, 1": write ${oneOf(Occasion.options)}.`,
    ],
    [
      'a call that there is not',
      { 'alarms/child-alone/opensOn': ['fire'] },
      'Alarm "child-alone" has "fire" in "opensOn, 1": write one of "help", "violence", "illness", "child-alone", "child-in-danger", "other", "word", "unwatched" or "allegation".',
    ],
    [
      'a promise that there is not',
      { 'promises/+': { id: 'no-rain', clauses } },
      `Promise "no-rain" has "no-rain" in "id": write ${oneOf(Promised.shape.id.options)}.`,
    ],
    ['a list that is missing', { prompts: undefined }, 'The policy has no "prompts": write a list in square brackets.'],
    ['a list that is something else', { prompts: 'none' }, 'The policy has "none" in "prompts": write a list in square brackets.'],
    ['a list of its own', { rules: [] }, 'The policy has "rules", and there is no such field: correct the name or leave it out.'],
    ['a name of the policy that is a number', { id: 7 }, 'The policy has 7 in "id": write words in quotation marks.'],
  ]);

  it.each([
    ['nothing', null, 'The policy is nothing ("null"): write its fields in braces.'],
    ['a list', [], 'The policy is an empty list: write its fields in braces.'],
    ['words', 'policy', 'The policy is "policy": write its fields in braces.'],
    ['a number', 7, 'The policy is 7: write its fields in braces.'],
    ['not there at all', undefined, 'The policy is not there: write its fields in braces.'],
  ])('a policy that is %s', (_, policy, complaint) => {
    expect(said(policy)).toEqual([complaint]);
  });

  it('shortens what it repeats', () => {
    const long = 'depart '.repeat(40);
    expect(said(changed(sound, { 'gates/dsl-agrees/step': long }))).toEqual([
      `Gate "dsl-agrees" has "${long.slice(0, 60)}..." in "step": write one of "request", "authorise", "depart" or "close".`,
    ]);
  });
});

describe('a policy is refused that goes against itself', () => {
  refuses([
    [
      'two gates that want and refuse the same',
      {
        ...wants('home-first', { check: 'holds', test: { of: 'plan.startsFrom', is: ['home'] } }),
        'gates/somebody-goes': {
          id: 'never-home',
          step: 'depart',
          say: 'Start at school.',
          check: 'holds',
          test: { of: 'plan.startsFrom', not: ['home'] },
          clauses,
        },
      },
      'The gates "never-home" and "home-first" can never both hold: one wants of "plan.startsFrom" what the other refuses. Correct one of them.',
    ],
    [
      'two gates that want two things of one',
      {
        ...wants('home-first', { check: 'holds', test: { of: 'plan.startsFrom', is: ['home'] } }),
        'gates/somebody-goes': {
          id: 'school-first',
          step: 'request',
          say: 'Start at school.',
          check: 'holds',
          test: { of: 'plan.startsFrom', is: ['school'] },
          when: [{ of: 'type', is: ['check'] }],
          clauses,
        },
      },
      'The gates "school-first" and "home-first" can never both hold: one wants of "plan.startsFrom" what the other refuses. Correct one of them.',
    ],
    [
      'more people than may go',
      { ...wants('one', { check: 'holds', test: { of: 'visitors.staff', is: [0] } }) },
      'The gates "somebody-goes" and "one" can never both hold: one wants of "visitors.staff" what the other refuses. Correct one of them.',
    ],
    [
      'a gate whose condition can never hold',
      {
        'gates/dsl-agrees/when': [
          { of: 'type', is: ['check'] },
          { of: 'type', is: ['tutoring'] },
        ],
      },
      'Gate "dsl-agrees" waits for "type" to be two things at once, which it never is: leave one of its conditions out.',
    ],
    [
      'a prompt that waits for what it rules out',
      {
        'prompts/wait/when': [
          { of: 'outcome', is: ['done'] },
          { of: 'outcome', not: ['done'] },
        ],
      },
      'Prompt "wait" waits for "outcome" to be two things at once, which it never is: leave one of its conditions out.',
    ],
    [
      'an end of the watch that can never come',
      {
        'clocks/back/endsOn': [
          {
            contact: 'leave',
            when: [
              { of: 'plan.endsAt', is: ['home'] },
              { of: 'plan.endsAt', is: ['school'] },
            ],
          },
        ],
      },
      'The end of clock "back" on "leave" waits for "plan.endsAt" to be two things at once, which it never is: leave one of its conditions out.',
    ],
    [
      'a gate for a question that is not asked where it applies',
      { 'gates/animals-asked/when': [{ of: 'type', is: ['check'] }], 'questions/animals/when': [{ of: 'type', is: ['tutoring'] }] },
      'Gate "animals-asked" wants an answer to "animals", which is not asked where the gate applies: correct one of their conditions.',
    ],
    [
      'an answer demanded before it is asked for',
      { 'gates/reported/step': 'depart' },
      'Gate "reported" wants an answer to "report" by "depart", and it is only asked at "write-up": ask it sooner, or demand it later.',
    ],
    [
      'an answer demanded at the request and asked for later',
      { 'gates/animals-asked/step': 'request' },
      'Gate "animals-asked" wants an answer to "animals" by "request", and it is only asked at "prepare": ask it sooner, or demand it later.',
    ],
    [
      'a test at the door of what is only said after it',
      wants('went-well', { check: 'holds', test: { of: 'outcome', is: ['done'] } }),
      'Gate "went-well" wants an answer to "outcome" by "depart", and it is only asked at "leave": ask it sooner, or demand it later.',
    ],
    [
      'an answer for a visit that is off, demanded of one that is not',
      { ...asks('why-off', { stage: 'cancel' }), ...wants('off', { step: 'close', check: 'answered', questions: ['why-off'] }) },
      'Gate "off" wants an answer to "why-off" by "close", and it is only asked at "cancel": ask it sooner, or demand it later.',
    ],
    [
      'a question that waits for its own answer',
      { 'questions/animals/when': [{ of: 'animals', is: [''] }], 'gates/animals-asked/warns': true },
      'Question "animals" waits for its own answer, so it is never asked: correct its condition.',
    ],
    [
      'questions that wait for each other',
      {
        ...asks('dog', { type: 'yes-no', when: [{ of: 'animals', is: [''] }] }),
        'questions/animals/when': [{ of: 'dog', is: [true] }],
        'gates/animals-asked/warns': true,
      },
      [
        'Question "animals" waits for its own answer, so it is never asked: correct its condition.',
        'Question "dog" waits for its own answer, so it is never asked: correct its condition.',
      ],
    ],
    [
      'a gate that no answer passes',
      {
        ...asks('dog', { type: 'yes-no' }),
        'gates/animals-asked/questions': ['animals', 'dog'],
        ...wants('no-dog', { check: 'holds', test: { of: 'dog', not: [true, false] } }),
      },
      'Gate "no-dog" refuses every answer to "dog": leave one that passes.',
    ],
    [
      'a fact that two questions fill',
      asks('kind', { type: 'choice', fills: 'type', options: [{ id: 'long', say: 'Long' }] }),
      'The questions "type" and "kind" both fill "type": leave it to one of them.',
    ],
    [
      'a clock that waits for what is said after it is set',
      { 'clocks/back/when': [{ of: 'outcome', is: ['done'] }] },
      'Clock "back" waits for "outcome", which is only said after the door, when the clock is already set: leave it out.',
    ],
    [
      'a notice of leaving that waits for how it ends',
      { 'notices/away/when': [{ of: 'outcome', is: ['done'] }] },
      'Notice "away" waits for "outcome", which is only said after the door: let it go out later, or leave that out.',
    ],
    [
      'a notice on an answer that holds without one',
      { 'notices/home-again/on': ['answered'], 'notices/home-again/when': [{ of: 'report', not: ['fine'] }] },
      'Notice "home-again" goes out on an answer, and its condition holds of a visit without answers: say which answer it waits for.',
    ],
    [
      'an alarm on an answer that holds without one',
      { 'alarms/child-alone/opensWhen': [{ of: 'outcome', not: ['done'] }] },
      'Alarm "child-alone" opens on an answer, and its condition holds of a visit without answers: say which answer it waits for.',
    ],
    [
      'an alarm that opens once it is open',
      { 'alarms/child-alone/opensWhen': [{ of: 'raised', is: ['child-alone'] }] },
      'Alarm "child-alone" opens once it is open, so it never does: correct its condition.',
    ],
    [
      'a setting that states itself',
      {
        'settings/+': { id: 'lead', ask: 'Who leads?', type: 'who', stated: ['$lead'], clauses },
        'ladders/find/rungs/leads/tell': ['dsl', '$lead'],
      },
      'Setting "lead" states something that is not a who: correct what it states.',
    ],
  ]);
});

describe('a policy is refused that would watch in vain', () => {
  refuses([
    [
      'a departure that is only awaited once it has been',
      {
        'clocks/arrival': {
          id: 'start',
          expects: 'depart',
          due: 'plan.departAt',
          runsFrom: 'departed',
          grace: 'PT5M',
          ladder: 'find',
          clauses,
        },
      },
      'Clock "start" expects "depart" and only runs from then on, so it never runs: let it run from "authorised".',
    ],
    [
      'a clock that only the visitors can end',
      { 'clocks/back/heardBy': ['visitors', 'family'] },
      'Clock "back" ends once somebody has heard of it, and names nobody at school: name somebody who can act.',
    ],
    [
      'a clock that waits for months',
      { 'clocks/back/grace': 'P30M' },
      'Clock "back" waits P30M, and a watch waits for a day at the most: PT30M is half an hour, P30M would be thirty months.',
    ],
    [
      'a nudge to nobody of the school',
      { 'clocks/back/nudge': { after: 'PT5M', tell: ['family'], say: 'Are you back?' }, 'clocks/back/grace': 'PT10M' },
      'Clock "back" nudges nobody of the school: name the visitors, or somebody who can ask them.',
    ],
    [
      'a nudge that is weeks away',
      { 'clocks/back/nudge': { after: 'P2W', tell: ['visitors'], say: 'Are you back?' }, 'clocks/back/grace': '$step-time' },
      'Clock "back" waits P2W, and a watch waits for a day at the most: PT30M is half an hour, P30M would be thirty months.',
    ],
    [
      'a rung that waits for days',
      { 'ladders/find/rungs/leads/wait': 'P2D' },
      'Rung "leads" of ladder "find" waits P2D, and a watch waits for a day at the most: PT30M is half an hour, P30M would be thirty months.',
    ],
    [
      'a rung for those who are out and those outside',
      { 'ladders/find/rungs/leads/tell': ['visitors', 'local-authority'] },
      'Rung "leads" of ladder "find" tells only those who are out or outside the school: name somebody who can act.',
    ],
    [
      'nobody instead who could act',
      { 'ladders/find/rungs/leads/instead': ['family'] },
      'Rung "leads" of ladder "find", where nobody else can be told, tells nobody of the school: name somebody who can act.',
    ],
    [
      'the same people instead',
      { 'ladders/find/rungs/leads/instead': ['dsl'] },
      'Rung "leads" of ladder "find" tells the same people again where none of them can be told: name others in "instead", or leave it out.',
    ],
    [
      'people instead whom no setting names',
      { 'ladders/find/rungs/leads/instead': ['$seniors'] },
      'Rung "leads" of ladder "find" names "$seniors", which is no setting: add that setting or correct the name.',
    ],
    [
      'a ladder that an alarm passes over',
      {
        'alarms/+': {
          id: 'danger',
          kind: 'distress',
          name: 'Danger',
          say: 'Help is coming.',
          ladder: 'ring',
          opensOn: ['violence'],
          quiet: ['visitors', 'address'],
          clauses,
        },
        'ladders/+': {
          id: 'ring',
          rungs: [{ id: 'ring', do: 'ring-visitors', tell: ['office'], wait: 'PT5M', say: 'Ring them.', clauses }],
        },
      },
      'Alarm "danger" passes over every rung of ladder "ring", so nobody is told: add one that tells somebody or rings the police.',
    ],
    [
      'an alarm for the unwatched that waits for a setting',
      {
        'alarms/+': {
          id: 'unwatched',
          kind: 'concern',
          name: 'Unwatched',
          say: 'Tell the office.',
          ladder: 'find',
          opensOn: ['unwatched'],
          clauses,
        },
      },
      'Alarm "unwatched" opens where nothing is set that could watch them, and "find" waits for a setting: name a ladder whose times and people are written out.',
    ],
    [
      'what is said against a visitor, read by everybody',
      {
        'alarms/+': {
          id: 'against',
          kind: 'allegation',
          name: 'Said against a visitor',
          say: 'It is told.',
          ladder: 'child',
          opensOn: ['allegation'],
          clauses,
        },
      },
      'Alarm "against" is for what is said against a visitor: let it open on the call "allegation" alone, and be read as an allegation.',
    ],
  ]);
});

describe('a policy is refused that leaves something to people who cannot do it', () => {
  refuses([
    [
      'a ladder set under a name that nobody is asked for',
      { 'clocks/back/ladder': '$overdue-ladder' },
      'Clock "back" names "$overdue-ladder", which is no setting: add that setting or correct the name.',
    ],
    [
      'an agreement of people who go',
      { 'gates/dsl-agrees/by': ['visitors', 'self'] },
      'Gate "dsl-agrees" wants the agreement of people who are on the visit, and nobody agrees to their own: name somebody else.',
    ],
    [
      'an agreement of those who have agreed',
      { 'gates/dsl-agrees/by': ['approver'] },
      'Gate "dsl-agrees" wants the agreement of people who are on the visit, and nobody agrees to their own: name somebody else.',
    ],
    [
      'an answer of nobody who can sign in',
      { 'questions/animals/by': ['family', 'home-school'] },
      'Question "animals" may be answered by nobody who can sign in: name somebody of the school, or leave "by" out.',
    ],
    [
      'an answer of nobody',
      { 'questions/animals/by': [] },
      'Question "animals" may be answered by nobody who can sign in: name somebody of the school, or leave "by" out.',
    ],
    [
      'a prompt shown to nobody',
      { 'prompts/wait/to': ['family'] },
      'Prompt "wait" is shown to nobody who can sign in: name somebody of the school.',
    ],
    [
      'a tick of the visitors that the office is shown',
      { 'prompts/wait/stages': ['depart'], 'prompts/wait/tick': 'needed', 'prompts/wait/to': ['office'] },
      'Prompt "wait" needs a tick of each visitor and is not shown to them: show it to "visitors", or do not need the tick.',
    ],
    [
      'the safe word for somebody outside',
      { 'access/+': { id: 'safe-word', of: 'safe-word', to: ['dsl', 'local-authority'], clauses } },
      'Access "safe-word" lets "local-authority" read "safe-word", who cannot sign in: name people of the school only.',
    ],
    [
      'two lists of who may read one thing',
      { 'access/+': { id: 'words', of: 'safe-word', to: ['dsl'], clauses } },
      'Access "safe-word" and "words" both say who reads "safe-word": say it once, under "safe-word".',
    ],
    [
      'settings that nobody may change',
      { 'about/settings-changed-by/who': ['local-authority'] },
      '"settings-changed-by" names nobody who can sign in: name somebody of the school.',
    ],
    [
      'a review that nobody is told of',
      { 'about/+': { id: 'review', every: 'P1Y', tell: ['local-authority'], clauses } },
      '"review" reminds nobody of the school: name somebody who can see to it.',
    ],
    [
      'a review before the policy begins',
      { 'about/+': { id: 'review', every: 'P1Y', due: '2025-12-31', tell: ['headteacher'], clauses } },
      '"review" is due on 2025-12-31, and the policy holds from 2026-01-05 on: give a later day.',
    ],
    [
      'a review without end',
      { 'about/+': { id: 'review', every: 'P0D', tell: ['headteacher'], clauses } },
      '"review" comes round every P0D: give it a longer time.',
    ],
    [
      'news of a request for whoever agrees to it',
      { 'notices/away/on': ['requested'], 'notices/away/tell': ['approver'] },
      'Notice "away" goes out when a visit is asked for, to people whom there are only later: name somebody else.',
    ],
    [
      'one clock heard of by nobody whom the policy knows',
      { 'clocks/back/heardBy': ['$seniors'] },
      'Clock "back" names "$seniors", which is no setting: add that setting or correct the name.',
    ],
  ]);
});

describe('a policy is refused that asks, tests or says what cannot be', () => {
  refuses([
    ['a choice of nothing', { 'questions/type/options': [] }, 'Question "type" leaves nothing to choose from: give it options.'],
    [
      'a setting with nothing to choose',
      { 'settings/step-time': { id: 'step-time', ask: 'How long?', type: 'choice', options: [], clauses } },
      [
        'Setting "step-time" leaves nothing to choose from: give it options.',
        'Rung "leads" of ladder "find" names "$step-time", which is a choice: name a setting that is a length.',
        'Rung "police" of ladder "find" names "$step-time", which is a choice: name a setting that is a length.',
        'Rung "team" of ladder "find" names "$step-time", which is a choice: name a setting that is a length.',
      ],
    ],
    ['a record of nothing', asks('extra', { type: 'record', fields: {} }), 'Question "extra" has no fields: give it one.'],
    [
      'a record content with nothing',
      asks('extra', { type: 'record', fields: { when: 'when' }, enough: [] }),
      'Question "extra" is content with nothing: name the fields that are enough, or leave "enough" out.',
    ],
    [
      'other words for a question that is no choice',
      { 'questions/animals/open': true },
      'Question "animals" is a text and has "open", which is only for the type "choice" or "choices": leave it out or change the type.',
    ],
    [
      'fields that are enough, of words',
      { 'questions/animals/enough': [['kind']] },
      [
        'Question "animals" is a text and has "enough", which is only for the type "record" or "list": leave it out or change the type.',
        'Question "animals" is content with "kind", which is none of its fields: correct the name.',
      ],
    ],
    [
      'a printed risk of no hazard',
      { 'questions/animals/printed': { people: 'All', severity: '2', likelihood: '2', level: '4' } },
      'Question "animals" is a text and has "printed", which is only for the type "hazard": leave it out or change the type.',
    ],
    [
      'controls of no hazard',
      { 'questions/animals/controls': ['wait'] },
      'Question "animals" is a text and has "controls", which is only for the type "hazard": leave it out or change the type.',
    ],
    [
      'somebody off the visit who is nobody',
      { 'questions/animals/offVisit': true },
      'Question "animals" has "offVisit" and asks for nobody: let it ask for a person, or leave that out.',
    ],
    [
      'a safe word for all visitors together',
      asks('word', { type: 'word', reads: 'safe-word' }),
      'Question "word" is about the visit, and a word is about the visitor: change "about" to "visitor".',
    ],
    [
      'training asked of a visit',
      asks('trained', { type: 'date', stage: 'staff' }),
      'Question "trained" is about the visit, and what is asked at "staff" is about the person: change "about" to "person".',
    ],
    [
      'what is kept of a home, asked of a visit',
      asks('dog', { type: 'yes-no', stage: 'home' }),
      'Question "dog" is about the visit, and what is asked at "home" is about the home: change "about" to "home".',
    ],
    [
      'a fact that Doorstep works out',
      asks('late', { type: 'yes-no', fills: 'evening' }),
      'Question "late" fills "evening", which Doorstep works out itself: leave "fills" out.',
    ],
    [
      'a time that is words',
      { 'questions/arrives/type': 'text' },
      'Question "arrives" is a text and fills "plan.arriveAt", which wants the type "when": change it.',
    ],
    [
      'a reminder every month',
      asks('extra', { task: { of: ['office'], remindEvery: 'P1M', say: 'Please do it.' } }),
      'Question "extra" reminds every P1M: count in days or hours, and write PT30M for half an hour.',
    ],
    ['a question without words', { 'questions/animals/ask': ' ' }, 'Question "animals" has nothing in "ask": write what is to be read.'],
    ['a gate that says nothing', { 'gates/dsl-agrees/say': '' }, 'Gate "dsl-agrees" has nothing in "say": write what is to be read.'],
    [
      'an option that says nothing',
      { 'questions/type/options/check/say': '' },
      'Question "type", option "check" has nothing in "say": write what is to be read.',
    ],
    [
      'a rung that says nothing',
      { 'ladders/find/rungs/police/say': '' },
      'Ladder "find", rung "police" has nothing in "say": write what is to be read.',
    ],
    ['a policy without a title', { title: '' }, 'The policy has nothing in "title": write what it is called.'],
    [
      'a form with nothing on it',
      { 'forms/+': { id: 'blue', name: 'Blue form', clauses } },
      'Form "blue" has nothing on it: put a question or a prompt on it, or leave it out.',
    ],
    [
      'a prompt on a form that there is not',
      { 'prompts/wait/form': 'blue' },
      'Prompt "wait" is on the form "blue", which there is not: add that form or correct the name.',
    ],
    [
      'two options of one name',
      { 'questions/type/options/check/id': 'tutoring' },
      'Question "type" has two options called "tutoring": give each its own name.',
    ],
    [
      'a promise made twice',
      {
        promises: [
          { id: 'server-time', clauses },
          { id: 'server-time', clauses },
        ],
      },
      'Promise "server-time" is there twice: give each its own name.',
    ],
    [
      'a watch made ready when it is over',
      wants('late-ready', { step: 'close', check: 'ready' }),
      'Gate "late-ready" wants the watch to be ready at "close", when it is over: move it.',
    ],
    [
      'who can be reached, asked when it is over',
      wants('late-reach', { step: 'close', check: 'reachable' }),
      'Gate "late-reach" asks who can be reached at "close", when nobody is watched any more: move it.',
    ],
    [
      'a number of something that is no number',
      { 'gates/somebody-goes/test': { of: 'animals', atLeast: 1 } },
      'Gate "somebody-goes" wants "animals" to be at least 1, and it is no number: test a number, or test it with "is".',
    ],
    [
      'a day before something that is no time',
      { ...asks('sent', { type: 'date' }), 'gates/somebody-goes/test': { of: 'sent', before: 'type' } },
      'Gate "somebody-goes" wants "sent" to lie before "type", which is no planned time: name one, like "plan.departAt".',
    ],
    [
      'a day of something that is no date',
      { 'gates/somebody-goes/test': { of: 'animals', before: 'plan.departAt' } },
      'Gate "somebody-goes" wants "animals" to lie before a day, and it is no date: test a question that asks for a date.',
    ],
    [
      'a list of nothing to test for',
      { 'prompts/wait/when': [{ of: 'type', is: [] }] },
      'Prompt "wait" tests "type" against an empty list: say which answers count.',
    ],
    [
      'a number in words',
      { 'gates/somebody-goes/test': { of: 'visitors.staff', is: ['two'] } },
      'Gate "somebody-goes" waits for "visitors.staff" to be "two", which it never is: correct one of them.',
    ],
    [
      'words that agree where nobody is asked for one',
      wants('agree', { check: 'holds', test: { of: 'words-agree', is: [true] } }),
      'Gate "agree" tests "words-agree", and no question is a word: ask one, or test something else.',
    ],
    [
      'a risk where no hazard is asked about',
      { 'prompts/wait/when': [{ of: 'risk-present', is: [true] }] },
      'Prompt "wait" tests "risk-present", and no question is a hazard: ask one, or test something else.',
    ],
    [
      'a fact that no question fills',
      { 'prompts/wait/when': [{ of: 'next', is: ['home'] }] },
      'Prompt "wait" tests "next", and no question fills it: ask one that does.',
    ],
    [
      'a duty of the approver that there is not',
      { 'prompts/wait/when': [{ of: 'approver.duties', is: ['bursar'] }] },
      'Prompt "wait" waits for "approver.duties" to be "bursar", which it never is: correct one of them.',
    ],
    [
      'a yes to a setting in words',
      {
        'settings/+': { id: 'late-visits', ask: 'Late?', type: 'yes-no', clauses },
        'prompts/wait/when': [{ of: '$late-visits', is: ['yes'] }],
      },
      'Prompt "wait" waits for "$late-visits" to be "yes", which cannot be chosen: correct one of them.',
    ],
    [
      'a form that no question is on',
      { ...wants('form', { check: 'answered', form: 'blue' }) },
      'Gate "form" wants the form "blue", which has no questions: correct the name.',
    ],
  ]);
});

describe('a published policy is refused once', () => {
  const broken = (name: string, change: Change): readonly string[] => said(changed(jsonIn(`policies/${name}.json`), change), published);

  it.each<[wrong: string, name: string, change: Change, says: readonly string[]]>([
    [
      'where a clause that does not exist is cited',
      'hampton',
      { 'gates/pair/clauses': ['HA-99'] },
      ['The gate "pair" cites HA-99, which is no clause: cite one that is.'],
    ],
    [
      'where a rung is held by nobody',
      'hampton',
      { 'ladders/missing/rungs/lead/tell': [] },
      ['Rung "lead" of ladder "missing" has an empty list in "tell": put at least one in.'],
    ],
    [
      'where the answer that a rule waits for may be left blank',
      'hampton',
      { 'gates/violence-asked': undefined },
      ['Gate "no-perpetrator" is skipped while "recent-violence" is left blank: let a gate demand that answer by "authorise".'],
    ],
    [
      'where the police are on no rung',
      'hampton',
      { 'ladders/missing/rungs/police': undefined },
      [
        'Clock "round-return" climbs "missing", on which nobody rings the police: add that rung.',
        'Clock "return" climbs "missing", on which nobody rings the police: add that rung.',
      ],
    ],
    [
      'where the people of a rung are no setting',
      'hampton',
      { 'ladders/missing/rungs/worker/tell': ['$trackers'] },
      ['Rung "worker" of ladder "missing" names "$trackers", which is no setting: add that setting or correct the name.'],
    ],
    [
      'where a kind of visit is misspelt in a condition',
      'hampton',
      { 'gates/fsw/when': [{ of: 'type', is: ['family-suport'] }] },
      ['Gate "fsw" waits for "type" to be "family-suport", which it never is: correct one of them.'],
    ],
    [
      'where a question that a gate wants is gone',
      'roselyn-house',
      { 'questions/staffing': undefined },
      [
        'Question "why-alone" tests "staffing", which is neither asked nor known: ask it or correct the name.',
        'Gate "staffing-decided" wants an answer to "staffing", which is never asked: ask it or correct the name.',
        'Gate "companion" tests "staffing", which is neither asked nor known: ask it or correct the name.',
      ],
    ],
    [
      'where a ladder ends with somebody outside the school',
      'roselyn-house',
      { 'ladders/unsafe/rungs/office-and-leads/tell': ['local-authority'] },
      ['Rung "office-and-leads" of ladder "unsafe" tells nobody of the school: name somebody who can act.'],
    ],
    [
      'where nobody is asked for the word that has to agree',
      'roselyn-house',
      { 'questions/safe-word': undefined },
      [
        'Gate "word-known" wants an answer to "safe-word", which is never asked: ask it or correct the name.',
        'Gate "one-word" tests "words-agree", and no question is a word: ask one, or test something else.',
        'Gate "two-words" tests "words-agree", and no question is a word: ask one, or test something else.',
      ],
    ],
    [
      'where the setting that a clock climbs is gone',
      'roselyn-house',
      { 'settings/overdue-ladder': undefined },
      ['Clock "report-back" names "$overdue-ladder", which is no setting: add that setting or correct the name.'],
    ],
    [
      'where somebody in danger might be rung',
      'southend',
      { 'alarms/violence/quiet': ['visitors'] },
      [
        'Alarm "violence" is for somebody in danger, and somebody might ring them or the home: let it be quiet about "visitors" and "address".',
      ],
    ],
    [
      'where the name of a form is misspelt',
      'southend',
      { 'prompts/know-it/form': 'assesment' },
      ['Prompt "know-it" is on the form "assesment", which there is not: add that form or correct the name.'],
    ],
    [
      'where the approvers are outside the school',
      'southend',
      { 'gates/approved/by': ['local-authority'] },
      ['Gate "approved" wants the agreement of "local-authority", who cannot sign in: name somebody of the school.'],
    ],
    [
      'where a review is due before the policy begins',
      'southend',
      { 'about/review/due': '2024-03-01' },
      ['"review" is due on 2024-03-01, and the policy holds from 2025-03-01 on: give a later day.'],
    ],
    [
      'where the contact that ends the watch is heard of by the family',
      'st-benedicts',
      { 'clocks/return/heardBy': ['family'] },
      ['Clock "return" ends once somebody has heard of it, and names nobody at school: name somebody who can act.'],
    ],
    [
      'where a duty is misspelt',
      'st-benedicts',
      { 'gates/line-manager/by': ['line-manger'] },
      [
        'Gate "line-manager" has "line-manger" in "by, 1": write one of "visitor", "office", "dsl", "slt", "headteacher", "head-of-school", "executive-headteacher", "team", "admin", "visitors", "companions", "self", "requester", "approver", "line-manager", "involved", "told", "home-school", "local-authority" or "family", or the name of a setting, like $rung-wait, or the name of a question, like @contact-person.',
      ],
    ],
    [
      'where nobody is expected back',
      'roselyn-house',
      { 'clocks/report-back': undefined },
      [
        'Setting "grace" is asked of the school, and nothing uses it: use it or leave it out.',
        'Setting "overdue-ladder" is asked of the school, and nothing uses it: use it or leave it out.',
        'No clock expects anybody back: add one that expects "return".',
      ],
    ],
    [
      'where two people are wanted and refused',
      'the-harbour',
      {
        'gates/+': {
          id: 'alone',
          step: 'depart',
          check: 'holds',
          test: { of: 'visitors.staff', is: [1] },
          say: 'One goes alone.',
          clauses: ['HB-10'],
        },
      },
      ['The gates "pair" and "alone" can never both hold: one wants of "visitors.staff" what the other refuses. Correct one of them.'],
    ],
    [
      'where a time is due at another',
      'the-harbour',
      { 'clocks/arrival/due': 'plan.leaveAt' },
      ['Clock "arrival" expects "arrive" and is due at "plan.leaveAt": let it be due at "plan.arriveAt".'],
    ],
    [
      'where a message is too long to send',
      'the-harbour',
      {
        'notices/gone/say':
          'They have gone. They have gone. They have gone. They have gone. They have gone. They have gone. They have gone. They have gone. They have gone. They have gone. They have gone. ',
      },
      ['Notice "gone" says 176 characters in a message: say it in 160.'],
    ],
    [
      'where somebody is rung whom no question asks for',
      'the-harbour',
      { 'ladders/no-call/rungs/try-them/tell': ['@contact'] },
      ['Rung "try-them" of ladder "no-call" names "@contact", and no question of that name asks for a person: ask it or correct the name.'],
    ],
  ])('%s', (_, name, change, says) => {
    expect(broken(name, change)).toEqual(says);
  });
});

describe('what two elements say together is not refused', () => {
  it.each<[sound: string, change: Change]>([
    [
      'where two gates want different things of different visits',
      {
        'gates/somebody-goes': {
          id: 'tutors-start-here',
          step: 'depart',
          say: 'Start at school.',
          check: 'holds',
          test: { of: 'plan.startsFrom', is: ['school'] },
          when: [{ of: 'type', is: ['tutoring'] }],
          clauses,
        },
        ...wants('checks-start-home', {
          check: 'holds',
          test: { of: 'plan.startsFrom', is: ['home'] },
          when: [{ of: 'type', is: ['check'] }],
        }),
      },
    ],
    [
      'where the gates have an answer in common',
      {
        'gates/somebody-goes': {
          id: 'not-elsewhere',
          step: 'depart',
          say: 'Start elsewhere.',
          check: 'holds',
          test: { of: 'plan.startsFrom', not: ['other'] },
          clauses,
        },
        ...wants('school-or-other', { check: 'holds', test: { of: 'plan.startsFrom', is: ['school', 'other'] } }),
      },
    ],
    [
      'where several visits may have ended in two ways',
      {
        'notices/home-again/when': [
          { of: 'outcome', is: ['done'] },
          { of: 'outcome', is: ['no-answer'] },
        ],
      },
    ],
    ['where one question waits for the next', { ...asks('dog', { type: 'yes-no', when: [{ of: 'animals', is: [''] }] }) }],
    ['where a rung tells those who are out, and somebody who is not', { 'ladders/find/rungs/leads/tell': ['visitors', 'dsl'] }],
    ['where somebody outside is asked beside the office', { 'prompts/wait/to': ['office', 'family'] }],
    [
      'where a notice waits for a setting and an answer',
      {
        'notices/home-again/on': ['answered'],
        'notices/home-again/when': [
          { of: 'report', not: ['fine'] },
          { of: 'outcome', is: ['done'] },
        ],
      },
    ],
  ])('%s', (_, change) => {
    expect(said(changed(sound, change))).toEqual([]);
  });
});

describe('whoever mends a policy', () => {
  it('is told of everything at once', () => {
    expect(said(changed(sound, { 'gates/dsl-agrees/say': undefined, 'clocks/back/grace': 'soon', rules: [] }))).toHaveLength(3);
    expect(said(changed(sound, { 'gates/dsl-agrees/by': ['family'], 'clocks/back/ladder': 'rope', title: ' ' }))).toHaveLength(3);
  });
});
