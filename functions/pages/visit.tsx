import { problemPage } from './mistakes.tsx';
import type { Page } from './page.ts';
import { page } from './shell.tsx';

/** `GET /visits/{visit}`: all of a visit that this person may see. */
export const onePage: Page = async (asked) => {
  const { visit = '' } = asked.request.params;
  const answer = await asked.ask('read-visit', { params: { visit } });
  if (!answer.ok) return problemPage(asked, answer.problem);
  return page(asked, { title: `Visit ${answer.value.id}` }, <h1 class="govuk-heading-l">Visit {answer.value.id}</h1>);
};
