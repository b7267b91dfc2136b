/**
 * The pages: what each is called and where it is. Handlers are bound to the ids in pages.ts; the router and the cloud's routes
 * are made from these rows. Imports nothing, so that the stack can read it.
 */

/** For whom a page is: anybody; whoever signed in; whoever has the link of one visit, which is as much as they see. */
export type For = 'anybody' | 'signed-in' | 'link';

export interface PageRoute {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly for: For;
}

/** Of whoever signed in. */
const get = <Id extends string>(id: Id, path: string) => ({ id, method: 'GET', path, for: 'signed-in' }) as const;
const post = <Id extends string>(id: Id, path: string) => ({ id, method: 'POST', path, for: 'signed-in' }) as const;

export const pageRoutes = [
  get('home', '/'),
  get('request-page', '/request'),
  post('begin-afresh', '/request'),
  get('request-step', '/request/{step}'),
  post('answer-step', '/request/{step}'),
  get('visits', '/visits'),
  get('homes', '/homes'),
  get('new-home-page', '/homes/new'),
  post('new-home', '/homes/new'),
  get('one-home', '/homes/{home}'),
  get('change-home-page', '/homes/{home}/change'),
  post('change-home', '/homes/{home}/change'),
  get('duplicates', '/duplicates'),
  post('merge-homes', '/duplicates'),
  get('visit', '/visits/{visit}'),
  get('answers', '/visits/{visit}/answers/{stage}'),
  post('answer', '/visits/{visit}/answers/{stage}'),
  get('assessment', '/visits/{visit}/assess'),
  post('assess', '/visits/{visit}/assess'),
  get('written', '/visits/{visit}/write-up'),
  post('write-up', '/visits/{visit}/write-up'),
  post('reference', '/visits/{visit}/reference'),
  post('pass-on', '/visits/{visit}/pass-on'),
  get('phone', '/visits/{visit}/phone'),
  post('press-phone', '/visits/{visit}/phone'),
  get('sheet', '/visits/{visit}/sheet'),
  get('slip', '/visits/{visit}/slip'),
  { id: 'phone-by-link', method: 'GET', path: '/v/{link}', for: 'link' },
  { id: 'press-by-link', method: 'POST', path: '/v/{link}', for: 'link' },
  get('approve-page', '/visits/{visit}/approve'),
  post('approve', '/visits/{visit}/approve'),
  get('go-page', '/visits/{visit}/go'),
  post('go', '/visits/{visit}/go'),
  post('text-page', '/visits/{visit}/go/text'),
  get('breach-page', '/visits/{visit}/go/in-breach'),
  post('go-in-breach', '/visits/{visit}/go/in-breach'),
  get('change-page', '/visits/{visit}/change'),
  post('change', '/visits/{visit}/change'),
  get('cancel-page', '/visits/{visit}/cancel'),
  post('cancel', '/visits/{visit}/cancel'),
  get('reschedule-page', '/visits/{visit}/reschedule'),
  post('reschedule', '/visits/{visit}/reschedule'),
  get('not-going-page', '/visits/{visit}/not-going'),
  post('not-going', '/visits/{visit}/not-going'),
  get('ticks-page', '/visits/{visit}/ticks'),
  post('tick', '/visits/{visit}/ticks'),
  get('close-page', '/visits/{visit}/close'),
  post('close', '/visits/{visit}/close'),
  get('allegations-page', '/allegations'),
  get('new-allegation-page', '/allegations/new'),
  post('say-allegation', '/allegations/new'),
  get('allegation-said', '/allegations/said'),
  get('allegation-page', '/allegations/{allegation}'),
  post('see-to-allegation', '/allegations/{allegation}'),
  get('doing', '/doing'),
  get('preflight', '/preflight'),
  get('rehearsal', '/rehearsal'),
  get('drills', '/drills'),
  post('begin-drill', '/drills'),
  get('drill', '/drills/{drill}'),
  post('work-drill', '/drills/{drill}/{command}'),
  get('board', '/board'),
  get('alarm', '/visits/{visit}/alarms/{alarm}'),
  post('work-alarm', '/visits/{visit}/alarms/{alarm}'),
  get('stand-down', '/visits/{visit}/alarms/{alarm}/stand-down'),
  post('send-stand-down', '/visits/{visit}/alarms/{alarm}/stand-down'),
  get('handover', '/visits/{visit}/handover'),
  post('record-police', '/visits/{visit}/handover'),
  get('settings', '/settings'),
  get('setting', '/settings/{setting}'),
  post('set-setting', '/settings/{setting}'),
  get('policy', '/policy'),
  get('me', '/me'),
  get('people', '/people'),
  get('new-person', '/people/new'),
  post('add-person', '/people/new'),
  get('person', '/people/{person}'),
  get('change-person', '/people/{person}/change'),
  post('keep-person', '/people/{person}/change'),
  get('contacts', '/people/{person}/contacts'),
  post('try-contacts', '/people/{person}/contacts'),
  get('leaving', '/people/{person}/left'),
  post('left', '/people/{person}/left'),
  post('back', '/people/{person}/back'),
  post('has-read', '/people/{person}/read-policy'),
  get('machines', '/machines'),
  post('make-machine', '/machines'),
  get('revoking-machine', '/machines/{machine}/revoke'),
  post('revoke-machine', '/machines/{machine}/revoke'),
  post('sign-out', '/sign-out'),
  { id: 'sign-in', method: 'GET', path: '/sign-in', for: 'anybody' },
  { id: 'sign-in-go', method: 'GET', path: '/sign-in/go', for: 'anybody' },
  { id: 'sign-in-back', method: 'GET', path: '/sign-in/back', for: 'anybody' },
  { id: 'assets', method: 'GET', path: '/assets/{name}', for: 'anybody' },
] as const satisfies readonly PageRoute[];

export type PageId = (typeof pageRoutes)[number]['id'];
