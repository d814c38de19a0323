//! Splitting a code: into which parts, and which of its passages are still to be divided.
//!
//! That a code is being split is an event of its own, so that the trail tells it and one can go on another day. Each passage
//! then gets its part by a recode, one step each; afterwards the code may be retired.

use super::codebook::{Code, NewCode, revision};
use super::codebook_edit::{add, change, parent_id};
use super::edit::{EditError, Plan, own};
use super::event::Body;
use super::names::{CodeKey, CoderKey, CodingKey};
use super::recode::recode;
use super::record::Act;
use super::study::Study;

/// At most so many parts: each has a digit.
pub const PARTS: usize = 9;

/// What a code is split into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A code of the codebook.
    Known(CodeKey),
    /// A new one with this name; it stands behind the code that is split, in its family.
    New(String),
}

/// A split that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The code that is split.
    pub code: CodeKey,
    /// Ids of the codes that it is split into.
    pub parts: Vec<String>,
    /// Own codings that the code still has.
    pub left: usize,
}

/// Begins to split a code: new parts are made, and the trail says what becomes what. Gives the ids of the parts too.
///
/// # Errors
/// When there is no part or there are too many, one is the code itself, stands twice or is retired, or a name makes no id.
pub fn begin(study: &Study, code: &Code, parts: &[Part]) -> Result<(Plan, Vec<String>), EditError> {
    let wrong = |what: String| Err(EditError::Codebook(what));
    if parts.is_empty() || parts.len() > PARTS {
        return wrong(format!("a code is split into 1 to {PARTS} parts, not {}", parts.len()));
    }
    let family = study.codebook.family(code).id.clone();
    let mut plan = Plan::default();
    let mut ids: Vec<String> = Vec::new();
    for part in parts {
        let id = match part {
            Part::Known(key) => match study.codebook.code(*key) {
                Some(known) if known.retired => return Err(EditError::Retired(known.id.clone())),
                Some(known) => known.id.clone(),
                None => {
                    let code = study.code_id(*key).to_owned();
                    return Err(EditError::NoCode { code, nearest: None });
                }
            },
            Part::New(name) => {
                let taken = |id: &str| {
                    study.names.codes.get::<CodeKey>(id).is_some() || ids.iter().any(|known| known == id)
                };
                let new = NewCode::named(name, study.config.language(), taken).ok_or_else(|| no_id(name))?;
                let after = Code { name: new.name, ..Code::new(&new.id) };
                let behind = ids.last().filter(|id| study.codebook.by_id(id).is_none()).unwrap_or(&code.id);
                plan = plan.and(add(study, &family, &after, parent_id(study, code), Some(behind))?);
                new.id
            }
        };
        if id == code.id || ids.contains(&id) {
            return wrong(format!(
                "`{id}` cannot be a part of `{}` {}",
                code.id,
                if id == code.id { "itself" } else { "twice" }
            ));
        }
        ids.push(id);
    }
    plan.bodies.push(Body::Split { code: code.id.clone(), parts: ids.clone() });
    Ok((plan, ids))
}

/// The passages that `coder` gave the code, or a code that was merged into it, by place: those that are to be divided.
pub fn left(study: &Study, coder: CoderKey, code: CodeKey) -> Vec<CodingKey> {
    let of_code = study.codings_with(Some(code)).iter().copied();
    let mut own: Vec<CodingKey> = of_code.filter(|&key| study.coding(key).coder == coder).collect();
    study.sort_by_place(&mut own);
    own
}

/// The splits that a coder began and that leave codings to be divided, the latest of each code, by the order of the codebook.
pub fn open(study: &Study, coder: CoderKey) -> Vec<Split> {
    let Some(layer) = study.layer(coder) else { return Vec::new() };
    let mut events: Vec<_> = layer.codebook_events().collect();
    events.sort_by_key(|record| std::cmp::Reverse(record.order()));
    let mut found: Vec<Split> = Vec::new();
    for record in events {
        let Act::Split(split) = &record.act else { continue };
        let (code, parts) = &**split;
        let Some(known) = study.codebook.by_id(code).filter(|code| !code.retired) else { continue };
        if found.iter().any(|split| split.code == known.key) {
            continue;
        }
        let left = study.count_with(Some(known.key), coder);
        found.push(Split { code: known.key, parts: parts.clone(), left });
    }
    found.retain(|split| split.left > 0);
    found.sort_by_key(|split| study.codebook.rank(split.code));
    found
}

/// Gives codings a part, also one that the same plan makes.
///
/// # Errors
/// When the part takes no new codings.
pub fn give_part(
    study: &Study,
    coder: CoderKey,
    codings: &[CodingKey],
    part: &str,
) -> Result<Plan, EditError> {
    if let Some(known) = study.codebook.by_id(part) {
        return recode(study, coder, codings, known);
    }
    // It stands in the same family and says nothing yet, so facets stay what they are.
    let (code, revision) = (part.to_owned(), revision(&Code::new(part)));
    let bodies = codings.iter().map(|&key| {
        let coding = own(study, coder, key)?;
        Ok(Body::Recode { coding, code: code.clone(), revision })
    });
    Ok(Plan { bodies: bodies.collect::<Result<_, EditError>>()?, ..Plan::default() })
}

/// Retires a code that was split; codings that it still has stay with it.
///
/// # Errors
/// When the code is not in the codebook.
pub fn retire(study: &Study, code: &Code) -> Result<Plan, EditError> {
    change(study, &Code { retired: true, ..code.clone() }, parent_id(study, code))
}

pub(super) fn no_id(name: &str) -> EditError {
    EditError::Codebook(format!("the name `{name}` makes no id: a code's name needs a letter or a digit"))
}
