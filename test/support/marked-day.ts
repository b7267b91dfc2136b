/**
 * A day at a school where nothing is written but marks: names, addresses, numbers, every answer, every word of every command, what
 * is turned away and what cannot be read. Lived through the functions as they are deployed.
 */
import * as z from 'zod';
import { contracts } from '../../functions/api/contract/contracts.ts';
import { operations } from '../../functions/api/operations.ts';
import { type OperationId, routes } from '../../functions/api/routes.ts';
import { reachedBefore } from '../../functions/domain/contacts.ts';
import { Household } from '../../functions/domain/household.ts';
import { Person } from '../../functions/domain/person.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { type Question, Stage } from '../../functions/domain/policy/policy.ts';
import { Instant, plus } from '../../functions/domain/time.ts';
import { commandBodies, type CommandName } from '../../functions/domain/visit/commands.ts';
import { afternoonAt, schoolOf } from './afternoon.ts';
import { overHttp } from './desk-over-http.ts';
import { everyPage } from './every-page.ts';
import { fieldsIn, formsIn } from './form-in.ts';
import { newMarks } from './marks.ts';
import { bringOut } from './satisfy.ts';
import { watchedService } from './watched-service.ts';
import { filledIn, type Given } from './words-in-schemas.ts';

type Fields = Readonly<Record<string, unknown>>;

const at = (time: string): Instant => Instant.parse(`2026-06-22T${time}:00+01:00`);
const isCommand = (name: string): name is CommandName => name in commandBodies;

export type MarkedDay = Awaited<ReturnType<typeof markedSchool>>;

export async function markedSchool(name: string) {
  const school = schoolOf(`local/schools/${name}.json`);
  const marks = newMarks();
  const { mark } = marks;
  const phone = (path: string): string => mark(path, 'phone');
  /** What has a form of its own, whoever it is about. */
  const plainly: Given = {
    mobile: phone,
    phone,
    number: phone,
    'external.system': 'wonde',
    phones: (path: string) => [phone(path)],
    until: at('15:30'),
    'training.until': '2026-12-01',
    'formerAddresses.until': '2026-01-01',
    on: '2026-01-05',
    due: '2026-12-01',
    lookAgainOn: '2026-12-01',
    endedOn: undefined,
    latitude: 51.987654,
    longitude: -0.123456,
  };
  const kept = { changed: undefined, answers: {}, sure: true };

  const people = school.file.people.map((person) =>
    reachedBefore(
      Person.parse(
        filledIn(Person, person.id, {
          mark,
          given: {
            ...plainly,
            ...kept,
            ...{
              id: person.id,
              duties: person.duties,
              roles: person.roles,
              staff: person.staff,
              manager: person.manager,
              hours: person.hours,
            },
            ...{ ticked: {}, leftAt: undefined, becomes: undefined, contacts: undefined },
            [`${person.id}.phones`]: [{ what: mark(`${person.id}.phones.what`, 'words'), number: phone(`${person.id}.phones.number`) }],
          },
        }),
      ),
      at('08:00'),
    ),
  );
  const home = `${name}-home-1`;
  const notOnAHome = {
    mergedInto: undefined,
    mergedFrom: [],
    mergedAt: undefined,
    movedAt: undefined,
    enteredOn: undefined,
    erasedAt: undefined,
  };
  const household = Household.parse(
    filledIn(Household, 'home', {
      mark,
      given: { ...plainly, ...kept, ...notOnAHome, 'home.id': home, 'home.adults.id': 'adult-1', endedBy: undefined },
    }),
  );
  const { hazards, ...harmless } = household;
  const afternoon = await afternoonAt({ ...school, file: { ...school.file, people, households: [] } }, at('12:30'));
  // Where something is known to beware of there, another school's policy asks for more than one can know here.
  await afternoon.schools.putHousehold(name, { ...harmless, hazards: [] }, 0);
  // The second and the third are one home twice.
  for (const other of ['2', '3', '4'])
    await afternoon.schools.putHousehold(name, { ...household, id: `${name}-home-${other}`, hazards }, 0);
  const service = watchedService(afternoon);

  // ---------------------------------------------------------------------------------------------- how it is asked

  /** The words that a desk makes up are marks here. */
  const safeWord = mark('the safe word', 'words');
  const marked = (value: unknown, path: string): unknown => {
    if (value === 'Said by the test' || value === 'Somebody') return mark(path, 'words');
    if (value === 'a yellow umbrella') return safeWord;
    if (value === '+447700900999') return phone(path);
    if (Array.isArray(value)) return value.map((one) => marked(one, path));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, marked(one, `${path}.${field}`)]));
  };
  const done = async <Answer>(asking: Promise<Answer>): Promise<Answer> => {
    const answer = await asking;
    await service.drain();
    return answer;
  };
  const posts = async (who: string, path: string, body: unknown) => done(service.api(who, 'POST', path, { body: marked(body, path) }));
  const values = async (): Promise<Fields> => (await afternoon.schools.context(name, {})).settings?.values ?? {};
  const desk = overHttp({
    id: name,
    as: (post) => {
      const who = `${name}-${post}`;
      return {
        gets: async (path) => service.api(who, 'GET', path),
        posts: async (path, { body }) => posts(who, path, body),
        puts: async (path, body) => done(service.api(who, 'PUT', path, { body: marked(body, path), headers: { 'if-match': '*' } })),
      };
    },
    people: async () => Object.values((await afternoon.schools.context(name, {})).staff),
    settings: values,
    time: at,
    asked: () => undefined,
  });
  const holder = (...duties: readonly string[]): string =>
    people.find((person) => duties.some((duty) => person.duties.some((one) => one === duty)))?.id ?? '';
  const cast = { head: holder('headteacher', 'head-of-school'), office: holder('office'), dsl: holder('dsl') };
  /** Whose record is written over, and who leaves. */
  const somebody = people.findLast(({ id }) => !Object.values(cast).includes(id))?.id ?? '';

  return {
    name,
    school,
    rules: rulesOf(school.policy),
    marks,
    people,
    home,
    safeWord,
    afternoon,
    service,
    desk,
    posts,
    phone,
    plainly,
    cast,
    somebody,
    values,
  };
}

/** An answer to a question with a mark wherever something can be written; none where nothing can. */
function answerTo(question: Question, { marks: { mark }, phone }: MarkedDay): unknown {
  const path = `answers.${question.id}`;
  const simple = (type: string, of: string): unknown =>
    type === 'text' || type === 'word'
      ? mark(of, 'words')
      : type === 'phone'
        ? phone(of)
        : type === 'date'
          ? '2026-06-15'
          : type === 'when'
            ? at('08:45')
            : type === 'yes-no' || type === 'tick'
              ? true
              : undefined;
  const record = (): Fields =>
    Object.fromEntries(Object.entries(question.fields ?? {}).map(([field, type]) => [field, simple(type, `${path}.${field}`)]));
  switch (question.type) {
    case 'text':
    case 'phone':
      return simple(question.type, path);
    case 'record':
      return record();
    case 'list':
      return [record()];
    case 'hazard':
      return { present: true, description: mark(path, 'words'), ...record() };
    default:
      return undefined;
  }
}

/** Asked for, prepared, gone, called for help, overdue, worked, stood down, returned, written up. Answers with the visit. */
export async function liveTheVisit(day: MarkedDay): Promise<string> {
  const { name, desk, marks, posts, plainly, service, cast, safeWord, rules } = day;
  const { first } = firsts[name] ?? { first: 'teacher' };
  const by = `${name}-${first}`;
  const purpose = marks.mark('request.purpose', 'words');
  const { visit } = await bringOut(desk, by, { household: `${name}-home-1`, visitors: [{ person: by }], plan: {}, purpose });
  const { visitors } = await desk.visit(visit, cast.office);
  const given: Given = {
    ...plainly,
    visitor: by,
    person: by,
    plan: undefined,
    alarm: 'a1',
    rung: 1,
    seen: undefined,
    to: undefined,
    answers: {},
    involved: [],
    round: undefined,
    household: `${name}-home-1`,
    visitors: undefined,
  };
  const says = async (who: string, command: CommandName, more: Given = {}) =>
    posts(
      who,
      `/visits/${visit}/${command}`,
      filledIn(commandBodies[command], command, { mark: marks.mark, given: { ...given, ...more } }),
    );

  for (const question of rules.questions) {
    const value = answerTo(question, day);
    if (value === undefined) continue;
    const each =
      question.about === 'visitor' || question.about === 'person'
        ? Object.fromEntries(visitors.map((one) => [one, value]))
        : question.about === 'adult'
          ? { 'adult-1': value }
          : value;
    await posts(by, `/visits/${visit}/answer`, { answers: { [question.id]: each } });
  }
  await posts(by, `/visits/${visit}/assess`, { safeWord, signed: true, mobile: day.phone('assess.mobile') });
  // What comes too late is turned away, and it is said all the same.
  for (const command of Object.keys(commandBodies).filter(isCommand))
    if (command !== 'return' && command !== 'cancel' && command !== 'reschedule')
      await says(by, command, { visitor: command === 'not-going' ? cast.office : by });
  const odd = (command: string) => ({
    visitor: marks.mark(`${command} unread`, 'words'),
    [marks.mark(`${command} odd field`, 'words')]: { deep: marks.mark(`${command} odd`, 'words') },
    plan: marks.mark('plan', 'words'),
  });
  for (const command of ['note', 'arrive', 'revise', 'raise-alarm', 'answer', 'amend'])
    await posts(by, `/visits/${visit}/${command}`, odd(command));
  await posts(by, `/visits/${visit}/note`, `{"words": "${marks.mark('no JSON', 'words')}`);
  await posts(by, `/visits/${visit}/note`, { words: `Please bring the ${safeWord}` });
  await service.until(at('15:10'));

  const seen = z
    .looseObject({ alarms: z.array(z.looseObject({ id: z.string() })) })
    .parse((await service.api(cast.office, 'GET', `/visits/${visit}`)).body);
  for (const { id: alarm } of seen.alarms)
    for (const who of [cast.office, cast.dsl])
      for (const command of ['acknowledge', 'log-attempt', 'escalate', 'record-police'] as const)
        await says(who, command, { alarm, until: at('15:30'), at: at('15:00'), result: 'no-answer' });
  await service.until(at('15:40'));
  return visit;
}

/** Everything is over, and nothing is left to watch. */
export async function endTheVisit(day: MarkedDay, visit: string): Promise<void> {
  const { desk, marks, posts, plainly, service, cast } = day;
  const { visitors } = await desk.visit(visit, cast.office);
  const { alarms } = z
    .looseObject({ alarms: z.array(z.looseObject({ id: z.string(), endedAt: z.string().nullable() })) })
    .parse((await service.api(cast.dsl, 'GET', `/visits/${visit}`)).body);
  for (const { id, endedAt } of alarms)
    if (endedAt === null)
      await posts(cast.dsl, `/visits/${visit}/stand-down`, {
        alarm: id,
        how: marks.mark('stand-down.how', 'words'),
        visitors: Object.fromEntries(visitors.map((one) => [one, 'accounted-for'])),
      });
  for (const who of visitors)
    await posts(
      who,
      `/visits/${visit}/return`,
      filledIn(commandBodies.return, 'return', { mark: marks.mark, given: { ...plainly, visitor: who } }),
    );
  for (const command of ['write-up', 'record-reference', 'pass-on', 'close'] as const)
    for (const who of [visitors[0] ?? '', cast.dsl])
      await posts(
        who,
        `/visits/${visit}/${command}`,
        filledIn(commandBodies[command], command, {
          mark: marks.mark,
          given: { ...plainly, answers: { report: marks.mark('write-up.report', 'words') } },
        }),
      );
  await service.until(at('15:50'));
}

/** Whoever goes first at each, in its policy's words. */
const firsts: Readonly<Record<string, { readonly first: string }>> = { 'roselyn-house': { first: 'tutor' } };

/** Every address of the API that is not a command of a visit, each written to with marks in every field. */
export async function writeEverything(day: MarkedDay, visit: string): Promise<void> {
  const { name, marks, plainly, service, cast, posts, values } = day;
  const head = cast.head;
  const words = marks.mark;
  const person = { person: cast.dsl };
  const { visitors } = await day.desk.visit(visit, cast.office);
  const said = await posts(cast.office, '/allegations', { visit, about: visitors.slice(0, 1), words: words('allegation.words', 'words') });
  const drill = await posts(cast.office, '/drills', { ladder: 'overdue-ladder', reason: words('drill.reason', 'words') });
  const held = await posts(head, '/holds', { on: { kind: 'visit', id: visit }, reason: words('hold.reason', 'words') });
  const idIn = (answer: { readonly body: unknown }): string =>
    z
      .looseObject({ id: z.string().catch('none') })
      .catch({ id: 'none' })
      .parse(answer.body).id;
  const lists = z.looseObject({ webhooks: z.array(z.looseObject({ id: z.string() })) });
  const [told = { id: 'none' }] = lists.parse((await service.api(head, 'GET', '/webhooks')).body).webhooks;
  const log = z.looseObject({ deliveries: z.array(z.looseObject({ id: z.string() })).default([]) });
  const [message = { id: 'none' }] = log.parse((await service.api(head, 'GET', `/webhooks/${told.id}`)).body).deliveries;
  const parts: Readonly<Record<string, string>> = {
    webhook: told.id,
    delivery: message.id,
    visit,
    allegation: idIn(said),
    drill: idIn(drill),
    hold: idIn(held),
    person: day.somebody,
    household: `${name}-home-4`,
    version: '1',
    stage: 'prepare',
  };
  const queries: Readonly<Record<string, string>> = {
    everything: `?household=${name}-home-2`,
    'rehearse-visit': `?visitors=${visitors[0] ?? ''}&departAt=${at('17:00')}&returnAt=${at('18:00')}&last=depart`,
  };
  const pathOf = (path: string): string =>
    path.replace('/v1/schools/{school}', '').replaceAll(/\{(\w+)\}/g, (_, part: string) => parts[part] ?? '');
  const given: Given = {
    ...plainly,
    ...person,
    'write-person.id': undefined,
    'propose-policy.clauses': [],
    'propose-policy.policy': { ...day.school.policy, title: words('policy.title', 'words') },
    'place-hold.on': { kind: 'person', id: cast.dsl },
    answers: {},
    'erase.adult': undefined,
    'erase.pupil': undefined,
    'write-household.adults.id': 'adult-1',
    'request.household.adults.id': 'adult-1',
    'foresee-visit.household.adults.id': 'adult-1',
    'timetable.visits.household.adults.id': 'adult-1',
    duties: ['visitor'],
    visitors: {},
    'request.visitors': [{ person: visitors[0] }],
    'foresee-visit.visitors': [{ person: visitors[0] }],
    'timetable.visits.visitors': [{ person: visitors[0] }],
    manager: undefined,
    hours: undefined,
    'write-person.phones': [{ what: words('write-person.phones.what', 'words'), number: day.phone('write-person.phones.number') }],
    visit,
    visits: [visit],
    about: [visitors[0]],
    involved: [],
    plan: {},
    round: undefined,
    follows: undefined,
    rung: 1,
    seen: undefined,
    'propose-policy.version': '2',
    from: `${name}-home-3`,
    households: [`${name}-home-2`],
    code: '000000',
    'erase.household': `${name}-home-2`,
    'erase.person': undefined,
    // That somebody got into a home from which the family moves is of the former one.
    'write-household.entered': undefined,
    'make-webhook.url': 'https://mis.example.org/doorstep',
    types: undefined,
    'write-settings.values': await values(),
    result: 'no-answer',
    to: undefined,
  };
  const last: readonly OperationId[] = [
    'stand-down-drill',
    'stand-down-allegation',
    'release-hold',
    'person-left',
    'merge-households',
    'erase',
  ];
  const rows = routes.filter(({ method, id }) => method !== 'GET' && !isCommand(id));
  for (const { id, method, path } of [...rows.filter((row) => !last.includes(row.id)), ...rows.filter((row) => last.includes(row.id))]) {
    const schema = (await operations[id]()).body ?? contracts[id].sends?.json;
    const timetable = id === 'timetable' ? { visits: undefined } : {};
    const body = schema === undefined ? {} : filledIn(schema, id, { mark: words, given: omitting({ ...given, ...timetable }, timetable) });
    const place = id === 'bring-in' ? `${pathOf(path)}?kind=households` : pathOf(path);
    for (const who of [head, cast.office]) await service.api(who, method, place, { body, headers: { 'if-match': '*' } });
    // Of another school, by somebody who may not, with a field too many, and as no JSON.
    for (const who of [`${head}@elsewhere`, visitors[0], 'machine:read']) await service.api(who, method, pathOf(path), { body });
    await service.api(head, method, pathOf(path), {
      body: { ...(body as Fields), [words(`${id} odd field`, 'words')]: words(`${id} odd`, 'words') },
    });
    await service.api(head, method, pathOf(path), { body: `{"${words(`${id} no JSON`, 'words')}` });
    await service.drain();
    if (id === 'bring-in') await service.sweeps();
  }
  for (const { id, path, method } of routes)
    if (method === 'GET')
      for (const who of [head, cast.office, visitors[0], `${head}@elsewhere`, 'machine:read', undefined]) {
        await service.api(who, 'GET', `${pathOf(path)}${queries[id] ?? ''}`);
        await service.api(who, 'GET', `${pathOf(path)}?q=${words(`${id}?q`, 'words')}&${words(`${id}?odd`, 'words')}=1`);
      }
}

/** Without these, so that what stands there is filled and not given. */
const omitting = (given: Given, which: Given): Given => Object.fromEntries(Object.entries(given).filter(([name]) => !(name in which)));

/** What the API answers to each of these, and all their pages. */
export async function lookAtEverything(day: MarkedDay, visit: string, people: readonly string[]): Promise<void> {
  const { service, somebody, name } = day;
  const parts: Readonly<Record<string, readonly string[]>> = {
    visit: [visit],
    stage: Stage.options,
    household: [`${name}-home-1`],
    version: ['1'],
    person: [somebody, ...people],
  };
  const filled = routes.flatMap(({ method, path }) => {
    const short = path.replace('/v1/schools/{school}', '');
    const part = /\{(\w+)\}/.exec(short.replace('{visit}', visit))?.[1];
    const ids = part === undefined ? [''] : (parts[part] ?? []);
    return method === 'GET' ? ids.map((id) => short.replace('{visit}', visit).replace(`{${part ?? ''}}`, id)) : [];
  });
  for (const who of people) {
    for (const path of filled) await service.api(who, 'GET', path);
    for (const path of everyPage(pagesOf(day, visit))) await service.page(who, path);
  }
}

const pagesOf = ({ name, somebody }: MarkedDay, visit: string) => ({
  visit: [visit],
  alarm: ['h1', 'a1'],
  home: [`${name}-home-1`],
  person: [somebody],
  allegation: ['AL-7K2M9QR3'],
  drill: ['DR-7K2M9QR3'],
  setting: ['office-hours'],
  version: ['1'],
  hold: ['none'],
  machine: ['none'],
});

/** Every page that somebody may ask for, and each of its forms sent with a mark in every field that takes one. */
export async function fillEveryForm(day: MarkedDay, visit: string, people: readonly string[]): Promise<void> {
  const { marks, service } = day;
  for (const who of people)
    for (const path of everyPage(pagesOf(day, visit))) {
      const { text } = await service.page(who, path);
      for (const { action, method, html } of formsIn(text)) {
        if (method.toLowerCase() !== 'post' || ['/sign-out', '/duplicates'].includes(action)) continue;
        const typed = new Set(
          [...html.matchAll(/<(?:textarea|input)\b(?![^>]*type="(?:hidden|radio|checkbox)")[^>]*\bname="([^"]+)"/g)].map(
            ([, field = '']) => field,
          ),
        );
        const chosen = [...html.matchAll(/<input\b[^>]*name="([^"]+)"[^>]*type="radio"[^>]*value="([^"]*)"/g)].map(
          ([, field = '', value = '']): readonly [string, string] => [field, value],
        );
        const fields = fieldsIn(html).map(([field, value]): readonly [string, string] => [
          field,
          typed.has(field) ? marks.mark(`form ${path} ${field}`, 'words') : value,
        ]);
        await service.form(who, action === '' ? path : action, [...fields, ...chosen.slice(0, 1)]);
      }
      await service.drain();
    }
}

/** Each store breaks in turn, with an error that quotes all that it was given, while somebody writes, reads and looks at pages, and while Doorstep itself looks. */
export async function everythingBreaks(day: MarkedDay, visit: string): Promise<void> {
  const { marks, service, cast, plainly, afternoon, name } = day;
  const words = marks.mark;
  const note = () => ({ words: words('note while it broke', 'words') });
  for (const method of broken) {
    service.breaks(method);
    await service.api(cast.office, 'POST', `/visits/${visit}/note`, { body: note() });
    await service.api(cast.office, 'POST', '/visits', {
      body: { household: day.home, visitors: [{ person: cast.dsl }], plan: {}, ...note() },
    });
    await service.api(cast.office, 'PUT', `/households/${name}-home-2`, {
      body: { name: words('home.name while it broke', 'words') },
      headers: { 'if-match': '*' },
    });
    await service.api(cast.office, 'PUT', `/people/${cast.dsl}`, {
      body: filledIn(Person.omit({ id: true }), 'broken', {
        mark: words,
        given: {
          ...plainly,
          duties: ['dsl'],
          manager: undefined,
          hours: undefined,
          answers: {},
          ticked: {},
          becomes: undefined,
          leftAt: undefined,
          changed: undefined,
          contacts: undefined,
          phones: undefined,
        },
      }),
      headers: { 'if-match': '*' },
    });
    await service.api('machine:write', 'POST', '/import?kind=households', {
      body: { households: [{ id: words('home brought in while it broke', 'words'), name: words('its name', 'words') }] },
    });
    await service.api(cast.office, 'GET', `/visits/${visit}`);
    await service.page(cast.office, `/visits/${visit}`);
    await service.form(cast.office, `/request/home`, [['q', words('searched while it broke', 'words')]]);
    await afternoon.pokes.poke([{ school: name, visit }]);
    await service.drain();
    await service.sweeps();
  }
  service.breaks('visits.read', 'away');
  await service.api(cast.office, 'POST', `/visits/${visit}/note`, { body: note() });
  service.breaks('visits.due');
  await service.sweeps();
  service.breaks('visits.append');
  await service.handed(JSON.stringify({ school: name, visit: words('a poke', 'words') }));
  await service.handed(words('a poke that is no JSON', 'words'));
  await service.handed(undefined);
  service.breaks('visits.read');
  const delivery = { destination: words('destination', 'phone'), providerResponse: words('what SNS says', 'words') };
  await service.receipts([{ notification: { messageId: 'm1' }, delivery, status: 'FAILURE' }, words('a line of no form', 'words')]);
  service.breaks(undefined);
}
const broken = [
  'visits.read',
  'visits.readEach',
  'visits.append',
  'visits.create',
  'visits.list',
  'visits.recordRead',
  'schools.context',
  'schools.putHousehold',
  'schools.putPerson',
  'schools.household',
  'drafts.write',
];

/** What is kept of the visit can be read no longer; hours later whoever was in charge has been asked to look. */
export async function cannotBeRead(day: MarkedDay, visit: string): Promise<void> {
  const { afternoon, service, cast, name } = day;
  afternoon.visits.spoil({ school: name, visit });
  await service.api(cast.office, 'GET', `/visits/${visit}`);
  await service.page(cast.office, `/visits/${visit}`);
  await service.page(cast.office, '/board');
  for (let looks = 0; looks < 3; looks += 1) {
    afternoon.clock.set(plus(afternoon.clock.now(), 'PT11M'));
    await service.sweeps();
  }
  afternoon.visits.spoil({ school: name, visit }, false);
}

/** Whoever has the link of a text sees the phone page, and presses on it. */
export async function openEveryLink(day: MarkedDay): Promise<void> {
  const { afternoon, service, marks } = day;
  const links = new Set(afternoon.notices.outbox.flatMap(({ text }) => /\/v\/\S+/.exec(text)?.[0] ?? []));
  for (const link of [...links].slice(-2)) {
    const { text } = await service.page(undefined, link);
    for (const { html } of formsIn(text))
      await service.form(
        undefined,
        link,
        fieldsIn(html).map(([field, value]): readonly [string, string] => [
          field,
          field === 'words' ? marks.mark('phone words', 'words') : value,
        ]),
      );
  }
  await service.page(undefined, `/v/${marks.mark('a link that nobody made', 'words')}`);
}
