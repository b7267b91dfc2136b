import type { Unmet, Wants } from '../../domain/visit/decision.ts';
import { anyone, type OnVisit, subjectName } from './on-visit.ts';
import { listed, postInWords } from '../words.ts';

/** One thing that stands in the way, for whoever is to mend it. */
export interface Mend {
  /** What is missing, in words. */
  readonly what: string;
  /** The policy's own sentence. */
  readonly why: string;
  readonly clauses: readonly string[];
  /** The page that meets it. Absent: somebody else has to, and `who` says it. */
  readonly href?: string;
  readonly who?: string;
}

type Meets = Pick<Mend, 'what' | 'href' | 'who'>;

export function mendOf({ wants, message, missing, clauses, visit }: Unmet, on: OnVisit): Mend {
  const { what, ...rest } = meets(wants, missing, message, { ...on, of: visit ?? on.visit.id });
  const where = visit === undefined || visit === on.visit.id ? '' : ` (at another home of this round)`;
  return { what: `${what}${where}`, why: message, clauses, ...rest };
}

interface Here extends OnVisit {
  /** The visit on which it is to be mended, which may be another of the round. */
  readonly of: string;
}

function meets(wants: Wants, missing: readonly string[], message: string, here: Here): Meets {
  const visit = `/visits/${encodeURIComponent(here.of)}`;
  switch (wants.kind) {
    case 'answer':
      return answered(wants, missing, visit, here);
    case 'agreement':
      return {
        what: `It has to be agreed to by ${anyone(wants.by, here)}`,
        ...(mayAgree(wants.agreement, here)
          ? { href: `${visit}/approve` }
          : { who: `This is for ${anyone(wants.by, here)}, and nobody who goes on the visit.` }),
      };
    case 'plan':
      return {
        what: `Say ${listed(wants.times.map((time) => plannedWords[time] ?? time))}`,
        href: `${visit}/change#${wants.times[0] ?? 'departAt'}`,
      };
    case 'request':
      return requested(wants, visit, here);
    case 'test':
      return tested(wants, message, visit, here);
    case 'person':
      return {
        what: `The record of ${here.nameOf(wants.person)} does not say: ${fieldWords[wants.field] ?? wants.field}`,
        href: `/people/${encodeURIComponent(wants.person)}`,
      };
    case 'settings':
      return {
        what: `The school has not set: ${listed(wants.settings.map((id) => askedAs(id, here)))}`,
        href: '/settings',
        who: `Set by ${anyone(keepersOfSettings(here), here)}.`,
      };
    case 'receivers':
      return {
        what: `Nobody can be reached in an emergency as ${anyone(wants.tell, here)}`,
        href: wants.tell.some((who) => who.startsWith('$')) ? '/settings' : '/people',
        who: 'Somebody with that duty needs a mobile number or an email address. The office or an administrator of Doorstep can add it.',
      };
    case 'contacts': {
      const [first] = wants.contacts;
      const whose = [...new Set(wants.contacts.map(({ person }) => here.nameOf(person)))];
      return {
        what: `It is not certain that messages reach ${listed(whose)}`,
        href: first === undefined ? '/people' : `/people/${encodeURIComponent(first.person)}#contacts`,
      };
    }
    case 'tick':
      return { what: `To be ticked by ${listed(missing.map(here.nameOf))}: ${message}`, href: `${visit}/go#tick-${wants.prompt}` };
  }
}

const plannedWords: Readonly<Record<string, string>> = {
  departAt: 'when you leave',
  arriveAt: 'when you arrive',
  leaveAt: 'when you come away from the home',
  returnAt: 'when you are back',
  startsFrom: 'where you start from',
  endsAt: 'where you go afterwards',
};
const fieldWords: Readonly<Record<string, string>> = { manager: 'who their line manager is', mobile: 'a mobile number' };

/** Who goes, and what is said of the home, has a page of its own; what a visitor signs too. */
function answered(wants: Extract<Wants, { kind: 'answer' }>, missing: readonly string[], visit: string, here: Here): Meets {
  const question = here.policy.questions.find(({ id }) => id === wants.question);
  const whom = missing.flatMap((one) => one.split('#')[1] ?? []).map((subject) => subjectName(subject, wants.about, here));
  const stage = question?.stage ?? 'prepare';
  const isSigned = wants.type === 'signature' || wants.type === 'word' || (stage === 'assessment' && wants.about === 'visitor');
  return {
    what: `Answer: ${wants.ask}${whom.length === 0 ? '' : ` (for ${listed(whom)})`}`,
    href: isSigned ? `${visit}/assess` : `${visit}/answers/${stage}`,
    ...(wants.by === undefined ? {} : { who: `Answered by ${anyone(wants.by, here)}.` }),
  };
}

function requested(wants: Extract<Wants, { kind: 'request' }>, visit: string, here: Here): Meets {
  const would = wants.is?.map((value) => wants.options?.find(({ id }) => id === value)?.say ?? here.nameOf(String(value)));
  const what = `Answer: ${wants.ask}${would === undefined ? '' : ` (it has to be ${listed(would)})`}`;
  const home = here.visit.household?.id;
  return wants.field.startsWith('home.') && home !== undefined
    ? { what, href: `/homes/${encodeURIComponent(home)}` }
    : { what, href: `${visit}/change#${wants.field}` };
}

/** What the code itself knows of a visit, and where that is changed. */
function tested({ test }: Extract<Wants, { kind: 'test' }>, message: string, visit: string, here: Here): Meets {
  const { of, is = [], atLeast } = test;
  // Whom an answer is to name is nobody yet.
  if (of === 'visitors' && is.length === 0) return { what: message, href: `${visit}/change#visitors` };
  if (of === 'visitors') return { what: `One of those who go has to be ${anyone(is.map(String), here)}`, href: `${visit}/change#visitors` };
  if (of === 'visitors.roles') {
    const posts = listed(is.map((role) => postInWords(String(role)))).replace(' and ', ' or ');
    return { what: `One of those who go has to be: ${posts}`, href: `${visit}/change#visitors` };
  }
  if (of.startsWith('visitors'))
    return { what: atLeast === undefined ? message : `At least ${String(atLeast)} have to go`, href: `${visit}/change#visitors` };
  if (of === 'words-agree') return { what: 'Everybody who goes has to have the same safe word', href: `${visit}/assess` };
  if (of === 'requester.roles')
    return {
      what: message,
      who: `It has to be asked for by somebody who is ${listed(is.map((role) => postInWords(String(role))))}.`,
    };
  if (of === 'school-hours' || of === 'evening' || of.startsWith('plan.')) return { what: message, href: `${visit}/change#departAt` };
  return { what: message, href: visit };
}

const askedAs = (id: string, { policy }: Here): string => policy.settings.find((setting) => setting.id === id)?.ask ?? id;
const keepersOfSettings = ({ policy }: Here): readonly string[] =>
  policy.about.flatMap((about) => (about.id === 'settings-changed-by' ? about.who : []));

const mayAgree = (agreement: string, { visit, of }: Here): boolean =>
  of === visit.id && visit.actions.some(({ name, agreements = [] }) => name === 'authorise' && agreements.includes(agreement));

// ------------------------------------------------------------------------------------------------ as it is shown

/** Each unmet clause, with a link to the page that meets it or a sentence that says who has to. */
export const UnmetList = ({ unmet, on }: { readonly unmet: readonly Unmet[]; readonly on: OnVisit }) => (
  <ul class="govuk-list govuk-list--spaced">
    {unmet.map((one) => {
      const { what, why, who, href, clauses } = mendOf(one, on);
      return (
        <li>
          {href === undefined ? (
            <strong>{what}</strong>
          ) : (
            <a class="govuk-link" href={href}>
              {what}
            </a>
          )}
          <div class="govuk-hint govuk-!-margin-bottom-0">
            {why === what ? '' : `${why} `}
            {who === undefined ? '' : `${who} `}
            {clauses.length === 0 ? '' : `Clause ${clauses.join(', ')}.`}
          </div>
        </li>
      );
    })}
  </ul>
);
