/** What is stored is not what it should be, and no other try will mend that: a person must look. Its message names the row and the part of it, never what stands there. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
