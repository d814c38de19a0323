//! Actions of the Reader that change no coding: going about, selecting, opening panels.

use super::{App, Effect, Then, Tone};
use crate::model::{CodeKey, CodingKey, DocumentKey};
use crate::text::{Unit, sanitize};
use crate::ui::action::Action;
use crate::ui::language::Language;
use crate::ui::names::{name_of, quotation};
use crate::ui::panel::{Find, Line, Mnemonic, Notes, Panel, Purpose, Visible};
use crate::ui::reader::Edge;
use crate::ui::words::Say;

impl App {
    pub(super) fn act_in_reader(&mut self, action: Action) {
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.reshape.is_none())
            && reader.go(action)
        {
            return;
        }
        if self.select(action) || self.act_on_codings(action) || self.act_on_memos(action) {
            return;
        }
        match action {
            Action::NextUncoded => self.go_to_uncoded(true),
            Action::PreviousUncoded => self.go_to_uncoded(false),
            Action::NextOfCode => self.go_to_coding_of_code(true),
            Action::PreviousOfCode => self.go_to_coding_of_code(false),
            Action::NextDocument => self.open_neighbour(true),
            Action::PreviousDocument => self.open_neighbour(false),
            Action::GoToTurn => self.panels.push(Panel::Line(Line::new(Purpose::Turn, ""))),
            Action::Documents | Action::FocusTree => self.panels.push(Panel::Tree),
            Action::Pick => self.open_picker(),
            Action::Facet => self.open_facets(),
            Action::NextOpenFacet => self.go_to_open_facet(),
            Action::InVivo => self.ask_in_vivo(),
            Action::Mnemonic => self.panels.push(Panel::Mnemonic(Mnemonic::default())),
            Action::OpenVisible => self.panels.push(Panel::Visible(Visible::default())),
            Action::PassagesOfCode => self.open_passages(),
            Action::NextHit => self.go_to_hit(true),
            Action::PreviousHit => self.go_to_hit(false),
            Action::BackToFind => self.go_back(),
            Action::SplitCode => self.split_here(),
            Action::AnchorExample => self.make_example_here(),
            Action::Copy => self.copy(),
            Action::OpenImport => self.open_import(),
            Action::Problems => self.show_problems(),
            Action::Close => {
                self.let_go();
            }
            Action::CloseTop => self.let_go_or_explain(),
            Action::Language => self.switch_language(),
            _ => {}
        }
    }

    fn select(&mut self, action: Action) -> bool {
        let coder = self.coder;
        let Some(reader) = &mut self.reader else { return false };
        let edge = match action {
            Action::SelectSentence => {
                reader.select(Unit::Sentence);
                return true;
            }
            Action::SelectWord => {
                reader.select(Unit::Word);
                return true;
            }
            Action::SelectTurn => {
                reader.select(Unit::Turn);
                return true;
            }
            Action::SelectFree => {
                reader.select_freely();
                return true;
            }
            Action::SelectOtherEnd => {
                reader.other_end();
                return true;
            }
            Action::NextUnit => {
                reader.unit = match reader.unit {
                    Unit::Character => Unit::Word,
                    Unit::Word => Unit::Sentence,
                    Unit::Sentence => Unit::Turn,
                    Unit::Turn => Unit::Character,
                };
                return true;
            }
            Action::StartOut => Edge::StartOut,
            Action::StartIn => Edge::StartIn,
            Action::EndOut => Edge::EndOut,
            Action::EndIn => Edge::EndIn,
            _ => return false,
        };
        if !reader.move_edge(edge) {
            // No selection: the edges of the coding here move, or there is something to select first.
            let hand = reader.coding_at_hand(&self.study, &self.shown);
            match hand.filter(|key| self.study.coding(*key).coder == coder) {
                Some(key) => {
                    reader.begin_reshape(&self.study, key);
                    reader.move_edge(edge);
                }
                None => {
                    reader.select(reader.unit);
                }
            }
        }
        true
    }

    fn go_to_uncoded(&mut self, forward: bool) {
        let Some(reader) = &mut self.reader else { return };
        match reader.uncoded_turn(forward) {
            Some(turn) => reader.go_to_turn(turn),
            None => self.say(&Say::AllCoded),
        }
    }

    fn go_to_coding_of_code(&mut self, forward: bool) {
        let Some(reader) = &mut self.reader else { return };
        let hand =
            reader.coding_at_hand(&self.study, &self.shown).and_then(|key| self.study.coding(key).code);
        let Some(code) = hand.or(self.recent.first().copied()) else {
            self.warn(&Say::NoCodingHere);
            return;
        };
        let is = |key: CodingKey| self.study.coding(key).code == Some(code);
        match reader.coding_with(&self.study, &self.shown, is, forward) {
            Some(key) => {
                reader.go_to(self.study.coding(key).span.start);
                reader.pointed = Some(key);
            }
            None => match self.coding_of_code_elsewhere(code, forward) {
                Some(key) => self.show_coding(key),
                None => {
                    let name = name_of(&self.study, self.language, code);
                    self.say(&Say::NoMore(&name));
                }
            },
        }
    }

    /// The first one with this code in the documents behind the open one, or the last one in those before it.
    fn coding_of_code_elsewhere(&self, code: CodeKey, forward: bool) -> Option<CodingKey> {
        let here = self.study.document_rank(self.reader.as_ref()?.opened.document);
        let all = self.study.codings_with(Some(code)).iter().copied();
        let place = |key: &CodingKey| {
            let coding = self.study.coding(*key);
            (self.study.document_rank(coding.document), coding.span.start)
        };
        let shown = all.filter(|key| self.shown.shows(&self.study, *key));
        if forward {
            shown.filter(|key| place(key).0 > here).min_by_key(place)
        } else {
            shown.filter(|key| place(key).0 < here).max_by_key(place)
        }
    }

    /// Shows a coding in its document, with the cursor on it.
    pub fn show_coding(&mut self, key: CodingKey) {
        let coding = self.study.coding(key);
        self.then = Some((Some(coding.document), Then::Coding(key)));
        self.open_document(coding.document, Some(coding.span.start));
        // The document was open already.
        self.go_on();
    }

    fn open_passages(&mut self) {
        let hand = self.reader.as_ref().and_then(|reader| reader.coding_at_hand(&self.study, &self.shown));
        let Some(key) = hand else { return self.warn(&Say::NoCodingHere) };
        let find = Find::of_coding(self, key);
        self.panels.push(Panel::Find(Box::new(find)));
    }

    fn open_neighbour(&mut self, forward: bool) {
        let open = self.reader.as_ref().map(|reader| reader.opened.document);
        let Some(document) = self.opening.or(open) else { return };
        let rank = self.study.document_rank(document);
        let next = if forward { rank.checked_add(1) } else { rank.checked_sub(1) };
        if let Some(document) = next.and_then(|rank| self.study.documents().get(rank)) {
            let document = document.key;
            self.open_document(document, None);
        }
    }

    /// Shows a document at byte `at`, else where one was last. The one that is open is remembered first.
    pub fn open_document(&mut self, document: DocumentKey, at: Option<u32>) {
        match (&mut self.reader, at) {
            (Some(reader), at) if reader.opened.document == document => {
                if let Some(at) = at {
                    reader.go_to(at);
                }
            }
            _ => {
                self.leave_document();
                self.ask(Effect::Open { document, at });
            }
        }
    }

    /// What is to be done before the program ends, however it does.
    pub fn leave(&mut self) -> Vec<Effect> {
        self.leave_document();
        std::mem::take(&mut self.effects)
    }

    /// The answer to a line that was asked for; false where it was refused, so that the words stay to be mended.
    pub fn answer(&mut self, purpose: &Purpose, words: &str) -> bool {
        match purpose {
            Purpose::Turn => self.go_to_turn_number(words.trim()),
            Purpose::InVivo => self.code_in_vivo(words.trim()),
            Purpose::QueryName => self.save_query(words),
            Purpose::ExportFile => self.export_found(words.trim()),
            Purpose::TableFile => self.export_table(words.trim()),
            Purpose::WalkWhy => self.with_walk(|walk, _| walk.give_reason(words)),
            Purpose::SplitWhy => self.begin_split(words),
            Purpose::JournalFile => self.export_journal(words.trim()),
            Purpose::Codes(asked) => return self.answer_codes(asked, words),
            Purpose::Attribute => self.set_attribute(words.trim()),
        }
        true
    }

    fn go_to_turn_number(&mut self, number: &str) {
        let turn = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let reader = self.reader.as_mut();
        match (reader, turn) {
            (Some(reader), Some(turn)) if turn < reader.opened.turns.len() => reader.go_to_turn(turn),
            _ => self.warn(&Say::NoSuchTurn(number)),
        }
    }

    fn ask_in_vivo(&mut self) {
        let Some(reader) = &self.reader else { return };
        if reader.selection.is_none() {
            self.warn(&Say::SelectFirst);
            return;
        }
        let words = sanitize(reader.opened.words(reader.passage()).trim()).into_owned();
        self.panels.push(Panel::Line(Line::new(Purpose::InVivo, &words)));
    }

    fn copy(&mut self) {
        let Some(reader) = &self.reader else { return };
        let Some(document) = self.study.document(reader.opened.document) else { return };
        let span = reader.passage();
        if span.is_empty() {
            return;
        }
        let (words, reference) = quotation(document, &reader.opened, span, self.language);
        self.say(&Say::Copied(&reference));
        self.ask(Effect::Copy(words));
    }

    /// Esc: what one was doing last is let go.
    fn let_go(&mut self) -> bool {
        let Some(reader) = &mut self.reader else { return self.stop_placing() };
        let let_go = reader.reshape.take().is_some() || reader.selection.take().is_some();
        let_go || self.stop_placing() || self.end_hunt()
    }

    fn let_go_or_explain(&mut self) {
        if !self.let_go() {
            let key = self.keymap.hint(Action::Quit);
            self.tell(Tone::Good, Say::QuitWith(&key).show(self.language));
        }
    }

    /// Everything that is wrong with files, at once.
    fn show_problems(&mut self) {
        if self.problems.is_empty() {
            self.say(&Say::NoProblems);
        } else {
            self.panels.push(Panel::Notes(Notes::new(self.problems.clone())));
        }
    }

    fn switch_language(&mut self) {
        self.language = self.language.pick(Language::English, Language::Dutch);
        self.ask(Effect::SaveSetting { key: "language", value: self.language.tag().to_owned() });
    }

    /// The document goes: its place is remembered.
    pub(super) fn leave_document(&mut self) {
        if let Some(reader) = &self.reader {
            let (document, position) = (reader.opened.document, reader.cursor);
            self.effects.push(Effect::SavePlace { document, position, read_to: reader.read_to() });
        }
    }
}
