//! Texts: by characters, by words, by sentences.

use nabla_models::config::Author;
use nabla_models::data::{Split, Streams, Text, TextError, Words};
use nabla_models::text_cnn::cutting::sentences;

use crate::assert_refused;

pub(crate) fn read(bytes: &[u8]) {
    match Text::from_bytes(bytes) {
        Ok(text) => learn(&text),
        Err(error) => refused(&error),
    }
    if let Ok(text) = nabla_models::data::text::utf8(bytes) {
        let words = Words::new(text, 1);
        assert!(words.vocabulary().iter().all(|word| words.token(word).is_some()));
        assert_eq!((0..words.sentences()).map(|at| words.sentence(at).len()).sum::<usize>(), words.len());
        for author in [Author::Austen, Author::Shakespeare, Author::Kjv] {
            let cut = sentences(author, text);
            assert!(cut.iter().map(String::len).sum::<usize>() <= 2 * text.len(), "{author:?}");
        }
    }
}

fn learn(text: &Text) {
    let tokens = text.tokens();
    let vocabulary = text.vocabulary();
    assert!(vocabulary.is_sorted() && tokens.iter().all(|token| (*token as usize) < vocabulary.len()));
    let written = text.decode(tokens);
    let again = Text::from_bytes(written.as_bytes());
    // A carriage return that was alone may stand before a line end now.
    if !written.contains('\r') && !written.starts_with('\u{feff}') {
        let again = again.expect("what was read can be read again");
        assert_eq!((again.vocabulary(), again.tokens()), (vocabulary, tokens));
    }
    match Split::new(tokens.len(), 0.1, 2, 3) {
        Ok(split) => match Streams::new(tokens.clone(), split.train, 2, 3) {
            Ok(mut streams) => assert_eq!(streams.next_batch().inputs.len(), 6),
            Err(error) => refused(&error),
        },
        Err(error) => refused(&error),
    }
}

fn refused(error: &TextError) {
    assert_refused(error.code(), error);
}
