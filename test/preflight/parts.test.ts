import { describe, expect, it } from 'vitest';
import { reachedBefore } from '../../functions/domain/contacts.ts';
import { partsOf } from '../../preflight/parts.ts';
import { type Afternoon, afternoonAt, hampton } from '../support/afternoon.ts';
import { at, deputy, executiveHead, head, office } from '../support/hampton-visit.ts';
import { deploymentOf } from './stand-in.ts';

const now = at('10:00');
/** Hampton, where everybody has been reached. */
async function school(): Promise<Afternoon> {
  const a = await afternoonAt(hampton(), at('08:30'));
  const { staff } = await a.schools.context(a.school, {});
  for (const person of Object.values(staff)) {
    const { version } = (await a.schools.person(a.school, person.id))!;
    await a.schools.putPerson(a.school, reachedBefore(person, now), version);
  }
  return a;
}
const addresses = async (a: Afternoon) =>
  Object.values((await a.schools.context(a.school, {})).staff).flatMap(({ email }) =>
    email === undefined ? [] : [{ address: email.toUpperCase(), isConfirmed: true }],
  );
const amiss = async (a: Afternoon, seen: Parameters<typeof deploymentOf>[0]) =>
  Object.fromEntries(
    (await partsOf(a.schools, [a.school], deploymentOf({ emails: { seen: await addresses(a) }, ...seen }), now)).flatMap(({ checks }) =>
      checks.flatMap(({ id, outcome, detail }) => (outcome === 'ok' || id === 'policy-reviewed' ? [] : [[id, [outcome, ...detail]]])),
    ),
  );

describe('what the provider knows of a school', () => {
  it('is nothing where nobody opted out and every address is confirmed', async () => {
    expect(await amiss(await school(), {})).toEqual({});
  });

  it('is whose number opted out and whose address was never confirmed, by their ids alone', async () => {
    const a = await school();
    const { mobile = '' } = (await a.schools.person(a.school, office))!.value;
    const emails = (await addresses(a)).map((one) => ({ ...one, isConfirmed: !one.address.startsWith('RUTH') }));

    const found = await amiss(a, { optedOut: { seen: [mobile, '+447700900999'] }, emails: { seen: emails } });

    expect(found).toEqual({
      'opted-out': ['warn', office],
      'emails-confirmed': ['warn', head],
      'contacts-working': ['warn', `email#${head}`, `text#${office}`],
    });
  });

  it('counts on the ladder, where it leaves no way to anybody', async () => {
    const a = await school();
    const { staff } = await a.schools.context(a.school, {});
    const numbers = [office, deputy, head, executiveHead].flatMap((id) => staff[id]?.mobile ?? []);

    expect(await amiss(a, { optedOut: { seen: numbers }, emails: { seen: [] } })).toMatchObject({
      'ladders-reached': ['stop', 'missing', '$help-ladder', 'violence'],
    });
  });

  it('is said not to be known where nobody could look', async () => {
    const found = await amiss(await school(), { optedOut: { notSeen: 'allow x' }, emails: { notSeen: 'no topic' } });

    expect(found).toEqual({ 'opted-out': ['not-checked', 'allow x'], 'emails-confirmed': ['not-checked', 'no topic'] });
  });
});

describe('a deployment', () => {
  it('has to have money for the dearest alarm of its schools', async () => {
    const a = await school();

    // Hampton's last step goes to three phones every five minutes: some 294 texts in an evening.
    expect(await amiss(a, { spending: { seen: { limit: 29, spent: 0 } } })).toMatchObject({
      'sms-spending': ['stop', 'left $29.00 of $29.00', 'one alarm costs up to $29.40'],
    });
  });

  it('stops an alarm of a school that is not there', async () => {
    const a = await school();
    const [part] = await partsOf(a.schools, ['nowhere'], deploymentOf(), now);

    expect(part?.checks).toMatchObject([{ id: 'school-there', outcome: 'stop', detail: ['nowhere'] }]);
  });

  it('says of a school that nobody here may read what would have to be allowed', async () => {
    const a = await school();
    const refused = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    const [part] = await partsOf({ ...a.schools, context: () => Promise.reject(refused) }, [a.school], deploymentOf(), now);

    expect(part?.checks).toMatchObject([
      { id: 'school-there', outcome: 'not-checked', detail: [expect.stringMatching(/^allow dynamodb:/)] },
    ]);
  });
});
