//! What one step of a stack brings to the device, in one parcel: which records, how heavy, what is dropped, by which factors
//! Adam moves.

use super::{Network, StackWork};
use crate::nn::{
    adam::{FACTORS, Slot},
    batch::{Batch, kept, kept_factor},
    norm::MOMENTUM,
    parcel::{Parcel, Section},
};
use burn::tensor::{Int, Tensor};

/// One step's numbers on the device.
#[derive(Debug)]
pub(super) struct Feed {
    /// Records of the pool `[N * B]`.
    pub records: Tensor<1, Int>,
    /// Weight of each record in its network's mean `[N, B, 1]`.
    pub weights: Tensor<3>,
    /// Factors of each dense hidden layer `[N, B, outputs]`; empty without dropout.
    pub dropout: Vec<Tensor<3>>,
    /// Adam's table of each slot in which a network steps.
    pub factors: [Option<Tensor<2>>; 2],
    /// Where there are norms that follow the batch.
    pub norms: Option<NormFeed>,
}

/// What norms need of a batch.
#[derive(Debug)]
pub(super) struct NormFeed {
    /// One for the records that statistics are of, zero for padding `[N, B, 1]`.
    pub real: Tensor<3>,
    /// By how much the running statistics of each network follow `[N, 1, 1]`.
    pub momentum: Tensor<3>,
}

impl StackWork {
    /// Brings the numbers of a step to the device, and begins it in the optimizers.
    pub(super) fn feed(&mut self, batch: &Batch) -> Feed {
        let (n, size) = (self.networks.len(), self.batch_size());
        let rate = self.engine.plan.config.network.dropout;
        let mut parcel = Parcel::default();
        let records = parcel.ints(&batch.records);
        let weights = parcel.floats(&batch.weights);
        let kept: Vec<(Section, usize)> =
            self.kept(rate).into_iter().map(|(words, width)| (parcel.bits(&words), width)).collect();
        let factors = self.begin_update(batch).map(|table| table.map(|table| parcel.floats(&table)));
        let norms =
            self.follows_batches().then(|| (parcel.floats(&real(batch, size)), parcel.floats(&momentum(batch))));
        let sent = parcel.send(&self.engine.device);
        Feed {
            records: sent.ints(&records),
            weights: sent.floats(&weights, [n, size, 1]),
            dropout: kept.iter().map(|(bits, width)| sent.bits(bits, [n, size, *width], kept_factor(rate))).collect(),
            factors: factors.map(|table| table.map(|table| sent.floats(&table, [n, FACTORS]))),
            norms: norms.map(|(real, momentum)| NormFeed {
                real: sent.floats(&real, [n, size, 1]),
                momentum: sent.floats(&momentum, [n, 1, 1]),
            }),
        }
    }

    /// What dropout leaves of each dense hidden layer, and the layer's width; drawn for each network from its own stream of this
    /// very step.
    fn kept(&self, rate: f64) -> Vec<(Vec<u32>, usize)> {
        if rate == 0.0 {
            return Vec::new();
        }
        let size = self.batch_size();
        let mut layers: Vec<(Vec<u32>, usize)> =
            self.stack.shape().dropped().into_iter().map(|width| (Vec::new(), width)).collect();
        for name in self.stream_names("dropout") {
            let mut stream = self.engine.plan.seed().stream(&name);
            for (words, width) in &mut layers {
                words.extend(kept(size * *width, rate, &mut stream));
            }
        }
        layers
    }

    /// Adam's table of each slot in which a network steps.
    fn begin_update(&mut self, batch: &Batch) -> [Option<Vec<f32>>; 2] {
        let learning_rate = self.engine.plan.config.train.learning_rate;
        let mut begin = |index: usize| {
            let of_slot: Vec<_> = batch.updates.iter().map(|u| u.filter(|update| update.slot == index)).collect();
            of_slot.iter().any(Option::is_some).then(|| {
                let slot = self.slots[index].get_or_insert_with(|| Slot::new(&self.stack.parameters()));
                slot.begin(&of_slot, learning_rate)
            })
        };
        [begin(0), begin(1)]
    }

    /// True if batch norms divide by the batch's statistics. Where gradients are private they do not: a record's gradient must
    /// not depend on other records.
    fn follows_batches(&self) -> bool {
        self.rule.noise.is_none() && !self.stack.shape().normed().is_empty()
    }

    /// Names of the networks' streams of this very step.
    pub(super) fn stream_names<'a>(&'a self, what: &'a str) -> impl Iterator<Item = String> + 'a {
        let name = move |network: &Network| {
            format!("{}/{what}/{}/{}/{}", network.task.stream(), self.clock.round, self.clock.epoch, self.clock.cursor)
        };
        self.networks.iter().map(name)
    }
}

/// One for real records.
fn real(batch: &Batch, size: usize) -> Vec<f32> {
    let of_network = |weights: &[f32]| {
        // A resting network has no real record; its padding stands in, for nothing comes of it.
        let rests = weights.iter().all(|&weight| weight == 0.0);
        weights.iter().map(|&weight| f32::from(u8::from(rests || weight > 0.0))).collect::<Vec<f32>>()
    };
    batch.weights.chunks(size).flat_map(of_network).collect()
}

/// Zero for networks that rest.
fn momentum(batch: &Batch) -> Vec<f32> {
    batch.updates.iter().map(|update| if update.is_some() { MOMENTUM as f32 } else { 0.0 }).collect()
}
