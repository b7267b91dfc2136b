import type { Child } from 'hono/jsx';
import { keepersOfPeople, planners, responders } from '../domain/reading/who.ts';
import type { Duty } from '../domain/policy/policy.ts';
import type { Response } from '../http/http.ts';
import { html } from './answers.ts';
import type { Frame } from './frame.ts';
import { Layout, type LayoutProps } from './layout.tsx';
import type { PageAsked } from './page.ts';

interface Shell extends Pick<LayoutProps, 'title' | 'back' | 'scripts'> {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page of whoever signed in, with all that stands around it. */
export async function page({ request, token, frame }: PageAsked, { status, headers, ...shell }: Shell, children: Child): Promise<Response> {
  const around = await frame();
  const { person, school } = around;
  return html(
    <Layout
      {...shell}
      school={school.name}
      {...(person === undefined ? {} : { person: { name: person.name, token } })}
      nav={navigation(around, request.path)}
      {...alarmsIn(around)}
    >
      {children}
    </Layout>,
    { ...(status === undefined ? {} : { status }), ...(headers === undefined ? {} : { headers }) },
  );
}

const places: readonly { readonly text: string; readonly href: string; readonly to: readonly Duty[] | 'anybody' }[] = [
  { text: 'Home', href: '/', to: 'anybody' },
  { text: 'Who is out', href: '/board', to: responders },
  { text: 'Visits', href: '/visits', to: planners },
  { text: 'Homes', href: '/homes', to: [...planners, 'admin'] },
  { text: 'People', href: '/people', to: keepersOfPeople },
  { text: 'Policy', href: '/policy', to: 'anybody' },
  { text: 'How we are doing', href: '/doing', to: keepersOfPeople.filter((duty) => duty !== 'team') },
];

function navigation({ person }: Frame, path: string): NonNullable<LayoutProps['nav']> {
  const mine = places.filter(({ to }) => to === 'anybody' || person?.duties.some((duty) => to.includes(duty)) === true);
  return mine.map(({ text, href }) => ({
    text,
    href,
    current: href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`),
  }));
}

function alarmsIn({ board = [] }: Frame): Pick<LayoutProps, 'alarms'> {
  const help = board.filter(({ state }) => state === 'help').length;
  const overdue = board.filter(({ state }) => state === 'overdue' || state === 'unreadable').length;
  return help + overdue === 0 ? {} : { alarms: { help, overdue, href: '/board' } };
}
