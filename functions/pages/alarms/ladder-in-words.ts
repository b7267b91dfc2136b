/** `help-ladder` and `missing` as people say them: names are the policy's own, or the school's. */
export const ladderInWords = (name: string): string => {
  const words = name.replace(/^\$/, '').replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** What a step of a ladder is for. */
export const stepIs = {
  'ring-visitors': 'Ring the visitors',
  'ring-address': 'Ring the home',
  tell: 'Tell',
  'ring-police': 'Ring the police',
} as const;
