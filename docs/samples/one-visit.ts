// A whole visit by the client that is made from the contract: for the tests, and to be read.
import createClient from 'openapi-fetch';
import type { paths } from './doorstep.d.ts';

const { DOORSTEP = 'http://localhost:3000' } = process.env;
const school = 'hampton';
const key = (): { 'idempotency-key': string } => ({ 'idempotency-key': crypto.randomUUID() });

async function as(person: string) {
  const answer = await fetch(`${DOORSTEP}/_local/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ school, person: `hampton-${person}` }),
  });
  const { token } = (await answer.json()) as { token: string };
  return createClient<paths>({ baseUrl: DOORSTEP, headers: { authorization: `Bearer ${token}` } });
}
async function clock(set: string): Promise<void> {
  await fetch(`${DOORSTEP}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ set }),
  });
}
/** The answer, or the problem. */
function done<Data>({ data, error }: { data?: Data; error?: { title: string; detail?: string } }): Data {
  if (data === undefined) throw new Error(`${error?.title ?? 'no answer'}: ${error?.detail ?? ''}`);
  return data;
}
const at = (hour: string): string => `2031-06-24T${hour}:00+01:00`;

const [teacher, head, office] = [await as('teacher'), await as('head'), await as('office')];
await clock(at('08:30'));
const { id: visit } = done(
  await teacher.POST('/v1/schools/{school}/visits', {
    params: { path: { school }, header: key() },
    body: {
      type: 'induction',
      purpose: 'To meet the family before September',
      household: 'hampton-home-3',
      visitors: [{ person: 'hampton-teacher' }, { person: 'hampton-assistant' }],
      plan: { departAt: at('13:00'), arriveAt: at('13:20'), leaveAt: at('14:10'), returnAt: at('14:30') },
      answers: {},
    },
  }),
);
const path = { school, visit };

// Nobody leaves without what the policy asks, and the answer says what that is.
const early = await teacher.POST('/v1/schools/{school}/visits/{visit}/depart', {
  params: { path, header: key() },
  body: { visitor: 'all', ticks: [] },
});
if (early.error === undefined || !('unmet' in early.error)) throw new Error('they may leave already');
console.log('refused:', early.response.status, early.error.unmet.length > 3, early.error.clauses.length > 3);

const answers = {
  class: { class: 'Willow', teacher: 'hampton-teacher' },
  'risk-decision': 'acceptable',
  'recent-violence': false,
  'notice-sent': '2031-06-17',
  'notice-how': 'letter',
  'violence-now': false,
};
done(await teacher.POST('/v1/schools/{school}/visits/{visit}/answer', { params: { path, header: key() }, body: { answers } }));
done(await head.POST('/v1/schools/{school}/visits/{visit}/authorise', { params: { path, header: key() }, body: {} }));
await clock(at('13:00'));
const ticks = ['carry-phone', 'safety-first'];
done(
  await teacher.POST('/v1/schools/{school}/visits/{visit}/depart', { params: { path, header: key() }, body: { visitor: 'all', ticks } }),
);
const board = done(await office.GET('/v1/schools/{school}/board', { params: { path: { school } } }));
console.log('out:', board.visits.find((row) => row.visit === visit)?.state);

done(await teacher.POST('/v1/schools/{school}/visits/{visit}/arrive', { params: { path, header: key() }, body: { visitor: 'all' } }));
done(
  await teacher.POST('/v1/schools/{school}/visits/{visit}/leave', {
    params: { path, header: key() },
    body: { visitor: 'all', outcome: 'completed' },
  }),
);
await clock(at('14:25'));
const back = done(
  await teacher.POST('/v1/schools/{school}/visits/{visit}/return', { params: { path, header: key() }, body: { visitor: 'all' } }),
);
console.log('back:', back.stage);
for (const { task, done: isDone } of back.tasks ?? [])
  if (!isDone)
    done(
      await head.POST('/v1/schools/{school}/visits/{visit}/answer', {
        params: { path, header: key() },
        body: { answers: { [task]: { who: 'Maureen', when: at('14:30'), reference: 'none' } } },
      }),
    );
const story = { 'any-concern': 'none', 'settling-in': { story: 'The one about the bear' } };
done(await teacher.POST('/v1/schools/{school}/visits/{visit}/write-up', { params: { path, header: key() }, body: { answers: story } }));
const closed = await head.POST('/v1/schools/{school}/visits/{visit}/close', { params: { path, header: key() }, body: {} });
if (closed.error !== undefined) throw new Error(JSON.stringify(closed.error));
console.log('closed:', closed.data.stage);
