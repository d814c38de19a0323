//! Everything that can be done, in one table.
//!
//! From it come the key configuration, the help screen, the command palette and docs/keys.md, so that they cannot
//! disagree. An action has an id that never changes (people write it in their configuration), the places where it works,
//! and its usual keys.

mod markdown;
mod table;

pub use markdown::keys_markdown;
pub use table::{ACTIONS, Action};

use super::language::Language;

/// What has the keys. Each screen, panel and prompt is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// The text of a document.
    Reader,
    /// The edges of a coding are being moved.
    Reshape,
    /// The documents of the study.
    Tree,
    /// The codes, while coding.
    Picker,
    /// The facets of a coding.
    Facets,
    /// A mnemonic is being typed.
    Mnemonic,
    /// The question of the find screen.
    Find,
    /// The answers of the find screen.
    Results,
    /// How many answers there are of each.
    Counts,
    /// The forms of a word that is looked for.
    Forms,
    /// Saved queries and earlier ones.
    Saved,
    /// Codes counted by something.
    Tables,
    /// The tree of the codebook.
    Codes,
    /// What the codes of the codebook are filtered by.
    CodeFilter,
    /// The passages of a code, in the codebook.
    CodePassages,
    /// The fields of an entry of the codebook.
    CodeFields,
    /// Two codes side by side.
    CodeCompare,
    /// Two versions of the codebook.
    Conflicts,
    /// The words of a field.
    Prose,
    /// The text of a memo.
    Memo,
    /// The list of memos.
    Memos,
    /// Which families and coders are shown.
    Visible,
    /// The files that come in are named.
    Files,
    /// What files that come in become.
    Import,
    /// One line of text is asked for.
    Line,
    /// The keys that work here.
    Help,
    /// Any action by its name.
    Palette,
    /// Sentences that need more than a row.
    Notes,
    /// Codings that are gone through one by one.
    Walk,
    /// What there is to go through.
    Walks,
    /// What people did.
    Journal,
    /// The line that narrows it.
    JournalLine,
    /// No study is open yet.
    Start,
}

impl Context {
    /// All of them, in the order of the manual.
    pub const ALL: [Self; 33] = [
        Self::Reader,
        Self::Reshape,
        Self::Tree,
        Self::Picker,
        Self::Facets,
        Self::Mnemonic,
        Self::Find,
        Self::Results,
        Self::Counts,
        Self::Forms,
        Self::Saved,
        Self::Tables,
        Self::Codes,
        Self::CodeFilter,
        Self::CodePassages,
        Self::CodeFields,
        Self::CodeCompare,
        Self::Conflicts,
        Self::Prose,
        Self::Memo,
        Self::Memos,
        Self::Visible,
        Self::Files,
        Self::Import,
        Self::Line,
        Self::Help,
        Self::Palette,
        Self::Notes,
        Self::Walk,
        Self::Walks,
        Self::Journal,
        Self::JournalLine,
        Self::Start,
    ];

    /// True where a printable key is text and no command.
    pub fn takes_text(self) -> bool {
        use Context::{
            CodeFilter, Facets, Files, Find, JournalLine, Line, Memo, Memos, Mnemonic, Palette, Picker,
            Prose, Tree,
        };
        matches!(
            self,
            Tree | Picker
                | Facets
                | Mnemonic
                | Files
                | Find
                | JournalLine
                | CodeFilter
                | Prose
                | Memo
                | Memos
                | Line
                | Palette
        )
    }

    /// Its name for people.
    pub fn name(self, language: Language) -> &'static str {
        match self {
            Self::Reader => language.pick("Lezen en coderen", "Reading and coding"),
            Self::Reshape => language.pick("Randen van een codering", "Edges of a coding"),
            Self::Tree => language.pick("Documenten", "Documents"),
            Self::Picker => language.pick("Code kiezen", "Choosing a code"),
            Self::Facets => language.pick("Facetten", "Facets"),
            Self::Mnemonic => language.pick("Letters van een code", "Letters of a code"),
            Self::Find => language.pick("Zoeken: de vraag", "Find: the question"),
            Self::Results => language.pick("Zoeken: de vindplaatsen", "Find: the results"),
            Self::Counts => language.pick("Zoeken: tellingen", "Find: counts"),
            Self::Forms => language.pick("Zoeken: vormen", "Find: forms"),
            Self::Tables => language.pick("Tabellen", "Tables"),
            Self::Codes => language.pick("Codeboek", "Codebook"),
            Self::CodeFilter => language.pick("Codeboek: filter", "Codebook: filter"),
            Self::CodePassages => language.pick("Codeboek: passages", "Codebook: passages"),
            Self::CodeFields => language.pick("Codeboek: velden", "Codebook: fields"),
            Self::CodeCompare => language.pick("Codeboek: vergelijken", "Codebook: comparing"),
            Self::Conflicts => language.pick("Codeboek: twee versies", "Codebook: two versions"),
            Self::Prose => language.pick("Codeboek: tekst", "Codebook: words"),
            Self::Saved => language.pick("Vragen", "Questions"),
            Self::Memo => language.pick("Memo", "Memo"),
            Self::Memos => language.pick("Lijst van memo's", "List of memos"),
            Self::Visible => language.pick("Wat zichtbaar is", "What is shown"),
            Self::Files => language.pick("Importeren: de bestanden", "Import: the files"),
            Self::Import => language.pick("Importeren: wat het wordt", "Import: what it becomes"),
            Self::Line => language.pick("Een regel invullen", "Filling in a line"),
            Self::Help => language.pick("Hulp", "Help"),
            Self::Palette => language.pick("Handeling op naam", "Action by name"),
            Self::Notes => language.pick("Meldingen", "Messages"),
            Self::Walk => language.pick("Coderingen doorlopen", "Going through codings"),
            Self::Walks => language.pick("Wat door te lopen is", "What there is to go through"),
            Self::Journal => language.pick("Journaal", "Journal"),
            Self::JournalLine => language.pick("Journaal: versmallen", "Journal: narrowing"),
            Self::Start => language.pick("Begin", "Start"),
        }
    }
}

/// What actions have in common, for help and manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Going through the text.
    Move,
    /// Choosing a passage.
    Select,
    /// Putting codes on passages and taking them off.
    Code,
    /// Notes.
    Memo,
    /// Going through codings and documents.
    Find,
    /// Working on the codebook.
    Codebook,
    /// What the screen shows.
    View,
    /// Lists and questions.
    List,
    /// The program.
    Program,
}

impl Group {
    /// Its name for people.
    pub fn name(self, language: Language) -> &'static str {
        match self {
            Self::Move => language.pick("Bewegen", "Moving"),
            Self::Select => language.pick("Selecteren", "Selecting"),
            Self::Code => language.pick("Coderen", "Coding"),
            Self::Memo => language.pick("Memo's", "Memos"),
            Self::Find => language.pick("Vinden", "Finding"),
            Self::Codebook => language.pick("Codeboek", "Codebook"),
            Self::View => language.pick("Beeld", "View"),
            Self::List => language.pick("Lijsten en vragen", "Lists and questions"),
            Self::Program => language.pick("Programma", "Program"),
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it is about.
    pub action: Action,
    /// The name in configuration files; never changes.
    pub id: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// Where it works.
    pub contexts: &'static [Context],
    /// Its usual keys, as [`Key::parse`](super::keymap::Key::parse) reads them.
    pub keys: &'static [&'static str],
    dutch: &'static str,
    english: &'static str,
}

impl Entry {
    /// What it does, for people: a short phrase.
    pub fn help(&self, language: Language) -> &'static str {
        language.pick(self.dutch, self.english)
    }
}

impl Action {
    /// Its row.
    pub fn entry(self) -> &'static Entry {
        &ACTIONS[self as usize]
    }

    /// The action with this id.
    pub fn by_id(id: &str) -> Option<Self> {
        ACTIONS.iter().find(|entry| entry.id == id).map(|entry| entry.action)
    }

    /// Which slot a digit stands for: 0 for the key `1`, 9 for the key `0`.
    pub fn slot(self) -> Option<usize> {
        let (first, last) = (Self::Slot1 as usize, Self::Slot10 as usize);
        (first..=last).contains(&(self as usize)).then(|| self as usize - first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap::Key;

    #[test]
    fn rows_stand_where_their_actions_look_for_them() {
        for (index, entry) in ACTIONS.iter().enumerate() {
            assert_eq!(entry.action as usize, index, "{}", entry.id);
            assert_eq!(Action::by_id(entry.id), Some(entry.action), "{} stands twice", entry.id);
        }
        assert_eq!([Action::Slot1, Action::Slot10, Action::Quit].map(Action::slot), [Some(0), Some(9), None]);
    }

    #[test]
    fn every_row_can_be_explained_and_reached() {
        for entry in ACTIONS {
            assert!(!entry.contexts.is_empty(), "{} works nowhere", entry.id);
            for language in [Language::Dutch, Language::English] {
                let help = entry.help(language);
                assert!(
                    !help.is_empty() && !help.ends_with('.') && help.chars().count() <= 60,
                    "{}: {help}",
                    entry.id
                );
            }
            for key in entry.keys {
                let key = Key::parse(key).unwrap_or_else(|error| panic!("{}: {error}", entry.id));
                let typed = entry.contexts.iter().any(|context| context.takes_text()) && key.is_text();
                assert!(!typed, "{}: {key} is text in one of its contexts", entry.id);
            }
        }
    }
}
