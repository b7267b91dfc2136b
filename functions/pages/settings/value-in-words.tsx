import type { Child } from 'hono/jsx';
import { Tag } from '../components/tag.tsx';
import type { Colleague } from '../forms/staff.ts';
import { listed } from '../words.ts';
import { type AnySetting, inWords, nameOf, weekdays, type Written, writtenOf } from './written.ts';

export const several = (value: Written[string] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
export const single = (value: Written[string] | undefined): string => several(value)[0] ?? '';

/** One step of a ladder as its fields have it. */
export interface Step {
  readonly id: string;
  readonly do: string;
  readonly tell: readonly string[];
  readonly instead: readonly string[];
  readonly wait: string;
  readonly say: string;
}

export function stepsIn(written: Written): readonly Step[] {
  const count = Object.keys(written).filter((name) => name.startsWith('say-')).length;
  return Array.from({ length: count }, (_, i) => {
    const at = (name: string) => written[`${name}-${String(i)}`];
    return {
      id: single(at('id')),
      do: single(at('do')),
      tell: several(at('tell')),
      instead: several(at('instead')),
      wait: single(at('wait')),
      say: single(at('say')),
    };
  });
}

/** The words of the setting that is called this. */
export type AskOf = (setting: string) => string;

/** Whoever is told: by what they do, by name, or as another setting has it. */
export const whoIs = (who: string, people: readonly Colleague[], askOf: AskOf): string =>
  who.startsWith('$') ? `those set for “${askOf(who.slice(1))}”` : nameOf(who, people);

interface Props {
  readonly setting: Pick<AnySetting, 'type' | 'value'>;
  readonly people: readonly Colleague[];
  readonly askOf: AskOf;
}

/** What a setting is set to, as people say it. */
export const ValueInWords = ({ setting, people, askOf }: Props) => {
  const { type, value } = setting;
  if (value === null || value === undefined) return <Said words={<Tag text="Not set" classes="govuk-tag--red" />} />;
  const written = writtenOf(setting, people);
  const named = (who: string): string => whoIs(who, people, askOf);
  const [one, many] = [single(written['value']), several(written['value'])];
  switch (type) {
    case 'length':
      return <Said words={minutes(one)} />;
    case 'period':
      return <Said words={`${one} ${written['unit'] === 'M' ? 'month' : 'year'}${one === '1' ? '' : 's'}`} />;
    case 'yes-no':
      return <Said words={one === 'yes' ? 'Yes' : 'No'} />;
    case 'who':
      return <Said words={many.length === 0 ? 'None' : listed(many.map(named))} />;
    case 'choices':
      return <Said words={many.length === 0 ? 'None' : listed(many.map(inWords))} />;
    case 'choice':
      return <Said words={inWords(one)} />;
    case 'hours':
      return (
        <Said
          words={`${single(written['from'])} to ${single(written['to'])}, ${listed(several(written['days']).map((day) => weekdays[Number(day) - 1] ?? ''))}`}
        />
      );
    case 'ladder':
      return (
        <ol class="govuk-list govuk-list--number">
          {stepsIn(written).map(({ tell, instead, say, wait }) => (
            <li>
              {listed(tell.map(named))}
              {instead.length === 0 ? '' : ` (where nobody of them is left: ${listed(instead.map(named))})`}: {say} (
              {wait.startsWith('$')
                ? `until the next step as long as is set for “${askOf(wait.slice(1))}”`
                : `${minutes(wait)} until the next step`}
              )
            </li>
          ))}
        </ol>
      );
    case 'time':
    case 'times':
    case 'dates':
    case 'terms':
    case 'rota':
    case 'deputies':
      return (
        <ul class="govuk-list govuk-!-margin-bottom-1">{one === '' ? <li>None</li> : one.split('\n').map((line) => <li>{line}</li>)}</ul>
      );
  }
};

const Said = ({ words }: { readonly words: Child }) => <p class="govuk-body govuk-!-margin-bottom-1">{words}</p>;
const minutes = (count: string): string => `${count} ${count === '1' ? 'minute' : 'minutes'}`;
