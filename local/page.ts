import type { Person } from '../functions/domain/person.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { Fault } from './faults.ts';
import { type Markup, markup } from './markup.ts';
import type { OutboxEntry } from './outbox.ts';

export interface PageContent {
  readonly url: string;
  readonly now: number;
  readonly frozen: boolean;
  readonly schools: readonly {
    readonly school: string;
    readonly name: string;
    readonly people: readonly { readonly person: Person; readonly token: string }[];
  }[];
  readonly outbox: readonly OutboxEntry[];
  readonly schedules: readonly { readonly name: string; readonly at: string }[];
  readonly deadLetters: readonly DeadLetter[];
  readonly faults: readonly Fault[];
}

export const page = (content: PageContent): string =>
  markup`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Doorstep on this machine</title>
        <link rel="stylesheet" href="/_local/page.css" />
      </head>
      <body>
        <main>
          <h1>Doorstep on this machine</h1>
          <p>Nothing here reaches anybody: texts and emails end on this page. <a href="/_local">Look again</a></p>
          <p>
            Go to: <a href="#messages">texts and emails</a>, <a href="#people">people to act as</a>, <a href="#timers">timers</a>
          </p>
          ${clock(content)} ${warnings(content)} ${phones(content)}
          <section aria-labelledby="people">
            <h2 id="people">People to act as</h2>
            <p>
              <a href="/sign-in">Sign in</a> to the pages as any of them. Or open a school: beside each of its people stands a command that asks the
              API as them.
            </p>
            ${content.schools.map((school) => people(school, content.url))}
          </section>
          ${timers(content)}
        </main>
      </body>
    </html> `.text;

function clock({ now, frozen }: PageContent): Markup {
  const at = new Date(now);
  return markup`<section aria-labelledby="clock">
    <h2 id="clock">The clock</h2>
    <p class="clock"><time datetime="${at.toISOString()}">${inLondon(at)}</time></p>
    <p>London time; in UTC ${at.toISOString()}. ${frozen ? 'It stands still until you move it.' : 'It is running.'}</p>
    <p>${moves.map(([name, value, words]) => button(name, value, words))}</p>
  </section>`;
}

const moves = [
  ['advance', 'PT5M', '+5 minutes'],
  ['advance', 'PT15M', '+15 minutes'],
  ['advance', 'PT30M', '+30 minutes'],
  ['advance', 'PT1H', '+1 hour'],
  ['next', 'true', 'To the next thing due'],
  ['release', 'true', 'Let it run'],
] as const;

const button = (name: string, value: string, words: string): Markup =>
  markup`<form method="post" action="/_local/clock"><input type="hidden" name="${name}" value="${value}" /><button>${words}</button></form> `;

/** Each phone and inbox that got something, the one with the latest first, the latest message at its top. */
function phones({ outbox, schools }: PageContent): Markup {
  const newest = outbox.toReversed();
  const owners = new Map(
    schools.flatMap(({ people }) => people.flatMap(({ person }) => [person.mobile, person.email].map((to) => [to, person.name] as const))),
  );
  const inboxes = [...new Set(newest.map(({ to }) => owners.get(to) ?? to))];
  if (inboxes.length === 0)
    return markup`<section>
      <h2 id="messages">Texts and emails</h2>
      <p>Nothing has gone out yet.</p>
    </section>`;
  return markup`<section>
    <h2 id="messages">Texts and emails</h2>
    <div class="phones">
      ${inboxes.map(
        (owner) =>
          markup`<section class="phone">
            <h3>${owner}</h3>
            ${newest.filter(({ to }) => (owners.get(to) ?? to) === owner).map(message)}
          </section>`,
      )}
    </div>
  </section>`;
}

const message = ({ n, at, channel, to, subject, text, visit, rung, provider }: OutboxEntry): Markup =>
  markup`<div class="message"><p class="when">${[inLondon(new Date(at)), `${channel} ${n} to ${to}`, visit ?? '', rung ?? '', provider === undefined ? '' : 'by Notify'].filter((part) => part !== '').join(' · ')}</p>
    ${subject === undefined ? '' : markup`<p class="subject">${subject}</p>`}<p class="words">${text}</p></div>`;

function people({ school, name, people }: PageContent['schools'][number], url: string): Markup {
  return markup`<details class="school">
    <summary><h3 id="${school}">${name}</h3></summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">Duties</th>
            <th scope="col">Reached at</th>
            <th scope="col">As them</th>
          </tr>
        </thead>
        <tbody>
          ${people.map(
            ({ person, token }) =>
              markup`<tr>
                <th scope="row">${person.name}<br /><small>${person.id}</small></th>
                <td>${person.duties.join(', ')}</td>
                <td>${person.mobile ?? ''}<br />${person.email ?? ''}</td>
                <td>
                  <details>
                    <summary>token and command</summary>
                    <pre tabindex="0">${token}</pre>
                    <pre tabindex="0">curl -s -H "authorization: Bearer ${token}" ${url}/v1/schools/${school}/${firstLook(person)}</pre>
                  </details>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** Something that this person may see. */
function firstLook({ duties }: Person): string {
  if (duties.some((duty) => duty !== 'visitor' && duty !== 'admin')) return 'board';
  return duties.includes('visitor') ? 'visits' : 'policy';
}

function timers({ schedules }: PageContent): Markup {
  return markup`<section>
    <h2 id="timers">Timers</h2>
    ${
      schedules.length === 0
        ? markup`<p>None is set.</p>`
        : markup`<ul>
            ${schedules.map(({ name, at }) => markup`<li>${inLondon(new Date(at))}: ${name}</li>`)}
          </ul>`
    }
  </section>`;
}

function warnings({ faults, deadLetters }: PageContent): Markup {
  return markup`${
    faults.length === 0
      ? ''
      : markup`<section class="warning">
          <h2>Made to fail</h2>
          <ul>
            ${faults.map(({ service, operation, fault, times }) => markup`<li>${service} ${operation ?? ''}: ${fault}, ${times} more</li>`)}
          </ul>
        </section>`
  }${
    deadLetters.length === 0
      ? ''
      : markup`<section class="warning">
          <h2>Never delivered</h2>
          <ul>
            ${deadLetters.map(
              ({ at, queue, body, why }) =>
                markup`<li>
                  ${inLondon(new Date(at))}, ${queue}: ${why}
                  <pre>${body}</pre>
                </li>`,
            )}
          </ul>
        </section>`
  }`;
}

const inLondon = (at: Date): string =>
  at.toLocaleString('en-GB', {
    timeZone: 'Europe/London',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
