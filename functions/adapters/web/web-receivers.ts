import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Outgoing, Receivers } from '../../ports/receivers.ts';

export interface WebReceiversOptions {
  /** Asked in the place of every receiver: on one machine, from which nothing is to go out. */
  readonly standIn?: string | undefined;
  /** In milliseconds, for all of it. */
  readonly longest?: number;
  /** Every address of a name. */
  readonly addressesOf?: (name: string) => Promise<readonly string[]>;
  /** Whether one may be asked. */
  readonly mayAsk?: (address: string) => boolean;
  /** Whose certificates are trusted, in the place of the authorities that everybody trusts. */
  readonly authority?: string;
}

const every = async (name: string): Promise<readonly string[]> => (await lookup(name, { all: true })).map(({ address }) => address);

/**
 * Over HTTPS, signed as Standard Webhooks asks. A name is looked up once, and what is asked is an address that it then had: one that
 * leads to another the next time (DNS rebinding) leads nowhere. Every address of it must be one of the open internet.
 */
export function webReceivers({
  standIn = '',
  longest = 10_000,
  addressesOf = every,
  mayAsk = isOnTheInternet,
  authority,
}: WebReceiversOptions = {}): Receivers {
  return {
    async send(message) {
      const target = new URL(message.url);
      const posting = { headers: headersOf(message), signal: AbortSignal.timeout(longest) };
      try {
        if (standIn !== '') {
          const there = new URL(`?to=${encodeURIComponent(message.url)}`, standIn);
          return { status: await post(there, message.body, posting) };
        }
        const addresses = await orEnded(addressesOf(target.hostname), posting.signal);
        if (addresses.length === 0) return { why: 'no-such-name' };
        if (!addresses.every((one) => mayAsk(one))) return { why: 'not-on-the-internet' };
        // From a function nothing goes out by IPv6.
        const address = addresses.find((one) => ipaddr.IPv4.isValid(one)) ?? addresses[0];
        return { status: await post(target, message.body, { ...posting, address, authority }) };
      } catch {
        return { why: posting.signal.aborted ? 'too-slow' : 'no-connection' };
      }
    },
  };
}

/** A name that is not found has no address. Throws where the time is over first. */
async function orEnded(looking: Promise<readonly string[]>, signal: AbortSignal): Promise<readonly string[]> {
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('the time is over'));
    });
  });
  return Promise.race([looking.catch(() => []), ended]);
}

/** Neither this machine, nor its network, nor where a cloud answers about itself; nor one of those written as another kind of address. */
export function isOnTheInternet(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** `v1,` and the HMAC of the id, the time in seconds and the body, by each secret. */
export function headersOf({ id, at, secrets, body }: Outgoing): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(Date.parse(at) / 1000));
  const signed = `${id}.${seconds}.${body}`;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  return {
    'content-type': 'application/json',
    'user-agent': 'Doorstep-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatures.join(' '),
  };
}

interface Posting {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly address?: string | undefined;
  readonly authority?: string | undefined;
}

/** The status that was answered. What else was is not read. */
async function post(url: URL, body: string, { headers, signal, address, authority }: Posting): Promise<number> {
  // By their default: a bundle has no other name of `node:http`.
  const { request } = (url.protocol === 'https:' ? await import('node:https') : await import('node:http')).default;
  const found: LookupFunction | undefined =
    address === undefined
      ? undefined
      : (_, { all }, done) => {
          const family = ipaddr.parse(address).kind() === 'ipv6' ? 6 : 4;
          // As Node asks: for one, or for every one.
          if (all === true) done(null, [{ address, family }]);
          else done(null, address, family);
        };
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal,
        agent: false,
        ...(found === undefined ? {} : { lookup: found }),
        ...(authority === undefined ? {} : { ca: authority }),
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.destroy();
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
