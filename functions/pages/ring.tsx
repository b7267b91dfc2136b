/** A number that is rung by pressing on it. What is no number is shown, and leads nowhere. */
export const Ring = ({ number, who }: { readonly number: string; readonly who?: string }) => {
  const digits = number.replaceAll(/[^\d+]/g, '');
  const text = (
    <>
      {who === undefined ? null : `${who}: `}
      {inWords(number)}
    </>
  );
  return /^\+?\d{3,15}$/.test(digits) ? (
    <a class="ds-ring" href={`tel:${digits}`}>
      {text}
    </a>
  ) : (
    <span>{text}</span>
  );
};

/** `+447700900112` as it is dialled here: `07700 900112`. */
function inWords(number: string): string {
  const [, first, rest] = /^\+44(\d{4})(\d{5,6})$/.exec(number) ?? [];
  return first === undefined || rest === undefined ? number : `0${first} ${rest}`;
}
