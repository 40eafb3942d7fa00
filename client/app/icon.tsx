/** A symbol of index.html's sprite, for the eye only. */
type Props = { readonly name: string; readonly class?: string };

export const Icon = ({ name, class: extra = "" }: Props) => (
  <svg class={`icon ${extra}`} aria-hidden="true">
    <use href={`#icon-${name}`} />
  </svg>
);
