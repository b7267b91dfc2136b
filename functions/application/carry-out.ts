import type { Command, Press } from '../domain/visit/commands.ts';
import type { VisitRef } from '../domain/visit/visit.ts';
import { decideAndRecord } from './decide-and-record.ts';
import type { Deps } from './deps.ts';
import type { Conditions, Outcome } from './outcome.ts';
import { reschedule } from './reschedule.ts';
import { standDown } from './stand-down.ts';

/** Carries out what a person or a machine asks of a visit. */
export const carryOut = (deps: Deps, ref: VisitRef, command: Command, press: Press, conditions: Conditions): Promise<Outcome> =>
  command.type === 'reschedule'
    ? reschedule(deps, ref, command, press, conditions)
    : command.type === 'stand-down'
      ? standDown(deps, ref, command, press, conditions)
      : decideAndRecord(deps, ref, command, press, conditions, {});
