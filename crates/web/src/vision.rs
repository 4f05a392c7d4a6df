//! The vision lab behind the messages: a network that learns to tell images apart.

pub mod protocol;
