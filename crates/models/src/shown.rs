//! Text of others in messages for a person: a name of 60 kB is no part of a sentence.

/// Longer values are cut.
const SHOWN_CHARACTERS: usize = 60;
/// Longer lists are.
const SHOWN_OF_A_LIST: usize = 600;

/// A value, or its beginning.
pub fn shown(text: &str) -> String {
    cut(text, SHOWN_CHARACTERS)
}

/// A list in words, or its beginning.
pub fn shown_list(text: &str) -> String {
    cut(text, SHOWN_OF_A_LIST)
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_is_cut_between_characters() {
        assert_eq!(shown("weights"), "weights");
        assert_eq!(shown(&"ж".repeat(60)), "ж".repeat(60));
        assert_eq!(shown(&"ж".repeat(61)), format!("{}…", "ж".repeat(60)));
        assert_eq!(shown_list(&"a, ".repeat(300)).chars().count(), 601);
    }
}
