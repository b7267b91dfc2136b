import { commandBodies, commandOf } from '../functions/domain/visit/commands.ts';
import { decide } from '../functions/domain/visit/decide.ts';
import { visitOf } from '../functions/domain/visit/fold.ts';
import { shadowOf } from '../functions/domain/visit/shadow.ts';
import { type Afternoon, at } from './afternoon.ts';
import { type Measured, medianOf } from './measure.ts';

/** Commands that a long afternoon brings, each decided on the visit as it is stored. */
const commandsOf = ({ visitor, office, head }: Afternoon) =>
  [
    ['return', visitor, {}],
    ['note', office, { words: 'The caretaker has seen their car' }],
    ['acknowledge', head, { alarm: 'a1' }],
    ['stand-down', head, { alarm: 'a1', how: 'I spoke to both of them', visitors: { [visitor]: 'accounted-for' } }],
  ] as const;

/** Fold, known, decide, shadow: everything of one command but the store. Milliseconds, the median of many. */
export function rulesOfOneCommand(afternoon: Afternoon): Measured {
  const { stored, school } = afternoon;
  const text = JSON.stringify(stored);
  const floor = (): unknown => structuredClone(JSON.parse(text));
  const all = commandsOf(afternoon).map(([name, person, body]) => {
    const command = commandOf(name, commandBodies[name].parse(body));
    return (): void => {
      const known = school.readKnown();
      const decision = decide(
        visitOf(stored),
        command,
        { person, by: person, via: 'api', key: { id: 'new', body: 'b' } },
        known,
        at('15:46'),
      );
      if (!decision.accepted) throw new Error(JSON.stringify(decision.refusal));
      shadowOf(decision.visit, known);
    };
  });
  const one = Math.max(...all.map(medianOf));
  const least = medianOf(floor);
  const size = `${String(stored.history.length)} events, ${(text.length / 1024).toFixed(1)} KB`;
  return {
    value: one,
    unit: 'ms',
    note: `${(one / least).toFixed(1)} times parsing and cloning the same visit, ${least.toFixed(3)} ms; ${size}`,
  };
}
