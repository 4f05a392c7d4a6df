//! Operations on images `[B,Y,X,C]`.

use nabla_compute::Var;
use nabla_compute::ops::{LrnSettings, Mean, Window};

use super::Case;

/// Stride and padding of which no two numbers agree.
fn uneven(size: [usize; 2]) -> Window {
    Window::valid(size).with_stride([2, 3]).with_padding([1, 0, 2, 1])
}

fn two_by_two() -> Window {
    Window::valid([2, 2]).with_stride([2, 2])
}

pub(super) const CASES: &[Case] = &[
    Case {
        name: "conv2d 3×3",
        small: &[&[2, 4, 5, 2], &[3, 3, 2, 3], &[3]],
        large: &[&[3, 15, 17, 5], &[3, 3, 5, 9], &[9]],
        op: |x| x[0].conv2d(&x[1], Some(&x[2]), &Window::same([3, 3])),
    },
    Case {
        name: "conv2d 3×3 of whole blocks",
        small: &[&[1, 3, 4, 4], &[3, 3, 4, 4], &[4]],
        large: &[&[3, 14, 14, 16], &[3, 3, 16, 32], &[32]],
        op: |x| x[0].conv2d(&x[1], Some(&x[2]), &Window::same([3, 3])),
    },
    Case {
        name: "conv2d 3×3 of one channel",
        small: &[&[1, 4, 4, 1], &[3, 3, 1, 4], &[4]],
        large: &[&[5, 28, 28, 1], &[3, 3, 1, 16], &[16]],
        op: |x| x[0].conv2d(&x[1], Some(&x[2]), &Window::same([3, 3])),
    },
    Case {
        name: "conv2d 1×1",
        small: &[&[2, 2, 3, 4], &[1, 1, 4, 5], &[5]],
        large: &[&[2, 9, 11, 33], &[1, 1, 33, 17], &[17]],
        op: |x| x[0].conv2d(&x[1], Some(&x[2]), &Window::valid([1, 1])),
    },
    Case {
        name: "conv2d 5×5",
        small: &[&[1, 5, 4, 2], &[5, 5, 2, 2], &[2]],
        large: &[&[2, 13, 14, 4], &[5, 5, 4, 8], &[8]],
        op: |x| x[0].conv2d(&x[1], Some(&x[2]), &Window::same([5, 5])),
    },
    Case {
        name: "conv2d with uneven strides and padding, without a bias",
        small: &[&[2, 4, 5, 2], &[2, 3, 2, 3]],
        large: &[&[3, 17, 16, 7], &[2, 3, 7, 11]],
        op: |x| x[0].conv2d(&x[1], None, &uneven([2, 3])),
    },
    Case {
        name: "conv2d with uneven strides of whole blocks",
        small: &[&[1, 4, 5, 4], &[2, 3, 4, 4]],
        large: &[&[3, 17, 16, 8], &[2, 3, 8, 12]],
        op: |x| x[0].conv2d(&x[1], None, &uneven([2, 3])),
    },
    Case {
        name: "conv2d with strides beyond its window",
        small: &[&[1, 5, 5, 2], &[1, 2, 2, 2]],
        large: &[&[2, 11, 13, 3], &[1, 2, 3, 5]],
        op: |x| x[0].conv2d(&x[1], None, &Window::valid([1, 2]).with_stride([2, 3])),
    },
    Case {
        name: "conv2d with more padding than window",
        small: &[&[1, 3, 2, 2], &[2, 1, 2, 2]],
        large: &[&[2, 7, 5, 8], &[2, 1, 8, 4]],
        op: |x| x[0].conv2d(&x[1], None, &Window::valid([2, 1]).with_padding([3, 2, 2, 1])),
    },
    Case {
        name: "conv1d",
        small: &[&[2, 5, 2], &[3, 2, 3], &[3]],
        large: &[&[3, 61, 5], &[4, 5, 13], &[13]],
        op: |x| x[0].conv1d(&x[1], Some(&x[2]), 2, [2, 1]),
    },
    Case {
        name: "max_pool",
        small: &[&[1, 4, 5, 2]],
        large: &[&[3, 16, 17, 5]],
        op: |x| x[0].max_pool(&two_by_two()).y,
    },
    Case {
        name: "max_pool with overlap",
        small: &[&[1, 3, 4, 2]],
        large: &[&[2, 11, 13, 8]],
        op: |x| x[0].max_pool(&Window::same([3, 3])).y,
    },
    Case {
        name: "max_pool with uneven strides and padding",
        small: &[&[2, 4, 5, 1]],
        large: &[&[2, 13, 11, 7]],
        op: |x| x[0].max_pool(&uneven([2, 3])).y,
    },
    Case {
        name: "average_pool of cells",
        small: &[&[2, 4, 5, 2]],
        large: &[&[2, 13, 11, 7]],
        op: |x| x[0].average_pool(&uneven([2, 3]), Mean::OfCells),
    },
    Case {
        name: "average_pool of taps",
        small: &[&[1, 4, 4, 2]],
        large: &[&[2, 13, 11, 7]],
        op: |x| x[0].average_pool(&Window::same([3, 3]), Mean::OfTaps),
    },
    Case {
        name: "global_average_pool",
        small: &[&[2, 3, 4, 2]],
        large: &[&[3, 13, 11, 17]],
        op: |x| x[0].global_average_pool(),
    },
    Case {
        name: "concat",
        small: &[&[2, 3, 2], &[2, 3, 1], &[2, 3, 4]],
        large: &[&[7, 5, 13], &[7, 5, 1], &[7, 5, 32]],
        op: |x| Var::concat([&x[0], &x[1], &x[2]]),
    },
    Case {
        name: "split",
        small: &[&[3, 6]],
        large: &[&[37, 67]],
        op: |x| {
            let columns = x[0].value().shape().matrix()[1];
            let [a, b, c] = x[0].split([1, columns / 2, columns - columns / 2 - 1]);
            Var::concat([&c, &a, &b])
        },
    },
    Case {
        name: "lrn",
        small: &[&[2, 3, 7]],
        large: &[&[5, 7, 67]],
        op: |x| x[0].lrn(&LrnSettings { size: 3, alpha: 0.9, beta: 0.75, bias: 1.0 }),
    },
    Case {
        name: "lrn with a leaning window and another exponent",
        small: &[&[2, 3, 5]],
        large: &[&[5, 7, 33]],
        op: |x| x[0].lrn(&LrnSettings { size: 4, alpha: 0.7, beta: 0.6, bias: 1.5 }),
    },
    Case {
        name: "lrn with a window beyond the channels",
        small: &[&[4, 1]],
        large: &[&[37, 3]],
        op: |x| x[0].lrn(&LrnSettings { size: 9, alpha: 0.7, beta: 0.5, bias: 2.0 }),
    },
    Case {
        name: "batch_norm",
        small: &[&[3, 2, 2], &[2], &[2]],
        large: &[&[13, 17, 35], &[35], &[35]],
        op: |x| x[0].batch_norm(&x[1], &x[2], 1e-2).y,
    },
    Case {
        name: "batch_norm by given moments",
        small: &[&[3, 2, 2], &[2], &[2]],
        large: &[&[13, 17, 35], &[35], &[35]],
        op: |x| {
            let columns = x[1].value().len();
            let spread: Vec<f32> = (0..2 * columns).map(|i| 0.1 + 0.3 * (i % 7) as f32).collect();
            let moments = x[0].value().device().upload([2, columns], &spread);
            x[0].batch_norm_by(&x[1], &x[2], &moments, 0.3)
        },
    },
    Case { name: "dropout", small: &[&[5, 4]], large: &[&[37, 41]], op: |x| x[0].dropout(0.4, 0x1234_5678_9abc_def0) },
];
