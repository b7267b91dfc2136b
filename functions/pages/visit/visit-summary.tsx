import { SummaryList } from '../components/summary-list.tsx';
import { type OnVisit, saidAs, timesOf } from './on-visit.ts';
import { day, hour, listed } from '../words.ts';
import type { Instant } from '../../domain/time.ts';

/** Who goes where, when and why, as far as this person reads it: at the top of every page on which something is decided. */
export const VisitSummary = ({ on }: { readonly on: OnVisit }) => {
  const { visit, nameOf, now } = on;
  const { household: home, visitors = [], requester, purpose } = visit;
  const times = timesOf(visit);
  const going = visitors.filter(({ notGoing }) => notGoing !== true);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['What', [saidAs(on, 'type', visit.type), saidAs(on, 'reason', visit.reason)].filter((one) => one !== undefined).join(': ')],
    ['What for', purpose],
    ['Who goes', listed(going.map(({ person, onVisit }) => `${nameOf(person)}${onVisit === undefined ? '' : ` (${onVisit})`}`))],
    ['To whom', [home?.name, home?.address].filter((one) => one !== undefined).join(', ')],
    ['Day', times.departAt === undefined ? undefined : day(times.departAt, now)],
    ['Times', timesInWords(times)],
    ['Animals', home?.animals],
    ['Asked for by', requester === undefined ? undefined : nameOf(requester)],
  ];
  return (
    <SummaryList rows={rows.map(([key, value]) => value !== undefined && value !== '' && { key: { text: key }, value: { text: value } })} />
  );
};

const names = { departAt: 'leave', arriveAt: 'arrive', leaveAt: 'come away', returnAt: 'back' } as const;

/** `Leave 1pm, arrive 1.20pm, back 2.30pm`. */
const timesInWords = (times: Partial<Record<keyof typeof names, Instant>>): string =>
  Object.entries(names)
    .flatMap(([time, name]) => {
      const at = times[time as keyof typeof names]; // a key of names
      return at === undefined ? [] : [`${name} ${hour(at)}`];
    })
    .join(', ')
    .replace(/^./, (first) => first.toUpperCase());
