import { expect, it } from 'vitest';
import { noteReceipt } from '../../functions/application/receipts.ts';
import { contactsOf } from '../../functions/domain/contacts.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { at, office, out, teacher } from '../support/hampton-visit.ts';

async function unheard() {
  const a = await afternoonAt(hampton(), at('08:30'));
  await out(a);
  await a.until(at('15:01'));
  const mark = (await a.visit()).history.flatMap((e) => (e.type === 'NoticesMarked' ? e.marks : [])).find((m) => m.about === 'rung:a1/1' && m.channel === 'text')!; // prettier-ignore
  const ref = { school: a.school, visit: a.id };
  const person = async () => (await a.deps.schools.person(a.school, office))!.value;
  const to = (await person()).mobile!;
  return {
    a,
    ref,
    notice: mark.notice,
    contact: { channel: 'text' as const, to },
    standing: async () => contactsOf(await person())[0]?.state,
  };
}

it('a text that never arrives marks whose phone it was, and one that does takes that back', async () => {
  const { a, ref, notice, contact, standing } = await unheard();
  await noteReceipt(a.deps, { ref, notice, rank: 'undelivered', contact });
  expect(await standing()).toBe('failing');
  // That a provider takes the next is no sign that it arrives.
  await a.until(at('15:12'));
  expect(a.notices.outbox.at(-1)).toMatchObject({ about: 'rung:a1/2' });
  expect(await standing()).toBe('failing');
  await noteReceipt(a.deps, { ref, notice, rank: 'delivered', contact });
  expect(await standing()).not.toBe('failing');
});

it('a phone that wants no more texts is known as such', async () => {
  const { a, ref, notice, contact, standing } = await unheard();
  await noteReceipt(a.deps, { ref, notice, rank: 'undelivered', contact: { ...contact, why: 'opted-out' } });
  expect(await standing()).toBe('opted-out');
});

it('nothing is noted of contacts while a call for help is open, since whoever is on the visit may read of them', async () => {
  const { a, ref, notice, contact, standing } = await unheard();
  await a.says(teacher, 'raise-alarm', { kind: 'help' });
  await noteReceipt(a.deps, { ref, notice, rank: 'undelivered', contact });
  expect(await standing()).not.toBe('failing');
});

it('a receipt of a visit that nobody knows does nothing', async () => {
  const { a } = await unheard();
  const { version } = await a.visit();
  await noteReceipt(a.deps, { ref: { school: a.school, visit: 'HV-NOSUCH1' }, notice: 'n1-1', rank: 'delivered' });
  expect((await a.visit()).version).toBe(version);
});
