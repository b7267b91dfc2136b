import { eventRows, markRows, stampRows } from '../../functions/domain/reading/of-events.ts';
import {
  doingRows,
  holdRows,
  deliveryRows,
  machineRows,
  personRows,
  policyRows,
  preflightRows,
  settingsRows,
  webhookRows,
} from '../../functions/domain/reading/of-records.ts';
import * as of from '../../functions/domain/reading/of-visits.ts';
import type { Reader, Row } from '../../functions/domain/reading/reading.ts';
import { rulesOf } from '../../functions/domain/policy/own-rules.ts';
import { type Policy, ReadingClass } from '../../functions/domain/policy/policy.ts';

/** What each word of the tables means, as somebody who runs a school would say it. One that is forgotten does not compile. */
const words: Readonly<Record<Reader, readonly [name: string, means: string]>> = {
  everybody: [
    'everybody',
    'whoever is answered at all, also a machine, and also somebody who may say something of a visit and not open it',
  ],
  person: ['any person', 'any person of the school who may open the record; no machine'],
  logistics: [
    'logistics',
    'where somebody is and how to reach them: whom the policy names for it, below, and whoever was told of an alarm until it has ended',
  ],
  content: ['content', 'what a visit is about: whom the policy names for it, below'],
  concern: ['concern', 'a worry about a child: whom the policy names for it, below'],
  allegation: ['allegation', 'what was said against somebody: whom its ladder tells'],
  'safe-word': [
    'safe word',
    'the word by which a visitor says that they are in danger: whom the policy names for it, below, and nobody on the visit',
  ],
  'its-own': ['its own class', 'whoever reads the class of the alarm or of the question that it belongs to'],
  outside: ['whoever is not on the visit', 'what is said there must not be read in the house'],
  inside: ['whoever is on the visit', 'and nobody else'],
  added: ['content, not in the house', 'whoever reads content; whoever is on the visit only where one of them said it'],
  own: ['themselves', 'the person that the record is about'],
  keeper: [
    'whoever keeps it',
    'of people: the office, the team, the administrator and the leaders; of homes: the same and whoever visits, since they replace the record whole; of homes a machine too',
  ],
  nobody: ['nobody', 'kept for Doorstep’s own work, and in no answer'],
};
const nameOf = (row: Row): string => (typeof row === 'string' ? [row] : row).map((one) => words[one][0]).join(', or ');

type Table = Readonly<Record<string, Row>>;
const tables: readonly (readonly [title: string, rows: Table, note?: string])[] = [
  [
    'The page of a visit',
    of.visitRows,
    'A command is answered with the same page. Each of its answers is read by whoever reads the class of its question.',
  ],
  ['Each visitor', of.visitorRows, 'The board has the same of whoever is out, without the safe word.'],
  ['Each stop of an outing', of.stopRows],
  ['Each clock', of.clockRows],
  ['Each agreement', of.agreementRows],
  ['Each task', of.taskRows],
  ['Each answer', of.answerRows],
  [
    'An alarm',
    of.alarmRows,
    'That somebody is late is shown to all who see the visit. A call for help is shown to every person who is not on it, and a concern to whoever reads its class or logistics.',
  ],
  ['What was tried about an alarm', of.attemptRows],
  ['That the police were rung', of.policeRows],
  ['An alarm, to whoever is on the visit', of.raisedAlarmRows, 'Only one that was raised openly. A call for help is never shown to them.'],
  ['A line of the list of visits', of.listRows],
  ['The home, in a line of the board', of.boardHomeRows],
  ['A visit among those of its home', of.earlierVisitRows, 'For whoever opens the record of a home, as they read it there.'],
  ['What went wrong on it', of.incidentRows],
  ['What a family is told in writing', of.letterRows],
  ['A card: what is asked at a stage', of.cardAnswerRows, 'The lines of a card are for whom the policy names. A safe word is on no card.'],
  [
    'What somebody has on their phone',
    of.phoneRows,
    'For whoever is on the visit: as much of it as they are shown on its page, and who of the office is to be rung.',
  ],
  ['The sheet for the folder', of.sheetRows, 'As much of the visit as they are shown on its page.'],
  ['What is expected, and what is done where it does not come', of.expectedRows],
  [
    'A home',
    of.homeRows,
    'Each of its answers is read by whoever reads the class of its question. Where no visit is in question, whoever visits stands for whoever goes, and whoever plans visits for whoever asks.',
  ],
  [
    'Somebody of the school',
    personRows,
    'Of their own record they read every answer; of another’s the classes that they read, and whoever keeps it the logistics.',
  ],
  ['What was said against somebody', of.allegationRows],
  ['A drill', of.drillRows, 'For whoever is in charge, keeps the records, began it or was told of it.'],
  ['A step of its ladder', of.drillRungRows],
  ['A line of the list of drills', of.drillListRows, 'Also the answer to whoever says something of a drill and may not open it.'],
  ['A rehearsal of a ladder', of.rehearsalRows],
  ['A rehearsal of a visit', of.rehearsedVisitRows],
  [
    'How the school is doing',
    doingRows,
    'For the office, safeguarding leads, leaders and the administrator. Counts and lengths of time; it names nobody, and has nothing that is still going on. Of a visit that somebody is on, its alarms are not counted for them.',
  ],
  ['A legal hold', holdRows],
  [
    'A machine that has a key',
    machineRows,
    'For the administrator and the heads. Its key is in the answer that made it, and in none after.',
  ],
  [
    'A webhook',
    webhookRows,
    'For the administrator and the heads. Its secret is in the answer that made it, and in the one that gave it another.',
  ],
  ['What became of a message to one', deliveryRows],
  ['The policy', policyRows],
  ['The settings', settingsRows],
  [
    'What would stop an alarm from getting out',
    preflightRows,
    'For the administrator, the office, safeguarding leads and the heads. It names people by their ids, and no number or address.',
  ],
];

/** docs/reading.md: the tables of functions/domain/reading/, written out for people, and whom each policy names. */
export function readingPage(policies: readonly Policy[]): string {
  return [
    '# Who reads what',
    'Written by `npm run reading` from the tables of `functions/domain/reading/` and from `policies/`; not by hand.',
    '## The words',
    table(
      ['word', 'who that is'],
      Object.values(words).map(([name, means]) => [name, means]),
    ),
    '## Whom each policy names',
    'A line in italics is Doorstep’s own, where the policy says nothing.',
    ...policies.map(ofPolicy),
    '## What each answer has',
    ...tables.flatMap(([title, rows, note]) => [`### ${title}`, ...(note === undefined ? [] : [note]), ofTable(rows)]),
    '## The history of a visit',
    `For any person who may open the visit, of everything that happened: ${fieldsFor(stampRows, 'person').join(', ')}. What is on the visit is a history in which there was no call for help, nor anything that followed from one.`,
    table(
      ['what happened', 'any person', 'others', 'nobody'],
      [...Object.entries<Table>(eventRows), ['each message', markRows] as const].map(([type, rows]) => [
        sentence(type),
        fieldsFor(rows, 'person').join(', '),
        [...new Set(Object.values(rows))]
          .filter((row) => row !== 'person' && row !== 'nobody')
          .map((row) => `${nameOf(row)}: ${fieldsFor(rows, row).join(', ')}`)
          .join('; '),
        fieldsFor(rows, 'nobody').join(', '),
      ]),
    ),
  ].join('\n\n');
}

function ofPolicy(policy: Policy): string {
  const rows = ReadingClass.options.map((one) => {
    const access = rulesOf(policy).access.filter((each) => each.of === one);
    const isOwn = policy.access.some((each) => each.of === one);
    const who = access.flatMap(({ to }) => to.map(plainly)).join(', ');
    return [words[one][0], isOwn ? who : `_${who}_`, access.flatMap(({ clauses }) => clauses).join(' ')];
  });
  return `### ${policy.title}\n\n${table(['class', 'who reads it', 'clauses'], rows)}`;
}

/** Relations and settings in plain words; a duty by its name. */
function plainly(who: string): string {
  const relations: Readonly<Record<string, string>> = {
    visitors: 'whoever goes',
    requester: 'whoever asked for it',
    approver: 'whoever agreed to it',
    involved: 'whoever is named as involved',
    'line-manager': 'the visitors’ line managers',
    dsl: 'safeguarding leads',
    slt: 'senior leaders',
    team: 'the team',
    office: 'the office',
  };
  if (who.startsWith('$')) return `whom the school set under \`${who.slice(1)}\``;
  if (who.startsWith('@')) return `whom the answer to \`${who.slice(1)}\` names`;
  return relations[who] ?? who.replaceAll('-', ' ');
}

const fieldsFor = (rows: Table, wanted: Row): readonly string[] =>
  Object.entries(rows).flatMap(([field, row]) => (nameOf(row) === nameOf(wanted) ? [plain(field)] : []));

/** One line for each kind of reader, with all that is theirs. */
const ofTable = (rows: Table): string =>
  table(
    ['who reads it', 'what'],
    [...new Set(Object.values(rows).map(nameOf))].map((name) => [
      name,
      Object.entries(rows)
        .flatMap(([field, row]) => (nameOf(row) === name ? [plain(field)] : []))
        .join(', '),
    ]),
  );

/** `heldUntil`: held until. */
const plain = (field: string): string => field.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
const sentence = (type: string): string => plain(type).replace(/^./, (first) => first.toUpperCase());

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
