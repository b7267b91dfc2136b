import { describe, expect, it } from 'vitest';
import { readLeniently } from '../../functions/api/lenient.ts';
import { type AfterTheDoor, afterTheDoor } from '../../functions/domain/visit/commands.ts';

const read = (name: AfterTheDoor, value: unknown) => readLeniently(afterTheDoor[name], { value, text: JSON.stringify(value) });
const long = 'a'.repeat(2500);

describe('what is said after the door', () => {
  it('is read whole where all of it can be', () => {
    expect(read('leave', { visitor: 'all', outcome: 'nobody-home', at: '15:10' })).toEqual({
      fields: { visitor: 'all', outcome: 'nobody-home', at: '15:10' },
      unread: {},
    });
  });

  it('is read as far as it can be, and the rest is kept as it was sent', () => {
    expect(read('raise-alarm', { kind: 'HELP', words: 'let us out', position: { latitude: 'x' }, colour: 'red', at: 5 })).toEqual({
      fields: { words: 'let us out' },
      unread: { kind: 'HELP', position: '{"latitude":"x"}', colour: 'red', at: '5' },
    });
  });

  it('keeps the good times of a plan that has a bad one', () => {
    expect(read('revise', { plan: { returnAt: '2026-06-22T15:30:00Z', leaveAt: 'soon', via: 'bus' } })).toEqual({
      fields: { plan: { returnAt: '2026-06-22T15:30:00.000Z' } },
      unread: { 'plan.leaveAt': 'soon', 'plan.via': 'bus' },
    });
    expect(read('revise', { plan: { leaveAt: 'soon' } })).toEqual({ fields: {}, unread: { 'plan.leaveAt': 'soon' } });
    expect(read('revise', { plan: 'soon' })).toEqual({ fields: {}, unread: { plan: 'soon' } });
  });

  it('is cut where its words are too long, and says so', () => {
    const { fields, unread } = read('check-in', { words: long });
    expect(fields).toEqual({ words: 'a'.repeat(2000) });
    expect(unread).toEqual({ words: 'cut to its first 2000 of 2500 characters' });
  });

  it('is not cut where a cut would make something else of it', () => {
    expect(read('leave', { outcome: 'b'.repeat(150) })).toEqual({ fields: {}, unread: { outcome: 'b'.repeat(150) } });
  });

  it('is not cut in the middle of a character', () => {
    expect(read('check-in', { words: `${'a'.repeat(1999)}${'😀'.repeat(10)}` }).fields['words']).toBe(`${'a'.repeat(1999)}\ufffd`);
  });

  it.each([
    ['a word', 'help'],
    ['a list', [1]],
    ['nothing', null],
    ['no JSON at all', undefined],
  ])('is kept whole where it is %s', (_, value) => {
    expect(readLeniently(afterTheDoor.note, { value, text: `{help ${long}` })).toEqual({
      fields: {},
      unread: { body: `{help ${long}`.slice(0, 2000) },
    });
  });

  it('is not taken for a part of every object', () => {
    expect(read('note', JSON.parse('{"constructor":"x","__proto__":{"words":"y"},"":"z"}'))).toEqual({
      fields: {},
      unread: { constructor: 'x', '(no name)': 'z' },
    });
  });

  it('keeps no more of what is unread than a person would look at', () => {
    const { unread } = read('note', Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`field-${String(i)}`, 'x'.repeat(50)])));
    expect(JSON.stringify(unread).length).toBeLessThan(5000);
    expect(unread['(more)']).toMatch(/^\d+ more$/);
  });
});
