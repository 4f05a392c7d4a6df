//! Settings with a few named values.

use nabla_compute::ops::RnnFunction;
use serde::Serialize;

use crate::gru::GruForm;
use crate::recurrent::Cell;

/// An enum whose variants are words of the config.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// The words of the config, in the order of the variants.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The variant of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

mod features;
mod forecast;
mod text_cnn;
mod vision;

pub use features::{FeatureExperiment, FeatureKind, FeatureModel, FeaturesPanel, ShippedImages};
pub use forecast::{
    DecimalMark, ForecastPanel, Missing, Mode, ModelKind, Preparation, Separator, SeriesKind, WaveKind,
};
pub use text_cnn::{Author, Names, TextCnnPanel, TextUnit};
pub use vision::{ImageData, VisionModel, VisionPanel};

choices! {
    /// Which experiment the element shows.
    Lab {
        /// A character-level language model.
        CharRnn = "char-rnn",
        /// Tasks that need memory, by lag.
        Memory = "memory",
        /// Back-propagation through time, taken apart.
        Bptt = "bptt",
        /// Time series: windows against recurrence.
        Forecast = "forecast",
        /// Vectors of words.
        Word2Vec = "word2vec",
        /// Sentences by author, told apart by a convolution.
        TextCnn = "text-cnn",
        /// Networks that look at images.
        Vision = "vision",
        /// Features made by hand against learned ones.
        Features = "features",
    }
}

choices! {
    /// Where to compute.
    Backend {
        /// Whichever is faster here.
        Auto = "auto",
        /// The GPU through WebGPU.
        WebGpu = "webgpu",
        /// The processor.
        Cpu = "cpu",
    }
}

choices! {
    /// How strictly the CPU keeps to one order of operations.
    Math {
        /// The same bits for the same seed everywhere.
        Exact = "exact",
        /// Whatever is fastest.
        Fast = "fast",
    }
}

choices! {
    /// How parameters follow their gradients.
    OptimizerKind {
        /// Kingma and Ba 2015.
        Adam = "adam",
        /// Gradient descent with momentum.
        Sgd = "sgd",
    }
}

choices! {
    /// The text to learn from.
    Corpus {
        /// Plays and poems.
        Shakespeare = "shakespeare",
        /// King James Bible.
        Kjv = "kjv",
        /// Six novels.
        Austen = "austen",
        /// Paradise Lost and Paradise Regained.
        Milton = "milton",
        /// World English Bible.
        Web = "web",
        /// A text that the person loaded.
        Own = "own",
    }
}

choices! {
    /// The recurrent layer.
    CellKind {
        /// The simple net: s = tanh(U·x + W·s).
        Rnn = "rnn",
        /// LSTM.
        Lstm = "lstm",
        /// LSTM whose gates also see the state.
        LstmPeepholes = "lstm-peepholes",
        /// GRU in the lecture's form.
        Gru = "gru",
    }
}

impl From<CellKind> for Cell {
    fn from(kind: CellKind) -> Self {
        match kind {
            CellKind::Rnn => Cell::Rnn(RnnFunction::Tanh),
            CellKind::Lstm => Cell::Lstm,
            CellKind::LstmPeepholes => Cell::LstmPeepholes,
            CellKind::Gru => Cell::Gru(GruForm::ResetBefore),
        }
    }
}

choices! {
    /// How a character enters the network.
    Input {
        /// As a learned vector.
        Embedding = "embedding",
        /// As a vector with a single one.
        OneHot = "onehot",
    }
}

choices! {
    /// Language of the page.
    Lang {
        /// English.
        En = "en",
        /// Russian.
        Ru = "ru",
    }
}

choices! {
    /// A part of the page that an author may hide.
    Panel {
        /// The controls.
        Settings = "settings",
        /// What the model writes.
        Samples = "samples",
        /// What the model reads, coloured by surprise.
        Reading = "reading",
        /// The loss.
        Chart = "chart",
        /// Both [`Panel::Inside`] and [`Panel::Compare`].
        About = "about",
        /// The buttons, and where the run stands.
        Toolbar = "toolbar",
        /// What happens in a cell.
        Inside = "inside",
        /// Of that, one step in numbers.
        Cell = "cell",
        /// Of that, every gate at every character.
        Gates = "gates",
        /// Of that, where the weights are.
        Weights = "weights",
        /// Several runs side by side.
        Compare = "compare",
    }
}

choices! {
    /// A task that needs memory.
    TaskKind {
        /// Say symbols again.
        Copy = "copy",
        /// The sum of two marked numbers.
        Adding = "adding",
        /// Which of two symbols came first.
        Order = "order",
        /// Which bracket closes next.
        Dyck = "dyck",
        /// How long ago the last spike was.
        Timing = "timing",
    }
}

choices! {
    /// How the parameters of the memory lab follow their gradients.
    Updates {
        /// Kingma and Ba 2015.
        Adam = "adam",
        /// Gradient descent with momentum.
        Sgd = "sgd",
        /// Tieleman and Hinton 2012, with momentum.
        Rmsprop = "rmsprop",
    }
}

choices! {
    /// A part of the memory lab that an author may hide.
    MemoryPanel {
        /// The controls.
        Settings = "settings",
        /// Success by lag.
        Success = "success",
        /// One example and what the nets answer.
        Example = "example",
        /// The losses while learning.
        Losses = "losses",
        /// The buttons, and where the run stands.
        Toolbar = "toolbar",
    }
}

choices! {
    /// What of the lab about back-propagation is trained and shown.
    BpttPart {
        /// How large gradients are by distance, for every kind of net.
        Ladder = "ladder",
        /// One net on one sentence, with every factor.
        Unrolled = "unrolled",
        /// What it costs to count only the last states.
        Truncation = "truncation",
    }
}

choices! {
    /// φ of the simple net.
    Activation {
        /// The hyperbolic tangent.
        Tanh = "tanh",
        /// max(0, a)
        Relu = "relu",
        /// a
        Linear = "linear",
    }
}

impl From<Activation> for RnnFunction {
    fn from(activation: Activation) -> Self {
        match activation {
            Activation::Tanh => RnnFunction::Tanh,
            Activation::Relu => RnnFunction::Relu,
            Activation::Linear => RnnFunction::Linear,
        }
    }
}

choices! {
    /// A part of the lab about back-propagation that an author may hide.
    BpttPanel {
        /// The controls.
        Settings = "settings",
        /// The experiments to begin with.
        Presets = "presets",
        /// The buttons, and where the run stands.
        Toolbar = "toolbar",
        /// Which part is shown.
        Parts = "parts",
        /// The unrolled net, and the steps that are looked at.
        Net = "net",
        /// A factor and the product of factors.
        Matrices = "matrices",
        /// The terms of ∂L/∂W, and their sum.
        Terms = "terms",
        /// The products of every kind of net.
        Products = "products",
        /// One step in numbers.
        Cell = "cell",
    }
}

choices! {
    /// A text that words are read from.
    WordText {
        /// King James Bible.
        Kjv = "kjv",
        /// World English Bible.
        Web = "web",
        /// Plays and poems.
        Shakespeare = "shakespeare",
        /// Paradise Lost and Paradise Regained.
        Milton = "milton",
        /// Six novels.
        Austen = "austen",
        /// What a dictionary says of its words.
        Glosses = "glosses",
        /// Ten sentences.
        Toy = "toy",
        /// A text that the person loaded.
        Own = "own",
    }
}

choices! {
    /// What is maximised over the vectors.
    Objective {
        /// The log-likelihood of the counts with the full softmax, one matrix for both sides.
        Tied = "tied",
        /// The same with two matrices.
        Untied = "untied",
        /// Each word around tells the word in the middle from noise.
        SkipGram = "skip-gram",
        /// The mean of the words around does.
        Cbow = "cbow",
    }
}

choices! {
    /// How far a word looks.
    Reach {
        /// Each time as far as is drawn from 1 to the window.
        Dynamic = "dynamic",
        /// Always as far as the window.
        Fixed = "fixed",
    }
}

choices! {
    /// A part of the embedding lab that an author may hide.
    WordsPanel {
        /// The controls.
        Settings = "settings",
        /// The map of words.
        Map = "map",
        /// Words that are close to one.
        Neighbours = "neighbours",
        /// a − b + c
        Analogy = "analogy",
        /// p(w|u)
        Context = "context",
        /// The matrix of co-occurrences.
        Counts = "counts",
        /// The loss.
        Loss = "loss",
        /// What people and questions say of the vectors.
        Quality = "quality",
        /// The buttons, and where the run stands.
        Toolbar = "toolbar",
        /// All that is learned, where it is little.
        Matrices = "matrices",
        /// Every word, and how often it is read.
        Vocabulary = "vocabulary",
        /// What can be taken along.
        Files = "files",
    }
}
