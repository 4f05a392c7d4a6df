//! What people and questions say of vectors: WordSim-353 (Finkelstein et al. 2002) and Google's analogies (Mikolov et al.
//! 2013).

use std::rc::Rc;

use super::Space;
use super::space::{largest, place};
use crate::data::Words;

/// Questions that are answered in one product.
const AT_ONCE: usize = 64;

/// What vectors are judged by.
#[derive(Clone, Debug, Default)]
pub struct Judge {
    /// Two words, and how alike people find them.
    pairs: Vec<([String; 2], f64)>,
    /// Names of sections.
    sections: Vec<String>,
    /// A section and four words: b is to a as d is to c.
    questions: Vec<(usize, [String; 4])>,
}

/// A question whose words are all in the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The index of its section.
    pub section: usize,
    /// a, b, c, d.
    pub words: [u32; 4],
    /// Where d stands, from 1, without a, b and c; if d is one of them, where it would stand were it not left out.
    pub place: usize,
    /// Which word came first.
    pub found: u32,
}

impl Question {
    /// Whether the word that came first is d, which it cannot be where d is one of a, b and c.
    pub fn is_right(&self) -> bool {
        let [left_out @ .., wanted] = &self.words;
        self.found == *wanted && !left_out.contains(wanted)
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Spearman's correlation of cosines with what people say; none with fewer than three pairs.
    pub spearman: Option<f64>,
    /// Pairs with both words in the vocabulary, of so many.
    pub pairs: [usize; 2],
    /// Every question that could be asked.
    pub answers: Vec<Question>,
    /// Of each section: its name, those answered rightly, those asked, and all.
    pub sections: Vec<(String, [usize; 3])>,
}

impl Judge {
    /// Takes WordSim-353: lines of two words and a number, separated by tabs.
    pub fn read_pairs(&mut self, text: &str) {
        let pair = |line: &str| {
            let mut parts = line.split('\t').map(str::trim);
            let (a, b, score) = (parts.next()?, parts.next()?, parts.next()?.parse().ok()?);
            Some(([a.to_owned(), b.to_owned()], score))
        };
        self.pairs = text.lines().filter(|line| !line.starts_with('#')).filter_map(pair).collect();
    }

    /// Takes Google's questions: lines of four words, under lines that begin with a colon and name a section.
    pub fn read_questions(&mut self, text: &str) {
        (self.sections, self.questions) = (Vec::new(), Vec::new());
        for line in text.lines() {
            if let Some(name) = line.strip_prefix(':') {
                self.sections.push(name.trim().to_owned());
            } else if let Ok(words) = <[&str; 4]>::try_from(line.split_whitespace().collect::<Vec<_>>()) {
                let section = self.sections.len().saturating_sub(1);
                self.questions.push((section, words.map(str::to_owned)));
            }
        }
        if self.sections.is_empty() && !self.questions.is_empty() {
            self.sections.push(String::new());
        }
    }

    /// Whether there is anything to judge by.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.questions.is_empty()
    }

    /// How many pairs and questions there are.
    pub fn len(&self) -> [usize; 2] {
        [self.pairs.len(), self.questions.len()]
    }

    /// Begins to judge vectors of these words.
    pub fn begin(&self, words: &Words, space: Rc<Space>) -> Judging {
        let mut sections: Vec<(String, [usize; 3])> = self.sections.iter().map(|s| (s.clone(), [0; 3])).collect();
        let mut asked = Vec::new();
        for (section, four) in &self.questions {
            sections[*section].1[2] += 1;
            let tokens: Option<Vec<u32>> = four.iter().map(|word| words.token(word)).collect();
            if let Some(Ok(tokens)) = tokens.map(<[u32; 4]>::try_from) {
                sections[*section].1[1] += 1;
                asked.push((*section, tokens));
            }
        }
        let known =
            |(pair, score): &([String; 2], f64)| Some(([words.token(&pair[0])?, words.token(&pair[1])?], *score));
        let pairs: Vec<([u32; 2], f64)> = self.pairs.iter().filter_map(known).collect();
        let cosine = |[a, b]: [u32; 2]| -> f64 {
            space.row(a).iter().zip(space.row(b)).map(|(a, b)| f64::from(*a) * f64::from(b)).sum()
        };
        let (likeness, scores): (Vec<f64>, Vec<f64>) =
            pairs.iter().map(|(pair, score)| (cosine(*pair), *score)).unzip();
        let verdict = Verdict {
            spearman: spearman(&likeness, &scores),
            pairs: [pairs.len(), self.pairs.len()],
            answers: Vec::with_capacity(asked.len()),
            sections,
        };
        Judging { space, asked, verdict }
    }
}

/// Judging under way: a batch of questions at a time.
pub struct Judging {
    space: Rc<Space>,
    asked: Vec<(usize, [u32; 4])>,
    verdict: Verdict,
}

impl Judging {
    /// Asks some questions more; the verdict when all were asked. b − a + c, the three left out (3CosAdd).
    pub fn step(&mut self) -> Option<Verdict> {
        let done = self.verdict.answers.len();
        let batch = &self.asked[done..self.asked.len().min(done + AT_ONCE)];
        if batch.is_empty() {
            return Some(std::mem::take(&mut self.verdict));
        }
        let queries: Vec<f32> = batch.iter().flat_map(|(_, [a, b, c, _])| self.space.combined([*b, *a, *c])).collect();
        let products = self.space.products(&queries);
        for ((section, words), products) in batch.iter().zip(products.chunks_exact(self.space.len())) {
            let (left_out, wanted) = (&words[..3], words[3]);
            let place = place(products, wanted, left_out);
            // If all words are left out none can come first, and a may: the answer is wrong in any case.
            let found = largest(products, 1, left_out).first().copied();
            let question = Question { section: *section, words: *words, place, found: found.unwrap_or(words[0]) };
            self.verdict.sections[*section].1[0] += usize::from(question.is_right());
            self.verdict.answers.push(question);
        }
        None
    }
}

/// Spearman's correlation: Pearson's of the ranks, of which equal numbers share the mean.
fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    if a.len() < 3 {
        return None;
    }
    let (a, b) = (ranks(a), ranks(b));
    let mean = (a.len() as f64 + 1.0) / 2.0;
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
    Some(product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt().max(f64::MIN_POSITIVE))
}

fn ranks(numbers: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]));
    let mut ranks = vec![0.0; numbers.len()];
    let mut first = 0;
    for equal in order.chunk_by(|a, b| numbers[*a] == numbers[*b]) {
        let mean = first as f64 + (equal.len() as f64 + 1.0) / 2.0;
        equal.iter().for_each(|index| ranks[*index] = mean);
        first += equal.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_share_a_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(spearman(&[1.0, 2.0], &[1.0, 2.0]), None);
        // scipy.stats.spearmanr([1, 2, 2, 4, 9], [5, 6, 7, 8, 7])
        let found = spearman(&[1.0, 2.0, 2.0, 4.0, 9.0], &[5.0, 6.0, 7.0, 8.0, 7.0]).expect("five pairs");
        assert!((found - 0.763_157_894_7).abs() < 1e-9, "{found}");
    }

    #[test]
    fn questions_are_asked_where_all_words_are_known() {
        let words = Words::new("king man queen woman apple", 1); // by spelling: apple king man queen woman
        let space = Rc::new(Space::new(&[-1.0, 5.0, 1.0, 1.0, 0.0, 2.0, 1.0, -1.0, 0.0, -0.5], 2));
        let mut judge = Judge::default();
        judge.read_questions(
            ": family\nman king woman queen\nman king woman apple\nboy girl man woman\n: none\na b c d\n: again\n\
             man king woman king",
        );
        judge.read_pairs("# a comment\nKing\tQueen\t8\nman\twoman\t9\nking\tapple\t1\nking\tlord\t7");
        let mut judging = judge.begin(&words, space);
        let verdict = std::iter::from_fn(|| Some(judging.step())).flatten().next().expect("a verdict");
        assert_eq!(verdict.pairs, [3, 4]);
        assert!(verdict.spearman.is_some());
        let section = |name: &str, numbers| (name.to_owned(), numbers);
        assert_eq!(
            verdict.sections,
            [section("family", [1, 2, 3]), section("none", [0, 0, 1]), section("again", [0, 1, 1])]
        );
        let [queen, apple, king] = &verdict.answers[..] else { panic!("{verdict:?}") };
        assert_eq!((queen.place, apple.place, apple.found), (1, 2, 3));
        assert!(queen.is_right() && !apple.is_right());
        // The king is left out, and would stand behind the queen.
        assert_eq!((king.place, king.found, king.is_right()), (2, 3, false));
    }
}
