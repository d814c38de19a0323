//! What the app wants from the world outside. It asks; the runner does it and tells the app how it went.

use std::ops::Range;

use super::{Bulk, Chosen, Passage};
use crate::index::question::Question;
use crate::model::codebook::Place;
use crate::model::edit::Plan;
use crate::model::hash::Revision;
use crate::model::trail::{Entry, Filter};
use crate::model::{Body, CodeKey, DocumentKey, Uuid};
use crate::store::Many;
use crate::text::Span;
use crate::ui::counting::CountCodes;
use crate::ui::finding::Ask;
use crate::ui::panel::{ImportAsk, ImportProject};

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read a document's text and show it.
    Open {
        /// Which.
        document: DocumentKey,
        /// Where the cursor goes, a byte; `None` for the last place.
        at: Option<u32>,
    },
    /// Read the texts of these documents and keep them in [`App::text_of`](super::App::text_of), instead of those that
    /// were wanted before; see [`App::want_texts`](super::App::want_texts).
    Texts(Vec<DocumentKey>),
    /// Write these as one transaction.
    Commit(Vec<Body>),
    /// Add codes to the family for free codes and give them to a passage, in one transaction with what else is given there.
    AddCodes {
        /// The codes' names.
        names: Vec<String>,
        /// The document of the passage.
        document: DocumentKey,
        /// The passage.
        passage: Span,
        /// Whether the passage becomes the codes' example.
        example: bool,
        /// What else is written.
        with: Vec<Body>,
    },
    /// Keep a passage and write a memo on it, as one transaction.
    MarkWithMemo {
        /// The mark.
        mark: Box<Body>,
        /// The memo's type.
        kind: String,
        /// Its words.
        words: String,
    },
    /// Carry out what was planned as one transaction, changes of the codebook too, and tell with
    /// [`App::carried_out`](super::App::carried_out).
    CarryOut {
        /// What is to be done.
        plan: Plan,
        /// The reason that the person gave.
        why: Option<String>,
    },
    /// Read the texts of these documents, and tell with [`App::join_in`](super::App::join_in).
    JoinTexts {
        /// The code whose passages may touch there.
        code: CodeKey,
        /// Which.
        documents: Vec<DocumentKey>,
    },
    /// Put one version of each entry into a codebook file in which git left two.
    Resolve {
        /// The file, as [`App::conflicts`](super::App::conflicts) has it.
        path: String,
        /// The entries of which the other side's is taken.
        theirs: Vec<Place>,
    },
    /// Count how codes are used, and tell with [`App::codes_counted`](super::App::codes_counted).
    CountCodes(Box<CountCodes>),
    /// Write this as one transaction.
    CommitMany(Many),
    /// Answer this question; the one before it is not wanted any more.
    Ask(Box<Ask>),
    /// Say how many more this question finds than the one with this number.
    AskWider {
        /// The number of the question that was answered.
        number: u64,
        /// The wider one.
        question: Box<WiderQuestion>,
    },
    /// Make these rows of the answer with this number.
    Rows {
        /// The number of its question.
        number: u64,
        /// Which.
        rows: Range<usize>,
    },
    /// Look up the forms of these words.
    Forms(Vec<String>),
    /// Look up words of the texts that begin so.
    Words(String),
    /// Read the words of these passages, and tell with [`App::anchored`](super::App::anchored); with a marker, those of the
    /// sentences in them that hold a hit.
    Anchors {
        /// The passages.
        passages: Vec<Passage>,
        /// What waits for them.
        then: Box<Bulk>,
    },
    /// Write what was chosen to a file; its ending says in which form.
    Export {
        /// The file, as the person named it.
        file: String,
        /// What was chosen.
        chosen: Chosen,
    },
    /// Write a table to a file.
    ExportTable {
        /// The file, as the person named it.
        file: String,
        /// Its rows, the names of the columns first.
        rows: Vec<Vec<String>>,
    },
    /// Read files, or decide anew what becomes of them.
    Import(Box<ImportAsk>),
    /// Say how the name of a file may go on.
    CompleteFile(String),
    /// Take in what was looked at.
    WriteDocuments {
        /// Id, path and file of each document.
        documents: Vec<(String, String, String)>,
        /// Whole projects, which come first.
        projects: Vec<ImportProject>,
        /// The folder for their documents, such as `corpus`.
        folder: String,
    },
    /// Change an attribute in the heads of documents; `None` takes it out.
    SetAttribute {
        /// Of which.
        documents: Vec<DocumentKey>,
        /// Its name and value.
        change: (String, Option<String>),
    },
    /// Save a query under a name in the study's file, or with `None` take it away.
    SaveQuery {
        /// Its name.
        name: String,
        /// Its words.
        words: Option<String>,
    },
    /// Look in git for what a code said with this state of its definition, and tell with
    /// [`App::past_there`](super::App::past_there).
    Past {
        /// The code's id.
        code: String,
        /// The state.
        revision: Revision,
    },
    /// Read the words of these events and the reasons for their steps, and tell with
    /// [`App::trail_read`](super::App::trail_read).
    Trail(Vec<Entry>),
    /// Compare the texts of these documents with those that their codings stand on, look where those may stand that have no
    /// place, and tell for each with [`App::unplaced_there`](super::App::unplaced_there).
    Unplaced(Vec<DocumentKey>),
    /// Look which documents hold the words of codings that have no place in those of
    /// [`App::left_by_words`](super::App::left_by_words), and tell with
    /// [`App::whereabouts_there`](super::App::whereabouts_there).
    Whereabouts,
    /// Let codings follow their words from one document into another.
    FollowInto {
        /// The document that had the words.
        from: DocumentKey,
        /// The one that has them now.
        into: DocumentKey,
    },
    /// Come back before the next key is waited for: there is more to gather.
    GoOn,
    /// Take this step back, whenever it was done; of an undo, that does it again.
    TakeBack(Uuid),
    /// Write the trail to a file, as Markdown.
    ExportJournal {
        /// The file, as the person named it.
        file: String,
        /// What it is narrowed to.
        filter: Filter,
        /// What was typed.
        typed: String,
    },
    /// Remember what was asked.
    SaveAsked,
    /// Have these words edited in the person's own editor, and tell with [`App::edited`](super::App::edited).
    Edit(String),
    /// Take the last transaction back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Put words on the clipboard.
    Copy(String),
    /// Remember where the cursor is in a document.
    SavePlace {
        /// Which.
        document: DocumentKey,
        /// The byte.
        position: u32,
        /// How far it was read, a byte.
        read_to: u32,
    },
    /// Remember which codes are pinned to the digits.
    SavePins,
    /// Remember which families and coders are shown.
    SaveShown,
    /// Remember a setting of the person.
    SaveSetting {
        /// Its name in the configuration.
        key: &'static str,
        /// Its value.
        value: String,
    },
    /// Stop as Ctrl-Z does.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End the program.
    Quit,
}

/// A question that only counts.
#[derive(Clone, Debug)]
pub struct WiderQuestion(pub Question);

impl PartialEq for WiderQuestion {
    /// Two questions are never known to be the same.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Good,
    /// Something to know.
    Warning,
    /// It did not work.
    Error,
}

/// A sentence in the last row, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// The sentence.
    pub words: String,
}
