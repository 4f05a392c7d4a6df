//! What questions to the embedding lab are answered with.

use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

use super::CorpusInfo;

/// What a question is answered with.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(TS))]
pub enum Answer {
    /// To `corpus`.
    Corpus(CorpusInfo),
    /// To `vocabulary {from?, count?, find?}`: words by frequency from that rank on, or those that `find` begins.
    Vocabulary(VocabularyPart),
    /// To `map {words?, dimensions?}`, with the places in `arrays`.
    Map(MapInfo),
    /// To `follow {map, also?}`: whether events `map` come while there is something new, ten times a second.
    Following {
        /// Whether they do.
        map: bool,
    },
    /// To `neighbours {word, count?}`.
    Neighbours(Neighbours),
    /// To `analogy {a, b, c, count?}`: what is to c as a is to b, a − b + c.
    Analogy(Analogy),
    /// To `context {word, count?, by?, of?}`: p(w|u) for the word u, of the likeliest w, or by `count` of those most
    /// often beside it, and of the words `of`, separated by commas.
    Context(ContextOfWord),
    /// To `counts {top?, from?}`: `n_wu` of `top` words by frequency from rank `from` on, in `arrays`, row after row.
    Counts(CountsPart),
    /// To `quality {now?}`: as last judged, or judged anew.
    Quality(Box<Quality>),
}

/// A part of the vocabulary.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct VocabularyPart {
    /// Words, the most frequent first.
    pub words: Vec<String>,
    /// How often each occurs.
    pub counts: Vec<u32>,
    /// The rank of each, from 0.
    pub ranks: Vec<usize>,
    /// How likely each occurrence is read, after frequent words are thinned.
    pub kept: Vec<f64>,
    /// V
    pub total: usize,
}

/// A map: principal components of the most frequent words' vectors. The numbers beside it are the places, `dimensions`
/// for each word, by frequency, in the vectors' own unit; an axis keeps its direction from one map to the next.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct MapInfo {
    /// When it was drawn.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// How many words, the most frequent.
    pub words: usize,
    /// Ranks of the words after them: those of `also` that are rarer.
    pub also: Vec<usize>,
    /// 2 or 3.
    pub dimensions: usize,
    /// The share of the vectors' variance along each axis.
    pub explained: Vec<f64>,
}

/// Words whose vectors point the same way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Neighbours {
    /// The word asked about.
    pub word: String,
    /// How often it occurs.
    pub count: u32,
    /// Its rank by frequency, from 0.
    pub rank: usize,
    /// The length of its vector.
    pub norm: f64,
    /// The steps of the history; empty before there is one.
    #[cfg_attr(test, ts(type = "Array<number>"))]
    pub steps: Vec<u64>,
    /// The nearest first.
    pub neighbours: Vec<Neighbour>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Neighbour {
    /// The word.
    pub word: String,
    /// How often it occurs.
    pub count: u32,
    /// Its rank by frequency, from 0.
    pub rank: usize,
    /// The cosine of the angle between both.
    pub cosine: f64,
    /// What it was at each of the history's steps.
    pub history: Vec<f64>,
}

/// a − b + c, each of length 1 (Mikolov et al. 2013; 3CosAdd in Levy & Goldberg 2014).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Analogy {
    /// a, b and c.
    pub words: Vec<String>,
    /// Their ranks by frequency, from 0.
    pub ranks: Vec<usize>,
    /// The nearest first, without a, b and c.
    pub ranked: Vec<Ranked>,
    /// Where a, b and c would stand if they were not left out.
    pub left_out: Vec<Ranked>,
}

/// A word in a list by cosine.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Ranked {
    /// The word.
    pub word: String,
    /// How often it occurs.
    pub count: u32,
    /// Its rank by frequency, from 0.
    pub rank: usize,
    /// The cosine of the angle to a − b + c.
    pub cosine: f64,
    /// Its place among all words, from 1: of the list, without a, b and c; of those, among all.
    pub place: usize,
}

/// p(w|u) = `exp⟨x_w, x_u⟩ / Σᵥ exp⟨x_v, x_u⟩` for one u.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct ContextOfWord {
    /// u
    pub word: String,
    /// How often it occurs.
    pub count: u32,
    /// `Σᵥ exp⟨x_v, x_u⟩`
    pub denominator: f64,
    /// Its natural logarithm.
    pub log_denominator: f64,
    /// Words beside u in the texts, within the window: `Σᵥ n_vu`.
    pub beside: f64,
    /// Whether the objective trains this very p(w|u), which negative sampling does not.
    pub is_trained: bool,
    /// The likeliest first, or those most often beside u.
    pub likeliest: Vec<InContext>,
    /// Those that were asked for by name.
    pub asked: Vec<InContext>,
}

/// A word in the context of another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct InContext {
    /// w
    pub word: String,
    /// `⟨x_w, x_u⟩`
    pub score: f64,
    /// `exp⟨x_w, x_u⟩`
    pub numerator: f64,
    /// p(w|u)
    pub probability: f64,
    /// Its place by probability, from 1.
    pub place: usize,
    /// How often both stand side by side in the texts, within the window: `n_wu`.
    pub beside: f64,
    /// `n_wu / Σᵥ n_vu`: what p(w|u) would be if it followed the texts to the letter.
    pub observed: f64,
}

/// A square part of the matrix of co-occurrences, whose numbers are beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct CountsPart {
    /// The words of its rows and columns.
    pub words: Vec<String>,
    /// The rank of the first, from 0.
    pub from: usize,
    /// V
    pub total: usize,
    /// The largest of the numbers.
    pub largest: f64,
    /// Pairs of the whole matrix that ever stand side by side; null until that was counted.
    pub pairs: Option<usize>,
}

/// How good the vectors are.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Quality {
    /// Now, or as last judged; null before.
    pub last: Option<Judgement>,
    /// Every time that they were judged.
    pub history: Vec<JudgedPoint>,
    /// Analogies with the sections they are from, as last judged.
    pub sections: Vec<Section>,
    /// Some that are answered rightly, the first of the right words' neighbours.
    pub works: Vec<Tried>,
    /// Some that are not.
    pub fails: Vec<Tried>,
}

/// What people and questions say.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Judgement {
    /// When.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// Spearman's correlation of cosines with what people say of 353 pairs (Finkelstein et al. 2002); null with fewer
    /// than three pairs.
    pub spearman: Option<f64>,
    /// Pairs with both words in the vocabulary.
    pub pairs: usize,
    /// Of so many.
    pub of: usize,
    /// Analogies answered rightly, of Google's (Mikolov et al. 2013), with a, b and c left out.
    pub right: usize,
    /// Analogies with all four words in the vocabulary.
    pub asked: usize,
    /// Of so many.
    pub questions: usize,
    /// Milliseconds that judging took.
    pub milliseconds: f64,
}

/// A point of the curves of quality.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct JudgedPoint {
    /// When.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// How often the texts were read.
    pub epoch: f64,
    /// Spearman's correlation.
    pub spearman: Option<f64>,
    /// The share of analogies that were answered rightly.
    pub accuracy: Option<f64>,
}

/// Analogies of one kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Section {
    /// As in `family` or `gram3-comparative`.
    pub name: String,
    /// Answered rightly.
    pub right: usize,
    /// With all four words in the vocabulary.
    pub asked: usize,
    /// Of so many.
    pub of: usize,
}

/// An analogy: b is to a as d is to c.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(TS))]
pub struct Tried {
    /// Its section.
    pub section: String,
    /// a, b, c and d: d is asked for as b − a + c.
    pub words: Vec<String>,
    /// The word that came first.
    pub found: String,
    /// Where d stands, from 1, without a, b and c; if d is one of them, where it would stand were it not left out.
    pub place: usize,
}
