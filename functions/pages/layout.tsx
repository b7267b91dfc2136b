import { type Child } from 'hono/jsx';
import { addressOf } from './look/addresses.ts';
import { Mark } from './look/mark.tsx';

export interface Place {
  readonly text: string;
  readonly href: string;
  readonly current?: boolean;
}

export interface LayoutProps {
  /** What the page is called. A page that is shown again because of its answers begins with "Error: ". */
  readonly title: string;
  /** The school's name. */
  readonly school?: string;
  /** Who is signed in, and the token that their forms carry. */
  readonly person?: { readonly name: string; readonly token: string };
  /** Where this person can go. */
  readonly nav?: readonly Place[];
  /** How many visits are overdue, on how many help is called for, and where they are seen. */
  readonly alarms?: { readonly overdue: number; readonly help: number; readonly href: string };
  readonly back?: { readonly text?: string; readonly href: string };
  /** The phone page's own sheet is small, and its name leads nowhere: whoever has a link is not signed in. */
  readonly sheet?: 'pages' | 'phone';
  /** Scripts of functions/pages/scripts, by name. The page does without them. */
  readonly scripts?: readonly string[];
  readonly children?: Child;
}

/** Every page, around what is its own. */
export function Layout({ title, school, person, nav = [], alarms, back, scripts = [], sheet = 'pages', children }: LayoutProps) {
  return (
    <html lang="en-GB" class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>{title} – Doorstep</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#17494d" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0f2f32" media="(prefers-color-scheme: dark)" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href={addressOf('mark.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={addressOf(`${sheet}.css`)} />
        {scripts.map((script) => (
          <script src={addressOf(`${script}.js`)} defer />
        ))}
      </head>
      <body class="govuk-template__body">
        <a href="#main-content" class="govuk-skip-link">
          Skip to main content
        </a>
        <AlarmBand alarms={alarms} />
        <header class="ds-header">
          <div class="govuk-width-container ds-header__line">
            {sheet === 'phone' ? (
              <span class="ds-header__home">
                <Named />
              </span>
            ) : (
              <a href="/" class="ds-header__home">
                <Named />
              </a>
            )}
            {school === undefined ? null : <span class="ds-header__school">{school}</span>}
            {person === undefined ? null : <SignedIn {...person} />}
          </div>
        </header>
        {nav.length === 0 ? null : <Nav places={nav} />}
        <div class="govuk-width-container">
          {back === undefined ? null : (
            <a href={back.href} class="govuk-back-link">
              {back.text ?? 'Back'}
            </a>
          )}
          <main id="main-content" class="govuk-main-wrapper ds-main" tabindex={-1}>
            {children}
          </main>
        </div>
        <footer class="ds-footer">
          <div class="govuk-width-container">
            <p class="ds-footer__text">Doorstep is not a monitored alarm service. In danger, ring 999.</p>
          </div>
        </footer>
      </body>
    </html>
  );
}

function Named() {
  return (
    <>
      <Mark />
      <span class="ds-header__name">Doorstep</span>
    </>
  );
}

/** Whatever cannot wait, in words, before anything else on any page. */
function AlarmBand({ alarms }: { readonly alarms: LayoutProps['alarms'] }) {
  if (alarms === undefined || alarms.overdue + alarms.help === 0) return null;
  return (
    <div class="ds-alarm" role="alert">
      <div class="govuk-width-container">
        <p class="ds-alarm__text">
          {alarmWords(alarms)}{' '}
          <a class="ds-alarm__link" href={alarms.href}>
            See who is out
          </a>
        </p>
      </div>
    </div>
  );
}

function alarmWords({ help, overdue }: { readonly help: number; readonly overdue: number }): string {
  const calls = help === 0 ? [] : [help === 1 ? 'Somebody has called for help.' : `Help is called for on ${help} visits.`];
  const late = overdue === 0 ? [] : [overdue === 1 ? '1 visit is overdue.' : `${overdue} visits are overdue.`];
  return [...calls, ...late].join(' ');
}

function SignedIn({ name, token }: { readonly name: string; readonly token: string }) {
  return (
    <div class="ds-header__person">
      <span class="ds-header__who">{name}</span>
      <form class="ds-header__out" method="post" action="/sign-out">
        <input type="hidden" name="token" value={token} />
        <button type="submit" class="ds-link-button">
          Sign out of Doorstep
        </button>
      </form>
    </div>
  );
}

function Nav({ places }: { readonly places: readonly Place[] }) {
  return (
    <nav class="ds-nav" aria-label="Menu">
      <div class="govuk-width-container">
        <ul class="ds-nav__list">
          {places.map(({ text, href, current = false }) => (
            <li>
              <a class="ds-nav__link" href={href} {...(current ? { 'aria-current': 'page' } : {})}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}
