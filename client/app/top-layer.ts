/** What must be reached while a modal dialog is open has to be inside of it: the rest of the page is inert. */
const host = (): HTMLElement => {
  const open = document.querySelectorAll<HTMLDialogElement>("dialog:modal");
  return open[open.length - 1] ?? document.body;
};

let floating: HTMLElement | undefined;

const floatingHost = (): HTMLElement => {
  floating ??= document.body.appendChild(document.createElement("div"));
  return floating;
};

/** A new element that stays reachable: for the announcer, the toast, menus. */
export const floatingPlace = (): HTMLElement =>
  floatingHost().appendChild(document.createElement("div"));

/** After a dialog has opened or closed. */
export const moveToTop = (): void => {
  const element = floatingHost();
  const wanted = host();
  if (element.parentElement === wanted) return;
  const shown = element.querySelector<HTMLElement>("[popover]:popover-open");
  wanted.append(element);
  shown?.showPopover();
};
