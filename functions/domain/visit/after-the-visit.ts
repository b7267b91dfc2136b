/** Writing up and closing. These may be refused. */
import { unmetBefore } from '../policy/gates.ts';
import { readAnswers, seenBy, type Step } from './before-the-door.ts';
import type { CommandOf } from './commands.ts';
import type { Refusal } from './decision.ts';
import { type Draft, record, refusal, refusalOf } from './draft.ts';
import { present } from './evolve.ts';
import { openAlarms, stageOf } from './relations.ts';
import { alarmsBehind, isVeiled } from './veil.ts';
import type { Answer } from './visit.ts';

const isBack = (draft: Draft): boolean => ['returned', 'written-up'].includes(stageOf(seenBy(draft), draft.known.leads));

export function writeUp(draft: Draft, { answers }: CommandOf<'write-up'>): Step {
  if (!isBack(draft)) return refusal('not-at-this-stage');
  const read: readonly Answer[] | Refusal = readAnswers(draft, answers);
  if ('code' in read) return read;
  return draft.visit.writtenUp && read.length === 0 ? draft : record(draft, { type: 'VisitWrittenUp', answers: [...read] });
}

/** The record lives elsewhere; Doorstep keeps where. It also answers the policy's question of that name. */
export function recordReference(draft: Draft, { system, reference }: CommandOf<'record-reference'>): Step {
  if (draft.visit.references.some((r) => r.system === system && r.reference === reference)) return draft;
  const kept = record(draft, { type: 'ReferenceRecorded', system, reference });
  const asked = draft.known.rules.questions.some((q) => q.id === system.toLowerCase() && q.type === 'text');
  return asked ? record(kept, { type: 'QuestionsAnswered', answers: [{ question: system.toLowerCase(), value: reference }] }) : kept;
}

export const passOn = (draft: Draft, { to, words }: CommandOf<'pass-on'>): Step => record(draft, { type: 'PassedOn', to, words });

export function close(draft: Draft): Step {
  const { visit, known } = draft;
  const seen = seenBy(draft);
  if (seen.closed) return draft;
  if (!isBack(draft)) return refusal('not-at-this-stage');
  const open = openAlarms(isVeiled(visit, draft.press.person) ? { ...seen, alarms: alarmsBehind(seen) } : seen);
  if (open.length > 0) return refusal('alarm-open');
  const unmet = unmetBefore('close', seen, known);
  if (unmet.length > 0) return refusalOf(unmet);
  // For whoever does not know what keeps it open it is closed; for everybody else it is not.
  const really = openAlarms(visit).length === 0 && unmetBefore('close', visit, known).length === 0;
  return record(draft, { type: 'VisitClosed', ...(really ? present('seemed', visit.seemsClosed || undefined) : { seeming: true }) });
}
