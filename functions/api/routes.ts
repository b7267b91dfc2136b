/**
 * The operations of the API: what each is called, where it is, and who may. Schemas and handlers are bound to the ids in
 * operations.ts; the router, the check of who may and the cloud's routes are made from these rows. Imports nothing, so that
 * the stack can read it.
 */

/**
 * A duty of the person's record; somebody's part in the visit; whoever the policy lets read anything of it, waits for the
 * answer of, or was written to about it; whoever is out on it, or was and is accounted for, though they have left the school
 * meanwhile; any person of the school; a machine with that scope.
 */
export type May =
  | 'visitor'
  | 'office'
  | 'dsl'
  | 'slt'
  | 'headteacher'
  | 'head-of-school'
  | 'executive-headteacher'
  | 'team'
  | 'admin'
  | 'on-visit'
  | 'requester'
  | 'reader'
  | 'asked'
  | 'told'
  | 'out'
  | 'was-out'
  | 'anybody'
  | 'machine:read'
  | 'machine:write'
  | 'machine:calendar';

export interface Route {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly may: readonly May[];
}

const heads = ['headteacher', 'head-of-school', 'executive-headteacher'] as const;
const leaders = ['dsl', 'slt', ...heads] as const;
const responders = ['office', 'team', ...leaders] as const;
/** Whoever may open a visit. To anybody else a command answers with what a machine is shown. */
const part = ['on-visit', 'out', 'requester', 'reader', 'asked', 'told', ...responders] as const;
const school = '/v1/schools/{school}';
const visit = `${school}/visits/{visit}`;
/** Who may see one is decided by whom its ladder tells; to anybody else there is none. */
const allegation = `${school}/allegations/{allegation}`;

const drill = `${school}/drills/{drill}`;
const drillers = [...responders, 'admin'] as const;

const webhook = `${school}/webhooks/{webhook}`;

const policyVersion = `${school}/policies/{version}`;

/** What is never refused. */
const heard = ['anybody', 'out', 'was-out', 'machine:write'] as const;

/** One row for each command of a visit. */
const command = <Id extends string>(id: Id, may: readonly May[]) => ({ id, method: 'POST', path: `${visit}/${id}`, may }) as const;

export const routes = [
  { id: 'request', method: 'POST', path: `${school}/visits`, may: ['anybody', 'machine:write'] },
  // Read by whoever may open the homes that it would be to.
  { id: 'foresee-visit', method: 'POST', path: `${school}/visits/foreseen`, may: ['visitor', ...responders, 'admin'] },
  { id: 'list-visits', method: 'GET', path: `${school}/visits`, may: ['visitor', ...responders, 'machine:read'] },
  { id: 'list-changes', method: 'GET', path: `${school}/changes`, may: ['visitor', ...responders, 'machine:read'] },
  { id: 'read-visit', method: 'GET', path: visit, may: [...part, 'machine:read'] },
  { id: 'read-card', method: 'GET', path: `${visit}/cards/{stage}`, may: part },
  { id: 'to-do', method: 'GET', path: `${school}/to-do`, may: ['anybody'] },
  { id: 'read-phone', method: 'GET', path: `${visit}/phone`, may: ['on-visit', 'out', 'was-out'] },
  { id: 'read-sheet', method: 'GET', path: `${visit}/sheet`, may: part },
  { id: 'visit-calendar', method: 'GET', path: `${visit}/calendar.ics`, may: part },
  {
    id: 'school-calendar',
    method: 'GET',
    path: `${school}/calendar.ics`,
    may: ['visitor', ...responders, 'machine:read', 'machine:calendar'],
  },
  { id: 'board', method: 'GET', path: `${school}/board`, may: [...responders, 'machine:read'] },
  { id: 'timetable', method: 'POST', path: `${school}/timetable`, may: ['anybody', 'machine:write'] },
  { id: 'read-timetable', method: 'GET', path: `${school}/timetable`, may: ['visitor', ...responders] },
  { id: 'answer-visits', method: 'POST', path: `${school}/visits/answers`, may: ['on-visit', 'requester', 'asked', ...responders] },

  command('amend', ['on-visit', 'requester', ...responders, 'machine:write']),
  command('reschedule', ['on-visit', 'requester', ...responders, 'machine:write']),
  command('answer', ['on-visit', 'requester', 'asked', ...responders, 'machine:write']),
  command('tick', ['on-visit', 'requester', ...responders]),
  command('not-going', ['anybody', 'machine:write']),
  command('assess', ['on-visit']),
  command('authorise', ['anybody']),
  command('decline', ['anybody']),
  command('send-back', ['anybody']),
  command('cancel', ['on-visit', 'requester', ...responders, 'machine:write']),
  command('depart', ['on-visit', 'office', 'team']),
  command('text-page', ['on-visit', ...responders]),

  command('depart-in-breach', heard),
  command('arrive', heard),
  command('check-in', heard),
  command('leave', heard),
  command('return', heard),
  command('revise', heard),
  command('correct', heard),
  command('raise-alarm', heard),
  command('note', heard),

  command('acknowledge', ['anybody']),
  command('log-attempt', ['anybody']),
  command('escalate', ['anybody']),
  command('record-police', ['anybody']),
  command('stand-down', [...responders]),

  command('write-up', ['on-visit', 'requester', ...leaders]),
  command('record-reference', ['on-visit', 'requester', ...responders]),
  command('pass-on', ['on-visit', 'requester', ...leaders]),
  command('close', ['on-visit', 'requester', ...responders]),

  { id: 'allege', method: 'POST', path: `${school}/allegations`, may: ['anybody'] },
  { id: 'list-allegations', method: 'GET', path: `${school}/allegations`, may: ['anybody'] },
  { id: 'read-allegation', method: 'GET', path: allegation, may: ['anybody'] },
  { id: 'acknowledge-allegation', method: 'POST', path: `${allegation}/acknowledge`, may: ['anybody'] },
  { id: 'note-allegation', method: 'POST', path: `${allegation}/note`, may: ['anybody'] },
  { id: 'stand-down-allegation', method: 'POST', path: `${allegation}/stand-down`, may: ['anybody'] },

  { id: 'begin-drill', method: 'POST', path: `${school}/drills`, may: ['office', 'dsl', ...heads, 'admin'] },
  { id: 'list-drills', method: 'GET', path: `${school}/drills`, may: drillers },
  { id: 'read-drill', method: 'GET', path: drill, may: ['requester', 'told', ...drillers] },
  // As in earnest: anybody may have it, and those in charge say that it is over.
  { id: 'acknowledge-drill', method: 'POST', path: `${drill}/acknowledge`, may: ['anybody'] },
  { id: 'log-attempt-drill', method: 'POST', path: `${drill}/log-attempt`, may: ['anybody'] },
  { id: 'escalate-drill', method: 'POST', path: `${drill}/escalate`, may: ['anybody'] },
  { id: 'record-police-drill', method: 'POST', path: `${drill}/record-police`, may: ['anybody'] },
  { id: 'stand-down-drill', method: 'POST', path: `${drill}/stand-down`, may: ['requester', ...drillers] },
  { id: 'rehearse', method: 'GET', path: `${school}/rehearsal`, may: drillers },
  { id: 'rehearse-visit', method: 'GET', path: `${school}/rehearsal/visit`, may: drillers },

  { id: 'list-holds', method: 'GET', path: `${school}/holds`, may: ['dsl', ...heads] },
  { id: 'place-hold', method: 'POST', path: `${school}/holds`, may: ['dsl', ...heads] },
  { id: 'release-hold', method: 'POST', path: `${school}/holds/{hold}/release`, may: [...heads] },
  { id: 'everything', method: 'GET', path: `${school}/everything`, may: [...heads] },
  { id: 'list-erasures', method: 'GET', path: `${school}/erasures`, may: [...heads] },
  { id: 'foresee-erasure', method: 'GET', path: `${school}/erasures/foreseen`, may: [...heads] },
  { id: 'erase', method: 'POST', path: `${school}/erasures`, may: [...heads] },

  { id: 'read-policy', method: 'GET', path: `${school}/policy`, may: ['anybody', 'machine:read'] },
  { id: 'record-review', method: 'POST', path: `${school}/policy/reviewed`, may: ['anybody'] },
  { id: 'list-policies', method: 'GET', path: `${school}/policies`, may: ['anybody', 'machine:read'] },
  { id: 'propose-policy', method: 'POST', path: `${school}/policies`, may: ['anybody'] },
  { id: 'read-policy-version', method: 'GET', path: policyVersion, may: ['anybody', 'machine:read'] },
  { id: 'compare-policy', method: 'GET', path: `${policyVersion}/changes`, may: ['anybody', 'machine:read'] },
  { id: 'agree-to-policy', method: 'POST', path: `${policyVersion}/agree`, may: ['anybody'] },
  { id: 'read-settings', method: 'GET', path: `${school}/settings`, may: ['anybody', 'machine:read'] },
  { id: 'read-settings-history', method: 'GET', path: `${school}/settings/history`, may: ['anybody', 'machine:read'] },
  { id: 'write-settings', method: 'PUT', path: `${school}/settings`, may: ['anybody'] },
  { id: 'read-doing', method: 'GET', path: `${school}/doing`, may: ['office', ...leaders, 'admin'] },
  { id: 'read-preflight', method: 'GET', path: `${school}/preflight`, may: ['admin', 'office', 'dsl', ...heads] },
  { id: 'list-people', method: 'GET', path: `${school}/people`, may: ['anybody', 'machine:read'] },
  { id: 'read-person', method: 'GET', path: `${school}/people/{person}`, may: ['anybody', 'machine:read'] },
  // Their own, or anybody's for whoever sees to contacts: the handler knows.
  { id: 'test-contacts', method: 'POST', path: `${school}/people/{person}/test`, may: ['anybody'] },
  { id: 'confirm-contact', method: 'POST', path: `${school}/people/{person}/confirm`, may: ['anybody'] },
  { id: 'write-person', method: 'PUT', path: `${school}/people/{person}`, may: ['admin', ...heads, 'machine:write'] },
  { id: 'person-left', method: 'POST', path: `${school}/people/{person}/left`, may: ['admin', ...heads, 'machine:write'] },
  { id: 'person-back', method: 'POST', path: `${school}/people/{person}/back`, may: ['admin', ...heads, 'machine:write'] },
  { id: 'person-read-policy', method: 'POST', path: `${school}/people/{person}/read-policy`, may: ['anybody'] },
  // What they let in is the school's business: whoever keeps its records sees to it, and no machine.
  { id: 'list-machines', method: 'GET', path: `${school}/machines`, may: ['admin', ...heads] },
  { id: 'make-machine', method: 'POST', path: `${school}/machines`, may: ['admin', ...heads] },
  { id: 'revoke-machine', method: 'POST', path: `${school}/machines/{machine}/revoke`, may: ['admin', ...heads] },
  { id: 'list-webhooks', method: 'GET', path: `${school}/webhooks`, may: ['admin', ...heads] },
  { id: 'make-webhook', method: 'POST', path: `${school}/webhooks`, may: ['admin', ...heads] },
  { id: 'read-webhook', method: 'GET', path: webhook, may: ['admin', ...heads] },
  { id: 'rotate-webhook', method: 'POST', path: `${webhook}/rotate`, may: ['admin', ...heads] },
  { id: 'webhook-off', method: 'POST', path: `${webhook}/off`, may: ['admin', ...heads] },
  { id: 'webhook-on', method: 'POST', path: `${webhook}/on`, may: ['admin', ...heads] },
  { id: 'send-delivery-again', method: 'POST', path: `${webhook}/deliveries/{delivery}/again`, may: ['admin', ...heads] },
  { id: 'bring-in', method: 'POST', path: `${school}/import`, may: ['admin', ...heads, 'machine:write'] },
  { id: 'list-imports', method: 'GET', path: `${school}/imports`, may: ['admin', ...heads, 'machine:write'] },
  { id: 'read-import', method: 'GET', path: `${school}/imports/{import}`, may: ['admin', ...heads, 'machine:write'] },
  { id: 'list-households', method: 'GET', path: `${school}/households`, may: ['visitor', ...responders, 'admin', 'machine:read'] },
  {
    id: 'read-household',
    method: 'GET',
    path: `${school}/households/{household}`,
    may: ['visitor', ...responders, 'admin', 'machine:read'],
  },
  {
    id: 'write-household',
    method: 'PUT',
    path: `${school}/households/{household}`,
    may: ['visitor', ...responders, 'admin', 'machine:write'],
  },
  {
    id: 'visits-of-household',
    method: 'GET',
    path: `${school}/households/{household}/visits`,
    may: ['visitor', ...responders, 'admin', 'machine:read'],
  },
  { id: 'history-of-household', method: 'GET', path: `${school}/households/{household}/history`, may: ['visitor', ...responders, 'admin'] },
  { id: 'merge-households', method: 'POST', path: `${school}/households/{household}/merge`, may: ['office', 'dsl', ...heads, 'admin'] },
  // Beside the homes and not among them, where one could have its name.
  { id: 'list-duplicates', method: 'GET', path: `${school}/duplicates`, may: ['office', 'dsl', ...heads, 'admin'] },
  { id: 'answer-households', method: 'POST', path: `${school}/households/answers`, may: ['visitor', ...responders, 'admin'] },
] as const satisfies readonly Route[];

/** For anybody: it tells nothing of any school. */
export const openRoutes = [{ id: 'read-contract', method: 'GET', path: '/v1/openapi.json' }] as const satisfies readonly Pick<
  Route,
  'id' | 'method' | 'path'
>[];

/** Outside every school, by a token of its own: where a provider says what became of the messages that it took. Only where there is such a provider. */
export const receiptRoutes = [{ id: 'receipt-from-notify', method: 'POST', path: '/v1/receipts/notify' }] as const satisfies readonly Pick<
  Route,
  'id' | 'method' | 'path'
>[];

export type OperationId = (typeof routes)[number]['id'];
