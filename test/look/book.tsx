import { type Child } from 'hono/jsx';
import { Layout } from '../../functions/pages/layout.tsx';

/** A page of everything that the sheets have a style for, to be looked at by day, in the dark, on a phone and on paper. */
export function Book() {
  return (
    <Layout
      title="Everything there is"
      school="Hampton Primary School"
      person={{ name: 'Ravi Chandra', token: 'a-token' }}
      nav={['Home', 'Who is out', 'Visits', 'Homes', 'People', 'Policy', 'How we are doing'].map((text, n) => ({
        text,
        href: `/${n}`,
        current: n === 1,
      }))}
      alarms={{ overdue: 2, help: 1, href: '/board' }}
      back={{ href: '/' }}
    >
      <h1 class="govuk-heading-xl">Everything there is</h1>
      <Asking />
      <Board />
      <Alarm />
      <Reading />
      <Drawn />
    </Layout>
  );
}

/** The phone page, as far as its look goes. */
export function Phone() {
  return (
    <Layout title="Your visit" school="Hampton Primary School" sheet="phone">
      <p class="ds-unsent" role="alert">
        NOT SENT: “I have arrived”. Trying again in 8 seconds.
      </p>
      <p class="ds-sent" role="status">
        The school has it: signed out at 1.02pm.
      </p>
      <h1 class="govuk-heading-l">Visit HV-7K2M9Q</h1>
      <p class="ds-phone__state">
        Arrive by <span class="ds-time">1.20pm</span>
      </p>
      <button type="submit" class="govuk-button ds-big-button">
        I have arrived
      </button>
      <button type="submit" class="govuk-button govuk-button--secondary ds-big-button">
        I am safe
      </button>
      <details class="govuk-details" open>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">I am running late</span>
        </summary>
        <div class="govuk-details__text">
          <div class="ds-pair">
            <button type="submit" class="govuk-button govuk-button--secondary ds-big-button">
              15 minutes
            </button>
            <button type="submit" class="govuk-button govuk-button--secondary ds-big-button">
              30 minutes
            </button>
          </div>
          <Field id="until" label="When will you be back?" hint="For example, 3.45pm" />
        </div>
      </details>
      <h2 class="govuk-heading-m">Before you knock</h2>
      <ul class="govuk-list">
        <li>
          Keep your phone on you <span class="ds-clause">HA-22</span>
        </li>
        <li>
          Park so that you can drive away <span class="ds-clause">HA-23</span>
        </li>
      </ul>
      <p class="govuk-body">
        <a class="ds-ring" href="tel:02079460101">
          Ring the office: 020 7946 0101
        </a>
      </p>
      <form class="ds-help">
        <button type="submit" class="govuk-button govuk-button--warning ds-big-button">
          Help
        </button>
      </form>
    </Layout>
  );
}

function Field({
  id,
  label,
  hint,
  error,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string;
}) {
  return (
    <div class={`govuk-form-group${error === undefined ? '' : ' govuk-form-group--error'}`}>
      <label class="govuk-label" for={id}>
        {label}
      </label>
      {hint === undefined ? null : (
        <div class="govuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error === undefined ? null : (
        <p class="govuk-error-message" id={`${id}-error`}>
          <span class="govuk-visually-hidden">Error:</span> {error}
        </p>
      )}
      <input class={`govuk-input${error === undefined ? '' : ' govuk-input--error'}`} id={id} name={id} type="text" />
    </div>
  );
}

function Asking() {
  return (
    <div class="govuk-grid-row">
      <div class="govuk-grid-column-two-thirds">
        <div class="govuk-error-summary">
          <div role="alert">
            <h2 class="govuk-error-summary__title">There is a problem</h2>
            <div class="govuk-error-summary__body">
              <ul class="govuk-list govuk-error-summary__list">
                <li>
                  <a href="#purpose">Say what the visit is for</a>
                </li>
              </ul>
            </div>
          </div>
        </div>
        <span class="govuk-caption-l">Step 3 of 6</span>
        <h2 class="govuk-heading-l">When, and why</h2>
        <p class="govuk-body-l">Hampton asks for this before anybody leaves.</p>
        <p class="govuk-body">
          A{' '}
          <a class="govuk-link" href="/x">
            link
          </a>{' '}
          in text, and why it is asked: <span class="ds-clause">HA-41</span>
        </p>
        <Field id="purpose" label="What is the visit for?" hint="One sentence is enough" error="Say what the visit is for" />
        <Choice type="radios" legend="Who goes?" options={['Ravi Chandra', 'Amina Khalil']} />
        <Choice type="checkboxes" legend="What is known of this home?" options={['A dog', 'Poor light outside']} />
        <div class="govuk-form-group">
          <label class="govuk-label" for="home">
            Which home?
          </label>
          <select class="govuk-select" id="home" name="home">
            <option>Family Adeyemi</option>
          </select>
        </div>
        <div class="govuk-form-group">
          <label class="govuk-label" for="notes">
            Notes
          </label>
          <textarea class="govuk-textarea" id="notes" name="notes" rows={3}>
            Something that was written
          </textarea>
        </div>
        <div class="govuk-form-group">
          <label class="govuk-label" for="miles">
            How far?
          </label>
          <div class="govuk-input__wrapper">
            <input class="govuk-input govuk-input--width-4" id="miles" name="miles" type="text" />
            <div class="govuk-input__suffix" aria-hidden="true">
              miles
            </div>
          </div>
        </div>
        <div class="govuk-button-group">
          <button class="govuk-button" type="submit">
            Continue
          </button>
          <button class="govuk-button govuk-button--secondary" type="submit">
            Save and come back later
          </button>
          <button class="govuk-button govuk-button--warning" type="submit">
            Cancel the visit
          </button>
          <a class="govuk-link" href="/y">
            Leave it
          </a>
        </div>
      </div>
    </div>
  );
}

function Choice({
  type,
  legend,
  options,
}: {
  readonly type: 'radios' | 'checkboxes';
  readonly legend: string;
  readonly options: readonly string[];
}) {
  return (
    <div class="govuk-form-group">
      <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{legend}</legend>
        <div class={`govuk-${type}`}>
          {options.map((option, n) => (
            <div class={`govuk-${type}__item`}>
              <input
                class={`govuk-${type}__input`}
                id={`${type}-${n}`}
                name={type}
                type={type === 'radios' ? 'radio' : 'checkbox'}
                checked={n === 0}
              />
              <label class={`govuk-label govuk-${type}__label`} for={`${type}-${n}`}>
                {option}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}

function Board() {
  return (
    <>
      <h2 class="govuk-heading-l">Who is out</h2>
      <table class="govuk-table ds-cards" role="table">
        <caption class="govuk-table__caption govuk-table__caption--m">4 people are out. 1 called for help, 1 is overdue.</caption>
        <thead class="govuk-table__head" role="rowgroup">
          <tr class="govuk-table__row" role="row">
            {['Who', 'Where', 'Since', 'Next contact', 'Ring'].map((heading) => (
              <th scope="col" class="govuk-table__header" role="columnheader">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="govuk-table__body" role="rowgroup">
          <Out who="Amina Khalil" where="Family Adeyemi" since="1.02pm" state="help" clock="Help called for at 2.31pm" />
          <Out who="Ravi Chandra" where="Family Adeyemi" since="1.02pm" state="overdue" clock="Overdue by 12 minutes: back by 2.30pm" />
          <Out who="Jo Lees" where="Family Novak" since="2.10pm" state="soon" clock="Due in 3 minutes: 2.45pm" />
          <Out who="Sam Osei" where="Family Brown" since="2.20pm" state="unspoken" clock="New time 3.30pm, typed and not spoken" />
          <Out who="Lee Parr" where="Family Brown" since="2.20pm" state="due" clock="Due in 40 minutes: 3.20pm" />
          <Out who="Kim Ward" where="Family Brown" since="2.20pm" state="safe" clock="Back at 2.40pm" />
        </tbody>
      </table>
    </>
  );
}

interface OutProps {
  readonly who: string;
  readonly where: string;
  readonly since: string;
  readonly state: string;
  readonly clock: string;
}

function Out({ who, where, since, state, clock }: OutProps) {
  return (
    <tr class={`govuk-table__row${state === 'help' || state === 'overdue' ? ' ds-row--alarm' : ''}`} role="row">
      <th scope="row" class="govuk-table__header" role="rowheader">
        <a class="govuk-link govuk-link--no-visited-state" href="/visit">
          {who}
        </a>
      </th>
      <td class="govuk-table__cell" role="cell" data-label="Where">
        {where}
      </td>
      <td class="govuk-table__cell" role="cell" data-label="Since">
        <span class="ds-time">{since}</span>
      </td>
      <td class="govuk-table__cell" role="cell">
        <span class={`ds-clock ds-clock--${state}`}>{clock}</span>
      </td>
      <td class="govuk-table__cell" role="cell">
        <a class="ds-ring" href="tel:07700900101">
          07700 900101
        </a>
      </td>
    </tr>
  );
}

function Alarm() {
  return (
    <>
      <h2 class="govuk-heading-l">An alarm</h2>
      <ol class="ds-ladder">
        <Rung n={1} state="done" title="Ring the visitors" tag="No answer" text="Pat Moore rang Ravi Chandra at 2.47pm: no answer." />
        <Rung n={2} state="now" title="Ring the home" tag="Now" text="Since 2.50pm. Ring 020 7946 0102 and ask to speak to Ravi." />
        <Rung n={3} state="next" title="Tell the head of school" tag="At 3pm" text="By text and email." />
        <Rung n={4} state="next" title="Ring the police" tag="At 3.15pm" text="999. What to say is one press away." />
      </ol>
      <div class="ds-presses">
        <form>
          <button class="govuk-button ds-big-button">I have it</button>
        </form>
        <form>
          <button class="govuk-button ds-big-button govuk-button--secondary">No answer</button>
        </form>
        <a class="govuk-button ds-big-button govuk-button--warning" href="/handover" role="button">
          What to say to the police
        </a>
      </div>
    </>
  );
}

interface RungProps {
  readonly n: number;
  readonly state: string;
  readonly title: string;
  readonly tag: string;
  readonly text: string;
}

function Rung({ n, state, title, tag, text }: RungProps) {
  return (
    <li class={`ds-ladder__rung ds-ladder__rung--${state}`}>
      <span class="ds-ladder__number" aria-hidden="true">
        {n}
      </span>
      <h3 class="ds-ladder__title">
        {title} <Tag colour={state === 'now' ? 'red' : 'grey'}>{tag}</Tag>
      </h3>
      <p class="ds-ladder__text">
        {text} <span class="ds-clause">HA-61</span>
      </p>
    </li>
  );
}

function Tag({ colour, children }: { readonly colour: string; readonly children: Child }) {
  return <strong class={`govuk-tag govuk-tag--${colour}`}>{children}</strong>;
}

function Reading() {
  return (
    <>
      <h2 class="govuk-heading-l">What waits for you</h2>
      <div class="ds-card ds-card--alarm">
        <h3 class="govuk-heading-m">A visit is overdue</h3>
        <p class="govuk-body">Ravi Chandra was to be back by 2.30pm.</p>
      </div>
      <div class="ds-card">
        <h3 class="govuk-heading-m">Agree to a visit</h3>
        <p class="govuk-body">Tomorrow at 1pm, Jo Lees and Sam Osei.</p>
      </div>
      <ul class="govuk-task-list">
        {['Risk assessment', 'Who knows where you are'].map((task, n) => (
          <li class="govuk-task-list__item govuk-task-list__item--with-link">
            <div class="govuk-task-list__name-and-hint">
              <a class="govuk-link govuk-task-list__link" href="/task" aria-describedby={`task-${n}`}>
                {task}
              </a>
              <div class="govuk-task-list__hint">
                Before you leave <span class="ds-clause">HA-14</span>
              </div>
            </div>
            <div class="govuk-task-list__status" id={`task-${n}`}>
              {n === 0 ? <Tag colour="amber">Not yet</Tag> : 'Done'}
            </div>
          </li>
        ))}
      </ul>
      <p class="govuk-body">
        {['grey', 'green', 'amber', 'red', 'purple'].map((colour) => (
          <>
            <Tag colour={colour}>{colour}</Tag>{' '}
          </>
        ))}
      </p>
      <div class="govuk-summary-card">
        <div class="govuk-summary-card__title-wrapper">
          <h3 class="govuk-summary-card__title">The visit</h3>
        </div>
        <div class="govuk-summary-card__content">
          <dl class="govuk-summary-list">
            <div class="govuk-summary-list__row">
              <dt class="govuk-summary-list__key">Purpose</dt>
              <dd class="govuk-summary-list__value">To meet the family before September</dd>
              <dd class="govuk-summary-list__actions">
                <a class="govuk-link" href="/change">
                  Change<span class="govuk-visually-hidden"> purpose</span>
                </a>
              </dd>
            </div>
          </dl>
        </div>
      </div>
      <div class="govuk-inset-text">In danger, ring 999 first.</div>
      <div class="govuk-warning-text">
        <span class="govuk-warning-text__icon" aria-hidden="true">
          !
        </span>
        <strong class="govuk-warning-text__text">
          <span class="govuk-visually-hidden">Warning</span>
          An odd call may be a call for help.
        </strong>
      </div>
      <div class="govuk-notification-banner" role="region" aria-labelledby="banner">
        <div class="govuk-notification-banner__header">
          <h2 class="govuk-notification-banner__title" id="banner">
            Important
          </h2>
        </div>
        <div class="govuk-notification-banner__content">
          <p class="govuk-notification-banner__heading">The visit changed since you opened it.</p>
        </div>
      </div>
      <div class="govuk-panel govuk-panel--confirmation">
        <h2 class="govuk-panel__title">Sent</h2>
        <div class="govuk-panel__body">Your reference is HV-7K2M9Q</div>
      </div>
      <details class="govuk-details" open>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">What was said</span>
        </summary>
        <div class="govuk-details__text ds-quoted">As it was said.{'\n'}In two lines.</div>
      </details>
      <pre class="ds-copied" id="record" tabindex={0}>
        Home visit 18 June, 1pm to 2.30pm.{'\n'}Settled in well.
      </pre>
      <button class="govuk-button govuk-button--secondary" type="button" data-copies="record" hidden>
        Copy
      </button>
    </>
  );
}

/** x stands in hundredths of the width, so that a picture is as wide as its page and its words stay as large as they are. */
function Drawn() {
  return (
    <>
      <h2 class="govuk-heading-l">Pictures</h2>
      <figure class="ds-figure">
        <svg class="ds-picture" height="130" role="img" aria-labelledby="line-title line-desc">
          <title id="line-title">The visit from leaving to return</title>
          <desc id="line-desc">Left at 1.02pm, arrived at 1.20pm, was to be back by 2.30pm, and is 12 minutes overdue.</desc>
          <line class="ds-picture__axis" x1="0" x2="100%" y1="100" y2="100" />
          {['1pm', '1.30pm', '2pm', '2.30pm'].map((hour, n) => (
            <>
              <line class="ds-picture__tick" x1={`${n * 25 + 3}%`} x2={`${n * 25 + 3}%`} y1="96" y2="104" />
              <text class="ds-picture__tick-label" x={`${n * 25 + 3}%`} y="122" text-anchor="middle">
                {hour}
              </text>
            </>
          ))}
          <text x="0" y="14">
            Planned
          </text>
          <line class="ds-picture__planned" x1="3%" x2="78%" y1="28" y2="28" />
          <text class="ds-picture__label" x="0" y="54">
            As it was
          </text>
          <line class="ds-picture__actual" x1="4%" x2="78%" y1="70" y2="70" />
          <line class="ds-picture__overdue" x1="79%" x2="90%" y1="70" y2="70" />
          <circle class="ds-picture__contact" cx="20%" cy="70" r="7" />
          <circle class="ds-picture__clock" cx="78%" cy="70" r="7" />
          <svg x="90%" y="70" width="1" height="1" overflow="visible">
            <path class="ds-picture__alarm" d="M0-10 10 8H-10z" />
          </svg>
          <line class="ds-picture__now" x1="90%" x2="90%" y1="16" y2="100" />
        </svg>
      </figure>
      <figure class="ds-figure">
        <svg class="ds-picture" height="60" role="img" aria-labelledby="rungs-title">
          <title id="rungs-title">The ladder: 1 step of 4 is done, the second is now</title>
          {['done', 'now', 'next', 'next'].map((state, n) => (
            <>
              <rect class={`ds-picture__rung ds-picture__rung--${state}`} x={`${n * 25}%`} y="6" width="22%" height="20" rx="4" />
              <text x={`${n * 25}%`} y="48">
                {n + 1} {state}
              </text>
            </>
          ))}
        </svg>
      </figure>
      <figure class="ds-figure">
        <svg class="ds-picture" height="120" role="img" aria-labelledby="bars-title">
          <title id="bars-title">Visits a month</title>
          {['Sept', 'Oct', 'Nov'].map((month, n) => (
            <>
              <text x="0" y={n * 36 + 24}>
                {month}
              </text>
              <rect class="ds-picture__bar" x="16%" y={n * 36 + 8} width={`${40 + n * 10}%`} height="24" />
              <rect class="ds-picture__bar ds-picture__bar--late" x={`${57 + n * 10}%`} y={n * 36 + 8} width="6%" height="24" />
              <rect class="ds-picture__bar ds-picture__bar--overdue" x={`${64 + n * 10}%`} y={n * 36 + 8} width="3%" height="24" />
            </>
          ))}
        </svg>
      </figure>
    </>
  );
}
