/** One alarm as it is worked: its ladder, and what each press on it does. Two who work it at once see what the other did. */
import type { Child } from 'hono/jsx';
import { epochOf, type Instant, Length, lengthInMilliseconds, plusMilliseconds } from '../../domain/time.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import type { Problem } from '../ask.ts';
import { Button } from '../components/button.tsx';
import { ErrorSummary } from '../components/error-summary.tsx';
import { InsetText } from '../components/inset-text.tsx';
import { NotificationBanner } from '../components/notification-banner.tsx';
import { keyField, tokenField } from '../forms/form.ts';
import { Ladder, type Rung } from './ladder.tsx';
import { pageMistakes, problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import { Ring } from './ring.tsx';
import type { ShownAlarm, ShownRung, Visit } from '../shapes.ts';
import { page } from '../shell.tsx';
import { hour, listed, when } from '../words.ts';

/** `GET /visits/{visit}/alarms/{alarm}` */
export const alarm: Page = async (asked) => {
  const found = await findAlarm(asked);
  return 'status' in found ? found : shownPage(asked, found);
};

/** `POST /visits/{visit}/alarms/{alarm}`: one of its buttons. */
export const workAlarm: Page = async (asked) => {
  const found = await findAlarm(asked);
  if ('status' in found) return found;
  const press = presses.find(({ id }) => id === asked.form.get('press'));
  if (press === undefined) return shownPage(asked, found, { status: 400, detail: 'Press one of the buttons below.' });
  const answer = await asked.ask(press.command, {
    params: { visit: found.visit.id },
    body: { alarm: found.alarm.id, ...press.body(asked) },
    key: asked.form.get(keyField),
  });
  if (answer.ok) return seeOther(`${pathOf(found)}${press.leadsTo}`);
  // What is not as it was when the button was drawn is shown as it is now, with why.
  const { status, detail = answer.problem.title } = answer.problem;
  return found.alarm.ladder !== undefined && (status === 400 || status === 409)
    ? shownPage(asked, found, { status, detail })
    : problemPage(asked, answer.problem);
};

interface Press {
  readonly id: 'have' | 'safe' | 'needs-help' | 'no-answer' | '999' | 'on';
  readonly command: 'acknowledge' | 'log-attempt' | 'record-police' | 'escalate';
  readonly body: (asked: PageAsked) => object;
  /** What comes after the address of the alarm. */
  readonly leadsTo: string;
}

const attempt =
  (result: string): Press['body'] =>
  (asked) => ({ ...rungIn(asked), result, means: 'phone' });
const rungIn = ({ form }: PageAsked): object => ({ rung: Number(form.get('rung')) });

const presses: readonly Press[] = [
  {
    id: 'have',
    command: 'acknowledge',
    body: ({ form }) => ({ seen: form.get('seen') === '' ? null : form.get('seen') }),
    leadsTo: '?after=have',
  },
  // That they were spoken to is written down at once. Whether they are back, or when they will be, is asked next: nobody is left unwatched.
  { id: 'safe', command: 'log-attempt', body: attempt('reached-safe'), leadsTo: '/stand-down' },
  { id: 'needs-help', command: 'log-attempt', body: attempt('reached-needs-help'), leadsTo: '?after=needs-help' },
  { id: 'no-answer', command: 'log-attempt', body: attempt('no-answer'), leadsTo: '?after=no-answer' },
  { id: '999', command: 'record-police', body: () => ({}), leadsTo: '?after=999' },
  { id: 'on', command: 'escalate', body: rungIn, leadsTo: '?after=on' },
];

// ------------------------------------------------------------------------------------------------ which alarm

export interface FoundAlarm {
  readonly visit: Visit;
  readonly alarm: ShownAlarm;
}

/** As this person is shown it. One that is kept from them is not there. */
export async function findAlarm(asked: PageAsked): Promise<FoundAlarm | Response> {
  const { visit: id = '', alarm: which } = asked.request.params;
  const answer = await asked.ask('read-visit', { params: { visit: id } });
  if (!answer.ok) return problemPage(asked, answer.problem);
  const found = answer.value.alarms?.find((one) => one.id === which);
  return found === undefined ? pageMistakes.notFound : { visit: answer.value, alarm: found };
}

export const pathOf = ({ visit, alarm: { id } }: FoundAlarm): string =>
  `/visits/${encodeURIComponent(visit.id)}/alarms/${encodeURIComponent(id)}`;

const kinds: Readonly<Record<ShownAlarm['kind'], string>> = { overdue: 'Overdue', distress: 'Call for help', concern: 'Alarm' };

export const namesOf = ({ visit, alarm: { visitors } }: FoundAlarm, nameOf: (id: string) => string): string =>
  listed(visitors.map((person) => visit.visitors?.find((one) => one.person === person)?.name ?? nameOf(person)));

export const titleOf = (found: FoundAlarm, nameOf: (id: string) => string): string =>
  `${kinds[found.alarm.kind]}: ${namesOf(found, nameOf)}`;

// ------------------------------------------------------------------------------------------------ the page

async function shownPage(asked: PageAsked, found: FoundAlarm, wrong?: Pick<Problem, 'status' | 'detail'>): Promise<Response> {
  const { nameOf } = await asked.frame();
  const { visit, alarm: it } = found;
  const { now } = asked;
  const title = titleOf(found, nameOf);
  const back = { text: 'Who is out', href: '/board' };
  // Whoever is on the visit is told what the school says to it, and nothing of how it is worked.
  if (it.ladder === undefined) {
    return page(
      asked,
      { title, back: { text: 'The visit', href: `/visits/${encodeURIComponent(visit.id)}` } },
      <>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">Raised at {when(it.openedAt, now)}.</p>
        {it.says === undefined ? null : <InsetText text={it.says} />}
      </>,
    );
  }
  const people = await asked.ask('list-people');
  const mobiles = new Map(
    people.ok ? people.value.people.flatMap(({ id, mobile }) => (typeof mobile === 'string' ? [[id, mobile]] : [])) : [],
  );
  const isOpen = it.endedAt === null;
  const around: Around = { now, nameOf, mobiles };
  return page(
    asked,
    { title: wrong === undefined ? title : `Error: ${title}`, back, ...(wrong === undefined ? {} : { status: wrong.status }) },
    <>
      {wrong === undefined ? <Done asked={asked} found={found} nameOf={nameOf} /> : <Wrong detail={wrong.detail ?? ''} />}
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        <a class="govuk-link" href={`/visits/${encodeURIComponent(visit.id)}`}>
          Visit {visit.id}
        </a>
        , since <span class="ds-time">{when(it.openedAt, now)}</span>. As it stood at <span class="ds-time">{hour(now)}</span>.{' '}
        <a class="govuk-link ds-screen-only" href={pathOf(found)}>
          Refresh
        </a>
      </p>
      {isOpen ? <Holder found={found} me={asked.caller.id} around={around} /> : <Over alarm={it} now={now} nameOf={nameOf} />}
      {it.words === undefined ? null : (
        <InsetText>
          <span class="ds-quoted">{it.words}</span>
        </InsetText>
      )}
      {isOpen && visit.actions.some(({ name }) => name === 'acknowledge') ? <Presses asked={asked} found={found} nameOf={nameOf} /> : null}
      <h2 class="govuk-heading-m">The steps</h2>
      <Ladder rungs={rungsOf(found, around)} steps="The steps of this alarm" />
    </>,
  );
}

const Wrong = ({ detail }: { readonly detail: string }) => <ErrorSummary errorList={[{ text: detail, href: '#presses' }]} />;

/** Who has it, before everything else: two people who ring the same numbers are one too many. Then what is to be done now, and whom to ring. */
function Holder({ found, me, around }: { readonly found: FoundAlarm; readonly me: string; readonly around: Around }) {
  const { alarm: it } = found;
  const { now, nameOf } = around;
  const { heldBy, heldUntil, police } = it;
  const step = it.ladder?.find(({ rung }) => rung === it.rung);
  const isHeld = isHeldNow(it, now);
  return (
    <div class={isHeld ? 'ds-card' : 'ds-card ds-card--alarm'}>
      <p class="govuk-body">
        <strong>
          {isHeld && heldUntil
            ? `${heldBy === me ? 'You have' : `${nameOf(heldBy ?? '')} has`} it until ${when(heldUntil, now)}.`
            : 'Nobody has it.'}
        </strong>{' '}
        {it.nextAt === undefined ? null : (
          <>
            The next step is at <span class="ds-time">{when(it.nextAt, now)}</span> if nothing is done.
          </>
        )}
      </p>
      {police === null || police === undefined ? null : <p class="govuk-body">{policeWords(police, now, nameOf)}</p>}
      {step === undefined ? null : (
        <>
          <p class="govuk-body govuk-!-margin-bottom-1">
            <strong>{titleOfStep(step, whoseIs(found, step), nameOf)}:</strong> {step.say}{' '}
            <span class="ds-clause">{step.clauses.join(', ')}</span>
          </p>
          <Numbers found={found} rung={step} around={around} />
        </>
      )}
    </div>
  );
}

export const policeWords = (police: NonNullable<ShownAlarm['police']>, now: Instant, nameOf: WithNames['nameOf']): string =>
  `The police were rung at ${when(police.rangAt, now)}${police.rangBy === undefined ? '' : ` by ${nameOf(police.rangBy)}`}${
    police.reference === undefined ? '' : `, reference ${police.reference}`
  }.`;

const Over = ({ alarm: it, now, nameOf }: WithNames & { readonly alarm: ShownAlarm }) => (
  <div class="ds-card">
    <p class="govuk-body">
      <strong>It is over{it.endedAt === null ? '' : ` since ${when(it.endedAt, now)}`}.</strong> {endings[it.ended ?? ''] ?? ''}{' '}
      {it.how ?? ''}
      {it.police === null || it.police === undefined ? '' : ` ${policeWords(it.police, now, nameOf)}`}
    </p>
  </div>
);

const endings: Readonly<Record<string, string>> = { 'stood-down': 'It was stood down.', contact: 'They were heard of.' };

interface WithNames {
  readonly now: Instant;
  readonly nameOf: (id: string) => string;
}

const isHeldNow = ({ heldBy, heldUntil }: ShownAlarm, now: Instant): boolean =>
  typeof heldBy === 'string' && typeof heldUntil === 'string' && heldUntil > now;

interface PressesProps {
  readonly asked: PageAsked;
  readonly found: FoundAlarm;
  readonly nameOf: (id: string) => string;
}

/** What became of the press that led here, as the alarm stands: never as the address says. */
function Done({ asked: { request, caller, now }, found, nameOf }: PressesProps) {
  const said = doneWords(request.query['after'], found, caller.id, now, nameOf);
  return said === undefined ? null : <NotificationBanner type={said.isDone ? 'success' : undefined}>{said.text}</NotificationBanner>;
}

function doneWords(
  after: string | undefined,
  { visit, alarm: it }: FoundAlarm,
  me: string,
  now: Instant,
  nameOf: (id: string) => string,
): { readonly isDone: boolean; readonly text: Child } | undefined {
  const banner = (text: string, more?: Child) => (
    <p class="govuk-notification-banner__heading">
      {text} {more}
    </p>
  );
  const isHeld = isHeldNow(it, now);
  if (after === 'have' && isHeld && it.heldUntil)
    return it.heldBy === me
      ? { isDone: true, text: banner(`You have it until ${when(it.heldUntil, now)}. Then it goes on by itself.`) }
      : {
          isDone: false,
          text: banner(`${nameOf(it.heldBy ?? '')} has it until ${when(it.heldUntil, now)}, and had it before you. Talk to each other.`),
        };
  if (after === '999' && it.police)
    return {
      isDone: true,
      text: banner(
        policeWords(it.police, now, nameOf),
        <a class="govuk-notification-banner__link" href={`/visits/${encodeURIComponent(visit.id)}/handover#record`}>
          Add their reference
        </a>,
      ),
    };
  const last = it.attempts?.at(-1);
  if (after === 'no-answer' && last?.by === me && last.result === 'no-answer')
    return { isDone: true, text: banner('Written down: no answer. The next step begins.') };
  if (after === 'needs-help' && last?.by === me && last.result === 'reached-needs-help')
    return { isDone: true, text: banner('Written down: they need help. A call for help is open. Ring 999.') };
  return undefined;
}

/** Each a form of its own, so that it is one press without scripts as well, and the same press twice is one. */
function Presses({ asked, found, nameOf }: PressesProps) {
  const { alarm: it } = found;
  const random = asked.deps.newRandom();
  const other = isHeldNow(it, asked.now) && it.heldBy !== asked.caller.id ? it.heldBy : undefined;
  const holder = isHeldNow(it, asked.now) ? (it.heldBy ?? '') : '';
  const rung = String(Math.max(1, it.rung ?? 1));
  const button = (press: Press['id'], text: string, look?: 'secondary' | 'warning', more: Readonly<Record<string, string>> = {}) => (
    <form method="post" action={pathOf(found)}>
      {Object.entries({ [tokenField]: asked.token, [keyField]: `${random}.${press}`, press, rung, ...more }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button text={text} classes={`ds-big-button${look === undefined ? '' : ` govuk-button--${look}`}`} preventDoubleClick />
    </form>
  );
  const isLast = (it.rung ?? 0) >= (it.ladder ?? []).length;
  return (
    <div class="ds-presses" id="presses" tabindex={-1}>
      {button(
        'have',
        other ? `Take it over from ${nameOf(other)}` : holder === '' ? 'I have it' : 'I still have it',
        other ? 'secondary' : undefined,
        {
          seen: holder,
        },
      )}
      {button('safe', 'Spoke to them: safe', 'secondary')}
      {button('no-answer', 'No answer', 'secondary')}
      {it.kind === 'distress' ? null : button('needs-help', 'Spoke to them: they need help', 'warning')}
      {button('999', 'Called 999', 'warning')}
      {isLast ? null : button('on', 'Go on to the next step now', 'secondary')}
      <Button
        text="What to say to the police"
        href={`/visits/${encodeURIComponent(found.visit.id)}/handover`}
        classes="ds-big-button govuk-button--secondary"
      />
      <Button text="Stand it down" href={`${pathOf(found)}/stand-down`} classes="ds-big-button govuk-button--secondary" />
    </div>
  );
}

// ------------------------------------------------------------------------------------------------ the ladder

const doing: Readonly<Record<ShownRung['do'], string>> = {
  'ring-visitors': 'Ring the visitors',
  'ring-address': 'Ring the home',
  tell: 'Tell',
  'ring-police': 'Ring the police',
};

interface Around extends WithNames {
  readonly mobiles: ReadonlyMap<string, string>;
}

interface Begun {
  readonly at: Instant;
  readonly told: readonly string[];
  readonly passedOver?: string;
}

/** Of a step that has begun: when, and whom it told. */
function begunOf({ visit, alarm: { id } }: FoundAlarm, rung: number): Begun | undefined {
  const event = visit.history?.findLast((one) => one.type === 'RungBegun' && one['alarm'] === id && one['rung'] === rung);
  // The history's own fields of that event.
  return event === undefined ? undefined : (event as unknown as Begun);
}

function rungsOf(found: FoundAlarm, around: Around): readonly Rung[] {
  const { alarm: it } = found;
  const { now, nameOf } = around;
  const current = it.rung ?? 0;
  const ladder = it.ladder ?? [];
  return ladder.map((rung): Rung => {
    const begun = begunOf(found, rung.rung);
    const state = rung.rung < current || (it.endedAt !== null && rung.rung <= current) ? 'done' : rung.rung === current ? 'now' : 'next';
    const whose = whoseIs(found, rung);
    return {
      title: titleOfStep(rung, whose, nameOf),
      state,
      tag: tagOf(rung, state, found, begun, now),
      filled: state === 'done' ? 1 : state === 'next' ? 0 : shareOf(begun?.at, it.nextAt, now),
      say: rung.say,
      clauses: rung.clauses,
      children: <Worked found={found} rung={rung} begun={begun} whose={whose} around={around} />,
    };
  });
}

/** Whom it told; of one that has not begun, whom it would tell. */
function whoseIs(found: FoundAlarm, rung: ShownRung): readonly string[] {
  const told = begunOf(found, rung.rung)?.told ?? [];
  return told.length > 0 ? told : rung.tell;
}

const titleOfStep = (rung: ShownRung, whose: readonly string[], nameOf: WithNames['nameOf']): string =>
  rung.do === 'tell' ? `Tell ${listed(whose.map(nameOf)) || 'whoever is in charge'}` : doing[rung.do];

function shareOf(from: Instant | undefined, to: Instant | undefined, now: Instant): number {
  if (from === undefined || to === undefined || to <= from) return 1;
  // What has just begun is seen to have begun.
  return Math.max(0.1, (epochOf(now) - epochOf(from)) / (epochOf(to) - epochOf(from)));
}

function tagOf(rung: ShownRung, state: Rung['state'], { alarm: it }: FoundAlarm, begun: Begun | undefined, now: Instant): string {
  if (begun?.passedOver !== undefined) return 'Passed over';
  if (state === 'done') return begun === undefined ? 'Done' : `Begun at ${when(begun.at, now)}`;
  if (state === 'now') return begun === undefined ? 'Now' : `Now, since ${when(begun.at, now)}`;
  const at = it.endedAt === null ? dueAt(it, rung.rung) : undefined;
  return at === undefined ? 'Not needed' : `At ${when(at, now)}`;
}

/** When a later step comes if nobody does anything: the next one's time, and what each between waits. */
function dueAt({ nextAt, rung: current = 0, ladder = [] }: ShownAlarm, rung: number): Instant | undefined {
  if (nextAt === undefined) return undefined;
  const waits = ladder.filter((one) => one.rung > current && one.rung < rung).map(({ wait }) => lengthInMilliseconds(Length.parse(wait)));
  return plusMilliseconds(
    nextAt,
    waits.reduce((sum, one) => sum + one, 0),
  );
}

interface WorkedProps {
  readonly found: FoundAlarm;
  readonly rung: ShownRung;
  readonly begun: Begun | undefined;
  readonly whose: readonly string[];
  readonly around: Around;
}

function Worked({ found, rung, begun, whose, around }: WorkedProps) {
  const { now, nameOf } = around;
  const attempts = (found.alarm.attempts ?? []).filter((one) => one.rung === rung.rung);
  return (
    <>
      {rung.do === 'tell' || whose.length === 0 ? null : <p class="ds-ladder__text">For {listed(whose.map(nameOf))}.</p>}
      {begun?.passedOver === undefined ? null : (
        <p class="ds-ladder__text">
          {begun.passedOver === 'quiet' ? 'Passed over: nobody is to be rung.' : 'Passed over: there was nobody to tell.'}
        </p>
      )}
      {attempts.map(({ at, by, who, means, result }) => (
        <p class="ds-ladder__text">
          {when(at, now)}: {nameOf(by)}, {results[result] ?? result}
          {who === undefined ? '' : ` (${who}${means === undefined ? '' : `, ${means}`})`}.
        </p>
      ))}
      {rung.do === 'ring-police' && found.alarm.police ? (
        <p class="ds-ladder__text">{policeWords(found.alarm.police, now, nameOf)}</p>
      ) : null}
      <Numbers found={found} rung={rung} around={around} />
    </>
  );
}

const Numbers = ({ found, rung, around: { nameOf, mobiles } }: Pick<WorkedProps, 'found' | 'rung' | 'around'>) =>
  rung.quiet === true ? (
    <p class="ds-ladder__text">
      <strong>Do not ring: a call could put them in danger.</strong>
    </p>
  ) : (
    <>
      {numbersFor(found, rung, whoseIs(found, rung), mobiles, nameOf).map(({ who, number }) => (
        <p class="ds-ladder__text">
          <Ring who={who} number={number} />
        </p>
      ))}
    </>
  );

export const results: Readonly<Record<string, string>> = {
  'no-answer': 'no answer',
  'reached-safe': 'spoke to them, safe',
  'reached-needs-help': 'spoke to them, they need help',
};

interface Dialled {
  readonly who: string;
  readonly number: string;
}

function numbersFor(
  found: FoundAlarm,
  rung: ShownRung,
  whose: readonly string[],
  mobiles: ReadonlyMap<string, string>,
  nameOf: (id: string) => string,
): readonly Dialled[] {
  const { visit, alarm: it } = found;
  switch (rung.do) {
    case 'ring-visitors':
      return (visit.visitors ?? []).flatMap(({ person, name, mobile }) =>
        mobile === undefined || !it.visitors.includes(person) ? [] : [{ who: name ?? nameOf(person), number: mobile }],
      );
    case 'ring-address':
      // The numbers of another home of an outing stand with its own visit.
      return it.at === visit.id
        ? (visit.household?.phones ?? []).map((number) => ({ who: visit.household?.name ?? 'The home', number }))
        : [];
    case 'tell':
      return whose.flatMap((person) => {
        const number = mobiles.get(person);
        return number === undefined ? [] : [{ who: nameOf(person), number }];
      });
    case 'ring-police':
      return [{ who: 'Police', number: '999' }];
  }
}
