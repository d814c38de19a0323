//! GUIDs: what other programs know codes, families, groups, documents and coders by.
//!
//! An id never changes, so the GUID that follows from it never does: nothing is stored, and every export says the same.
//! What came from another program keeps the GUID it came with, under `guid` in its file.

use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

/// What has a GUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A code.
    Code,
    /// A family.
    Family,
    /// A group.
    Group,
    /// A document.
    Document,
    /// A coder.
    Coder,
    /// All annotations of a study.
    Collection,
    /// A coding, where several have one id.
    Coding,
    /// A memo, where several have one id.
    Memo,
    /// The passage of a coding.
    Selection,
    /// An attribute of documents.
    Variable,
}

/// The GUID that follows from an id: a UUID of version 8, made of the first 16 bytes of the SHA-256 of `kantlijn`, the kind
/// and the id, each ended by a zero byte.
pub fn derived(thing: Thing, id: &str) -> Uuid {
    let kind = match thing {
        Thing::Code => "code",
        Thing::Family => "family",
        Thing::Group => "group",
        Thing::Document => "document",
        Thing::Coder => "coder",
        Thing::Collection => "collection",
        Thing::Coding => "coding",
        Thing::Memo => "memo",
        Thing::Selection => "selection",
        Thing::Variable => "variable",
    };
    let hash = Sha256::digest(format!("kantlijn\0{kind}\0{id}\0"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_follows_from_kind_and_id() {
        let guid = derived(Thing::Code, "othering");
        assert_eq!(guid, derived(Thing::Code, "othering"));
        assert_eq!(guid.get_version_num(), 8);
        assert_ne!(guid, derived(Thing::Group, "othering"));
        assert_ne!(guid, derived(Thing::Code, "other"));
    }
}
