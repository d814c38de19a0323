//! Memos: on what is at the cursor, and from the list of all.

use super::{App, Then, Tone};
use crate::model::{CodingKey, Target, Uuid};
use crate::ui::action::Action;
use crate::ui::panel::{About, Memo, Memos, Panel};
use crate::ui::words::Say;

impl App {
    /// Actions about memos; false for others.
    pub(super) fn act_on_memos(&mut self, action: Action) -> bool {
        match action {
            Action::MemoHere => self.write_memo(false),
            Action::MemoOutside => self.write_memo(true),
            Action::MemoDocument => {
                if let Some(reader) = &self.reader {
                    let id = self.study.document_id(reader.opened.document).to_owned();
                    self.open_memo(About::Target(Target::Document(id)));
                }
            }
            Action::MemoCode => self.memo_on_code(),
            Action::MemoStudy => self.open_memo(About::Target(Target::Study)),
            Action::MemoList => {
                let memos = Memos::new(self);
                self.panels.push(Panel::Memos(memos));
            }
            _ => return false,
        }
        true
    }

    /// On the coding of exactly the selection, else on the passage; without a selection on the coding at hand.
    fn write_memo(&mut self, outside: bool) {
        let Some(reader) = &self.reader else { return };
        let passage = reader.passage();
        if passage.is_empty() {
            return self.warn(&Say::SelectFirst);
        }
        let exact = |key: &CodingKey| self.study.coding(*key).span == passage;
        let hand = reader.coding_at_hand(&self.study, &self.shown);
        let coding = hand.filter(|key| reader.selection.is_none() || exact(key));
        let about = match coding {
            Some(key) => About::Target(Target::Coding(self.study.coding_id(key))),
            None => About::Passage(reader.opened.document, reader.opened.hash, passage),
        };
        if outside {
            let memo = Memo::about(self, about).outside(self);
            self.panels.push(Panel::Memo(Box::new(memo)));
        } else {
            self.open_memo(about);
        }
    }

    fn memo_on_code(&mut self) {
        let hand = self.reader.as_ref().and_then(|reader| reader.coding_at_hand(&self.study, &self.shown));
        match hand.and_then(|key| self.study.coding(key).code).or(self.recent.first().copied()) {
            Some(code) => self.open_memo(About::Target(Target::Code(self.study.code_id(code).to_owned()))),
            None => self.warn(&Say::NoCodingHere),
        }
    }

    fn open_memo(&mut self, about: About) {
        let memo = Memo::about(self, about);
        if let Some(reader) = &mut self.reader {
            reader.keep_in_sight();
        }
        self.panels.push(Panel::Memo(Box::new(memo)));
    }

    /// Shows what a memo is about, and the memo beside it.
    pub fn go_to_memo(&mut self, id: Uuid) {
        let Some(memo) = self.study.memo(id) else { return };
        let document = match &memo.on {
            Target::Document(id) => self.study.find_document(id).map(|document| document.key),
            Target::Coding(id) => self.study.find_coding(*id).map(|key| self.study.coding(key).document),
            Target::Code(_) | Target::Study => None,
        };
        self.then = Some((document, Then::Memo(id)));
        match document {
            Some(document) => {
                self.open_document(document, None);
                self.go_on();
            }
            None => self.go_on(),
        }
    }

    /// The memo that was gone to.
    pub(super) fn show_memo(&mut self, id: Uuid) {
        let Some(memo) = self.study.memo(id) else { return };
        let (on, coder) = (memo.on.clone(), memo.coder);
        let panel = Memo::of(memo);
        if let Target::Coding(id) = &on
            && let Some(key) = self.study.find_coding(*id)
        {
            self.go_to_coding(key);
        }
        if coder == self.coder {
            if let Some(reader) = &mut self.reader {
                reader.keep_in_sight();
            }
            self.panels.push(Panel::Memo(Box::new(panel)));
        } else {
            let name = self.study.coder_name(coder).to_owned();
            self.warn(&Say::MemoNotYours(&name));
        }
    }

    /// What the editor outside left, or why it did not do it.
    pub fn edited(&mut self, words: Result<String, String>) {
        if let Some(Panel::Prose(prose)) = self.panels.last_mut() {
            return match words {
                Ok(words) => prose.edited(&words),
                Err(why) => self.tell(Tone::Error, Say::NoEditor(&why).show(self.language)),
            };
        }
        let Some(Panel::Memo(mut memo)) = self.panels.pop_if(|panel| matches!(panel, Panel::Memo(_))) else {
            return;
        };
        let step = match words {
            Ok(words) => memo.edited(&words, self),
            Err(why) => {
                self.tell(Tone::Error, Say::NoEditor(&why).show(self.language));
                memo.not_edited()
            }
        };
        self.step(Panel::Memo(memo), step);
    }

    /// What the runner is to do after [`App::edited`].
    pub fn take_effects(&mut self) -> Vec<super::Effect> {
        std::mem::take(&mut self.effects)
    }
}
