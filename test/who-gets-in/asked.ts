/** What each operation of the API is asked with so that nothing but who asks can turn it away: one that is new does not compile. */
import type { OperationId, receiptRoutes } from '../../functions/api/routes.ts';

export interface AskedWith {
  /** The parts of its path besides the school. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
}

/** Whom the school of the walk has. Each that goes by a duty has that alone. */
export const names = {
  home: 'walked-home',
  otherHome: 'walked-home-2',
  planned: 'HV-00000001',
  out: 'HV-00000002',
  somebody: 'walk-no-duty',
  accused: 'walk-was-out',
} as const;

export interface There {
  readonly allegation: string;
  readonly drill: string;
  readonly hold: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const planned = { visit: names.planned };
const out = { visit: names.out };
const visitor = names.somebody;
const plan = { departAt: '2026-06-22T16:00:00+01:00', returnAt: '2026-06-22T17:00:00+01:00' };
const request = { household: names.home, visitors: [{ person: visitor }], plan };
const home = { household: names.home };
const person = { person: visitor };

export const askedWith = ({ allegation, drill, hold, settings }: There): Readonly<Record<OperationId | ReceiptId, AskedWith>> => ({
  request: { body: request },
  'foresee-visit': { body: request },
  'list-visits': {},
  'list-changes': {},
  'read-visit': { params: out },
  'read-card': { params: { ...out, stage: 'prepare' } },
  'to-do': {},
  'read-phone': { params: out },
  'read-sheet': { params: out },
  board: {},
  timetable: { body: { visits: [request] } },
  'read-timetable': { query: 'from=2026-06-22' },
  'answer-visits': { body: { visits: [names.planned], answers: {} } },

  amend: { params: planned, body: {} },
  reschedule: { params: planned, body: { reason: 'Ill', plan: {} } },
  answer: { params: planned, body: { answers: {} } },
  tick: { params: planned, body: { ticks: ['carry-phone'] } },
  'not-going': { params: planned, body: { visitor: names.somebody, reason: 'Ill' } },
  assess: { params: planned, body: { signed: true } },
  authorise: { params: planned, body: {} },
  decline: { params: planned, body: { reason: 'No' } },
  'send-back': { params: planned, body: { reason: 'No' } },
  cancel: { params: planned, body: { reason: 'Ill' } },
  depart: { params: planned, body: {} },

  'depart-in-breach': { params: out, body: {} },
  arrive: { params: out, body: {} },
  'check-in': { params: out, body: {} },
  leave: { params: out, body: {} },
  return: { params: out, body: {} },
  revise: { params: out, body: {} },
  correct: { params: out, body: { what: 'arrive' } },
  'raise-alarm': { params: out, body: {} },
  note: { params: out, body: {} },
  'text-page': { params: out, body: { visitor: 'walk-visits' } },

  acknowledge: { params: out, body: { alarm: 'a1' } },
  'log-attempt': { params: out, body: { alarm: 'a1', rung: 1, result: 'no-answer' } },
  escalate: { params: out, body: { alarm: 'a1' } },
  'record-police': { params: out, body: { alarm: 'a1' } },
  'stand-down': { params: out, body: { alarm: 'a1', how: 'They rang', visitors: {} } },

  'write-up': { params: out, body: { answers: {} } },
  'record-reference': { params: out, body: { system: 'A', reference: 'B' } },
  'pass-on': { params: out, body: { to: 'A', words: 'B' } },
  close: { params: out, body: {} },

  allege: { body: { visit: names.out, about: [names.accused], words: 'He shouted' } },
  'list-allegations': {},
  'read-allegation': { params: { allegation } },
  'acknowledge-allegation': { params: { allegation }, body: {} },
  'note-allegation': { params: { allegation }, body: { words: 'Seen' } },
  'stand-down-allegation': { params: { allegation }, body: { how: 'Seen to' } },

  'begin-drill': { body: { ladder: 'help-ladder' } },
  'list-drills': {},
  'read-drill': { params: { drill } },
  'acknowledge-drill': { params: { drill }, body: {} },
  'log-attempt-drill': { params: { drill }, body: { rung: 1, result: 'no-answer' } },
  'escalate-drill': { params: { drill }, body: {} },
  'record-police-drill': { params: { drill }, body: {} },
  'stand-down-drill': { params: { drill }, body: { how: 'All answered' } },
  rehearse: { query: 'ladder=help-ladder' },
  'rehearse-visit': { query: `visitors=${visitor}&departAt=2026-06-22T15:00:00Z&returnAt=2026-06-22T16:00:00Z` },

  'list-holds': {},
  'place-hold': { body: { on: { kind: 'school' }, reason: 'A claim' } },
  'release-hold': { params: { hold }, body: {} },
  everything: { query: `household=${names.home}` },
  'list-erasures': {},
  'foresee-erasure': { query: `household=${names.home}` },
  erase: { body: { household: names.home } },

  'read-policy': {},
  'record-review': { body: {} },
  'list-policies': {},
  'propose-policy': { body: { version: '2', policy: {}, clauses: [] } },
  'read-policy-version': { params: { version: '1' } },
  'compare-policy': { params: { version: '1' } },
  'agree-to-policy': { params: { version: '1' }, body: {} },
  'read-settings': {},
  'read-settings-history': {},
  'write-settings': { body: { values: settings } },
  'read-doing': {},
  'read-preflight': {},
  'list-people': {},
  'read-person': { params: person },
  'test-contacts': { params: person, body: { channel: 'text' } },
  'confirm-contact': { params: person, body: { channel: 'text', code: '000000' } },
  'write-person': { params: person, body: { name: 'Somebody', firstName: 'Some', duties: [] } },
  'person-left': { params: person, body: {} },
  'person-back': { params: person, body: {} },
  'person-read-policy': { params: person, body: {} },
  'list-machines': {},
  'make-machine': { body: { name: 'Arbor', scope: 'read' } },
  'revoke-machine': { params: { machine: 'reads' }, body: {} },
  'visit-calendar': { params: out },
  'school-calendar': {},
  'list-webhooks': {},
  'make-webhook': { body: { url: 'https://mis.example.org/doorstep' } },
  'read-webhook': { params: { webhook: 'w-00000000' } },
  'rotate-webhook': { params: { webhook: 'w-00000000' }, body: {} },
  'webhook-off': { params: { webhook: 'w-00000000' }, body: {} },
  'webhook-on': { params: { webhook: 'w-00000000' }, body: {} },
  'send-delivery-again': { params: { webhook: 'w-00000000', delivery: 'w-00000000.1782121560000.HV-00000000' }, body: {} },
  'bring-in': { query: 'kind=households', body: { households: [{ id: 'walked-home', name: 'Walked' }] } },
  'list-imports': {},
  'read-import': { params: { import: 'i-00000000' } },
  'list-households': {},
  'read-household': { params: home },
  'write-household': { params: home, body: { name: 'A home', address: '1 High Street' } },
  'visits-of-household': { params: home },
  'history-of-household': { params: home },
  'merge-households': { params: home, body: { from: names.otherHome } },
  'list-duplicates': {},
  'answer-households': { body: { answers: {}, households: [names.home] } },

  'receipt-from-notify': { body: { id: 'a', reference: 'r', status: 'delivered', notification_type: 'sms' } },
});

type ReceiptId = (typeof receiptRoutes)[number]['id'];
