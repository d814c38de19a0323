//! Giving codings another code, or the same one under its present definition; and making one passage of several. Codings of
//! other coders are left and counted.

use super::codebook::{Code, FREE_FAMILY, NewCode, revision};
use super::codebook_edit;
use super::edit::{self, EditError, Plan, TextOf};
use super::event::{Body, Target};
use super::names::{CodeKey, CoderKey, CodingKey, DocumentKey};
use super::split;
use super::study::Study;
use crate::text::Span;

/// Gives codings and marks another code. They keep their ids, memos, and the values of facets that the code's family has too.
///
/// # Errors
/// When the code takes no new codings.
pub fn recode(study: &Study, coder: CoderKey, codings: &[CodingKey], code: &Code) -> Result<Plan, EditError> {
    if code.retired {
        return Err(EditError::Retired(code.id.clone()));
    }
    let mut plan = Plan::default();
    for &key in codings {
        if !is_own(study, coder, key, &mut plan) {
            continue;
        }
        let coding = study.coding(key);
        if coding.given == Some(code.key) && coding.revision == code.revision {
            continue;
        }
        plan.bodies.push(body(study, key, code));
        for (facet, values) in study.facets(coding) {
            let facet = study.word(*facet);
            let values: Vec<String> = values.iter().map(|&value| study.word(value).to_owned()).collect();
            if edit::check_facet(study, code, facet, &values).is_err() {
                plan.bodies.push(Body::Facet {
                    coding: study.coding_id(key),
                    facet: facet.to_owned(),
                    values: Vec::new(),
                });
            }
        }
    }
    Ok(plan)
}

/// Gives codings and marks a code that is made first, in the family for free codes; their facets become open.
///
/// # Errors
/// When the name makes no id.
pub fn recode_to_new(
    study: &Study,
    coder: CoderKey,
    codings: &[CodingKey],
    name: &str,
) -> Result<Plan, EditError> {
    let taken = |id: &str| study.names.codes.get::<CodeKey>(id).is_some();
    let new = NewCode::named(name, study.config.language(), taken).ok_or_else(|| split::no_id(name))?;
    let code = Code { name: new.name, ..Code::new(&new.id) };
    let revision = revision(&code);
    let mut plan = codebook_edit::add(study, FREE_FAMILY, &code, None, None)?;
    for &key in codings {
        if !is_own(study, coder, key, &mut plan) {
            continue;
        }
        let coding = study.coding_id(key);
        plan.bodies.push(Body::Recode { coding, code: code.id.clone(), revision });
        for (facet, _) in study.facets(study.coding(key)) {
            let facet = study.word(*facet).to_owned();
            plan.bodies.push(Body::Facet { coding, facet, values: Vec::new() });
        }
    }
    Ok(plan)
}

/// Keeps codings under the present definition of their code.
pub fn keep(study: &Study, coder: CoderKey, codings: &[CodingKey]) -> Plan {
    let mut plan = Plan::default();
    for &key in codings {
        let code = study.coding(key).code.and_then(|code| study.codebook.code(code));
        if let Some(code) = code.filter(|_| is_outdated(study, key))
            && is_own(study, coder, key, &mut plan)
        {
            plan.bodies.push(body(study, key, code));
        }
    }
    plan
}

/// The codings that were made under another definition than their code has now, by place.
pub fn outdated(study: &Study) -> Vec<CodingKey> {
    let all = study.codings().map(|(key, _)| key);
    let mut found: Vec<CodingKey> = all.filter(|&key| is_outdated(study, key)).collect();
    study.sort_by_place(&mut found);
    found
}

/// Those with this code.
pub fn outdated_of(study: &Study, code: CodeKey) -> Vec<CodingKey> {
    let all = study.codings_with(Some(code)).iter().copied();
    let mut found: Vec<CodingKey> = all.filter(|&key| is_outdated(study, key)).collect();
    study.sort_by_place(&mut found);
    found
}

/// True when the coding was made under another definition than its code has now.
pub fn is_outdated(study: &Study, key: CodingKey) -> bool {
    let coding = study.coding(key);
    let code = coding.code.and_then(|code| study.codebook.code(code));
    code.is_some_and(|code| code.revision != coding.revision)
}

/// Turns a value of a facet into a code: its codings get the code instead, and their value is open again.
///
/// # Errors
/// When the code takes no new codings.
pub fn value_to_code(
    study: &Study,
    coder: CoderKey,
    from: &Code,
    (facet, value): (&str, &str),
    to: &Code,
) -> Result<Plan, EditError> {
    let has_value = |key: &CodingKey| {
        let mut values = study.facet(study.coding(*key), facet).iter();
        values.any(|&known| study.word(known) == value)
    };
    let codings: Vec<CodingKey> =
        study.codings_with(Some(from.key)).iter().copied().filter(has_value).collect();
    let mut plan = recode(study, coder, &codings, to)?;
    for key in codings.into_iter().filter(|&key| study.coding(key).coder == coder) {
        let rest = study.facet(study.coding(key), facet).iter().map(|&known| study.word(known).to_owned());
        let values: Vec<String> = rest.filter(|known| known != value).collect();
        plan.bodies.retain(|body| {
            !matches!(body, Body::Facet { coding, facet: known, .. } if *coding == study.coding_id(key) && known == facet)
        });
        plan.bodies.push(Body::Facet { coding: study.coding_id(key), facet: facet.to_owned(), values });
    }
    Ok(plan)
}

/// Turns a code into a value of a facet of another: its codings get that code and the value.
///
/// # Errors
/// When the code takes no new codings, or its family has no such value.
pub fn code_to_value(
    study: &Study,
    coder: CoderKey,
    from: &Code,
    to: &Code,
    (facet, value): (&str, &str),
) -> Result<Plan, EditError> {
    edit::check_facet(study, to, facet, &[value.to_owned()])?;
    let codings = study.codings_with(Some(from.key)).to_vec();
    let mut plan = recode(study, coder, &codings, to)?;
    for key in codings.into_iter().filter(|&key| study.coding(key).coder == coder) {
        let coding = study.coding_id(key);
        plan.bodies.retain(|body| {
            !matches!(body, Body::Facet { coding: known, facet: other, .. } if *known == coding && other == facet)
        });
        plan.bodies.push(Body::Facet { coding, facet: facet.to_owned(), values: vec![value.to_owned()] });
    }
    Ok(plan)
}

/// Codings of one coder with one code that touch or overlap, so that they can become one. It changes measures: there are
/// fewer codings, and co-occurrences and agreement count other passages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    /// The one that stays: the first.
    pub keep: CodingKey,
    /// Those that go.
    pub gone: Vec<CodingKey>,
    /// The passage that holds all of them, in bytes.
    pub span: Span,
    /// True when their facets differ; those of the first stay.
    pub facets_differ: bool,
}

/// The codings of `coder` with `code` in a document that can be joined; `text` is the text of the document. Passages with
/// nothing but blanks and line ends between them touch.
pub fn joinings(
    study: &Study,
    coder: CoderKey,
    code: CodeKey,
    document: DocumentKey,
    text: &str,
) -> Vec<Joining> {
    let all = Span::new(0, text.len() as u32);
    let is_one = |key: CodingKey| {
        let coding = study.coding(key);
        coding.coder == coder && coding.code == Some(code) && study.verdict(key).has_position()
    };
    let mut found: Vec<Joining> = Vec::new();
    let mut codings: Vec<(Span, CodingKey)> =
        study.codings_in(document, all).filter(|(_, key)| is_one(*key)).collect();
    codings.sort();
    for (span, key) in codings {
        let touches = |open: &&mut Joining| {
            let between = text.get(open.span.end as usize..span.start as usize);
            span.start <= open.span.end
                || between.is_some_and(|between| between.chars().all(char::is_whitespace))
        };
        match found.last_mut().filter(touches) {
            Some(open) => {
                open.span.end = open.span.end.max(span.end);
                open.facets_differ |= study.coding(open.keep).facets != study.coding(key).facets;
                open.gone.push(key);
            }
            None => found.push(Joining { keep: key, gone: Vec::new(), span, facets_differ: false }),
        }
    }
    found.retain(|joining| !joining.gone.is_empty());
    found
}

/// Joins: the first gets the whole passage, the others go; the coder's memos on them go to the first.
///
/// # Errors
/// When a coding is another coder's, or the passage is none of the text.
pub fn join(study: &Study, coder: CoderKey, joining: &Joining, text: TextOf<'_>) -> Result<Plan, EditError> {
    let mut plan = Plan::default();
    let keep = edit::own(study, coder, joining.keep)?;
    if study.coding(joining.keep).span != joining.span {
        plan.bodies.push(edit::reshape(study, coder, joining.keep, text, joining.span)?);
    }
    let is_important = |key: &CodingKey| study.coding(*key).important;
    if !is_important(&joining.keep) && joining.gone.iter().any(is_important) {
        plan.bodies.push(edit::star(study, coder, joining.keep, true)?);
    }
    for &gone in &joining.gone {
        let id = study.coding_id(gone);
        let memos = study.memos_on(&Target::Coding(id)).into_iter().filter(|memo| memo.coder == coder);
        plan.bodies.extend(memos.map(|memo| edit::memo(Target::Coding(keep), &memo.kind, &memo.words)));
        plan.bodies.push(edit::uncode(study, coder, gone)?);
    }
    Ok(plan)
}

/// Whether a coding is the coder's; one that is not is counted.
fn is_own(study: &Study, coder: CoderKey, key: CodingKey, plan: &mut Plan) -> bool {
    let own = study.coding(key).coder == coder;
    plan.skipped += usize::from(!own);
    own
}

fn body(study: &Study, key: CodingKey, code: &Code) -> Body {
    Body::Recode { coding: study.coding_id(key), code: code.id.clone(), revision: code.revision }
}
