//! What a code said when a coding was made, as far as the journals have the words.

use super::codebook::{Code, ReadFamily};
use super::hash::Revision;
use super::layer::Layer;
use super::names::CodingKey;
use super::record::Act;
use super::study::Study;

/// The code in an entry of a family file, as TOML without its `[[code]]` line.
pub fn code_in(entry: &str) -> Option<Code> {
    let toml = format!("family = \"x\"\n[[code]]\n{entry}");
    ReadFamily::parse("", &toml).ok()?.codes.into_iter().next().map(|(code, _)| code)
}

impl Study {
    /// The code as it stood with this state of its definition: as the codebook has it, else as the journals do.
    pub fn code_then(&self, id: &str, revision: Revision) -> Option<Code> {
        if let Some(now) = self.codebook.by_id(id).filter(|code| code.revision == revision) {
            return Some(now.clone());
        }
        let entries = |act: &Act| -> Vec<String> {
            match act {
                Act::CodeAdd(added) if added.code == id => vec![added.after.clone()],
                Act::CodeEdit(changes) => changes
                    .iter()
                    .filter(|change| change.code() == Some(id))
                    .flat_map(|change| [change.before.clone(), change.after.clone()])
                    .flatten()
                    .collect(),
                _ => Vec::new(),
            }
        };
        // Also what was taken back: the words are the same.
        let layers = self.coders().into_iter().filter_map(|coder| self.layer(coder));
        let events = layers.flat_map(Layer::codebook_events_ever);
        let codes = events.flat_map(|record| entries(&record.act)).filter_map(|entry| code_in(&entry));
        codes.into_iter().find(|code| code.revision == revision)
    }

    /// The code that a coding was given and the state of the definition that it was made under.
    pub fn made_under(&self, key: CodingKey) -> Option<(&str, Revision)> {
        let coding = self.coding(key);
        coding.given.map(|code| (self.code_id(code), coding.revision))
    }
}
