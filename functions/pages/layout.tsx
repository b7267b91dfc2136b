import type { Child } from 'hono/jsx';

export interface LayoutProps {
  /** What the page is about, first in the title of its window. */
  readonly title: string;
  readonly school?: string;
  /** Who is signed in, and the token of the form that signs them out. */
  readonly person?: { readonly name: string; readonly token: string };
  readonly nav?: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
  /** What cannot wait: how many visits are overdue, and on how many help was called for. */
  readonly alarms?: { readonly help: number; readonly overdue: number };
  readonly back?: { readonly text?: string; readonly href: string };
  /** Names of scripts, as `board`. */
  readonly scripts?: readonly string[];
  readonly sheet?: 'pages' | 'phone';
  readonly children?: Child;
}

export const Layout = ({ title, children }: LayoutProps) => (
  <html lang="en">
    <head>
      <title>{`${title} – Doorstep`}</title>
    </head>
    <body>
      <main id="main">{children}</main>
    </body>
  </html>
);
