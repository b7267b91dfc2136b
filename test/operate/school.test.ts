import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readSchool } from '../../functions/application/school.ts';
import { doorOf } from '../../functions/application/school-door.ts';
import { whoHasEmail } from '../../functions/application/sessions.ts';
import { contactsOf } from '../../functions/domain/contacts.ts';
import type { Done } from '../../operate/operating.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { at as atHampton, out, teacher } from '../support/hampton-visit.ts';
import { memoryPokes } from '../../functions/adapters/memory/memory-pokes.ts';
import { readAsked } from '../../operate/asked.ts';
import { run } from '../../operate/run.ts';
import { adding, lighthouse, noRows, operated } from './operated.ts';

const doneBy = (done: Done): readonly string[] => ('done' in done ? done.done : [`refused: ${done.refused.join('; ')}`]);
const refusedBy = (done: Done): readonly string[] => ('refused' in done ? done.refused : ['done']);

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-operate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a school that is added', () => {
  it('is listed, goes by its policy, has an admin who can sign in, and owes them test messages', async () => {
    const doorstep = operated();
    const done = doneBy(await doorstep.types(...adding()));

    expect(done.slice(0, 5)).toEqual([
      'its topic of emails is there',
      'Lighthouse School is in the list of schools',
      'version 7 of its policy is kept',
      'it goes by that version, with 0 settings',
      'Ada Brown is its admin',
    ]);
    expect(await doorstep.deps.schoolList.all()).toMatchObject([{ id: 'lighthouse', name: 'Lighthouse School' }]);
    expect((await readSchool(doorstep.deps.schools, 'lighthouse'))?.staff['ada-brown']).toMatchObject({
      name: 'Ada Brown',
      firstName: 'Ada',
      duties: ['admin'],
      mobile: '+447700900123',
    });
    expect(await whoHasEmail(doorstep.deps, 'lighthouse', 'Ada@Lighthouse.example')).toEqual({ found: 'one', person: 'ada-brown' });
    const owed = (await doorstep.deps.visits.list('lighthouse', 'errands', { limit: 10 })).map(({ ref }) => ref.visit);
    // Its upkeep, a text and an email.
    expect(owed).toHaveLength(3);
    expect(doorstep.deps.pokes.take()).toHaveLength(3);
    expect(done.at(-1)).toMatch(/^nobody departs until these are set/);
  });

  it('again is as it was, and nobody is sent anything twice', async () => {
    const doorstep = operated();
    await doorstep.types(...adding());
    const before = await readSchool(doorstep.deps.schools, 'lighthouse');
    const rows = await doorstep.deps.visits.list('lighthouse', 'errands', { limit: 10 });
    doorstep.clock.advance('PT10M');
    const again = doneBy(await doorstep.types(...adding({ '--name': 'Another name', '--admin-mobile': '07700 900999' })));

    expect(again).toContain('Lighthouse School was there already, and stays as it is');
    expect(await readSchool(doorstep.deps.schools, 'lighthouse')).toEqual(before);
    expect((await doorstep.deps.visits.list('lighthouse', 'errands', { limit: 10 })).map(({ ref }) => ref)).toEqual(
      rows.map(({ ref }) => ref),
    );
  });

  it.each([
    ['the topics of emails', (doorstep: ReturnType<typeof operated>) => doorstep.breakTopics()],
    ['the list of schools', ({ deps }: ReturnType<typeof operated>) => deps.schoolList.loseAnswers()],
    ['the school’s own records', ({ deps }: ReturnType<typeof operated>) => deps.schools.loseAnswers()],
    ['the visits', ({ deps }: ReturnType<typeof operated>) => deps.visits.fail()],
  ])('and broke off at %s is whole after the same command again', async (_, breaks) => {
    const doorstep = operated();
    const whole = operated();
    await whole.types(...adding());
    breaks(doorstep);
    await doorstep.types(...adding()).catch(() => undefined);
    doneBy(await doorstep.types(...adding()));

    expect(doorstep.made.at(-1)).toBe('lighthouse');
    expect(await doorstep.deps.schoolList.all()).toEqual(await whole.deps.schoolList.all());
    expect(await readSchool(doorstep.deps.schools, 'lighthouse')).toEqual(await readSchool(whole.deps.schools, 'lighthouse'));
    expect(await doorstep.deps.visits.list('lighthouse', 'errands', { limit: 10 })).toEqual(
      await whole.deps.visits.list('lighthouse', 'errands', { limit: 10 }),
    );
  });

  it('is refused with all that is to be mended in what was typed, and nothing is done', async () => {
    const doorstep = operated();
    const refused = refusedBy(
      await doorstep.types(
        'add',
        '--id',
        'The Lighthouse',
        '--name',
        '',
        '--admin-mobile',
        '12',
        '--admin-email',
        'ada',
        '--colour=red',
        'School',
      ),
    );

    for (const about of [
      '--id:',
      '--name:',
      '--policy is missing',
      '--admin-name is missing',
      '--admin-email:',
      '--admin-mobile:',
      '--colour',
      'School belongs to no option',
    ])
      expect(refused.join('\n')).toContain(about);
    expect([doorstep.made, await doorstep.deps.schoolList.all()]).toEqual([[], []]);
  });

  it('asks for the id of an admin whose name gives none', async () => {
    const doorstep = operated();
    expect(refusedBy(await doorstep.types(...adding({ '--admin-name': '李雷' }))).join()).toContain('--admin-id is missing');
    expect(doneBy(await doorstep.types(...adding({ '--admin-name': '李雷', '--admin-id': 'li-lei' })))).toContain('李雷 is its admin');
  });

  it.each([
    [{ 'no-such': 1 }, 'the setting no-such: the policy asks for no such setting'],
    [{ tracker: 7 }, 'the setting tracker:'],
  ])('is refused with the settings %j, and nothing is done', async (values, why) => {
    const doorstep = operated();
    const settings = join(aFolder(), 'settings.json');
    writeFileSync(settings, JSON.stringify(values));

    expect(refusedBy(await doorstep.types(...adding({ '--settings': settings }))).join('\n')).toContain(why);
    expect([doorstep.made, await doorstep.deps.schoolList.all()]).toEqual([[], []]);
  });

  it('is refused with a policy that cannot be followed, by all that is wrong with it', async () => {
    const doorstep = operated();
    const policy = join(aFolder(), 'broken.json');
    writeFileSync(policy, readFileSync(lighthouse['--policy'], 'utf8').replaceAll('LH-', 'ZZ-'));

    await expect(doorstep.types(...adding({ '--policy': policy }))).rejects.toThrow('cannot be followed');
    expect([doorstep.made, await doorstep.deps.schoolList.all()]).toEqual([[], []]);
  });

  it('keeps a version of its policy as it was first given', async () => {
    const doorstep = operated();
    await doorstep.types(...adding());
    const folder = aFolder();
    cpSync('test/support/schools/policies', folder, { recursive: true });
    const policy = join(folder, 'made-up.json');
    writeFileSync(policy, JSON.stringify({ ...JSON.parse(readFileSync(policy, 'utf8')), title: 'Another' }));

    expect(refusedBy(await doorstep.types(...adding({ '--policy': policy })))).toEqual([
      'version 7 of its policy is there and says something else: give yours another --version, and propose it with school policy --id lighthouse',
    ]);
    expect(refusedBy(await doorstep.types(...adding({ '--policy': policy, '--version': '8' })))).toEqual([
      'it goes by version 7 of made-up already: propose it with school policy --id lighthouse',
    ]);
    expect(doneBy(await doorstep.types('policy', '--id', 'lighthouse', '--policy', policy, '--version', '8'))).toHaveLength(1);
    expect(refusedBy(await doorstep.types('policy', '--id', 'lighthouse', '--policy', policy, '--version', '8'))).toHaveLength(1);
    // Nobody goes by it until the school has agreed.
    expect((await readSchool(doorstep.deps.schools, 'lighthouse'))?.settings.policy.version).toBe('7');
    expect((await doorstep.deps.schools.policies('lighthouse')).map(({ version }) => version)).toEqual(['7', '8']);
  });
});

describe('everybody’s contacts', () => {
  it('are tested on demand: those that nobody has confirmed, once a day', async () => {
    const doorstep = operated();
    await doorstep.types(...adding());
    doorstep.clock.advance('P1D');
    const first = doneBy(await doorstep.types('confirm', '--id', 'lighthouse'));
    await doorstep.types('confirm', '--id', 'lighthouse');

    expect(first).toEqual([
      'a test message with a code goes to the mobile number of Ada Brown',
      'a test message with a code goes to the email address of Ada Brown',
    ]);
    expect(await doorstep.deps.visits.list('lighthouse', 'errands', { limit: 10 })).toHaveLength(5);
    const { staff } = await doorstep.deps.schools.context('lighthouse', {});
    expect(contactsOf(staff['ada-brown']!).map(({ state }) => state)).toEqual(['unconfirmed', 'unconfirmed']);
  });
});

/** Hampton in memory, with a visit that is out. */
async function hamptonOut() {
  const a = await afternoonAt(hampton(), atHampton('08:30'));
  await out(a);
  const types = async (...typed: readonly string[]): Promise<Done> => {
    const asked = await readAsked(typed);
    return 'refused' in asked
      ? asked
      : run(asked, { deps: { ...a.deps, pokes: memoryPokes() }, topics: { make: () => Promise.resolve() }, rows: noRows });
  };
  return { a, types };
}

describe('a school that leaves', () => {
  it('is to be named in full, so that nobody shuts out another', async () => {
    const { a, types } = await hamptonOut();
    expect(refusedBy(await types('leave', '--id', 'hampton', '--name', 'Hampton'))).toEqual([
      'hampton is Hampton Infant School and Nursery: to be sure, give that as --name',
    ]);
    expect(await doorOf(a.deps, 'hampton')).toBe('open');
  });

  it('has whoever is out watched to the end, and lets its people in until then', async () => {
    const { a, types } = await hamptonOut();
    const said = doneBy(await types('leave', '--id', 'hampton', '--name', 'Hampton Infant School and Nursery')).join('\n');

    expect(said).toContain(`still watched to the end, and until then its people get in: ${a.id}`);
    expect([await doorOf(a.deps, 'hampton'), (await whoHasEmail(a.deps, 'hampton', 'office@hampton.example')).found]).toEqual([
      'ending',
      'one',
    ]);
    await a.says(teacher, 'return', {});
    for (const { person } of (await a.visit()).visitors) if (person !== teacher) await a.says(person, 'return', {});
    expect([await doorOf(a.deps, 'hampton'), (await whoHasEmail(a.deps, 'hampton', 'office@hampton.example')).found]).toEqual([
      'shut',
      'nobody',
    ]);
    expect(doneBy(await types('back', '--id', 'hampton'))).toHaveLength(1);
    expect(await doorOf(a.deps, 'hampton')).toBe('open');
  });

  it('is not added again by the command that made it', async () => {
    const doorstep = operated();
    await doorstep.types(...adding());
    await doorstep.types('leave', '--id', 'lighthouse', '--name', 'Lighthouse School');

    expect(refusedBy(await doorstep.types(...adding()))).toEqual([
      'lighthouse has left Doorstep: bring it back with school back --id lighthouse',
    ]);
    expect(doneBy(await doorstep.types('list')).join()).toContain('left 20');
  });
});

describe('all that a school holds', () => {
  it('is in one file, a line for each thing, for whoever runs it alone, and nothing of another school', async () => {
    const { a, types } = await hamptonOut();
    const to = join(aFolder(), 'hampton.jsonl');
    const said = doneBy(await types('export', '--id', 'hampton', '--to', to)).join('\n');
    // Each line is a thing with its kind.
    const lines = readFileSync(to, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; id?: string; history?: { type: string }[] });

    expect(said).toContain('1 visit');
    expect(statSync(to).mode & 0o077).toBe(0);
    const counts = Object.groupBy(lines, ({ kind }) => kind);
    const { file } = hampton();
    expect([counts['person']?.length, counts['home']?.length, counts['policy']?.length]).toEqual([
      file.people.length,
      file.households.length,
      1,
    ]);
    expect(lines.find(({ id }) => id === a.id)?.history?.map(({ type }) => type)).toContain('VisitorDeparted');
    expect(refusedBy(await types('export', '--id', 'hampton', '--to', to))).toHaveLength(1);
    expect(refusedBy(await types('export', '--id', 'the-elms', '--to', `${to}2`))).toEqual([
      'there is no school the-elms: school list says which there are',
    ]);
  });
});
