//! What people do to the codebook, as plans; what would not fit together is refused here, before anything is written.

use super::codebook::{Code, Family, Group, Patch, Place, ReadFamily, Step, check_id, code_patches, patches};
use super::edit::{EditError, Plan};
use super::names::{CodeKey, CoderKey};
use super::study::Study;

/// Says more about a plan: the steps of both, in one transaction.
impl Plan {
    /// Both, in one transaction.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.codebook.extend(other.codebook);
        self.bodies.extend(other.bodies);
        self.skipped += other.skipped;
        self
    }

    /// True when there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.codebook.is_empty() && self.bodies.is_empty()
    }

    fn of(codebook: Vec<Step>) -> Self {
        Self { codebook, ..Self::default() }
    }
}

fn wrong(what: String) -> EditError {
    EditError::Codebook(what)
}

/// The id of the code above one.
pub fn parent_id<'s>(study: &'s Study, code: &Code) -> Option<&'s str> {
    code.parent.map(|parent| study.code_id(parent))
}

/// Makes a code in a family, at the end of it or behind another code; the family is made where there is none. `parent` is
/// the id of the code above it.
///
/// # Errors
/// When the id is none or taken, or something in the code does not fit the codebook.
pub fn add(
    study: &Study,
    family: &str,
    code: &Code,
    parent: Option<&str>,
    behind: Option<&str>,
) -> Result<Plan, EditError> {
    check_id(&code.id).map_err(|why| wrong(format!("the code id `{}` {why}", code.id.escape_debug())))?;
    check_id(family).map_err(|why| wrong(format!("the family id `{}` {why}", family.escape_debug())))?;
    if study.codebook.by_id(&code.id).is_some() {
        return Err(wrong(format!("there is a code `{}` already; choose another id", code.id)));
    }
    fits(study, code, parent, &[])?;
    let mut steps = set(family, code_patches(None, code, parent));
    if let Some(behind) = behind {
        let (family, code, behind) = (family.to_owned(), code.id.clone(), behind.to_owned());
        steps.push(Step::Behind { family, code, behind });
    }
    Ok(Plan::of(steps))
}

/// Changes what the entry of a code says: name, definition, include, exclude, examples, source, key, colour, groups, retired, …
/// `after` is a copy of the code with the changes; its id stays. `parent` is the id of the code above it.
///
/// # Errors
/// When the code is not there, or something does not fit the codebook.
pub fn change(study: &Study, after: &Code, parent: Option<&str>) -> Result<Plan, EditError> {
    change_with_groups(study, after, parent, Vec::new())
}

/// The same, where the code comes into groups that are new: its family declares them.
///
/// # Errors
/// As [`change`].
pub fn change_with_groups(
    study: &Study,
    after: &Code,
    parent: Option<&str>,
    groups: Vec<Group>,
) -> Result<Plan, EditError> {
    let before = super::edit::find_code(study, &after.id)?;
    fits(study, after, parent, &groups)?;
    let family = study.codebook.family(before);
    let changed =
        Plan::of(set(&family.id, code_patches(Some((before, parent_id(study, before))), after, parent)));
    if groups.is_empty() {
        return Ok(changed);
    }
    let mut declaring = family.clone();
    declaring.groups.extend(groups);
    Ok(change_family(study, &declaring)?.and(changed))
}

/// Puts codes, with all below them, under another code or at the top of a family.
///
/// # Errors
/// When a code would come below itself.
pub fn move_codes(
    study: &Study,
    codes: &[CodeKey],
    parent: Option<&Code>,
    family: &str,
) -> Result<Plan, EditError> {
    let book = &study.codebook;
    let family = parent.map_or(family, |parent| &book.family(parent).id);
    let mut plan = Plan::default();
    let mut rehomed: Vec<CodeKey> = Vec::new();
    for &key in codes {
        let Some(code) = book.code(key) else { continue };
        plan = plan.and(change(study, code, parent.map(|parent| parent.id.as_str()))?);
        rehomed.extend(book.with_descendants(key));
    }
    rehomed.sort_by_key(|&key| book.rank(key));
    rehomed.dedup();
    for code in rehomed.into_iter().filter_map(|key| book.code(key)) {
        let from = &book.family(code).id;
        if from != family {
            plan.codebook.push(Step::Rehome {
                code: code.id.clone(),
                from: from.clone(),
                to: family.to_owned(),
            });
        }
    }
    Ok(plan)
}

/// Gives the codes of a family another order; codes that are not named keep their places.
pub fn order(family: &str, codes: &[CodeKey], study: &Study) -> Plan {
    let ids = codes.iter().map(|&code| study.code_id(code).to_owned()).collect();
    Plan::of(vec![Step::Order { family: family.to_owned(), place: Place::Codes, ids }])
}

/// Changes a family itself: name, exclusive, rules, groups, facets and their values. `after` is a copy with the changes;
/// what it no longer has is taken out, and values come in its order. A family that is not there is made.
///
/// # Errors
/// When an id is none or stands twice.
pub fn change_family(study: &Study, after: &Family) -> Result<Plan, EditError> {
    check_id(&after.id).map_err(|why| wrong(format!("the family id `{}` {why}", after.id.escape_debug())))?;
    let before = study.codebook.family_by_id(&after.id);
    let bare = |family: &Family| ReadFamily {
        family: family.clone(),
        codes: Vec::new(),
        notes: Vec::new(),
        problems: Vec::new(),
    };
    let mut steps = Vec::new();
    if before.is_none() {
        steps.push(Step::set(&after.id, Place::Family, "family", Some(format!("\"{}\"", after.id))));
    }
    let (had, has) = (before.map(entries).unwrap_or_default(), entries(after));
    if let Some(twice) = has.iter().enumerate().find(|(nth, place)| has[..*nth].contains(place)) {
        return Err(wrong(format!("{} would be there twice; give one of them another id", twice.1)));
    }
    steps.extend(set(&after.id, patches(before.map(bare).as_ref(), &bare(after))));
    // Values go before the facet that they are of.
    for place in had.into_iter().rev().filter(|place| !has.contains(place)) {
        steps.push(Step::Remove { family: after.id.clone(), place });
    }
    for facet in &after.facets {
        let ids = facet.values.iter().map(|value| value.id.clone()).collect();
        let place = Place::Values(facet.id.clone());
        steps.push(Step::Order { family: after.id.clone(), place, ids });
    }
    Ok(Plan::of(steps))
}

fn entries(family: &Family) -> Vec<Place> {
    let mut places: Vec<Place> = family.rules.iter().map(|rule| Place::Rule(rule.id.clone())).collect();
    places.extend(family.groups.iter().map(|group| Place::Group(group.id.clone())));
    for facet in &family.facets {
        places.push(Place::Facet(facet.id.clone()));
        places.extend(facet.values.iter().map(|value| Place::Value(facet.id.clone(), value.id.clone())));
    }
    places
}

/// Takes a code out that nobody has used; one that was used is retired or merged.
///
/// # Errors
/// When it has codings or codes below it.
pub fn remove(study: &Study, code: &Code) -> Result<Plan, EditError> {
    let codings = study.codings_given(code.key).count();
    if codings > 0 {
        return Err(wrong(format!(
            "the code `{}` has {codings} codings; retire it, or merge it into another",
            code.id
        )));
    }
    if let Some(&child) = study.codebook.children(code.key).first() {
        let child = study.code_id(child);
        return Err(wrong(format!("the code `{}` has `{child}` below it; move that first", code.id)));
    }
    let family = study.codebook.family(code).id.clone();
    Ok(Plan::of(vec![Step::Remove { family, place: Place::Code(code.id.clone()) }]))
}

/// What should be known before codes are merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merging {
    /// Codings that will belong to the heir.
    pub codings: usize,
    /// Those among them that are other coders'.
    pub others: usize,
    /// Passages that one coder gave both codes: each will have the heir twice, until they are joined.
    pub twice: usize,
    /// Codings with values of facets that the heir's family does not have: they keep them, out of sight.
    pub facets: usize,
    /// Codes below the one that goes; they stay where they are.
    pub below: usize,
}

/// Merges `from` into `into`: it is retired, and its codings in all layers belong to its heir. No journal of another coder
/// changes, and one undo brings all of it back. `coder` is who merges, for what should be known before.
///
/// # Errors
/// When it would be its own heir, or the heir takes no codings.
pub fn merge(study: &Study, coder: CoderKey, from: &Code, into: &Code) -> Result<(Plan, Merging), EditError> {
    let book = &study.codebook;
    if from.key == into.key || book.heir(into.key) == from.key {
        return Err(wrong(format!("the code `{}` cannot become its own heir; choose another", from.id)));
    }
    if into.retired {
        return Err(EditError::Retired(into.id.clone()));
    }
    let after = Code { retired: true, heir: Some(into.id.clone()), ..from.clone() };
    let plan = change(study, &after, parent_id(study, from))?;
    let facets = &book.family(into).facets;
    let mut merging = Merging { below: book.children(from.key).len(), ..Merging::default() };
    for &key in study.codings_with(Some(from.key)) {
        let coding = study.coding(key);
        merging.codings += 1;
        merging.others += usize::from(coding.coder != coder);
        let mut same =
            study.codings_in(coding.document, coding.span).filter(|(span, _)| *span == coding.span);
        let has_both = same.any(|(_, other)| {
            let other = study.coding(other);
            other.coder == coding.coder && other.code == Some(into.key)
        });
        merging.twice += usize::from(has_both);
        let unknown = study
            .facets(coding)
            .iter()
            .any(|(facet, _)| !facets.iter().any(|known| known.id == study.word(*facet)));
        merging.facets += usize::from(unknown);
    }
    Ok((plan, merging))
}

/// Nothing that was right may become wrong: parents, keys, groups, heirs.
fn fits(study: &Study, code: &Code, parent: Option<&str>, groups: &[Group]) -> Result<(), EditError> {
    let book = &study.codebook;
    if let Some(parent) = parent {
        let above = super::edit::find_code(study, parent)?;
        let mut at = Some(above);
        while let Some(here) = at {
            if here.id == code.id {
                return Err(wrong(format!(
                    "the code `{}` would come below itself; choose another place",
                    code.id
                )));
            }
            at = here.parent.and_then(|key| book.code(key));
        }
    }
    let mnemonic = code.mnemonic.as_deref().filter(|_| !code.retired);
    if let Some(other) = mnemonic.and_then(|key| book.by_mnemonic(key)).filter(|other| other.id != code.id) {
        let key = mnemonic.unwrap_or_default();
        return Err(wrong(format!("the key `{key}` is that of `{}`; choose another", other.id)));
    }
    let known = |id: &String| book.group(id).is_some() || groups.iter().any(|group| group.id == *id);
    if let Some(group) = code.groups.iter().find(|group| !known(group)) {
        let known: Vec<&str> =
            book.families().iter().flat_map(|family| &family.groups).map(|group| group.id.as_str()).collect();
        let list = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        return Err(wrong(format!("no family declares the group `{group}`; the groups are: {list}")));
    }
    if code.heir.is_some() && !code.retired {
        return Err(wrong(format!("the code `{}` has an heir, so it must be retired", code.id)));
    }
    Ok(())
}

fn set(family: &str, patches: Vec<Patch>) -> Vec<Step> {
    patches.into_iter().map(|patch| Step::Set { family: family.to_owned(), patch }).collect()
}
