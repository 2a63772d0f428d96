//! Pruning by ADMM (MIA-Pruning; Wang et al., IJCAI 2021, rebuilt with the usual solver of Zhang et al., ECCV 2018).
//!
//! Each pruned layer W has a sparse copy Z and a dual U. Steps minimize loss + ρ/2 ‖W − Z + U‖²; after an epoch Z becomes
//! W + U cut by the pruning method, and U grows by W − Z. The cut follows in the last round, where no penalty is left.
//! Z and U of a network stay while it rests, so that they do not depend on how long others train.

use super::{stack::Stack, tensor};
use crate::{
    Result,
    config::PruneConfig,
    method::step::Admm,
    network::Weights,
    prune::{Kept, keep},
    rng::Seed,
};
use burn::tensor::{Device, Tensor};

/// How one network will be cut.
#[derive(Debug, Clone)]
pub struct Cut {
    /// The method.
    pub prune: PruneConfig,
    /// Share of zeros in Z.
    pub sparsity: f64,
    /// Seed and stream of pruning at random.
    pub stream: (Seed, String),
}

/// Z and U of every pruned layer of a stack.
#[derive(Debug)]
pub struct Splitting {
    penalties: Vec<Admm>,
    cuts: Vec<Cut>,
    sparse: Vec<Tensor<3>>,
    dual: Vec<Tensor<3>>,
}

impl Splitting {
    /// Z from the first weights, U zero.
    pub async fn new(penalties: Vec<Admm>, cuts: Vec<Cut>, stack: &Stack) -> Result<Self> {
        let dual = hidden(stack).iter().map(Tensor::zeros_like).collect();
        let mut splitting = Self { penalties, cuts, sparse: Vec::new(), dual };
        splitting.sparse = splitting.projected(stack).await?;
        Ok(splitting)
    }

    /// Adds ρ (W − Z + U) to the gradients, which come in the order of [`Stack::parameters`].
    pub fn pull(&self, parameters: &[Tensor<3>], gradients: &mut [Tensor<3>], device: &Device) {
        let rho: Vec<f32> = self.penalties.iter().map(|admm| admm.penalty as f32).collect();
        let rho = tensor(rho, [self.penalties.len(), 1, 1], device);
        for (layer, (sparse, dual)) in self.sparse.iter().zip(&self.dual).enumerate() {
            let away = parameters[2 * layer].clone() - sparse.clone() + dual.clone();
            gradients[2 * layer] = gradients[2 * layer].clone() + away * rho.clone();
        }
    }

    /// After an epoch: a new Z, then U ← U + W − Z, of the networks that trained in it.
    pub async fn follow(&mut self, stack: &Stack, trained: &[bool]) -> Result<()> {
        let column = trained.iter().map(|&trained| f32::from(u8::from(trained))).collect();
        let moves = tensor(column, [trained.len(), 1, 1], &self.dual[0].device());
        let stays = moves.clone().neg() + 1.0;
        let of_trained = |old: &Tensor<3>, new: Tensor<3>| new * moves.clone() + old.clone() * stays.clone();
        let sparse = self.projected(stack).await?;
        self.sparse = self.sparse.iter().zip(sparse).map(|(old, new)| of_trained(old, new)).collect();
        let grown = |((dual, weight), sparse): ((&Tensor<3>, Tensor<3>), &Tensor<3>)| {
            of_trained(dual, dual.clone() + weight - sparse.clone())
        };
        self.dual = self.dual.iter().zip(hidden(stack)).zip(&self.sparse).map(grown).collect();
        Ok(())
    }

    /// W + U without what the pruning method would cut.
    async fn projected(&self, stack: &Stack) -> Result<Vec<Tensor<3>>> {
        let shape = stack.shape();
        let mut parameters = stack.parameters();
        for (layer, dual) in self.dual.iter().enumerate() {
            parameters[2 * layer] = parameters[2 * layer].clone() + dual.clone();
        }
        let sums = stack.with_parameters(parameters);
        let of_network = |(weights, cut): (&Weights, &Cut)| {
            let (seed, name) = &cut.stream;
            keep(&cut.prune, shape, weights, cut.sparsity, &|| seed.stream(name))
        };
        let all = sums.weights().await?;
        let kept: Vec<Vec<Kept>> = all.iter().zip(&self.cuts).map(of_network).collect();
        let cut = |(layer, sum): (usize, Tensor<3>)| {
            let bits = kept.iter().flat_map(|kept| &kept[layer].weights);
            let mask = bits.map(|&kept| f32::from(u8::from(kept))).collect();
            let (dims, device) = (sum.dims(), sum.device());
            sum * tensor(mask, dims, &device)
        };
        Ok(hidden(&sums).into_iter().enumerate().map(cut).collect())
    }
}

/// Weights of the layers that are pruned. Parameters alternate weight and bias.
fn hidden(stack: &Stack) -> Vec<Tensor<3>> {
    stack.parameters().into_iter().step_by(2).take(stack.shape().pruned().len()).collect()
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;
    use crate::{config::Config, network::Shape};
    use itertools::Itertools;

    fn values(tensor: &Tensor<3>) -> Vec<f32> {
        tensor.to_data().try_into_vec().unwrap()
    }

    /// Four weights of one hidden layer, half of which are to go: 3, 1, −2, ½.
    #[test]
    fn the_dual_adds_up_what_keeps_the_weights_from_being_sparse() {
        let device = Device::flex();
        let shape = Shape::fully_connected(&[2, 2, 1]);
        let weights = vec![3.0, 1.0, -2.0, 0.5, 0.0, 0.0, 1.0, 1.0, 0.0];
        let stack = Stack::new(&shape, &[&weights], &device);
        let admm = Admm { penalty: 0.1 };
        let mut splitting = {
            let cut = Cut { prune: Config::default().prune, sparsity: 0.5, stream: (Seed(1), "test".into()) };
            pollster::block_on(Splitting::new(vec![admm], vec![cut], &stack)).unwrap()
        };
        let mut pull = || {
            let parameters = stack.parameters();
            let mut gradients: Vec<Tensor<3>> = parameters.iter().map(Tensor::zeros_like).collect();
            splitting.pull(&parameters, &mut gradients, &device);
            assert!(values(&gradients[2]).iter().all(|g| g.to_bits() == 0), "the last layer is not pruned");
            let found = values(&gradients[0]);
            pollster::block_on(splitting.follow(&stack, &[true])).unwrap();
            found
        };
        // ρ (W − Z + U): U is 0 first, then W − Z = (0, 1, 0, ½), then twice that.
        for (round, expected) in [[0.0, 0.1, 0.0, 0.05], [0.0, 0.2, 0.0, 0.1]].into_iter().enumerate() {
            for (found, expected) in pull().iter().zip_eq(expected) {
                assert!((found - expected).abs() < 1e-6, "after {round} epochs: {found} is not {expected}");
            }
        }
    }

    #[test]
    fn the_dual_of_a_network_that_rests_stays() {
        let shape = Shape::fully_connected(&[2, 2, 1]);
        let weights = vec![3.0, 1.0, -2.0, 0.5, 0.0, 0.0, 1.0, 1.0, 0.0];
        let stack = Stack::new(&shape, &[&weights, &weights], &Device::flex());
        let cut = Cut { prune: Config::default().prune, sparsity: 0.5, stream: (Seed(1), "test".into()) };
        let admm = Admm { penalty: 0.1 };
        let mut splitting = pollster::block_on(Splitting::new(vec![admm; 2], vec![cut.clone(), cut], &stack)).unwrap();
        pollster::block_on(splitting.follow(&stack, &[true, false])).unwrap();
        assert_eq!(values(&splitting.dual[0]), [0.0, 1.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0]);
    }
}
