import { expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import { startSchools } from '../support/scenario.ts';
import { eachOf } from '../support/year-group.ts';

const cloud = await startSchools();
const { clock } = cloud;
const hampton = cloud.school('hampton');
const [technician, head] = [hampton.as('technician'), hampton.as('head')];

const Report = z.looseObject({
  state: z.string(),
  counts: z.looseObject({}),
  report: z.array(z.looseObject({ row: z.int(), id: z.string(), outcome: z.string() })).default([]),
});

const Told = z.array(z.object({ to: z.string(), body: z.string(), headers: z.record(z.string(), z.string()) }));
const Message = z.strictObject({
  type: z.literal('visit.changed'),
  timestamp: z.string(),
  data: z.strictObject({ school: z.literal('hampton'), visit: z.string() }),
});
const Listed = z.looseObject({ visits: z.array(z.looseObject({ id: z.string(), household: z.string() })) });

it('a year group comes in as the records system has it, and goes into the induction round, of which that system is told', async () => {
  await clock.newDay();
  const address = 'https://mis.example.org/year-group';
  const made = await head.posts('/webhooks', { body: { url: address } });
  expect(made.status, made.text).toBe(201);
  const { secret } = z.looseObject({ secret: z.string() }).parse(made.body);
  const names = 'home_id,home_name,address,phone,pupil_id,pupil_name,adult_1_name,adult_1_phone';
  const rows = [
    'FAM/2041,The Okafors,14 Larch Rise,01632 960123,8841,Daniel Okafor,Grace Okafor,07700 900123',
    'FAM/2041,The Okafors,14 Larch Rise,,8842,Ruth Okafor,Grace Okafor,',
    'FAM/2042,The Lindqvists,"2, The Lodge",,8843,Ida Lindqvist,,',
    // Of two homes: with each parent half of the week.
    'FAM/2043,Mr Strand,3 Larch Rise,,8844,Tom Strand,,',
    'FAM/2044,Ms Strand,9 Mill Lane,,8844,Tom Strand,,',
  ];
  const begun = await technician.posts('/import?kind=households', {
    raw: [names, ...rows].join('\r\n'),
    headers: { 'content-type': 'text/csv' },
    key: 'reception-2027',
  });
  expect(begun.status, begun.text).toBe(202);
  const { pathname } = new URL(begun.headers.get('location') ?? '', 'https://doorstep.example');
  const follow = async () => Report.parse((await technician.gets(pathname.replace('/v1/schools/hampton', ''))).body);
  expect(await follow()).toMatchObject({ state: 'waiting', report: [] });

  // Whoever is due comes first; then the sweep sees to it.
  await clock.at('08:32');
  const { state, counts, report } = await follow();
  expect(state).toBe('done');
  expect(counts).toEqual({ made: 4, changed: 1, unchanged: 0, refused: 0 });

  const homes = [...new Set(report.map(({ id }) => id))];
  const said = { 'family-name': 'New in September', offer: { sent: clock.today(), how: 'Letter' }, 'offer-answer': 'accepted' };
  expect((await head.posts('/households/answers', { body: { households: homes, answers: said } })).status).toBe(200);
  const at = (hour: string): string => `2027-06-29T${hour}:00+01:00`;
  const visits = homes.map((household, n) => ({
    type: 'induction',
    purpose: 'To meet you and your child at home before September',
    household,
    visitors: ['teacher', 'assistant'].map((post) => ({ person: hampton.person(post) })),
    plan: {
      departAt: at('09:00'),
      arriveAt: at(`${String(9 + n).padStart(2, '0')}:15`),
      leaveAt: at(`${String(9 + n).padStart(2, '0')}:45`),
      returnAt: at('13:00'),
    },
    round: { id: 'tuesday', order: n + 1 },
    answers: { class: { class: 'Willow', teacher: hampton.person('teacher') }, 'risk-decision': 'acceptable', 'recent-violence': false },
  }));
  const each = eachOf((await head.posts('/timetable', { body: { visits, authorise: true } })).body);
  expect(each.map(({ status, stage, household }) => [status, stage, household])).toEqual(homes.map((home) => [201, 'authorised', home]));

  // Whatever has a number: nothing goes out of this machine, and what would have is kept.
  await clock.at('08:36');
  const told = Told.parse(await (await fetch(`${cloud.url}/_local/webhooks`)).json()).filter(({ to }) => to === address);
  const { visits: listed } = Listed.parse((await head.gets('/visits?limit=100')).body);
  const ours = listed.filter(({ household }) => homes.includes(household)).map(({ id }) => id);
  expect(ours).toHaveLength(homes.length);
  expect(new Set(told.map(({ body }) => Message.parse(JSON.parse(body)).data.visit))).toEqual(new Set(ours));
  for (const { body, headers } of told) {
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign(headers['webhook-id'] ?? '', at, body));
  }
});
