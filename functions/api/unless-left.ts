import { doorOf } from '../application/school-door.ts';
import { problem } from '../http/problem.ts';
import type { Operation } from './asked.ts';

/** What begins something, which nothing does for a school that has left. What has begun is brought to its end. */
export const unlessLeft = ({ answer, ...operation }: Operation): Operation => ({
  ...operation,
  answer: async (deps, asked) => ((await doorOf(deps, asked.school)) === 'open' ? answer(deps, asked) : hasLeft),
});

const hasLeft = problem({
  type: 'school-left',
  detail: 'Nothing new begins here. Whoever is out is watched until they are back.',
});
