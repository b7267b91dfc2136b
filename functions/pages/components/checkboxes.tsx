import { type Choice, Choices, type ChoicesProps } from './choices.tsx';

interface Box extends Choice {
  /** Where this box has a name of its own. */
  readonly name?: string | undefined;
  /** `exclusive` for "none of these": the script takes the ticks from the others. Without JavaScript both can come. */
  readonly behaviour?: 'exclusive' | undefined;
}

interface Props extends ChoicesProps<Box> {
  readonly values?: readonly (string | number)[] | undefined;
  readonly describedBy?: string | undefined;
}

export const Checkboxes = ({ values = [], ...props }: Props) => <Choices {...props} type="checkbox" chosen={values} />;
