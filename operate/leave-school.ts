/** A school that leaves Doorstep, and one that comes back. Nothing that it keeps is taken away. */
import { stillWatched } from '../functions/application/school-door.ts';
import type { Done, Operating } from './operating.ts';

/** `name`: as it stands in the list, so that nobody shuts out another school by a slip of the keys. */
export async function leaveSchool({ deps }: Pick<Operating, 'deps'>, id: string, name: string): Promise<Done> {
  const listed = (await deps.schoolList.all()).find((school) => school.id === id);
  if (listed === undefined) return { refused: [`there is no school ${id}: school list says which there are`] };
  if (listed.name !== name) return { refused: [`${id} is ${listed.name}: to be sure, give that as --name`] };
  const was = await deps.schoolList.leaves(id, deps.clock.now());
  const watched = await stillWatched(deps, id);
  return {
    done: [
      was === 'written' ? `${name} has left: nothing new begins for it` : `${name} had left before`,
      watched.length === 0
        ? 'nobody is out for it: within a minute nobody gets in any more'
        : `still watched to the end, and until then its people get in: ${watched.join(', ')}`,
      'all that it keeps is kept, for as long as its settings say: take it with school export',
    ],
  };
}

export async function schoolIsBack({ deps }: Pick<Operating, 'deps'>, id: string): Promise<Done> {
  return (await deps.schoolList.isBack(id)) === 'written'
    ? { done: [`${id} is back: within a minute its people get in again`] }
    : { refused: [`there is no school ${id} that has left`] };
}
