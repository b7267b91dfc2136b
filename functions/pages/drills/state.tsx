import { Tag } from '../components/tag.tsx';
import type { DrillLine } from '../shapes.ts';

const tags = {
  waiting: { text: 'Not begun yet', classes: 'govuk-tag--grey' },
  'under-way': { text: 'Under way', classes: 'govuk-tag--amber' },
  over: { text: 'Over', classes: 'govuk-tag--green' },
} as const;

export const DrillState = ({ state }: Pick<DrillLine, 'state'>) => <Tag {...tags[state]} />;
