//! Settings of the lab about features with a few named values.

use serde::Serialize;

choices! {
    /// Images that the page ships.
    ShippedImages {
        /// Handwritten digits.
        Mnist = "mnist",
        /// Garments.
        Fashion = "fashion",
    }
}

choices! {
    /// What accuracy is drawn against.
    FeatureExperiment {
        /// How many images are learned from.
        Samples = "samples",
        /// By how many pixels images of the test part are moved.
        Shift = "shift",
        /// By how many degrees they are turned.
        Rotation = "rotation",
        /// The standard deviation of the noise on them, in parts of white.
        Noise = "noise",
        /// How many images are learned from, as they are and with all pixels in one other order: nets only.
        Locality = "locality",
    }
}

choices! {
    /// What is measured of an image by hand.
    FeatureKind {
        /// Mean brightness: of the image, of each row, of each column.
        Means = "means",
        /// How like its mirror images it is.
        Symmetry = "symmetry",
        /// Mean brightness of 4×4 zones.
        Zoning = "zoning",
        /// How much of its edges runs in which direction, by quarter.
        Edges = "edges",
        /// Principal components of the images that are learned from.
        Pca = "pca",
    }
}

choices! {
    /// What learns.
    FeatureModel {
        /// Logistic regression on the features.
        Logistic = "logistic",
        /// k nearest neighbours by the features.
        Knn = "knn",
        /// A decision tree on the features.
        Tree = "tree",
        /// A fully connected net on the pixels.
        Mlp = "mlp",
        /// A convolutional net on the pixels.
        Cnn = "cnn",
    }
}

choices! {
    /// A part of the lab about features that an author may hide.
    FeaturesPanel {
        /// The controls.
        Settings = "settings",
        /// Each feature, explained.
        Features = "features",
        /// Accuracy, drawn.
        Accuracy = "accuracy",
        /// Training time, drawn.
        Time = "time",
        /// What each model makes of one image.
        Predict = "predict",
        /// The buttons, and where the run stands.
        Toolbar = "toolbar",
    }
}
