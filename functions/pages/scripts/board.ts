// Who is out, kept up to date while it is looked at: every quarter of a minute, every minute in a tab that nobody sees, and never
// stopped. Pausing holds the list still; what is overdue is said on top and in the title all the same.
const often = 15000;
const seldom = 60000;
const patience = 8000;

const list = (): HTMLElement | null => document.getElementById('board');
const news = document.getElementById('board-news');
const pause = document.getElementById('board-pause');

let etag = list()?.dataset['etag'] ?? '';
let lastAt = list()?.dataset['at'] ?? '';
let failures = 0;
let paused = false;
let waiting: ReturnType<typeof setTimeout> | undefined;
let asking = false;

const still = (): string => `Paused: the list is as it was at ${list()?.dataset['at'] ?? ''}.`;

function say(words: string): void {
  if (news !== null && news.textContent !== words) news.textContent = words;
}

function refresh(): void {
  if (asking) return;
  asking = true;
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
  }, patience);
  const done = (): void => {
    clearTimeout(timer);
    asking = false;
    plan();
  };
  fetch(location.pathname, {
    headers: etag === '' ? {} : { 'If-None-Match': etag },
    cache: 'no-store',
    credentials: 'same-origin',
    signal: late.signal,
  })
    .then(async (answer) => {
      if (answer.status !== 304) show(answer, await answer.text());
      if (failures >= 2) say(paused ? still() : '');
      failures = 0;
    })
    .then(done, () => {
      failures += 1;
      if (failures >= 2) say(`Not updated since ${lastAt}. Check that you are signed in and have a connection.`);
      done();
    });
}

function plan(): void {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, document.hidden ? seldom : often);
}

function show(answer: Response, text: string): void {
  const page = new DOMParser().parseFromString(text, 'text/html');
  const next = page.getElementById('board');
  const old = list();
  // A page that asks to sign in is no board.
  if (!answer.ok || next === null || old === null) throw new Error('no board');
  showBand(page);
  document.title = paused ? `Paused – ${page.title}` : page.title;
  lastAt = next.dataset['at'] ?? lastAt;
  if (paused) return;
  etag = answer.headers.get('etag') ?? '';
  const changes = changed(statesIn(old), statesIn(next));
  const focused = whereIsFocus(old);
  old.replaceWith(document.importNode(next, true));
  if (focused !== undefined) giveFocus(focused);
  if (changes.length > 0) say(changes.join('. '));
}

/** On top of the page: touched only where its words are others, so that it is not read out again and again. */
function showBand(page: Document): void {
  const old = document.querySelector('.ds-alarm');
  const next = page.querySelector('.ds-alarm');
  if (old?.textContent === next?.textContent) return;
  if (next === null) old?.remove();
  else if (old === null) document.querySelector('.govuk-skip-link')?.insertAdjacentElement('afterend', document.importNode(next, true));
  else old.replaceWith(document.importNode(next, true));
}

const rowsIn = (board: Element): readonly HTMLElement[] => Array.from(board.querySelectorAll<HTMLElement>('[data-row]'));
const statesIn = (board: Element): Map<string, string> =>
  new Map(rowsIn(board).map((row) => [row.dataset['row'] ?? '', row.dataset['says'] ?? '']));

/** Changes of state in words; minutes that pass are none. */
function changed(before: Map<string, string>, after: Map<string, string>): string[] {
  const said: string[] = [];
  after.forEach((says, row) => {
    if (before.get(row) !== says) said.push(says);
  });
  before.forEach((says, row) => {
    if (!after.has(row)) said.push(`${says.split(': ')[0] ?? ''}: no longer on this list`);
  });
  return said;
}

interface Place {
  readonly row: string;
  readonly link: number;
}

const linksOf = (row: Element): readonly HTMLElement[] => Array.from(row.querySelectorAll<HTMLElement>('a[href]'));

function whereIsFocus(board: Element): Place | undefined {
  const active = document.activeElement;
  if (active === null || !board.contains(active)) return undefined;
  const row = active.closest<HTMLElement>('[data-row]');
  return row === null ? { row: '', link: -1 } : { row: row.dataset['row'] ?? '', link: linksOf(row).findIndex((link) => link === active) };
}

/** On the same row, however far it has moved; where it has gone, at the list. */
function giveFocus(place: Place): void {
  const board = list();
  if (board === null) return;
  const same = rowsIn(board).find((row) => row.dataset['row'] === place.row);
  const links = same === undefined ? [] : linksOf(same);
  (links[place.link] ?? links[0] ?? board).focus({ preventScroll: true });
}

if (pause !== null) {
  pause.hidden = false;
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.textContent = paused ? 'Go on' : 'Pause';
    say(paused ? still() : '');
    etag = '';
    if (!paused) refresh();
  });
}
document.addEventListener('visibilitychange', () => {
  if (document.hidden) plan();
  else refresh();
});
plan();
