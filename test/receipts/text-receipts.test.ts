import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { logLines } from '../../functions/adapters/aws/log-lines.ts';
import { memoryMessageIds } from '../../functions/adapters/memory/memory-message-ids.ts';
import { contactsOf } from '../../functions/domain/contacts.ts';
import { noteTextReceipts } from '../../functions/receipts/text-receipts.ts';
import { type Afternoon, afternoonAt, hampton } from '../support/afternoon.ts';
import { at, office, out } from '../support/hampton-visit.ts';

let a: Afternoon;
let messageIds: ReturnType<typeof memoryMessageIds>;
let notice: string;
let mobile: string;

/** Nobody is back, and the office has been told by a text that SNS calls `m-1`. */
beforeEach(async () => {
  a = await afternoonAt(hampton(), at('08:30'));
  messageIds = memoryMessageIds({ clock: a.clock });
  await out(a);
  await a.until(at('15:01'));
  notice = (await marks()).find(({ about, channel }) => about === 'rung:a1/1' && channel === 'text')!.notice;
  mobile = (await person()).mobile!;
  await messageIds.keep('m-1', { ref: { school: a.school, visit: a.id }, notice });
});

const person = async () => (await a.deps.schools.person(a.school, office))!.value;
const marks = async () => (await a.visit()).history.flatMap((e) => (e.type === 'NoticesMarked' ? e.marks : []));
const known = async () => (await marks()).filter((mark) => mark.notice === notice).map(({ outcome }) => outcome);
const standing = async () => contactsOf(await person())[0]?.state;
const note = (...lines: readonly unknown[]) => noteTextReceipts({ ...a.deps, messageIds }, lines);

/** As SNS writes it. */
const line = (status: string, providerResponse: string, messageId = 'm-1') => ({
  notification: { messageId, timestamp: '2026-06-22 14:00:02.558' },
  delivery: {
    phoneCarrier: 'A network',
    destination: mobile,
    priceInUSD: 0.04,
    smsType: 'Transactional',
    providerResponse,
    dwellTimeMs: 599,
  },
  status,
});
const failed = (why: string) => line('FAILURE', why);

describe('what SNS logs of a text', () => {
  it('that the phone took it is noted of it', async () => {
    await note(line('SUCCESS', 'Message has been accepted by phone'));
    expect(await known()).toEqual(['accepted', 'delivered']);
  });

  it('that the network took it is no news', async () => {
    await note(line('SUCCESS', 'Message has been accepted by phone carrier'));
    expect(await known()).toEqual(['accepted']);
  });

  it.each([
    ['Phone is currently unreachable/unavailable', 'nothing'],
    ['No quota left for account', 'nothing'],
    ['Phone carrier has blocked this message', 'nothing'],
    ['Invalid phone number', 'failing'],
    ['Phone has blocked SMS', 'failing'],
    ['Phone is on a blocked list', 'failing'],
    ['Phone number is opted out', 'opted-out'],
    ['phone has opted out', 'opted-out'],
  ])('that it never got there is noted of it, and of the phone what that says: %s', async (why, state) => {
    const before = await standing();
    await note(failed(why));
    expect(await known()).toEqual(['accepted', 'undelivered']);
    expect(await standing()).toBe(state === 'nothing' ? before : state);
  });

  it('of texts that are none of ours, or of long ago, or that nobody can read, is passed over', async () => {
    const before = (await a.visit()).version;
    await note(line('FAILURE', 'Invalid phone number', 'another'), {}, 'words', undefined, { ...failed('x'), status: 'PENDING' });
    a.clock.advance('P4D');
    await note(failed('Invalid phone number'));
    expect((await a.visit()).version).toBe(before);
  });

  it('is tried for every text though one fails, and comes again', async () => {
    await messageIds.keep('m-2', { ref: { school: a.school, visit: a.id }, notice });
    messageIds.fail();
    await expect(note(line('FAILURE', 'x', 'm-2'), failed('x'))).rejects.toThrow('1 of 2 receipts were not noted');
    expect(await known()).toEqual(['accepted', 'undelivered']);
    await note(line('FAILURE', 'x', 'm-2'), failed('x'));
    expect(await known()).toEqual(['accepted', 'undelivered']);
  });
});

describe('what CloudWatch hands over', () => {
  const handed = (content: object) => gzipSync(JSON.stringify(content)).toString('base64');

  it('is read line by line, less what is no JSON', () => {
    const logEvents = ['{"status":"SUCCESS"}', 'START', '7'].map((message, i) => ({ id: String(i), timestamp: 1, message }));
    expect(logLines(handed({ messageType: 'DATA_MESSAGE', logEvents }))).toEqual([{ status: 'SUCCESS' }, 7]);
    expect(logLines(handed({ messageType: 'CONTROL_MESSAGE' }))).toEqual([]);
  });
});
