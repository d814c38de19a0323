//! A value of a facet becomes a code, a code becomes a value; passages of one code that touch become one.

use std::sync::Arc;

use super::fields::shown;
use super::words::Word;
use super::{Carried, Codes, Step};
use crate::model::edit::{EditError, Plan};
use crate::model::{Body, Code, CodeKey, DocumentKey, recode};
use crate::store::LoadedText;
use crate::ui::app::{App, Effect, Tone};
use crate::ui::names::{document_mark, name_of};
use crate::ui::panel::{Choose, Panel, Why};
use crate::ui::troubles;

/// Bytes between two passages from which on nobody looks whether they touch: between those that do there are blanks alone.
const GAP: u32 = 200;
/// Documents that are named.
const NAMED: usize = 3;

/// What was chosen of the values of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Roll {
    /// This value of codings with this code is to become a code.
    Out(CodeKey, String, String),
    /// The first code is to become this value at codings with the second.
    In(CodeKey, CodeKey, String, String),
}

impl Codes {
    /// Chooses a value of the code here; or puts down the one that was chosen: it becomes the code here.
    pub(super) fn value_here(&mut self, app: &mut App) -> Step {
        let here = self.code_here().and_then(|key| app.study.codebook.code(key));
        let Some(here) = here else { return nothing_here(app) };
        if let Some(Carried::Value(from, facet, value)) = self.carried.take() {
            let Some(from) = app.study.codebook.code(from) else { return Step::Stay };
            let plan = recode::value_to_code(&app.study, app.coder, from, (&facet, &value), here);
            let title = app.language.pick(
                format!("{facet} = {value} van {} wordt {}", called(app, from), called(app, here)),
                format!("{facet} = {value} of {} becomes {}", called(app, from), called(app, here)),
            );
            return why(app, title, plan);
        }
        let rows = values_of(app, here, |facet, value| Roll::Out(here.key, facet, value));
        let title = app.language.pick("welke waarde wordt een code?", "which value becomes a code?");
        choose(app, title, rows)
    }

    /// Picks up the code here; or chooses the value of the code here that it becomes.
    pub(super) fn code_to_value(&mut self, app: &mut App) -> Step {
        let here = self.code_here().and_then(|key| app.study.codebook.code(key));
        let Some(here) = here else { return nothing_here(app) };
        let Some(Carried::Code(from)) = self.carried.take() else {
            self.carried = Some(Carried::Code(here.key));
            return Step::Stay;
        };
        let rows = values_of(app, here, |facet, value| Roll::In(from, here.key, facet, value));
        let title = app.language.pick("welke waarde wordt zij?", "which value does it become?");
        choose(app, title, rows)
    }

    /// A value was chosen.
    pub fn roll(&mut self, app: &mut App, roll: &Roll) {
        match roll {
            Roll::Out(code, facet, value) => {
                self.carried = Some(Carried::Value(*code, facet.clone(), value.clone()));
            }
            Roll::In(from, to, facet, value) => {
                let book = &app.study.codebook;
                let (Some(from), Some(to)) = (book.code(*from), book.code(*to)) else { return };
                let plan = recode::code_to_value(&app.study, app.coder, from, to, (facet, value));
                let title = app.language.pick(
                    format!("{} wordt {facet} = {value} van {}", called(app, from), called(app, to)),
                    format!("{} becomes {facet} = {value} of {}", called(app, from), called(app, to)),
                );
                if let Step::Open(panel) = why(app, title, plan) {
                    app.panels.push(panel);
                }
            }
        }
    }

    /// Looks for passages of the code here that touch or overlap; their texts are read first.
    pub(super) fn join_here(&mut self, app: &mut App) -> Step {
        let Some(code) = self.code_here() else { return nothing_here(app) };
        let mut spans: Vec<(DocumentKey, crate::text::Span)> = app
            .study
            .codings_with(Some(code))
            .iter()
            .map(|key| (*key, app.study.coding(*key)))
            .filter(|(key, coding)| coding.coder == app.coder && app.study.verdict(*key).has_position())
            .map(|(_, coding)| (coding.document, coding.span))
            .collect();
        spans.sort();
        let mut documents: Vec<DocumentKey> = Vec::new();
        let mut reach = 0;
        for pair in spans.windows(2) {
            let [(before, first), (document, second)] = pair else { continue };
            reach = if documents.last() == Some(before) { reach.max(first.end) } else { first.end };
            if before == document
                && second.start <= reach.saturating_add(GAP)
                && documents.last() != Some(document)
            {
                documents.push(*document);
            }
        }
        documents.sort_by_key(|document| app.study.document_rank(*document));
        if documents.is_empty() {
            app.tell(Tone::Good, Word::NothingTouches.say(app.language).to_owned());
        } else {
            app.ask(Effect::JoinTexts { code, documents });
        }
        Step::Stay
    }
}

fn nothing_here(app: &mut App) -> Step {
    app.tell(Tone::Warning, Word::NoCodeHere.say(app.language).to_owned());
    Step::Stay
}

fn called(app: &App, code: &Code) -> String {
    name_of(&app.study, app.language, code.key)
}

fn values_of(app: &App, code: &Code, roll: impl Fn(String, String) -> Roll) -> Vec<(String, Roll)> {
    let tag = app.language.tag();
    let family = app.study.codebook.family(code);
    let row = |facet: &crate::model::codebook::Facet, value: &crate::model::codebook::FacetValue| {
        let words =
            format!("{} = {}", shown(&facet.name, &facet.id, tag), shown(&value.name, &value.id, tag));
        (words, roll(facet.id.clone(), value.id.clone()))
    };
    family
        .facets
        .iter()
        .flat_map(|facet| facet.values.iter().map(|value| row(facet, value)).collect::<Vec<_>>())
        .collect()
}

fn choose(app: &mut App, title: &str, rows: Vec<(String, Roll)>) -> Step {
    if rows.is_empty() {
        app.tell(Tone::Warning, Word::NoValues.say(app.language).to_owned());
        return Step::Stay;
    }
    Step::Open(Panel::Choose(Box::new(Choose::new(title.to_owned(), rows))))
}

/// Says what a plan does to codings, and asks why.
fn why(app: &mut App, title: String, plan: Result<Plan, EditError>) -> Step {
    match plan {
        Ok(plan) => {
            let count = plan.bodies.iter().filter(|body| matches!(body, Body::Recode { .. })).count();
            if plan.bodies.is_empty() {
                app.tell(Tone::Warning, Word::NoneOfYours.say(app.language).to_owned());
                return Step::Stay;
            }
            let mut lines = vec![app.language.pick(
                format!("{count} van uw coderingen krijgen de andere code"),
                format!("{count} of your codings get the other code"),
            )];
            if plan.skipped > 0 {
                lines.push(app.language.pick(
                    format!("{} van anderen blijven zoals ze zijn", plan.skipped),
                    format!("{} of others stay as they are", plan.skipped),
                ));
            }
            Step::Open(Panel::Why(Box::new(Why::new(title, lines, plan))))
        }
        Err(error) => {
            app.tell(Tone::Warning, troubles::of_edit(&error, app.language));
            Step::Stay
        }
    }
}

/// Joins what touches or overlaps in these texts, after the reason was asked.
pub fn join(app: &mut App, code: CodeKey, texts: &[Arc<LoadedText>]) {
    let mut plan = Plan::default();
    let (mut kept, mut gone, mut differ) = (0, 0, 0);
    let mut places = Vec::new();
    for text in texts {
        for joining in recode::joinings(&app.study, app.coder, code, text.document, &text.text) {
            match recode::join(&app.study, app.coder, &joining, text.of()) {
                Ok(more) => plan = plan.and(more),
                Err(error) => return app.tell(Tone::Warning, troubles::of_edit(&error, app.language)),
            }
            kept += 1;
            gone += joining.gone.len();
            differ += usize::from(joining.facets_differ);
            let document = app.study.document(text.document).map(document_mark).unwrap_or_default();
            let turn = text.turns.in_span(joining.span).start + 1;
            places.push(format!("{document} {turn}"));
        }
    }
    if plan.bodies.is_empty() {
        return app.tell(Tone::Good, Word::NothingTouches.say(app.language).to_owned());
    }
    let language = app.language;
    let of = |dutch: String, english: String| language.pick(dutch, english);
    let more = places.len().saturating_sub(NAMED);
    places.truncate(NAMED);
    let rest = if more > 0 { format!(" +{more}") } else { String::new() };
    let mut lines = vec![
        of(
            format!("{} coderingen worden {kept}: {}{rest}", kept + gone, places.join(", ")),
            format!("{} codings become {kept}: {}{rest}", kept + gone, places.join(", ")),
        ),
        of(
            "let op: dit verandert tellingen, samenhang en overeenstemming".to_owned(),
            "note: this changes frequencies, co-occurrence and agreement".to_owned(),
        ),
    ];
    if differ > 0 {
        lines.push(of(
            format!("bij {differ} verschillen de facetten; die van de eerste blijven"),
            format!("the facets of {differ} differ; those of the first stay"),
        ));
    }
    let name = name_of(&app.study, language, code);
    let title = of(format!("passages van {name} samenvoegen"), format!("join passages of {name}"));
    app.panels.push(Panel::Why(Box::new(Why::new(title, lines, plan))));
}
