/** The cover of a song or an album: a made one that is always there, and real art over it. */
import { useState } from "preact/hooks";
import type { Song } from "../../api-client/contract.ts";
import { client } from "../library/client.ts";
import { coverDesign, type Named } from "./hash.ts";
import "./cover.css";

/** Pixels: the widths in which art is kept. */
type Width = 96 | 320 | 1024;

type Props = {
  readonly of: Named & Partial<Pick<Song, "cover" | "streaming">>;
  readonly width?: Width;
  /** Loaded at once: it is on the first screen. */
  readonly eager?: boolean;
  readonly class?: string;
};

const artOf = ({ cover, streaming }: Props["of"], width: Width): string | undefined => {
  const url = cover?.urls[width];
  if (url === undefined) return undefined;
  return streaming === undefined ? url : new URL(url, client.streamingUrl({ streaming })).href;
};

export const Cover = ({ of, width = 96, eager = false, class: extra = "" }: Props) => {
  const [shown, setShown] = useState<string>();
  const { pair, motif } = coverDesign(of);
  const art = artOf(of, width);
  return (
    <span class={`cover hues-${pair} motif-${motif} ${extra}`}>
      {art !== undefined && (
        <img
          src={art}
          alt=""
          width={width}
          height={width}
          decoding="async"
          loading={eager ? "eager" : "lazy"}
          class={shown === art ? "shown" : ""}
          onLoad={() => setShown(art)}
        />
      )}
    </span>
  );
};
