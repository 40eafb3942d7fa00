/** What stays above every view: the search, uploads under way, the account. */
import { UploadRing } from "../uploads/ring.tsx";
import { openDialog } from "./dialogs.tsx";
import { Icon } from "./icon.tsx";
import { SearchField } from "./search-field.tsx";
import "./top-bar.css";

const openAccount = (): void =>
  void openDialog(async () => (await import("./account.tsx")).drawAccount());

export const TopBar = () => (
  <div class="top-bar">
    <SearchField />
    <UploadRing />
    <button
      type="button"
      class="icon-button account"
      aria-label="Account and settings"
      onClick={openAccount}
    >
      <Icon name="artists" />
    </button>
  </div>
);
