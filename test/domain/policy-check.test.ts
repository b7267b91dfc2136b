import { describe, expect, it } from 'vitest';
import { complaints } from '../../functions/domain/policy/check.ts';
import { uncarried } from '../../functions/domain/policy/citations.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { parsePolicy } from '../../functions/domain/policy/read-policy.ts';
import {
  type Alarm,
  type Clock,
  type Gate,
  type Ladder,
  type Notice,
  Policy,
  type Prompt,
  Question,
  type Rung,
  type Setting,
} from '../../functions/domain/policy/policy.ts';
import { jsonIn, madeUpClauses, ownClauses } from '../support/policy-files.ts';

const sound = Policy.parse(jsonIn('test/support/schools/policies/made-up.json'));
const known = [...ownClauses, ...madeUpClauses];
const clauses = ['LH-01'];

/** What is said of the sound policy once it is changed like this. */
const saidOf = (change: Partial<Policy>): readonly string[] => {
  const parsed = parsePolicy({ ...sound, ...change }, known);
  return parsed.ok ? [] : parsed.complaints;
};

const replaced = <Element extends { readonly id: string }>(elements: readonly Element[], id: string, change: Partial<Element>): Element[] =>
  elements.map((element) => (element.id === id ? { ...element, ...change } : element));

const withSetting = (setting: Partial<Setting>): Partial<Policy> => ({
  settings: [...sound.settings, { id: 'extra', clauses, ask: 'What?', type: 'who', ...setting }],
});
const withQuestion = (question: Partial<Question>): Partial<Policy> => ({
  questions: [...sound.questions, Question.parse({ id: 'extra', clauses, ask: 'What?', stage: 'prepare', type: 'text', ...question })],
});
type OneGate = Gate extends infer Each
  ? Each extends Gate
    ? Omit<Each, 'id' | 'clauses' | 'step' | 'say' | 'warns'> & Partial<Each>
    : never
  : never;
const withGate = (gate: OneGate): Partial<Policy> => ({
  gates: [...sound.gates, { id: 'extra', clauses, step: 'depart', say: 'Mend it.', warns: false, ...gate }],
});
const withPrompt = (prompt: Partial<Prompt>): Partial<Policy> => ({
  prompts: [...sound.prompts, { id: 'extra', clauses, stages: ['prepare'], to: ['visitors'], say: 'Mind.', ...prompt }],
});
const withClock = (change: Partial<Clock>): Partial<Policy> => ({ clocks: replaced(sound.clocks, 'back', change) });
const withRung = (change: Partial<Rung>): Partial<Policy> => ({
  ladders: sound.ladders.map((ladder): Ladder =>
    ladder.id === 'find' ? { ...ladder, rungs: replaced(ladder.rungs, 'leads', change) } : ladder,
  ),
});
const withAlarm = (alarm: Partial<Alarm>): Partial<Policy> => ({
  alarms: [
    ...sound.alarms,
    {
      id: 'extra',
      clauses,
      kind: 'concern',
      name: 'More',
      say: 'Heard.',
      ladder: 'child',
      opensOn: ['other'],
      quiet: [],
      reads: 'concern',
      ...alarm,
    },
  ],
});
const withNotice = (notice: Partial<Notice>): Partial<Policy> => ({
  notices: [...sound.notices, { id: 'extra', clauses, on: ['departed'], tell: ['dsl'], say: 'Gone.', now: false, shows: [], ...notice }],
});

it('has nothing to say of a sound policy', () => {
  expect(saidOf({})).toEqual([]);
});

describe('a policy is refused that names what is not there', () => {
  it.each<[string, Partial<Policy>, string]>([
    ['a clause', withPrompt({ clauses: ['LH-99'] }), 'The prompt "extra" cites LH-99, which is no clause: cite one that is.'],
    [
      'a setting',
      withRung({ wait: '$patience' }),
      'Rung "leads" of ladder "find" names "$patience", which is no setting: add that setting or correct the name.',
    ],
    [
      'a setting of the wrong type',
      withRung({ tell: ['$step-time'] }),
      'Rung "leads" of ladder "find" names "$step-time", which is a length: name a setting that is a who.',
    ],
    [
      'somebody whom no question asks for',
      withRung({ tell: ['@partner'] }),
      'Rung "leads" of ladder "find" names "@partner", and no question of that name asks for a person: ask it or correct the name.',
    ],
    ['a ladder', withClock({ ladder: 'rope' }), 'Clock "back" climbs "rope", which is no ladder: add that ladder or correct the name.'],
    [
      'a form',
      withQuestion({ form: 'blue' }),
      'Question "extra" is on the form "blue", which there is not: add that form or correct the name.',
    ],
    [
      'a question',
      withGate({ check: 'answered', questions: ['weather'] }),
      'Gate "extra" wants an answer to "weather", which is never asked: ask it or correct the name.',
    ],
    [
      'an answer to be shown',
      withPrompt({ beside: ['weather'] }),
      'Prompt "extra" shows the answer to "weather", which is never asked: ask it or correct the name.',
    ],
    [
      'a thing to test',
      withGate({ check: 'holds', test: { of: 'weather', is: ['fair'] } }),
      'Gate "extra" tests "weather", which is neither asked nor known: ask it or correct the name.',
    ],
    [
      'a record of telling by hand',
      withNotice({ tell: ['family'], byHand: 'told' }),
      'Notice "extra" is recorded by hand in "told", which is never asked: ask it or correct the name.',
    ],
    [
      'a field',
      withQuestion({ type: 'record', fields: { when: 'when' }, enough: [['where']] }),
      'Question "extra" is content with "where", which is none of its fields: correct the name.',
    ],
    [
      'something to be kept with an adult',
      withQuestion({ kept: true }),
      'Question "extra" is kept, which is for what is asked about each adult: ask it about them, or leave that out.',
    ],
    [
      'a control',
      withQuestion({ type: 'hazard', controls: ['torch'] }),
      'Question "extra" leaves a control to "torch", which is nowhere: add it or correct the name.',
    ],
    [
      'an hour that is a length',
      withClock({ latest: ['$step-time'] }),
      'Clock "back" names "$step-time", which is a length: name a setting that is a time.',
    ],
  ])('%s', (_, change, complaint) => {
    expect(saidOf(change)).toContain(complaint);
  });
});

describe('a policy is refused that waits for what cannot be', () => {
  it.each<[string, Partial<Policy>, string]>([
    [
      'an option',
      withPrompt({ when: [{ of: 'type', is: ['picnic'] }] }),
      'Prompt "extra" waits for "type" to be "picnic", which it never is: correct one of them.',
    ],
    [
      'a stage',
      withPrompt({ when: [{ of: 'stage', is: ['asleep'] }] }),
      'Prompt "extra" waits for "stage" to be "asleep", which it never is: correct one of them.',
    ],
    [
      'people whom no answer names',
      withPrompt({ when: [{ of: 'visitors', is: ['@animals'] }] }),
      'Prompt "extra" names "@animals", and no question of that name asks for a person: ask it or correct the name.',
    ],
    [
      'an alarm',
      withPrompt({ when: [{ of: 'raised', is: ['fire'] }] }),
      'Prompt "extra" waits for "raised" to be "fire", which it never is: correct one of them.',
    ],
    [
      'yes to a question of words',
      withPrompt({ when: [{ of: 'animals', is: [true] }] }),
      'Prompt "extra" waits for "animals" to be "true", which it never is: correct one of them.',
    ],
    [
      'an hour that the school is not asked for',
      withPrompt({ when: [{ of: 'evening', is: [true] }] }),
      'Prompt "extra" names "$evening-from", which is no setting: add that setting or correct the name.',
    ],
    [
      'a choice that the school does not have',
      {
        ...withSetting({ id: 'colour', type: 'choice', options: ['red', 'blue'] }),
        ...withPrompt({ when: [{ of: '$colour', is: ['green'] }] }),
      },
      'Prompt "extra" waits for "$colour" to be "green", which cannot be chosen: correct one of them.',
    ],
  ])('%s', (_, change, complaint) => {
    expect(saidOf(change)).toContain(complaint);
  });
});

describe('a policy is refused in which a rule is skipped by leaving an answer blank', () => {
  it('a condition on an answer that nobody demands', () => {
    const gate = withGate({ check: 'approved', by: ['headteacher'], when: [{ of: 'bedroom', is: [true] }] });
    const change = { ...withQuestion({ id: 'bedroom', type: 'yes-no' }), ...gate };
    expect(saidOf(change)).toEqual(['Gate "extra" is skipped while "bedroom" is left blank: let a gate demand that answer by "depart".']);
  });

  it('a condition on an answer that is demanded too late', () => {
    const gate = withGate({ check: 'answered', questions: ['reason'], step: 'authorise', when: [{ of: 'animals', is: ['a goose'] }] });
    expect(saidOf(gate)).toEqual(['Gate "extra" is skipped while "animals" is left blank: let a gate demand that answer by "authorise".']);
  });

  it('a condition on an answer that is demanded only of other visits', () => {
    const gates = replaced(sound.gates, 'animals-asked', { when: [{ of: 'type', is: ['tutoring'] }] });
    const change = { gates, ...withPrompt({ tick: 'needed', when: [{ of: 'animals', is: ['a goose'] }] }) };
    expect(saidOf(change)).toEqual(['Prompt "extra" is skipped while "animals" is left blank: let a gate demand that answer by "depart".']);
  });

  it('a condition on an answer for which a gate only warns', () => {
    const gates = replaced(sound.gates, 'animals-asked', { warns: true });
    expect(saidOf({ gates, ...withClock({ when: [{ of: 'animals', is: ['a goose'] }] }) })).toEqual([
      'Clock "back" is skipped while "animals" is left blank: let a gate demand that answer by "depart".',
    ]);
  });

  it('a condition on whether whoever an answer names is there, when nobody demands that answer', () => {
    const gate = withGate({ check: 'approved', by: ['headteacher'], when: [{ of: 'visitors', is: ['@driver'] }] });
    expect(saidOf({ ...withQuestion({ id: 'driver', type: 'person' }), ...gate })).toEqual([
      'Gate "extra" is skipped while "driver" is left blank: let a gate demand that answer by "depart".',
    ]);
  });

  it('a gate that a blank answer passes', () => {
    const change = { ...withQuestion({ id: 'risk', type: 'choice', options: [{ id: 'low', say: 'Low' }, { id: 'high', say: 'High' }] }), ...withGate({ check: 'holds', test: { of: 'risk', not: ['high'] } }) }; // prettier-ignore
    expect(saidOf(change)).toEqual(['Gate "extra" is skipped while "risk" is left blank: let a gate demand that answer by "depart".']);
  });

  it('a question that is demanded on an answer which is not', () => {
    const questions = [...(withQuestion({ id: 'dog', type: 'yes-no' }).questions ?? []), Question.parse({ id: 'where', clauses, ask: 'Where?', stage: 'prepare', type: 'text', when: [{ of: 'dog', is: [true] }] })]; // prettier-ignore
    expect(saidOf({ questions, ...withGate({ check: 'answered', questions: ['where'] }) })).toEqual([
      'Question "where" of gate "extra" is skipped while "dog" is left blank: let a gate demand that answer by "depart".',
    ]);
  });

  it('a condition on what no question asks', () => {
    expect(saidOf(withNotice({ when: [{ of: 'home.phones', is: ['none'] }] }))).toEqual([
      'Notice "extra" waits for "home.phones", which no question asks: ask it.',
    ]);
  });

  it('but not on an answer that is demanded whenever it is asked', () => {
    const when = [{ of: 'type', is: ['check'] }];
    const asked = {
      ...withQuestion({ id: 'two', type: 'yes-no', when }),
      ...withPrompt({ tick: 'needed', when: [{ of: 'two', is: [true] }] }),
    };
    expect(saidOf({ ...asked, ...withGate({ check: 'answered', questions: ['two'], when }) })).toEqual([]);
    expect(saidOf(asked)).toHaveLength(1);
  });

  it('nor for an answer that is only given after the door', () => {
    expect(saidOf(withNotice({ on: ['returned'], when: [{ of: 'outcome', is: ['no-answer'] }] }))).toEqual([]);
  });

  it('nor where a blank answer makes the rule apply', () => {
    expect(saidOf(withNotice({ when: [{ of: 'animals', not: ['a goose'] }] }))).toEqual([]);
  });
});

describe('a policy is refused that would not watch, or tell nobody', () => {
  it.each<[string, Partial<Policy>, string]>([
    [
      'nobody expected back',
      { clocks: sound.clocks.filter(({ expects }) => expects !== 'return') },
      'No clock expects anybody back: add one that expects "return".',
    ],
    ['no police', withClock({ ladder: 'child' }), 'Clock "back" climbs "child", on which nobody rings the police: add that rung.'],
    [
      'a time that is not what is expected',
      withClock({ due: 'plan.leaveAt' }),
      'Clock "back" expects "return" and is due at "plan.leaveAt": let it be due at "plan.returnAt".',
    ],
    [
      'a nudge after the ladder has begun',
      withClock({ grace: 'PT15M', nudge: { after: 'PT20M', tell: ['visitors'], say: 'Late?' } }),
      'Clock "back" nudges after PT20M, when its ladder has begun: nudge before PT15M.',
    ],
    [
      'an end that ends it anyway',
      withClock({ endsOn: [{ contact: 'return', when: [{ of: 'plan.endsAt', is: ['home'] }] }] }),
      'Clock "back" says that "return" ends it, which it does anyway: leave that out.',
    ],
    [
      'a rung for somebody outside the school',
      withRung({ tell: ['local-authority'] }),
      'Rung "leads" of ladder "find" tells nobody of the school: name somebody who can act.',
    ],
    [
      'a rung for those who are missing',
      withRung({ tell: ['visitors'] }),
      'Rung "leads" of ladder "find" tells only those who are out: name somebody who can act.',
    ],
    [
      'a rung without time',
      withRung({ wait: 'PT0M' }),
      'Rung "leads" of ladder "find" leaves too little time before it goes on: give it at least a minute.',
    ],
    [
      'a ladder that nothing climbs',
      { ladders: [...sound.ladders, { id: 'spare', rungs: sound.ladders[0]!.rungs }] },
      'Ladder "spare" is climbed by nothing: name it in a clock or an alarm, or leave it out.',
    ],
    [
      'a call that two alarms answer',
      withAlarm({ opensOn: ['child-alone'] }),
      'The alarms "child-alone" and "extra" both answer the call "child-alone": leave it to one of them.',
    ],
    [
      'a call that its own alarm lets fall',
      withAlarm({ id: 'help', opensOn: ['help'] }),
      'No alarm answers the call "word": let one open on it.',
    ],
    [
      'an alarm that nothing opens',
      withAlarm({ opensOn: [] }),
      'Alarm "extra" is opened by nothing: name a call or an answer that opens it.',
    ],
    [
      'a call for help that rings back',
      withAlarm({ id: 'violence', kind: 'distress', opensOn: ['violence'], quiet: ['visitors'] }),
      'Alarm "violence" is for somebody in danger, and somebody might ring them or the home: let it be quiet about "visitors" and "address".',
    ],
    [
      'somebody outside told by message',
      withNotice({ tell: ['family'] }),
      'Notice "extra" tells "family", whom no message reaches: name the question in which telling them by hand is recorded.',
    ],
    [
      'a departure that need not be watched',
      withGate({ id: 'watch-ready', check: 'ready', warns: true }),
      'No gate makes sure that the watch is ready: keep one at "depart" with the check "ready" and no condition.',
    ],
  ])('%s', (_, change, complaint) => {
    expect(saidOf(change)).toContain(complaint);
  });

  it('but not one that rings the police second and somebody else last', () => {
    expect(sound.ladders[0]?.rungs.map((rung) => rung.do)).toEqual(['tell', 'ring-police', 'tell', 'ring-visitors']);
    expect(saidOf({})).toEqual([]);
  });
});

describe('a policy is refused that asks in vain', () => {
  it.each<[string, Partial<Policy>, string]>([
    [
      'two elements of one name',
      { prompts: [...sound.prompts, ...sound.prompts] },
      'Prompt "wait" is there twice: give each its own name.',
    ],
    [
      'a choice without options',
      withQuestion({ type: 'choice' }),
      'Question "extra" is a choice: a choice has options, and nothing else has.',
    ],
    [
      'a record without fields',
      withQuestion({ type: 'record' }),
      'Question "extra" is a record: a record or a list has fields, and nothing else has.',
    ],
    [
      'a question under the name of a fact',
      withQuestion({ id: 'raised' }),
      'Question "raised" has the name of something Doorstep knows and does not fill it: rename it, or say that it fills it.',
    ],
    [
      'a setting that nothing uses',
      withSetting({}),
      'Setting "extra" is asked of the school, and nothing uses it: use it or leave it out.',
    ],
    [
      'a setting that states something else',
      withSetting({ type: 'time', stated: 'PT5M' }),
      'Setting "extra" states something that is not a time: correct what it states.',
    ],
    [
      'a tick that is needed after the door',
      withPrompt({ stages: ['arrive'], tick: 'needed' }),
      'Prompt "extra" needs a tick and is only shown after the door: show it at "prepare" or "depart", or do not need the tick.',
    ],
    ['a gate for nothing', withGate({ check: 'answered', questions: [] }), 'Gate "extra" asks for nothing: name a question or a form.'],
    [
      'the agreement of somebody without sign-in',
      withGate({ check: 'approved', by: ['family'] }),
      'Gate "extra" wants the agreement of "family", who cannot sign in: name somebody of the school.',
    ],
    [
      'a task of nobody who may do it',
      withQuestion({ by: ['dsl'], task: { of: ['office'], remindEvery: 'PT1H', say: 'Do it.' } }),
      'Question "extra" is owed by people whose answer does not count: let somebody who owes it answer it.',
    ],
    [
      'a task of somebody who cannot sign in',
      withQuestion({ task: { of: ['family'], remindEvery: 'PT1H', say: 'Do it.' } }),
      'Question "extra" is owed by "family", who cannot sign in: name somebody of the school.',
    ],
    [
      'a reminder without end',
      withQuestion({ task: { of: ['office'], remindEvery: 'PT0S', say: 'Do it.' } }),
      'Question "extra" leaves too little time before it goes on: give it at least a minute.',
    ],
    [
      'a notice on any answer',
      withNotice({ on: ['answered'] }),
      'Notice "extra" goes out on an answer and does not say which: give it a condition.',
    ],
    [
      'a message too long for a text',
      withNotice({ say: 'Please '.repeat(30) }),
      'Notice "extra" says 210 characters in a message: say it in 160.',
    ],
    [
      'a letter that no text holds',
      withNotice({ say: 'They’re off.' }),
      'Notice "extra" says something with a letter that a plain text cannot hold: use straight quotes and hyphens.',
    ],
  ])('%s', (_, change, complaint) => {
    expect(saidOf(change)).toContain(complaint);
  });
});

describe('a file that is no policy', () => {
  it('is told where its faults lie, in words', () => {
    const [gate, ...others] = sound.gates;
    const parsed = parsePolicy(
      { ...sound, gates: [{ ...gate, step: 'arrive' }, ...others], clocks: [{ ...sound.clocks[0], grace: 'a while' }] },
      known,
    );
    expect(parsed.ok ? [] : parsed.complaints).toEqual([
      'Gate "kind-and-reason" has "arrive" in "step": write one of "request", "authorise", "depart" or "close".',
      'Clock "arrival" has "a while" in "grace": write a length like PT30M or PT1H30M.',
    ]);
  });

  it('is refused whatever it is', () => {
    for (const nothing of [undefined, null, 7, 'policy', []]) expect(parsePolicy(nothing, known).ok).toBe(false);
  });
});

describe("a school's own policy laid over Doorstep's", () => {
  it('takes a call from the alarm that would have answered it', () => {
    const ours = rulesOf({
      ...sound,
      ...withAlarm({ id: 'mine', kind: 'distress', quiet: ['visitors', 'address'], opensOn: ['help'] }),
    }).alarms;
    expect(ours.filter(({ opensOn }) => opensOn.includes('help')).map(({ id }) => id)).toEqual(['mine']);
    expect(ours.find(({ id }) => id === 'help')?.opensOn).toEqual(['word']);
  });

  it('replaces an element of the same name and keeps the others', () => {
    const { questions, gates } = rulesOf(sound);
    expect(questions.filter(({ id }) => id === 'outcome').map(({ clauses: cited }) => cited)).toEqual([['LH-19']]);
    expect(gates.map(({ id }) => id)).toEqual(expect.arrayContaining(['watch-ready', 'dsl-agrees']));
  });
});

it('counts a clause as carried only where something fit to carry it cites it', () => {
  const gates = sound.gates.filter(({ id }) => id !== 'dsl-agrees');
  expect(uncarried({ ...sound, gates, ...withPrompt({ clauses: ['LH-04'] }) }, madeUpClauses).map(({ id }) => id)).toEqual(['LH-04']);
  expect(complaints(rulesOf(sound), known)).toEqual([]);
});
