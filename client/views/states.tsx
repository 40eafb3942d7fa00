/** When there is nothing to show, and why. */
import type { ComponentChildren } from "preact";
import { explain, isAbort } from "../library/faults.ts";

/** A finger drops nothing. */
const howToAdd = matchMedia("(hover: none)").matches
  ? "Add your first songs."
  : "Drop files or folders here.";

export const noMusic = `No music yet. ${howToAdd}`;

type EmptyProps = { readonly text: string; readonly children?: ComponentChildren };

export const Empty = ({ text, children }: EmptyProps) => (
  <div class="empty">
    <p>{text}</p>
    {children}
  </div>
);

type FaultProps = {
  /** `your songs`. */
  readonly what: string;
  readonly fault: unknown;
  readonly onRetry: () => void;
};

/** Above what was loaded before, if anything was. */
export const Fault = ({ what, fault, onRetry }: FaultProps) =>
  fault === undefined || isAbort(fault) ? null : (
    <div class="fault" role="alert">
      <p>
        <strong>Can't load {what}.</strong> {explain(fault)}
      </p>
      <button type="button" class="button quiet" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
