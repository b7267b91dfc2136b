import type { Afternoon } from './afternoon.ts';
import { apiOf } from './api.ts';
import { changed } from './bad-policies.ts';
import { clauses, jsonIn } from './policy-files.ts';

/** Of Hampton's policy: one may go alone, the head alone is told, a coat is taken along, and the school is to say from when it is late. */
const another = {
  'gates/pair/test': { of: 'visitors.staff', atLeast: 1 },
  'gates/pair/say': 'Somebody has to go: name one member of staff.',
  'ladders/missing/rungs/lead/tell': ['head-of-school'],
  'prompts/+': { id: 'coat', stages: ['depart'], say: 'Take a coat.', clauses: ['HA-83'], when: [{ of: '$late-from', is: ['18:00'] }] },
  'settings/+': { id: 'late-from', ask: 'From when is it late?', type: 'time', clauses: ['HA-83'] },
};
export const anotherVersion = '2026-09';

/** Whoever keeps the school's records proposes it, and it waits for the head of school. `says` are the words of HA-83. */
export async function proposesAnother(
  afternoon: Afternoon,
  { version = anotherVersion, says = 'The head of school sets the rest.' }: { readonly version?: string; readonly says?: string } = {},
): Promise<void> {
  const ours = clauses.filter(({ id }) => id.startsWith('HA-')).map((clause) => (clause.id === 'HA-83' ? { ...clause, says } : clause));
  const body = { version, policy: changed(jsonIn('policies/hampton.json'), another), clauses: ours };
  const answer = await apiOf(afternoon)('hampton-technician', 'POST', '/policies', { body });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
}
