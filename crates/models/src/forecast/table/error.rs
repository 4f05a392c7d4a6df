//! Why a file is refused.

/// There is no series in a file. `line` counts the lines of the file from 1; `column` is a name, or a number from 1.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TableError {
    /// Nothing is in it.
    #[error("The file is empty.")]
    Empty,
    /// It is larger than is read.
    #[error("The file has {megabytes} MB; at most {limit} MB are read.")]
    TooLarge {
        /// Its size.
        megabytes: usize,
        /// What is allowed.
        limit: usize,
    },
    /// It has more rows than are read.
    #[error("The file has more than {limit} rows.")]
    TooManyRows {
        /// What is allowed.
        limit: usize,
    },
    /// It has more columns than are read.
    #[error("Line {line} has {columns} cells; at most {limit} are read.")]
    TooManyColumns {
        /// Where.
        line: usize,
        /// How many.
        columns: usize,
        /// What is allowed.
        limit: usize,
    },
    /// It is a picture, an archive or a spreadsheet, but no text.
    #[error(
        "The file is not text: character {position} is none that texts have. A spreadsheet has to be saved as CSV first."
    )]
    NotText {
        /// Which character, from 1.
        position: usize,
    },
    /// A cell is far longer than a number or a date.
    #[error("Line {line}, column {column}: the cell has {length} characters. Perhaps a quote is not closed.")]
    LongCell {
        /// Where.
        line: usize,
        /// Where.
        column: usize,
        /// How long.
        length: usize,
    },
    /// A cell that is to be a number or a date goes over several lines.
    #[error("Line {line}, column {column:?}: the cell goes on over several lines. Perhaps a quote is not closed.")]
    OpenQuote {
        /// Where it begins.
        line: usize,
        /// Where.
        column: String,
    },
    /// There is no data under the header.
    #[error("The file has a header but no rows under it.")]
    HeaderOnly,
    /// No column has numbers.
    #[error("No column of the file has numbers.")]
    NoNumbers,
    /// A column that was named is not there.
    #[error("There is no column {name:?}; the columns are: {allowed}.")]
    NoColumn {
        /// The name.
        name: String,
        /// Those that there are.
        allowed: String,
    },
    /// The series would have fewer than two values.
    #[error("The column has {values} values; a series needs more.")]
    TooFew {
        /// How many.
        values: usize,
    },
    /// A cell of a chosen column is not what it must be.
    #[error("Line {line}, column {column:?}: {text:?} {reason}.")]
    BadCell {
        /// Where.
        line: usize,
        /// Where.
        column: String,
        /// What is in it.
        text: String,
        /// What is wrong with that.
        reason: Reason,
    },
}

/// What is wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It is no number.
    #[error("is not a number")]
    NotANumber,
    /// It is infinite, or so large that its square would be.
    #[error("is too large to compute with")]
    TooLarge,
    /// It is no date like the others.
    #[error("is not a date like those above it")]
    NotADate,
}

impl TableError {
    /// For programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            TableError::Empty => "csv-empty",
            TableError::TooLarge { .. } => "csv-too-large",
            TableError::TooManyRows { .. } => "csv-too-many-rows",
            TableError::TooManyColumns { .. } => "csv-too-many-columns",
            TableError::NotText { .. } => "csv-not-text",
            TableError::LongCell { .. } => "csv-long-cell",
            TableError::OpenQuote { .. } => "csv-open-quote",
            TableError::HeaderOnly => "csv-header-only",
            TableError::NoNumbers => "csv-no-numbers",
            TableError::NoColumn { .. } => "csv-no-column",
            TableError::TooFew { .. } => "csv-too-few",
            TableError::BadCell { reason: Reason::NotANumber, .. } => "csv-not-a-number",
            TableError::BadCell { reason: Reason::TooLarge, .. } => "csv-number-too-large",
            TableError::BadCell { reason: Reason::NotADate, .. } => "csv-not-a-date",
        }
    }
}
