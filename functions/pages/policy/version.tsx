import type { ClauseChange, ElementChange } from '../../domain/policy/compare.ts';
import type { Response } from '../../http/http.ts';
import { seeOther } from '../answers.ts';
import { Button } from '../components/button.tsx';
import { Checkboxes } from '../components/checkboxes.tsx';
import { Details } from '../components/details.tsx';
import { SummaryList } from '../components/summary-list.tsx';
import { Tag } from '../components/tag.tsx';
import { Textarea } from '../components/textarea.tsx';
import { WarningText } from '../components/warning-text.tsx';
import { type Form, keyField } from '../forms/form.ts';
import { badFields, errorOf, PostForm, WhatIsWrong, type Wrong, wrongIn } from '../forms/posting.tsx';
import { type Consequences, consequencesIn, notWithoutBeingSure, Sure } from '../forms/sure.tsx';
import { anyOf } from '../forms/whose.ts';
import { problemPage } from '../mistakes.tsx';
import type { Page, PageAsked } from '../page.ts';
import type { Shapes } from '../shapes.ts';
import { page } from '../shell.tsx';
import { many } from '../words.ts';
import { fieldsInWords } from './change-in-words.ts';
import { does, pathOfVersion } from './in-words.ts';
import { agreedInWords, proposedInWords, stateOf } from './versions.tsx';

const paramsOf = ({ request }: PageAsked) => ({ version: request.params['version'] ?? '' });

/** `GET /policy/versions/{version}`: what it changes, clause by clause, and whoever may agrees to it. */
export const versionPage: Page = (asked) => shown(asked);

/** `POST /policy/versions/{version}`: it is in force from now on. What it would leave the school without is said first. */
export const agreeToVersion: Page = async (asked) => {
  const { form, ask } = asked;
  const params = paramsOf(asked);
  const unread = badFields(
    form.get('read') === 'yes' ? [] : [{ field: 'read', text: 'It is not in force yet: read what changes, and say that you have' }],
  );
  if (unread !== undefined) return shown(asked, unread);
  const compared = await ask('compare-policy', { params });
  if (!compared.ok) return problemPage(asked, compared.problem);
  const { from } = compared.value;
  // What they have read is what it changes from another version. Pressed twice, it is in force itself.
  if (from !== params.version && (from ?? '') !== form.get('from')) return shown(asked, otherInForce);
  const note = form.get('note');
  const answer = await ask('agree-to-policy', {
    params,
    body: { ...(note === '' ? {} : { note }), ...(form.get('sure') === 'yes' ? { sure: true } : {}) },
    key: form.get(keyField),
  });
  if (answer.ok) return seeOther(`${pathOfVersion(params.version)}?agreed=yes`);
  const consequences = consequencesIn(answer.problem);
  if (consequences !== undefined) return shown(asked, notWithoutBeingSure, consequences);
  const wrong = answer.status === 412 ? otherInForce : wrongIn(answer.problem, (pointer) => (pointer === '/note' ? 'note' : undefined));
  return wrong === undefined ? problemPage(asked, answer.problem) : shown(asked, wrong);
};

const otherInForce: Wrong = {
  status: 409,
  said: 'Another version came into force since you opened this. What this one changes is shown anew, from that one: read it, and agree if it is still right.',
};

type Changes = Shapes['compare-policy'];

async function shown(asked: PageAsked, wrong?: Wrong, consequences?: Consequences): Promise<Response> {
  const { ask, frame, now, request } = asked;
  const params = paramsOf(asked);
  const [read, compared, { nameOf }] = await Promise.all([
    ask('read-policy-version', { params }),
    ask('compare-policy', { params }),
    frame(),
  ]);
  if (!read.ok) return problemPage(asked, read.problem);
  if (!compared.ok) return problemPage(asked, compared.problem);
  const [version, changes] = [read.value, compared.value];
  const title = `Version ${version.version} of the policy`;
  return page(
    asked,
    {
      title: `${wrong === undefined ? '' : 'Error: '}${title}`,
      back: { href: '/policy/versions', text: 'Versions of the policy' },
      ...(wrong === undefined ? {} : { status: wrong.status }),
    },
    <>
      <WhatIsWrong wrong={wrong} title="Not in force yet" />
      <span class="govuk-caption-l">{version.title}</span>
      <h1 class="govuk-heading-l">{title}</h1>
      {request.query['agreed'] === undefined || !version.inForce ? null : <Agreed unset={changes.settings.unset} />}
      <SummaryList
        rows={[
          { key: { text: 'How it stands' }, value: { html: <Tag {...stateOf(version)} /> } },
          { key: { text: 'Proposed by' }, value: { text: proposedInWords(version, nameOf, now) } },
          version.agreed.length > 0 && {
            key: { text: 'Agreed to by' },
            value: { html: version.agreed.map((one) => <div>{agreedInWords(one, nameOf, now)}</div>) },
          },
        ]}
      />
      {version.inForce ? (
        <p class="govuk-body">
          Visits that are asked for go by it.{' '}
          <a class="govuk-link" href="/policy">
            Read it clause by clause
          </a>
        </p>
      ) : (
        <>
          <WhatChanges changes={changes} nameOf={nameOf} />
          {changes.agrees.you ? (
            <Agreeing asked={asked} changes={changes} wrong={wrong} consequences={consequences} />
          ) : (
            <p class="govuk-body">
              It is agreed to by {anyOf(changes.agrees.by, nameOf)}
              {clausesIn(changes.agrees.clauses)}. Until then nobody goes by it.
            </p>
          )}
        </>
      )}
    </>,
  );
}

const clausesIn = (clauses: readonly string[]): string => (clauses.length === 0 ? '' : ` (${clauses.join(', ')})`);

const Agreed = ({ unset }: { readonly unset: Changes['settings']['unset'] }) => (
  <div class="govuk-inset-text" role="status">
    It is in force: visits that are asked for from now on go by it, and those that began before keep the version that they began with.
    {unset.length === 0 ? null : (
      <>
        {' '}
        Nobody can depart under it until <a href="/settings">what it leaves to the school</a> is set.
      </>
    )}
  </div>
);

// ------------------------------------------------------------------------------------------------ what changes

interface ChangesProps {
  readonly changes: Changes;
  readonly nameOf: (person: string) => string;
}

const WhatChanges = ({ changes, nameOf }: ChangesProps) => {
  const { from, title, clauses, settings } = changes;
  const weaker = weakerIn(clauses);
  return (
    <>
      <h2 class="govuk-heading-m">{from === null ? 'What it asks beside Doorstep’s own rules' : `What changes from version ${from}`}</h2>
      {clauses.length === 0 ? <p class="govuk-body">No clause is other than it was.</p> : null}
      {title === undefined ? null : (
        <p class="govuk-body">
          It is called “{title.after}” and was called “{title.before}”.
        </p>
      )}
      {weaker.length === 0 ? (
        clauses.length === 0 ? null : (
          <p class="govuk-body">Nothing in it asks less than before, as far as Doorstep can tell.</p>
        )
      ) : (
        <>
          <h3 class="govuk-heading-s">Where it may ask less than before</h3>
          <WarningText
            text={`${many(weaker.length, 'thing')} may let through what was held up, be watched less closely, tell fewer people or let more of them read. Look at each.`}
          />
          <ul class="govuk-list govuk-list--bullet">
            {weaker.map(({ element, clause }) => (
              <li>
                <a class="govuk-link" href={`#${clause}`}>
                  {clause}
                </a>
                : <Change element={element} />
              </li>
            ))}
          </ul>
        </>
      )}
      {settings.unset.length === 0 ? null : (
        <>
          <h3 class="govuk-heading-s">What the school has to set before anybody departs under it</h3>
          <ul class="govuk-list govuk-list--bullet">
            {settings.unset.map(({ ask, clauses: of }) => (
              <li>
                {ask}
                {clausesIn(of)}
              </li>
            ))}
          </ul>
        </>
      )}
      {settings.unasked.length === 0 ? null : (
        <p class="govuk-body">
          {many(settings.unasked.length, 'thing')} that the school has set {settings.unasked.length === 1 ? 'is' : 'are'} asked for no
          longer. What was set is kept, in case the school goes back.
        </p>
      )}
      {clauses.map((clause) => (
        <Clause clause={clause} nameOf={nameOf} />
      ))}
    </>
  );
};

/** Each thing once, under the first of its clauses. */
function weakerIn(clauses: readonly ClauseChange[]): readonly { readonly element: ElementChange; readonly clause: string }[] {
  const all = clauses.flatMap(({ clause, elements }) =>
    elements.filter((element) => element.mayWeaken === true).map((element) => ({ element, clause })),
  );
  const nameOf = ({ element: { kind, id } }: (typeof all)[number]): string => `${kind} ${id}`;
  return all.filter((one, i) => all.findIndex((other) => nameOf(other) === nameOf(one)) === i);
}

const wordsInWords: Readonly<Record<ClauseChange['words'], string>> = {
  new: 'This clause is new.',
  gone: 'This clause is gone.',
  reworded: 'Its words are other than they were.',
  same: '',
};

const changeInWords: Readonly<Record<ElementChange['change'], string>> = { added: 'New', removed: 'Gone', changed: 'Changed' };

const Change = ({ element: { kind, says, change } }: { readonly element: ElementChange }) => (
  <>
    <strong>{changeInWords[change]}.</strong> {does[kind]}
    {says === '' ? '' : `: ${says}`}
  </>
);

const Clause = ({
  clause: { clause, words, before, after, elements },
  nameOf,
}: { readonly clause: ClauseChange } & Pick<ChangesProps, 'nameOf'>) => (
  <section class="ds-card" id={clause}>
    <h3 class="govuk-heading-s">
      <span class="ds-clause">{clause}</span> {after ?? before ?? ''}
    </h3>
    {words === 'same' ? null : (
      <p class="govuk-body-s">
        {wordsInWords[words]}
        {words === 'reworded' && before !== null ? ` Before: “${before}”` : ''}
      </p>
    )}
    {elements.map((element) => (
      <>
        <p class="govuk-body-s govuk-!-margin-bottom-1">
          <Change element={element} />
          {element.mayWeaken === true ? <strong> It may ask less than before.</strong> : null}
        </p>
        {element.change === 'changed' ? (
          <Details summaryText="What it was, and what it is" html={<Fields element={element} nameOf={nameOf} />} />
        ) : null}
      </>
    ))}
  </section>
);

const Fields = ({ element, nameOf }: { readonly element: ElementChange } & Pick<ChangesProps, 'nameOf'>) => (
  <SummaryList
    rows={fieldsInWords(element, nameOf).map(({ field, before, after }) => ({
      key: { text: field },
      value: {
        html: (
          <>
            <div>Was: {before}</div>
            <div>Is: {after}</div>
          </>
        ),
      },
    }))}
  />
);

// ------------------------------------------------------------------------------------------------ agreeing to it

interface AgreeingProps {
  readonly asked: PageAsked;
  readonly changes: Changes;
  readonly wrong: Wrong | undefined;
  readonly consequences: Consequences | undefined;
}

const Agreeing = ({ asked, changes, wrong, consequences }: AgreeingProps) => {
  const form: Form = asked.form;
  return (
    <PostForm asked={asked} action={pathOfVersion(changes.to)} wrong={wrong}>
      <h2 class="govuk-heading-m">Put it in force</h2>
      <p class="govuk-body">
        Visits that are asked for from then on go by it; those that began before keep theirs. The school can go back to an earlier version.
      </p>
      <input type="hidden" name="from" value={changes.from ?? ''} />
      <Sure consequences={consequences} wrong={wrong} />
      <Checkboxes
        name="read"
        values={wrong === otherInForce ? [] : form.all('read')}
        {...errorOf(wrong, 'read')}
        items={[{ value: 'yes', text: 'I have read what changes, and where it may ask less than before' }]}
      />
      <Textarea
        name="note"
        label={{ text: 'Who decided it, and when (optional)', classes: 'govuk-label--s' }}
        hint={{ text: 'As “The governors, on 22 June”. It stays with the version.' }}
        rows={2}
        value={form.get('note')}
        {...errorOf(wrong, 'note')}
      />
      <Button text="Agree to it" preventDoubleClick />
    </PostForm>
  );
};
