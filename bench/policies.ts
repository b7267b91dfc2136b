import { performance } from 'node:perf_hooks';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Clause } from '../functions/domain/policy/clause.ts';
import { parsePolicy } from '../functions/domain/policy/read-policy.ts';
import { json } from './afternoon.ts';
import type { Measured } from './measure.ts';

const five = ['hampton', 'roselyn-house', 'southend', 'st-benedicts', 'the-harbour'];
const batches = 5;
const rounds = 5;

/** The five policies from their texts to what may be followed: parsed, laid over Doorstep's rules, and everything asked that can be wrong. The median of some, after one that warms it up. */
export function loadingFivePolicies(): Measured {
  const texts = five.map((name) => readFileSync(new URL(`../policies/${name}.json`, import.meta.url), 'utf8'));
  const clauses = z.array(Clause).parse(json('policies/clauses.json'));
  const load = (): void => {
    for (const text of texts) {
      const read = parsePolicy(JSON.parse(text), clauses);
      if (!read.ok) throw new Error(read.complaints.join('\n'));
    }
  };
  const floor = (): void => {
    for (const text of texts) structuredClone(JSON.parse(text));
  };
  const first = took(load);
  const value = medianAfterOne(load);
  const least = medianAfterOne(floor);
  return {
    value,
    unit: 'ms',
    note: `${(value / least).toFixed(1)} times parsing and cloning the same texts, ${least.toFixed(2)} ms; the first time ${first.toFixed(0)} ms`,
  };
}

/** The least of the medians of some batches, after one run that warms it up: whatever else the machine does only ever adds. */
function medianAfterOne(work: () => void): number {
  work();
  return Math.min(...Array.from({ length: batches }, () => medianOfBatch(work)));
}

function medianOfBatch(work: () => void): number {
  const times = Array.from({ length: rounds }, () => took(work)).sort((a, b) => a - b);
  return times[Math.floor(rounds / 2)] ?? 0;
}

function took(work: () => void): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
