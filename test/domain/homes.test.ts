import { describe, expect, it } from 'vitest';
import { asOf, type Hazard, hazardsAfter, type Household, leaving } from '../../functions/domain/household.ts';
import { duplicatesAmong } from '../../functions/domain/duplicate-homes.ts';
import { merged, pointerTo } from '../../functions/domain/merged-homes.ts';
import { findings } from '../../functions/domain/policy/gates.ts';
import { answerTo } from '../../functions/domain/policy/questions.ts';
import { answerKey } from '../../functions/domain/visit/evolve.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import { ready, stBenedicts } from '../support/five-schools.ts';
import { aHousehold, at } from '../support/samples.ts';

const today = '2026-06-22';
const now = at('10:00');
const dog: Hazard = { what: 'A loose dog', on: '2026-01-12', saidBy: 'office', lookAgainOn: '2026-09-01' };
const adult = (id: string, name: string, more: object = {}) => ({ id, name, phones: [], ...more });

describe('a hazard', () => {
  it('is noted with who said so and when, where that is not given', () => {
    expect(hazardsAfter([], [{ what: 'Ice on the steps' }], 'teacher', now)).toEqual([
      { what: 'Ice on the steps', on: today, saidBy: 'teacher' },
    ]);
    expect(hazardsAfter([], [{ what: 'Ice', on: '2026-02-01', saidBy: 'The postman' }], 'teacher', now)).toEqual([
      { what: 'Ice', on: '2026-02-01', saidBy: 'The postman' },
    ]);
  });

  it('stays where it is left out, and as it was where it is given again', () => {
    expect(hazardsAfter([dog], [], 'teacher', now)).toEqual([dog]);
    expect(hazardsAfter([dog], undefined, 'teacher', now)).toEqual([dog]);
    expect(hazardsAfter([dog], [{ what: 'a loose  dog' }], 'teacher', now)).toEqual([{ ...dog, what: 'a loose  dog' }]);
    expect(hazardsAfter([dog], [{ what: dog.what, lookAgainOn: '2027-01-01' }], 'teacher', now)).toEqual([
      { ...dog, lookAgainOn: '2027-01-01' },
    ]);
  });

  it('is ended and not deleted, and is a new one where it is back', () => {
    const ended = hazardsAfter([dog], [{ what: dog.what, endedOn: today }], 'teacher', now);
    expect(ended).toEqual([{ ...dog, endedOn: today, endedBy: 'teacher' }]);
    expect(hazardsAfter(ended, [{ what: dog.what, endedOn: today, endedBy: 'somebody' }], 'office', now)).toEqual(ended);
    expect(hazardsAfter(ended, [{ what: dog.what }], 'office', now)).toEqual([...ended, { what: dog.what, on: today, saidBy: 'office' }]);
  });

  it('is marked from the day on which somebody is to look again, until it is ended', () => {
    const marked = (hazard: Hazard) => asOf(aHousehold({ hazards: [hazard] }), now).hazards[0]?.lookAgain === true;
    expect(marked(dog)).toBe(false);
    expect(marked({ ...dog, lookAgainOn: today })).toBe(true);
    expect(marked({ ...dog, lookAgainOn: '2026-06-23' })).toBe(false);
    expect(marked({ ...dog, lookAgainOn: '2026-06-01', endedOn: today })).toBe(false);
    expect(marked({ what: 'Ice' })).toBe(false);
  });
});

describe('a family that moves', () => {
  const home = aHousehold({ entered: true, enteredOn: 'HV-1', hazards: [dog] });

  it('leaves its former address behind, and nobody has been inside the new one', () => {
    expect(leaving(home, now)).toMatchObject({ formerAddresses: [{ address: home.address, until: today }], entered: false });
    expect(leaving(home, now).enteredOn).toBeUndefined();
    expect(leaving({ ...home, address: undefined }, now).formerAddresses).toEqual([]);
  });

  it('has every hazard looked at again, but for what is over and what was due before', () => {
    const hazards = [dog, { what: 'Ice' }, { what: 'Stairs', lookAgainOn: '2026-06-01' }, { what: 'Cellar', endedOn: '2026-01-01' }];
    expect(leaving({ ...home, hazards }, now).hazards.map(({ lookAgainOn }) => lookAgainOn)).toEqual([
      today,
      today,
      '2026-06-01',
      undefined,
    ]);
  });
});

describe('two records that look like one home', () => {
  const of = (...homes: readonly Parameters<typeof aHousehold>[0][]) =>
    duplicatesAmong(homes.map((home, n) => aHousehold({ address: `${String(n)} Long Lane`, id: `h-${String(n)}`, ...home }))).map(
      ({ households, why }) => [households.map(({ id }) => id), why],
    );
  const joel = { id: 'p-1', name: 'Joel', onRoll: true };

  it('have one address, however it is written', () => {
    expect(of({ address: '9 Rock Lane, Seaby' }, {}, { address: '9, rock lane  SEABY.' })).toEqual([[['h-0', 'h-2'], ['same-address']]]);
    expect(of({ address: undefined }, { address: undefined }, { address: ' - ' }, { address: '' })).toEqual([]);
  });

  it('have one telephone number, whoever answers it', () => {
    const phones = ['+441632960001'];
    expect(of({ phones }, { adults: [adult('adult-1', 'Jo', { phones })] })).toEqual([[['h-0', 'h-1'], ['same-phone']]]);
    // Once is enough within one home.
    expect(of({ phones, adults: [adult('adult-1', 'Jo', { phones })] }, {})).toEqual([]);
  });

  it('have one child and one name, but never one child alone or one name alone', () => {
    expect(of({ pupils: [joel], name: 'The Ferns' }, { pupils: [joel], name: 'the ferns' })).toEqual([
      [['h-0', 'h-1'], ['same-child-and-name']],
    ]);
    expect(of({ pupils: [joel], name: 'The Ferns' }, { pupils: [joel], name: 'The Mosses' })).toEqual([]);
    expect(of({ name: 'The Ferns' }, { name: 'The Ferns' })).toEqual([]);
  });

  it('are told once with every reason, and each three that are alike together', () => {
    const phones = ['+441632960001'];
    expect(of({ address: 'A', phones }, { address: 'A', phones }, { address: 'A' })).toEqual([
      [['h-0', 'h-1', 'h-2'], ['same-address']],
      [['h-0', 'h-1'], ['same-phone']],
    ]);
    expect(of({ address: 'A', phones }, { address: 'A', phones })).toEqual([
      [
        ['h-0', 'h-1'],
        ['same-address', 'same-phone'],
      ],
    ]);
  });

  it('are no longer two once the one leads to the other', () => {
    expect(of({ address: 'A' }, { address: 'A', mergedInto: 'h-0' })).toEqual([]);
  });
});

describe('two homes that become one', () => {
  const answer = (value: string, time: string) => ({ value, by: 'teacher', at: at(time) });

  it('keep an adult that both know once, with every number and all that is said of them', () => {
    const ours = aHousehold({ adults: [adult('adult-1', 'Li Fern', { phones: ['+441632960001'] })] });
    const theirs = aHousehold({
      id: 'h-2',
      adults: [adult('adult-7', 'LI FERN', { phones: ['+441632960002', '+441632960001'], parentalResponsibility: true })],
    });
    expect(merged(ours, theirs, now).adults).toEqual([
      { id: 'adult-1', name: 'Li Fern', phones: ['+441632960001', '+441632960002'], parentalResponsibility: true },
    ]);
  });

  it('never take two people for one where something said of the one is not so of the other', () => {
    const ours = aHousehold({ adults: [adult('adult-1', 'Li Fern', { parentalResponsibility: true })] });
    const theirs = aHousehold({ id: 'h-2', adults: [adult('adult-1', 'Li Fern', { parentalResponsibility: false })] });
    expect(merged(ours, theirs, now).adults).toEqual([
      adult('adult-1', 'Li Fern', { parentalResponsibility: true }),
      adult('adult-2', 'Li Fern', { parentalResponsibility: false }),
    ]);
    const fatherAndSon = [adult('adult-1', 'Li Fern'), adult('adult-2', 'Li Fern')];
    expect(merged(ours, aHousehold({ id: 'h-2', adults: fatherAndSon }), now).adults).toHaveLength(2);
  });

  it('keep of two answers the later, and those about an adult with that adult', () => {
    const ours = aHousehold({
      adults: [adult('adult-1', 'Li Fern')],
      answers: { offer: answer('no', '09:00'), 'name#adult-1': answer('Li', '09:00') },
    });
    const theirs = aHousehold({
      id: 'h-2',
      adults: [adult('adult-1', 'Bo Moss')],
      answers: { offer: answer('yes', '09:30'), dog: answer('Rex', '08:00'), 'name#adult-1': answer('Bo', '08:00') },
    });
    expect(merged(ours, theirs, now).answers).toEqual({
      offer: answer('yes', '09:30'),
      dog: answer('Rex', '08:00'),
      'name#adult-1': answer('Li', '09:00'),
      'name#adult-2': answer('Bo', '08:00'),
    });
  });

  it('remember the address of the one that goes, and whether anybody was inside the one that stays', () => {
    const ours = aHousehold({ address: '1 Long Lane' });
    const elsewhere = aHousehold({ id: 'h-2', address: '2 Long Lane', entered: true, enteredOn: 'HV-2' });
    expect(merged(ours, elsewhere, now)).toMatchObject({
      address: '1 Long Lane',
      formerAddresses: [{ address: '2 Long Lane', until: today }],
      entered: false,
    });
    const here = { ...elsewhere, address: '1, long lane' };
    expect(merged(ours, here, now)).toMatchObject({ formerAddresses: [], entered: true, enteredOn: 'HV-2' });
    expect(merged({ ...ours, address: undefined }, elsewhere, now)).toMatchObject({
      address: '2 Long Lane',
      formerAddresses: [],
      entered: true,
    });
  });

  it('have an address since the later day, and where the one that goes was elsewhere since they are one', () => {
    const [early, late] = [at('08:00'), at('09:00')];
    const ours = aHousehold({ movedAt: early });
    const theirs = aHousehold({ id: 'h-2', movedAt: late });
    expect(merged(ours, theirs, now).movedAt).toBe(late);
    const one = merged(ours, { ...theirs, address: '2 Long Lane' }, now);
    expect(one.movedAt).toBe(now);
    expect(merged(one, { ...theirs, address: '2 Long Lane' }, at('11:00')).movedAt).toBe(now);
  });

  it('have nothing answered of one adult that was said of another, who had their id in the home that goes', () => {
    const { visit, known } = ready(stBenedicts);
    const from = known.household!;
    const asked = known.rules.questions.find(({ id }) => id === 'responsibility')!;
    const answerOn = (of: Visit, household: Household) => answerTo(asked, 'adult-1', of, { ...known, household })?.value;
    expect(answerOn(visit, from)).toBe('yes');
    const stays = aHousehold({ id: 'h-2', address: from.address, adults: [adult('adult-1', 'Bo Moss')] });
    const home = merged(stays, from, at('10:00'));
    expect(answerOn(visit, home)).toBeUndefined();
    expect(findings('depart', visit, { ...known, household: home }).unmet.map(({ code }) => code)).toContain('responsibility');
    // What is said from then on is said of the adults of the one home; and what was said for the home that stays was too.
    const key = answerKey('responsibility', 'adult-1');
    const later = { ...visit, answers: { ...visit.answers, [key]: { ...visit.answers[key]!, at: at('10:01') } } };
    expect(answerOn(later, home)).toBe('yes');
    expect(answerOn({ ...visit, household: 'h-2' }, home)).toBe('yes');
  });

  it('know a hazard that both know since the earlier day, and look again on the earlier', () => {
    const theirs = { what: 'a loose dog', on: '2026-03-01', lookAgainOn: '2026-07-01' };
    expect(merged(aHousehold({ hazards: [dog] }), aHousehold({ id: 'h-2', hazards: [theirs] }), now).hazards).toEqual([
      { ...dog, lookAgainOn: '2026-07-01' },
    ]);
    const over = { ...theirs, endedOn: '2026-04-01' };
    expect(merged(aHousehold({ hazards: [dog] }), aHousehold({ id: 'h-2', hazards: [over] }), now).hazards).toEqual([dog, over]);
  });

  it('have the animals of both, once', () => {
    const animals = (ours?: string, theirs?: string) =>
      merged(aHousehold({ animals: ours }), aHousehold({ id: 'h-2', animals: theirs }), now).animals;
    expect(animals('A cat', 'A dog')).toBe('A cat; A dog');
    expect(animals('A cat; A dog', 'a dog')).toBe('A cat; A dog');
    expect(animals(undefined, 'A dog')).toBe('A dog');
    expect(animals('A cat')).toBe('A cat');
  });

  it('leave nothing of the one that goes but where to look', () => {
    const goes = aHousehold({ id: 'h-2', name: 'The Ferns', adults: [adult('adult-1', 'Li Fern')] });
    expect(JSON.stringify(pointerTo('h-1', goes))).not.toContain('Fern');
    expect(pointerTo('h-1', goes)).toMatchObject({ id: 'h-2', mergedInto: 'h-1' });
  });
});
