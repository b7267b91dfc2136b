/** Duties and relations as people say them. */
const words: Readonly<Record<string, string>> = {
  visitor: 'visiting staff',
  office: 'the office',
  dsl: 'a safeguarding lead',
  slt: 'a senior leader',
  headteacher: 'the headteacher',
  'head-of-school': 'the head of school',
  'executive-headteacher': 'the executive headteacher',
  team: 'the team',
  admin: 'whoever keeps the school’s records',
  visitors: 'whoever goes',
  companions: 'whoever else goes',
  requester: 'whoever asked for the visit',
  approver: 'whoever agreed to the visit',
  'line-manager': 'their line manager',
  involved: 'whoever else is involved',
  told: 'whoever was told',
  'home-school': 'the home school',
  'local-authority': 'the local authority',
  family: 'the family',
};

/** `dsl` or `requester` as a sentence has it; somebody's id by their name; `self` by the name of whom it is about. */
export function whoInWords(who: string, nameOf: (id: string) => string, self = ''): string {
  if (who === 'self') return self === '' ? 'whoever goes' : nameOf(self);
  if (who.startsWith('$')) return 'whoever the school has set for it';
  if (who.startsWith('@')) return 'whoever an answer names for it';
  return words[who] ?? nameOf(who);
}

/** Any one of them: `the office or a safeguarding lead`. */
export const anyOf = (who: readonly string[], nameOf: (id: string) => string, self = ''): string => {
  const each = [...new Set(who.map((one) => whoInWords(one, nameOf, self)))];
  return each.length < 2 ? (each[0] ?? 'somebody') : `${each.slice(0, -1).join(', ')} or ${each.at(-1) ?? ''}`;
};
