//! Old texts that codings stand on, kept in the person's data folder: where a document was changed by any program, what
//! was coded is found again by comparing the texts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use crate::model::hash::TextHash;

use super::places::{Places, private_folder, write_whole};
use super::text::LoadedText;

/// Keeps texts, on a thread of its own: nobody waits for it but the end of the program.
#[derive(Default)]
pub(super) struct Keeper {
    kept: BTreeSet<TextHash>,
    thread: Option<(Sender<Arc<LoadedText>>, JoinHandle<()>)>,
}

impl Keeper {
    /// Keeps a text that codings stand on, unless that was done already.
    pub(super) fn keep(&mut self, places: &Places, text: &Arc<LoadedText>) {
        if !self.kept.insert(text.hash) {
            return;
        }
        let (sender, _) = self.thread.get_or_insert_with(|| {
            let (sender, texts) = channel::<Arc<LoadedText>>();
            let folder = folder(places);
            let thread = std::thread::spawn(move || {
                for text in texts {
                    // What cannot be kept is looked for in git, or by its words.
                    let _ = keep(&folder, text.hash, &text.text);
                }
            });
            (sender, thread)
        });
        let _ = sender.send(Arc::clone(text));
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.thread.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

fn folder(places: &Places) -> PathBuf {
    places.data.join("texts")
}

fn path(folder: &Path, hash: TextHash) -> PathBuf {
    folder.join(format!("{hash}.txt"))
}

/// Writes a text into the data folder, readable by this person alone; one that is there already stays.
fn keep(folder: &Path, hash: TextHash, text: &str) -> Result<(), super::error::StoreError> {
    let path = path(folder, hash);
    if path.exists() {
        return Ok(());
    }
    private_folder(folder)?;
    write_whole(&path, text.as_bytes(), true)
}

/// Keeps a text at once, before its document is changed.
pub(super) fn keep_now(places: &Places, text: &LoadedText) -> Result<(), super::error::StoreError> {
    keep(&folder(places), text.hash, &text.text)
}

/// Takes a text away; false where none was kept.
///
/// # Errors
/// When it is there and cannot be taken away.
pub(super) fn forget(places: &Places, hash: TextHash) -> Result<bool, super::error::StoreError> {
    let path = path(&folder(places), hash);
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(super::error::StoreError::io(&path, "take it away", error)),
    }
}

/// A text that was kept; `None` when there is none, or it is no longer what it was.
pub(super) fn kept(places: &Places, hash: TextHash) -> Option<String> {
    let text = fs::read_to_string(path(&folder(places), hash)).ok()?;
    (TextHash::of(&text) == hash).then_some(text)
}
