/** The eight schools that come with Doorstep, and who goes on a visit at each. */
export const eightSchools = [
  { id: 'roselyn-house', first: 'tutor', second: 'mentor' },
  { id: 'st-benedicts', first: 'teacher', second: 'learning-mentor' },
  { id: 'kingsdown', first: 'teacher', second: 'assistant' },
  { id: 'lancaster', first: 'teacher', second: 'assistant' },
  { id: 'st-nicholas', first: 'teacher', second: 'assistant' },
  { id: 'st-christopher', first: 'teacher', second: 'assistant' },
  { id: 'hampton', first: 'teacher', second: 'assistant' },
  { id: 'the-harbour', first: 'teacher', second: 'mentor' },
] as const;
export type SchoolId = (typeof eightSchools)[number]['id'];
