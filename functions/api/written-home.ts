import * as z from 'zod';
import { Adult } from '../domain/household.ts';
import { NewHousehold, RequestBody } from '../domain/visit/commands.ts';
import { Going, Plan } from '../domain/visit/visit.ts';
import { WrittenPhone } from '../http/phone.ts';

const phones = z.array(WrittenPhone).max(20).default([]);

/** A home as it is sent, its telephone numbers as somebody writes them. */
export const WrittenHousehold = NewHousehold.omit({ hazards: true, answers: true }).extend({
  address: z.string().max(500).optional(),
  animals: z.string().max(500).optional(),
  phones,
  adults: z.array(Adult.extend({ phones })).default([]),
});

/** What a visit is asked for with, where its home may be a new one. */
export const WrittenRequest = RequestBody.extend({
  household: z.union([
    RequestBody.shape.household.options[0],
    WrittenHousehold.extend({ hazards: NewHousehold.shape.hazards, answers: NewHousehold.shape.answers }),
  ]),
});

/** A visit that nobody has asked for yet: as much of its request as is known. */
export const WouldBe = WrittenRequest.omit({ follows: true }).extend({
  household: WrittenRequest.shape.household.optional(),
  visitors: z.array(Going).max(12).default([]),
  plan: Plan.prefault({}),
});
