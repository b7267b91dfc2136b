import { type Choice, Choices, type ChoicesProps } from './choices.tsx';

interface Props extends ChoicesProps<Choice> {
  readonly value?: string | undefined;
}

export const Radios = ({ value, ...props }: Props) => <Choices {...props} kind="radios" chosen={value === undefined ? [] : [value]} />;
