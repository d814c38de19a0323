//! What a file says goes into the families: which code is which, where new ones go, and what cannot come along.

use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use crate::import::ImportError;
use crate::import::codebook_said::{self as said, SaidCode, SaidNote, Writing};
use crate::model::codebook::guid::{Thing, derived};
use crate::model::codebook::{
    Code, Description, FREE_FAMILY, Family, NewCode, ReadFamily, check_id, neighbour,
};
use crate::model::lines::LineNote;

use super::xml::{Element, Found, Set};
use super::{QdcApplied, QdcOptions, named, split};

/// Where an element goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Role {
    /// It is a family, by its id.
    Family(String),
    /// It is a code, by its id.
    Code(String),
}

/// An element with its description.
struct Node<'f> {
    element: &'f Element,
    description: Description,
}

pub(super) fn apply(
    found: &Found,
    families: &[ReadFamily],
    options: QdcOptions<'_>,
) -> Result<QdcApplied, ImportError> {
    let mut elements = found.codes.clone();
    let mut notes = found.notes.clone();
    match options.split {
        Some(sign) => split::split(&mut elements, sign),
        None => notes.extend(split::offer(&elements)),
    }
    let describe = |element| Node { element, description: description_of(element) };
    let nodes: Vec<Node<'_>> = elements.iter().map(describe).collect();
    let roles = vec![None; nodes.len()];
    let mut work = Work {
        before: families,
        options,
        nodes: &nodes,
        roles,
        notes,
        taken: FxHashSet::default(),
        homes: FxHashMap::default(),
    };
    work.homes = work.codes().map(|(family, code)| (code.id.as_str(), family.id.as_str())).collect();
    work.find_families();
    work.find_codes();
    work.name_new_codes();
    let (families, mut wrong) = work.families();
    let (families, more) = work.groups(families, &found.sets);
    wrong.extend(more);
    if wrong.is_empty() {
        Ok(QdcApplied { families, notes: work.notes })
    } else {
        Err(ImportError::Rows(wrong))
    }
}

fn description_of(element: &Element) -> Description {
    element.description.as_deref().map(Description::read).unwrap_or_default()
}

struct Work<'f> {
    before: &'f [ReadFamily],
    options: QdcOptions<'f>,
    nodes: &'f [Node<'f>],
    roles: Vec<Option<Role>>,
    notes: Vec<String>,
    /// Ids of codes that elements of the file have.
    taken: FxHashSet<String>,
    /// The family of each code that is there, by its id.
    homes: FxHashMap<&'f str, &'f str>,
}

/// Words as they stand in the file: no blanks at the ends, LF, nothing that XML cannot hold.
fn plain(words: &str) -> String {
    let lines = words.replace("\r\n", "\n").replace('\r', "\n");
    let fits = |c: &char| (*c >= ' ' || matches!(c, '\t' | '\n')) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    lines.chars().filter(fits).collect::<String>().trim().to_owned()
}

fn one_line(words: &str) -> String {
    plain(words).split_whitespace().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

impl<'f> Work<'f> {
    fn writing(&self) -> Writing<'f> {
        Writing { language: self.options.language, name: one_line, item: plain, block: plain }
    }

    fn codes(&self) -> impl Iterator<Item = (&'f Family, &'f Code)> {
        self.before.iter().flat_map(|read| read.codes.iter().map(|(code, _)| (&read.family, code)))
    }

    /// Containers at the top are families.
    fn find_families(&mut self) {
        let mut made: Vec<String> = Vec::new();
        let mut folders = Vec::new();
        for (nth, Node { element, description }) in self.nodes.iter().enumerate() {
            if element.parent.is_some() {
                if !element.codable {
                    folders.push(element.name.clone());
                }
                continue;
            }
            let label =
                Some(&description.family).filter(|id| description.id.is_empty() && check_id(id).is_ok());
            let known =
                element.guid.and_then(|guid| self.before.iter().find(|read| read.family.guid() == guid));
            let ours = known.map(|read| &read.family.id).or(label);
            let id = match ours {
                Some(id) => id.clone(),
                None if element.codable => continue,
                None if self.options.family.is_some() => {
                    folders.push(element.name.clone());
                    continue;
                }
                None => {
                    let called = |read: &&ReadFamily| {
                        read.family
                            .name
                            .iter()
                            .any(|(_, name)| one_line(name).to_lowercase() == element.name.to_lowercase())
                    };
                    let same = self.before.iter().find(called).map(|read| read.family.id.clone());
                    let new = NewCode::named(&element.name, self.options.language, |id| {
                        made.iter().any(|made| made == id)
                    });
                    same.or(new.map(|new| new.id)).unwrap_or_else(|| FREE_FAMILY.to_owned())
                }
            };
            made.push(id.clone());
            self.roles[nth] = Some(Role::Family(id));
        }
        if !folders.is_empty() {
            self.notes.push(format!(
                "containers that are no families here become codes, which can be used: {}",
                named(&folders)
            ));
        }
    }

    /// Which elements are codes that are there: by GUID, by id, by name where that is asked for.
    fn find_codes(&mut self) {
        let mut by_guid: FxHashMap<Uuid, &str> = FxHashMap::default();
        for (_, code) in self.codes() {
            by_guid.entry(code.guid()).or_insert(&code.id);
        }
        let mut again = Vec::new();
        let mut seen: FxHashSet<Uuid> = FxHashSet::default();
        for (nth, node) in
            self.nodes.iter().enumerate().filter(|(nth, _)| self.roles[*nth].is_none()).collect::<Vec<_>>()
        {
            let Some(guid) = node.element.guid else { continue };
            if !seen.insert(guid) {
                again.push(node.element.name.clone());
            } else if let Some(id) = by_guid.get(&guid) {
                self.is_code(nth, id);
            }
        }
        if !again.is_empty() {
            self.notes.push(format!(
                "GUIDs that stand twice in the file count once; these codes get one of their own: {}",
                named(&again)
            ));
        }
        let known: FxHashSet<&str> = self.codes().map(|(_, code)| code.id.as_str()).collect();
        for nth in self.open() {
            let id = &self.nodes[nth].description.id;
            if known.contains(id.as_str()) && !self.taken.contains(id) {
                self.is_code(nth, id);
            }
        }
        if self.options.by_name || self.nodes.iter().any(|node| node.element.made) {
            let mut by_name: FxHashMap<String, Option<&str>> = FxHashMap::default();
            for (_, code) in self.codes() {
                let names: FxHashSet<String> =
                    code.name.iter().map(|(_, name)| one_line(name).to_lowercase()).collect();
                for name in names {
                    by_name.entry(name).and_modify(|found| *found = None).or_insert(Some(&code.id));
                }
            }
            let mut unsure = Vec::new();
            let named_again = |nth: &usize| self.options.by_name || self.nodes[*nth].element.made;
            for nth in self.open().into_iter().filter(named_again).collect::<Vec<_>>() {
                let name = &self.nodes[nth].element.name;
                match by_name.get(&name.to_lowercase()) {
                    Some(Some(id)) if !self.taken.contains(*id) => self.is_code(nth, id),
                    Some(_) => unsure.push(name.clone()),
                    None => {}
                }
            }
            if !unsure.is_empty() {
                self.notes.push(format!(
                    "names that several codes have cannot tell which is meant; new codes: {}",
                    named(&unsure)
                ));
            }
        }
    }

    fn open(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|&nth| self.roles[nth].is_none()).collect()
    }

    fn is_code(&mut self, nth: usize, id: &str) {
        self.taken.insert(id.to_owned());
        self.roles[nth] = Some(Role::Code(id.to_owned()));
    }

    /// The others are new: each gets the id of its description where that is free, else one from its name.
    fn name_new_codes(&mut self) {
        let known: FxHashSet<&str> = self.codes().map(|(_, code)| code.id.as_str()).collect();
        let names: FxHashMap<String, &str> = self
            .codes()
            .flat_map(|(_, code)| {
                code.name.iter().map(|(_, name)| (one_line(name).to_lowercase(), code.id.as_str()))
            })
            .collect();
        for nth in self.open() {
            let id = self.nodes[nth].description.id.clone();
            if check_id(&id).is_ok() && !self.taken.contains(&id) && !known.contains(id.as_str()) {
                self.is_code(nth, &id);
            }
        }
        let (mut nameless, mut namesakes) = (0, Vec::new());
        for nth in self.open() {
            let element = self.nodes[nth].element;
            let taken = |id: &str| self.taken.contains(id) || known.contains(id);
            let new = NewCode::named(&element.name, self.options.language, taken);
            nameless += usize::from(new.is_none());
            let id = new.or_else(|| NewCode::named("code", "", taken)).map(|new| new.id).unwrap_or_default();
            if let Some(namesake) = names.get(&element.name.to_lowercase()) {
                namesakes.push(format!("{namesake}` → `{id}"));
            }
            self.is_code(nth, &id);
        }
        if nameless > 0 {
            self.notes.push(format!(
                "{nameless} codes have no letters or digits in their names; each gets an id of its own"
            ));
        }
        if !namesakes.is_empty() {
            let how = if self.options.by_name { "" } else { "; with --by-name they are the same" };
            self.notes.push(format!(
                "codes have the name of one that is there, and become new ones{how}: {}",
                named(&namesakes)
            ));
        }
    }

    fn code_id(&self, nth: usize) -> Option<&str> {
        match self.roles[nth].as_ref()? {
            Role::Code(id) => Some(id),
            Role::Family(_) => None,
        }
    }

    /// The family of a code: its own where it is there, else that of its description, of the code above it, of what is around it.
    fn family_of(&self, nth: usize) -> &str {
        let mut at = Some(nth);
        while let Some(nth) = at {
            let node = &self.nodes[nth];
            let home = self.code_id(nth).and_then(|id| self.homes.get(id)).copied();
            if let Some(home) = home.or_else(|| self.said_family(nth)) {
                return home;
            }
            at = node.element.parent;
        }
        self.options.family.unwrap_or(FREE_FAMILY)
    }

    /// The family that the file tells a code to be of, if it does.
    fn told_family(&self, nth: usize) -> Option<&str> {
        let mut at = Some(nth);
        while let Some(nth) = at {
            if let Some(said) = self.said_family(nth) {
                return Some(said);
            }
            at = self.nodes[nth].element.parent;
        }
        None
    }

    fn said_family(&self, nth: usize) -> Option<&str> {
        match &self.roles[nth] {
            Some(Role::Family(id)) => Some(id),
            _ => Some(self.nodes[nth].description.family.as_str()).filter(|id| !id.is_empty()),
        }
    }

    /// The families with their codes, and what is wrong.
    fn families(&mut self) -> (Vec<ReadFamily>, Vec<LineNote>) {
        let mut families = self.before.to_vec();
        let mut wrong = Vec::new();
        let nests =
            |nth: usize| self.nodes[nth].element.parent.is_some_and(|parent| self.code_id(parent).is_some());
        // A file without any code below another has no tree to tell.
        let flat = !(0..self.nodes.len()).any(nests);
        let ids: FxHashSet<String> =
            self.codes().map(|(_, code)| code.id.clone()).chain(self.taken.iter().cloned()).collect();
        let parents: FxHashMap<&str, Option<&str>> = self
            .before
            .iter()
            .flat_map(|read| &read.codes)
            .map(|(code, parent)| (code.id.as_str(), parent.as_deref()))
            .collect();
        let mut moved = Vec::new();
        let order = self.in_order();
        // Families first, so that they come in the order of the file.
        let (of_families, of_codes): (Vec<usize>, Vec<usize>) =
            order.into_iter().partition(|&nth| matches!(self.roles[nth], Some(Role::Family(_))));
        for nth in of_families.into_iter().chain(of_codes) {
            let Node { element, description } = &self.nodes[nth];
            let result = match &self.roles[nth] {
                None => Ok(()),
                Some(Role::Family(id)) => self.family(&mut families, id, &self.nodes[nth]),
                Some(Role::Code(id)) => {
                    let above = element.parent.and_then(|parent| self.code_id(parent));
                    let before = parents.get(id.as_str()).copied();
                    // The code above it is not in the file: that says nothing about it.
                    let silent = above.is_none()
                        && before.flatten().is_some_and(|parent| flat || !self.taken.contains(parent));
                    let family = self.family_of(nth);
                    let own = self.homes.get(id.as_str());
                    if own.is_some_and(|own| *own != self.told_family(nth).unwrap_or(own)) {
                        moved.push(element.name.clone());
                    }
                    let mut said = Self::said(element, description, &ids);
                    said.id.clone_from(id);
                    family.clone_into(&mut said.family);
                    said.parent = (!silent).then(|| above.map(str::to_owned));
                    said::put(&mut families, &said, self.writing())
                }
            };
            wrong.extend(result.err().map(|what| LineNote { line: element.line, what }));
        }
        if !moved.is_empty() {
            self.notes.push(format!(
                "codes stand in another family in the file, and stay where they are; to move one, edit the files: {}",
                named(&moved)
            ));
        }
        (families, wrong)
    }

    fn family(&self, families: &mut Vec<ReadFamily>, id: &str, node: &Node<'_>) -> Result<(), String> {
        let element = node.element;
        let new = families.len();
        let place = said::family(families, id)?;
        let family = &mut families[place].family;
        let same = element.guid == Some(family.guid());
        let own = node.description.family == id;
        // One that only has the same name keeps it as it is.
        if place == new || same || own {
            family.name = self.writing().name(&family.name, id, &element.name);
        }
        if place == new {
            family.guid = element.guid.filter(|guid| *guid != derived(Thing::Family, id));
        }
        Ok(())
    }

    /// Elements with those below right behind them, as they are told in a file.
    fn in_order(&self) -> Vec<usize> {
        let mut below: FxHashMap<Option<usize>, Vec<usize>> = FxHashMap::default();
        for (nth, node) in self.nodes.iter().enumerate() {
            below.entry(node.element.parent).or_default().push(nth);
        }
        let mut stack: Vec<usize> = below.get(&None).into_iter().flatten().rev().copied().collect();
        let mut order = Vec::with_capacity(self.nodes.len());
        while let Some(nth) = stack.pop() {
            order.push(nth);
            stack.extend(below.get(&Some(nth)).into_iter().flatten().rev());
        }
        order
    }

    fn said(element: &Element, description: &Description, ids: &FxHashSet<String>) -> SaidCode {
        let notes = |lines: &[String]| {
            let note = |line: &String| {
                let (words, not) = neighbour(line, |id| ids.contains(id));
                (words.to_owned(), not.map(str::to_owned))
            };
            let notes: Vec<SaidNote> = lines.iter().map(note).collect();
            (!notes.is_empty()).then_some(notes)
        };
        let some = |words: &String| Some(words.clone()).filter(|words| !words.is_empty());
        SaidCode {
            name: some(&element.name),
            definition: some(&description.definition),
            include: notes(&description.include),
            exclude: notes(&description.exclude),
            examples: (!description.examples.is_empty()).then(|| description.examples.clone()),
            source: some(&description.source),
            color: element.color,
            ..SaidCode::default()
        }
    }

    /// Sets are groups; GUIDs of new codes are kept where they do not follow from their ids.
    fn groups(&mut self, mut families: Vec<ReadFamily>, sets: &[Set]) -> (Vec<ReadFamily>, Vec<LineNote>) {
        let mut owners: FxHashMap<Uuid, usize> = FxHashMap::default();
        for (nth, node) in self.nodes.iter().enumerate() {
            if let Some(guid) = node.element.guid {
                owners.entry(guid).or_insert(nth);
            }
        }
        let known: FxHashSet<String> = self.codes().map(|(_, code)| code.id.clone()).collect();
        for (guid, nth) in &owners {
            let Some(id) = self.code_id(*nth).filter(|id| !known.contains(*id)) else { continue };
            let code = families.iter_mut().flat_map(|read| &mut read.codes).find(|(code, _)| code.id == id);
            if let Some((code, _)) = code {
                code.guid = Some(*guid).filter(|guid| *guid != derived(Thing::Code, id));
            }
        }
        let mut wrong = Vec::new();
        let (mut said, mut strange) = (Vec::new(), 0);
        for set in sets {
            let description = Description::read(&set.description);
            let nodes = set.members.iter().map(|guid| owners.get(guid).copied());
            let members: Vec<usize> =
                nodes.clone().flatten().filter(|nth| self.code_id(*nth).is_some()).collect();
            strange += nodes.count() - members.len();
            let id = self.group_id(set, &description.id, &said);
            let home = match members.first() {
                _ if check_id(&description.family).is_ok() => &description.family,
                Some(first) => self.family_of(*first),
                None => self.options.family.unwrap_or(FREE_FAMILY),
            };
            match said::family(&mut families, home) {
                Ok(home) => {
                    let group = said::group(&mut families, &id, home);
                    let before = self.before.iter().flat_map(|read| &read.family.groups);
                    let new = !before.map(|group| &group.id).any(|known| *known == id);
                    // One that only has the same name keeps it as it is.
                    if new || set.guid == Some(group.guid()) || description.id == id {
                        group.name = self.writing().name(&group.name, &id, &set.name);
                    }
                    if new {
                        group.guid = set.guid.filter(|guid| *guid != derived(Thing::Group, &id));
                    }
                }
                Err(what) => wrong.push(LineNote { line: 1, what }),
            }
            let members: FxHashSet<String> =
                members.iter().filter_map(|nth| self.code_id(*nth)).map(str::to_owned).collect();
            said.push((id, members));
        }
        if strange > 0 {
            self.notes.push(format!("{strange} members of sets are no codes of this file and are left out"));
        }
        for (code, _) in families
            .iter_mut()
            .flat_map(|read| &mut read.codes)
            .filter(|(code, _)| self.taken.contains(&code.id))
        {
            code.groups
                .retain(|group| said.iter().all(|(id, members)| id != group || members.contains(&code.id)));
            for (id, members) in &said {
                if members.contains(&code.id) && !code.groups.contains(id) {
                    code.groups.push(id.clone());
                }
            }
        }
        (families, wrong)
    }

    /// The group that a set is: by GUID, by the id in its description, by its name; else a new one.
    fn group_id(&self, set: &Set, label: &str, said: &[(String, FxHashSet<String>)]) -> String {
        let groups = || self.before.iter().flat_map(|read| &read.family.groups);
        let called = |name: &str| one_line(name).to_lowercase() == set.name.to_lowercase();
        let known = groups()
            .find(|group| set.guid == Some(group.guid()))
            .map(|group| group.id.clone())
            .or_else(|| Some(label.to_owned()).filter(|id| !id.is_empty()))
            .or_else(|| {
                groups()
                    .find(|group| group.name.iter().any(|(_, name)| called(name)))
                    .map(|group| group.id.clone())
            });
        let free = |id: &String| !said.iter().any(|(known, _)| known == id);
        known.filter(free).unwrap_or_else(|| {
            let taken =
                |id: &str| groups().any(|group| group.id == id) || said.iter().any(|(known, _)| known == id);
            let new = NewCode::named(&set.name, "", taken).or_else(|| NewCode::named("set", "", taken));
            new.map(|new| new.id).unwrap_or_default()
        })
    }
}
