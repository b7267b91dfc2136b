/** The desk of a school in this process: of a quiet afternoon, or of a world in which everything may fail. */
import type { Outcome } from '../../functions/application/outcome.ts';
import { setting } from '../../functions/domain/policy/duty.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { inLondon, type Instant } from '../../functions/domain/time.ts';
import { commandBodies, type CommandName, commandOf, RequestBody } from '../../functions/domain/visit/commands.ts';
import type { Visit } from '../../functions/domain/visit/visit.ts';
import type { Afternoon, SchoolOfTests } from './afternoon.ts';
import type { Desk, Said } from './satisfy.ts';
import type { World } from './world.ts';

interface InProcess {
  readonly request: (by: string, body: Readonly<Record<string, unknown>>) => Promise<Outcome>;
  readonly says: (by: string, visit: string, type: CommandName, body: Readonly<Record<string, unknown>>) => Promise<Outcome>;
  readonly visit: (id: string) => Promise<Visit>;
  readonly now: () => Instant;
  /** What the school has set. */
  readonly values: () => Promise<Readonly<Record<string, unknown>>>;
  readonly set: Desk['set'];
}

const isCommand = (name: string): name is CommandName => name in commandBodies;

function deskIn({ file, policy }: SchoolOfTests, { request, says, visit, now, values, set }: InProcess): Desk {
  const rules = rulesOf(policy);
  const said = (outcome: Outcome): Said =>
    outcome.outcome === 'accepted'
      ? { done: true, visit: outcome.visit.visit }
      : outcome.outcome === 'refused'
        ? { done: false, why: outcome.refusal.message, lacking: outcome.refusal.unmet }
        : { done: false, why: outcome.outcome, lacking: [] };
  const fixed = async (): Promise<void> => {
    throw new Error('what this school keeps is given to it at its beginning');
  };
  return {
    request: async (by, body) => said(await request(by, RequestBody.parse(body))),
    says: async (by, id, name, body) => {
      if (!isCommand(name)) throw new Error(`there is no command ${name}`);
      const { type, ...rest } = commandOf(name, commandBodies[name].parse(body));
      return said(await says(by, id, type, rest));
    },
    visit: async (id) => {
      const { requester, household, visitors, answers } = await visit(id);
      return {
        requester,
        household,
        visitors: visitors.filter(({ notGoing }) => notGoing === undefined).map(({ person }) => person),
        answers: Object.fromEntries(Object.entries(answers).map(([question, { value }]) => [question, value])),
      };
    },
    people: async () => file.people,
    settings: async () => {
      const kept = { version: 1, policy: { id: policy.id, version: '1' }, values: { ...(await values()) } };
      return rules.settings.map((each) => ({ ...each, value: setting(rules, kept, each.id) }));
    },
    questions: async () => rules.questions,
    settingsChangedBy: async () => rules.about.flatMap((about) => (about.id === 'settings-changed-by' ? about.who : [])),
    set,
    keepPerson: fixed,
    keepHome: fixed,
    time: (hour) => `${inLondon(now()).date}T${hour}:00${offsetOf(now())}`,
  };
}

/** London's of that day: `+01:00` in summer. */
function offsetOf(at: Instant): string {
  const here = Number(inLondon(at).time.slice(0, 2));
  return here === Number(at.slice(11, 13)) ? 'Z' : '+01:00';
}

/** The desk of an afternoon's school. */
export const ofAfternoon = (school: SchoolOfTests, afternoon: Afternoon): Desk =>
  deskIn(school, {
    request: (by, body) => afternoon.request(by, body),
    // The name and its own body are one of the commands, which the compiler cannot pair.
    says: (by, visit, type, body) => afternoon.says(by, type, body, { visit }),
    visit: (id) => afternoon.visit(id),
    now: () => afternoon.clock.now(),
    values: async () => (await settingsOf(afternoon)).values,
    set: async (_by, values) => {
      const settings = await settingsOf(afternoon);
      const version = settings.version + 1;
      await afternoon.schools.putSettings(afternoon.school, { ...settings, version, values: { ...settings.values, ...values } });
    },
  });

async function settingsOf({ schools, school }: Afternoon) {
  const { settings } = await schools.context(school, {});
  if (settings === undefined) throw new Error(`${school} has set nothing`);
  return settings;
}

/** The desk of a world's school: whatever goes wrong there goes wrong here too. */
export const ofWorld = (school: SchoolOfTests, world: World): Desk =>
  deskIn(school, {
    request: async (by, body) => (await world.answersTo([world.request(by, body)]))[0]!.answer,
    // As above.
    says: async (by, visit, type, body) => (await world.says(by, type, body, { visit })).answer,
    visit: async (id) => world.visit(id),
    now: () => world.now(),
    values: async () => school.file.settings.values,
    set: async () => {
      throw new Error('the settings of a world are given to it at its beginning');
    },
  });
