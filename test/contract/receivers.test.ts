import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../functions/adapters/aws/system-clock.ts';
import { memoryReceivers } from '../../functions/adapters/memory/memory-receivers.ts';
import { headersOf, isOnTheInternet, webReceivers, type WebReceiversOptions } from '../../functions/adapters/web/web-receivers.ts';
import { listen } from '../../local/wire.ts';

const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'] as const;
const body = '{"type":"visit.changed","timestamp":"2026-06-22T09:00:00.000Z","data":{"school":"s","visit":"HV-1"}}';
const message = (url: string) => ({ url, id: 'w-1.1.HV-1', at: systemClock.now(), secrets: [...secrets], body });

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Heard {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Somebody outside, at a name that leads to this machine. */
async function outside({ name = 'mis.example.org', status = 204, answers = true, location = '' } = {}) {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  const heard: Heard[] = [];
  const options: ServerOptions = { key, cert };
  const server = createServer(options, (request, response) => {
    let text = '';
    request.on('data', (piece: Buffer) => (text += String(piece)));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: text });
      if (answers) response.writeHead(status, location === '' ? {} : { location }).end('not read');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  // What a server on a port answers with.
  const { port } = server.address() as AddressInfo;
  const reaching: WebReceiversOptions = { addressesOf: async () => Promise.resolve(['127.0.0.1']), mayAsk: () => true, authority: cert };
  return { heard, reaching, url: `https://mis.example.org:${String(port)}/doorstep?school=1` };
}

describe('receivers in memory', () => {
  it('note what they were sent, and answer as they are told to', async () => {
    const receivers = memoryReceivers();
    expect(await receivers.send(message('https://mis.example.org'))).toEqual({ status: 204 });
    receivers.answers(() => ({ why: 'too-slow' }));
    expect(await receivers.send(message('https://mis.example.org'))).toEqual({ why: 'too-slow' });
    expect(receivers.sent.map(({ answer }) => answer)).toEqual([{ status: 204 }, { why: 'too-slow' }]);
  });
});

describe('receivers on the web', () => {
  it('are sent what is signed by each secret, as the library of Standard Webhooks checks it', async () => {
    const { heard, reaching, url } = await outside();
    expect(await webReceivers(reaching).send(message(url))).toEqual({ status: 204 });
    const [first] = heard;
    const headers = Object.fromEntries(Object.entries(first!.headers).map(([name, value]) => [name, String(value)]));
    for (const secret of secrets) expect(new Webhook(secret).verify(first!.body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook('whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA').verify(first!.body, headers)).toThrow();
    expect(() => new Webhook(secrets[0]).verify(first!.body.replace('HV-1', 'HV-2'), headers)).toThrow();
    expect(first?.body).toBe(body);
  });

  it('are answered for by their status, and lead nobody on', async () => {
    const moved = await outside({ status: 302, location: 'http://169.254.169.254/latest/meta-data/' });
    expect(await webReceivers(moved.reaching).send(message(moved.url))).toEqual({ status: 302 });
    const gone = await outside({ status: 410 });
    expect(await webReceivers(gone.reaching).send(message(gone.url))).toEqual({ status: 410 });
  });

  it('are asked at their own name: the certificate of another is not taken', async () => {
    const { heard, reaching, url } = await outside({ name: 'other.example.org' });
    expect(await webReceivers(reaching).send(message(url))).toEqual({ why: 'no-connection' });
    expect(heard).toEqual([]);
  });

  it('are asked by IPv4 where they have both, since nothing goes out of a function by IPv6', async () => {
    const { heard, reaching, url } = await outside();
    const addressesOf = async () => Promise.resolve(['2606:2800:21f:cb07:6820:80da:af6b:8b2c', '127.0.0.1']);
    expect(await webReceivers({ ...reaching, addressesOf }).send(message(url))).toEqual({ status: 204 });
    expect(heard).toHaveLength(1);
  });

  it('are not waited for without end, nor whoever knows their address', async () => {
    const silent = webReceivers({ longest: 50, addressesOf: async () => new Promise(() => undefined) });
    expect(await silent.send(message('https://mis.example.org'))).toEqual({ why: 'too-slow' });
    const { reaching, url } = await outside({ answers: false });
    expect(await webReceivers({ ...reaching, longest: 300 }).send(message(url))).toEqual({ why: 'too-slow' });
  });

  it('are not asked where one address of their name is inside, and are looked up once', async () => {
    const { heard, reaching, url } = await outside();
    let asked = 0;
    const addressesOf = async () => {
      asked += 1;
      return Promise.resolve(['93.184.215.14', '127.0.0.1']);
    };
    expect(await webReceivers({ authority: reaching.authority!, addressesOf }).send(message(url))).toEqual({ why: 'not-on-the-internet' });
    expect(asked).toBe(1);
    expect(heard).toEqual([]);
  });

  it('that have no address, or do not listen, are said to', async () => {
    const nowhere = webReceivers({ addressesOf: async () => Promise.reject(new Error('ENOTFOUND')) });
    expect(await nowhere.send(message('https://mis.example.org'))).toEqual({ why: 'no-such-name' });
    const shut = webReceivers({ addressesOf: async () => Promise.resolve(['127.0.0.1']), mayAsk: () => true });
    expect(await shut.send(message('https://mis.example.org:1'))).toEqual({ why: 'no-connection' });
  });

  it.each([
    ...['127.0.0.1', '10.1.1.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1'],
    ...[
      '::1',
      '::',
      '::ffff:10.0.0.1',
      '::ffff:a9fe:a9fe',
      'fd00:ec2::254',
      'fe80::1',
      '64:ff9b::a9fe:a9fe',
      '2002:7f00:1::',
      'no address',
    ],
  ])('are never asked at %s', (address) => {
    expect(isOnTheInternet(address)).toBe(false);
  });

  it.each(['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])('may be asked at %s', (address) => {
    expect(isOnTheInternet(address)).toBe(true);
  });

  it('are all one place on a machine from which nothing goes out, which is told whom it was for', async () => {
    const asked: string[] = [];
    const server = await listen(0, async (request, response) => {
      asked.push(`${request.url ?? ''} ${String(request.headers['webhook-id'])}`);
      response.writeHead(200).end();
      return Promise.resolve();
    });
    closers.push(() => server.close());
    const receivers = webReceivers({ standIn: `http://localhost:${String(server.port)}/_local/webhooks` });
    expect(await receivers.send(message('https://mis.example.org/doorstep'))).toEqual({ status: 200 });
    expect(asked).toEqual(['/_local/webhooks?to=https%3A%2F%2Fmis.example.org%2Fdoorstep w-1.1.HV-1']);
  });
});

it('what is signed is the id, the time in seconds and the body', () => {
  const [first, second] = secrets;
  const sent = { ...message('https://mis.example.org'), at: systemClock.now() };
  const headers = headersOf(sent);
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  expect(headers['webhook-signature']).toBe([first, second].map((one) => new Webhook(one).sign(sent.id, at, body)).join(' '));
});
