import * as z from 'zod';
import {
  agreeToPolicy,
  clausesInForce,
  listPolicies,
  mayProposePolicy,
  policyChanges,
  type Proposed,
  proposePolicy,
  readPolicyVersion,
} from '../application/keep-policies.ts';
import { beginErrands } from '../application/errands.ts';
import { mayAgreeToPolicy } from '../application/waiting-versions.ts';
import { mayRecordReview, recordReview, reviewShown } from '../application/keep-settings.ts';
import { citations } from '../domain/policy/citations.ts';
import { Clause } from '../domain/policy/clause.ts';
import { policyRows } from '../domain/reading/of-records.ts';
import { asRead, everybody } from '../domain/reading/reading.ts';
import { ok, type Response } from '../http/http.ts';
import { forbidden, invalid, notFound, pointerTo, problem } from '../http/problem.ts';
import { answerRead, read, write } from './ask.ts';
import { inSchool, inYoungSchool } from './in-school.ts';
import { answerToChange, Nothing, personAsking, sure, writerOf } from './records.ts';

const note = z.string().trim().min(1, 'say something, or leave it out').max(2000).optional();
/** What a version is called: it stands in addresses. */
const VersionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'up to 40 letters, figures, full stops and hyphens, like 4 or 2026-09');

/** `GET …/policy`: the rules that a visit goes by, the words of each clause that they cite, and when they are to be looked at again. Those of Doorstep's own cite `DS-…`. */
export const readPolicy = read(
  Nothing,
  inSchool(async (deps, asked, _, school) => {
    const { rules, settings } = school;
    const cited = new Set(citations(rules).flatMap(({ clauses }) => clauses));
    const clauses = (await clausesInForce(deps, school)).filter(({ id }) => cited.has(id)).map(({ id, says }) => ({ id, says }));
    const { review } = reviewShown(deps, school);
    const person = personAsking(asked, school);
    const mayRecord = person !== undefined && mayRecordReview(school, person);
    const whole = { ...rules, version: settings.policy.version, clauses, review: review && { ...review, mayRecord } };
    return answerRead(asked, asRead(policyRows, whole, everybody));
  }),
);

/** `POST …/policy/reviewed`: the policy was looked at again. */
export const reviewDone = write(
  z.strictObject({ on: z.iso.date('a date like 2026-06-22').optional(), note }),
  inSchool(async (deps, asked, body, school) => {
    const person = personAsking(asked, school);
    if (person === undefined || !mayRecordReview(school, person)) return forbidden;
    const change = await recordReview(deps, school, body, { ...writerOf(asked), seen: () => true });
    // The next review is owed from now on.
    if (change.outcome === 'kept') await beginErrands(deps, school.id);
    return answerToChange(change);
  }),
);

/** `GET …/policies`: every version there is, who proposed it and who agreed to it, and which is in force. */
export const listVersions = read(
  Nothing,
  inYoungSchool(async (deps, asked, _, { id }) => answerRead(asked, { policies: await listPolicies(deps, id) })),
);

/** `POST …/policies`: a version that can be followed is kept for ever, and in force once somebody agrees to it. */
export const proposeVersion = write(
  z.strictObject({ version: VersionName, policy: z.unknown(), clauses: z.array(Clause).max(2000) }),
  inYoungSchool(async (deps, asked, { version, policy, clauses }, school) => {
    const person = personAsking(asked, school);
    if (person === undefined || !mayProposePolicy(school, person)) return forbidden;
    return answerToProposal(await proposePolicy(deps, school, { version, policy, clauses }, person.id), school.id, version);
  }),
);

function answerToProposal(proposed: Proposed, school: string, version: string): Response {
  switch (proposed.outcome) {
    case 'proposed':
      return ok(proposed.shown, { status: 201, headers: { location: `/v1/schools/${school}/policies/${version}` } });
    case 'wrong':
      return invalid(proposed.complaints.map(({ path, message }) => ({ pointer: pointerTo(path), message })));
    case 'there-already': {
      const { by, at } = proposed.proposed ?? {};
      const whose = by === undefined || at === undefined ? 'came with the school' : `was proposed by ${by} on ${at.slice(0, 10)}`;
      return problem({
        type: 'version-there-already',
        detail: `Version ${version} ${whose}, and a version never changes: give this one another name.`,
      });
    }
  }
}

/** `GET …/policies/{version}` */
export const readVersion = read(
  Nothing,
  inYoungSchool(async (deps, asked, _, school) => {
    const shown = await readPolicyVersion(deps, school, asked.request.params['version'] ?? '');
    return shown === undefined ? notFound : answerRead(asked, shown);
  }),
);

/** `GET …/policies/{version}/changes?from=`: clause by clause, from that version or from the one in force; and who may agree to it, and whether whoever asks may. */
export const changesOfVersion = read(
  z.strictObject({ from: z.string().optional() }),
  inYoungSchool(async (deps, asked, { from }, school) => {
    const changes = await policyChanges(deps, school, asked.request.params['version'] ?? '', from);
    if (changes === undefined) return notFound;
    if (changes === 'no-such-version') return invalid([{ pointer: '/query/from', message: 'there is no such version' }]);
    const person = personAsking(asked, school);
    const you = person !== undefined && mayAgreeToPolicy(school, person);
    return answerRead(asked, { ...changes, agrees: { ...changes.agrees, you } });
  }),
);

/** `POST …/policies/{version}/agree`: whoever is asked for a visit from now on goes by it. */
export const agreeToVersion = write(
  z.strictObject({ note, sure }),
  inYoungSchool(async (deps, asked, body, school) => {
    const person = personAsking(asked, school);
    if (person === undefined || !mayAgreeToPolicy(school, person)) return forbidden;
    const version = asked.request.params['version'] ?? '';
    const change = await agreeToPolicy(deps, school, version, body, { by: person.id, seen: () => true });
    return change === undefined ? notFound : answerToChange(change);
  }),
);
