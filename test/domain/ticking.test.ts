import { describe, it } from 'vitest';
import { authorised, given, says } from '../support/given.ts';
import { assistant, familySupport, office, teacher } from '../support/hampton-visit.ts';

describe('lines of the policy are ticked', () => {
  const ready = given(...authorised);

  it('by whoever goes, or for them by the office', () => {
    ready
      .when(says('12:00', teacher, 'tick', { ticks: ['carry-phone'] }))
      .records({ type: 'PromptsTicked', visitor: teacher, ticks: ['carry-phone'] });
    ready
      .when(says('12:00', office, 'tick', { visitor: assistant, ticks: ['carry-phone'] }))
      .records({ type: 'PromptsTicked', visitor: assistant, ticks: ['carry-phone'] });
  });

  it('by whoever stays at school where they are shown to them too, and by nobody else', () => {
    ready
      .when(says('12:00', office, 'tick', { ticks: ['know-policy'] }))
      .records({ type: 'PromptsTicked', visitor: office, ticks: ['know-policy'] });
    ready.when(says('12:00', office, 'tick', { ticks: ['know-policy', 'carry-phone'] })).refuses('unknown-visitor');
    ready.when(says('12:00', familySupport, 'tick', { ticks: ['know-policy'] })).refuses('unknown-visitor');
    ready.when(says('12:00', office, 'tick', { visitor: familySupport, ticks: ['know-policy'] })).refuses('unknown-visitor');
  });
});
