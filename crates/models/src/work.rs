//! Units of work to measure devices and rivals by: products of matrices, and whole training steps.
//!
//! ```
//! use nabla_compute::Device;
//! use nabla_models::work::Item;
//! # pollster::block_on(async {
//! let mut work = Item::named("mm256").expect("a standard item").prepare(&Device::cpu());
//! work.run().await?; // once to warm up: a GPU compiles its kernels, buffers are made
//! let start = std::time::Instant::now();
//! work.run().await?;
//! println!("{:.1} GFLOP/s", work.flop() / start.elapsed().as_secs_f64() / 1e9);
//! # Ok::<(), nabla_compute::DeviceError>(())
//! # }).unwrap();
//! ```
//!
//! The sizes of [`Item::STANDARD`] and what counts as one unit are those of the rivals' pages in `tests/bench`: a unit
//! ends when its result, the product or the loss, has been read back.

mod char_lm;
mod cnn;
mod inception;
mod matmul;
mod word2vec;

use nabla_compute::kernel::KernelSource;
use nabla_compute::{Device, DeviceError, Reading, Tensor};

pub use char_lm::CharLmWork;
pub use cnn::CnnWork;
pub use inception::InceptionWork;
pub use word2vec::Word2VecWork;

/// What to do, and how much of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Item {
    /// The product of two square matrices of this size, read back as a whole.
    Matmul(usize),
    /// One training step of a language model of characters: forward, backward, Adam.
    CharLm(CharLmWork),
    /// One training step of a small convolutional network: forward, backward, Adam.
    Cnn(CnnWork),
    /// An Inception module forward and backward.
    Inception(InceptionWork),
    /// One training step of word2vec with a full softmax: forward, backward, gradient descent.
    Word2Vec(Word2VecWork),
}

impl Item {
    /// The items that are compared, by name.
    pub const STANDARD: [(&'static str, Item); 8] = [
        ("mm256", Item::Matmul(256)),
        ("mm512", Item::Matmul(512)),
        ("mm1024", Item::Matmul(1024)),
        ("lstm", Item::CharLm(CharLmWork::LSTM)),
        ("gru", Item::CharLm(CharLmWork::GRU)),
        ("cnn", Item::Cnn(CnnWork::STANDARD)),
        ("inception", Item::Inception(InceptionWork::STANDARD)),
        ("w2v", Item::Word2Vec(Word2VecWork::STANDARD)),
    ];

    /// The standard item of this name.
    pub fn named(name: &str) -> Option<Item> {
        Item::STANDARD.iter().find(|(known, _)| *known == name).map(|(_, item)| *item)
    }

    /// The useful floating-point operations of one unit: those of matrix products and convolutions, forward and for
    /// both gradients, a multiplication and an addition each counted.
    pub fn flop(&self) -> f64 {
        match self {
            Item::Matmul(size) => matmul::flop(*size),
            Item::CharLm(work) => work.flop(),
            Item::Cnn(work) => work.flop(),
            Item::Inception(work) => work.flop(),
            Item::Word2Vec(work) => work.flop(),
        }
    }

    /// Whether a unit is a training step, so that the loss falls.
    pub fn learns(&self) -> bool {
        !matches!(self, Item::Matmul(_) | Item::Inception(_))
    }

    /// What a GPU has to compile for it, for [`Device::compile`]; left out, each kernel is compiled at its first launch.
    pub fn kernels(&self, device: &Device) -> Vec<&'static KernelSource> {
        device.trace(|| {
            (self.prepare(device).unit)();
        })
    }

    /// Makes data and parameters on a device; nothing of the work itself is done yet.
    pub fn prepare(&self, device: &Device) -> Work {
        let unit = match self {
            Item::Matmul(size) => matmul::prepare(device, *size),
            Item::CharLm(work) => work.prepare(device),
            Item::Cnn(work) => work.prepare(device),
            Item::Inception(work) => work.prepare(device),
            Item::Word2Vec(work) => work.prepare(device),
        };
        Work { device: device.clone(), flop: self.flop(), unit }
    }
}

/// Does one unit and says what is to be read back.
type Unit = Box<dyn FnMut() -> Tensor>;

/// An item on a device, ready to be done again and again.
pub struct Work {
    device: Device,
    flop: f64,
    unit: Unit,
}

impl Work {
    /// [`Item::flop`] of one unit.
    pub fn flop(&self) -> f64 {
        self.flop
    }

    /// Sends one unit off and asks for its result. A GPU has done it when the reading has come, the processor at once.
    pub fn start(&mut self) -> Reading {
        let result = (self.unit)();
        self.device.read(&[&result])
    }

    /// Does one unit and waits for its result; the first number of that: the loss of a training step.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn run(&mut self) -> Result<f32, DeviceError> {
        Ok(self.start().await?[0][0])
    }

    /// Does so many units one behind the other, as training does its steps, and waits only for the last.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn repeat(&mut self, units: usize) -> Result<f32, DeviceError> {
        for _ in 1..units {
            (self.unit)();
            self.device.flush()?;
        }
        self.run().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recurrent::Cell;

    /// A smaller item of each kind.
    fn small() -> Vec<Item> {
        let sizes = CharLmWork::standard(Cell::Lstm);
        let char_lm = CharLmWork { batch: 2, steps: 5, vocabulary: 7, embedding: 3, hidden: 8, ..sizes };
        let word2vec = Word2VecWork { vocabulary: 11, size: 5, batch: 7 };
        let (cnn, inception) = (CnnWork { batch: 3, side: 8 }, InceptionWork { batch: 2, side: 5 });
        vec![
            Item::Matmul(5),
            Item::CharLm(char_lm),
            Item::Cnn(cnn),
            Item::Inception(inception),
            Item::Word2Vec(word2vec),
        ]
    }

    #[test]
    fn losses_fall() {
        for item in small().into_iter().filter(Item::learns) {
            let mut work = item.prepare(&Device::cpu());
            let mut loss = || pollster::block_on(work.run()).expect("the processor is never lost");
            let first = loss();
            let last = (0..100).map(|_| loss()).last().expect("a hundred");
            assert!(last < 0.9 * first, "{item:?}: {first} → {last}");
        }
    }

    #[test]
    fn units_at_once_are_units_one_by_one() {
        for item in small() {
            let (mut at_once, mut single) = (item.prepare(&Device::cpu()), item.prepare(&Device::cpu()));
            let at_once = pollster::block_on(at_once.repeat(3));
            let single = (0..3).map(|_| pollster::block_on(single.run())).last().expect("three");
            assert_eq!(at_once, single, "{item:?}");
        }
    }

    #[test]
    fn what_does_not_learn_gives_the_same_each_time() {
        for item in small().into_iter().filter(|item| !item.learns()) {
            let mut work = item.prepare(&Device::cpu());
            let mut number = || pollster::block_on(work.run()).expect("the processor is never lost").to_bits();
            assert_eq!(number(), number(), "{item:?}");
        }
    }

    #[test]
    fn standard_items_have_their_names_and_useful_operations() {
        let gflop = |name| Item::named(name).map(|item| (item.flop() / 1e6).round() / 1e3);
        assert_eq!(gflop("mm256"), Some(0.034));
        assert_eq!(gflop("mm1024"), Some(2.147));
        assert_eq!(gflop("lstm"), Some(1.158));
        assert_eq!(gflop("gru"), Some(0.906));
        assert_eq!(gflop("cnn"), Some(0.382));
        assert_eq!(gflop("inception"), Some(0.426));
        assert_eq!(gflop("w2v"), Some(0.197));
        assert_eq!(gflop("lstm2"), None);
    }
}
