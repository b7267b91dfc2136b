import { describe, expect, it } from 'vitest';
import { asked, givenOf, knowing, known, ruledBy, says, seenBy, withPerson } from '../support/given.ts';
import { answers, assistant, at, deputy, executiveHead, head, office, teacher, ticks } from '../support/hampton-visit.ts';

const clauses = ['HA-99'];
const say = 'Please see to it.';

describe('a question that says among whom somebody is named', () => {
  const asking: Parameters<typeof ruledBy>[0] = {
    questions: [
      { id: 'contact', ask: 'Who is the contact?', stage: 'prepare', type: 'person', among: ['team', 'requester'], clauses },
      {
        ...{ id: 'talk', ask: 'With whom was it talked over?', stage: 'prepare', type: 'record', fields: { with: 'person', when: 'when' } },
        ...{ enough: [['with']], among: ['head-of-school'], clauses },
      },
      {
        ...{ id: 'actions', ask: 'What is to be done, and by whom?', stage: 'prepare', type: 'list', among: ['office'], clauses },
        fields: { what: 'text', who: 'person' },
      },
    ],
    gates: [{ id: 'contact', step: 'depart', check: 'answered', questions: ['contact'], say, clauses }],
  };
  const knows = ruledBy(asking, withPerson(deputy, { duties: ['team'] }));
  const visit = givenOf(asked({}, teacher, knows), knows);
  const answering = (answers: object) => says('09:00', teacher, 'answer', { answers });

  it('takes one of them, by what they do or who they are to the visit', () => {
    for (const contact of [deputy, teacher]) visit.when(answering({ contact })).records('QuestionsAnswered');
  });

  it('turns away anybody else, and says why', () => {
    const { decision } = visit.when(answering({ contact: assistant })).refuses('wrong-answer');
    expect(decision.accepted ? '' : decision.refusal.message).toContain(assistant);
    visit.when(answering({ talk: { with: office } })).refuses('wrong-answer');
    visit.when(answering({ talk: { with: head, when: at('08:00') } })).records('QuestionsAnswered');
  });

  it('looks at everybody who is named in a list', () => {
    const one = { what: 'Ring the family', who: office };
    visit.when(answering({ actions: [one, one] })).records('QuestionsAnswered');
    visit.when(answering({ actions: [one, { ...one, who: assistant }] })).refuses('wrong-answer');
  });

  it('is not answered any more once they are none of them', () => {
    const named = visit.and(answering({ ...answers, contact: deputy }), says('09:10', head, 'authorise'));
    const depart = says('13:00', teacher, 'depart', { visitor: 'all', ticks });
    named.when(depart).records('VisitorDeparted', 'VisitorDeparted');
    named
      .and(knowing(withPerson(deputy, { duties: [] }, knows)))
      .when(depart)
      .refusesFor('contact');
  });
});

describe('an answer that only some may give', () => {
  const ofDsl = { type: 'yes-no' as const, ask: 'Is it so?', by: ['dsl' as const, 'self' as const], clauses };
  const knows = ruledBy(
    {
      questions: [
        { ...ofDsl, id: 'before', stage: 'authorise' },
        { ...ofDsl, id: 'after', stage: 'incident' },
        { ...ofDsl, id: 'each', stage: 'prepare', about: 'visitor' },
      ],
      gates: [{ id: 'before', step: 'authorise', check: 'answered', questions: ['before'], say, clauses }],
    },
    withPerson(assistant, { duties: ['visitor', 'dsl'] }, withPerson(deputy, { duties: ['dsl'] })),
  );
  const visit = givenOf(asked({}, teacher, knows), knows);
  const answering = (who: string, answers: object) => says('09:00', who, 'answer', { answers });

  it('is theirs by what they do, and nobody else’s', () => {
    visit.when(answering(deputy, { before: true })).records('QuestionsAnswered');
    visit.when(answering(office, { before: true })).refuses('not-yours-to-answer');
  });

  it('is not theirs by what they do for a visit that they are on, before the door', () => {
    visit.when(answering(assistant, { before: true })).refuses('not-yours-to-answer');
  });

  it('is theirs once they are back: there may be nobody else', () => {
    visit.when(answering(assistant, { after: true })).records('QuestionsAnswered');
  });

  it('is theirs about themselves, on whatever visit', () => {
    visit.when(answering(assistant, { each: { [assistant]: true } })).records('QuestionsAnswered');
    visit.when(answering(assistant, { each: { [teacher]: true } })).refuses('not-yours-to-answer');
  });

  it('counts no more when they are put on the visit after it', () => {
    const ready = visit.and(answering(teacher, answers), answering(deputy, { before: true }));
    ready.when(says('09:20', head, 'authorise')).records('VisitAgreed', 'VisitAuthorised', 'WatchSet');
    const visitors = [{ person: teacher }, { person: assistant }, { person: deputy }];
    ready
      .and(says('09:10', teacher, 'amend', { visitors }))
      .when(says('09:20', head, 'authorise'))
      .refusesFor('before');
  });
});

describe('a hazard of the form', () => {
  const printed = { people: 'The visitors', severity: 'A bite', likelihood: 'Remote', level: 'Low' };
  const knows = ruledBy({
    questions: [{ id: 'dog', ask: 'The dog: as printed, or higher?', stage: 'assessment', type: 'hazard', printed, clauses }],
    gates: [{ id: 'dog', step: 'authorise', check: 'answered', questions: ['dog'], say, clauses }],
  });
  const visit = givenOf(asked({}, teacher, knows), knows, says('08:50', teacher, 'answer', { answers }));
  const saying = (dog: object) => visit.and(says('09:00', teacher, 'answer', { answers: { dog } }));
  const authorising = says('09:20', head, 'authorise');

  it('is not answered by what is printed, nor by other words alone: somebody confirms it or raises it', () => {
    visit.when(authorising).refusesFor('dog');
    saying({ level: 'High' }).when(authorising).refusesFor('dog');
    for (const dog of [{ confirmed: true }, { raised: true }])
      saying(dog).when(authorising).records('VisitAgreed', 'VisitAuthorised', 'WatchSet');
  });

  it('says to whoever approves what it is instead of what is printed', () => {
    const raised = { raised: true, likelihood: 'It bit the postman in May', level: 'High' };
    expect(seenBy(saying(raised), head)['answers']).toMatchObject({ dog: { value: raised } });
    expect(seenBy(saying(raised), executiveHead)['answers']).toMatchObject({ dog: { value: raised } });
  });

  it('takes no empty words for what it is', () => {
    visit.when(says('09:00', teacher, 'answer', { answers: { dog: { raised: true, level: ' ' } } })).refuses('wrong-answer');
  });
});

it('leaves no question of the school itself out for it', () => {
  expect(ruledBy({}).rules.questions).toEqual(known.rules.questions);
});
