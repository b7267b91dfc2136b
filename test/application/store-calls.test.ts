import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carryOut } from '../../functions/application/carry-out.ts';
import { readBoard, readVisit } from '../../functions/application/read-visits.ts';
import { requestVisit } from '../../functions/application/request-visit.ts';
import { putOnTimetable, readTimetable } from '../../functions/application/timetable.ts';
import { type Command, type CommandName, commandBodies, type CommandOf, RequestBody } from '../../functions/domain/visit/commands.ts';
import { VisitId } from '../../functions/domain/visit/visit.ts';
import { afternoonAt, hampton } from '../support/afternoon.ts';
import { type Engine, startDynamo } from '../support/dynalite.ts';
import { inDynamodb } from '../support/hampton-in-dynamodb.ts';
import { answers, assistant, at, head, induction, office, out, teacher, ticks } from '../support/hampton-visit.ts';
import { aNewVisit, aShadow } from '../support/samples.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.close());

const may = () => true;
const oneOfEach = ['consistent GetItem', 'consistent BatchGetItem', 'conditional UpdateItem'];
const readOnly = oneOfEach.slice(0, 2);
/** What the head of school is asked before they agree. */
const before = { class: answers.class, 'risk-decision': 'acceptable', 'recent-violence': false };

/** Hampton at half past eight, in a table, in a function that has read the school's policy before. */
async function inTheMorning() {
  const there = await engine.table();
  const { deps } = await inDynamodb(await afternoonAt(hampton(), at('08:30')), there);
  const school = 'hampton';
  let keys = 0;
  /** The requests that a piece of work makes; as many as were sent, so that none of them was a second try. */
  const costOf = async (work: () => Promise<{ readonly outcome: string }>) => {
    there.calls.length = 0;
    there.asked.length = 0;
    const { outcome, ...more } = await work();
    if (outcome !== 'accepted' && outcome !== 'read' && outcome !== 'refused') throw new Error(`${outcome} ${JSON.stringify(more)}`);
    expect(there.calls).toHaveLength(there.asked.length);
    return {
      outcome,
      why: outcome === 'refused' ? JSON.stringify(more) : '',
      cost: there.asked.map(({ command, consistent, condition }) =>
        [...(consistent ? ['consistent'] : []), ...(condition === '' ? [] : ['conditional']), command].join(' '),
      ),
    };
  };
  const says = <Name extends CommandName>(visit: string, by: string, type: Name, body: Omit<CommandOf<Name>, 'type'>) => {
    keys += 1;
    const key = { id: `key-${keys}`, body: 'b' };
    // The name and its own body are one of the commands.
    const command = { type, ...body } as unknown as Command;
    return costOf(() => carryOut(deps, { school, visit }, command, { person: by, by, via: 'form', key }, { may }));
  };
  const asks = (visit: string) =>
    costOf(() =>
      requestVisit(
        deps,
        school,
        visit,
        RequestBody.parse(induction),
        'h-new',
        { person: teacher, by: teacher, via: 'form', key: { id: `ask-${visit}`, body: 'b' } },
        { may },
      ),
    );
  const reads = (visit: string) => costOf(() => readVisit(deps, { school, visit }, office, may));
  const puts = (visit: string, changes: object, newHouseholdId = 'h-new') =>
    costOf(async () => {
      const body = RequestBody.parse({ ...induction, answers: before, ...changes });
      const press = { person: head, by: head, via: 'api', key: { id: `put-${visit}`, body: 'b' } } as const;
      const { requested, agreed } = await putOnTimetable(deps, school, { id: visit, body, newHouseholdId, press }, { agree: true, may });
      return agreed ?? requested;
    });
  /** What it costs to read the timetable of a day. */
  const letters = () =>
    costOf(async () => ({ outcome: 'read', n: (await readTimetable(deps, school, { from: '2026-06-22', to: '2026-06-22' })).length }));
  await asks('HV-000000');
  return { clock: deps.clock, asks, says, reads, puts, letters };
}

describe('what a visit costs', () => {
  it('is one consistent read of the visit, one of all that is known and one conditional write for whatever is said of it', async () => {
    const { clock, asks, says } = await inTheMorning();
    const told = new Map<CommandName, readonly string[]>();
    const tell = async <Name extends CommandName>(visit: string, by: string, type: Name, body: Omit<CommandOf<Name>, 'type'>) => {
      const { outcome, why, cost } = await says(visit, by, type, body);
      expect(outcome, `${type} ${why}`).toBe('accepted');
      told.set(type, cost);
    };
    const [whole, declined, cancelled, other] = ['HV-000001', 'HV-000002', 'HV-000003', 'HV-000004'];
    for (const visit of [whole, declined, cancelled, other]) await asks(visit);

    await tell(declined, head, 'send-back', { reason: 'Say which child' });
    await tell(declined, head, 'decline', { reason: 'Not this week' });
    await tell(cancelled, teacher, 'cancel', { reason: 'The family is ill' });
    await tell(whole, teacher, 'amend', { purpose: 'To meet Joel' });
    await says(whole, teacher, 'answer', { answers });
    await tell(whole, teacher, 'answer', { answers: { travel: 'foot' } });
    await tell(whole, teacher, 'assess', { answers: {}, signed: true });
    await tell(whole, head, 'authorise', {});
    await tell(whole, teacher, 'tick', { ticks: ['carry-phone'] });
    clock.set(at('13:00'));
    await tell(whole, teacher, 'depart', { visitor: 'all', ticks });
    await tell(whole, office, 'text-page', { visitor: teacher });
    await tell(other, teacher, 'not-going', { visitor: assistant, reason: 'Stayed at school' });
    clock.set(at('13:10'));
    await tell(whole, teacher, 'arrive', { visitor: 'all' });
    await tell(whole, teacher, 'check-in', {});
    await tell(whole, teacher, 'note', { words: 'A dog' });
    await tell(whole, office, 'revise', { plan: { returnAt: at('14:50') }, toldBy: teacher, means: 'telephone' });
    await tell(whole, teacher, 'raise-alarm', { kind: 'other' });
    await tell(whole, office, 'acknowledge', { alarm: 'a1' });
    await tell(whole, office, 'log-attempt', { alarm: 'a1', rung: 1, result: 'no-answer' });
    await tell(whole, office, 'escalate', { alarm: 'a1' });
    await tell(whole, office, 'record-police', { alarm: 'a1', by: 'the office', reference: 'CAD 77' });
    await tell(whole, head, 'stand-down', {
      alarm: 'a1',
      how: 'Spoke to both',
      visitors: { [teacher]: 'accounted-for', [assistant]: 'accounted-for' },
    });
    const first = await says(whole, teacher, 'leave', { visitor: 'all', outcome: 'completed' });
    await tell(whole, teacher, 'leave', { visitor: 'all', outcome: 'completed' });
    await tell(whole, teacher, 'return', { visitor: 'all' });
    await says(whole, office, 'correct', { visitor: assistant, what: 'return', so: 'Nobody saw them' });
    await says(whole, assistant, 'return', {});
    await tell(whole, teacher, 'write-up', { answers: { 'any-concern': 'none', outcome: 'completed' } });
    await tell(whole, teacher, 'record-reference', { system: 'CPOMS', reference: '1' });
    await tell(whole, teacher, 'pass-on', { to: 'The nursery', words: 'Likes trains' });
    await says(whole, head, 'answer', { answers: { 'dsl-told': true, cpoms: '1' } });
    await tell(whole, teacher, 'close', {});

    // That somebody has been inside is noted with the home, once.
    expect(first.cost).toEqual([...oneOfEach.slice(0, 2), 'consistent GetItem', 'conditional UpdateItem', ...oneOfEach.slice(2)]);
    const dearer: readonly CommandName[] = ['depart-in-breach', 'correct', 'reschedule'];
    expect([...told.keys(), ...dearer].toSorted()).toEqual(Object.keys(commandBodies).toSorted());
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries([...told.keys()].map((type) => [type, oneOfEach])));
  });

  it('is two reads and nothing written where it is refused', async () => {
    const { says } = await inTheMorning();

    expect(await says('HV-000000', teacher, 'depart', { visitor: 'all', ticks: [] })).toMatchObject({ outcome: 'refused', cost: readOnly });
  });

  it('is two reads and nothing written where it was so already', async () => {
    const { says } = await inTheMorning();
    await says('HV-000000', teacher, 'cancel', { reason: 'The family is ill' });

    expect(await says('HV-000000', teacher, 'cancel', { reason: 'The family is ill' })).toMatchObject({
      outcome: 'accepted',
      cost: readOnly,
    });
  });

  it('is one read of all that is known more where it is asked for, since only the settings say by which policy', async () => {
    const { asks } = await inTheMorning();

    expect(await asks('HV-000001')).toMatchObject({ outcome: 'accepted', cost: ['consistent BatchGetItem', ...oneOfEach] });
  });

  it('is one look at who is out more where somebody goes who was not seen to go', async () => {
    const { says } = await inTheMorning();

    const { cost } = await says('HV-000000', teacher, 'depart-in-breach', { reason: 'The family rang' });

    expect(cost).toEqual([...readOnly, 'Query', 'conditional UpdateItem']);
  });

  it('is one look at who is out more where somebody who was back is watched again', async () => {
    const { clock, says } = await inTheMorning();
    await says('HV-000000', teacher, 'answer', { answers });
    await says('HV-000000', head, 'authorise', {});
    clock.set(at('13:00'));
    await says('HV-000000', teacher, 'depart', { visitor: 'all', ticks });
    await says('HV-000000', teacher, 'return', { visitor: 'all' });
    await says('HV-000000', teacher, 'raise-alarm', { kind: 'other' });

    const corrected = await says('HV-000000', office, 'correct', { visitor: assistant, what: 'return' });
    expect(corrected.cost).toEqual([...readOnly, 'Query', 'conditional UpdateItem']);
    const visitors = { [teacher]: at('15:00'), [assistant]: 'accounted-for' } as const;
    const stood = await says('HV-000000', head, 'stand-down', { alarm: 'a1', how: 'Rang them', visitors });
    expect(stood.cost).toEqual(['consistent GetItem', 'Query', ...oneOfEach]);
  });

  it('is that of two where it is put off, since the visit of the other day is asked for first', async () => {
    const { says } = await inTheMorning();
    const plan = { departAt: at('13:30'), returnAt: at('14:40') };

    const { cost } = await says('HV-000000', teacher, 'reschedule', { reason: 'Another day suits them', plan });

    expect(cost).toEqual([...readOnly, 'consistent BatchGetItem', ...oneOfEach, ...oneOfEach]);
  });

  it('is one read of its home more where an answer is kept with it, one write, and one that keeps what it was', async () => {
    const { says } = await inTheMorning();

    const { cost } = await says('HV-000000', teacher, 'answer', { answers: { 'family-name': 'The Okafors' } });

    expect(cost).toEqual([...readOnly, 'consistent GetItem', 'conditional UpdateItem', 'conditional UpdateItem', 'conditional UpdateItem']);
  });

  it('is that of the request and of the agreement where it is put on a timetable', async () => {
    const { puts } = await inTheMorning();

    const { cost } = await puts('HV-000001', {});
    expect(cost).toEqual(['consistent BatchGetItem', ...oneOfEach, ...oneOfEach]);
    // Again it is found there, and there is nothing to agree to.
    expect((await puts('HV-000001', {})).cost).toEqual(['consistent BatchGetItem', 'consistent GetItem', 'consistent BatchGetItem']);
  });

  it('is the place in its round more, and a read of the others and one of their homes, where it is one of a round', async () => {
    const { puts } = await inTheMorning();
    const on = (order: number) => ({ household: `hampton-home-${order}`, round: { id: 'monday', order } });
    const asking = ['consistent BatchGetItem', 'consistent GetItem', 'consistent BatchGetItem'];
    const joining = 'conditional UpdateItem';

    // Whoever is first finds no round yet, and makes it.
    expect((await puts('HV-000001', on(1))).cost).toEqual([...asking, joining, joining, 'conditional UpdateItem', ...oneOfEach]);
    expect((await puts('HV-000002', on(2))).cost).toEqual([
      ...asking,
      joining,
      'conditional UpdateItem',
      ...readOnly,
      'consistent BatchGetItem',
      'consistent BatchGetItem',
      'conditional UpdateItem',
    ]);
  });

  it('is next to nothing for each where the timetable of a day is read', async () => {
    const { puts, letters } = await inTheMorning();
    for (const n of [1, 2, 3]) await puts(`HV-00000${n}`, { household: `hampton-home-${n}` });

    // The index, the visits, what is known of them all, and their policy.
    expect((await letters()).cost).toEqual(['Query', 'consistent BatchGetItem', 'consistent BatchGetItem', 'consistent BatchGetItem']);
  });

  it('is two reads, and a count beside it, where somebody looks at it', async () => {
    const { reads } = await inTheMorning();

    expect(await reads('HV-000000')).toMatchObject({ outcome: 'read', cost: [...readOnly, 'UpdateItem'] });
  });
});

describe('what the board costs', () => {
  it('does not grow with the visits that are closed, neither in requests nor in rows', async () => {
    const there = await engine.table();
    const afternoon = await afternoonAt(hampton(), at('08:30'));
    await out(afternoon);
    const { deps } = await inDynamodb(afternoon, there);
    let rows = 0;
    const visits: typeof deps.visits = {
      ...deps.visits,
      list: async (...given) => {
        const listed = await deps.visits.list(...given);
        rows += listed.length;
        return listed;
      },
    };
    const costOfBoard = async () => {
      there.asked.length = 0;
      rows = 0;
      const board = await readBoard({ ...deps, visits }, 'hampton', { person: office });
      return { board: board.length, requests: there.asked.length, rows };
    };
    const before = await costOfBoard();
    expect(before).toMatchObject({ board: 1, rows: 1 });
    for (let n = 0; n < 250; n += 1)
      await deps.visits.create(
        aNewVisit({ school: 'hampton', visit: VisitId.parse(`HV-C${String(n).padStart(5, '0')}`) }),
        aShadow({ list: 'done', card: { stage: 'closed' } }),
      );
    expect(await costOfBoard()).toEqual(before);
  });
});
