/** The board with a hundred people out: what drawing it costs, and what its page adds to the reads that it is made of. */
import { performance } from 'node:perf_hooks';
import { readBoard } from '../functions/application/read-visits.ts';
import { readKnown } from '../functions/application/known.ts';
import { readYoungSchool } from '../functions/application/school.ts';
import { visitOf } from '../functions/domain/visit/fold.ts';
import { shadowOf } from '../functions/domain/visit/shadow.ts';
import { ok, type Request } from '../functions/http/http.ts';
import { html } from '../functions/pages/answers.ts';
import { Board } from '../functions/pages/alarms/board.tsx';
import { pageEndpoints } from '../functions/pages/pages.ts';
import { afternoonAt, hampton } from '../test/support/afternoon.ts';
import { pageDeps } from '../test/support/pages.ts';
import { at, hamptonAfternoon } from './afternoon.ts';
import { type Measured, medianOf } from './measure.ts';

const people = 100;
const rounds = 25;
const batches = 4;

/** So many visits, each with somebody out who is overdue, and an alarm that was worked. */
async function everybodyOut() {
  const { stored, office } = hamptonAfternoon();
  const afternoon = await afternoonAt(hampton(), at('15:46'));
  for (let n = 1; n <= people; n += 1) {
    const one = { ...stored, visit: `HV-${String(n).padStart(6, '0')}` };
    const visit = visitOf(one);
    const known = await readKnown(afternoon.deps, visit);
    if (known === undefined) throw new Error('nothing is known of the school');
    await afternoon.visits.create(one, shadowOf(visit, known));
  }
  return { afternoon, office };
}

/** Drawing alone, in milliseconds. */
export async function drawingTheBoard(): Promise<Measured> {
  const { afternoon, office } = await everybodyOut();
  const visits = await readBoard(afternoon.deps, afternoon.school, { person: office });
  const out = visits.flatMap(({ visitors }) => visitors).length;
  if (out !== people) throw new Error(`${String(out)} people are out`);
  const props = { visits, now: afternoon.clock.now(), etag: '"e"', nameOf: (id: string) => id };
  const drawn = medianOf(() => html(Board(props)));
  const written = medianOf(() => JSON.stringify(visits));
  return {
    value: drawn,
    unit: 'ms',
    note: `${(drawn / written).toFixed(1)} times writing the same lines as JSON, ${written.toFixed(3)} ms`,
  };
}

/** The page's own handler to a bare one that makes the same calls of the store and answers with JSON: how many times as long until there is a first byte. */
export async function firstByteOfTheBoard(): Promise<Measured> {
  const { afternoon, office } = await everybodyOut();
  const { deps, school } = afternoon;
  const board = pageEndpoints(pageDeps(afternoon)).find(({ path }) => path === '/board');
  if (board === undefined) throw new Error('there is no board');
  const request: Request = {
    ...{ method: 'GET', path: '/board', params: {}, query: {}, headers: {} },
    cookies: { who: office },
    body: Buffer.alloc(0),
  };
  const page = async (): Promise<unknown> => board.answer(request);
  const bare = async (): Promise<unknown> => {
    await readYoungSchool(deps.schools, school);
    return ok({ visits: await readBoard(deps, school, { person: office }) });
  };
  const medians: Readonly<Record<'page' | 'bare', number[]>> = { page: [], bare: [] };
  for (let n = 0; n < batches; n += 1) {
    const took: Readonly<Record<'page' | 'bare', number[]>> = { page: [], bare: [] };
    // By turns, so that whatever else the machine does befalls both.
    for (let round = 0; round < rounds; round += 1) {
      took.page.push(await timeOf(page));
      took.bare.push(await timeOf(bare));
    }
    medians.page.push(middle(took.page));
    medians.bare.push(middle(took.bare));
  }
  // The least of each: whatever else the machine does only ever adds.
  const [least, floor] = [Math.min(...medians.page), Math.min(...medians.bare)];
  return { value: least / floor, unit: 'times', note: `${least.toFixed(1)} ms to ${floor.toFixed(1)} ms, by stores in memory` };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

const middle = (of: readonly number[]): number => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;
