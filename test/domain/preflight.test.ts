import { describe, expect, it } from 'vitest';
import { reachedBefore } from '../../functions/domain/contacts.ts';
import { type Check, checksOfSchool, textsOfAnAlarm } from '../../functions/domain/preflight.ts';
import type { Known } from '../../functions/domain/visit/decision.ts';
import { eightSchools } from '../support/eight-schools.ts';
import { schoolOf } from '../support/afternoon.ts';
import { known as asFiled, knownOf, leftBy, outOfReach, setTo, withPerson } from '../support/given.ts';
import { at, deputy, executiveHead, head, office } from '../support/hampton-visit.ts';

/** Everybody has been reached by all their ways. */
const reached = (known: Known): Known => ({
  ...known,
  staff: Object.fromEntries(Object.entries(known.staff).map(([id, person]) => [id, reachedBefore(person, at('07:00'))])),
});
const reviewed = { on: '2026-06-01', by: head, at: at('07:00') };
const known: Known = { ...reached(asFiled), settings: { ...asFiled.settings, reviewed } };
const technician = 'hampton-technician';
const help = { id: 'everybody', do: 'tell', tell: ['office'], wait: 'PT3M', say: 'A call for help.' };

const checks = (of: Known): readonly Check[] => checksOfSchool(of, 'hampton', at('10:00'));
/** What is amiss, by the check that finds it. */
const amiss = (of: Known) =>
  Object.fromEntries(checks(of).flatMap(({ id, outcome, detail }) => (outcome === 'ok' ? [] : [[id, [outcome, ...detail]]])));

describe('what would stop an alarm from getting out', () => {
  it('is nothing at a school where everybody has been reached and the policy is looked after', () => {
    expect(amiss(known)).toEqual({});
  });

  it.each(eightSchools)('stops nothing at $id as it comes', ({ id }) => {
    const school = reached(knownOf(schoolOf(`local/schools/${id}.json`)));

    expect(
      checksOfSchool(school, id, at('10:00')).filter(({ outcome, id: check }) => outcome !== 'ok' && check !== 'policy-reviewed'),
    ).toEqual([]);
  });

  it('says what each check is about and what to do, whatever it finds', () => {
    for (const { id, says, mend } of checks(known)) {
      expect(says, id).toMatch(/^[A-Z].*[.]$/);
      expect(mend, id).toMatch(/^[A-Z].*[.]$/);
    }
  });

  it('is a setting that the watch needs and that is not made; for how long records are kept is not one', () => {
    const unmade = setTo({ 'help-ladder': undefined, 'departure-grace': undefined, 'keep-records': undefined }, known);

    expect(amiss(unmade)).toEqual({ 'settings-made': ['stop', '$help-ladder', '$departure-grace'] });
  });

  it('is a step that nobody holds, or only somebody without a number and an address', () => {
    const nobody = withPerson(executiveHead, { mobile: undefined, email: undefined }, leftBy(head, known));

    expect(amiss(nobody)).toMatchObject({ 'rungs-held': ['stop', 'missing/lead', 'allegation/head', 'unsafe/head'] });
  });

  it('is a ladder on which every way to everybody fails, while one way is enough', () => {
    const everybody = [office, deputy, head, executiveHead];

    expect(amiss(outOfReach(everybody, known))).toMatchObject({
      'ladders-reached': ['stop', 'missing', '$help-ladder', 'violence'],
    });
    expect(amiss(outOfReach([deputy, head, executiveHead], known))).not.toHaveProperty('ladders-reached');
  });

  it('is a step that would be passed over, and each contact that fails', () => {
    expect(amiss(outOfReach([head], known))).toEqual({
      'rungs-reached': ['warn', 'allegation/head', 'unsafe/head'],
      'contacts-working': ['warn', `email#${head}`, `text#${head}`],
    });
  });

  it('is a ladder that tells one person alone, or goes out by one way alone', () => {
    const alone = setTo({ 'help-ladder': { rungs: [help] } }, known);

    expect(amiss(alone)).toEqual({ 'ladders-shared': ['warn', '$help-ladder'] });
    expect(amiss(withPerson(office, { email: undefined }, alone))).toEqual({
      'ladders-shared': ['warn', '$help-ladder'],
      'ladders-two-ways': ['warn', '$help-ladder'],
    });
  });

  it('is an hour of the coming week at which nobody who can be reached would be told', () => {
    const nobodyElse = [executiveHead, head].reduce((so, id) => withPerson(id, { mobile: undefined, email: undefined }, so), known);
    const found = amiss(setTo({ 'out-of-hours': [executiveHead] }, nobodyElse))['hours-covered'];

    // The office is shut from half past four until eight, and at the weekend.
    expect(found).toContain('missing/worker 2026-06-22 16:30 to 2026-06-23 08:00, and 4 times more');
  });

  it('counts a day on which the school is shut among those hours', () => {
    const nobodyElse = withPerson(technician, { mobile: undefined, email: undefined }, known);
    const found = amiss(setTo({ 'closed-days': ['2026-06-23'], 'out-of-hours': [technician] }, nobodyElse))['hours-covered'];

    expect(found).toContain('missing/worker 2026-06-22 16:30 to 2026-06-24 08:00, and 3 times more');
  });

  it('is a contact that no test message has reached', () => {
    expect(amiss(withPerson(office, { contacts: undefined }, known))).toEqual({
      'contacts-confirmed': ['warn', `email#${office}`, `text#${office}`],
    });
  });

  it('is that nobody keeps the records of people, and that the policy is overdue to be looked at again', () => {
    const left = leftBy(technician, { ...known, settings: asFiled.settings });

    expect(amiss(left)).toEqual({ 'admin-there': ['warn', 'admin'], 'policy-reviewed': ['warn', 'due 2023-09-01'] });
  });

  it('tells of nobody by name, number or address', () => {
    const said = JSON.stringify(checks(withPerson(office, { contacts: undefined }, outOfReach([deputy, head], known))));

    for (const { name, firstName, mobile = '-', email = '-' } of Object.values(known.staff))
      for (const word of [name, firstName, mobile, email]) if (word !== '-') expect(said).not.toContain(word);
  });
});

describe('what an alarm costs', () => {
  it('is its dearest ladder, climbed for eight hours with nobody answering, in texts to all who have a phone', () => {
    const dear = setTo({ 'help-ladder': { rungs: [help, { ...help, id: 'again', tell: ['office', 'dsl'], wait: 'PT1H' }] } }, known);
    const calls = {
      ...dear,
      rules: { ...dear.rules, clocks: [], alarms: dear.rules.alarms.filter(({ ladder }) => ladder === '$help-ladder') },
    };

    // One of the office, and two safeguarding leads with them: 1 + 3, and the last step eight times more.
    expect(textsOfAnAlarm(calls, 'hampton', at('10:00'))).toBe(28);
  });
});
