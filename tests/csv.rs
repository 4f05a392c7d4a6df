//! Broken and odd CSV files: each ends in a right parse or in a message that says what is wrong, and where.
#![cfg(not(target_arch = "wasm32"))]

use nabla_models::forecast::table::{self, Choice, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Oddity, TableError};
use nabla_models::forecast::{Problem, ProblemSettings, Series, Steps};

const GAP: f64 = f64::NAN;

/// A file and what is to become of it.
struct File {
    name: &'static str,
    bytes: Vec<u8>,
    outcome: Outcome,
}

enum Outcome {
    Read {
        values: Vec<f64>,
        column: Option<&'static str>,
        dates: Option<[&'static str; 2]>,
        notes: Vec<(Oddity, usize)>,
    },
    /// The error's code, and all of its message.
    Refused(&'static str, String),
}

/// One that is read: by default without dates and without anything odd.
fn good(name: &'static str, bytes: impl Into<Vec<u8>>, values: &[f64]) -> File {
    let outcome = Outcome::Read { values: values.to_vec(), column: None, dates: None, notes: Vec::new() };
    File { name, bytes: bytes.into(), outcome }
}

fn bad(name: &'static str, bytes: impl Into<Vec<u8>>, code: &'static str, message: impl Into<String>) -> File {
    File { name, bytes: bytes.into(), outcome: Outcome::Refused(code, message.into()) }
}

impl File {
    fn column(mut self, is: &'static str) -> Self {
        if let Outcome::Read { column, .. } = &mut self.outcome {
            *column = Some(is);
        }
        self
    }

    fn dates(mut self, first: &'static str, last: &'static str) -> Self {
        if let Outcome::Read { dates, .. } = &mut self.outcome {
            *dates = Some([first, last]);
        }
        self
    }

    /// Odd things, with the first line of each.
    fn odd(mut self, all: &[(Oddity, usize)]) -> Self {
        if let Outcome::Read { notes, .. } = &mut self.outcome {
            *notes = all.to_vec();
        }
        self
    }
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2], with_mark: bool) -> Vec<u8> {
    let mark = with_mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
}

/// Cyrillic letters as Russian spreadsheets write them.
fn windows_1251(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        'А'..='я' => (c as u32 - 'А' as u32) as u8 + 0xc0,
        _ => u8::try_from(c as u32).expect("one byte"),
    };
    text.chars().map(byte).collect()
}

const EMPTY: &str = "The file is empty.";
const HEADER_ONLY: &str = "The file has a header but no rows under it.";
const NO_NUMBERS: &str = "No column of the file has numbers.";

fn not_text(position: usize) -> String {
    format!(
        "The file is not text: character {position} is none that texts have. A spreadsheet has to be saved as CSV first."
    )
}

fn cell(line: usize, column: &str, text: &str, reason: &str) -> String {
    format!("Line {line}, column {column:?}: {text:?} {reason}.")
}

fn not_a_number(line: usize, column: &str, text: &str) -> String {
    cell(line, column, text, "is not a number")
}

fn too_large(line: usize, column: &str, text: &str) -> String {
    cell(line, column, text, "is too large to compute with")
}

/// Nothing, or nothing to be forecast.
fn without_a_series() -> Vec<File> {
    vec![
        bad("no bytes", "", "csv-empty", EMPTY),
        bad("a line end", "\n", "csv-empty", EMPTY),
        bad("blanks and line ends", " \r\n\t\r\n", "csv-empty", EMPTY),
        bad("a byte order mark", "\u{feff}", "csv-empty", EMPTY),
        bad("a mark of UTF-16", [0xff, 0xfe], "csv-empty", EMPTY),
        bad("separators", ",,,\n,,,\n", "csv-empty", EMPTY),
        bad("comments", "# a file\n# of comments\n", "csv-empty", EMPTY),
        bad("an end-of-file character", "\u{1a}", "csv-empty", EMPTY),
        bad("only what separates", "sep=;\n", "csv-empty", EMPTY),
        bad("a header", "date,value\n", "csv-header-only", HEADER_ONLY),
        bad("a header without a line end", "value", "csv-header-only", HEADER_ONLY),
        bad("a header over separators", "date,value\n,\n,\n", "csv-header-only", HEADER_ONLY),
        bad("words", "name,town\nAnn,Bern\nBob,Rome\n", "csv-no-numbers", NO_NUMBERS),
        bad("dates and words", "day,what\n2020-01-01,a\n2020-01-02,b\n", "csv-no-numbers", NO_NUMBERS),
        bad("more words than numbers", "x\n1\nb\nc\n2\nd\n", "csv-no-numbers", NO_NUMBERS),
        bad("missing values", "x\nNA\nNA\nNA\n", "csv-no-numbers", NO_NUMBERS),
        bad("a web page", "<!doctype html>\n<html>\n<body>Not found</body>\n</html>\n", "csv-no-numbers", NO_NUMBERS),
        bad("one value", "x\n5\n", "csv-too-few", "The column has 1 values; a series needs more."),
        bad("one value and gaps", "x\nNA\n5\nNA\n", "csv-too-few", "The column has 1 values; a series needs more."),
    ]
}

/// What is no text at all.
fn binary() -> Vec<File> {
    let zip = [b"PK\x03\x04\x14\x00\x06\x00".as_slice(), &[0x9c; 60]].concat();
    vec![
        bad("a picture (PNG)", *b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "csv-not-text", not_text(7)),
        bad("a picture (JPEG)", *b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "csv-not-text", not_text(5)),
        bad("a spreadsheet (xlsx)", zip, "csv-not-text", not_text(3)),
        bad("a spreadsheet (xls)", *b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "csv-not-text", not_text(3)),
        bad("a compressed file", *b"\x1f\x8b\x08\x00abc", "csv-not-text", not_text(1)),
        bad("a zero among numbers", "1\n2\u{0}\n3\n", "csv-not-text", not_text(4)),
        bad("zeros", [0; 100], "csv-not-text", not_text(1)),
        bad("UTF-32", *b"\xff\xfe\x00\x001\x00\x00\x00\n\x00\x00\x002\x00\x00\x00", "csv-not-text", not_text(1)),
        bad("an escape sequence", "x\n\u{1b}[31m5\n6\n7\n", "csv-not-text", not_text(3)),
    ]
}

/// The same few numbers in every encoding and with every line end.
fn encodings() -> Vec<File> {
    let text = "date,value\n2020-01-01,1.5\n2020-01-02,2.5\n2020-01-03,4\n";
    let whole =
        |name, bytes: Vec<u8>| good(name, bytes, &[1.5, 2.5, 4.0]).column("value").dates("2020-01-01", "2020-01-03");
    let russian = "месяц;продажи\n2020-01;1,5\n2020-02;2,5\n2020-03;4\n";
    let sales =
        |name, bytes: Vec<u8>| good(name, bytes, &[1.5, 2.5, 4.0]).column("продажи").dates("2020-01", "2020-03");
    vec![
        whole("plain", text.into()),
        whole("without a line end", text.trim_end().into()),
        whole("CR LF", text.replace('\n', "\r\n").into()),
        whole("CR", text.replace('\n', "\r").into()),
        whole("LF and CR LF", text.replacen('\n', "\r\n", 2).into()),
        whole("blank lines", text.replace('\n', "\n\n\r\n").into()),
        whole("with a byte order mark", format!("\u{feff}{text}").into()),
        whole("with two byte order marks", format!("\u{feff}\u{feff}{text}").into()),
        whole("UTF-16, little end first", utf16(text, u16::to_le_bytes, true)),
        whole("UTF-16, big end first", utf16(text, u16::to_be_bytes, true)),
        whole("UTF-16, little end first, without a mark", utf16(text, u16::to_le_bytes, false)),
        whole("UTF-16, big end first, without a mark", utf16(text, u16::to_be_bytes, false)),
        whole("with an end-of-file character", format!("{text}\u{1a}").into()),
        whole("with separators at the end, as spreadsheets leave them", format!("{text},\n,\n").into()),
        sales("Russian in UTF-8", russian.into()),
        sales("Russian in UTF-16", utf16(russian, u16::to_le_bytes, true)),
        sales("Russian in Windows-1251", windows_1251(russian)),
        sales("Russian in Windows-1251 with CR LF", windows_1251(&russian.replace('\n', "\r\n"))),
        bad(
            "half a character of UTF-16",
            {
                let mut bytes = utf16("x\n1\n2\n3", u16::to_le_bytes, true);
                bytes.push(b'4');
                bytes
            },
            "csv-not-a-number",
            not_a_number(4, "x", "3\u{fffd}"),
        ),
    ]
}

/// How cells are separated, quoted and left out.
fn layouts() -> Vec<File> {
    let days = |name, text: &str| good(name, text, &[1.5, 2.5, 4.0]).column("y").dates("2020-01-01", "2020-01-03");
    vec![
        days("semicolons", "d;y\n2020-01-01;1.5\n2020-01-02;2.5\n2020-01-03;4\n"),
        days("semicolons and decimal commas", "d;y\n2020-01-01;1,5\n2020-01-02;2,5\n2020-01-03;4,0\n"),
        days("tabs", "d\ty\n2020-01-01\t1.5\n2020-01-02\t2.5\n2020-01-03\t4\n"),
        days("tabs and decimal commas", "d\ty\n2020-01-01\t1,5\n2020-01-02\t2,5\n2020-01-03\t4,0\n"),
        days("bars", "d|y\n2020-01-01|1.5\n2020-01-02|2.5\n2020-01-03|4\n"),
        days(
            "a first line that says what separates",
            "sep=;\r\nd;y\r\n2020-01-01;1,5\r\n2020-01-02;2,5\r\n2020-01-03;4\r\n",
        ),
        days("comments above", "# made by hand\n# for a test\nd,y\n2020-01-01,1.5\n2020-01-02,2.5\n2020-01-03,4\n"),
        days("comments between", "d,y\n2020-01-01,1.5\n# here is a note\n2020-01-02,2.5\n2020-01-03,4\n"),
        days(
            "everything in quotes",
            "\"d\",\"y\"\n\"2020-01-01\",\"1.5\"\n\"2020-01-02\",\"2.5\"\n\"2020-01-03\",\"4\"\n",
        ),
        days("quotes after a blank", "d, y\n2020-01-01, \"1.5\"\n2020-01-02, \"2.5\"\n2020-01-03, \"4\"\n"),
        days("blanks around everything", " d , y \n 2020-01-01 , 1.5 \n 2020-01-02 , 2.5 \n 2020-01-03 , 4 \n"),
        good("decimal commas in quotes", "t,y\nA,\"1,5\"\nB,\"2,5\"\nC,\"4,0\"\n", &[1.5, 2.5, 4.0]).column("y"),
        good("decimal commas in one column", "y\n1,5\n2,5\n4,0\n", &[1.5, 2.5, 4.0]).column("y"),
        good("a header of several lines", "\"t\",\"y\nin\nkg\"\na,1\nb,2\nc,4\n", &[1.0, 2.0, 4.0]).column("y\nin\nkg"),
        good("quotes within quotes", "\"he said \"\"y\"\"\"\n1\n2\n4\n", &[1.0, 2.0, 4.0]).column("he said \"y\""),
        good("separators within quotes", "what,y\n\"a, b\",1\n\"c; d\",2\n\"e\tf\",4\n", &[1.0, 2.0, 4.0]).column("y"),
        good("no header", "1\n2\n4\n", &[1.0, 2.0, 4.0]).column("1"),
        good("no header, with dates", "2020-01,1\n2020-02,2\n2020-03,4\n", &[1.0, 2.0, 4.0])
            .dates("2020-01", "2020-03"),
        good("columns without names", ",,\na,1,x\nb,2,x\nc,4,x\n", &[1.0, 2.0, 4.0]).column("2"),
        good("a name that comes again", "x,y,y\na,1,7\nb,2,8\nc,4,9\n", &[1.0, 2.0, 4.0]).column("y"),
        good("a column that counts", "n,y\n1,5\n2,3\n3,9\n", &[5.0, 3.0, 9.0]).column("y"),
        good("nothing but a column that counts", "n\n1\n2\n3\n", &[1.0, 2.0, 3.0]).column("n"),
        good("nothing but years", "1990\n1991\n1992\n1993\n", &[1990.0, 1991.0, 1992.0, 1993.0]),
        good("rows that are too short", "a,b,y\n1,5,3\n2\n3,7,4\n4,8,6\n", &[5.0, GAP, 7.0, 8.0])
            .column("b")
            .odd(&[(Oddity::Missing, 3), (Oddity::Ragged, 3)]),
        good("rows that are too long", "n,y\n1,5\n2,6,7,8\n3,9\n", &[5.0, 6.0, 9.0])
            .column("y")
            .odd(&[(Oddity::Ragged, 3)]),
        good("a separator at every end", "y,\n1,\n2,\n4,\n", &[1.0, 2.0, 4.0]).column("y"),
        good("a row of separators", "t,y\na,1\n,\nb,4\n", &[1.0, GAP, 4.0]).column("y").odd(&[(Oddity::Missing, 3)]),
        bad(
            "a quote that is not closed",
            "y\n1\n2\n\"3\n4\n5\n",
            "csv-open-quote",
            "Line 4, column \"y\": the cell goes on over several lines. Perhaps a quote is not closed.",
        ),
        bad(
            "a quote that is not closed above much",
            format!("y\n1\n\"2\n{}", "3\n".repeat(5000)),
            "csv-long-cell",
            "Line 3, column 1: the cell has 10002 characters. Perhaps a quote is not closed.",
        ),
        bad("a quote within a number", "y\n1\n2\"\n3\n4\n", "csv-not-a-number", not_a_number(3, "y", "2\"")),
    ]
}

/// Numbers as people and programs write them.
fn cells() -> Vec<File> {
    let lines = |cells: &[&str]| format!("y\n{}\n", cells.join("\n"));
    let read = |name, cells: &[&str], values: &[f64]| good(name, lines(cells), values).column("y");
    let refused = |name, cells: &[&str], text: &str| {
        bad(
            name,
            lines(cells),
            "csv-not-a-number",
            not_a_number(2 + cells.iter().position(|c| *c == text).expect("there"), "y", text),
        )
    };
    let missing = |name, cells: &[&str]| {
        let mut values = vec![GAP; cells.len()];
        (values[0], values[cells.len() - 1]) = (1.0, 2.0);
        good(name, lines(cells), &values).column("y").odd(&[(Oddity::Missing, 3)])
    };
    vec![
        read("signs and points", &["+1", "-2", ".5", "5.", "\u{2212}3", "-0"], &[1.0, -2.0, 0.5, 5.0, -3.0, 0.0]),
        read("powers of ten", &["1e3", "2E-3", "3.5e+2", "1e-400"], &[1000.0, 0.002, 350.0, 0.0]),
        read("the largest numbers", &["1e100", "-9.99e99", "1"], &[1e100, -9.99e99, 1.0]),
        bad(
            "a number whose square is none",
            lines(&["1", "-1.01e100", "2"]),
            "csv-number-too-large",
            too_large(3, "y", "-1.01e100"),
        ),
        read("very small numbers", &["5e-324", "1e-310", "2"], &[5e-324, 1e-310, 2.0]),
        read("more digits than there are", &["0.1000000000000000055511151231257827", "1", "2"], &[0.1, 1.0, 2.0]),
        read(
            "thousands apart",
            &["1 234.5", "12\u{a0}345.5", "1'234'567.5", "1\u{202f}000"],
            &[1234.5, 12345.5, 1_234_567.5, 1000.0],
        ),
        good("thousands by commas", "t,y\na,\"1,234.5\"\nb,\"12,345,678\"\nc,\"3\"\n", &[1234.5, 12_345_678.0, 3.0])
            .column("y"),
        good("thousands by points", "t;y\na;1.234,5\nb;12.345.678,0\nc;3,5\n", &[1234.5, 12_345_678.0, 3.5])
            .column("y"),
        missing(
            "words for nothing",
            &["1", "NaN", "nan", "NA", "N/A", "null", "None", "-", "–", "?", ".", "#N/A", "2"],
        ),
        missing("NaN as C writes it", &["1", "-nan", "nan(ind)", "-nan(ind)", "2"]),
        missing("Russian words for nothing", &["1", "нет", "н/д", "Н/Д", "2"]),
        good("cells without anything", "t,y\na,1\nb,\nc,\"\"\nd,2\n", &[1.0, GAP, GAP, 2.0])
            .column("y")
            .odd(&[(Oddity::Missing, 3)]),
        good("a missing value at the top and the end", "t,y\na,\nb,1\nc,2\nd,NA\n", &[GAP, 1.0, 2.0, GAP])
            .column("y")
            .odd(&[(Oddity::Missing, 2)]),
        good("a column of #N/A alone", "#N/A\n1\n2\n", &[GAP, 1.0, 2.0]).odd(&[(Oddity::Missing, 1)]),
        bad("1e400", lines(&["1", "1e400", "2"]), "csv-number-too-large", too_large(3, "y", "1e400")),
        bad("−1e400", lines(&["1", "2", "-1e400"]), "csv-number-too-large", too_large(4, "y", "-1e400")),
        bad("infinity", lines(&["1", "2", "inf"]), "csv-number-too-large", too_large(4, "y", "inf")),
        refused("a word", &["1", "2", "three", "4"], "three"),
        refused("a unit", &["1", "2", "3 kg", "4"], "3 kg"),
        refused("a currency", &["1", "2", "$3", "4"], "$3"),
        refused("a share", &["1", "2", "3%", "4"], "3%"),
        refused("brackets for minus", &["1", "2", "(3)", "4"], "(3)"),
        refused("base 16", &["1", "2", "0x1F", "4"], "0x1F"),
        refused("two points", &["1", "2", "1.2.3", "4"], "1.2.3"),
        refused("two signs", &["1", "2", "--3", "4"], "--3"),
        refused("half a power", &["1", "2", "3e", "4"], "3e"),
        refused("digits of another script", &["1", "2", "٣", "4"], "٣"),
        refused("a broken formula", &["1", "2", "#DIV/0!", "4"], "#DIV/0!"),
        refused("thousands apart by two", &["1.5", "2.5", "12 34", "4"], "12 34"),
        bad(
            "decimal points among commas",
            "t;y\na;1,5\nb;2,5\nc;3.25\n",
            "csv-not-a-number",
            not_a_number(4, "y", "3.25"),
        ),
        bad(
            "a long word",
            lines(&["1", "2", "4", &"x".repeat(100)]),
            "csv-not-a-number",
            not_a_number(5, "y", &format!("{}…", "x".repeat(60))),
        ),
        bad(
            "a row in the middle that says the header again",
            "t,y\na,1\nb,2\nt,y\nc,3\n",
            "csv-not-a-number",
            not_a_number(4, "y", "y"),
        ),
        bad("a total below", "t,y\na,1\nb,2\nTotal,about 3\n", "csv-not-a-number", not_a_number(4, "y", "about 3")),
        bad(
            "a bad cell below CR LF, blank lines and a quoted cell",
            "t,y\r\n\r\n\"a\r\nb\",1\r\nc,2\r\nd,x\r\n",
            "csv-not-a-number",
            not_a_number(6, "y", "x"),
        ),
        bad("a bad cell below CR", "y\r1\r2\rx\r", "csv-not-a-number", not_a_number(4, "y", "x")),
        bad(
            "a bad cell below what separates",
            "sep=;\nt;y\na;1\nb;2\nc;x\n",
            "csv-not-a-number",
            not_a_number(5, "y", "x"),
        ),
        bad("a bad cell below comments", "# one\n# two\ny\n1\n2\nx\n", "csv-not-a-number", not_a_number(6, "y", "x")),
    ]
}

/// Dates of every kind, and of none.
fn dates() -> Vec<File> {
    let three = |name, text: &str, first, last| good(name, text, &[1.0, 2.0, 4.0]).dates(first, last);
    vec![
        three("years", "t,y\n1999,1\n2000,2\n2001,4\n", "1999", "2001"),
        three("months", "t,y\n1999-12,1\n2000-01,2\n2000-02,4\n", "1999-12", "2000-02"),
        three(
            "hours",
            "t,y\n2000-01-01T22:00,1\n2000-01-01T23:00,2\n2000-01-02T00:00,4\n",
            "2000-01-01 22:00",
            "2000-01-02 00:00",
        ),
        three(
            "times with a zone",
            "t,y\n2000-01-01T22:00:00Z,1\n2000-01-01T23:00:00Z,2\n2000-01-02T00:00:00Z,4\n",
            "2000-01-01 22:00:00",
            "2000-01-02 00:00:00",
        ),
        three(
            "parts of a second",
            "t,y\n2000-01-01 00:00:00.25,1\n2000-01-01 00:00:01.25,2\n2000-01-01 00:00:02.25,4\n",
            "2000-01-01 00:00:00",
            "2000-01-01 00:00:02",
        ),
        three("days first", "t,y\n29.02.2000,1\n01.03.2000,2\n02.03.2000,4\n", "2000-02-29", "2000-03-02"),
        three("months first", "t,y\n12/30/1999,1\n12/31/1999,2\n01/01/2000,4\n", "1999-12-30", "2000-01-01"),
        three("days without signs", "t,y\n19991231,1\n20000101,2\n20000102,4\n", "1999-12-31", "2000-01-02"),
        three(
            "quotes around dates",
            "t,y\n\"2000-01-01\",1\n\"2000-01-02\",2\n\"2000-01-03\",4\n",
            "2000-01-01",
            "2000-01-03",
        ),
        three("dates behind values", "y,t\n1,2000-01-01\n2,2000-01-02\n4,2000-01-03\n", "2000-01-01", "2000-01-03"),
        three("a date that comes again", "t,y\n2000-01-01,1\n2000-01-01,2\n2000-01-02,4\n", "2000-01-01", "2000-01-02")
            .odd(&[(Oddity::DuplicateDates, 3)]),
        three("dates out of order", "t,y\n2000-01-02,1\n2000-01-01,2\n2000-01-03,4\n", "2000-01-02", "2000-01-03")
            .odd(&[(Oddity::UnorderedDates, 3)]),
        three("the newest first", "t,y\n2000-01-03,1\n2000-01-02,2\n2000-01-01,4\n", "2000-01-03", "2000-01-01")
            .odd(&[(Oddity::UnorderedDates, 3)]),
        three("a date that is missing", "t,y\n2000-01-01,1\n,2\n2000-01-03,4\n", "2000-01-01", "2000-01-03"),
        good(
            "a day that does not exist",
            "t,y\n2000-02-27,1\n2000-02-28,2\n2000-02-29,4\n2000-02-30,8\n",
            &[1.0, 2.0, 4.0, 8.0],
        )
        .odd(&[(Oddity::BrokenDates, 5)]),
        good("a month that does not exist", "t,y\n2000-13-01,1\n2000-13-02,2\n2000-13-03,4\n", &[1.0, 2.0, 4.0]),
        good("weekdays", "t,y\nMon,1\nTue,2\nWed,4\n", &[1.0, 2.0, 4.0]),
        good("numbers that are no years", "t,y\n1999,1\n2005,2\n2003,4\n", &[1999.0, 2005.0, 2003.0]).column("t"),
    ]
}

/// What can be read but hardly forecast.
fn thin() -> Vec<File> {
    vec![
        good("two rows", "y\n1\n2\n", &[1.0, 2.0]),
        good("a constant", "y\n5\n5\n5\n5\n", &[5.0; 4]).odd(&[(Oddity::Constant, 1)]),
        good("a constant with gaps", "y\n5\nNA\n5\n5\n", &[5.0, GAP, 5.0, 5.0])
            .odd(&[(Oddity::Missing, 3), (Oddity::Constant, 1)]),
        good("nothing but zeros", "y\n0\n0\n-0\n", &[0.0; 3]).odd(&[(Oddity::Constant, 1)]),
    ]
}

/// Sizes at and beyond what is read.
fn sizes() -> Vec<File> {
    let wide = |columns: usize| {
        let row = |cell: &str| vec![cell; columns].join(",");
        format!("{}\n{}\n{}\n{}\n", row("name"), row("1.5"), row("2"), row("4"))
    };
    let mut million = String::from("y\n");
    (0..MAX_ROWS).for_each(|t| million.push_str(if t % 2 == 0 { "1.5\n" } else { "-2\n" }));
    let values: Vec<f64> = (0..MAX_ROWS).map(|t| if t % 2 == 0 { 1.5 } else { -2.0 }).collect();
    let mut more = million.clone();
    more.push_str("7\n");
    vec![
        good("as many columns as are read", wide(MAX_COLUMNS), &[1.5, 2.0, 4.0]).column("name"),
        bad(
            "more columns than are read",
            wide(MAX_COLUMNS + 1),
            "csv-too-many-columns",
            "Line 1 has 1001 cells; at most 1000 are read.",
        ),
        good("a million rows", million, &values),
        bad("more rows than are read", more, "csv-too-many-rows", "The file has more than 1000000 rows."),
        bad(
            "more bytes than are read",
            vec![b'1'; MAX_BYTES + 1],
            "csv-too-large",
            "The file has 21 MB; at most 20 MB are read.",
        ),
        bad(
            "one cell of 20 MB",
            vec![b'1'; MAX_BYTES],
            "csv-long-cell",
            format!("Line 1, column 1: the cell has {MAX_BYTES} characters. Perhaps a quote is not closed."),
        ),
        bad(
            "a huge cell",
            format!("t,y\na,1\nb,2\n{},3\n", "x".repeat(3000)),
            "csv-long-cell",
            "Line 4, column 1: the cell has 3000 characters. Perhaps a quote is not closed.",
        ),
    ]
}

fn corpus() -> Vec<File> {
    [without_a_series(), binary(), encodings(), layouts(), cells(), dates(), thin(), sizes()]
        .into_iter()
        .flatten()
        .collect()
}

/// What is wrong with what was made of a file, if anything is.
fn complaint(file: &File) -> Option<String> {
    let (table, series) = match (table::read("mine.csv", &file.bytes, Choice::default()), &file.outcome) {
        (Ok(read), _) => read,
        (Err(error), Outcome::Refused(code, message)) => {
            let is_right = error.code() == *code && error.to_string() == *message;
            return (!is_right).then(|| format!("{}, {error}", error.code()));
        }
        (Err(error), _) => return Some(format!("refused: {error}")),
    };
    let Outcome::Read { values, column, dates, notes } = &file.outcome else {
        return Some(format!("was read, as {:?}", &series.values[..series.values.len().min(10)]));
    };
    let is_same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
    let is_read = series.values.len() == values.len() && series.values.iter().zip(values).all(is_same);
    let name = &table.columns[table.value].name;
    let written = series.dates.as_ref().map(|dates| [dates.text(0), dates.text(series.values.len() - 1)]);
    let odd: Vec<(Oddity, usize)> = table.notes.iter().map(|note| (note.oddity, note.line)).collect();
    if !is_read || table.rows != values.len() {
        Some(format!("values {:?}", &series.values[..series.values.len().min(10)]))
    } else if column.is_some_and(|column| column != name) {
        Some(format!("column {name:?}"))
    } else if written != dates.map(|dates| dates.map(str::to_owned)) {
        Some(format!("dates {written:?}"))
    } else {
        (odd != *notes).then(|| format!("odd {odd:?}"))
    }
}

#[test]
fn every_file_is_read_right_or_refused_with_its_reason() {
    let files = corpus();
    assert!(files.len() >= 130, "only {} files", files.len());
    let complaints = files.iter().filter_map(|file| complaint(file).map(|what| format!("{}: {what}", file.name)));
    let complaints: Vec<String> = complaints.collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn files_of_the_corpus_differ() {
    let files = corpus();
    for (i, a) in files.iter().enumerate() {
        for b in &files[..i] {
            assert!(a.name != b.name && a.bytes != b.bytes, "{} and {}", a.name, b.name);
        }
    }
}

#[test]
fn a_column_that_is_named_is_the_one_that_is_read() {
    let text = b"day,a,a,b\n2020-01-01,1,4,x\n2020-01-02,2,5,y\n2020-01-03,3,6,z\n";
    let values = |column: &str| {
        table::read("mine.csv", text, Choice { value: column, ..Choice::default() }).map(|(_, series)| series.values)
    };
    assert_eq!(values("a").expect("numbers"), [1.0, 2.0, 3.0]);
    assert_eq!(values("a (2)").expect("numbers"), [4.0, 5.0, 6.0]);
    let refused = |value: &str, date: &str| {
        table::read("mine.csv", text, Choice { value, date, ..Choice::default() }).expect_err("refused").to_string()
    };
    assert_eq!(refused("b", ""), not_a_number(2, "b", "x"));
    assert_eq!(refused("c", ""), "There is no column \"c\"; the columns are: day, a, a (2), b.");
    assert_eq!(refused("", "b"), cell(2, "b", "x", "is not a date like those above it"));
    assert_eq!(refused("", "when"), "There is no column \"when\"; the columns are: day, a, a (2), b.");
}

#[test]
fn a_separator_and_a_decimal_mark_that_are_chosen_are_used() {
    // By looks 1,500 has a decimal comma; the person knows that it is fifteen hundred.
    let text = b"day;a\n2020-01-01;1,500\n2020-01-02;2,500\n2020-01-03;3,500\n";
    let values =
        |choice| table::read("mine.csv", text, choice).map(|(table, series)| (table.decimal_comma, series.values));
    assert_eq!(values(Choice::default()).expect("numbers"), (true, vec![1.5, 2.5, 3.5]));
    let point = Choice { decimal_comma: Some(false), ..Choice::default() };
    assert_eq!(values(point).expect("numbers"), (false, vec![1500.0, 2500.0, 3500.0]));
    let both = b"a|b,c|d\n1|2,3|4\n5|6,7|8\n";
    let columns = |separator| {
        let choice = Choice { separator: Some(separator), decimal_comma: Some(false), ..Choice::default() };
        table::read("mine.csv", both, choice).map(|(table, _)| table.columns.len())
    };
    assert_eq!(columns(b'|').expect("three columns"), 3);
    let refused = columns(b',').expect_err("no cell is a number").to_string();
    assert!(refused.ends_with('.'), "{refused}");
}

/// What is done with whatever was read: it is prepared and cut, or refused in words.
fn learn(series: Series) {
    let steps = Steps { log: false, seasonal: Some(2), difference: true, standardise: true };
    let settings = ProblemSettings { window: 2, horizon: 2, period: 2, steps, borders: [0.6, 0.8], fills: true };
    match Problem::new(series, settings) {
        Ok(problem) => assert!(problem.origins.iter().all(|origin| problem.can_forecast(*origin))),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A message for a person: it ends as a sentence does and shows nothing of the program.
fn assert_message(error: &TableError, bytes: &[u8]) {
    let message = error.to_string();
    let is_said = message.ends_with('.') && message.starts_with(|c: char| c.is_uppercase());
    assert!(is_said, "{message:?} of {:?}", String::from_utf8_lossy(bytes));
}

/// Bytes of a file changed, left out, doubled or put in, by a seed.
fn mutated(bytes: &[u8], seed: u64) -> Vec<u8> {
    const SPECIAL: &[u8] = b"\",;|\t\r\n#.-+eE019NnaA\x00\xef\xbb\xbf\xff\xfe\x80 ";
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % n.max(1) as u64) as usize
    };
    let mut bytes = bytes.to_vec();
    for _ in 0..=below(6) {
        let place = below(bytes.len() + 1);
        match below(5) {
            0 if place < bytes.len() => bytes[place] = SPECIAL[below(SPECIAL.len())],
            1 if place < bytes.len() => bytes[place] ^= 1 << below(8),
            2 if place < bytes.len() => {
                let end = (place + 1 + below(12)).min(bytes.len());
                bytes.drain(place..end);
            }
            3 => {
                let end = (place + below(40)).min(bytes.len());
                let again = bytes[place..end].to_vec();
                bytes.splice(place..place, again);
            }
            _ => bytes.insert(place, SPECIAL[below(SPECIAL.len())]),
        }
    }
    bytes
}

#[test]
fn whatever_happens_to_a_file_it_is_read_or_refused_in_words() {
    let mut read = 0;
    let mut refused = 0;
    for (number, file) in (0_u64..).zip(corpus()) {
        if file.bytes.len() > 5000 {
            continue;
        }
        for round in 0..150 {
            let bytes = mutated(&file.bytes, 1000 * number + round);
            match table::read("mine.csv", &bytes, Choice::default()) {
                Ok((table, series)) => {
                    assert_eq!(series.values.len(), table.rows);
                    assert!(series.values.iter().all(|value| !value.is_infinite()));
                    assert!(series.dates.as_ref().is_none_or(|dates| dates.seconds.len() == table.rows));
                    // What was found by itself is found by its name too.
                    let named = table.columns[table.value].name.clone();
                    let again = table::read("mine.csv", &bytes, Choice { value: &named, ..Choice::default() })
                        .expect("it was read before");
                    assert_eq!(again.0.value, table.value, "{:?}", String::from_utf8_lossy(&bytes));
                    learn(series);
                    read += 1;
                }
                Err(error) => {
                    assert_message(&error, &bytes);
                    refused += 1;
                }
            }
        }
    }
    assert!(read > 3000 && refused > 3000, "{read} read, {refused} refused");
}
