//! STUB
use super::Interval;
/// n
#[derive(Debug, Clone, Copy)]
pub struct Network<'a> {
    /// c
    pub correct: &'a [bool],
    /// m
    pub members: &'a [f64],
    /// n
    pub non_members: &'a [f64],
}
/// f
pub struct FrontBootstrap {
    /// s
    pub on_front: Vec<f64>,
    /// h
    pub hypervolume: Interval,
}
/// f
pub fn front(networks: &[Network], _keys: (&[u64], &[u64]), _chance: f64) -> FrontBootstrap {
    FrontBootstrap { on_front: vec![0.5; networks.len()], hypervolume: (0.0, 1.0) }
}
