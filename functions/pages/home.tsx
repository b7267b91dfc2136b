import type { Page } from './page.ts';
import { page } from './shell.tsx';

/** `GET /`: what I must do now. */
export const home: Page = async (asked) => {
  const { person } = await asked.frame();
  return page(asked, { title: 'Home' }, <h1 class="govuk-heading-xl">{person === undefined ? 'Home' : `Hello ${person.firstName}`}</h1>);
};
