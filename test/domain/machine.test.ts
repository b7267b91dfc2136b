import { describe, expect, it } from 'vitest';
import { isKey, keyOf, machineIdFor, secretLength } from '../../functions/domain/machine.ts';

const secret = 'Ab3'.padEnd(secretLength, 'x9Q');
const key = keyOf(secret);

describe('a key of a machine', () => {
  it('says what it is, and is letters and figures that a double click selects whole', () => {
    expect(key).toMatch(/^doorstep_[A-Za-z0-9]{49}$/);
    expect(isKey(key)).toBe(true);
  });

  it('that was cut off, mistyped or made up is known for it without a look at the table', () => {
    const wrong = [
      key.slice(0, -1),
      `${key}a`,
      key.replace('Ab3', 'Ab4'),
      key.replace('Ab3', 'bA3'),
      key.replace('doorstep_', 'Doorstep_'),
      key.slice('doorstep_'.length),
      `doorstep_${'a'.repeat(49)}`,
      `${key}\n`,
      'doorstep_',
      '',
    ];
    expect(wrong.filter(isKey)).toEqual([]);
  });
});

describe('what a machine is called in histories', () => {
  it('follows from its name, and is never another’s that is or was there', () => {
    expect(machineIdFor('Arbor, every night', [])).toBe('arbor-every-night');
    expect(machineIdFor('Zoë’s sheet', [])).toBe('zoes-sheet');
    expect(machineIdFor('Arbor', ['arbor'])).toBe('arbor-2');
    expect(machineIdFor('Arbor', ['arbor', 'arbor-2'])).toBe('arbor-3');
    expect(machineIdFor('—', [])).toBe('machine');
    const long = machineIdFor('x'.repeat(40), []);
    expect([long.length, machineIdFor('x'.repeat(40), [long])]).toEqual([32, `${'x'.repeat(30)}-2`]);
  });

  it('is never that of whoever set the school up', () => {
    expect(machineIdFor('Operator', [])).toBe('operator-2');
  });
});
