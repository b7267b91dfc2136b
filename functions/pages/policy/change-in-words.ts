/** What is not as it was in an element of a policy, in lines that people can read. */
import type { ElementChange } from '../../domain/policy/compare.ts';
import { Length } from '../../domain/time.ts';
import { whoInWords } from '../forms/whose.ts';
import { lengthInWords } from '../words.ts';

const fields: Readonly<Record<string, string>> = {
  say: 'The words',
  ask: 'What is asked',
  name: 'What it is called',
  is: 'What it says',
  from: 'From when',
  clauses: 'The clauses that it comes from',
  when: 'In which cases',
  by: 'Who may',
  who: 'Who',
  to: 'To whom',
  tell: 'Who is told',
  instead: 'Who is told where nobody of them is left',
  among: 'Who may be named',
  wait: 'How long until the next step',
  comesAfter: 'After which step it comes',
  grace: 'How long after the time the steps begin',
  ladder: 'Which steps follow',
  nudge: 'Who is asked first',
  heardBy: 'Who has to have heard it',
  warns: 'It only warns, and holds nobody up',
  step: 'Before what it has to be met',
  check: 'What is looked at',
  test: 'What has to hold',
  questions: 'What has to be answered',
  tick: 'Whether it is ticked',
  stages: 'Where it is shown',
  stage: 'Where it is asked',
  type: 'What kind of answer it wants',
  options: 'What can be chosen',
  reads: 'Who may read it',
  material: 'An agreement lapses when it changes',
  task: 'Who owes the answer',
  every: 'How often',
  due: 'By when',
  opensOn: 'What is said to raise it',
  opensWhen: 'In which cases it opens by itself',
  quiet: 'Whom nobody rings meanwhile',
  on: 'What has happened',
  now: 'It cannot wait: a text goes out',
  of: 'What may be read',
  stated: 'What holds unless the school says otherwise',
};
const people: readonly string[] = ['by', 'who', 'to', 'tell', 'instead', 'among', 'heardBy'];

export interface FieldInWords {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export const fieldsInWords = ({ fields: changed }: ElementChange, nameOf: (id: string) => string): readonly FieldInWords[] =>
  changed.map(({ field, before, after }) => {
    const said = (value: unknown): string => (people.includes(field) ? whoAll(value, nameOf) : inWords(value));
    return { field: fields[field] ?? spelled(field), before: said(before), after: said(after) };
  });

const spelled = (field: string): string => {
  const words = field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const whoAll = (value: unknown, nameOf: (id: string) => string): string =>
  Array.isArray(value) ? value.map((one) => whoInWords(String(one), nameOf)).join(', ') : inWords(value);

function inWords(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return Length.safeParse(value).success ? lengthInWords(value) : value;
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(inWords).join(', ');
  return typeof value === 'object' ? recordInWords(value) : '';
}

/** A test as a sentence has it; any other record by its fields. */
function recordInWords(value: object): string {
  const { of, is, not, atLeast, before } = value as Readonly<Record<string, unknown>>; // a record of the policy's data
  if (typeof of === 'string') {
    if (Array.isArray(is)) return `${of} is ${is.map(inWords).join(' or ')}`;
    if (Array.isArray(not)) return `${of} is not ${not.map(inWords).join(' or ')}`;
    if (atLeast !== undefined) return `${of} is at least ${inWords(atLeast)}`;
    if (before !== undefined) return `${of} is before ${inWords(before)}`;
  }
  return Object.entries(value)
    .map(([field, one]) => `${fields[field]?.toLowerCase() ?? spelled(field).toLowerCase()}: ${inWords(one)}`)
    .join('; ');
}
