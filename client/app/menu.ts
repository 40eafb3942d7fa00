/** Opens a menu: what draws it comes with the first one. */
import { outdated } from "./lazy.tsx";

export type MenuItem = {
  readonly label: string;
  readonly icon?: string;
  /** One of several that exclude each other. */
  readonly isChosen?: boolean;
  readonly isDanger?: boolean;
} & ({ readonly run: () => void } | { readonly href: string; readonly download?: string });

/** What it belongs to, or where the pointer is. */
export type Anchor = Element | { readonly clientX: number; readonly clientY: number };

export const openMenu = (label: string, items: readonly MenuItem[], at: Anchor): void =>
  void import("./menu-view.tsx").then(({ showMenu }) => showMenu({ label, items, at }), outdated);
