/** A menu at a button or at the pointer; on a phone, a sheet from below. */
import { signal } from "@preact/signals";
import { render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import type { Anchor, MenuItem } from "./menu.ts";
import { floatingPlace } from "./top-layer.ts";
import "./menu.css";

export type Menu = {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly at: Anchor;
};

const open = signal<Menu | undefined>(undefined);

/** Only one is open at a time. */
export const showMenu = (menu: Menu): void => void (open.value = menu);

const close = (): void => void (open.value = undefined);

/** px between the menu and its anchor or the window's edge. */
const gap = 8;

const boxOf = (at: Anchor): DOMRect =>
  at instanceof Element ? at.getBoundingClientRect() : new DOMRect(at.clientX, at.clientY, 0, 0);

const put = (menu: HTMLElement, at: Anchor): void => {
  const box = boxOf(at);
  const { offsetWidth: width, offsetHeight: height } = menu;
  const isBelow = box.bottom + height + gap <= innerHeight || box.top < height;
  const top = isBelow ? box.bottom : box.top - height;
  const wanted = document.dir === "rtl" || !(at instanceof Element) ? box.left : box.right - width;
  const left = Math.max(gap, Math.min(wanted, innerWidth - width - gap));
  menu.style.setProperty("--left", `${left}px`);
  menu.style.setProperty("--top", `${Math.max(gap, Math.min(top, innerHeight - height - gap))}px`);
};

const Item = ({ item }: { readonly item: MenuItem }) => {
  const inside = (
    <>
      {item.icon !== undefined && <Icon name={item.icon} />}
      <span>{item.label}</span>
      {item.isChosen === true && <Icon name="check" />}
    </>
  );
  const role = item.isChosen === undefined ? "menuitem" : "menuitemradio";
  const shared = {
    role,
    tabIndex: -1,
    class: item.isDanger ? "danger" : "",
    ...(item.isChosen !== undefined && { "aria-checked": item.isChosen }),
  } as const;
  if ("href" in item)
    return (
      <a
        {...shared}
        href={item.href}
        {...(item.download !== undefined && { download: item.download })}
        onClick={close}
      >
        {inside}
      </a>
    );
  const run = (): void => {
    close();
    item.run();
  };
  return (
    <button {...shared} type="button" onClick={run}>
      {inside}
    </button>
  );
};

const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]")];
  const at = items.findIndex((item) => item === document.activeElement);
  const isTyped = event.key.length === 1 && event.key !== " ";
  const next = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  const typed = isTyped
    ? [...items.slice(at + 1), ...items].find((item) =>
        item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()),
      )
    : undefined;
  const target = next === undefined ? typed : items[next];
  if (event.key === "Tab") close();
  else if (!target && !isTyped) return;
  event.preventDefault();
  event.stopPropagation();
  target?.focus();
};

const Shown = ({ label, items, at }: Menu) => {
  const element = useRef<HTMLDivElement>(null);
  // At once: whoever is quick has chosen before an effect would have run, and wants the focus back all the same.
  useLayoutEffect(() => {
    const before = at instanceof HTMLElement ? at : document.activeElement;
    const ending = new AbortController();
    addEventListener("resize", close, { signal: ending.signal });
    return () => {
      ending.abort();
      const inside = document.activeElement;
      const isFree = inside === document.body || element.current?.contains(inside);
      const button = at instanceof Element ? at.closest("button") : before;
      if (isFree && button instanceof HTMLElement) button.focus({ preventScroll: true });
    };
  }, [at]);
  useLayoutEffect(() => {
    const menu = element.current;
    if (!menu) return;
    menu.showPopover();
    put(menu, at);
    menu.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  }, [at]);
  return (
    <div
      ref={element}
      class="menu"
      role="menu"
      aria-label={label}
      popover="auto"
      onToggle={(event) => {
        if (event.newState === "closed") close();
      }}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      {items.map((item) => (
        <Item key={item.label} item={item} />
      ))}
    </div>
  );
};

const Place = () => {
  const current = open.value;
  return current ? (
    <section aria-label={current.label}>
      <Shown key={current.label} {...current} />
    </section>
  ) : null;
};

render(<Place />, floatingPlace());
