import { dialled } from '../words.ts';

/** A number that is rung by pressing on it. What is no number is shown, and leads nowhere. */
export const Ring = ({ number, who }: { readonly number: string; readonly who?: string }) => {
  const digits = number.replaceAll(/[^\d+]/g, '');
  return (
    <>
      {who === undefined ? null : `${who}: `}
      {/^\+?\d{3,15}$/.test(digits) ? (
        <a class="ds-ring" href={`tel:${digits}`}>
          {dialled(number)}
        </a>
      ) : (
        number
      )}
    </>
  );
};
