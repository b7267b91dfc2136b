/**
 * Gives this process a `Date` that reads the local cloud's clock. Imported before anything that might keep a `Date` of its
 * own; the functions only ever see this one. Timers, `performance` and what Node keeps inside go by the machine's clock.
 */
const MachineDate = globalThis.Date;
let read = (): number => MachineDate.now();

/** The machine's own clock, in milliseconds since 1970 began. */
export const machineNow = (): number => MachineDate.now();

/** From now on `Date` reads `source`. */
export function readTimeFrom(source: () => number): void {
  read = source;
}

/** `Date` reads the machine's clock again. */
export function readTimeFromTheMachine(): void {
  read = () => MachineDate.now();
}

globalThis.Date = new Proxy(MachineDate, {
  construct: (target, given: unknown[], made): object => Reflect.construct(target, given.length === 0 ? [read()] : given, made) as object, // Reflect.construct answers with `any`
  apply: (target): string => new target(read()).toString(),
  get: (target, key): unknown => (key === 'now' ? (): number => read() : Reflect.get(target, key)),
});
