//! Shape and first weights of a network, as plain numbers.
//!
//! * `fc`: the papers' `ColumnFC`, two hidden layers.
//! * `cnn`: VGG-style (Simonyan & Zisserman, ICLR 2015; batch norm as in torchvision's `vgg_bn`): twice a convolution 3×3,
//!   norm, ReLU and 2×2 pooling, then a hidden dense layer and the logits. We differ in size, and pool by the mean.
//! * `resnet8`: He et al. (CVPR 2016) with one block in each of three stages: a convolution, three residual blocks of
//!   1, 2 and 4 times the channels, the latter two with stride 2 and a 1×1 convolution with norm on the shortcut, the mean
//!   over the picture, the logits. 16 channels are the paper's width.
//!
//! A picture's values lie row by row, the channels of a position together. A convolution is a matrix over windows: its
//! rows are the 3×3 positions, row by row, and within each the channels.

use crate::rng::Seed;
use rand_distr::{Distribution, Normal};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// All trained values of one network, layer by layer: weights `[inputs, outputs]` row by row, then biases.
pub type Weights = Vec<f32>;

/// Shape of every network: ReLU, dropout after each hidden dense layer, batch norm after each convolution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct NetworkConfig {
    /// Which network.
    pub kind: NetworkKind,
    /// Width of the first hidden layer of `fc`.
    pub hidden1: u32,
    /// Width of the second hidden layer of `fc`, and of the dense hidden layer of `cnn`.
    pub hidden2: u32,
    /// Channels of the first convolution of `cnn` and `resnet8`; later ones have up to two and four times as many.
    pub channels: u32,
    /// Share of activations dropped in training.
    pub dropout: f64,
}

/// Which network. What each is made of stands above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum NetworkKind {
    /// Fully connected, the papers' `ColumnFC`.
    Fc,
    /// VGG-style convolutions with batch norm. Pictures only.
    Cnn,
    /// Residual blocks with batch norm. Pictures only.
    Resnet8,
}

impl NetworkKind {
    /// Id of the configuration.
    pub fn id(self) -> &'static str {
        match self {
            Self::Fc => "fc",
            Self::Cnn => "cnn",
            Self::Resnet8 => "resnet8",
        }
    }
}

impl Default for NetworkConfig {
    fn default() -> Self {
        Self { kind: NetworkKind::Fc, hidden1: 32, hidden2: 32, channels: 8, dropout: 0.1 }
    }
}

/// Layers of a network from the input on, and how values go through them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The last one gives the logits.
    pub layers: Vec<Layer>,
    /// Stages, in order.
    pub stages: Vec<Stage>,
}

/// One matrix of a network, and which units it reads and makes. Units (neurons, channels) are counted in groups: all layers
/// that make or read a group have the same units there, so what removes a unit removes it from all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// Rows of the matrix.
    pub inputs: usize,
    /// Columns of the matrix: units.
    pub outputs: usize,
    /// Group that it reads; none for what enters the network.
    pub reads: Option<usize>,
    /// Group that it makes.
    pub makes: usize,
    /// Where a convolution looks; none for a dense layer.
    pub window: Option<Window>,
    /// True if the sums are normalized over the batch. Its bias is then the shift after the norm.
    pub normed: bool,
}

/// A square that slides over a picture, which zeros continue on all sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Of the picture.
    pub height: usize,
    /// Of the picture.
    pub width: usize,
    /// Of the square, odd.
    pub side: usize,
    /// Step of the centre.
    pub stride: usize,
}

/// What happens to the values of a record; layers by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A layer, then ReLU unless it is the last.
    Layer(usize),
    /// Means of 2×2 positions; an odd last row or column is left out, as torch's pooling does.
    Pool {
        /// Before.
        height: usize,
        /// Before.
        width: usize,
    },
    /// relu(second(relu(first(x))) + x), x through the shortcut if there is one.
    Block {
        /// First convolution.
        first: usize,
        /// Convolution of x, where the picture or its channels change.
        shortcut: Option<usize>,
        /// Second convolution.
        second: usize,
    },
    /// The mean over all positions.
    Mean {
        /// How many.
        positions: usize,
    },
}

/// Where the values of a batch norm lie in [`Weights`], one a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormRanges {
    /// Trained factor.
    pub scale: Range<usize>,
    /// Running mean.
    pub mean: Range<usize>,
    /// Running variance.
    pub variance: Range<usize>,
}

impl Window {
    /// Rows of the picture that comes out.
    pub fn rows(&self) -> usize {
        (self.height - 1) / self.stride + 1
    }

    /// Columns of the picture that comes out.
    pub fn columns(&self) -> usize {
        (self.width - 1) / self.stride + 1
    }
}

impl Layer {
    /// How often the matrix is applied to a record: once, or at each position of the picture that comes out.
    pub fn positions(&self) -> usize {
        self.window.map_or(1, |window| window.rows() * window.columns())
    }
}

impl Shape {
    /// The network of `config` for records of `features` values, or pictures of `image` (width, height), of `classes`.
    /// Without a picture every kind is fully connected; the plan refuses that.
    pub fn new(config: &NetworkConfig, features: usize, image: Option<(u32, u32)>, classes: usize) -> Self {
        let channels = config.channels as usize;
        match (config.kind, image) {
            (NetworkKind::Cnn, Some(image)) => Self::cnn(image, channels, config.hidden2 as usize, classes),
            (NetworkKind::Resnet8, Some(image)) => Self::resnet8(image, channels, classes),
            _ => Self::fully_connected(&[features, config.hidden1 as usize, config.hidden2 as usize, classes]),
        }
    }

    /// Dense layers between these widths.
    pub fn fully_connected(widths: &[usize]) -> Self {
        let mut builder = Builder::new((1, 1), widths[0]);
        widths[1..].iter().for_each(|&units| builder.dense(units));
        builder.shape
    }

    /// The small VGG-style network, with `hidden` units in the dense layer.
    pub fn cnn(image: (u32, u32), channels: usize, hidden: usize, classes: usize) -> Self {
        let mut builder = Builder::new(image, 1);
        for units in [channels, 2 * channels] {
            let layer = builder.convolution(builder.now, units, 3, 1, None);
            builder.shape.stages.push(Stage::Layer(layer));
            builder.pool();
        }
        builder.dense(hidden);
        builder.dense(classes);
        builder.shape
    }

    /// ResNet-8.
    pub fn resnet8(image: (u32, u32), channels: usize, classes: usize) -> Self {
        let mut builder = Builder::new(image, 1);
        let first = builder.convolution(builder.now, channels, 3, 1, None);
        builder.shape.stages.push(Stage::Layer(first));
        for (units, stride) in [(channels, 1), (2 * channels, 2), (4 * channels, 2)] {
            builder.block(units, stride);
        }
        builder.mean();
        builder.dense(classes);
        builder.shape
    }

    /// Layers of which single weights are pruned, from the first on: in networks of convolutions all of them, as in the
    /// papers' codes; else all but the last, as in WeMem's.
    pub fn pruned(&self) -> &[Layer] {
        if self.layers.iter().any(|layer| layer.window.is_some()) { &self.layers } else { self.hidden() }
    }

    /// Layers whose units can be pruned: all but the last.
    pub fn hidden(&self) -> &[Layer] {
        &self.layers[..self.layers.len() - 1]
    }

    /// Widths of the hidden layers after which dropout comes: the dense ones.
    pub fn dropped(&self) -> Vec<usize> {
        self.hidden().iter().filter(|layer| layer.window.is_none()).map(|layer| layer.outputs).collect()
    }

    /// Layers with a batch norm.
    pub fn normed(&self) -> Vec<usize> {
        (0..self.layers.len()).filter(|&i| self.layers[i].normed).collect()
    }

    /// Units of each group that hidden layers make.
    pub fn units(&self) -> Vec<usize> {
        let groups = self.hidden().iter().map(|layer| layer.makes + 1).max().unwrap_or(0);
        let mut units = vec![0; groups];
        self.hidden().iter().for_each(|layer| units[layer.makes] = layer.outputs);
        units
    }

    /// The same network with other numbers of units in its groups, one for each of [`Shape::units`].
    pub fn with_units(&self, units: &[usize]) -> Self {
        let before = self.units();
        let resized = |layer: &Layer| Layer {
            inputs: layer.reads.map_or(layer.inputs, |group| layer.inputs / before[group] * units[group]),
            outputs: units.get(layer.makes).copied().unwrap_or(layer.outputs),
            ..*layer
        };
        Self { layers: self.layers.iter().map(resized).collect(), stages: self.stages.clone() }
    }

    /// Values that training finds: weights, biases, and scales of norms.
    pub fn parameters(&self) -> u64 {
        let of_layer = |layer: &Layer| (layer.inputs + 1 + usize::from(layer.normed)) as u64 * layer.outputs as u64;
        self.layers.iter().map(of_layer).sum()
    }

    /// Multiply-adds of one record, those of the matrices.
    pub fn multiply_adds(&self) -> u64 {
        let of_layer = |layer: &Layer| layer.positions() as u64 * layer.inputs as u64 * layer.outputs as u64;
        self.layers.iter().map(of_layer).sum()
    }

    /// Where each layer's weights and biases lie in [`Weights`].
    pub fn ranges(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut end = 0;
        self.layers
            .iter()
            .map(|layer| (next(&mut end, layer.inputs * layer.outputs), next(&mut end, layer.outputs)))
            .collect()
    }

    /// Where the norms of [`Shape::normed`] lie in [`Weights`]: after all weights and biases.
    pub fn norm_ranges(&self) -> Vec<NormRanges> {
        let mut end = self.ranges().last().map_or(0, |(_, bias)| bias.end);
        let of_layer = |i: usize| {
            let [scale, mean, variance] = [(); 3].map(|()| next(&mut end, self.layers[i].outputs));
            NormRanges { scale, mean, variance }
        };
        self.normed().into_iter().map(of_layer).collect()
    }

    /// Xavier-normal weights, zero biases, norms that change nothing, from the stream `{owner}/weights`.
    pub fn initial_weights(&self, seed: Seed, owner: &str) -> Weights {
        let mut stream = seed.stream(&format!("{owner}/weights"));
        let mut weights = Weights::new();
        for &Layer { inputs, outputs, window, .. } in &self.layers {
            // A convolution's unit leads into as many weights of the next layer as its window has positions.
            let leads_to = outputs * window.map_or(1, |window| window.side * window.side);
            let deviation = (2.0 / (inputs + leads_to) as f64).sqrt();
            let normal = Normal::new(0.0, deviation).expect("a deviation of positive sizes is finite");
            weights.extend((0..inputs * outputs).map(|_| normal.sample(&mut stream) as f32));
            weights.extend(std::iter::repeat_n(0.0, outputs));
        }
        for norm in self.norm_ranges() {
            let units = norm.scale.len();
            weights.extend([1.0, 0.0, 1.0].into_iter().flat_map(|value| std::iter::repeat_n(value, units)));
        }
        weights
    }
}

fn next(end: &mut usize, len: usize) -> Range<usize> {
    let range = *end..*end + len;
    *end = range.end;
    range
}

/// A network in the making.
struct Builder {
    shape: Shape,
    now: Values,
    groups: usize,
}

/// What has come out so far.
#[derive(Clone, Copy)]
struct Values {
    height: usize,
    width: usize,
    units: usize,
    group: Option<usize>,
}

impl Builder {
    fn new((width, height): (u32, u32), units: usize) -> Self {
        let now = Values { height: height as usize, width: width as usize, units, group: None };
        Self { shape: Shape { layers: Vec::new(), stages: Vec::new() }, now, groups: 0 }
    }

    fn new_group(&mut self) -> usize {
        self.groups += 1;
        self.groups - 1
    }

    fn dense(&mut self, units: usize) {
        let Values { height, width, units: before, group } = self.now;
        let makes = self.new_group();
        let inputs = height * width * before;
        let layer = Layer { inputs, outputs: units, reads: group, makes, window: None, normed: false };
        self.shape.stages.push(Stage::Layer(self.shape.layers.len()));
        self.shape.layers.push(layer);
        self.now = Values { height: 1, width: 1, units, group: Some(makes) };
    }

    /// Adds a convolution of `of` and gives its index; it makes units of the group `makes`, or of a new one.
    fn convolution(&mut self, of: Values, units: usize, side: usize, stride: usize, makes: Option<usize>) -> usize {
        let makes = makes.unwrap_or_else(|| self.new_group());
        let window = Window { height: of.height, width: of.width, side, stride };
        let inputs = side * side * of.units;
        let layer = Layer { inputs, outputs: units, reads: of.group, makes, window: Some(window), normed: true };
        self.shape.layers.push(layer);
        self.now = Values { height: window.rows(), width: window.columns(), units, group: Some(makes) };
        self.shape.layers.len() - 1
    }

    fn block(&mut self, units: usize, stride: usize) {
        let before = self.now;
        let first = self.convolution(before, units, 3, stride, None);
        let between = self.now;
        let changes = stride != 1 || units != before.units;
        let shortcut = changes.then(|| self.convolution(before, units, 1, stride, None));
        // What is added up is one group: the shortcut's, or that of what went in.
        let sum = if changes { self.now.group } else { before.group };
        let second = self.convolution(between, units, 3, 1, sum);
        self.shape.stages.push(Stage::Block { first, shortcut, second });
    }

    fn pool(&mut self) {
        let Values { height, width, .. } = self.now;
        self.shape.stages.push(Stage::Pool { height, width });
        (self.now.height, self.now.width) = (height / 2, width / 2);
    }

    fn mean(&mut self) {
        self.shape.stages.push(Stage::Mean { positions: self.now.height * self.now.width });
        (self.now.height, self.now.width) = (1, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_have_xavier_deviation_and_zero_biases() {
        let shape = Shape::fully_connected(&[300, 100, 10]);
        let weights = shape.initial_weights(Seed(1), "target");
        let ranges = shape.ranges();
        assert_eq!(weights.len(), ranges.last().unwrap().1.end);
        let first = &weights[ranges[0].0.clone()];
        let variance = first.iter().map(|w| f64::from(w * w)).sum::<f64>() / first.len() as f64;
        assert!((variance / (2.0 / 400.0) - 1.0).abs() < 0.05, "{variance}");
        assert!(weights[ranges[1].1.clone()].iter().all(|b| b.to_bits() == 0));
    }

    #[test]
    fn fewer_units_make_narrower_layers_on_both_sides() {
        let shape = Shape::fully_connected(&[7, 5, 4, 3]);
        let counted = (shape.units(), shape.parameters(), shape.multiply_adds());
        assert_eq!(counted, (vec![5, 4], 40 + 24 + 15, 35 + 20 + 12));
        assert_eq!(shape.with_units(&[2, 3]), Shape::fully_connected(&[7, 2, 3, 3]));
        assert_eq!(Shape::cnn((8, 6), 4, 5, 3).with_units(&[2, 4, 3]), Shape::cnn((8, 6), 2, 3, 3));
        let narrow = Shape::resnet8((8, 6), 2, 3);
        assert_eq!(Shape::resnet8((8, 6), 6, 3).with_units(&narrow.units()), narrow);
    }

    #[test]
    fn a_cnn_of_a_small_picture_counted_by_hand() {
        // 8×6 pictures: 8×6×4, pooled to 4×3×4, convolved to 4×3×8, pooled to 2×1×8 (an odd row is left out).
        let shape = Shape::cnn((8, 6), 4, 5, 3);
        let sizes: Vec<_> = shape.layers.iter().map(|layer| (layer.inputs, layer.outputs, layer.positions())).collect();
        assert_eq!(sizes, [(9, 4, 48), (36, 8, 12), (16, 5, 1), (5, 3, 1)]);
        assert_eq!(shape.parameters(), 9 * 4 + 8 + 36 * 8 + 16 + 16 * 5 + 5 + 5 * 3 + 3);
        assert_eq!(shape.multiply_adds(), 48 * 36 + 12 * 288 + 80 + 15);
        let all = shape.initial_weights(Seed(1), "target").len() as u64;
        assert_eq!(all, shape.parameters() + 2 * (4 + 8), "and running mean and variance");
        assert_eq!(shape.dropped(), [5]);
    }

    #[test]
    fn residual_sums_share_their_units() {
        let shape = Shape::resnet8((8, 8), 4, 3);
        let makes: Vec<usize> = shape.layers.iter().map(|layer| layer.makes).collect();
        // First convolution; first and second of the block without a shortcut; first, shortcut, second of the others.
        assert_eq!(makes, [0, 1, 0, 2, 3, 3, 4, 5, 5, 6]);
        assert_eq!(shape.units(), [4, 4, 8, 8, 16, 16]);
        let positions: Vec<usize> = shape.layers.iter().map(Layer::positions).collect();
        assert_eq!(positions, [64, 64, 64, 16, 16, 16, 4, 4, 4, 1]);
    }
}
