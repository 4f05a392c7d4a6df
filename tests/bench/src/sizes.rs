//! Work items as text.

use nabla_models::work::{CnnWork, InceptionWork, Item};

/// The standard item of a name, with other sizes where they follow it: `lstm steps=128 batch=8`.
pub(crate) fn item(text: &str) -> Result<Item, String> {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default();
    let mut item = Item::named(name).ok_or_else(|| format!("there is no work item `{name}`"))?;
    for word in words {
        let size = word.split_once('=').and_then(|(field, size)| Some((field, size.parse().ok()?)));
        let place = size.and_then(|(field, size)| Some((place(&mut item, field)?, size)));
        let (place, size): (&mut usize, usize) = place.ok_or_else(|| format!("`{name}` cannot have `{word}`"))?;
        *place = size;
    }
    Ok(item)
}

/// Where an item keeps the size of this name.
fn place<'a>(item: &'a mut Item, field: &str) -> Option<&'a mut usize> {
    match (item, field) {
        (Item::Matmul(size), "size") => Some(size),
        (Item::CharLm(work), "batch") => Some(&mut work.batch),
        (Item::CharLm(work), "steps") => Some(&mut work.steps),
        (Item::CharLm(work), "vocabulary") => Some(&mut work.vocabulary),
        (Item::CharLm(work), "embedding") => Some(&mut work.embedding),
        (Item::CharLm(work), "hidden") => Some(&mut work.hidden),
        (Item::Cnn(CnnWork { batch, .. }) | Item::Inception(InceptionWork { batch, .. }), "batch") => Some(batch),
        (Item::Cnn(CnnWork { side, .. }) | Item::Inception(InceptionWork { side, .. }), "side") => Some(side),
        (Item::Word2Vec(work), "batch") => Some(&mut work.batch),
        (Item::Word2Vec(work), "vocabulary") => Some(&mut work.vocabulary),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_models::work::CharLmWork;

    #[test]
    fn sizes_follow_the_name() {
        assert_eq!(item("mm512"), Ok(Item::Matmul(512)));
        let wanted = CharLmWork { steps: 128, batch: 8, ..CharLmWork::LSTM };
        assert_eq!(item("lstm steps=128 batch=8"), Ok(Item::CharLm(wanted)));
        for wrong in ["", "lstm steps", "lstm steps=x", "lstm size=3", "nothing"] {
            assert!(item(wrong).is_err(), "{wrong}");
        }
    }
}
