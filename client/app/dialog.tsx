/** Modal dialogs, on the browser's own: focus goes in and comes back, Escape closes. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { moveToTop } from "./top-layer.ts";
import "./dialog.css";

type Props = {
  readonly label: string;
  readonly onClose: () => void;
  /** False keeps it open: something would be lost. */
  readonly mayClose?: () => boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
};

/** A press on a dialog's own padding or scrollbar has the same target as one beside it. */
const isBeside = (dialog: HTMLElement, { clientX, clientY }: PointerEvent): boolean => {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
};

/** Only the frame: what is inside decides how it looks. */
export const Modal = ({
  label,
  onClose,
  mayClose = () => true,
  class: extra = "",
  children,
}: Props) => {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    moveToTop();
    return () => {
      dialog?.close();
      moveToTop();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  /** False: it stays. */
  const leave = (): boolean => {
    const may = mayClose();
    if (may) onClose();
    return may;
  };
  return (
    <dialog
      ref={element}
      class={`dialog ${extra}`}
      aria-label={label}
      onCancel={(event) => {
        if (event.target !== element.current) return;
        event.preventDefault();
        leave();
      }}
      onClose={() => {
        // At a second Escape Chromium closes it, whatever was said to the first.
        if (element.current && !leave()) element.current.showModal();
      }}
      onPointerDown={(event) => {
        const { target, currentTarget } = event;
        if (target === currentTarget && isBeside(currentTarget, event)) leave();
      }}
    >
      {children}
    </dialog>
  );
};

/** A dialog with a heading and a way out. */
export const Dialog = ({ children, class: extra = "", ...props }: Props) => {
  const leave = (): void => {
    if (props.mayClose?.() ?? true) props.onClose();
  };
  return (
    <Modal {...props} class={`sheet ${extra}`}>
      <header class="dialog-head">
        <h2>{props.label}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={leave}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </Modal>
  );
};
