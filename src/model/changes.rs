//! Which documents' codings changed, in order, so that what is derived from them is made anew for those alone.

use super::names::DocumentKey;

/// How many changes are kept at least; who looks less often than that makes everything anew.
const KEPT: usize = 1 << 15;

/// The documents whose codings changed, each as often as they did.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    /// How many changes were forgotten.
    forgotten: u64,
    documents: Vec<DocumentKey>,
}

impl Changes {
    /// The codings of a document changed.
    pub(super) fn note(&mut self, document: DocumentKey) {
        if self.documents.len() >= 2 * KEPT {
            self.documents.drain(..KEPT);
            self.forgotten += KEPT as u64;
        }
        self.documents.push(document);
    }

    /// How many changes there were.
    pub(super) fn count(&self) -> u64 {
        self.forgotten + self.documents.len() as u64
    }

    /// The changes behind the first `count`; `None` where some of them are forgotten.
    pub(super) fn since(&self, count: u64) -> Option<&[DocumentKey]> {
        let known = count.checked_sub(self.forgotten)?;
        self.documents.get(known as usize..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_changes_are_forgotten_and_said_to_be() {
        let mut changes = Changes::default();
        let note = |changes: &mut Changes, number: usize| changes.note(DocumentKey::from(number as u32));
        note(&mut changes, 7);
        assert_eq!(changes.since(0), Some(&[DocumentKey::from(7)][..]));
        assert_eq!((changes.since(1), changes.since(2)), (Some(&[][..]), None));
        (0..2 * KEPT).for_each(|number| note(&mut changes, number));
        assert_eq!((changes.count(), changes.since(1)), (2 * KEPT as u64 + 1, None));
        assert_eq!(changes.since(changes.count() - 1), Some(&[DocumentKey::from(2 * KEPT as u32 - 1)][..]));
    }
}
