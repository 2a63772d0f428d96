//! An engine: a plan, a device, and the pool of records on that device.

use super::{DeviceKind, Work, open, stack::Stack, tensor};
use crate::{Result, experiment::Plan, message::Job};
use burn::tensor::{Device, Int, Tensor, TensorData};
use std::{collections::BTreeMap, rc::Rc};

/// Executes jobs of one plan on one device.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(super) plan: Rc<Plan>,
    pub(super) device: Device,
    /// `[pool, features]`.
    features: Tensor<2>,
    /// One-hot labels that networks see, `[pool, classes]`.
    targets: Tensor<2>,
}

impl Engine {
    /// Opens the device and brings the pool there.
    ///
    /// # Errors
    /// The device cannot be opened.
    pub async fn new(plan: Plan, kind: DeviceKind) -> Result<Self> {
        let device = open(kind).await?;
        let data = &plan.data;
        let (records, classes) = (data.len(), data.classes as usize);
        let features = Tensor::from_data(TensorData::new(data.features.clone(), [records, data.dim]), &device);
        let mut targets = vec![0.0f32; records * classes];
        for (i, &label) in data.labels.iter().enumerate() {
            targets[i * classes + label as usize] = 1.0;
        }
        let targets = Tensor::from_data(TensorData::new(targets, [records, classes]), &device);
        Ok(Self { plan: Rc::new(plan), device, features, targets })
    }

    /// Begins a job; call [`Work::next`] until it says that it is finished.
    pub fn begin(&self, job: &Job) -> Work {
        Work::new(self.clone(), job)
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Brings a list of records of the pool, `[N * B]`, to the device.
    pub(super) fn listed(&self, records: Vec<i32>) -> Tensor<1, Int> {
        let count = records.len();
        Tensor::from_data(TensorData::new(records, [count]), &self.device)
    }

    /// Inputs `[N, B, features]` of listed records.
    pub(super) fn inputs(&self, records: &Tensor<1, Int>, networks: usize) -> Tensor<3> {
        gather(&self.features, records, networks)
    }

    /// One-hot labels `[N, B, classes]`.
    pub(super) fn targets(&self, records: &Tensor<1, Int>, networks: usize) -> Tensor<3> {
        gather(&self.targets, records, networks)
    }

    /// Logits of each network on its own list of records: `[N]` lists of `[n * classes]`.
    ///
    /// Works in batches of the training size, so that no shape is new to the device, and reads back once.
    pub(super) async fn logits(&self, stack: &Stack, records: &[Vec<u32>]) -> Result<Vec<Vec<f32>>> {
        self.moved_logits(stack, records, None).await
    }

    /// The same with `offset`, one number a feature, added to every record.
    pub(super) async fn moved_logits(
        &self,
        stack: &Stack,
        records: &[Vec<u32>],
        offset: Option<Vec<f32>>,
    ) -> Result<Vec<Vec<f32>>> {
        let (size, networks) = (self.plan.config.train.batch as usize, records.len());
        let classes = self.plan.data.classes as usize;
        let offset = offset.map(|offset| {
            let width = offset.len();
            tensor(offset, [1, 1, width], &self.device)
        });
        let moved = |inputs: Tensor<3>| match &offset {
            Some(offset) => inputs + offset.clone(),
            None => inputs,
        };
        let asked: Vec<Asked> = records.iter().map(|records| Asked::of(records)).collect();
        let longest = asked.iter().map(|asked| asked.once.len()).max().unwrap_or(0);
        let batches: Vec<Tensor<3>> = (0..longest.div_ceil(size))
            .map(|i| stack.forward(moved(self.inputs(&self.listed(padded(&asked, i, size)), networks))))
            .collect();
        if batches.is_empty() {
            return Ok(vec![Vec::new(); networks]);
        }
        let values = super::read(Tensor::cat(batches, 1)).await?;
        let rows = values.chunks(values.len() / networks);
        Ok(rows.zip(asked).map(|(row, asked)| asked.answers(row, classes)).collect())
    }
}

fn gather(from: &Tensor<2>, records: &Tensor<1, Int>, networks: usize) -> Tensor<3> {
    let (count, width) = (records.dims()[0], from.dims()[1]);
    from.clone().select(0, records.clone()).reshape([networks, count / networks, width])
}

/// The i-th batch of each list, padded with record 0.
fn padded(asked: &[Asked], i: usize, size: usize) -> Vec<i32> {
    let one = |Asked { once, .. }: &Asked| {
        (i * size..(i + 1) * size).map(|j| once.get(j).map_or(0, |&record| record as i32)).collect::<Vec<_>>()
    };
    asked.iter().flat_map(one).collect()
}

/// A list of records, of which a network is asked about each once: a shadow's own are for the most part the population's too.
struct Asked {
    once: Vec<u32>,
    /// Where in `once` each record of the list is.
    places: Vec<usize>,
}

impl Asked {
    fn of(records: &[u32]) -> Self {
        let (mut once, mut known) = (Vec::new(), BTreeMap::new());
        let mut place = |&record: &u32| {
            *known.entry(record).or_insert_with(|| {
                once.push(record);
                once.len() - 1
            })
        };
        let places = records.iter().map(&mut place).collect();
        Self { once, places }
    }

    /// `row` has `classes` numbers for each that was asked about.
    fn answers(&self, row: &[f32], classes: usize) -> Vec<f32> {
        self.places.iter().flat_map(|place| &row[place * classes..(place + 1) * classes]).copied().collect()
    }
}
