import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { memoryReceivers } from '../../functions/adapters/memory/memory-receivers.ts';
import { endpoints } from '../../functions/api/endpoints.ts';
import { doJobs } from '../../functions/application/jobs.ts';
import { runImport } from '../../functions/application/imports/imports.ts';
import { plusMilliseconds } from '../../functions/domain/time.ts';
import { WrittenPhone } from '../../functions/http/phone.ts';
import { head, lighthouse, office } from '../support/lighthouse-visit.ts';

const csvType = { 'content-type': 'text/csv' };
const names = 'home_id,home_name,address,phone,pupil_id,pupil_name,adult_1_name,adult_1_relationship,adult_1_phone';
const family = 'F-1,The Okafors,14 Mill Lane,01632 960123,P-1,Daniel Okafor,Grace Okafor,Mother,07700 900123';
const sister = 'F-1,The Okafors,14 Mill Lane,,P-2,Ruth Okafor,Grace Okafor,Mother,';
const other = 'F-2,The Lindqvists,2 Hill Road,,P-3,Ida Lindqvist,,,';

const Report = z.looseObject({
  state: z.string(),
  done: z.int(),
  counts: z.looseObject({}),
  report: z.array(z.looseObject({ row: z.int(), id: z.string().optional(), outcome: z.string() })),
  next: z.string().optional(),
});

const importing = async () => {
  const there = await lighthouse();
  const { afternoon, call } = there;
  const deps = { ...afternoon.deps, phone: WrittenPhone, receivers: memoryReceivers() };
  const work = () => doJobs(deps, plusMilliseconds(afternoon.clock.now(), 60_000));
  const sends = (
    text: string,
    {
      kind = 'households',
      headers = csvType,
      who = 'machine:write',
      key,
    }: { kind?: string; headers?: Readonly<Record<string, string>>; who?: string; key?: string } = {},
  ) => call(who, 'POST', `/import?kind=${kind}`, { text, headers, ...(key === undefined ? {} : { key }) });
  const report = async (id: string) => Report.parse((await call('machine:write', 'GET', `/imports/${id}?limit=100`)).body);
  const bring = async (text: string, how: Parameters<typeof sends>[1] = {}) => {
    const { status, body } = await sends(text, how);
    expect(status, JSON.stringify(body)).toBe(202);
    const done = await work();
    expect(done.failures).toEqual([]);
    return { id: String(body['id']), ...(await report(String(body['id']))) };
  };
  const home = async (id: string) => (await afternoon.schools.household(afternoon.school, id))?.value;
  return { ...there, deps, work, sends, report, bring, home };
};

describe('homes that are brought in', () => {
  it('are made of a file, a row for each child: brothers and sisters in one home, each row with what became of it', async () => {
    const { bring, home } = await importing();
    const { state, counts, report } = await bring([names, family, sister, other].join('\r\n'));
    expect([state, counts]).toEqual(['done', { made: 2, changed: 1, unchanged: 0, refused: 0 }]);
    expect(report.map(({ row, outcome }) => [row, outcome])).toEqual([
      [1, 'made'],
      [2, 'changed'],
      [3, 'made'],
    ]);
    const okafors = await home(report[0]!.id!);
    expect(okafors).toMatchObject({
      name: 'The Okafors',
      external: { system: 'doorstep', id: 'F-1' },
      phones: ['+441632960123'],
      adults: [{ name: 'Grace Okafor', relationship: 'Mother', phones: ['+447700900123'] }],
      pupils: [{ id: 'P-1' }, { id: 'P-2' }],
    });
  });

  it('are as they were where the same comes again, whatever the key; with the same key it is the same import', async () => {
    const { bring, sends } = await importing();
    const text = [names, family, other].join('\n');
    const first = await bring(text, { key: 'k1' });
    expect((await sends(text, { key: 'k1' })).body['id']).toBe(first.id);
    expect((await sends(`${text}\n`, { key: 'k1' })).status).toBe(422);
    expect((await bring(text, { key: 'k2' })).counts).toEqual({ made: 0, changed: 0, unchanged: 2, refused: 0 });
  });

  it('keep what the file says nothing of: hazards, phones of the office, what a visit found out', async () => {
    const { bring, home, call } = await importing();
    const { report } = await bring([names, family].join('\n'));
    const id = report[0]!.id!;
    const { body, headers } = await call(office, 'GET', `/households/${id}`);
    const { id: _id, ...record } = body;
    await call(office, 'PUT', `/households/${id}`, {
      body: { ...record, animals: 'A dog', hazards: [{ what: 'Steep steps' }] },
      headers: { 'if-match': headers['etag']! },
    });
    await bring('home_id,pupil_id,pupil_name\nF-1,P-9,Amos Okafor');
    expect(await home(id)).toMatchObject({
      address: '14 Mill Lane',
      animals: 'A dog',
      hazards: [{ what: 'Steep steps' }],
      pupils: [{ id: 'P-1' }, { id: 'P-9' }],
    });
  });

  it('are refused row by row, with the column and what to mend, and never by half', async () => {
    const { bring, home } = await importing();
    const bad = 'F-3,The Strands,1 Quay,not a number,P-4,Tom Strand,,,';
    const nobody = ',The Nobodies,,,P-5,Nobody,,,';
    const { counts, report } = await bring([names, family, bad, nobody].join('\n'));
    expect(counts).toEqual({ made: 1, changed: 0, unchanged: 0, refused: 2 });
    expect(report[1]).toMatchObject({ outcome: 'refused', errors: [{ pointer: '/columns/phone' }] });
    expect(report[2]).toMatchObject({ outcome: 'refused', errors: [{ pointer: '/columns/home_id' }] });
    expect(await home(report[1]!.id!)).toBeUndefined();
  });

  it.each([
    ['a column that nobody knows', 'home_id,colour\nF-1,red', '/columns/colour'],
    ['no column that says whose row it is', 'home_name\nThe Okafors', '/columns/home_id'],
    ['a quotation mark that does not end', `home_id,home_name\nF-1,"The Okafors\nF-2,x`, '/rows/1'],
    ['nothing but names', names, ''],
  ])('are not begun with where there is %s', async (_, text, pointer) => {
    const { sends } = await importing();
    const { status, body } = await sends(text);
    expect(status).toBe(400);
    expect(z.array(z.looseObject({ pointer: z.string() })).parse(body['errors'])[0]?.pointer).toBe(pointer);
  });

  it.each([
    ['a mark of its order before it', `\uFEFF${names}\n${family}`],
    ['semicolons, as spreadsheets here write them', [names, family].join('\n').replaceAll(',', ';')],
    [
      'quotation marks, and commas inside',
      `home_id,address\nhampton-1,"1, Quay"\n`
        .replace('hampton-1,', 'F-7,')
        .replace('home_id,address', 'home_id,address,home_name')
        .replace('"1, Quay"', '"1, Quay",The Strands'),
    ],
  ])('are read from a file with %s', async (_, text) => {
    const { bring } = await importing();
    expect((await bring(text)).counts).toMatchObject({ made: 1, refused: 0 });
  });

  it('are turned away where the file is not UTF-8, has too many rows or too many bytes; packed it may be sent', async () => {
    const { afternoon, sends, call } = await importing();
    expect(
      (await sends(`home_id,home_name\n${Array.from({ length: 10_001 }, (_, n) => `F-${String(n)},x`).join('\n')}`)).body['errors'],
    ).toMatchObject([{ message: 'at most 10000 rows: send the rest as another import' }]);
    expect((await sends(`${names}\n${'x'.repeat(5 * 1024 * 1024)}`)).status).toBe(413);
    expect((await call('machine:read', 'POST', '/import?kind=households', { text: `${names}\n${family}`, headers: csvType })).status).toBe(
      403,
    );
    const body = Buffer.from(`home_id,home_name\nF-1,Zo\u00eb`, 'latin1');
    const post = endpoints(afternoon.deps, async () => ({ kind: 'machine', id: 'mis', school: afternoon.school, scope: 'write' })).find(
      ({ method, path }) => method === 'POST' && path.endsWith('/import'),
    )!;
    const asked = (sent: Buffer, headers: Readonly<Record<string, string>>, key: string) =>
      post.answer({
        method: 'POST',
        path: `/v1/schools/${afternoon.school}/import`,
        params: { school: afternoon.school },
        query: { kind: 'households' },
        headers: { ...csvType, authorization: 'x', 'idempotency-key': key, ...headers },
        cookies: {},
        body: sent,
      });
    expect((await asked(body, {}, 'k1')).body).toContain('CSV UTF-8');
    expect((await asked(gzipSync(`${names}\n${family}`), { 'content-encoding': 'gzip' }, 'k2')).status).toBe(202);
    expect((await asked(gzipSync(Buffer.alloc(6 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 'k3')).status).toBe(413);
  });

  it('come as JSON as well, by the id of another system', async () => {
    const { bring, home } = await importing();
    const households = [
      { external: { system: 'arbor', id: '77' }, name: 'The Okafors', pupils: [{ id: 'P-1', name: 'Daniel' }] },
      { external: { system: 'sims', id: '77' }, name: 'The Lindqvists' },
      { external: { system: 'arbor', id: '78' }, colour: 'red' },
    ];
    const { counts, report } = await bring(JSON.stringify({ households }), { headers: { 'content-type': 'application/json' } });
    expect(counts).toEqual({ made: 2, changed: 0, unchanged: 0, refused: 1 });
    expect(report[0]?.id).not.toBe(report[1]?.id);
    expect(await home(report[1]!.id!)).toMatchObject({ external: { system: 'sims', id: '77' } });
    expect(report[2]).toMatchObject({ errors: [{ pointer: '/colour' }] });
  });

  it('are never taken for another system’s that stands under the same id', async () => {
    const { bring, call } = await importing();
    const send = () =>
      bring(JSON.stringify({ households: [{ external: { system: 'arbor', id: '77' }, name: 'The Okafors' }] }), {
        headers: { 'content-type': 'application/json' },
      });
    const id = (await send()).report[0]!.id!;
    const { body, headers } = await call(office, 'GET', `/households/${id}`);
    const { id: _id, ...record } = body;
    const other = { ...record, external: { system: 'sims', id: '1' } };
    expect((await call(office, 'PUT', `/households/${id}`, { body: other, headers: { 'if-match': headers['etag']! } })).status).toBe(200);
    expect((await send()).report).toMatchObject([{ outcome: 'refused', errors: [{ pointer: '/id' }] }]);
  });

  it('are gone on with wherever it was cut off, each row once in the report, and as if it never had been', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }), async (cuts) => {
        const { afternoon, deps, sends, report } = await importing();
        const rows = Array.from({ length: 60 }, (_, n) => `F-${String(n % 45)},Family ${String(n % 45)},P-${String(n)},Child ${String(n)}`);
        const { body } = await sends(`home_id,home_name,pupil_id,pupil_name\n${rows.join('\n')}`);
        const ref = { school: afternoon.school, kind: 'import', id: String(body['id']) } as const;
        const far = plusMilliseconds(afternoon.clock.now(), 86_400_000);
        for (const cut of cuts) {
          let writes = 0;
          const putHousehold: typeof deps.schools.putHousehold = async (...given) => {
            writes += 1;
            if (writes > cut) throw new Error('cut off');
            return deps.schools.putHousehold(...given);
          };
          await Promise.allSettled([runImport({ ...deps, schools: { ...deps.schools, putHousehold } }, ref, far, WrittenPhone)]);
          await afternoon.passes('PT3M');
        }
        const wasDone = (await report(ref.id)).state === 'done';
        expect(await runImport(deps, ref, far, WrittenPhone)).toBe(wasDone ? 'taken' : 'done');
        const { state, report: all } = await report(ref.id);
        expect(state).toBe('done');
        expect(all.map(({ row }) => row)).toEqual(rows.map((_, n) => n + 1));
        const homes = await afternoon.schools.households(afternoon.school, { limit: 100 });
        const brought = homes.filter(({ external }) => external !== undefined);
        expect(brought).toHaveLength(45);
        expect(brought.flatMap(({ pupils }) => pupils)).toHaveLength(60);
      }),
      { numRuns: 12 },
    );
  });
});

describe('an import', () => {
  it('reports every row that was meant, page by page, though others of the file stand between them', async () => {
    const { bring, call } = await importing();
    const rows = Array.from({ length: 80 }, (_, n) => `S-${String(n)},${n % 24 === 0 ? 'false' : 'true'},Child ${String(n)},Okafor`);
    const { id, report } = await bring(`sourcedId,enabledUser,givenName,familyName\n${rows.join('\n')}`, {
      kind: 'households&mapping=oneroster-1.2',
    });
    const meant = rows.flatMap((row, n) => (row.includes('true') ? [n + 1] : []));
    expect(report.map(({ row }) => row)).toEqual(meant);
    const after = Report.parse((await call('machine:write', 'GET', `/imports/${id}?after=60&limit=5`)).body);
    expect(after.report.map(({ row }) => row)).toEqual(meant.filter((row) => row > 60).slice(0, 5));
    expect(after.next).toBe(String(after.report.at(-1)?.row));
  });

  it('is done by one of two who come to it at once', async () => {
    const { afternoon, deps, sends } = await importing();
    const { body } = await sends([names, family, other].join('\n'));
    const ref = { school: afternoon.school, kind: 'import', id: String(body['id']) } as const;
    const far = plusMilliseconds(afternoon.clock.now(), 60_000);
    const reports: string[] = [];
    const putPart: typeof deps.jobs.putPart = async (of, name, ...rest) => {
      if (name.startsWith('report')) reports.push(name);
      return deps.jobs.putPart(of, name, ...rest);
    };
    const counted = { ...deps, jobs: { ...deps.jobs, putPart } };
    const ended = await Promise.all([runImport(counted, ref, far, WrittenPhone), runImport(counted, ref, far, WrittenPhone)]);
    expect(ended.toSorted()).toEqual(['done', 'taken']);
    expect(reports).toHaveLength(1);
  });

  it('keeps nothing of what was sent once it is done: whoever is erased then is not to be found in it', async () => {
    const { afternoon, deps, sends, work } = await importing();
    const { body } = await sends([names, family].join('\n'));
    const ref = { school: afternoon.school, kind: 'import', id: String(body['id']) } as const;
    expect((await deps.jobs.part(ref, 'body-000'))?.byteLength).toBeGreaterThan(0);
    await work();
    expect((await deps.jobs.part(ref, 'body-000'))?.byteLength).toBe(0);
  });

  it('stops when its time is over, and is gone on with by the next', async () => {
    const { afternoon, deps, sends, report } = await importing();
    const rows = Array.from({ length: 60 }, (_, n) => `F-${String(n)},Family ${String(n)}`);
    const { body } = await sends(`home_id,home_name\n${rows.join('\n')}`);
    const ref = { school: afternoon.school, kind: 'import', id: String(body['id']) } as const;
    expect(await runImport(deps, ref, afternoon.clock.now(), WrittenPhone)).toBe('more');
    expect(await report(ref.id)).toMatchObject({ state: 'running', done: 24 });
    expect(await runImport(deps, ref, plusMilliseconds(afternoon.clock.now(), 60_000), WrittenPhone)).toBe('done');
    expect(await report(ref.id)).toMatchObject({ state: 'done', done: 60, counts: { made: 60 } });
  });

  it('of one school is not behind all of another’s', async () => {
    const { afternoon, deps } = await importing();
    const done: string[] = [];
    const read: typeof deps.jobs.read = async (ref) => {
      done.push(`${ref.school} ${ref.id}`);
      return undefined;
    };
    const at = afternoon.clock.now();
    for (const [school, id] of [
      ['s1', 'i-1'],
      ['s1', 'i-2'],
      ['s2', 'i-1'],
    ] as const)
      await deps.jobs.add({ school, kind: 'import', id, dueAt: at, body: {} });
    await doJobs({ ...deps, jobs: { ...deps.jobs, read } }, plusMilliseconds(at, 60_000));
    expect(done).toEqual(['s1 i-1', 's2 i-1', 's1 i-2']);
  });
});

describe('people who are brought in', () => {
  it('have what the file says, and keep their duties once they are there', async () => {
    const { bring, call } = await importing();
    const text = 'person_id,name,duties,mobile\nT-1,Ada Brown,visitor,07700 900101';
    const { report } = await bring(text, { kind: 'people', who: head });
    const id = report[0]!.id!;
    const { body } = await call(head, 'GET', `/people/${id}`);
    expect(body).toMatchObject({ name: 'Ada Brown', firstName: 'Ada', duties: ['visitor'], mobile: '+447700900101' });
    expect((await bring(text.replace('visitor', 'headteacher'), { kind: 'people', who: head })).counts).toMatchObject({ unchanged: 1 });
  });
});
