//! The lab about features behind the messages: models on features made by hand against nets that learn their own.

pub mod protocol;
