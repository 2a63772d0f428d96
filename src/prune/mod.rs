//! Iterative magnitude pruning: which sparsity in which round, and which weights go.
//!
//! Local (layer by layer), on the current weights, without rewinding, as NNI's `LotteryTicketPruner` with
//! `reset_weights=False`, which the WeMem code uses. As there, only hidden layers are pruned.

mod magnitude;
mod schedule;

pub use magnitude::{keep_largest, pack_mask};
pub use schedule::sparsity_in_round;
