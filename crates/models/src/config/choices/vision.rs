//! Settings of the vision lab with a few named values.

use serde::Serialize;

choices! {
    /// Which images.
    ImageData {
        /// Handwritten digits.
        Mnist = "mnist",
        /// Garments.
        Fashion = "fashion",
        /// Images that the person chose, by class.
        Own = "own",
    }
}

choices! {
    /// Which network looks at them.
    VisionModel {
        /// Softmax regression on the pixels.
        Softmax = "softmax",
        /// Fully connected layers.
        Mlp = "mlp",
        /// Two convolutions with pooling, as in `LeNet`.
        Lenet = "lenet",
        /// GoogLeNet in small.
        Googlenet = "googlenet",
        /// The same, wider.
        GooglenetLarge = "googlenet-large",
        /// The blocks of the setting `net`.
        Own = "own",
    }
}

choices! {
    /// A part of the vision lab that an author may hide.
    VisionPanel {
        /// The controls.
        Settings = "settings",
        /// The network, drawn.
        Architecture = "architecture",
        /// What the network makes of an image.
        Look = "look",
        /// An image of one's own hand.
        Draw = "draw",
        /// What is taken for what.
        Confusion = "confusion",
        /// Where it is most wrong.
        Mistakes = "mistakes",
        /// Loss and accuracy.
        Learning = "learning",
        /// The buttons, and where the run stands.
        Toolbar = "toolbar",
        /// A network of one's own blocks.
        Builder = "builder",
        /// How the winners of the contest on a thousand classes did.
        Imagenet = "imagenet",
    }
}
