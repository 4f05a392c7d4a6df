//! A corpus so small that every number of it fits on a screen.

/// Who rules and who serves, in ten sentences.
pub const TEN_SENTENCES: &str = "\
the king rules the land
the queen rules the land
the king is a man
the queen is a woman
the prince is a young man
the princess is a young woman
the man serves the king
the woman serves the queen
the young man loves the princess
the young woman loves the prince
";
