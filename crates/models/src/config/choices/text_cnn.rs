//! Choices of the lab of sentences.

use serde::Serialize;

choices! {
    /// Whose sentences they are.
    Author {
        /// Jane Austen, six novels.
        Austen = "austen",
        /// William Shakespeare, plays and poems.
        Shakespeare = "shakespeare",
        /// King James Bible.
        Kjv = "kjv",
    }
}

choices! {
    /// What a sentence is cut into.
    TextUnit {
        /// Words, in small letters.
        Words = "words",
        /// Letters, spaces and apostrophes.
        Characters = "characters",
    }
}

choices! {
    /// What becomes of names, which give an author away.
    Names {
        /// All are one and the same symbol.
        Mask = "mask",
        /// They are read like other words.
        Keep = "keep",
    }
}

choices! {
    /// A part of the lab of sentences that an author may hide.
    TextCnnPanel {
        /// The controls.
        Settings = "settings",
        /// Loss and accuracy.
        Learning = "learning",
        /// Which author is taken for which.
        Confusion = "confusion",
        /// What excites the filters.
        Filters = "filters",
        /// A sentence of one's own.
        Own = "own",
        /// Sentences of the test part.
        Examples = "examples",
        /// The buttons, and where the run stands.
        Toolbar = "toolbar",
    }
}
