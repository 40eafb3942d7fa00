/** The ways through the library: a sidebar, a rail of icons, or tabs. */
import type { Stats } from "../../api-client/contract.ts";
import { stats } from "../library/counts.ts";
import { chooseFiles } from "../uploads/choose.ts";
import { Tray } from "../uploads/tray.tsx";
import { wholeNumber } from "./format.ts";
import { Icon } from "./icon.tsx";
import { place } from "./router.ts";
import type { View } from "./views.ts";
import "./sidebar.css";

type Way = {
  readonly view: View;
  readonly label: string;
  readonly within: readonly View[];
  readonly count?: keyof Stats;
};

const ways: readonly Way[] = [
  { view: "songs", label: "Songs", within: ["songs"], count: "songs" },
  { view: "albums", label: "Albums", within: ["albums", "album"], count: "albums" },
  { view: "artists", label: "Artists", within: ["artists", "artist"], count: "artists" },
  { view: "recent", label: "Recently added", within: ["recent"] },
  { view: "deleted", label: "Recently deleted", within: ["deleted"] },
];

const currentOf = ({ view, within }: Way): "page" | "true" | undefined => {
  const now = place.value.view;
  if (now === view) return "page";
  return within.includes(now) ? "true" : undefined;
};

const Logo = () => (
  <div class="logo" role="img" aria-label="Segue">
    <svg class="icon" viewBox="0 0 28 28" aria-hidden="true">
      <path d="M3 21c11 0 11-14 22-14" />
      <path d="M3 7c11 0 11 14 22 14" />
    </svg>
    <span>Segue</span>
  </div>
);

const NavLink = ({ way }: { readonly way: Way }) => {
  const count = way.count && stats.value?.[way.count];
  return (
    <a href={way.view} aria-current={currentOf(way)}>
      <Icon name={way.view} />
      <span>{way.label}</span>
      {count !== undefined && <span class="number">{wholeNumber(count)}</span>}
    </a>
  );
};

export const Sidebar = () => (
  <header class="side">
    <Logo />
    <nav class="nav" aria-label="Library">
      {ways.map((way) => (
        <NavLink key={way.view} way={way} />
      ))}
    </nav>
    <button type="button" class="button for-writers" onClick={chooseFiles}>
      <Icon name="add" />
      <span>Add music</span>
    </button>
    <Tray />
  </header>
);

export const Tabs = () => (
  <nav class="tabs" aria-label="Main">
    {ways.slice(0, 3).map((way) => (
      <a key={way.view} href={way.view} aria-current={currentOf(way)}>
        <Icon name={way.view} />
        {way.label}
      </a>
    ))}
    <button type="button" class="for-writers" onClick={chooseFiles}>
      <Icon name="add" />
      Add
    </button>
  </nav>
);
