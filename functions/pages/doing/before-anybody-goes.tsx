/** Where a school tries what it relies on. */
export const BeforeAnybodyGoes = () => (
  <section class="ds-screen-only">
    <h2 class="govuk-heading-m">Before anybody goes</h2>
    <ul class="govuk-list">
      <li>
        <a class="govuk-link" href="/preflight">
          What would stop an alarm
        </a>
      </li>
      <li>
        <a class="govuk-link" href="/rehearsal">
          Rehearse: who would be told what, and when
        </a>
      </li>
      <li>
        <a class="govuk-link" href="/drills">
          Drills: see who answers
        </a>
      </li>
    </ul>
  </section>
);
