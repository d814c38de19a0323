//! The codebook as REFI-QDA 1.0 (.qdc), for other programs for qualitative analysis: docs/interchange.md describes it.
//!
//! A family is a container at the top, so that every program shows it as a folder of codes; groups are sets. What the format
//! has no place for but a reader wants (include, exclude, examples, source) stands in the description.

use std::fmt::Write as _;

use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use crate::model::codebook::guid::{Thing, derived};
use crate::model::codebook::{Code, Description, Family, Group, with_neighbour};
use crate::model::localized::Localized;

use crate::export::xml::{clean, escaped, one_line};

use super::{CodebookView, hex};

/// The codebook as a REFI-QDA codebook, valid against its schema: UTF-8, LF, in the language of the view. `None` where there
/// is no family and no code: the format cannot hold an empty codebook.
pub fn qdc(view: CodebookView<'_>) -> Option<String> {
    let no_notes = FxHashMap::default();
    let QdcParts { codes, sets, .. } = qdc_parts(view, &QdcNotes { of_codes: &no_notes, lost: &[] }, false);
    (!codes.is_empty()).then(|| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"Kantlijn {}\">\n  <Codes>\n{codes}  </Codes>\n{sets}</CodeBook>\n",
            env!("CARGO_PKG_VERSION")
        )
    })
}

/// What a codebook becomes in REFI-QDA: in a file of its own, or in a project.
#[derive(Debug, Default)]
pub(in crate::export) struct QdcParts<'a> {
    /// The elements in `Codes`; empty where there are none.
    pub codes: String,
    /// The element `Sets`; empty where there are no groups.
    pub sets: String,
    /// What each code is called, by its id.
    pub guids: FxHashMap<&'a str, Uuid>,
}

/// What a project says about codes beside the codebook.
#[derive(Clone, Copy, Debug)]
pub(in crate::export) struct QdcNotes<'a> {
    /// The notes on codes, by their ids.
    pub of_codes: &'a FxHashMap<&'a str, Vec<Uuid>>,
    /// The ids of codes that codings name and the codebook does not have.
    pub lost: &'a [&'a str],
}

/// The parts of a codebook, for a file of its own or for a project, which names members of sets in another way.
pub(in crate::export) fn qdc_parts<'a>(
    view: CodebookView<'a>,
    notes: &QdcNotes<'a>,
    is_project: bool,
) -> QdcParts<'a> {
    let mut page = Page {
        view,
        taken: FxHashSet::default(),
        guids: FxHashMap::default(),
        text: String::new(),
        notes,
        is_project,
    };
    for (index, family) in view.book.families().iter().enumerate() {
        if view.family.is_none_or(|id| family.id == id) {
            page.family(index, family);
        }
    }
    for id in notes.lost {
        page.lost_code(id);
    }
    let codes = std::mem::take(&mut page.text);
    page.sets();
    QdcParts { codes, sets: page.text, guids: page.guids }
}

struct Page<'a, 'n> {
    view: CodebookView<'a>,
    /// GUIDs that were written: a file that was copied by hand can hold one twice.
    taken: FxHashSet<Uuid>,
    /// What each code is called here, by its id.
    guids: FxHashMap<&'a str, Uuid>,
    text: String,
    notes: &'n QdcNotes<'a>,
    is_project: bool,
}

impl<'a> Page<'a, '_> {
    fn family(&mut self, index: usize, family: &'a Family) {
        let guid = self.own(family.guid(), Thing::Family, &family.id);
        let name = self.name(&family.name, &family.id);
        let description = Description { family: family.id.clone(), ..Description::default() };
        self.open(2, guid, &name, false, None, &description);
        let book = self.view.book;
        let mut open: Vec<&Code> = Vec::new();
        let mut inside = false;
        for code in book.codes() {
            // A root decides for all below it, whichever families they are of.
            if code.parent.is_none() || self.view.family.is_some() {
                inside = code.family == index;
            }
            if !inside {
                continue;
            }
            while open.last().is_some_and(|last| code.parent != Some(last.key)) {
                open.pop();
                self.close(3 + open.len());
            }
            let depth = open.len();
            let around = open.last().map_or(family, |above| book.family(above));
            self.code(3 + depth, code, around);
            open.push(code);
        }
        while open.pop().is_some() {
            self.close(3 + open.len());
        }
        self.close(2);
    }

    fn code(&mut self, depth: usize, code: &'a Code, around: &Family) {
        let guid = self.own(code.guid(), Thing::Code, &code.id);
        self.guids.insert(&code.id, guid);
        let family = self.view.book.family(code);
        let name = self.name(&code.name, &code.id);
        let notes = |notes: &[crate::model::codebook::Note]| {
            let line = |note: &crate::model::codebook::Note| {
                let not = note.not.as_deref().map(|id| (self.neighbour(id), id));
                let not = not.as_ref().map(|(name, id)| (name.as_str(), *id));
                with_neighbour(&self.words(&note.text), not)
            };
            notes.iter().map(line).collect()
        };
        let description = Description {
            definition: self.words(&code.definition),
            include: notes(&code.include),
            exclude: notes(&code.exclude),
            examples: code.examples.iter().map(|example| self.words(example)).collect(),
            source: clean(&code.source),
            id: code.id.clone(),
            family: if family.id == around.id { String::new() } else { family.id.clone() },
        };
        self.open(depth, guid, &name, true, code.color, &description);
        self.note_refs(depth + 1, &code.id);
    }

    /// A code that only codings know.
    fn lost_code(&mut self, id: &'a str) {
        let guid = self.own(derived(Thing::Code, id), Thing::Code, id);
        self.guids.insert(id, guid);
        let description = Description { id: clean(id), ..Description::default() };
        self.open(2, guid, &one_line(id), true, None, &description);
        self.note_refs(3, id);
        self.close(2);
    }

    fn note_refs(&mut self, depth: usize, id: &str) {
        let indent = "  ".repeat(depth);
        for note in self.notes.of_codes.get(id).into_iter().flatten() {
            let _ = writeln!(self.text, "{indent}<NoteRef targetGUID=\"{note}\"/>");
        }
    }

    fn sets(&mut self) {
        let book = self.view.book;
        let guids = self.guids.clone();
        let written = |code: &&Code| guids.contains_key(code.id.as_str());
        let mut groups: Vec<(Group, Option<&str>, Vec<&Code>)> = Vec::new();
        for family in book.families() {
            for group in &family.groups {
                let members: Vec<&Code> = book.in_group(&group.id).filter(written).collect();
                let chosen = self.view.family.is_none_or(|id| id == family.id);
                if (chosen || !members.is_empty()) && !groups.iter().any(|(known, ..)| known.id == group.id) {
                    groups.push((group.clone(), Some(&family.id), members));
                }
            }
        }
        for id in book.codes().iter().filter(written).flat_map(|code| &code.groups) {
            if !groups.iter().any(|(known, ..)| known.id == *id) {
                groups.push((Group::new(id), None, book.in_group(id).filter(written).collect()));
            }
        }
        if groups.is_empty() {
            return;
        }
        self.text.push_str("  <Sets>\n");
        for (group, family, members) in groups {
            let guid = self.own(group.guid(), Thing::Group, &group.id);
            let name = self.name(&group.name, &group.id);
            let description = Description {
                id: group.id.clone(),
                family: family.unwrap_or_default().to_owned(),
                ..Description::default()
            };
            let _ = writeln!(self.text, "    <Set guid=\"{guid}\" name=\"{}\">", escaped(&name));
            self.description(3, &description);
            let attribute = if self.is_project { "targetGUID" } else { "guid" };
            for guid in members.iter().filter_map(|member| guids.get(member.id.as_str())) {
                let _ = writeln!(self.text, "      <MemberCode {attribute}=\"{guid}\"/>");
            }
            self.text.push_str("    </Set>\n");
        }
        self.text.push_str("  </Sets>\n");
    }

    fn open(
        &mut self,
        depth: usize,
        guid: Uuid,
        name: &str,
        codable: bool,
        color: Option<(u8, u8, u8)>,
        description: &Description,
    ) {
        let indent = "  ".repeat(depth);
        let color = color.map(|color| format!(" color=\"{}\"", hex(color))).unwrap_or_default();
        let name = escaped(name);
        let _ = writeln!(
            self.text,
            "{indent}<Code guid=\"{guid}\" name=\"{name}\" isCodable=\"{codable}\"{color}>"
        );
        self.description(depth + 1, description);
    }

    /// Nothing may be added to the text of a description: what stands around it would be a part of it.
    fn description(&mut self, depth: usize, description: &Description) {
        let indent = "  ".repeat(depth);
        let text = description.write(self.view.language);
        let _ = writeln!(self.text, "{indent}<Description>{}</Description>", escaped(&text));
    }

    fn close(&mut self, depth: usize) {
        let _ = writeln!(self.text, "{}</Code>", "  ".repeat(depth));
    }

    /// The GUID, or where it was written already the one that follows from the id.
    fn own(&mut self, guid: Uuid, thing: Thing, id: &str) -> Uuid {
        let guid = if self.taken.contains(&guid) { derived(thing, id) } else { guid };
        self.taken.insert(guid);
        guid
    }

    /// Words in the language of the view, as XML can hold them, without blanks at their ends.
    fn words(&self, words: &Localized) -> String {
        self.view.words(words).map(|words| clean(words.text)).unwrap_or_default()
    }

    /// The name of a code that a note sends people to.
    fn neighbour(&self, id: &str) -> String {
        self.view.book.by_id(id).map_or_else(|| id.to_owned(), |code| self.name(&code.name, id))
    }

    /// A name on one line; the id where there is none.
    fn name(&self, name: &Localized, id: &str) -> String {
        let name = one_line(&self.words(name));
        if name.is_empty() { id.to_owned() } else { name }
    }
}
