import { describe, expect, it } from 'vitest';
import { Instant } from '../../functions/domain/time.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { afternoonAt, schoolOf } from '../support/afternoon.ts';
import { deskByForms, entriesFor, filledIn } from '../support/desk-by-forms.ts';
import { eightSchools } from '../support/eight-schools.ts';
import { formsIn } from '../support/form-in.ts';
import { bringOut } from '../support/satisfy.ts';

const morning = Instant.parse('2026-06-22T09:00:00+01:00');

describe.each(eightSchools)('at $id', ({ id, first }) => {
  it('a visit is brought from its request to its write-up with what the pages ask', async () => {
    const school = schoolOf(`local/schools/${id}.json`);
    const afternoon = await afternoonAt(school, morning);
    const { desk, pages } = deskByForms(school, afternoon);
    const by = `${id}-${first}`;
    const { visit } = await bringOut(desk, by, { household: `${id}-home-1`, visitors: [{ person: by }], plan: {} });
    expect((await afternoon.visit(visit)).visitors.filter(({ outSince }) => outSince === undefined)).toEqual([]);

    for (const command of ['arrive', 'leave', 'return'] as const) await afternoon.says(by, command, { visitor: 'all' }, { visit });
    // A school may want somebody in charge to have heard of it.
    const heads = school.file.people.filter(({ duties }) => duties.some((duty) => ['slt', 'headteacher', 'head-of-school'].includes(duty)));
    for (const head of heads) await afternoon.says(head.id, 'return', { visitor: 'all' }, { visit });
    const path = `/visits/${visit}/write-up`;
    const page = await pages.get(by, path);
    const outcome = rulesOf(school.policy).questions.find((question) => question.fills === 'outcome')!;
    const written = await pages.post(by, path, filledIn(page, path, entriesFor([outcome], { [outcome.id]: outcome.options![0]!.id })));
    expect([written.status, written.headers['location']], written.text).toEqual([303, `${path}?saved=yes`]);
    expect((await afternoon.visit(visit)).writtenUp).toBe(true);

    const after = await pages.get(by, path);
    expect(formsIn(after.html).map(({ action }) => action)).toContain(`/visits/${visit}/reference`);
    const { text } = after;
    expect(text).toContain(`Home visit: ${visit}`);
    expect(text).toContain(outcome.options![0]!.say);
    const kept = await pages.post(by, `/visits/${visit}/reference`, { system: 'Records', reference: 'R-1' });
    expect(kept.status).toBe(303);
    expect((await pages.get(by, path)).text).toContain('Kept in Records as R-1');
  });
});
