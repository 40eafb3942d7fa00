/** A song that has not come yet: its place is kept. */
import { Row } from "./row.tsx";

export const SkeletonRow = ({ index }: { readonly index: number }) => (
  <Row index={index} class="song-row skeleton" aria-busy>
    <div role="gridcell" class="cell-number" />
    <div role="gridcell" class="cell-title">
      <span class="cover-space" />
      <span class="lines">
        <span class="visually-hidden">Loading</span>
      </span>
    </div>
  </Row>
);
