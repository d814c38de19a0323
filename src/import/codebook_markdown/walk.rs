//! From blocks to families: which part of the page each block belongs to.

use crate::import::ImportError;
use crate::import::codebook_said::SaidCode;
use crate::model::codebook::{Labels, check_id, parse_color};
use crate::model::lines::LineNote;

use super::blocks::{Block, Kind, blocks, ids, marked, plain, with_id};
use super::{MarkdownCodebook, SaidFacet, SaidFamily};

/// Where we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Before the first family.
    Start,
    /// Below the heading of a family.
    Family,
    Rules,
    Facets,
    Groups,
    /// In a code, and in which of its lists.
    Code(List),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    None,
    Include,
    Exclude,
    Examples,
}

struct Walk {
    page: MarkdownCodebook,
    part: Part,
    /// Codes that are open: level of their heading and id.
    above: Vec<(usize, String)>,
    seen: Vec<String>,
    wrong: Vec<LineNote>,
}

pub(super) fn walk(text: &str) -> Result<MarkdownCodebook, ImportError> {
    let mut walk = Walk {
        page: MarkdownCodebook::default(),
        part: Part::Start,
        above: Vec::new(),
        seen: Vec::new(),
        wrong: Vec::new(),
    };
    for block in &blocks(text) {
        if let Err(what) = walk.take(block) {
            walk.wrong.push(LineNote { line: block.line, what });
        }
    }
    if walk.wrong.is_empty() && walk.page.families.is_empty() {
        let what =
            "there is no family in it; a heading such as ## Name (`id`) begins one, as the export writes it";
        walk.wrong.push(LineNote { line: 1, what: what.to_owned() });
    }
    if walk.wrong.is_empty() { Ok(walk.page) } else { Err(ImportError::Rows(walk.wrong)) }
}

/// True when these are the words of a label, in either language.
fn is(words: &str, label: impl Fn(&'static Labels) -> &'static str) -> bool {
    Labels::all().into_iter().any(|labels| label(labels) == words)
}

impl Walk {
    fn take(&mut self, block: &Block) -> Result<(), String> {
        match (block.kind, self.part) {
            (Kind::Heading(level), _) => self.heading(level, block),
            (Kind::Paragraph, _) => self.paragraph(block),
            (Kind::Item, Part::Rules) => self.rule(block),
            (Kind::Item, Part::Facets) => self.value(block),
            (Kind::Item, Part::Groups) => self.group(block),
            (Kind::Item, Part::Code(list)) => self.item(list, block),
            (Kind::Quote, Part::Code(_)) => {
                self.example(&block.words);
                Ok(())
            }
            _ => {
                self.homeless(block);
                Ok(())
            }
        }
    }

    fn homeless(&mut self, block: &Block) {
        let words: String = block.words.chars().take(30).collect();
        self.page
            .warnings
            .push(format!("line {}: `{words}` has no place in a codebook and is left out", block.line));
    }

    fn family(&mut self) -> Option<&mut SaidFamily> {
        self.page.families.last_mut()
    }

    fn code(&mut self) -> Option<&mut SaidCode> {
        self.family()?.codes.last_mut().map(|(_, code)| code)
    }

    fn heading(&mut self, level: usize, block: &Block) -> Result<(), String> {
        let found = with_id(&block.words);
        if level == 1 && found.is_none() {
            return Ok(());
        }
        let label = plain(&block.words);
        if level == 3 && found.is_none() && self.part != Part::Start {
            for (part, is_it) in [
                (Part::Rules, is(&label, |labels| labels.rules)),
                (Part::Facets, is(&label, |labels| labels.facets)),
                (Part::Groups, is(&label, |labels| labels.groups)),
            ] {
                if is_it {
                    self.part = part;
                    return Ok(());
                }
            }
        }
        let Some((name, id)) = found else {
            return Err(format!(
                "the heading `{label}` has no id; write it as {} Name (`id`)",
                "#".repeat(level)
            ));
        };
        let (name, id) = (plain(name), id.to_owned());
        if level <= 2 {
            if self.page.families.iter().any(|family| family.id == id) {
                return Err(format!("the family `{id}` stands above already; leave one of the two"));
            }
            self.above.clear();
            self.part = Part::Family;
            self.page.families.push(SaidFamily { line: block.line, id, name, ..SaidFamily::default() });
            return Ok(());
        }
        if self.part == Part::Start {
            return Err(format!(
                "the code `{id}` stands in no family; put a heading such as ## Name (`id`) above it"
            ));
        }
        if self.part == Part::Facets && level == 4 {
            if let Some(family) = self.family() {
                family.facets.push(SaidFacet { id, name, ..SaidFacet::default() });
            }
            return Ok(());
        }
        self.begin(level, name, id, block.line)
    }

    fn begin(&mut self, level: usize, name: String, id: String, line: u64) -> Result<(), String> {
        check_id(&id).map_err(|why| format!("the code id `{}` {why}", id.escape_debug()))?;
        if self.seen.contains(&id) {
            return Err(format!("the code `{id}` stands above already; leave one of the two"));
        }
        while self.above.last().is_some_and(|(above, _)| *above >= level) {
            self.above.pop();
        }
        let parent = self.above.last().map(|(_, id)| id.clone());
        self.above.push((level, id.clone()));
        self.seen.push(id.clone());
        self.part = Part::Code(List::None);
        if let Some(family) = self.family() {
            let said = SaidCode {
                id,
                family: family.id.clone(),
                // A deep heading without one above it was cut out of a page: that says nothing.
                parent: (parent.is_some() || level == 3).then_some(parent),
                name: Some(name).filter(|name| !name.is_empty()),
                ..SaidCode::default()
            };
            family.codes.push((line, said));
        }
        Ok(())
    }

    fn paragraph(&mut self, block: &Block) -> Result<(), String> {
        let words = plain(&block.words);
        match self.part {
            Part::Family if is(&words, |labels| labels.exclusive) => {
                if let Some(family) = self.family() {
                    family.exclusive = true;
                }
            }
            Part::Facets => {
                let manner =
                    marked(&block.words, "*").and_then(|(inside, _)| Labels::read_manner(&plain(inside)));
                let Some(facet) = self.family().and_then(|family| family.facets.last_mut()) else {
                    self.homeless(block);
                    return Ok(());
                };
                if manner.is_none() {
                    return Err(format!(
                        "`{words}` does not say how the facet `{}` is filled in; write it as the export does",
                        facet.id
                    ));
                }
                facet.manner = manner;
            }
            Part::Code(_) => return self.words(block, &words),
            Part::Start | Part::Family | Part::Rules | Part::Groups => self.homeless(block),
        }
        Ok(())
    }

    /// A paragraph in a code: the label of a list, or a part of the definition.
    fn words(&mut self, block: &Block, words: &str) -> Result<(), String> {
        if let Some((label, "")) = marked(&block.words, "**") {
            let label = plain(label);
            let list = [
                (List::Include, is(&label, |labels| labels.include)),
                (List::Exclude, is(&label, |labels| labels.exclude)),
                (List::Examples, is(&label, |labels| labels.examples)),
            ];
            let Some((list, _)) = list.into_iter().find(|(_, is_it)| *is_it) else {
                let known = Labels::all()
                    .map(|labels| format!("{}, {}, {}", labels.include, labels.exclude, labels.examples));
                return Err(format!("`{label}` is no part of a code; the parts are {}", known.join(" or ")));
            };
            self.part = Part::Code(list);
            let Some(code) = self.code() else { return Ok(()) };
            match list {
                List::Include => drop(code.include.get_or_insert_default()),
                List::Exclude => drop(code.exclude.get_or_insert_default()),
                List::Examples => drop(code.examples.get_or_insert_default()),
                List::None => {}
            }
            return Ok(());
        }
        let retired = marked(&block.words, "*").filter(|(_, rest)| rest.is_empty());
        let retired = retired.is_some_and(|(inside, _)| is(&plain(inside), |labels| labels.retired));
        let Some(code) = self.code() else { return Ok(()) };
        if retired {
            code.retired = Some(true);
        } else if !words.is_empty() {
            let definition = code.definition.get_or_insert_default();
            if !definition.is_empty() {
                definition.push_str("\n\n");
            }
            definition.push_str(words);
        }
        Ok(())
    }

    fn rule(&mut self, block: &Block) -> Result<(), String> {
        let (id, words) = marked(&block.words, "**").ok_or("a rule begins with its id: - **R1** words")?;
        let rule = (plain(id), plain(words));
        if let Some(family) = self.family() {
            family.rules.push(rule);
        }
        Ok(())
    }

    /// Name, id, and what stands behind the colon: ``**name** (`id`): rest``.
    fn named(block: &Block) -> Option<(String, String, String)> {
        let (name, rest) = marked(&block.words, "**")?;
        let (id, behind) = rest.strip_prefix("(`")?.split_once("`)")?;
        let behind = behind.strip_prefix(':').unwrap_or(behind);
        Some((id.to_owned(), plain(name), plain(behind))).filter(|(id, ..)| !id.is_empty())
    }

    fn value(&mut self, block: &Block) -> Result<(), String> {
        let value = Self::named(block)
            .ok_or("a value of a facet has a name and an id: - **name** (`id`): what it means")?;
        let facet = self.family().and_then(|family| family.facets.last_mut());
        facet
            .ok_or("the value stands below no facet; put a heading such as #### Name (`id`) above it")?
            .values
            .push(value);
        Ok(())
    }

    fn group(&mut self, block: &Block) -> Result<(), String> {
        let (id, name, _) =
            Self::named(block).ok_or("a group has a name and an id: - **name** (`id`): its codes")?;
        if let Some(family) = self.family() {
            family.groups.push((id, name));
        }
        Ok(())
    }

    fn item(&mut self, list: List, block: &Block) -> Result<(), String> {
        if let Some((label, value)) = marked(&block.words, "*").filter(|(label, _)| label.ends_with(':')) {
            return self.fact(label.trim_end_matches(':'), value);
        }
        match list {
            List::None => {
                self.homeless(block);
                return Ok(());
            }
            List::Examples => {
                self.example(&block.words);
                return Ok(());
            }
            List::Include | List::Exclude => {}
        }
        let not =
            block.words.rsplit_once('→').and_then(|(words, tail)| Some((words, with_id(tail.trim())?.1)));
        let note = match not {
            Some((words, id)) => (plain(words), Some(id.to_owned())),
            None => (plain(&block.words), None),
        };
        if let (Some(code), true) = (self.code(), note != (String::new(), None)) {
            let notes = if list == List::Include { &mut code.include } else { &mut code.exclude };
            notes.get_or_insert_default().push(note);
        }
        Ok(())
    }

    fn example(&mut self, words: &str) {
        let words = plain(words);
        if let (Some(code), false) = (self.code(), words.is_empty()) {
            code.examples.get_or_insert_default().push(words);
        }
    }

    /// `*Label:* value`
    fn fact(&mut self, label: &str, value: &str) -> Result<(), String> {
        let label = plain(label);
        let one = || with_id(value).map(|(_, id)| id.to_owned());
        let code = value.trim_matches('`');
        let Some(said) = self.code() else { return Ok(()) };
        let no_id = || format!("`{label}` needs an id in parentheses: Name (`id`)");
        if is(&label, |labels| labels.below) {
            said.parent = Some(Some(one().ok_or_else(no_id)?));
        } else if is(&label, |labels| labels.principle) {
            said.principle = Some(one().ok_or_else(no_id)?);
        } else if is(&label, |labels| labels.in_groups) {
            let groups = ids(value);
            if groups.is_empty() {
                return Err(no_id());
            }
            said.groups = Some(groups);
        } else if is(&label, |labels| labels.poles) {
            said.poles = Some(value.split(" ↔ ").map(plain).filter(|pole| !pole.is_empty()).collect());
        } else if is(&label, |labels| labels.key) {
            said.mnemonic = Some(code.trim_start_matches(',').to_owned()).filter(|key| !key.is_empty());
        } else if is(&label, |labels| labels.color) {
            let color =
                parse_color(code).ok_or_else(|| format!("`{code}` is no colour; write it as #rrggbb"))?;
            said.color = Some(color);
        } else if is(&label, |labels| labels.source) {
            said.source = Some(plain(value));
        } else if !is(&label, |labels| labels.tensions) {
            return Err(format!(
                "`{label}` says nothing about a code; take the line away, or write a label of the export"
            ));
        }
        Ok(())
    }
}
