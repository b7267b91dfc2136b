/**
 * Doorstep's mark: an open door with the light on in it, and the step in front. Its colours are the same by day and by night, so
 * that it is the favicon as well, on a ground of its own.
 */
export function Mark({ alone = false }: { readonly alone?: boolean }) {
  return (
    <svg class="ds-mark" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" {...(alone ? {} : { 'aria-hidden': 'true' })}>
      {alone ? <rect width="32" height="32" rx="6" fill="#17494d" /> : null}
      <path class="ds-mark__door" d="M7 25V12a9 8 0 0 1 18 0v13z" fill="#fff" />
      <path class="ds-mark__light" d="M11.5 25V13a4.5 4.5 0 0 1 9 0v12z" fill="#f6b73c" />
      <path class="ds-mark__door" d="M3 26h26v3.5H3z" fill="#fff" />
    </svg>
  );
}
