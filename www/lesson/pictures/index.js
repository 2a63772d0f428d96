/** Pictures by the names that steps call them. */

import { BetsPicture } from "./bets.js";
import { CardPicture } from "./card.js";
import { LinePicture } from "./line.js";
import { RecordPicture } from "./record.js";
import { RoundsPicture } from "./rounds.js";
import { SparsityPicture } from "./sparsity.js";
import { ThrowsPicture } from "./throws.js";
import { TwelvePicture } from "./twelve.js";
import { WindowPicture } from "./window.js";

/** @type {Record<string, new (root: HTMLElement) => import("./parts.js").Picture>} */
export const PICTURES = {
  card: CardPicture,
  twelve: TwelvePicture,
  line: LinePicture,
  rounds: RoundsPicture,
  sparsity: SparsityPicture,
  record: RecordPicture,
  window: WindowPicture,
  bets: BetsPicture,
  throws: ThrowsPicture,
};
