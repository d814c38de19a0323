//! What is done with two codes: picked up at one, put down at the other.

use super::rows::Of;
use super::{Codes, Step};
use crate::model::codebook_edit::{self, parent_id};
use crate::model::edit::Plan;
use crate::model::{Code, CodeKey};
use crate::ui::action::Action;
use crate::ui::app::{App, Tone};
use crate::ui::names::name_of;
use crate::ui::panel::{Panel, Why};
use crate::ui::troubles;

/// What was picked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// These get below, or into, what one puts them down at.
    Move(Vec<CodeKey>),
    /// This one becomes part of the one where it is put down.
    Merge(CodeKey),
    /// This one is seen beside the one where it is put down.
    Compare(CodeKey),
    /// This value of a facet, of codings with this code, becomes the code where it is put down.
    Value(CodeKey, String, String),
    /// This one becomes a value of the code where it is put down.
    Code(CodeKey),
}

/// What is told while something is carried.
pub(super) fn carrying(app: &App, carried: &Carried) -> String {
    let name = |key: &CodeKey| name_of(&app.study, app.language, *key);
    let (codes, action, dutch, english) = match carried {
        Carried::Move(codes) => {
            (codes.iter().map(name).collect::<Vec<_>>().join(", "), Action::MoveCode, "verplaatsen", "move")
        }
        Carried::Merge(code) => (name(code), Action::MergeCode, "samenvoegen", "merge"),
        Carried::Compare(code) => (name(code), Action::CompareCodes, "vergelijken", "compare"),
        Carried::Value(_, facet, value) => {
            (format!("{facet} = {value}"), Action::ValueToCode, "wordt code", "to a code")
        }
        Carried::Code(code) => (name(code), Action::CodeToValue, "wordt waarde", "to a value"),
    };
    let key = app.keymap.hint(action);
    app.language.pick(
        format!("{dutch}: {codes} · ga naar het doel, {key}"),
        format!("{english}: {codes} · go to the target, {key}"),
    )
}

impl Codes {
    /// Picks up what is ticked, or the code here; or puts down what was picked up.
    pub(super) fn move_here(&mut self, app: &mut App) {
        let Some(Carried::Move(codes)) = self.carried.take() else {
            let chosen = self.chosen(app);
            // What comes along with a code above it need not be moved by itself.
            let below = |key: &CodeKey| {
                chosen
                    .iter()
                    .any(|other| other != key && app.study.codebook.with_descendants(*other).contains(key))
            };
            let codes: Vec<CodeKey> = chosen.iter().copied().filter(|key| !below(key)).collect();
            if codes.is_empty() {
                return app.tell(Tone::Warning, super::words::Word::NoCodeHere.say(app.language).to_owned());
            }
            self.carried = Some(Carried::Move(codes));
            return;
        };
        let plan = match self.here() {
            Some(Of::Code(key)) => {
                let Some(target) = app.study.codebook.code(*key) else { return };
                codebook_edit::move_codes(&app.study, &codes, Some(target), "")
            }
            Some(Of::Family(id)) => codebook_edit::move_codes(&app.study, &codes, None, id),
            Some(Of::Group(id)) => Self::into_group(app, &codes, &id.clone()),
            None => return,
        };
        match plan {
            Ok(plan) => {
                if app.change_book(plan, None) {
                    self.ticked.clear();
                    self.stand_on = codes.first().map(|key| app.study.code_id(*key).to_owned());
                }
            }
            Err(error) => {
                app.tell(Tone::Warning, troubles::of_edit(&error, app.language));
                self.carried = Some(Carried::Move(codes));
            }
        }
    }

    /// Codes come into a group; put down where no group is, they leave all.
    fn into_group(app: &App, codes: &[CodeKey], group: &str) -> Result<Plan, crate::model::edit::EditError> {
        let mut plan = Plan::default();
        for code in codes.iter().filter_map(|key| app.study.codebook.code(*key)) {
            let mut after = code.clone();
            if group.is_empty() {
                after.groups.clear();
            } else if !after.groups.iter().any(|known| known == group) {
                after.groups.push(group.to_owned());
            }
            plan = plan.and(codebook_edit::change(&app.study, &after, parent_id(&app.study, code))?);
        }
        Ok(plan)
    }

    /// Picks up the code here; or merges what was picked up into the one here, after its reason was asked.
    pub(super) fn merge_here(&mut self, app: &mut App) -> Step {
        let Some(here) = self.code_here() else {
            app.tell(Tone::Warning, super::words::Word::NoCodeHere.say(app.language).to_owned());
            return Step::Stay;
        };
        let Some(Carried::Merge(from)) = self.carried.take() else {
            self.carried = Some(Carried::Merge(here));
            return Step::Stay;
        };
        let book = &app.study.codebook;
        let (Some(from), Some(into)) = (book.code(from), book.code(here)) else { return Step::Stay };
        match codebook_edit::merge(&app.study, app.coder, from, into) {
            Ok((plan, merging)) => {
                let lines = merging_lines(app, &merging, into);
                let title = app.language.pick(
                    format!("{} wordt {}", called(app, from), called(app, into)),
                    format!("{} becomes {}", called(app, from), called(app, into)),
                );
                Step::Open(Panel::Why(Box::new(Why::new(title, lines, plan))))
            }
            Err(error) => {
                self.carried = Some(Carried::Merge(from.key));
                app.tell(Tone::Warning, troubles::of_edit(&error, app.language));
                Step::Stay
            }
        }
    }
}

fn called(app: &App, code: &Code) -> String {
    name_of(&app.study, app.language, code.key)
}

/// What should be known before codes are merged.
fn merging_lines(app: &App, merging: &codebook_edit::Merging, into: &Code) -> Vec<String> {
    let of = |dutch: String, english: String| app.language.pick(dutch, english);
    let into = called(app, into);
    let mut lines = vec![of(
        format!("{} coderingen gaan mee, {} van anderen", merging.codings, merging.others),
        format!("{} codings come along, {} of them by others", merging.codings, merging.others),
    )];
    if merging.twice > 0 {
        lines.push(of(
            format!("{} passages hebben {into} dan twee keer: J voegt ze samen", merging.twice),
            format!("{} passages will have {into} twice: J joins them", merging.twice),
        ));
    }
    if merging.facets > 0 {
        lines.push(of(
            format!("{} houden waarden van facetten die {into} niet heeft, uit het zicht", merging.facets),
            format!("{} keep values of facets that {into} does not have, out of sight", merging.facets),
        ));
    }
    if merging.below > 0 {
        lines.push(of(
            format!("{} codes blijven eronder hangen", merging.below),
            format!("{} codes stay below it", merging.below),
        ));
    }
    lines
}
