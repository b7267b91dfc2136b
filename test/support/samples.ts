/** Things of a made-up school, small and whole, for tests that are not about what is in them. */
import type { Household } from '../../functions/domain/household.ts';
import type { Person } from '../../functions/domain/person.ts';
import { Policy, Settings } from '../../functions/domain/policy/policy.ts';
import { Instant } from '../../functions/domain/time.ts';
import type { Card, Shadow } from '../../functions/domain/visit/shadow.ts';
import type { Message } from '../../functions/ports/notices.ts';
import type { EventOf, Owed, StoredVisit, Tally, VisitRef } from '../../functions/domain/visit/visit.ts';

export const school = 'moorside';

/** A time on the afternoon of the samples: `at('15:30')`, `at('15:30:00.250')`. */
export const at = (time: string): Instant => Instant.parse(`2026-06-22T${time.length === 5 ? `${time}:00` : time}Z`);

export const refTo = (n = 1, of = school): VisitRef => ({ school: of, visit: `HV-${String(n).padStart(6, '0')}` });

/** A step that the office is told of by text. */
export const aText: Message = {
  ref: refTo(),
  notice: 'n7-1',
  attempt: 0,
  contact: 'office',
  channel: 'text',
  to: '+447700900123',
  subject: '',
  text: 'HV-000001: Tess is late. Please ring.',
  about: 'rung:a1/0',
};

export const requested = (when = at('09:00')): EventOf<'VisitRequested'> => ({
  type: 'VisitRequested',
  at: when,
  by: 'teacher',
  via: 'form',
  key: { id: 'k1', body: 'b1' },
  policy: { id: 'moorside', version: '1' },
  request: {
    household: 'h-1',
    visitors: [{ person: 'teacher' }],
    plan: { departAt: at('14:00'), returnAt: at('15:30'), startsFrom: 'school', endsAt: 'school' },
  },
});

export const noted = (words: string, when = at('10:00')): EventOf<'NoteMade'> => ({
  type: 'NoteMade',
  at: when,
  by: 'office',
  via: 'api',
  words,
});

export const aNewVisit = (ref = refTo(), changes: Partial<StoredVisit> = {}): StoredVisit => ({
  ...ref,
  version: 1,
  history: [requested()],
  owed: {},
  tally: {},
  ...changes,
});

export const owedText: Owed = {
  n1: {
    id: 'n1',
    to: 'office',
    channel: 'text',
    about: { kind: 'rung', alarm: 'a1', rung: 0, cycle: 0 },
    queuedAt: at('16:00'),
    lease: { by: 'process-1', until: at('16:00:20') },
    tries: 1,
    timeOuts: 0,
  },
};

export const aTally: Tally = {
  'a1/3': { n: 4, firstAt: at('16:30'), lastAt: at('16:45'), accepted: 8, failed: 1, uncertain: 0, to: ['office', 'head'] },
};

export const aShadow = (changes: Partial<Omit<Shadow, 'card'>> & { readonly card?: Partial<Card> } = {}): Shadow => {
  const { card, ...rest } = changes;
  const changedAt = changes.changedAt ?? at('09:00');
  const household = changes.household ?? 'h-1';
  return {
    list: 'open',
    changedAt,
    household,
    outcome: { stage: 'requested', entered: false },
    card: {
      stage: 'requested',
      household,
      changedAt,
      requester: 'teacher',
      visitors: [{ person: 'teacher', state: 'expected' }],
      watched: false,
      ...card,
    },
    ...rest,
  };
};

export const aPerson = (changes: Partial<Person> = {}): Person => ({
  id: 'teacher',
  name: 'Tess Ayling',
  firstName: 'Tess',
  duties: ['visitor'],
  roles: [],
  staff: true,
  mobile: '+447700900101',
  email: 'teacher@example.org',
  answers: {},
  ticked: {},
  ...changes,
});

export const aHousehold = (changes: Partial<Household> = {}): Household => ({
  id: 'h-1',
  name: 'Family One',
  address: '1 Long Lane',
  formerAddresses: [],
  phones: [],
  adults: [],
  pupils: [],
  hazards: [],
  entered: false,
  answers: {},
  mergedFrom: [],
  ...changes,
});

export const someSettings = (version: number, values: Settings['values'] = {}): Settings =>
  Settings.parse({ version, policy: { id: 'moorside', version: '1' }, values });

export const aPolicy = (title = 'Visits to homes'): Policy =>
  Policy.parse({
    id: 'moorside',
    title,
    ...Object.fromEntries(
      ['about', 'settings', 'forms', 'questions', 'gates', 'prompts', 'clocks', 'ladders', 'alarms', 'notices', 'access', 'promises'].map(
        (group) => [group, []],
      ),
    ),
    forms: [{ id: 'risk', name: 'Risk', clauses: ['MO-01'] }],
  });
