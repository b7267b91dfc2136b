/** A visit of Roselyn House's with a mark wherever anybody can write or is named: what must be nowhere once it is erased. */
import { tested } from '../../functions/domain/contacts.ts';
import { Household } from '../../functions/domain/household.ts';
import { Person } from '../../functions/domain/person.ts';
import { beginErrand } from '../../functions/application/errands.ts';
import { makeAllegation, seeToAllegation } from '../../functions/application/allegations.ts';
import { settle } from '../../functions/application/settle.ts';
import { knownOf, readSchool } from '../../functions/application/school.ts';
import { afternoonAt, type Afternoon, schoolOf } from './afternoon.ts';
import { expectAccepted } from './hampton-visit.ts';
import { answersAt, at, dsl, formOf, head, mentor, office, requestAt, ticks, tutor, unworried } from './roselyn-visit.ts';

/** Of the family, of what was said on the visit, and of the mentor who leaves. */
export const marks = { family: 'zzfamily', said: 'zzsaid', mentor: 'zzmentor' } as const;
export const marked = { home: 'zz-home', adult: 'zz-adult', pupil: 'zzpupil-7' } as const;
const family = (what: string): string => `${what} ${marks.family}`;
const said = (what: string): string => `${what} ${marks.said}`;
const phone = { family: '+447700900771', mentor: '+447700900772' } as const;
export const numbers = phone;

/** Everything up to the close: asked for, signed, agreed, out, called for help, stood down, written up, and something said against one of them. */
export async function markedVisit(): Promise<Afternoon> {
  const a = await afternoonAt(schoolOf('local/schools/roselyn-house.json'), at('08:30'));
  const { schools, school, deps } = a;
  const home = Household.parse({
    id: marked.home,
    name: family('The Marks'),
    address: family('1 Mark Street'),
    phones: [phone.family],
    formerAddresses: [{ address: family('2 Mark Street'), until: '2026-01-01' }],
    adults: [{ id: marked.adult, name: family('Ann Mark'), phones: [phone.family], relationship: family('aunt') }],
    pupils: [{ id: marked.pupil, name: family('Tyler Mark') }],
    hazards: [{ what: family('a step'), saidBy: family('an aunt') }],
    animals: family('a dog'),
    answers: { 'animal-advice': { value: family('keep off'), by: mentor, at: at('08:00') } },
  });
  await schools.keepBefore(school, 'household', home.id, { value: { ...home, name: family('The Former Marks') }, version: 1 });
  // The mentor is somebody's parent too.
  const theirOwn = {
    id: 'zz-own-home',
    name: 'Another home',
    phones: [phone.mentor],
    adults: [{ id: 'adult-1', name: 'Somebody', phones: [phone.mentor] }],
  };
  await schools.putHousehold(school, Household.parse(theirOwn), 0);
  await schools.putHousehold(school, home, 0);
  const was = (await schools.person(school, mentor))!;
  const theirs = Person.parse({
    ...was.value,
    name: `Mo ${marks.mentor}`,
    email: `${marks.mentor}@roselyn.example`,
    mobile: phone.mentor,
    vehicle: `a red ${marks.mentor}`,
  });
  await schools.keepBefore(school, 'person', mentor, { ...was, value: { ...theirs, name: `Former ${marks.mentor}` } });
  await schools.putPerson(school, theirs, was.version);

  expectAccepted(await a.request(tutor, { ...requestAt(at), purpose: said('to talk'), household: home.id, pupil: marked.pupil }));
  expectAccepted(await a.says(tutor, 'answer', { answers: { ...answersAt(at), 'persons-at-risk': said('staff') } }));
  expectAccepted(await a.says(dsl, 'answer', { answers: { staffing: 'accompanied' } }));
  for (const person of [tutor, mentor]) {
    expectAccepted(await a.says(person, 'assess', { answers: formOf(person), safeWord: said('blue'), mobile: phone.mentor, signed: true }));
    expectAccepted(await a.says(person, 'answer', { answers: unworried(person) }));
  }
  expectAccepted(await a.says(dsl, 'authorise', { note: said('agreed') }));
  await a.until(at('13:00'));
  expectAccepted(await a.says(tutor, 'depart', { visitor: 'all', ticks }));
  expectAccepted(await a.says(mentor, 'arrive', { words: said('there'), metBy: family('Ann Mark') }, { unread: { odd: said('what') } }));
  expectAccepted(
    await a.says(office, 'revise', { plan: { returnAt: at('14:45') }, toldBy: family('Ann'), means: said('phone'), place: family('at') }),
  );
  expectAccepted(
    await a.says(mentor, 'raise-alarm', { kind: 'other', words: said('a worry'), position: { latitude: 51.5, longitude: -0.1 } }),
  );
  expectAccepted(
    await a.says(office, 'log-attempt', {
      alarm: 'a1',
      rung: 1,
      who: `Mo ${marks.mentor}`,
      means: said('ring'),
      result: 'reached-safe',
      words: said('fine'),
    }),
  );
  expectAccepted(
    await a.says(dsl, 'stand-down', { alarm: 'a1', how: said('spoke'), visitors: { [tutor]: 'accounted-for', [mentor]: 'accounted-for' } }),
  );
  for (const person of [tutor, mentor]) {
    expectAccepted(await a.says(person, 'leave', { words: said('off'), outcome: 'completed' }));
    expectAccepted(await a.says(person, 'return', { words: said('back'), seenBy: `Mo ${marks.mentor}` }));
  }
  expectAccepted(await a.says(office, 'note', { words: said('a note') }));
  expectAccepted(await a.says(dsl, 'record-reference', { system: said('file'), reference: said('C-1') }));
  expectAccepted(await a.says(dsl, 'pass-on', { to: family('somebody'), words: said('please') }));
  await deps.visits.recordRead({ school, visit: a.id }, mentor, at('15:00'));
  const alleged = { visit: a.id, about: [mentor], words: said('they say') };
  const press = { person: office, by: office, via: 'api', key: { id: 'k', body: 'b' } } as const;
  expectAccepted(await makeAllegation(deps, school, 'AL-000001', alleged, press, { may: () => true }));
  await a.drain();
  const known = knownOf((await readSchool(schools, school))!);
  const had = (await schools.person(school, mentor))!;
  await schools.putPerson(school, tested(had.value, 'text', 'ER-TEST01', deps.clock.now()), had.version);
  await beginErrand(deps, { school, errand: 'ER-TEST01' }, { kind: 'test', to: mentor, channel: 'text', code: '482913' }, known);
  await settle(deps, { school, visit: 'ER-TEST01' });
  await schools.putHold(school, {
    id: 'h-00000001',
    on: { kind: 'household', id: 'another' },
    reason: `Asked for by Mo ${marks.mentor}`,
    placed: { at: at('08:30'), by: mentor },
    released: { at: at('08:30'), by: mentor },
  });
  return a;
}

/** The head says that what was said has been seen to, and the visit is closed. */
export async function closed(a: Afternoon): Promise<void> {
  const end = { type: 'stand-down', alarm: 'a1', how: said('seen to'), visitors: {} } as const;
  expectAccepted(await seeToAllegation(a.deps, a.school, 'AL-000001', end, { person: head, by: head, via: 'api' }));
  await a.drain();
  const answers = {
    incident: ['other'],
    'incident-details': { what: said('what'), who: family('who'), when: at('13:30') },
    'support-offered': { by: head, when: at('15:00') },
    'any-concern': 'none',
    report: said('all in all'),
    cpoms: { by: mentor, when: at('15:30'), details: true },
  };
  expectAccepted(await a.says(tutor, 'write-up', { answers }));
  expectAccepted(await a.says(dsl, 'close', {}));
  await a.drain();
}
