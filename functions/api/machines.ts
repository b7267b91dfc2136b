/** The machines of a school, each with a key that is shown once. */
import * as z from 'zod';
import { makeMachine, revokeMachine } from '../application/machines.ts';
import { Machine, MachineId } from '../domain/machine.ts';
import { machineRows } from '../domain/reading/of-records.ts';
import { asRead } from '../domain/reading/reading.ts';
import { ok, type Response } from '../http/http.ts';
import { busy, keyReused, notFound, problem } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import { nameOf } from './asked.ts';
import { inSchool } from './in-school.ts';
import { keyFaults, pressOf } from './press.ts';
import { Nothing } from './records.ts';

/** Whoever may ask for them at all is a person. */
const shownMachine = ({ id, name, scope, made, usedOn, revoked }: Machine): Readonly<Record<string, unknown>> =>
  asRead(machineRows, { id, name, scope, made, usedOn: usedOn ?? null, revoked: revoked ?? null }, new Set(['everybody', 'person']));

/** `GET …/machines`: those that were revoked too, since histories name them. */
export const listMachines = read(
  Nothing,
  inSchool(async (deps, asked, _, { id }) => answerRead(asked, { machines: (await deps.machines.of(id)).map(shownMachine) })),
);

/** `POST …/machines`: its key is in this answer and in none after it. */
export const makeOneMachine = write(
  z.strictObject({ name: Machine.shape.name, scope: Machine.shape.scope }),
  inSchool(async (deps, asked, body, { id }) => {
    const { key = { id: '', body: '' }, by } = pressOf(asked);
    const made = await makeMachine(deps, id, body, by, key);
    switch (made.outcome) {
      case 'made':
        return ok(shownMachine(made.machine), { status: 201, beside: { key: made.key } });
      case 'made-before':
        return shownBefore(made.machine);
      case 'key-reused':
        return keyReused;
      case 'busy':
        return busy;
    }
  }),
  keyFaults,
);

const shownBefore = (machine: Machine): Response =>
  problem({
    type: 'key-shown',
    detail: `This request made ${machine.id} already, and the answer held its key, which nobody can find out again. If it is lost, revoke ${machine.id} and make another.`,
    more: { machine: shownMachine(machine) },
  });

/** `POST …/machines/{machine}/revoke`: the next call with its key is refused. */
export const revokeOneMachine = write(
  Nothing,
  inSchool(async (deps, asked, _, school) => {
    const id = MachineId.safeParse(asked.request.params['machine']);
    const machine = id.success ? await revokeMachine(deps, school.id, id.data, nameOf(asked.caller)) : undefined;
    return machine === undefined ? notFound : ok(shownMachine(machine));
  }),
);
