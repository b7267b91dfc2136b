/** What is stored is not what it should be, and no other try will mend that: a person must look. */
export class Unreadable extends Error {}
