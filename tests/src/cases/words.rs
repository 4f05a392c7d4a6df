//! Losses, and the objectives of word2vec.

use nabla_compute::ops;

use super::{Case, indices};

pub(super) const CASES: &[Case] = &[
    Case { name: "softmax", small: &[&[3, 5]], large: &[&[33, 131]], op: |x| x[0].softmax() },
    Case { name: "softmax of one column", small: &[&[3, 1]], large: &[&[65, 1]], op: |x| x[0].softmax() },
    Case { name: "log_softmax", small: &[&[3, 5]], large: &[&[2, 17, 64]], op: |x| x[0].log_softmax() },
    Case {
        name: "softmax_xent with smoothing",
        small: &[&[4, 5]],
        large: &[&[33, 97]],
        op: |x| {
            let [rows, columns] = x[0].value().shape().matrix();
            ops::softmax_xent_smoothed(&x[0], &indices(&x[0], rows, columns), 0.1).loss
        },
    },
    Case {
        name: "squared_error",
        small: &[&[3, 4], &[3, 4]],
        large: &[&[7, 101], &[7, 101]],
        op: |x| x[0].squared_error(&x[1]),
    },
    Case { name: "mse", small: &[&[3, 4], &[3, 4]], large: &[&[7, 101], &[7, 101]], op: |x| x[0].mse(&x[1]) },
    Case {
        name: "logistic_loss",
        small: &[&[3, 4], &[3, 4]],
        large: &[&[7, 101], &[7, 101]],
        op: |x| x[0].logistic_loss(&x[1]),
    },
    Case {
        name: "linear_xent",
        small: &[&[4, 3], &[5, 3]],
        large: &[&[33, 31], &[131, 31]],
        op: |x| {
            let ([rows, _], [classes, _]) = (x[0].value().shape().matrix(), x[1].value().shape().matrix());
            ops::linear_xent(&x[0], &x[1], &indices(&x[0], rows, classes))
        },
    },
    Case {
        name: "linear_xent of tied rows",
        small: &[&[5, 3]],
        large: &[&[67, 17]],
        op: |x| {
            let [rows, _] = x[0].value().shape().matrix();
            let h = x[0].embedding(&indices(&x[0], 2 * rows + 1, rows));
            ops::linear_xent(&h, &x[0], &indices(&x[0], 2 * rows + 1, rows - 1))
        },
    },
    Case {
        name: "linear_xent_weighted",
        small: &[&[4, 3], &[5, 3]],
        large: &[&[33, 31], &[131, 31]],
        op: |x| {
            let ([rows, _], [classes, _]) = (x[0].value().shape().matrix(), x[1].value().shape().matrix());
            let counts: Vec<f32> = (0..rows * classes).map(|i| (i * i % 5) as f32).collect();
            let weights = x[0].value().device().upload([rows, classes], &counts);
            ops::linear_xent_weighted(&x[0], &x[1], &weights, counts.iter().sum())
        },
    },
    Case {
        name: "negative_sampling",
        small: &[&[4, 3], &[5, 3]],
        large: &[&[33, 31], &[131, 31]],
        op: |x| {
            let ([rows, _], [words, _]) = (x[0].value().shape().matrix(), x[1].value().shape().matrix());
            ops::negative_sampling(&x[0], &x[1], &indices(&x[0], 6 * rows, words))
        },
    },
    Case {
        name: "embedding_bag",
        small: &[&[5, 3]],
        large: &[&[40, 33]],
        op: |x| {
            let [rows, _] = x[0].value().shape().matrix();
            let weights: Vec<f32> = (0..3 * rows).map(|i| (i % 4) as f32 / 4.0).collect();
            let weights = x[0].value().device().upload([rows, 3], &weights);
            x[0].embedding_bag(&indices(&x[0], 3 * rows, rows), &weights)
        },
    },
    Case { name: "norm", small: &[&[3, 4]], large: &[&[33, 65]], op: |x| x[0].norm() },
];
