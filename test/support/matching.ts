import { expect } from 'vitest';

/** Matchers that fit where a value is: what they are called on answers with any type, which nothing else here may have. */
export const containing = (text: string): unknown => expect.stringContaining(text);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const including = (...items: readonly unknown[]): unknown => expect.arrayContaining([...items]);
export const having = (fields: object): unknown => expect.objectContaining(fields);
export const someText: unknown = expect.any(String);
