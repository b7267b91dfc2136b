/**
 * The outbox of the phone page: a press is kept on the phone, and sent until the school has answered. Where anything of that
 * cannot be done (no room, a private window, an old browser) the form goes by itself, as it does without this.
 */
import { completed, failed, next, patience, type Press, put, type Queue, queueIn, refused, soonest, taken, woken } from './outbox/queue';

const name = 'doorstep-outbox';
const positionWithin = 5000;

const kept = (): Queue => queueIn(localStorage.getItem(name));
const keep = (queue: Queue): void => localStorage.setItem(name, JSON.stringify(queue));
const update = (change: (queue: Queue) => Queue): void => {
  keep(change(kept()));
  show();
};

const underway: string[] = [];
let timer: number | undefined;
/** The button that was pressed: older browsers do not say. */
let pressed: HTMLButtonElement | undefined;

// ------------------------------------------------------------------------------------------------ pressed

function take(form: HTMLFormElement, button: HTMLButtonElement | undefined): void {
  const now = Date.now();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const fields: (readonly [string, string])[] = [];
  new FormData(form).forEach((value, field) => {
    if (typeof value === 'string' && field !== 'key') fields.push([field, value]);
  });
  if (button !== undefined && button.name !== '') fields.push([button.name, button.value]);
  fields.push(['key', id], ['at', new Date(now).toISOString()]);
  const withPosition = button?.hasAttribute('data-where') === true;
  const press: Press = {
    id,
    path: location.pathname,
    fields,
    says: form.dataset['says'] ?? '',
    at: now,
    first: form.hasAttribute('data-first'),
    tries: 0,
    nextAt: withPosition ? now + positionWithin : now,
  };
  // Throws where there is no room for it: then the form is not held back.
  update((queue) => put(queue, press));
  form.reset();
  if (withPosition) findPosition(id);
  send();
}

/** It waits a moment for the position, and goes without where there is none. */
function findPosition(id: string): void {
  const done = (fields: Press['fields']): void => {
    update((queue) => completed(queue, id, fields, Date.now()));
    send();
  };
  navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude } }) =>
      done([
        ['latitude', String(latitude)],
        ['longitude', String(longitude)],
      ]),
    () => done([]),
    { enableHighAccuracy: true, maximumAge: 60_000, timeout: positionWithin - 500 },
  );
}

// ------------------------------------------------------------------------------------------------ sent

function send(): void {
  for (let press = next(kept(), Date.now(), underway); press !== undefined; press = next(kept(), Date.now(), underway)) {
    underway.push(press.id);
    void attempt(press);
  }
  const at = soonest(kept());
  clearTimeout(timer);
  // What is underway comes back here by itself.
  if (at !== undefined && at > Date.now()) timer = window.setTimeout(send, at - Date.now());
}

async function attempt(press: Press): Promise<void> {
  const abort = new AbortController();
  const limit = window.setTimeout(() => abort.abort(), patience);
  const asking = fetch(press.path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(press.fields.map(([field, value]) => [field, value])).toString(),
    credentials: 'same-origin',
    cache: 'no-store',
    signal: abort.signal,
  });
  const answer: unknown = await asking
    .then((response) => response.json())
    .then(
      (json: unknown) => json,
      () => undefined,
    );
  clearTimeout(limit);
  underway.splice(underway.indexOf(press.id), 1);
  settle(press, answer);
  send();
}

/** Only the school's own answer ends it: whatever else is on the way may answer anything. */
function settle(press: Press, answer: unknown): void {
  const { taken: isTaken, see }: { taken?: unknown; see?: unknown } = typeof answer === 'object' && answer !== null ? answer : {};
  if (isTaken === true) {
    update((queue) => taken(queue, press.id));
    const isHere = press.path === location.pathname && typeof see === 'string' && /^\?[\w=&-]*$/.test(see);
    if (kept().length === 0) renew(isHere ? see : '');
  } else if (isTaken === false && press.path === location.pathname) {
    update((queue) => taken(queue, press.id));
    submit(press);
  } else if (isTaken === false) update((queue) => refused(queue, press.id));
  else update((queue) => failed(queue, press.id, Date.now()));
}

/** The page as it now is; not while somebody is writing on it. */
function renew(see: string): void {
  const isWriting = [...document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea,input')].some(
    (field) => field.value !== field.defaultValue || ('checked' in field && field.checked !== field.defaultChecked),
  );
  if (!isWriting) location.replace(location.pathname + see);
}

/** By itself, as it would go without this: the answer says why it was not taken. */
function submit({ path, fields }: Press): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = path;
  for (const [field, value] of fields) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = field;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

// ------------------------------------------------------------------------------------------------ shown

/** In words, until the school has answered: a press that was not sent never looks sent. */
function show(): void {
  const box = document.getElementById('unsent');
  if (box === null) return;
  const queue = kept();
  const lines = queue.map(({ says, at, refused: isRefused }) => {
    const when = hour(new Date(at));
    return isRefused === true ? `NOT TAKEN: ${says}, pressed at ${when}. Tell the office.` : `NOT SENT yet: ${says}, pressed at ${when}.`;
  });
  const rest = queue.some((press) => press.refused !== true)
    ? ['It is tried again by itself. Keep this page open, or ring the office.']
    : [];
  const text = [...lines, ...rest].join('\n');
  if (box.textContent !== text) box.textContent = text;
  box.hidden = lines.length === 0;
}

const hour = (at: Date): string =>
  `${at.getHours() % 12 || 12}.${String(at.getMinutes()).padStart(2, '0')}${at.getHours() < 12 ? 'am' : 'pm'}`;

function wake(): void {
  update((queue) => woken(queue, Date.now()));
  send();
}

if ('fetch' in window && 'AbortController' in window && typeof FormData === 'function') {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-where]')) button.hidden = !('geolocation' in navigator);
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    pressed = button ?? undefined;
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-says')) return;
    const button = pressed?.form === form ? pressed : undefined;
    take(form, button);
    event.preventDefault();
    document.getElementById('unsent')?.scrollIntoView();
  });
  for (const happening of ['online', 'focus', 'pageshow']) window.addEventListener(happening, wake);
  wake();
}
