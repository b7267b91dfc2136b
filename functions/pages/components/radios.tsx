import { type Choice, Choices, type ChoicesProps } from './choices.tsx';

interface Props extends ChoicesProps<Choice> {
  readonly value?: string | number | undefined;
}

export const Radios = ({ value, ...props }: Props) => <Choices {...props} type="radio" chosen={value === undefined ? [] : [value]} />;
