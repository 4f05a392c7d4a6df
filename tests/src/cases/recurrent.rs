//! Recurrences over whole sequences.

use nabla_compute::Var;
use nabla_compute::ops::{self, Bptt, LstmSequence, RnnFunction};

use super::Case;

fn rnn(x: &[Var], function: RnnFunction) -> Var {
    ops::rnn(&x[0], &x[1], &x[2], function, &Bptt::default())
}

fn lstm(x: &[Var], peepholes: Option<&Var>) -> LstmSequence {
    ops::lstm(&x[0], &x[1], [&x[2], &x[3]], peepholes, &Bptt::default())
}

/// z, W and s₋₁: large sizes that no group of rows or lanes divides.
const RNN_LARGE: &[&[usize]] = &[&[9, 5, 133], &[133, 133], &[5, 133]];
const RNN_SMALL: &[&[usize]] = &[&[3, 2, 3], &[3, 3], &[2, 3]];
/// z, Wh, h₋₁, C₋₁ and the peepholes: the LSTM's last is left out where there are none.
const LSTM_SMALL: &[&[usize]] = &[&[3, 2, 12], &[3, 12], &[2, 3], &[2, 3]];
const LSTM_LARGE: &[&[usize]] = &[&[9, 5, 532], &[133, 532], &[5, 133], &[5, 133]];

pub(super) const CASES: &[Case] = &[
    Case { name: "rnn, tanh", small: RNN_SMALL, large: RNN_LARGE, op: |x| rnn(x, RnnFunction::Tanh) },
    // So small that no difference steps over the edge of relu.
    Case {
        name: "rnn, relu",
        small: &[&[2, 1, 2], &[2, 2], &[1, 2]],
        large: RNN_LARGE,
        op: |x| rnn(x, RnnFunction::Relu),
    },
    Case { name: "rnn, linear", small: RNN_SMALL, large: RNN_LARGE, op: |x| rnn(x, RnnFunction::Linear) },
    Case { name: "lstm", small: LSTM_SMALL, large: LSTM_LARGE, op: |x| lstm(x, None).h },
    Case {
        name: "lstm, one row and unit",
        small: &[&[1, 1, 4], &[1, 4], &[1, 1], &[1, 1]],
        large: &[&[2, 1, 4], &[1, 4], &[1, 1], &[1, 1]],
        op: |x| lstm(x, None).h,
    },
    Case {
        name: "lstm, several rows in a group",
        small: LSTM_SMALL,
        large: &[&[5, 17, 256], &[64, 256], &[17, 64], &[17, 64]],
        op: |x| lstm(x, None).h,
    },
    Case {
        name: "lstm, many units",
        small: LSTM_SMALL,
        large: &[&[3, 3, 1312], &[328, 1312], &[3, 328], &[3, 328]],
        op: |x| lstm(x, None).h,
    },
    Case {
        name: "lstm, many rows and units",
        small: LSTM_SMALL,
        large: &[&[3, 9, 800], &[200, 800], &[9, 200], &[9, 200]],
        op: |x| lstm(x, None).h,
    },
    Case {
        name: "lstm in several launches",
        small: LSTM_SMALL,
        large: &[&[9, 2, 2056], &[514, 2056], &[2, 514], &[2, 514]],
        op: |x| lstm(x, None).h,
    },
    Case {
        name: "lstm with peepholes",
        small: &[&[3, 2, 12], &[3, 12], &[2, 3], &[2, 3], &[3, 3]],
        large: &[&[9, 5, 532], &[133, 532], &[5, 133], &[5, 133], &[3, 133]],
        op: |x| lstm(x, Some(&x[4])).h,
    },
    Case {
        name: "lstm with peepholes, several rows in a group",
        small: &[&[2, 1, 4], &[1, 4], &[1, 1], &[1, 1], &[3, 1]],
        large: &[&[4, 9, 128], &[32, 128], &[9, 32], &[9, 32], &[3, 32]],
        op: |x| lstm(x, Some(&x[4])).h,
    },
    Case { name: "lstm's last C", small: LSTM_SMALL, large: LSTM_LARGE, op: |x| lstm(x, None).c_last },
    Case {
        name: "lstm's last C and every h",
        small: LSTM_SMALL,
        large: LSTM_LARGE,
        op: |x| {
            let sequence = lstm(x, None);
            &sequence.c_last + &sequence.h.rows(0, 1).reshape(sequence.c_last.value().shape())
        },
    },
    Case {
        name: "gru, reset before",
        small: &[&[3, 2, 9], &[3, 9], &[2, 3]],
        large: &[&[9, 5, 399], &[133, 399], &[5, 133]],
        op: |x| ops::gru(&x[0], &x[1], &x[2], &Bptt::default()).h,
    },
    Case {
        name: "gru, reset before, in several launches",
        small: &[&[3, 2, 9], &[3, 9], &[2, 3]],
        large: &[&[70, 1, 600], &[200, 600], &[1, 200]],
        op: |x| ops::gru(&x[0], &x[1], &x[2], &Bptt::default()).h,
    },
    Case {
        name: "gru, reset before, several rows in a group",
        small: &[&[3, 2, 9], &[3, 9], &[2, 3]],
        large: &[&[5, 17, 192], &[64, 192], &[17, 64]],
        op: |x| ops::gru(&x[0], &x[1], &x[2], &Bptt::default()).h,
    },
    Case {
        name: "gru, reset after",
        small: &[&[3, 2, 9], &[3, 9], &[9], &[2, 3]],
        large: &[&[9, 5, 399], &[133, 399], &[399], &[5, 133]],
        op: |x| ops::gru_after(&x[0], &x[1], Some(&x[2]), &x[3], &Bptt::default()).h,
    },
    Case {
        name: "gru, reset after, several rows in a group",
        small: &[&[3, 2, 9], &[3, 9], &[9], &[2, 3]],
        large: &[&[5, 17, 192], &[64, 192], &[192], &[17, 64]],
        op: |x| ops::gru_after(&x[0], &x[1], Some(&x[2]), &x[3], &Bptt::default()).h,
    },
];
