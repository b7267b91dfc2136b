import { beforeEach, describe, expect, it } from 'vitest';
import { receiptEndpoints } from '../../functions/api/receipts.ts';
import { contactsOf } from '../../functions/domain/contacts.ts';
import { type Afternoon, afternoonAt, hampton } from '../support/afternoon.ts';
import { at, office, out } from '../support/hampton-visit.ts';

const token = 'the-token-of-notify';
let a: Afternoon;
let notice: string;
let mobile: string;

/** Nobody is back, and the office has been told. */
beforeEach(async () => {
  a = await afternoonAt(hampton(), at('08:30'));
  await out(a);
  await a.until(at('15:01'));
  notice = (await marks()).find(({ about, channel }) => about === 'rung:a1/1' && channel === 'text')!.notice;
  mobile = (await person()).mobile!;
});

const person = async () => (await a.deps.schools.person(a.school, office))!.value;
const marks = async () => (await a.visit()).history.flatMap((e) => (e.type === 'NoticesMarked' ? e.marks : []));
const known = async () => (await marks()).filter((mark) => mark.notice === notice).map(({ outcome }) => outcome);
const standing = async () => contactsOf(await person())[0]?.state;

const says = async (body: unknown, authorization: string | undefined = `Bearer ${token}`) => {
  const [endpoint] = receiptEndpoints(a.deps, async () => token);
  return endpoint!.answer({
    method: 'POST',
    path: '/v1/receipts/notify',
    params: {},
    query: {},
    headers: { 'content-type': 'application/json', ...(authorization !== '' && { authorization }) },
    cookies: {},
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });
};
/** As Notify says it. */
const receipt = (status: string, more: object = {}) => ({
  id: '740e5834-3a29-46b4-9a6f-16142fde533a',
  reference: `${a.school}/${a.id}/${notice}`,
  to: mobile,
  status,
  created_at: '2026-06-22T14:00:01.000000Z',
  completed_at: '2026-06-22T14:00:05.000000Z',
  sent_at: '2026-06-22T14:00:02.000000Z',
  notification_type: 'sms',
  template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
  template_version: 1,
  ...more,
});

describe('what Notify says of a message', () => {
  it.each([
    ['delivered', 'delivered'],
    ['permanent-failure', 'undelivered'],
    ['temporary-failure', 'undelivered'],
    ['technical-failure', 'undelivered'],
  ])('is noted of it: %s', async (status, outcome) => {
    expect(await says(receipt(status))).toEqual({ status: 204, headers: {} });
    expect(await known()).toEqual(['accepted', outcome]);
  });

  it.each(['created', 'sending', 'pending', 'sent', 'received'])('is nothing while it is only on its way: %s', async (status) => {
    expect((await says(receipt(status))).status).toBe(204);
    expect(await known()).toEqual(['accepted']);
  });

  it('only ever raises what is known of it, doubled and in any order', async () => {
    for (const status of ['permanent-failure', 'permanent-failure', 'delivered', 'temporary-failure', 'delivered', 'sending'])
      expect((await says(receipt(status))).status).toBe(204);
    expect(await known()).toEqual(['accepted', 'undelivered', 'delivered']);
  });

  it('marks the contact where no message will ever reach it, and no other', async () => {
    await says(receipt('temporary-failure'));
    await says(receipt('technical-failure'));
    await says(receipt('permanent-failure', { to: '+447700900999' }));
    expect(await standing()).not.toBe('failing');
    await says(receipt('permanent-failure'));
    expect(await standing()).toBe('failing');
  });

  it.each([
    { reference: null },
    { reference: undefined },
    { reference: '' },
    { reference: 'payslip-12' },
    { reference: 'no-such-school/HV-000001/n1-1' },
    { reference: 'hampton/HV-NOSUCH1/n1-1' },
    { reference: 'hampton/../n1-1' },
    { reference: 'hampton/HV-000001/n999-9' },
    { reference: 'hampton/HV-000001/n1-1/more' },
    { status: 'returned-to-sender' },
    { to: 7, notification_type: null },
  ])('is harmless where it is of no message that is known here: %j', async (more) => {
    const before = await a.visit();
    expect((await says(receipt('sending', more))).status).toBe(204);
    expect((await says(receipt('delivered', { reference: 'hampton/HV-NOSUCH1/n1-1', ...more }))).status).toBe(204);
    expect((await a.visit()).version).toBe(before.version);
  });

  it.each(['', '[]', 'not JSON', '{"reference":"x"}', '{"status":7}', '{"status":"delivered","reference":7}'])(
    'is turned away as nonsense: %s',
    async (body) => {
      expect((await says(body)).status).toBe(400);
    },
  );

  it.each(['', 'Bearer', 'Bearer the-token-of-notifz', 'Bearer the-token-of-notify-and-more', 'Basic dGhlLXRva2VuLW9mLW5vdGlmeQ==', token])(
    'is believed of nobody else: "%s"',
    async (authorization) => {
      expect((await says(receipt('permanent-failure'), authorization)).status).toBe(401);
      expect(await known()).toEqual(['accepted']);
    },
  );

  it('is to be said again where the store is away', async () => {
    a.visits.loseAnswers(12);
    await expect(says(receipt('delivered'))).rejects.toThrow();
    a.visits.mend();
    expect((await says(receipt('delivered'))).status).toBe(204);
    expect(await known()).toEqual(['accepted', 'delivered']);
  });

  it('is to be said again where the token cannot be read', async () => {
    const [endpoint] = receiptEndpoints(a.deps, () => Promise.reject(new Error('Secrets Manager is away')));
    const request = { method: 'POST', path: '', params: {}, query: {}, headers: {}, cookies: {}, body: Buffer.from('{}') };
    await expect(endpoint!.answer(request)).rejects.toThrow();
  });
});
