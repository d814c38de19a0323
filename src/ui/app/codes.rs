//! Between the codebook screen and the rest: opening it, coming back to it, counts, changes of the codebook.

use std::sync::Arc;

use super::{App, Bulk, Choice, Chosen, Deed, Tone};
use crate::model::codebook_edit::{self, parent_id};
use crate::model::edit::Plan;
use crate::model::localized::Localized;
use crate::model::{CodeKey, CodingKey, recode};
use crate::store::LoadedText;
use crate::ui::counting::CountedCodes;
use crate::ui::language::Language;
use crate::ui::names::name_of;
use crate::ui::panel::{Asked, Codes, Panel, Why, join};
use crate::ui::words::Say;

/// The screen that was left for a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// What was found.
    Find,
    /// The codebook.
    Codes,
}

impl App {
    /// The codebook, as it was left for a passage, else at the code of the coding here.
    pub(super) fn open_codes(&mut self) {
        let codes = match self.last_codes.take() {
            Some(mut codes) => {
                codes.renew(self);
                codes
            }
            None => {
                let hand =
                    self.reader.as_ref().and_then(|reader| reader.coding_at_hand(&self.study, &self.shown));
                let code = hand.and_then(|key| self.study.coding(key).code);
                Box::new(Codes::new(self, code.or(self.recent.first().copied())))
            }
        };
        self.panels.push(Panel::Codes(codes));
    }

    /// The codebook is left for a passage.
    pub fn leave_codes(&mut self, codes: Box<Codes>, coding: CodingKey) {
        self.panels.clear();
        self.last_codes = Some(codes);
        self.left = Some(Left::Codes);
        self.show_coding(coding);
    }

    /// Back to the screen that was left for a passage.
    pub(super) fn go_back(&mut self) {
        match self.left {
            Some(Left::Codes) if self.last_codes.is_some() => self.open_codes(),
            _ => self.back_to_find(),
        }
    }

    /// The codebook screen, open or left for a passage, for as long as `work` takes.
    pub fn with_codes(&mut self, work: impl FnOnce(&mut Codes, &mut Self)) {
        let place = self.panels.iter().position(|panel| matches!(panel, Panel::Codes(_)));
        if let Some(place) = place {
            let mut panel = std::mem::replace(&mut self.panels[place], Panel::Tree);
            if let Panel::Codes(codes) = &mut panel {
                work(codes, self);
            }
            // Whatever was opened meanwhile lies above it.
            self.panels[place] = panel;
        } else if let Some(mut codes) = self.last_codes.take() {
            work(&mut codes, self);
            self.last_codes = Some(codes);
        }
    }

    /// True while the codebook has a place on the screen.
    pub(super) fn shows_codes(&self) -> bool {
        self.panels.iter().any(|panel| matches!(panel, Panel::Codes(_)))
    }

    /// The counts are there.
    pub fn codes_counted(&mut self, counted: CountedCodes) {
        self.with_codes(|codes, app| codes.counted(counted, app));
    }

    /// The answer to a line that the codebook asked for; false where it was refused.
    pub(super) fn answer_codes(&mut self, asked: &Asked, words: &str) -> bool {
        let mut taken = true;
        self.with_codes(|codes, app| taken = codes.answer(app, asked, words));
        taken
    }

    /// Asks for a change of the codebook and of codings, as one transaction; false where nothing is to be done or this window
    /// may only read.
    pub fn change_book(&mut self, plan: Plan, why: Option<&str>) -> bool {
        let skipped = plan.skipped;
        let asked = self.commit_plan(plan, why);
        if asked && skipped > 0 {
            let told = self
                .language
                .pick(format!("{skipped} van anderen overgeslagen"), format!("{skipped} of others skipped"));
            self.tell(Tone::Warning, told);
        }
        asked
    }

    /// What was asked for with [`App::change_book`] is done, or could not be: words that were written stay then.
    pub fn carried_out(&mut self, done: bool) {
        if let Some(Panel::Prose(mut prose)) = self.panels.pop_if(|panel| matches!(panel, Panel::Prose(_)))
            && !prose.saved(done)
        {
            self.panels.push(Panel::Prose(prose));
        }
    }

    /// The texts in which passages of a code may touch were read.
    pub fn join_in(&mut self, code: CodeKey, texts: &[Arc<LoadedText>]) {
        if self.shows_codes() {
            join(self, code, texts);
        }
    }

    /// The passage of a coding becomes an anchor example of its code.
    pub fn make_example(&mut self, key: CodingKey) {
        let coding = self.study.coding(key);
        let Some(code) = coding.code.and_then(|code| self.study.codebook.code(code)) else {
            return self.warn(&Say::NoCodingHere);
        };
        let text = self.text_of(coding.document).filter(|_| self.study.verdict(key).has_position());
        let Some(words) = text.and_then(|text| text.text.get(coding.span.range())) else {
            return self.warn(&Say::NoCodingHere);
        };
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name_of(&self.study, self.language, code.key);
        if code.examples.iter().any(|example| example.iter().any(|(_, known)| known == words)) {
            let told = self.language.pick(
                format!("dit is al een voorbeeld van {name}"),
                format!("this is an example of {name} already"),
            );
            return self.tell(Tone::Warning, told);
        }
        let document = self.study.document(coding.document);
        let language = document.and_then(|document| document.front.language.as_deref());
        let language = language.unwrap_or(self.study.config.language());
        let mut after = code.clone();
        after.examples.push(Localized::one(language, &words));
        match codebook_edit::change(&self.study, &after, parent_id(&self.study, code)) {
            Ok(plan) => {
                if self.change_book(plan, None) {
                    let told =
                        self.language.pick(format!("voorbeeld bij {name}"), format!("an example of {name}"));
                    self.tell(Tone::Good, told);
                }
            }
            Err(error) => self.refuse(&error),
        }
    }

    /// The coding at hand in the Reader becomes an example.
    pub(super) fn make_example_here(&mut self) {
        match self.reader.as_ref().and_then(|reader| reader.coding_at_hand(&self.study, &self.shown)) {
            Some(key) => self.make_example(key),
            None => self.warn(&Say::NoCodingHere),
        }
    }

    /// Gives codings another code, after the reason was asked; they keep their ids and memos.
    pub(super) fn recode(&mut self, bulk: &Bulk) {
        let (Deed::Recode(choices), Chosen::Codings(codings)) = (&bulk.deed, &bulk.chosen) else { return };
        let planned = match choices.as_slice() {
            [Choice::Code(code)] => match self.study.codebook.code(*code) {
                Some(code) => recode::recode(&self.study, self.coder, codings, code),
                None => return,
            },
            [Choice::New(name)] => recode::recode_to_new(&self.study, self.coder, codings, name),
            _ => {
                let told = self.language.pick(
                    "hercoderen geeft één code: kies er één; wat er een code bij krijgt, gaat met c",
                    "recoding gives one code: choose one; what gets a code as well goes with c",
                );
                return self.tell(Tone::Warning, told.to_owned());
            }
        };
        match (planned, &choices[0]) {
            (Ok(plan), Choice::Code(code)) => {
                let name = name_of(&self.study, self.language, *code);
                self.ask_why_recode(&name, Some(*code), codings, plan);
            }
            (Ok(plan), Choice::New(name)) => self.ask_why_recode(name, None, codings, plan),
            (Err(error), _) => self.refuse(&error),
        }
    }

    fn ask_why_recode(&mut self, name: &str, code: Option<CodeKey>, codings: &[CodingKey], plan: Plan) {
        let count =
            plan.bodies.iter().filter(|body| matches!(body, crate::model::Body::Recode { .. })).count();
        if count == 0 {
            let told = of_none(self.language, name, plan.skipped);
            return self.tell(Tone::Warning, told);
        }
        let facets = plan.bodies.len() - count;
        let of = |dutch: String, english: String| self.language.pick(dutch, english);
        let mut lines = vec![of(
            format!("{count} van {} krijgen {name}; id en memo's blijven", codings.len()),
            format!("{count} of {} get {name}; ids and memos stay", codings.len()),
        )];
        if facets > 0 {
            lines.push(of(
                format!("{facets} facetten kent {name} niet: die worden leeg"),
                format!("{facets} facets are unknown to {name}: they become open"),
            ));
        }
        let Clashes { exclusive, same } =
            code.map_or_else(Clashes::default, |code| self.clashes(codings, code));
        if exclusive > 0 {
            lines.push(of(
                format!("{exclusive} passages hebben dan twee codes van een familie die er één geeft"),
                format!("{exclusive} passages will have two codes of a family that gives one"),
            ));
        }
        if same > 0 {
            lines.push(of(
                format!("{same} passages hebben {name} al, en dan twee keer: J voegt ze samen"),
                format!("{same} passages have {name} already, and will have it twice: J joins them"),
            ));
        }
        if plan.skipped > 0 {
            lines.push(of(
                format!("{} van anderen blijven zoals ze zijn", plan.skipped),
                format!("{} of others stay as they are", plan.skipped),
            ));
        }
        let title = of(format!("hercoderen naar {name}"), format!("recode to {name}"));
        self.panels.push(Panel::Why(Box::new(Why::new(title, lines, plan))));
    }

    /// What stands on the very passages of codings that are to get a code.
    fn clashes(&self, codings: &[CodingKey], code: CodeKey) -> Clashes {
        let mut clashes = Clashes::default();
        let Some(code) = self.study.codebook.code(code) else { return clashes };
        let exclusive = self.study.codebook.family(code).exclusive;
        let own = codings.iter().filter(|key| self.study.coding(**key).coder == self.coder);
        for &key in own {
            let coding = self.study.coding(key);
            let beside = self.study.codings_in(coding.document, coding.span).filter(|(span, other)| {
                *span == coding.span && *other != key && self.study.coding(*other).coder == coding.coder
            });
            let (mut same, mut of_family) = (false, false);
            for with in beside.filter_map(|(_, other)| self.study.coding(other).code) {
                let with = self.study.codebook.code(with);
                same |= with.is_some_and(|with| with.key == code.key);
                of_family |= with.is_some_and(|with| with.key != code.key && with.family == code.family);
            }
            clashes.same += usize::from(same);
            clashes.exclusive += usize::from(exclusive && of_family);
        }
        clashes
    }
}

/// Why nothing is to be recoded.
fn of_none(language: Language, name: &str, others: usize) -> String {
    if others > 0 {
        return language.pick(
            format!("deze codering is van een ander: alleen wie haar gaf, kan haar {name} geven"),
            format!("this coding is another coder's: only who made it can make it {name}"),
        );
    }
    language.pick(format!("dit heeft {name} al"), format!("this is {name} already"))
}

/// How many passages have beside a coding that gets a code …
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Clashes {
    /// … another code of its exclusive family.
    exclusive: usize,
    /// … the same code.
    same: usize,
}
