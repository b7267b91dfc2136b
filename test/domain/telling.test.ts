import { describe, expect, it } from 'vitest';
import { asked, givenOf, known, look, ruledBy, says, setTo, withPerson } from '../support/given.ts';
import { answers, assistant, at, deputy, executiveHead, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const clauses = ['HA-99'];
const say = 'Please see this visit.';
const depart = says('13:00', teacher, 'depart', { visitor: 'all', ticks });
const ready = [says('08:40', teacher, 'answer', { answers }), says('08:45', head, 'authorise')] as const;

describe('news', () => {
  const notices = (now: boolean) => [
    { id: 'news', on: ['departed' as const], now, tell: ['executive-headteacher' as const], say, clauses },
  ];
  const goes = (now: boolean, of = known) => {
    const knows = ruledBy({ notices: notices(now) }, of);
    return givenOf(asked({}, teacher, knows), knows, ...ready, depart);
  };
  const lines = (...channels: readonly string[]) => channels.map((channel) => `${channel} ${executiveHead} notice:news`);
  const news = (visit: ReturnType<typeof goes>) => visit.and(look('13:00')).sent.filter((line) => line.endsWith('notice:news'));

  it('goes by email where there is an address', () => {
    expect(news(goes(false))).toEqual(lines('email'));
    expect(news(goes(false, withPerson(executiveHead, { email: undefined })))).toEqual(lines('text'));
  });

  it('that cannot wait goes by text too', () => {
    expect(news(goes(true))).toEqual(lines('text', 'email'));
  });
});

describe('a visit that is changed before it begins', () => {
  const knows = ruledBy({ notices: [{ id: 'changed', on: ['amended'], tell: ['office'], say, clauses }] });
  const visit = givenOf(asked({}, teacher, knows), knows, ...ready);

  it('is told to whoever the policy says', () => {
    visit
      .and(says('09:00', teacher, 'amend', { purpose: 'To meet the twins' }))
      .when(look('09:00'))
      .tells('notice:changed', office);
  });

  it('is told of nothing where nothing but an answer is given', () => {
    visit
      .and(says('09:00', teacher, 'answer', { answers: { travel: 'foot' } }))
      .when(look('09:00'))
      .tells('notice:changed');
  });
});

describe('people whom an answer names', () => {
  const knows = ruledBy({
    questions: [
      {
        id: 'chat',
        ask: 'With whom?',
        stage: 'prepare',
        type: 'record',
        fields: { with: 'person', note: 'text' },
        enough: [['with']],
        clauses,
      },
      { id: 'actions', ask: 'Who does what?', stage: 'write-up', type: 'list', fields: { what: 'text', who: 'person' }, clauses },
    ],
    notices: [
      { id: 'chat', on: ['departed'], tell: ['@chat'], say, clauses },
      { id: 'actions', on: ['written-up'], tell: ['@actions'], say, clauses },
    ],
  });
  const visit = givenOf(asked({}, teacher, knows), knows, ...ready);

  it('in a record are told, and not whoever a note of it happens to name', () => {
    visit
      .and(says('09:00', teacher, 'answer', { answers: { chat: { with: deputy, note: executiveHead } } }), depart)
      .when(look('13:00'))
      .tells('notice:chat', deputy);
  });

  it('in a list are told, each whom a row names', () => {
    const actions = [
      { what: 'Ring the family', who: office },
      { what: 'Order the books', who: deputy },
      { what: executiveHead, who: office },
    ];
    visit
      .and(depart, says('14:20', teacher, 'return', { visitor: 'all' }), look('14:20'))
      .and(says('14:30', teacher, 'write-up', { answers: { actions } }))
      .when(look('14:30'))
      .tells('notice:actions', office, deputy);
  });

  it('are nobody while it names nobody', () => {
    visit.and(depart).when(look('13:00')).tells('notice:chat');
  });
});

describe('the companions of somebody who is ill', () => {
  const three = { visitors: [teacher, assistant, deputy].map((person) => ({ person })) };
  const knows = ruledBy({
    notices: [
      {
        id: 'colleague',
        on: ['answered'],
        now: true,
        when: [{ of: 'raised', is: ['illness'] }],
        tell: ['companions'],
        say,
        clauses,
      },
      { id: 'new-times', on: ['revised'], tell: ['companions'], say, clauses },
    ],
  });
  const visit = givenOf(asked(three, teacher, knows), knows, ...ready, depart, look('13:00'));

  it('are those who go with them, whoever says it', () => {
    for (const who of [assistant, teacher, office])
      visit
        .and(says('13:30', who, 'raise-alarm', { visitor: assistant, kind: 'illness' }))
        .when(look('13:30'))
        .tells('notice:colleague', teacher, deputy);
  });

  it('are still the others when something else is said of one of them', () => {
    visit
      .and(says('13:30', assistant, 'raise-alarm', { kind: 'illness' }), says('13:40', teacher, 'raise-alarm', { kind: 'other' }))
      .and(look('13:40'), says('13:45', office, 'revise', { visitor: 'all', plan: { returnAt: at('17:00') } }))
      .when(look('13:45'))
      .tells('notice:new-times', teacher, deputy);
  });

  it('are told themselves, and not whoever stands in for them', () => {
    const away = setTo({ deputies: [{ for: deputy, by: [executiveHead], from: '2026-06-22', to: '2026-06-30' }] }, knows);
    givenOf(asked(three, teacher, away), away, ...ready, depart, look('13:00'))
      .and(says('13:30', assistant, 'raise-alarm', { kind: 'illness' }))
      .when(look('13:30'))
      .tells('notice:colleague', teacher, deputy);
  });

  it('are those who go, and nobody who stayed behind', () => {
    const two = givenOf(asked(three, teacher, knows), knows, ...ready);
    two
      .and(says('12:00', deputy, 'not-going', { reason: 'Needed here' }), says('12:05', head, 'authorise'), depart, look('13:00'))
      .and(says('13:30', assistant, 'raise-alarm', { kind: 'illness' }))
      .when(look('13:30'))
      .tells('notice:colleague', teacher);
  });

  it('are nobody where all of them are ill', () => {
    visit
      .and(says('13:30', office, 'raise-alarm', { visitor: 'all', kind: 'illness' }))
      .when(look('13:30'))
      .tells('notice:colleague');
  });

  it('hear nothing while a call for help is open: somebody may be reading their phone', () => {
    visit
      .and(says('13:20', teacher, 'raise-alarm', { kind: 'help' }), look('13:20'))
      .and(says('13:30', assistant, 'raise-alarm', { kind: 'illness' }))
      .when(look('13:30'))
      .tells('notice:colleague');
  });
});
