/**
 * Doorstep's mark: a door that stands ajar, its step, and the lamp above it that stays on until everybody is back. In the
 * colours of the header, which are the same by day and by night, so that it is the favicon as well.
 */
export function Mark({ alone = false }: { readonly alone?: boolean }) {
  return (
    <svg
      class="ds-mark"
      xmlns="http://www.w3.org/2000/svg"
      viewBox="0 0 32 32"
      {...(alone ? {} : { 'aria-hidden': 'true', focusable: 'false' })}
    >
      {alone ? <rect width="32" height="32" rx="6" fill="#17494d" /> : null}
      <circle cx="16" cy="5" r="3" fill="#f6b73c" />
      <path d="M9 25V13a7 3.5 0 0 1 14 0v12h-3V14.5a4 2 0 0 0-8 0V25z" fill="#fff" />
      <path d="M14 25v-9l4-1.500V25z" fill="#f6b73c" />
      <path d="M5 26h22v3H5z" fill="#fff" />
    </svg>
  );
}
