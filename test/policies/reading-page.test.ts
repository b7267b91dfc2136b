import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { routes } from '../../functions/api/routes.ts';
import { keepersOfPeople, planners, responders } from '../../functions/domain/reading/who.ts';
import { page, written } from '../reading/written.ts';

it('who reads what stands in docs/reading.md as it is now: npm run reading writes it anew', async () => {
  expect(readFileSync(page, 'utf8')).toBe(await written());
});

it('the records of homes are opened by whoever plans visits, keeps records, or is a machine', () => {
  const may = (id: string): readonly string[] => (routes.find((route) => route.id === id)?.may ?? []).toSorted();
  for (const id of ['read-household', 'list-households']) expect(may(id), id).toEqual([...planners, 'admin', 'machine:read'].toSorted());
  expect(may('write-household')).toEqual([...planners, 'admin', 'machine:write'].toSorted());
  expect(may('board')).toEqual([...responders, 'machine:read'].toSorted());
  expect(keepersOfPeople).toEqual(expect.arrayContaining(may('write-person').filter((one) => !one.startsWith('machine'))));
});
