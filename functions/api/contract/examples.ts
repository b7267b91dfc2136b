/** Made-up people of a made-up school, for the examples of the contract. */
const teacher = 'ada-teacher';

export const line = {
  id: 'HV-7K2M9QRA',
  stage: 'authorised',
  type: 'induction',
  household: 'h-2f6k9m3q',
  plannedAt: '2026-06-22T12:00:00.000Z',
  requester: 'machine:mis',
  visitors: [{ person: teacher, state: 'expected' }],
} as const;

export const visit = {
  id: line.id,
  stage: 'requested',
  actions: [{ name: 'amend', allowed: true }],
  school: 'moorside',
  type: 'induction',
  policy: { id: 'moorside', version: '3' },
  pupil: null,
  household: { id: line.household },
  requester: 'machine:mis',
  requestedAt: '2026-06-15T09:12:00.000Z',
  changedAt: '2026-06-15T09:12:00.000Z',
  visitors: [
    {
      person: teacher,
      state: 'expected',
      notGoing: false,
      signedOutAt: null,
      arrivedAt: null,
      leftAt: null,
      accountedForAt: null,
      inBreach: false,
      stops: [],
    },
  ],
  plan: {
    departAt: '2026-06-22T12:00:00.000Z',
    returnAt: '2026-06-22T13:30:00.000Z',
    startsFrom: 'school',
    endsAt: 'school',
  },
  clocks: [],
  alarms: [],
} as const;

export const request = {
  type: 'induction',
  purpose: 'To meet the family before September',
  household: line.household,
  visitors: [{ person: teacher }],
  plan: { departAt: '2026-06-22T13:00:00+01:00', returnAt: '2026-06-22T14:30:00+01:00' },
} as const;

export const home = {
  id: line.household,
  name: 'The Okafors',
  address: '14 Mill Lane',
  phones: ['+447700900123'],
  adults: [{ id: 'adult-1', name: 'Grace Okafor', relationship: 'Mother', phones: [] }],
  pupils: [{ id: 'MIS-20417', name: 'Daniel', onRoll: true }],
} as const;

export const person = { id: teacher, name: 'Ada Brown', duties: ['visitor'], roles: ['class-teacher'] } as const;
export const done = { at: '2026-06-01T08:00:00.000Z', by: 'moorside-head' } as const;
export const machine = { id: 'arbor', name: 'Arbor', scope: 'write', made: done, usedOn: null, revoked: null } as const;
