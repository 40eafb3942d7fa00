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
  const leave = (): void => {
    if (mayClose()) onClose();
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
      onPointerDown={(event) => void (event.target === element.current && leave())}
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
