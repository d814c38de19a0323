//! Giving codes to the passage: the one road for the picker, letters, digits, repetition and the code that sticks.

use super::{App, Effect, Tone};
use crate::model::codebook::Facet;
use crate::model::edit::{self, Caution, EditError};
use crate::model::event::Facets;
use crate::model::{Body, Code, CodeKey, CodingKey};
use crate::ui::action::Action;
use crate::ui::names::name_of;
use crate::ui::words::Say;

/// A code to be given, which may have to be made first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A code of the codebook.
    Code(CodeKey),
    /// A new one with this name, in the family for free codes.
    New(String),
}

/// A code to be given, with values of facets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The code.
    pub choice: Choice,
    /// Its facets; those left out stay open.
    pub facets: Facets,
}

impl Given {
    /// The code with all its facets open.
    pub fn open(choice: Choice) -> Self {
        Self { choice, facets: Facets::new() }
    }
}

/// What is written for some codes, and what is told.
#[derive(Default)]
struct Plan {
    bodies: Vec<Body>,
    new: Vec<String>,
    names: Vec<String>,
    caution: Option<String>,
    /// Facets that are asked while coding and have no value.
    open: bool,
}

impl App {
    /// Gives codes to the passage with all facets open.
    pub fn code_passage(&mut self, codes: &[CodeKey]) {
        let given: Vec<Given> = codes.iter().map(|code| Given::open(Choice::Code(*code))).collect();
        self.give(&given);
    }

    /// Gives codes to the selection, else to the turn at the cursor, as one transaction, and goes on to what follows.
    /// All of them or none: false, and a sentence, when one cannot be given.
    pub fn give(&mut self, given: &[Given]) -> bool {
        if !self.writes {
            self.warn(&Say::CannotWrite);
            return false;
        }
        let choices: Vec<&Choice> = given.iter().map(|given| &given.choice).collect();
        if let Some(refusal) = self.refusal(&choices) {
            self.tell(Tone::Warning, refusal);
            return false;
        }
        let plan = match self.plan(given) {
            Ok(Some(plan)) => plan,
            Ok(None) => return false,
            Err(error) => {
                self.refuse(&error);
                return false;
            }
        };
        self.carry_out(plan);
        self.repeat = given
            .iter()
            .filter_map(|given| match given.choice {
                Choice::Code(code) => Some(code),
                Choice::New(_) => None,
            })
            .collect();
        if let Some(reader) = &mut self.reader {
            reader.jump_on();
        }
        true
    }

    /// Why these cannot stand on the passage together, or beside what stands there: an exclusive family has one code on
    /// the very same passage.
    pub fn refusal(&self, choices: &[&Choice]) -> Option<String> {
        let reader = self.reader.as_ref()?;
        let (document, span) = (reader.opened.document, reader.passage());
        if span.is_empty() {
            return Some(Say::SelectFirst.show(self.language));
        }
        if let Some(clash) = self.clash(choices) {
            return Some(clash);
        }
        for code in self.known(choices) {
            for caution in edit::cautions(&self.study, self.coder, document, span, code) {
                if let Caution::ExclusiveSame(key) = caution {
                    let there = crate::ui::names::code_name(&self.view(), self.study.coding(key).code);
                    let key = self.keymap.hint(Action::Uncode);
                    return Some(Say::ExclusiveHere(&there, &key).show(self.language));
                }
            }
        }
        None
    }

    fn known(&self, choices: &[&Choice]) -> Vec<&Code> {
        let known = |choice: &&Choice| match choice {
            Choice::Code(code) => self.study.codebook.code(*code),
            Choice::New(_) => None,
        };
        choices.iter().filter_map(known).collect()
    }

    /// Why these cannot stand on any passage together.
    pub fn clash(&self, choices: &[&Choice]) -> Option<String> {
        let codes = self.known(choices);
        codes.iter().enumerate().find_map(|(index, code)| {
            let exclusive = self.study.codebook.family(code).exclusive;
            let same = |other: &&&Code| exclusive && other.family == code.family && other.key != code.key;
            let other = codes[..index].iter().find(same)?;
            let names = [other.key, code.key].map(|key| name_of(&self.study, self.language, key));
            Some(Say::ExclusiveTogether(&names[0], &names[1]).show(self.language))
        })
    }

    fn plan(&self, given: &[Given]) -> Result<Option<Plan>, EditError> {
        let Some(reader) = &self.reader else { return Ok(None) };
        let (text, span) = (reader.opened.of(), reader.passage());
        let mut plan = Plan::default();
        for given in given {
            let key = match &given.choice {
                Choice::New(name) => {
                    plan.names.push(name.clone());
                    plan.new.push(name.clone());
                    continue;
                }
                Choice::Code(key) => *key,
            };
            let Some(code) = self.study.codebook.code(key) else { continue };
            let name = name_of(&self.study, self.language, key);
            let mut there = None;
            for caution in edit::cautions(&self.study, self.coder, text.document, span, code) {
                match caution {
                    Caution::Same(key) => there = Some(key),
                    Caution::ExclusiveSame(key) | Caution::ExclusiveOverlap(key) => {
                        let other = crate::ui::names::code_name(&self.view(), self.study.coding(key).code);
                        plan.caution = Some(Say::Exclusive(&other).show(self.language));
                    }
                }
            }
            match there {
                Some(there) => {
                    plan.caution = Some(Say::AlreadyCoded(&name).show(self.language));
                    plan.bodies.extend(self.facets_of(there, &given.facets)?);
                }
                None => {
                    plan.bodies.push(edit::code(&self.study, text, span, code, &given.facets)?);
                    plan.open |= self.asked_now(code).any(|facet| {
                        !given.facets.iter().any(|(id, values)| *id == facet.id && !values.is_empty())
                    });
                    plan.names.push(name);
                }
            }
        }
        Ok(Some(plan))
    }

    /// Values for facets of a coding that is there already.
    fn facets_of(&self, key: CodingKey, facets: &Facets) -> Result<Vec<Body>, EditError> {
        let set = |(facet, values): &(String, Vec<String>)| {
            edit::facet(&self.study, self.coder, key, facet, values)
        };
        facets.iter().filter(|(_, values)| !values.is_empty()).map(set).collect()
    }

    fn carry_out(&mut self, plan: Plan) {
        let Some(reader) = &self.reader else { return };
        let (document, passage) = (reader.opened.document, reader.passage());
        if !plan.new.is_empty() {
            let Plan { new, bodies, .. } = plan;
            self.ask(Effect::AddCodes { names: new, document, passage, example: false, with: bodies });
        } else if !plan.bodies.is_empty() {
            self.ask(Effect::Commit(plan.bodies));
        }
        let names = plan.names.join(", ");
        match plan.caution {
            Some(words) => self.tell(Tone::Warning, words),
            None if plan.open => {
                let key = self.keymap.hint(Action::NextOpenFacet);
                self.say(&Say::CodedOpen(&names, &key));
            }
            None => self.say(&Say::Coded(&names)),
        }
    }

    /// The facets that are asked while coding with `code`.
    pub fn asked_now<'a>(&'a self, code: &Code) -> impl Iterator<Item = &'a Facet> {
        self.study.codebook.family(code).facets.iter().filter(|facet| facet.ask_now)
    }

    /// True when a facet that is asked while coding has no value at this coding.
    pub fn has_open_facet(&self, key: CodingKey) -> bool {
        let coding = self.study.coding(key);
        let Some(code) = coding.code.and_then(|code| self.study.codebook.code(code)) else { return false };
        self.asked_now(code).any(|facet| self.study.facet(coding, &facet.id).is_empty())
    }

    /// A new code named by the coder, for the passage, with the passage as its example.
    pub(super) fn code_in_vivo(&mut self, name: &str) {
        let Some(reader) = &self.reader else { return };
        let (document, passage) = (reader.opened.document, reader.passage());
        if name.is_empty() {
            return;
        }
        if !self.writes {
            return self.warn(&Say::CannotWrite);
        }
        let names = vec![name.to_owned()];
        self.ask(Effect::AddCodes { names, document, passage, example: true, with: Vec::new() });
        self.say(&Say::Coded(name));
        if let Some(reader) = &mut self.reader {
            reader.jump_on();
        }
    }
}
