/** What `--help` shows of each command in use. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  upload: [
    "segue upload ~/Music",
    'segue upload --album "Live" --concurrency 4 *.flac',
    "segue upload --dry-run ~/Music",
  ],
  list: ["segue list --artist Maxstack --sort album", "segue list --json | jq -r .title"],
  search: ["segue search awak max"],
  get: ["segue get 3NxRFAwAZ9S1sk0pRr2bQ"],
  edit: [
    'segue edit 3NxRFAwAZ9S1sk0pRr2bQ --title "Awakening" --clear genre',
    "segue list --album Live | cut -f1 | xargs segue edit --year 2012 --cover live.jpg",
  ],
  remove: ["segue remove 3NxRFAwAZ9S1sk0pRr2bQ"],
  restore: ["segue restore 3NxRFAwAZ9S1sk0pRr2bQ", "segue list --deleted"],
  download: ["segue download 3NxRFAwAZ9S1sk0pRr2bQ --output ~/Music"],
  play: ["segue play 3NxRFAwAZ9S1sk0pRr2bQ"],
  share: ["segue share 3NxRFAwAZ9S1sk0pRr2bQ --expires 7d"],
  shares: ["segue shares"],
  unshare: ["segue shares | cut -f1 | xargs segue unshare"],
  export: ["segue export ~/segue-library"],
  import: ["SEGUE_URL=https://music.example segue import ~/segue-library"],
  doctor: ["segue doctor"],
  completion: [
    "source <(segue completion bash)",
    "source <(segue completion zsh)",
    "segue completion fish | source",
  ],
};
