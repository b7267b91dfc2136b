import type { Policy } from '../../domain/policy/policy.ts';
import type { Instant } from '../../domain/time.ts';
import { answerInWords } from '../forms/answered.ts';
import { SummaryList } from '../components/summary-list.tsx';
import { partOf } from '../forms/questions.ts';
import type { ShownHome } from '../shapes.ts';
import { day, dialled } from '../words.ts';
import { peopleOf } from './home-form.tsx';

interface Props {
  readonly home: ShownHome;
  readonly policy: Pick<Policy, 'questions'>;
  readonly nameOf: (person: string) => string;
  readonly now: Instant;
}

/** What is kept with a home of the policy's questions. */
export const keptWithHomes = ({ questions }: Pick<Policy, 'questions'>): Policy['questions'] =>
  questions.filter(({ about, fills }) => about === 'home' && fills === undefined);

/** All that is known of a home, as far as this person reads it. */
export const KnownHome = ({ home, policy, nameOf, now }: Props) => {
  const { adults, pupils, hazards } = peopleOf(home);
  const former = (home['formerAddresses'] ?? []) as readonly { readonly address: string; readonly until: string }[]; // as domain/household.ts has it
  const beware = hazards.filter(({ endedOn }) => endedOn === undefined);
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Address', home.address === undefined ? ['Not known'] : [home.address]],
    ['Before then', former.map(({ address, until }) => `${address}, until ${day(until, now)}`)],
    ['Numbers', (home.phones ?? []).map(dialled)],
    ['Adults', adults.map(adultInWords)],
    ['Children', pupils.map(({ name, onRoll }) => `${name}${onRoll === false ? ', not a pupil here' : ''}`)],
    ['Animals', home.animals === undefined || home.animals === '' ? [] : [home.animals]],
    [
      'Beware',
      // What may not be read is not there at all: that is no comfort.
      home.hazards === undefined
        ? ['What is known is not shown to you: ask a safeguarding lead']
        : beware.length === 0
          ? ['Nothing is known']
          : beware.map(
              ({ what, on, lookAgain }) =>
                `${what}${on === undefined ? '' : ` (since ${day(on, now)})`}${lookAgain === true ? ': to be looked at again' : ''}`,
            ),
    ],
    [
      'Inside',
      home['entered'] === undefined ? [] : [home['entered'] === true ? 'A visit has been inside' : 'No visit has been inside yet'],
    ],
    ...keptWithHomes(policy).flatMap((question): readonly (readonly [string, readonly string[]])[] => {
      const value = partOf(partOf(home['answers'], question.id), 'value');
      return value === undefined ? [] : [[question.ask, answerInWords(question, value, { nameOf, now })]];
    }),
  ];
  return (
    <SummaryList
      rows={rows.map(([key, said]) => said.length > 0 && { key: { text: key }, value: { html: said.map((line) => <div>{line}</div>) } })}
    />
  );
};

const adultInWords = ({
  name = '',
  title,
  relationship,
  parentalResponsibility,
  phones = [],
}: ReturnType<typeof peopleOf>['adults'][number]) =>
  [
    title === undefined ? name : `${title} ${name}`,
    relationship,
    parentalResponsibility === undefined
      ? undefined
      : parentalResponsibility
        ? 'has parental responsibility'
        : 'has no parental responsibility',
    ...phones.map(dialled),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
