//! Reading texts without keeping anybody waiting.
//!
//! Every text is read on a thread. A document that is to be shown gets a moment first, so that most of them are there in the
//! very frame of the key that asked; what takes longer is reported to the loop. Each question takes the place of the one
//! before it of its kind, and an answer to an earlier question is dropped.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::model::{Document, DocumentKey};
use crate::store::{LoadedText, StoreError};
use crate::ui::reader::Opened;

/// How long a key may wait for a document to be read.
const MOMENT: Duration = Duration::from_millis(40);

/// What was asked for, or why it cannot be had, with the number of the question.
#[derive(Debug)]
pub enum Answer {
    /// A document for the Reader.
    Opened(u64, Result<Opened, StoreError>),
    /// One of the texts that a list shows words of.
    Text(u64, DocumentKey, Result<Arc<LoadedText>, StoreError>),
}

/// Reads texts on threads.
#[derive(Debug, Default)]
pub struct Loader {
    opening: u64,
    texts: Arc<AtomicU64>,
}

impl Loader {
    /// Reads `document` for the Reader: the answer, when it is there in a moment. Otherwise `report` gets it later, on
    /// another thread.
    pub fn open(
        &mut self,
        root: &Path,
        document: &Document,
        report: impl Fn(Answer) + Send + 'static,
    ) -> Option<Answer> {
        self.opening += 1;
        let (root, document) = (root.to_owned(), document.clone());
        let number = self.opening;
        let (sender, receiver) = mpsc::sync_channel(0);
        thread::spawn(move || {
            let opened = LoadedText::read(&root, &document).map(|text| Opened::new(Arc::new(text)));
            // Nobody receives any more once the moment has passed.
            if let Err(mpsc::SendError(answer)) = sender.send(Answer::Opened(number, opened)) {
                report(answer);
            }
        });
        receiver.recv_timeout(MOMENT).ok()
    }

    /// Nothing is to be opened any more.
    pub fn forget_opening(&mut self) {
        self.opening += 1;
    }

    /// Reads these documents one after the other; `report` gets each as it is read, on another thread.
    pub fn texts(&mut self, root: &Path, documents: Vec<Document>, report: impl Fn(Answer) + Send + 'static) {
        let number = self.texts.fetch_add(1, Ordering::SeqCst) + 1;
        if documents.is_empty() {
            return;
        }
        let (root, latest) = (root.to_owned(), Arc::clone(&self.texts));
        thread::spawn(move || {
            for document in documents {
                if latest.load(Ordering::SeqCst) != number {
                    return;
                }
                let text = LoadedText::read(&root, &document).map(Arc::new);
                report(Answer::Text(number, document.key, text));
            }
        });
    }

    /// False for the answer to a question that was followed by another one.
    pub fn is_wanted(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Opened(number, _) => *number == self.opening,
            Answer::Text(number, ..) => *number == self.texts.load(Ordering::SeqCst),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::small_study;
    use std::fs;

    fn documents(root: &Path) -> Vec<Document> {
        let documents = small_study().0.documents().to_vec();
        for document in &documents {
            let path = root.join(&document.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "Eén zin.\n").unwrap();
        }
        documents
    }

    fn key(answer: &Answer) -> DocumentKey {
        match answer {
            Answer::Opened(_, opened) => opened.as_ref().unwrap().document,
            Answer::Text(_, document, text) => {
                assert_eq!(text.as_ref().unwrap().document, *document);
                *document
            }
        }
    }

    #[test]
    fn a_document_is_there_at_once_or_reported() {
        let folder = tempfile::tempdir().unwrap();
        let documents = documents(folder.path());
        let mut loader = Loader::default();
        let (sender, receiver) = mpsc::channel();
        let at_once = loader.open(folder.path(), &documents[0], move |answer| sender.send(answer).unwrap());
        let answer = at_once.unwrap_or_else(|| receiver.recv().unwrap());
        assert!(loader.is_wanted(&answer));
        assert_eq!(key(&answer), documents[0].key);
        loader.forget_opening();
        assert!(!loader.is_wanted(&answer), "another one was asked for meanwhile");
    }

    #[test]
    fn texts_come_in_the_order_asked_and_not_after_another_question() {
        let folder = tempfile::tempdir().unwrap();
        let documents = documents(folder.path());
        let mut loader = Loader::default();
        let (sender, receiver) = mpsc::channel();
        let send = move |answer: Answer| sender.send(answer).unwrap();
        loader.texts(folder.path(), vec![documents[1].clone(), documents[0].clone()], send.clone());
        let answers: Vec<Answer> = receiver.iter().take(2).collect();
        assert_eq!(answers.iter().map(key).collect::<Vec<_>>(), [documents[1].key, documents[0].key]);
        assert!(answers.iter().all(|answer| loader.is_wanted(answer)));
        loader.texts(folder.path(), Vec::new(), send);
        assert!(!answers.iter().any(|answer| loader.is_wanted(answer)));
        assert!(receiver.recv().is_err(), "nobody reads any more");
    }

    #[test]
    fn a_file_that_is_gone_is_an_answer_too() {
        let folder = tempfile::tempdir().unwrap();
        let document = small_study().0.documents()[0].clone();
        let (sender, receiver) = mpsc::channel();
        Loader::default().texts(folder.path(), vec![document], move |answer| sender.send(answer).unwrap());
        assert!(matches!(receiver.recv().unwrap(), Answer::Text(1, _, Err(StoreError::Io { .. }))));
    }
}
