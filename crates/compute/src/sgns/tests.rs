use super::*;

/// The equations at the top, word for word, in f64.
fn by_the_equations(
    vectors: [&[f32]; 2],
    size: usize,
    x_rows: &[Vec<f64>],
    words: &[u32],
    rate: f64,
) -> [Vec<Vec<f64>>; 2] {
    let w_row = |word: u32| -> Vec<f64> { row(vectors[1], word, size).iter().map(|x| f64::from(*x)).collect() };
    let mut dx = vec![vec![0.0; size]; x_rows.len()];
    let mut dw = vec![vec![0.0; size]; words.len()];
    for (i, x) in x_rows.iter().enumerate() {
        for (j, word) in words.iter().enumerate() {
            let w = w_row(*word);
            let dot: f64 = x.iter().zip(&w).map(|(x, w)| x * w).sum();
            let label = if j == 0 { 1.0 } else { 0.0 };
            let g = rate * (label - 1.0 / (1.0 + (-dot).exp()));
            for d in 0..size {
                dx[i][d] += g * w[d];
                dw[j][d] += g * x[d];
            }
        }
    }
    [dx, dw]
}

/// The loss before the step, in f64.
fn loss(x: &[Vec<f64>], output: &[f32], words: &[u32]) -> f64 {
    let size = x[0].len();
    let of = |x: &Vec<f64>| -> f64 {
        let dot = |word: &u32| row(output, *word, size).iter().zip(x).map(|(w, x)| f64::from(*w) * x).sum::<f64>();
        let signed = words.iter().enumerate().map(|(j, word)| if j == 0 { -dot(word) } else { dot(word) });
        signed.map(|z| z.exp().ln_1p()).sum()
    };
    x.iter().map(of).sum::<f64>() / x.len() as f64
}

fn table(words: usize, size: usize, seed: f32) -> Vec<f32> {
    (0..words * size).map(|i| ((i as f32 + 1.0) * seed).sin()).collect()
}

fn check(size: usize, around: &[u32], words: &[u32], is_cbow: bool) {
    let (input, output) = (table(9, size, 0.37), table(9, size, 0.73));
    let rows: Vec<Vec<f64>> =
        around.iter().map(|word| row(&input, *word, size).iter().map(|x| f64::from(*x)).collect()).collect();
    let x = if is_cbow && !around.is_empty() {
        let mean = |d: usize| rows.iter().map(|row| row[d]).sum::<f64>() / rows.len() as f64;
        vec![(0..size).map(mean).collect()]
    } else {
        rows
    };
    let [dx, dw] = by_the_equations([&input, &output], size, &x, words, 0.1);
    let (mut got_input, mut got_output) = (input.clone(), output.clone());
    let mut vectors = Vectors { input: &mut got_input, output: &mut got_output, size };
    let mut block = Block::default();
    assert!(if is_cbow {
        block.cbow(&mut vectors, around, words, 0.1)
    } else {
        block.skip_gram(&mut vectors, around, words, 0.1)
    });
    if !around.is_empty() {
        let (got, expected) = (f64::from(block.loss(words.len(), 0.1)), loss(&x, &output, words));
        assert!((got - expected).abs() < 1e-4 * expected, "a loss of {got} instead of {expected}");
    }
    let (mut input, mut output) = (input, output);
    for (i, word) in around.iter().enumerate() {
        let change = &dx[if is_cbow { 0 } else { i }];
        row_mut(&mut input, *word, size).iter_mut().zip(change).for_each(|(x, d)| *x += *d as f32);
    }
    for (word, change) in words.iter().zip(&dw) {
        row_mut(&mut output, *word, size).iter_mut().zip(change).for_each(|(w, d)| *w += *d as f32);
    }
    for (got, expected) in got_input.iter().zip(&input).chain(got_output.iter().zip(&output)) {
        assert!((got - expected).abs() < 1e-5, "size {size}: {got} instead of {expected}");
    }
}

#[test]
fn blocks_follow_the_equations_at_odd_sizes_and_with_repeated_words() {
    for size in [1, 3, 4, 7, 100] {
        for around in [&[1, 2, 3, 4][..], &[5], &[0, 8, 0], &[]] {
            for words in [&[3][..], &[0, 1, 2, 3, 4, 5], &[7, 1, 1, 8], &[2, 0, 1, 3, 4, 5, 6, 7, 8, 8, 1, 0, 3]] {
                check(size, around, words, false);
                check(size, around, words, true);
            }
        }
    }
}

#[test]
fn a_block_whose_scores_are_hopeless_changes_nothing() {
    let (size, around, words) = (7, [1, 2, 3], [4, 5, 6]);
    for (place, is_input) in [(2 * size, true), (6 * size + 5, false)] {
        for (is_cbow, value) in [(false, f32::NAN), (true, f32::NAN), (false, 1e20), (true, -1e20)] {
            let (mut input, mut output) = (table(9, size, 0.37), table(9, size, 0.73));
            (if is_input { &mut input } else { &mut output })[place] = value;
            let (mut got_input, mut got_output) = (input.clone(), output.clone());
            let mut vectors = Vectors { input: &mut got_input, output: &mut got_output, size };
            let mut block = Block::default();
            assert!(!if is_cbow {
                block.cbow(&mut vectors, &around, &words, 10.0)
            } else {
                block.skip_gram(&mut vectors, &around, &words, 10.0)
            });
            assert_eq!(block.loss(words.len(), 10.0).is_nan(), value.is_nan(), "a loss hides nothing");
            let bits = |table: &[f32]| table.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!([bits(&got_input), bits(&got_output)], [bits(&input), bits(&output)]);
        }
    }
}
