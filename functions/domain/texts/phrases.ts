/**
 * Every phrase that means something in a text, and what it means. What is in no list changes nothing and is asked back: a
 * phrase may be listed only if somebody in trouble would not write it. Small letters, straight apostrophes, one space. To be
 * added to with a row in the table of texts.
 */

/** Whose word it is. Whether it fits whoever sent it is for the caller, who knows them. */
export type SaidBy = 'visitor' | 'responder' | 'either';

/** What a text can mean. */
export const kinds = [
  'on-site',
  'left',
  'back',
  'home',
  'late',
  'late-without-time',
  'ok',
  'help',
  'i-have-it',
  'safe',
  'no-answer',
  'next',
  'police',
  'stop',
  'help-text',
  'nothing-known',
] as const;
export type Kind = (typeof kinds)[number];

export interface Place {
  readonly role: SaidBy;
  /** What a visitor means by a responder's word: whoever writes it from a visit wants somebody to come. */
  readonly fromVisitor?: 'help';
}

export const placeOf: Readonly<Record<Kind, Place>> = {
  'on-site': { role: 'visitor' },
  left: { role: 'visitor' },
  back: { role: 'visitor' },
  home: { role: 'visitor' },
  late: { role: 'visitor' },
  'late-without-time': { role: 'visitor' },
  ok: { role: 'visitor' },
  help: { role: 'either' },
  'i-have-it': { role: 'responder' },
  safe: { role: 'responder' },
  'no-answer': { role: 'responder' },
  next: { role: 'responder' },
  police: { role: 'responder', fromVisitor: 'help' },
  stop: { role: 'either' },
  'help-text': { role: 'either' },
  'nothing-known': { role: 'either' },
};

/** Those that are a phrase and nothing more, beside the code of a visit. */
export const plainKinds = ['on-site', 'left', 'back', 'home', 'ok', 'i-have-it', 'safe', 'no-answer', 'next'] as const;
export type PlainKind = (typeof plainKinds)[number];

/**
 * By meaning: English, its slips of the thumb, Welsh. Not "leaving" or "on my way", which say what is to come; not "got it" or
 * "ok thanks", which say that a message was read; not "fine", which is said in anger too.
 */
export const phrases: Readonly<Record<PlainKind, readonly string[]>> = {
  'on-site': [
    ...['on site', 'on-site', 'onsite', "i'm on site", 'im on site', 'i am on site', 'on site now', 'now on site'],
    ...['arrived', "i've arrived", 'ive arrived', 'i have arrived', 'just arrived', 'here', "i'm here", 'im here', 'i am here', 'got here'],
    ...['on sight', 'onsight', 'on siye', 'on sitr', 'in site', 'on stie', 'onsute', 'arived', 'arrvied', 'arrivd'],
    ...['ar y safle', 'ar safle', 'dw i ar y safle', 'dwi ar y safle', 'rydw i ar y safle', 'ar y saffle'],
    ...['wedi cyrraedd', 'dw i wedi cyrraedd', 'dwi wedi cyrraedd', 'rydw i wedi cyrraedd', 'wedi cyraedd', 'wedi cyrhaedd', 'dwi yma'],
  ],
  left: [
    ...['left', "i've left", 'ive left', 'i have left', 'just left', 'have left', 'left now', 'now left', 'left site', 'left the house'],
    ...['lefy', 'lft', 'letf', 'leftt', 'lefr', 'ledt', 'keft', 'i left'],
    ...[
      'wedi gadael',
      'dw i wedi gadael',
      'dwi wedi gadael',
      'rydw i wedi gadael',
      'newydd adael',
      'wedi gadel',
      'wedi gadal',
      'di gadael',
    ],
  ],
  back: [
    ...['back', "i'm back", 'im back', 'i am back', 'back now', 'now back', 'just back', 'got back', 'back at school', 'back in school'],
    ...['bakc', 'bck', 'bavk', 'bacl', 'abck', 'vack', 'backk', 'back at schol', 'bak'],
    ...['yn ôl', 'yn ol', 'nôl', 'nol', "dw i'n ôl", "dw i'n ol", "dwi'n ôl", "dwi'n ol", 'dwi nôl', 'dwi nol', 'dw i nôl', "rydw i'n ôl"],
    ...['wedi dod yn ôl', 'wedi dod yn ol', 'yn ôl yn yr ysgol', 'yn ol yn yr ysgol', 'nôl yn yr ysgol', 'nol yn yr ysgol'],
  ],
  home: [
    ...['home', "i'm home", 'im home', 'i am home', 'home now', 'now home', 'got home', 'just home', 'home safe', 'home safely'],
    ...['hoem', 'hime', 'hone', 'homw', 'homr', 'hmoe', 'jome', 'homee'],
    ...['adref', 'gartref', 'adre', 'gatre', 'dw i adref', 'dwi adref', 'dwi adre', 'dw i gartref', 'dwi gartref', 'rydw i gartref'],
    ...['wedi cyrraedd adref', 'wedi cyrraedd adre', 'wedi cyraedd adref'],
  ],
  ok: [
    ...['ok', 'okay', "i'm ok", 'im ok', 'i am ok', "i'm okay", 'im okay', 'i am okay', 'all ok', 'all okay', 'ok here', 'o.k'],
    ...["i'm fine", 'im fine', 'i am fine', 'all fine', 'all good', 'all well', "i'm safe", 'im safe', 'i am safe'],
    ...['okk', 'okat', 'oaky', 'okya', 'oky', 'okey', 'imok', 'i,m ok'],
    ...[
      'iawn',
      "dw i'n iawn",
      "dwi'n iawn",
      'dwin iawn',
      "rydw i'n iawn",
      'popeth yn iawn',
      'mae popeth yn iawn',
      'pob dim yn iawn',
      'ocê',
      'oce',
    ],
  ],
  'i-have-it': [
    ...['i have it', "i've got it", 'ive got it', 'i have this', "i've got this", 'ive got this', "i'm on it", 'im on it', 'i am on it'],
    ...['i have it now', 'i got this', 'i hvae it', 'i have ti', 'i haveit', 'ihave it', 'i have iy', 'i hav it'],
    ...['mae gen i', 'mae o gen i', 'mae e gen i', 'mae e gyda fi', "dw i'n delio ag e", "dwi'n delio ag e", "dw i'n delio ag o"],
    ...["dwi'n delio ag o", "dwi'n delio efo fo", "rydw i'n delio ag e", "fi sy'n delio ag e", "fi sy'n delio ag o"],
  ],
  safe: [
    ...[
      'safe',
      'they are safe',
      "they're safe",
      'theyre safe',
      'all safe',
      'both safe',
      'she is safe',
      "she's safe",
      'shes safe',
      'he is safe',
    ],
    ...["he's safe", 'hes safe', 'spoke to them they are safe', "spoke to them they're safe", 'spoken to and safe', 'spoke to them safe'],
    ...['saef', 'safw', 'sfae', 'sagfe', 'sage', 'safr', 'they are sage', 'saffe'],
    ...['diogel', 'yn ddiogel', "maen nhw'n ddiogel", 'maen nhw yn ddiogel', "mae hi'n ddiogel", "mae e'n ddiogel", "mae o'n ddiogel"],
    ...['pawb yn ddiogel', 'yn diogel', 'digoel'],
  ],
  'no-answer': [
    ...[
      'no answer',
      'no-answer',
      'noanswer',
      'no reply',
      'no response',
      'not answering',
      'there was no answer',
      'did not answer',
      "didn't answer",
    ],
    ...['no anser', 'no anwser', 'no asnwer', 'no answr', 'no answet', 'mo answer', 'no awnser', 'no abswer'],
    ...['dim ateb', 'does dim ateb', 'doedd dim ateb', 'neb yn ateb', 'ddim yn ateb', 'dim atab', 'dim atev'],
  ],
  next: [
    ...['next', 'next please', 'next person', 'go to next', 'nxt', 'nect', 'nezt', 'mext', 'nexr', 'nextt'],
    ...['nesaf', 'nesa', 'y nesaf', 'nesaf os gwelwch yn dda', 'y nesa', 'nesav'],
  ],
};

/** What stands before or after how late somebody is; alone it leaves that open. */
export const latePhrases = {
  before: [
    ...['late', 'running late', "i'm late", 'im late', 'i am late', "i'm running late", 'im running late', 'i am running late'],
    ...['will be late', "i'll be late", 'ill be late', 'i will be late', 'delayed', "i'm delayed", 'im delayed'],
    ...['laet', 'lat', 'lste', 'lare', 'latr', 'latee', 'runing late', 'runnign late', 'running lste'],
    ...[
      'hwyr',
      'yn hwyr',
      "dw i'n hwyr",
      "dwi'n hwyr",
      'dwin hwyr',
      "rydw i'n hwyr",
      "bydda i'n hwyr",
      'rhedeg yn hwyr',
      "dwi'n rhedeg yn hwyr",
    ],
  ],
  /** `20 late`, `20 munud yn hwyr`, whatever opens it. */
  after: ['late', 'running late', 'lste', 'laet', 'yn hwyr', 'hwyr'],
  openings: ['running', "i'm", 'im', 'i am', 'will be', "i'll be", "dw i'n", "dwi'n"],
} as const;

/** A call to the police that was made. Alone, or with the reference that they gave. "Call the police" is a call for help. */
export const policePhrases: readonly string[] = [
  ...[
    'police',
    'called police',
    'called the police',
    'police called',
    'i called the police',
    'i called police',
    'rang police',
    'rang the police',
  ],
  ...[
    'i have called the police',
    "i've called the police",
    'ive called the police',
    'i have rung the police',
    'phoned police',
    'phoned the police',
  ],
  ...['polcie', 'poilce', 'plice', 'polive', 'called polcie'],
  ...[
    'heddlu',
    'yr heddlu',
    "wedi ffonio'r heddlu",
    'wedi ffonior heddlu',
    "wedi galw'r heddlu",
    "dw i wedi ffonio'r heddlu",
    "dwi wedi ffonio'r heddlu",
  ],
];

/**
 * Standing as words anywhere, whatever is written around them: help too often is better than too seldom. Letters and figures
 * alone, without accents.
 */
export const helpPhrases: readonly string[] = [
  ...['help', 'helpp', 'helppp', 'hellp', 'heelp', 'hlep', 'hlp', 'hepl', 'helo me', 'jelp', 'gelp', 'helpme', 'halp', 'h e l p'],
  ...['sos', 's o s', '999', '9 9 9', 'mayday', 'emergency', 'emergancy', 'emergencey', 'panic'],
  ...['send police', 'send the police', 'send polcie', 'call police', 'call the police', 'get police', 'get the police', 'need police'],
  ...['need the police', 'ring the police', 'ring police', 'police now', 'police please', 'send somebody', 'send someone', 'send backup'],
  ...['need backup', 'ambulance', 'ambulence', 'danger', 'in trouble', 'attacked', 'attacking', 'trapped', 'knife', 'gun', 'locked in'],
  ...['cannot get out', 'can t get out', 'cant get out', 'wont let me out', 'won t let me out', 'wont let me leave', 'won t let me leave'],
  ...[
    'helpwch',
    'helpwch fi',
    'helpa fi',
    'cymorth',
    'gymorth',
    'chymorth',
    'nghymorth',
    'argyfwng',
    'perygl',
    'berygl',
    'mherygl',
    'achubwch',
  ],
  ...[
    'anfonwch yr heddlu',
    'anfon yr heddlu',
    'galwch yr heddlu',
    'ffoniwch yr heddlu',
    'angen yr heddlu',
    'ambiwlans',
    'cyllell',
    'gyllell',
  ],
];
/** A sign that is such a word by itself. */
export const helpSigns: readonly string[] = ['🆘'];

/** What asks for the list of words. `HELP` is none of them here: it is a call for help. */
export const helpTextPhrases: readonly string[] = ['?', '??', '???', 'info', 'words', 'infp', 'wrods', 'gwybodaeth', 'geiriau'];

/**
 * What networks and AWS take as "no more texts", whoever it is to: never taught, never said in an answer, and no visit changes by
 * it (AWS End User Messaging SMS, "Required opt-out keywords").
 */
export const optOutPhrases: readonly string[] = [
  ...[
    'stop',
    'end',
    'cancel',
    'quit',
    'unsubscribe',
    'stopall',
    'stop all',
    'optout',
    'opt-out',
    'opt out',
    'remove',
    'revoke',
    'arret',
    'td',
  ],
];

// ------------------------------------------------------------------------------------------------ what may stand around them

/** Smileys at either end that take nothing back. Any other, a thumb down or a frown, is no decoration: what it says is asked. */
export const smileys: readonly string[] = [
  ...[':)', ':-)', ';)', ';-)', ':D', ':-D', '=)', '(:', ':P', ':p'],
  ...['🙂', '😊', '😀', '😃', '😄', '😁', '😅', '😆', '😉', '☺', '😌', '😎', '🤗', '😇', '🥰', '😘'],
  ...[
    '👍',
    '👌',
    '👋',
    '🙏',
    '🙌',
    '👏',
    '💪',
    '✅',
    '✔',
    '☑',
    '❤',
    '💙',
    '💚',
    '💛',
    '💜',
    '🎉',
    '✨',
    '⭐',
    '🏠',
    '🏡',
    '🏫',
    '🚗',
    '🚪',
  ],
];
/** Below a text, as in a letter. */
export const kisses: readonly string[] = ['x', 'xx'];
