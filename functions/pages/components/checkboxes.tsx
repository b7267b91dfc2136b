import { type Box, Choices, type ChoicesProps } from './choices.tsx';
import { describedBy as describing } from './form-group.tsx';

interface Props extends ChoicesProps<Box> {
  readonly values?: readonly string[] | undefined;
  /** For a single box without a fieldset. */
  readonly describedBy?: string | undefined;
}

export const Checkboxes = ({ values = [], describedBy, ...props }: Props) => {
  const { name, idPrefix = name, fieldset } = props;
  return (
    <Choices
      {...props}
      kind="checkboxes"
      chosen={values}
      eachDescribedBy={fieldset ? undefined : describing(describedBy, idPrefix, props)}
    />
  );
};
